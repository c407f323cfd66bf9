/** What each elementwise op does to numbers: one row an op. */
import {
  erf,
  erfc,
  lgamma,
  log1mExp,
  logAddExp,
  logBetaBinomialTail,
  logBetaBinomialTailDerivative,
  logBetaI,
  logBetaIDerivative,
  logGammaP,
  logGammaPDerivative,
  logGammaQ,
  logGammaQDerivative,
  logNormalCdf,
  logSkewNormalCdf,
  modulo,
  normalCdf,
  normalQuantile,
  polygamma,
  roundHalfAway,
  sigmoid,
  softplus,
  xlog1py,
  xlogy,
} from '../../numerics/index.ts';

export const unaryFunctions = {
  negate: (x: number) => -x,
  abs: Math.abs,
  sign: Math.sign,
  square: (x: number) => x * x,
  sqrt: Math.sqrt,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  log1mExp,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  sigmoid,
  softplus,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfAway,
  lgamma,
  erf,
  erfc,
  normalCdf,
  logNormalCdf,
  normalQuantile,
  not: (x: number) => (x === 0 ? 1 : 0),
  toFloat: (x: number) => x,
} as const;

/** Ops with the attribute `order`: ψ⁽ⁿ⁾. */
export const polygammaOf = (order: number) => (x: number) => polygamma(order, x);

/** Ops with the attribute `orders`. */
export const derivativeFunctions = {
  logGammaPDerivative:
    ([order]: readonly number[]) =>
    (a: number, x: number) =>
      logGammaPDerivative(a, x, order),
  logGammaQDerivative:
    ([order]: readonly number[]) =>
    (a: number, x: number) =>
      logGammaQDerivative(a, x, order),
  logBetaIDerivative:
    ([orderA, orderB]: readonly number[]) =>
    (a: number, b: number, x: number) =>
      logBetaIDerivative(a, b, x, orderA, orderB),
  logBetaBinomialTailDerivative:
    ([orderA, orderB]: readonly number[]) =>
    (successes: number, failures: number, a: number, b: number) =>
      logBetaBinomialTailDerivative(successes, failures, a, b, orderA, orderB),
} as const;

export const binaryFunctions = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  multiplyNoNan: (a: number, b: number) => (b === 0 ? 0 : a * b),
  divide: (a: number, b: number) => a / b,
  power: (a: number, b: number) => a ** b,
  maximum: (a: number, b: number) => Math.max(a, b),
  minimum: (a: number, b: number) => Math.min(a, b),
  modulo,
  atan2: Math.atan2,
  logAddExp,
  xlogy,
  xlog1py,
  less: (a: number, b: number) => (a < b ? 1 : 0),
  lessEqual: (a: number, b: number) => (a <= b ? 1 : 0),
  equal: (a: number, b: number) => (a === b ? 1 : 0),
  and: (a: number, b: number) => (a !== 0 && b !== 0 ? 1 : 0),
  or: (a: number, b: number) => (a !== 0 || b !== 0 ? 1 : 0),
  logGammaP,
  logGammaQ,
  logSkewNormalCdf,
} as const;

export const ternaryFunctions = {
  where: (condition: number, chosen: number, otherwise: number) =>
    condition !== 0 ? chosen : otherwise,
  logBetaI,
} as const;

export const quaternaryFunctions = { logBetaBinomialTail } as const;
