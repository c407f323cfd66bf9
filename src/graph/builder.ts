import { graphOf } from './collect.ts';
import type { Graph, Node, Shape } from './node.ts';
import { sameShape } from './node.ts';
import { NodeFactory } from './node-factory.ts';
import type { OpName } from './ops.ts';

/** A node, or a number that becomes a scalar constant. */
export type Operand = Node | number;

/** Builds a graph, by a method for each operation; some of them see that there is nothing to do. */
export class Builder extends NodeFactory {
  // element by element, broadcast by NumPy's rule
  negate(x: Operand): Node {
    return this.unary('negate', x);
  }
  abs(x: Operand): Node {
    return this.unary('abs', x);
  }
  sign(x: Operand): Node {
    return this.unary('sign', x);
  }
  square(x: Operand): Node {
    return this.unary('square', x);
  }
  sqrt(x: Operand): Node {
    return this.unary('sqrt', x);
  }
  exp(x: Operand): Node {
    return this.unary('exp', x);
  }
  expm1(x: Operand): Node {
    return this.unary('expm1', x);
  }
  log(x: Operand): Node {
    return this.unary('log', x);
  }
  log1p(x: Operand): Node {
    return this.unary('log1p', x);
  }
  log1mExp(x: Operand): Node {
    return this.unary('log1mExp', x);
  }
  sin(x: Operand): Node {
    return this.unary('sin', x);
  }
  cos(x: Operand): Node {
    return this.unary('cos', x);
  }
  tan(x: Operand): Node {
    return this.unary('tan', x);
  }
  asin(x: Operand): Node {
    return this.unary('asin', x);
  }
  acos(x: Operand): Node {
    return this.unary('acos', x);
  }
  atan(x: Operand): Node {
    return this.unary('atan', x);
  }
  sinh(x: Operand): Node {
    return this.unary('sinh', x);
  }
  cosh(x: Operand): Node {
    return this.unary('cosh', x);
  }
  tanh(x: Operand): Node {
    return this.unary('tanh', x);
  }
  sigmoid(x: Operand): Node {
    return this.unary('sigmoid', x);
  }
  softplus(x: Operand): Node {
    return this.unary('softplus', x);
  }
  floor(x: Operand): Node {
    return this.unary('floor', x);
  }
  ceil(x: Operand): Node {
    return this.unary('ceil', x);
  }
  round(x: Operand): Node {
    return this.unary('round', x);
  }
  lgamma(x: Operand): Node {
    return this.unary('lgamma', x);
  }
  polygamma(order: number, x: Operand): Node {
    return this.make('polygamma', [this.node(x)], { order });
  }
  digamma(x: Operand): Node {
    return this.polygamma(0, x);
  }
  erf(x: Operand): Node {
    return this.unary('erf', x);
  }
  erfc(x: Operand): Node {
    return this.unary('erfc', x);
  }
  normalCdf(x: Operand): Node {
    return this.unary('normalCdf', x);
  }
  logNormalCdf(x: Operand): Node {
    return this.unary('logNormalCdf', x);
  }
  normalQuantile(p: Operand): Node {
    return this.unary('normalQuantile', p);
  }
  not(x: Operand): Node {
    return this.unary('not', x);
  }

  add(a: Operand, b: Operand): Node {
    return this.binary('add', a, b);
  }
  subtract(a: Operand, b: Operand): Node {
    return this.binary('subtract', a, b);
  }
  multiply(a: Operand, b: Operand): Node {
    return this.binary('multiply', a, b);
  }
  multiplyNoNan(a: Operand, b: Operand): Node {
    return this.binary('multiplyNoNan', a, b);
  }
  divide(a: Operand, b: Operand): Node {
    return this.binary('divide', a, b);
  }
  power(a: Operand, b: Operand): Node {
    return this.binary('power', a, b);
  }
  maximum(a: Operand, b: Operand): Node {
    return this.binary('maximum', a, b);
  }
  minimum(a: Operand, b: Operand): Node {
    return this.binary('minimum', a, b);
  }
  modulo(a: Operand, b: Operand): Node {
    return this.binary('modulo', a, b);
  }
  atan2(y: Operand, x: Operand): Node {
    return this.binary('atan2', y, x);
  }
  logAddExp(a: Operand, b: Operand): Node {
    return this.binary('logAddExp', a, b);
  }
  xlogy(a: Operand, b: Operand): Node {
    return this.binary('xlogy', a, b);
  }
  xlog1py(a: Operand, b: Operand): Node {
    return this.binary('xlog1py', a, b);
  }
  less(a: Operand, b: Operand): Node {
    return this.binary('less', a, b);
  }
  lessEqual(a: Operand, b: Operand): Node {
    return this.binary('lessEqual', a, b);
  }
  greater(a: Operand, b: Operand): Node {
    return this.less(b, a);
  }
  greaterEqual(a: Operand, b: Operand): Node {
    return this.lessEqual(b, a);
  }
  equal(a: Operand, b: Operand): Node {
    return this.binary('equal', a, b);
  }
  and(a: Operand, b: Operand): Node {
    return this.binary('and', a, b);
  }
  or(a: Operand, b: Operand): Node {
    return this.binary('or', a, b);
  }
  logGammaP(a: Operand, x: Operand): Node {
    return this.binary('logGammaP', a, x);
  }
  logGammaQ(a: Operand, x: Operand): Node {
    return this.binary('logGammaQ', a, x);
  }
  logSkewNormalCdf(z: Operand, shape: Operand): Node {
    return this.binary('logSkewNormalCdf', z, shape);
  }
  where(condition: Operand, chosen: Operand, otherwise: Operand): Node {
    return this.make('where', [this.node(condition), this.node(chosen), this.node(otherwise)], {});
  }
  logBetaI(a: Operand, b: Operand, x: Operand): Node {
    return this.make('logBetaI', [this.node(a), this.node(b), this.node(x)], {});
  }
  logBetaBinomialTail(successes: Node, failures: Node, alpha: Node, beta: Node): Node {
    return this.make('logBetaBinomialTail', [successes, failures, alpha, beta], {});
  }
  /** ∂ⁿ⁺ᵐ/∂aⁿ∂bᵐ of the logarithm of a beta binomial tail for n + m = 1 or 2; the inputs are those of the tail. */
  logBetaBinomialTailDerivative(orders: readonly [number, number], inputs: readonly Node[]): Node {
    return this.make('logBetaBinomialTailDerivative', inputs, { orders });
  }
  /** ∂ⁿ log P(a, x)/∂aⁿ for n = 1 or 2. */
  logGammaPDerivative(order: number, a: Node, x: Node): Node {
    return this.make('logGammaPDerivative', [a, x], { orders: [order] });
  }
  logGammaQDerivative(order: number, a: Node, x: Node): Node {
    return this.make('logGammaQDerivative', [a, x], { orders: [order] });
  }
  /** ∂ⁿ⁺ᵐ log Iₓ(a, b)/∂aⁿ∂bᵐ for n + m = 1 or 2. */
  logBetaIDerivative(orders: readonly [number, number], a: Node, b: Node, x: Node): Node {
    return this.make('logBetaIDerivative', [a, b, x], { orders });
  }

