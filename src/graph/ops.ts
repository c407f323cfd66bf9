/**
 * The table of operations: one row an op, with what kind it is and how its shape follows from its
 * inputs. Derivatives (src/autodiff), kernels (src/engines/reference) and lowerings (other engines)
 * have a row each for every name here; tests check that none is missing.
 */
import {
  adjointShape,
  checkAdjointTypes,
  checkEquationTypes,
  equationShape,
} from './equation-shape.ts';
import type { Attributes, ElementType, Node } from './node.ts';
import type { OpDefinition } from './op-definition.ts';
import { checkScanTypes, scanShape } from './scan-shape.ts';
import {
  broadcastShape,
  choleskyAdjointShape,
  concatenatedShape,
  cumulativeShape,
  determinantShape,
  eigenvaluesShape,
  elementwise,
  gatheredShape,
  paddedShape,
  productShape,
  reshapedShape,
  scatteredShape,
  slicedShape,
  solutionShape,
  sortedShape,
  squareShape,
  transposedShape,
  withoutAxes,
  withoutAxis,
} from './shape-rules.ts';

const unary: OpDefinition = { kind: 'unary', arity: 1, shape: elementwise };
const binary: OpDefinition = { kind: 'binary', arity: 2, shape: elementwise };
const ternary: OpDefinition = { kind: 'ternary', arity: 3, shape: elementwise };
const quaternary: OpDefinition = { kind: 'quaternary', arity: 4, shape: elementwise };
const reduction: OpDefinition = {
  kind: 'reduction',
  arity: 1,
  shape: withoutAxes,
  attributes: ['axes'],
};
const argument: OpDefinition = {
  kind: 'reduction',
  arity: 1,
  shape: withoutAxis,
  type: 'int',
  attributes: ['axis'],
};
const solution: OpDefinition = {
  kind: 'linear',
  arity: 2,
  shape: solutionShape,
  attributes: ['transposed'],
};

