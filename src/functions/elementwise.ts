/** The functions of the language that work element by element: one row a function. */
import type { Builder } from '../graph/builder.ts';
import { clip, logDiffExp } from '../graph/composites.ts';
import { logBeta, logChoose } from '../graph/log-gamma.ts';
import type { Node } from '../graph/node.ts';
import type { ElementwiseFunction } from './function.ts';

const powersAndLogarithms: readonly ElementwiseFunction[] = [
  { name: 'exp', parameters: ['x'], summary: 'eˣ', build: (b, x) => b.exp(x) },
  { name: 'log', parameters: ['x'], summary: 'natural logarithm', build: (b, x) => b.log(x) },
  {
    name: 'log2',
    parameters: ['x'],
    summary: 'logarithm to base 2',
    build: (b, x) => b.divide(b.log(x), Math.LN2),
  },
  {
    name: 'log10',
    parameters: ['x'],
    summary: 'logarithm to base 10',
    build: (b, x) => b.divide(b.log(x), Math.LN10),
  },
  {
    name: 'log1p',
    parameters: ['x'],
    summary: 'log(1 + x), accurate near 0',
    build: (b, x) => b.log1p(x),
  },
  {
    name: 'expm1',
    parameters: ['x'],
    summary: 'eˣ − 1, accurate near 0',
    build: (b, x) => b.expm1(x),
  },
  { name: 'sqrt', parameters: ['x'], summary: 'square root', build: (b, x) => b.sqrt(x) },
  {
    name: 'square',
    parameters: ['x'],
    summary: 'x²',
    result: 'same',
    build: (b, x) => b.square(x),
  },
  { name: 'inv', parameters: ['x'], summary: '1 / x', build: (b, x) => b.divide(1, x) },
];

const roundingAndSize: readonly ElementwiseFunction[] = [
  {
    name: 'abs',
    parameters: ['x'],
    summary: 'absolute value',
    result: 'same',
    build: (b, x) => b.abs(x),
  },
  {
    name: 'sign',
    parameters: ['x'],
    summary: '−1, 0 or 1',
    result: 'int',
    build: (b, x) => b.sign(x),
  },
  {
    name: 'floor',
    parameters: ['x'],
    summary: 'the largest whole number not above x',
    result: 'int',
    build: (b, x) => b.floor(x),
  },
  {
    name: 'ceil',
    parameters: ['x'],
    summary: 'the smallest whole number not below x',
    result: 'int',
    build: (b, x) => b.ceil(x),
  },
  {
    name: 'round',
    parameters: ['x'],
    summary: 'the nearest whole number, halves away from 0',
    result: 'int',
    build: (b, x) => b.round(x),
  },
  {
    name: 'min',
    parameters: ['x', 'y'],
    summary: 'the smaller of x and y',
    result: 'same',
    build: (b, x, y) => b.minimum(x, y),
  },
  {
    name: 'max',
    parameters: ['x', 'y'],
    summary: 'the larger of x and y',
    result: 'same',
    build: (b, x, y) => b.maximum(x, y),
  },
  {
    name: 'clip',
    parameters: ['x', 'lower', 'upper'],
    summary: 'x, but not below lower nor above upper',
    result: 'same',
    build: clip,
  },
];

const trigonometry: readonly ElementwiseFunction[] = [
  {
    name: 'sin',
    parameters: ['x'],
    summary: 'sine of an angle in radians',
    build: (b, x) => b.sin(x),
  },
  {
    name: 'cos',
    parameters: ['x'],
    summary: 'cosine of an angle in radians',
    build: (b, x) => b.cos(x),
  },
  {
    name: 'tan',
    parameters: ['x'],
    summary: 'tangent of an angle in radians',
    build: (b, x) => b.tan(x),
  },
  { name: 'asin', parameters: ['x'], summary: 'inverse sine', build: (b, x) => b.asin(x) },
  { name: 'acos', parameters: ['x'], summary: 'inverse cosine', build: (b, x) => b.acos(x) },
  { name: 'atan', parameters: ['x'], summary: 'inverse tangent', build: (b, x) => b.atan(x) },
  {
    name: 'atan2',
    parameters: ['y', 'x'],
    summary: 'the angle of the point (x, y), from −π to π',
    build: (b, y, x) => b.atan2(y, x),
  },
  { name: 'sinh', parameters: ['x'], summary: 'hyperbolic sine', build: (b, x) => b.sinh(x) },
  { name: 'cosh', parameters: ['x'], summary: 'hyperbolic cosine', build: (b, x) => b.cosh(x) },
  { name: 'tanh', parameters: ['x'], summary: 'hyperbolic tangent', build: (b, x) => b.tanh(x) },
];