  // types; nothing happens where the type is already right
  toFloat(x: Node): Node {
    return x.type === 'float' ? x : this.make('toFloat', [x], {});
  }
  toInt(x: Node): Node {
    return x.type === 'int' ? x : this.make('toInt', [x], {});
  }

  // shapes; nothing is built where nothing changes
  reshape(x: Node, shape: Shape): Node {
    return sameShape(x.shape, shape) ? x : this.make('reshape', [x], { shape });
  }
  transpose(x: Node, permutation: readonly number[]): Node {
    return permutation.every((axis, k) => axis === k)
      ? x
      : this.make('transpose', [x], { permutation });
  }
  broadcast(x: Node, shape: Shape): Node {
    return sameShape(x.shape, shape) ? x : this.make('broadcast', [x], { shape });
  }
  concatenate(parts: readonly Node[], axis: number): Node {
    return parts.length === 1 ? parts[0] : this.make('concatenate', parts, { axis });
  }
  slice(x: Node, begin: readonly number[], size: readonly number[]): Node {
    return sameShape(x.shape, size) ? x : this.make('slice', [x], { begin, size });
  }
  pad(x: Node, before: readonly number[], after: readonly number[]): Node {
    return [...before, ...after].every((n) => n === 0)
      ? x
      : this.make('pad', [x], { before, after });
  }

  // reductions over the given axes (all of them where left out)
  sum(x: Node, axes: readonly number[] = allAxes(x)): Node {
    return this.reduce('sum', x, axes);
  }
  max(x: Node, axes: readonly number[] = allAxes(x)): Node {
    return this.reduce('max', x, axes);
  }
  min(x: Node, axes: readonly number[] = allAxes(x)): Node {
    return this.reduce('min', x, axes);
  }
  logSumExp(x: Node, axes: readonly number[] = allAxes(x)): Node {
    return this.reduce('logSumExp', x, axes);
  }
  argMax(x: Node, axis: number): Node {
    return this.make('argMax', [x], { axis });
  }
  argMin(x: Node, axis: number): Node {
    return this.make('argMin', [x], { axis });
  }
  argSort(x: Node): Node {
    return this.make('argSort', [x], {});
  }
  cumulativeSum(x: Node, axis: number, reverse = false): Node {
    return this.make('cumulativeSum', [x], { axis, reverse });
  }

  gather(x: Node, indices: Node): Node {
    return this.make('gather', [x, indices], {});
  }
  scatterAdd(updates: Node, indices: Node, extent: number): Node {
    return this.make('scatterAdd', [updates, indices], { extent });
  }
  matmul(a: Node, b: Node): Node {
    return this.make('matmul', [a, b], {});
  }

  cholesky(matrix: Node): Node {
    return this.make('cholesky', [matrix], {});
  }
  choleskyAdjoint(factor: Node, cotangent: Node): Node {
    return this.make('choleskyAdjoint', [factor, cotangent], {});
  }
  triangularSolve(lower: Node, right: Node, transposed = false): Node {
    return this.make('triangularSolve', [lower, right], { transposed });
  }
  solve(matrix: Node, right: Node, transposed = false): Node {
    return this.make('solve', [matrix, right], { transposed });
  }
  logAbsDeterminant(matrix: Node): Node {
    return this.make('logAbsDeterminant', [matrix], {});
  }

  eigenvalues(matrix: Node): Node {
    return this.make('eigenvalues', [matrix], {});
  }
  eigenvectors(matrix: Node): Node {
    return this.make('eigenvectors', [matrix], {});
  }

  /** The graph of these outputs: what none of them needs is left out. */
  finish(outputs: Readonly<Record<string, Node>>): Graph {
    return graphOf(outputs);
  }

  private node(operand: Operand): Node {
    return typeof operand === 'number' ? this.constant(operand) : operand;
  }

  private unary(op: OpName, x: Operand): Node {
    return this.make(op, [this.node(x)], {});
  }

  private binary(op: OpName, a: Operand, b: Operand): Node {
    return this.make(op, [this.node(a), this.node(b)], {});
  }

  private reduce(op: OpName, x: Node, axes: readonly number[]): Node {
    return axes.length === 0 ? x : this.make(op, [x], { axes });
  }
}

function allAxes(x: Node): number[] {
  return x.shape.map((_, axis) => axis);
}