export const ops = {
  // leaves; their shape and type are set by the builder
  input: { attributes: ['name', 'shape'], kind: 'leaf', arity: 0, shape: (_, a) => a.shape ?? [] },
  constant: {
    attributes: ['data', 'shape'],
    kind: 'leaf',
    arity: 0,
    shape: (_, a) => a.shape ?? [],
    type: (_, a) => (a.data instanceof Int32Array ? 'int' : 'float'),
  },

  // one argument, element by element
  negate: unary,
  abs: unary,
  /** −1, 0 or 1. */
  sign: unary,
  square: unary,
  sqrt: unary,
  exp: unary,
  expm1: unary,
  log: unary,
  log1p: unary,
  /** log(1 − eˣ) for x ≤ 0. */
  log1mExp: unary,
  sin: unary,
  cos: unary,
  tan: unary,
  asin: unary,
  acos: unary,
  atan: unary,
  sinh: unary,
  cosh: unary,
  tanh: unary,
  /** 1 / (1 + e⁻ˣ). */
  sigmoid: unary,
  /** log(1 + eˣ). */
  softplus: unary,
  floor: unary,
  ceil: unary,
  /** To the nearest integer, halves away from zero. */
  round: unary,
  /** log |Γ(x)|. */
  lgamma: unary,
  /** ψ⁽ⁿ⁾(x), attribute `order`; 0 is digamma. */
  polygamma: { ...unary, attributes: ['order'] },
  erf: unary,
  erfc: unary,
  /** Φ(x), the standard normal distribution function. */
  normalCdf: unary,
  /** log Φ(x), accurate in both tails. */
  logNormalCdf: unary,
  /** Φ⁻¹(p) for 0 ≤ p ≤ 1. */
  normalQuantile: unary,
  /** 1 where x is 0, else 0. */
  not: unary,
  toFloat: { kind: 'unary', arity: 1, shape: elementwise, inputTypes: ['int'] },
  /** Truncates. An error where the result does not fit 32 bits, or is NaN. */
  toInt: { kind: 'unary', arity: 1, shape: elementwise, type: 'int' },

  // two arguments, broadcast
  add: binary,
  subtract: binary,
  multiply: binary,
  /** a · b, but 0 wherever b is 0, even where a is infinite or NaN. */
  multiplyNoNan: binary,
  divide: binary,
  power: binary,
  maximum: binary,
  minimum: binary,
  /** The remainder with the sign of the divisor. */
  modulo: binary,
  /** The angle of the point (second argument, first argument). */
  atan2: binary,
  /** log(eᵃ + eᵇ). */
  logAddExp: binary,
  /** a · log b, 0 where a is 0. */
  xlogy: binary,
  /** a · log(1 + b), 0 where a is 0. */
  xlog1py: binary,
  /** Comparisons and logic give 1 or 0. */
  less: binary,
  lessEqual: binary,
  equal: binary,
  and: binary,
  or: binary,
  /** log P(a, x), the regularised lower incomplete gamma function. */
  logGammaP: binary,
  /** log Q(a, x), the regularised upper incomplete gamma function. */
  logGammaQ: binary,
  /** ∂ⁿ log P(a, x)/∂aⁿ with `orders` [n]; of its derivatives in a only the second is there. */
  logGammaPDerivative: { ...binary, attributes: ['orders'] },
  /** ∂ⁿ log Q(a, x)/∂aⁿ likewise. */
  logGammaQDerivative: { ...binary, attributes: ['orders'] },

  /** log P(Z ≤ z) of the arguments (z, α), Z being standard skew normal with the shape α. */
  logSkewNormalCdf: binary,

  // three arguments, broadcast
  /** The second argument where the first is not 0, else the third. */
  where: ternary,
  /** log Iₓ(a, b) of the arguments (a, b, x), the regularised incomplete beta function. */
  logBetaI: ternary,
  /** ∂ⁿ⁺ᵐ log Iₓ(a, b)/∂aⁿ∂bᵐ with `orders` [n, m]; of its derivatives in a and b only the second ones are there. */
  logBetaIDerivative: { ...ternary, attributes: ['orders'] },

  // four arguments, broadcast
  /**
   * log (P(X ≤ x)/P(X = x)) of the arguments (x, n − x, a, b), X being beta binomial; with negative weights
   * hypergeometric. x and n are whole numbers, in which it has no derivative.
   */
  logBetaBinomialTail: quaternary,
  /** ∂ⁿ⁺ᵐ/∂aⁿ∂bᵐ of that with `orders` [n, m]; of its derivatives only the second ones are there. */
  logBetaBinomialTailDerivative: { ...quaternary, attributes: ['orders'] },

  // shapes
  reshape: {
    attributes: ['shape'],
    kind: 'shape',
    arity: 1,
    shape: reshapedShape,
    inputTypes: ['any'],
    type: ([x]) => x.type,
  },
  transpose: {
    attributes: ['permutation'],
    kind: 'shape',
    arity: 1,
    shape: transposedShape,
    inputTypes: ['any'],
    type: ([x]) => x.type,
  },
  /** To a larger shape by NumPy's rule. */
  broadcast: {
    attributes: ['shape'],
    kind: 'shape',
    arity: 1,
    shape: broadcastShape,
    inputTypes: ['any'],
    type: ([x]) => x.type,
  },
  concatenate: { attributes: ['axis'], kind: 'shape', arity: 'many', shape: concatenatedShape },
  slice: {
    attributes: ['begin', 'size'],
    kind: 'shape',
    arity: 1,
    shape: slicedShape,
    inputTypes: ['any'],
    type: ([x]) => x.type,
  },
  /** With zeros. */
  pad: { attributes: ['before', 'after'], kind: 'shape', arity: 1, shape: paddedShape },

  // reductions; the named axes vanish. Of nothing: sum 0, max −inf, min inf, logSumExp −inf
  sum: reduction,
  max: reduction,
  min: reduction,
  logSumExp: reduction,
  /** 0-based position of the first largest element. */
  argMax: argument,
  argMin: argument,
  /** The 0-based positions along the last axis that put it in ascending order; ties keep theirs, NaN comes last. */
  argSort: { kind: 'reduction', arity: 1, shape: sortedShape, type: 'int' },
  cumulativeSum: {
    attributes: ['axis', 'reverse'],
    kind: 'reduction',
    arity: 1,
    shape: cumulativeShape,
  },

  // indexing, along the first axis, with 0-based positions
  /** x[n, …], indices[k…] → [k…, …]. */
  gather: {
    kind: 'indexing',
    arity: 2,
    shape: gatheredShape,
    inputTypes: ['any', 'int'],
    type: ([x]) => x.type,
  },
  /** updates[k…, …], indices[k…] → [extent, …]: rows with the same index add up. */
  scatterAdd: {
    attributes: ['extent'],
    kind: 'indexing',
    arity: 2,
    shape: scatteredShape,
    inputTypes: ['float', 'int'],
  },

  // linear algebra
  /** [m, k] · [k, n] → [m, n]. */
  matmul: { kind: 'linear', arity: 2, shape: productShape },
  /**
   * The lower factor L with L Lᵀ = A of a symmetric positive definite matrix, of which only the lower
   * triangle is read. NaN everywhere if the matrix is not positive definite.
   */
  cholesky: { kind: 'linear', arity: 1, shape: squareShape },
  /**
   * The adjoint Ā of a matrix A from its Cholesky factor L and the adjoint L̄ of that: the lower triangle,
   * whose entries are the ones that `cholesky` reads, and zeros above it. Of L and L̄ the lower triangle
   * is read.
   */
  choleskyAdjoint: { kind: 'linear', arity: 2, shape: choleskyAdjointShape },
  /** L⁻¹ B, or L⁻ᵀ B if `transposed`; only the lower triangle of L is read. */
  triangularSolve: solution,
  /** A⁻¹ B, or A⁻ᵀ B if `transposed`. Infinite or NaN if A is singular. */
  solve: solution,
  /** log |det A|; −∞ if A is singular. */
  logAbsDeterminant: { kind: 'linear', arity: 1, shape: determinantShape },

  /**
   * The eigenvalues of a symmetric matrix, ascending. NaN everywhere if the matrix differs from its
   * transpose by more than √ε of its largest element, ε that of the engine's numbers.
   */
  eigenvalues: { kind: 'linear', arity: 1, shape: eigenvaluesShape },
  /**
   * The orthonormal eigenvectors of a symmetric matrix, in columns, in the order of `eigenvalues`. The
   * largest element of each is positive. NaN as `eigenvalues`.
   */
  eigenvectors: { kind: 'linear', arity: 1, shape: squareShape },

  // loops
  /**
   * A sequential loop, see `loop.ts`. Inputs: the initial state [S], `sliced` tensors [extent, …] of
   * which each step sees one slice, and further tensors that every step sees whole. The result is a
   * vector: what each step emits, extent · E elements in the order of the slices, then the last state.
   */
  scan: {
    attributes: ['body', 'extent', 'sliced', 'reverse'],
    kind: 'loop',
    arity: 'many',
    shape: scanShape,
    inputTypes: 'any',
    check: checkScanTypes,
  },
  /**
   * The solution of differential equations, see `equation.ts`. Inputs: the initial state [n], the start,
   * the times [k], and further tensors for the right-hand side. The result has a state for each time,
   * NaN from where there is no solution.
   */
  ode: {
    attributes: ['body', 'method', 'rows', 'relative', 'absolute', 'maxSteps'],
    kind: 'loop',
    arity: 'many',
    shape: equationShape,
    inputTypes: 'any',
    check: checkEquationTypes,
  },
  /**
   * The derivative of a solution: the gradient of Σ ⟨solution, cotangent⟩ in the initial state [n] and in
   * the elements of the first `wanted` invariants, one after the other. Inputs: the solution [k, n] and its cotangent,
   * then those of the equation. NaN where the solution ends before the last time.
   */
  odeAdjoint: {
    attributes: ['body', 'method', 'wanted', 'rows', 'relative', 'absolute', 'maxSteps'],
    kind: 'loop',
    arity: 'many',
    shape: adjointShape,
    inputTypes: 'any',
    check: checkAdjointTypes,
  },
} as const satisfies Record<string, OpDefinition>;

export type OpName = keyof typeof ops;

/** The element type of the result of an op. */
export function resultType(
  definition: OpDefinition,
  inputs: readonly Node[],
  attributes: Attributes,
): ElementType {
  const { type = 'float' } = definition;
  return typeof type === 'function' ? type(inputs, attributes) : type;
}
