import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/autodiff/gradient.ts';
import { Builder } from '../../src/graph/builder.ts';
import { loopBody, scan } from '../../src/graph/loop.ts';
import type { Node } from '../../src/graph/node.ts';
import { runOnce } from '../graph/run.ts';

/** Value, gradient and the gradient of the sum of the gradient of Σ f(x). */
function derivatives(
  f: (b: Builder, x: Node) => Node,
  at: readonly number[],
): Record<'value' | 'first' | 'second', number[]> {
  const b = new Builder();
  const x = b.input('x', [at.length]);
  const value = b.sum(f(b, x));
  const [first] = gradient(b, value, [x]);
  const [second] = gradient(b, b.sum(first), [x]);
  const graph = b.finish({ value, first, second });
  const { value: v, first: g, second: h } = runOnce(graph, { x: at });
  return { value: v, first: g, second: h };
}

describe('what a where did not choose', () => {
  it('leaks no NaN from the logarithm of a negative number', () => {
    const { value, first, second } = derivatives(
      (b, x) => b.where(b.less(0, x), b.log(x), 0),
      [-1, 0, 2],
    );
    expect(value[0]).toBeCloseTo(Math.log(2), 15);
    expect(first).toEqual([0, 0, 0.5]);
    expect(second).toEqual([0, 0, -0.25]);
  });

  it('leaks no infinity from a square root at 0, nor from deeper below', () => {
    const { first, second } = derivatives(
      (b, x) => b.where(b.less(0, x), b.log(b.sqrt(x)), b.multiply(3, x)),
      [-1, 0, 4],
    );
    expect(first).toEqual([3, 3, 0.125]);
    expect(second).toEqual([0, 0, -0.03125]);
  });

  it('leaks nothing from 1 / 0', () => {
    const { value, first, second } = derivatives(
      (b, x) => b.where(b.equal(x, 0), b.square(x), b.divide(1, x)),
      [0, 2],
    );
    expect(value).toEqual([0.5]);
    expect(first).toEqual([0, -0.25]);
    expect(second).toEqual([2, 0.25]);
  });

  it('leaks nothing through nested choices', () => {
    // |x| by way of roots and logarithms that exist on one side each
    const { first, second } = derivatives(
      (b, x) => {
        const right = b.where(b.less(1, x), b.exp(b.log(b.subtract(x, 1))), b.power(x, 1.5));
        return b.where(b.less(x, 0), b.sqrt(b.negate(x)), right);
      },
      [-4, 0.25, 9],
    );
    expect(first[0]).toBeCloseTo(-0.25, 15);
    expect(first[1]).toBeCloseTo(0.75, 15);
    expect(first[2]).toBeCloseTo(1, 15);
    expect(second[0]).toBeCloseTo(-1 / 32, 15);
    expect(second[1]).toBeCloseTo(1.5, 14);
    expect(second[2]).toBeCloseTo(0, 15);
  });

  it('leaks nothing through sums, products of matrices and gathered elements', () => {
    const { first, second } = derivatives(
      (b, x) => {
        const column = b.reshape(b.log(x), [2, 1]);
        const identityFirst = b.constant(Float64Array.of(2, 1, 0, 1), [2, 2]);
        const mixed = b.reshape(b.matmul(identityFirst, column), [2]);
        const total = b.sum(b.sqrt(x));
        const one = b.gather(x, b.constant(Int32Array.of(1, 1), [2]));
        return b.where(b.constant(Float64Array.of(0, 0), [2]), b.multiply(mixed, total), one);
      },
      [-1, 3],
    );
    expect(first).toEqual([0, 2]);
    expect(second).toEqual([0, 0]);
  });

  it('keeps a NaN that was chosen', () => {
    const { value, first } = derivatives((b, x) => b.where(b.less(x, 5), b.log(x), 0), [-1, 2]);
    expect(value).toEqual([Number.NaN]);
    expect(first[1]).toBe(0.5);
  });
});

describe('matrices and loops in a branch that is not chosen', () => {
  const slopes = (build: (b: Builder, x: Node) => Node): number[] => {
    const b = new Builder();
    const x = b.input('x', [2]);
    const y = b.where(b.less(x, 0), b.sum(build(b, x)), b.square(x));
    const [g] = gradient(b, b.sum(y), [x]);
    return runOnce(b.finish({ g }), { x: [1, 2] }).g;
  };
  const matrix = (b: Builder, x: Node): Node =>
    b.reshape(b.concatenate([b.negate(x), b.multiply(0, x)], 0), [2, 2]);

  it.each<[string, (b: Builder, x: Node) => Node]>([
    ['a matrix that is not positive definite', (b, x) => b.cholesky(matrix(b, x))],
    ['a singular system', (b, x) => b.solve(matrix(b, x), b.reshape(x, [2, 1]))],
    ['a zero on a diagonal', (b, x) => b.triangularSolve(matrix(b, x), b.reshape(x, [2, 1]), true)],
    ['a singular determinant', (b, x) => b.logAbsDeterminant(matrix(b, x))],
    [
      'a loop over logarithms',
      (b, x) => {
        const inputs = { initial: x, sliced: [b.broadcast(b.sum(x), [3])], invariants: [x] };
        const body = loopBody(inputs, (inner, state, [slice], [whole]) => {
          const next = inner.log(inner.subtract(inner.multiply(state, whole), slice));
          return { next, emitted: next };
        });
        return scan(b, { ...inputs, steps: 3, body, reverse: false }).emitted;
      },
    ],
  ])('%s adds nothing to the gradient', (_, build) => {
    expect(slopes(build)).toEqual([2, 4]);
  });
});
