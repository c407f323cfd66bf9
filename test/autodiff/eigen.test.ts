import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/autodiff/gradient.ts';
import { prepare } from '../../src/engines/reference/engine.ts';
import { Builder } from '../../src/graph/builder.ts';
import type { Node } from '../../src/graph/node.ts';
import { sizeOf } from '../../src/graph/node.ts';
import { runOnce } from '../graph/run.ts';
import { differentiate } from './differences.ts';

type Formula = (b: Builder, symmetric: Node) => Node;

/** X + Xᵀ: differences in one element of X stay among the symmetric matrices. */
const symmetrised = (b: Builder, x: Node): Node => b.add(x, b.transpose(x, [1, 0]));

function weighted(b: Builder, x: Node, seed: number): Node {
  const weights = Float64Array.from({ length: sizeOf(x.shape) }, (_, k) =>
    Math.cos(1.3 * k + seed),
  );
  return b.sum(b.multiply(x, b.constant(weights, x.shape)));
}

const formulas: Readonly<Record<string, Formula>> = {
  eigenvalues: (b, x) => weighted(b, b.eigenvalues(x), 1),
  eigenvectors: (b, x) => weighted(b, b.eigenvectors(x), 2),
  'a function of both': (b, x) =>
    weighted(b, b.matmul(b.eigenvectors(x), b.transpose(b.sin(b.eigenvectors(x)), [1, 0])), 3),
  'what the eigenvectors make of the eigenvalues': (b, x) => {
    const vectors = b.eigenvectors(x);
    const values = b.sin(b.eigenvalues(x));
    return weighted(b, b.matmul(b.multiply(vectors, values), b.transpose(vectors, [1, 0])), 4);
  },
};

describe.each([1, 2, 3, 5])('of matrices of size %i', (size) => {
  const entries = Float64Array.from({ length: size * size }, (_, k) => Math.sin(2.1 * k * k + 1));

  it.each(Object.entries(formulas))('%s', (_, formula) => {
    const b = new Builder();
    const x = b.input('x', [size, size]);
    const value = formula(b, symmetrised(b, x));
    const [first] = gradient(b, value, [x]);
    const slope = weighted(b, first, 5);
    const [second] = gradient(b, slope, [x]);
    const executable = prepare(b.finish({ value, first, slope, second }));
    const compare = (of: 'value' | 'slope', against: 'first' | 'second'): void => {
      const point = entries.slice();
      point.forEach((at, k) => {
        const run = (moved: number): number => {
          point[k] = moved;
          return executable.run({ x: point })[of][0];
        };
        const expected = differentiate(run, at, 0.02);
        point[k] = at;
        const actual = executable.run({ x: point })[against][k];
        expect(Math.abs(actual - expected.value), `${actual} for ${expected.value}`).toBeLessThan(
          1e-8 * Math.abs(expected.value) + 1e-9,
        );
      });
    };
    compare('value', 'first');
    compare('slope', 'second');
  });
});

/** Value, gradient and a second derivative of a formula of a symmetric matrix. */
function derivatives(formula: Formula, matrix: readonly number[]): Record<string, number[]> {
  const b = new Builder();
  const size = Math.sqrt(matrix.length);
  const x = b.input('x', [size, size]);
  const value = b.sum(formula(b, x));
  const [first] = gradient(b, value, [x]);
  const [second] = gradient(b, weighted(b, first, 0), [x]);
  return runOnce(b.finish({ value, first, second }), { x: matrix });
}

describe('repeated eigenvalues', () => {
  const double = [3, 0, 0, 0, 5, 0, 0, 0, 3];

  it('leave the first derivative of a symmetric function of them', () => {
    // log det, whose derivative is the inverse
    const { value, first } = derivatives((b, x) => b.log(b.eigenvalues(x)), double);
    expect(value[0]).toBeCloseTo(Math.log(45), 14);
    first.forEach((slope, k) => {
      expect(slope).toBeCloseTo([1 / 3, 0, 0, 0, 1 / 5, 0, 0, 0, 1 / 3][k], 14);
    });
  });

  it('have no second derivative', () => {
    const { second } = derivatives((b, x) => b.log(b.eigenvalues(x)), double);
    expect(second.some(Number.isNaN)).toBe(true);
  });

  it('have eigenvectors without a derivative, also where rounding tells them apart', () => {
    for (const gap of [0, 4e-16]) {
      const { value, first } = derivatives(
        (b, x) => b.multiply(b.constant(Float64Array.of(1, 2, 3, 4), [2, 2]), b.eigenvectors(x)),
        [1, 0, 0, 1 + gap],
      );
      expect(value[0]).not.toBeNaN();
      expect(first.some(Number.isNaN)).toBe(true);
    }
  });

  it('that nobody uses leave no trace in the gradient', () => {
    const { value, first } = derivatives(
      (b, x) => b.where(b.less(0, b.sum(x)), b.sum(x), b.sum(b.eigenvectors(x))),
      [1, 0, 0, 1],
    );
    expect([value, first]).toEqual([[2], [1, 1, 1, 1]]);
  });
});