const linksAndActivations: readonly ElementwiseFunction[] = [
  {
    name: 'sigmoid',
    parameters: ['x'],
    summary: '1 / (1 + e⁻ˣ)',
    build: (b, x) => b.sigmoid(x),
  },
  {
    name: 'logit',
    parameters: ['p'],
    summary: 'log(p / (1 − p))',
    build: (b, p) => b.subtract(b.log(p), b.log1p(b.negate(p))),
  },
  {
    name: 'softplus',
    parameters: ['x'],
    summary: 'log(1 + eˣ)',
    build: (b, x) => b.softplus(x),
  },
  {
    name: 'relu',
    parameters: ['x'],
    summary: 'max(x, 0)',
    result: 'same',
    build: (b, x) => b.maximum(x, 0),
  },
  {
    name: 'gelu',
    parameters: ['x'],
    summary: 'x Φ(x), Φ the standard normal distribution function',
    // 0 at −inf
    build: (b, x) => b.multiplyNoNan(x, b.normalCdf(x)),
  },
  {
    name: 'silu',
    parameters: ['x'],
    summary: 'x / (1 + e⁻ˣ)',
    build: (b, x) => b.multiplyNoNan(x, b.sigmoid(x)),
  },
];

const specialFunctions: readonly ElementwiseFunction[] = [
  {
    name: 'erf',
    parameters: ['x'],
    summary: 'the error function, 2/√π ∫₀ˣ exp(−t²) dt',
    build: (b, x) => b.erf(x),
  },
  { name: 'erfc', parameters: ['x'], summary: '1 − erf(x)', build: (b, x) => b.erfc(x) },
  {
    name: 'normal_cdf',
    parameters: ['x'],
    summary: 'the standard normal distribution function',
    build: (b, x) => b.normalCdf(x),
  },
  {
    name: 'normal_quantile',
    parameters: ['p'],
    summary: 'the x with normal_cdf(x) = p',
    build: (b, p) => b.normalQuantile(p),
  },
  { name: 'lgamma', parameters: ['x'], summary: 'log |Γ(x)|', build: (b, x) => b.lgamma(x) },
  {
    name: 'digamma',
    parameters: ['x'],
    summary: 'the derivative of lgamma',
    build: (b, x) => b.digamma(x),
  },
  {
    name: 'lbeta',
    parameters: ['a', 'b'],
    summary: 'log(Γ(a) Γ(b) / Γ(a + b))',
    build: logBeta,
  },
  {
    name: 'lchoose',
    parameters: ['n', 'k'],
    summary: 'logarithm of the binomial coefficient n over k',
    build: logChoose,
  },
];

const sumsInLogarithms: readonly ElementwiseFunction[] = [
  {
    name: 'log_add_exp',
    parameters: ['x', 'y'],
    summary: 'log(eˣ + eʸ)',
    build: (b, x, y) => b.logAddExp(x, y),
  },
  {
    name: 'log_diff_exp',
    parameters: ['x', 'y'],
    summary: 'log(eˣ − eʸ) for x ≥ y',
    build: logDiffExp,
  },
  {
    name: 'log1m',
    parameters: ['x'],
    summary: 'log(1 − x), accurate near 0',
    build: (b, x) => b.log1p(b.negate(x)),
  },
  {
    name: 'log1m_exp',
    parameters: ['x'],
    summary: 'log(1 − eˣ) for x ≤ 0',
    build: (b, x) => b.log1mExp(x),
  },
  {
    name: 'log1p_exp',
    parameters: ['x'],
    summary: 'log(1 + eˣ)',
    build: (b, x) => b.softplus(x),
  },
  {
    name: 'log_mix',
    parameters: ['weight', 'x', 'y'],
    summary: 'log(weight eˣ + (1 − weight) eʸ)',
    build: logMix,
  },
];

function logMix(b: Builder, weight: Node, x: Node, y: Node): Node {
  return b.logAddExp(b.add(b.log(weight), x), b.add(b.log1p(b.negate(weight)), y));
}

export const elementwiseRows: readonly ElementwiseFunction[] = [
  ...powersAndLogarithms,
  ...roundingAndSize,
  ...trigonometry,
  ...linksAndActivations,
  ...specialFunctions,
  ...sumsInLogarithms,
];
