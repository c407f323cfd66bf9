import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Builder } from '../../src/graph/builder.ts';
import { type Shape, sizeOf } from '../../src/graph/node.ts';
import { constraints } from '../../src/transforms/index.ts';
import type { Transform } from '../../src/transforms/transform.ts';
import { deviation, differentiate, evaluate, type Formula } from '../distributions/evaluate.ts';

interface Row {
  readonly transform: string;
  readonly unconstrained: readonly number[];
  readonly constrained: readonly number[];
  readonly logJacobian: number;
}

/** mpmath at 60 digits, the Jacobian determinants by differences: reference/generate.py. */
const rows: readonly Row[] = JSON.parse(
  readFileSync(new URL('reference/events.json', import.meta.url), 'utf8'),
);

type Part = 'forward' | 'inverse' | 'logJacobian';
const formulaOf =
  (transform: Transform, part: Part, shape?: Shape): Formula =>
  (b, { x }) =>
    transform[part](b, shape === undefined ? x : b.reshape(x, shape), {});

/** The shape of one event with elements k, and of its coordinates. */
function shapes({ eventRank, unconstrainedShape }: Transform, size: number) {
  const constrained = eventRank === 2 ? [size, size] : [size];
  return { constrained, unconstrained: unconstrainedShape?.(constrained) ?? constrained };
}

const largest = (values: readonly number[]): number => Math.max(1, ...values.map(Math.abs));

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number) {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, k) => {
    const floor = 1e-10 * largest(expected);
    expect(deviation(value, expected[k], floor), `${actual} and ${expected}`).toBeLessThan(
      tolerance,
    );
  });
}

describe.each(rows)('$transform of $unconstrained', ({ transform: name, ...row }) => {
  const transform = constraints.get(name)!;
  const size = transform.eventRank === 2 ? Math.sqrt(row.constrained.length) : 0;
  const shape = size > 0 ? [size, size] : [row.constrained.length];

  it('has its value', () => {
    const value = evaluate(formulaOf(transform, 'forward'), { x: row.unconstrained });
    expectClose(value, row.constrained, 1e-11);
  });

  it('has its log Jacobian', () => {
    const [value] = evaluate(formulaOf(transform, 'logJacobian'), { x: row.unconstrained });
    expect(deviation(value, row.logJacobian), `${value}`).toBeLessThan(1e-13);
  });

  it('comes back', () => {
    const x = evaluate(formulaOf(transform, 'forward'), { x: row.unconstrained });
    const back = evaluate(formulaOf(transform, 'inverse', shape), { x });
    if (name === 'unit_vector') expectClose(back, row.constrained, 1e-14);
    // a matrix has lost up to its condition, here e^10, of the precision of its factor
    else expectClose(back, row.unconstrained, name.endsWith('_matrix') ? 1e-4 : 1e-9);
  });
});

/** The lowest and highest number of elements that make sense, and coordinates up to `reach`. */
const coordinates = (transform: Transform, reach: number) =>
  fc.integer({ min: transform.eventRank === 2 ? 2 : 3, max: 6 }).chain((size) => {
    const count = sizeOf(shapes(transform, size).unconstrained);
    const number = fc.double({ min: -reach, max: reach, noNaN: true });
    return fc.array(number, { minLength: count, maxLength: count });
  });

/** Rows of a flattened square matrix. */
function rowsOf(x: readonly number[]): number[][] {
  const size = Math.sqrt(x.length);
  return Array.from({ length: size }, (_, i) => x.slice(i * size, (i + 1) * size));
}

const sum = (x: readonly number[]): number => x.reduce((total, value) => total + value, 0);

/** What holds of every constrained value, also at the extremes. */
const invariants: Readonly<Record<string, (x: readonly number[]) => void>> = {
  simplex: (x) => {
    expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
    expect(Math.abs(sum(x) - 1)).toBeLessThan(1e-12);
  },
  ordered: (x) => expect(x).toEqual(x.toSorted((a, b) => a - b)),
  positive_ordered: (x) => {
    expect(x).toEqual(x.toSorted((a, b) => a - b));
    expect(x[0]).toBeGreaterThan(0);
  },
  unit_vector: (x) => expect(Math.abs(sum(x.map((v) => v * v)) - 1)).toBeLessThan(1e-14),
  sum_to_zero: (x) => expect(Math.abs(sum(x))).toBeLessThan(1e-14 * largest(x) * x.length),
  cholesky_corr: (x) => {
    rowsOf(x).forEach((row, i) => {
      expect(Math.abs(sum(row.map((v) => v * v)) - 1)).toBeLessThan(1e-13);
      expect(row[i]).toBeGreaterThanOrEqual(0);
      expect(row.slice(i + 1).every((v) => v === 0)).toBe(true);
    });
  },
  corr_matrix: (x) => {
    const matrix = rowsOf(x);
    matrix.forEach((row, i) => {
      expect(Math.abs(row[i] - 1)).toBeLessThan(1e-13);
      row.forEach((value, j) => {
        expect(value).toBe(matrix[j][i]);
        expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-13);
      });
    });
  },
  cov_matrix: (x) => {
    const matrix = rowsOf(x);
    matrix.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(value).toBe(matrix[j][i]);
      });
      expect(row[i]).toBeGreaterThanOrEqual(0);
    });
  },
  cholesky_cov: (x) => {
    rowsOf(x).forEach((row, i) => {
      expect(row[i]).toBeGreaterThanOrEqual(0);
      expect(row.slice(i + 1).every((v) => v === 0)).toBe(true);
    });
  },
};

describe.each([...constraints.values()])('$name', (transform) => {
  const { name } = transform;
  const reach = name === 'cov_matrix' ? 300 : 700;

  it('gives values of its set, with finite log Jacobians, up to ±700', () => {
    fc.assert(
      fc.property(coordinates(transform, reach), (u) => {
        fc.pre(name !== 'unit_vector' || u.some((v) => Math.abs(v) > 1e-100));
        invariants[name](evaluate(formulaOf(transform, 'forward'), { x: u }));
        const [jacobian] = evaluate(formulaOf(transform, 'logJacobian'), { x: u });
        expect(jacobian).toSatisfy(Number.isFinite);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('has derivatives up to ±700', () => {
    const { unconstrained } = shapes(transform, 3);
    for (const size of [-reach, -40, 40, reach]) {
      const x = Array.from({ length: sizeOf(unconstrained) }, (_, k) => (k % 2 ? -size : size));
      for (const part of ['forward', 'logJacobian'] as const) {
        const { first } = differentiate(formulaOf(transform, part), { x }, ['x']);
        expect(first.x.every(Number.isFinite), `${part} at ${x}: ${first.x}`).toBe(true);
      }
    }
  });

  it('comes back from everywhere near the middle', () => {
    fc.assert(
      fc.property(coordinates(transform, 2), (u) => {
        fc.pre(name !== 'unit_vector' || u.some((v) => Math.abs(v) > 1e-100));
        const x = evaluate(formulaOf(transform, 'forward'), { x: u });
        const size = Math.sqrt(x.length);
        const shape = transform.eventRank === 2 ? [size, size] : undefined;
        const back = evaluate(formulaOf(transform, 'inverse', shape), { x });
        const again = evaluate(formulaOf(transform, 'forward'), { x: back });
        again.forEach((value, k) => {
          expect(Math.abs(value - x[k])).toBeLessThan(1e-12 * largest(x));
        });
      }),
      { numRuns: 40, seed: 2 },
    );
  });

  it('takes a batch event by event', () => {
    const { constrained, unconstrained } = shapes(transform, 3);
    const count = sizeOf(unconstrained);
    const x = Array.from({ length: 4 * count }, (_, k) => Math.sin(k + 1));
    const parts = { forward: constrained, logJacobian: [], inverse: unconstrained } as const;
    const values = evaluate(formulaOf(transform, 'forward', [2, 2, ...unconstrained]), { x });
    for (const part of ['forward', 'logJacobian', 'inverse'] as const) {
      const own = part === 'inverse' ? constrained : unconstrained;
      const given = part === 'inverse' ? values : x;
      const all = evaluate(formulaOf(transform, part, [2, 2, ...own]), { x: given });
      const length = sizeOf(own);
      const single = Array.from({ length: 4 }, (_, k) =>
        evaluate(formulaOf(transform, part, own), { x: given.slice(k * length, (k + 1) * length) }),
      );
      expectClose(all, single.flat(), 1e-13);
      const b = new Builder();
      const built = transform[part](b, b.input('x', [2, 2, ...own]), {});
      expect(built.shape).toEqual([2, 2, ...parts[part]]);
    }
  });
});

it('every constraint of the language has its transform', () => {
  expect([...constraints.keys()].sort()).toEqual(Object.keys(invariants).sort());
});
