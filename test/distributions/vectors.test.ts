import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { vectorDistributions } from '../../src/distributions/index.ts';
import type {
  EventTestPoint,
  VectorDistribution,
} from '../../src/distributions/vector-distribution.ts';
import { type Shape, sizeOf } from '../../src/graph/node.ts';
import { constraints } from '../../src/transforms/index.ts';
import { deviation, differentiate, evaluate, type Formula, type Values } from './evaluate.ts';

type Tensor = number | readonly number[] | readonly (readonly number[])[];

const flat = (value: Tensor): number[] => [value].flat(2) as number[];

function shapeOf(value: Tensor): Shape {
  if (typeof value === 'number') return [];
  const [first] = value;
  return typeof first === 'number' || first === undefined
    ? [value.length]
    : [value.length, first.length];
}

const tensorsOf = ({ x, arguments: arguments_ }: EventTestPoint): Record<string, Tensor> => ({
  x,
  ...arguments_,
});

const valuesOf = (tensors: Readonly<Record<string, Tensor>>): Values =>
  Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, flat(value)]));

/** The log density with inputs of the given shapes. */
const formulaOf =
  ({ logDensity }: VectorDistribution, shapes: Readonly<Record<string, Shape>>): Formula =>
  (b, inputs) => {
    const shaped = Object.fromEntries(
      Object.entries(inputs).map(([name, node]) => [name, b.reshape(node, shapes[name])]),
    );
    const { x, ...arguments_ } = shaped;
    return logDensity(b, x, arguments_);
  };

const shapesOf = (tensors: Readonly<Record<string, Tensor>>): Record<string, Shape> =>
  Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, shapeOf(value)]));

function densityAt(distribution: VectorDistribution, tensors: Readonly<Record<string, Tensor>>) {
  return evaluate(formulaOf(distribution, shapesOf(tensors)), valuesOf(tensors));
}

interface Slope {
  readonly distribution: string;
  readonly point: number;
  readonly variable: string;
  readonly direction: readonly number[];
  readonly slope: number;
}

/** Derivatives along directions, from mpmath: reference/vectors.py. */
const slopes: readonly Slope[] = JSON.parse(
  readFileSync(new URL('reference/vector-gradients.json', import.meta.url), 'utf8'),
);

/** The largest term of a log density that cancels: log Γ of the total of a Dirichlet's concentration. */
const termSize = ({ arguments: { concentration } }: EventTestPoint): number => {
  const total = concentration === undefined ? 0 : flat(concentration).reduce((a, b) => a + b);
  return total * Math.log(total + 1);
};

/** What the conditions of nearly singular matrices, 2e6, take of the precision. */
const CONDITION = 1e-9;
const isNearSingular = (point: EventTestPoint): boolean =>
  JSON.stringify(tensorsOf(point)).includes('0.999999');

describe.each([...vectorDistributions.values()])('$name', (distribution) => {
  it('says what it is', () => {
    const { name, summary, parameters, support } = distribution;
    expect(vectorDistributions.get(name)).toBe(distribution);
    for (const text of [summary, support.words, ...parameters.map((p) => p.summary)]) {
      expect(text).not.toBe('');
    }
    if (support.kind === 'constraint') {
      expect(constraints.get(support.constraint)!.eventRank).toBe(distribution.eventRank);
    }
  });

  it.each(distribution.testPoints)('has the log density of $x given $arguments', (point) => {
    const [value] = densityAt(distribution, tensorsOf(point));
    const tolerance = isNearSingular(point) ? CONDITION : 1e-12;
    const floor = distribution.name === 'Dirichlet' ? Math.max(1, 1e-3 * termSize(point)) : 1;
    expect(deviation(value, point.logDensity, floor), `${value}`).toBeLessThan(tolerance);
  });

  const rows = slopes.filter((row) => row.distribution === distribution.name);
  it.each(rows)('has the slope in $variable at point $point', (row) => {
    const point = distribution.testPoints[row.point];
    const tensors = tensorsOf(point);
    const { first } = differentiate(formulaOf(distribution, shapesOf(tensors)), valuesOf(tensors), [
      row.variable,
    ]);
    const parts = first[row.variable].map((value, k) => value * row.direction[k]);
    const slope = parts.reduce((sum, value) => sum + value, 0);
    const size = parts.reduce((sum, value) => sum + Math.abs(value), 1e-6);
    expect(Math.abs(slope - row.slope) / size, `${slope} and ${row.slope}`).toBeLessThan(
      isNearSingular(point) ? 1e-6 : 1e-8,
    );
  });

  /** Points of one shape, of which a batch can be made. */
  const [point] = distribution.testPoints;
  it('takes batches of outcomes and of arguments', () => {
    const tensors = tensorsOf(point);
    const [expected] = densityAt(distribution, tensors);
    const ranks: Record<string, number> = Object.fromEntries(
      distribution.parameters.map(({ name, eventRank = 0 }) => [name, eventRank]),
    );
    const own = distribution.parameters.filter((p) => p.ownDimension).map(({ name }) => name);
    const shapes: Record<string, Shape> = {};
    const values: Record<string, number[]> = {};
    for (const batched of [['x'], Object.keys(tensors)]) {
      for (const [name, tensor] of Object.entries(tensors)) {
        const event = shapeOf(tensor);
        const isBatched = batched.includes(name) && !own.includes(name);
        shapes[name] = isBatched ? [2, 3, ...event] : event;
        values[name] = Array.from({ length: isBatched ? 6 : 1 }, () => flat(tensor)).flat();
        expect(event).toHaveLength(name === 'x' ? distribution.eventRank : ranks[name]);
      }
      const result = evaluate(formulaOf(distribution, shapes), values);
      expect(result).toHaveLength(6);
      for (const value of result) expect(deviation(value, expected)).toBeLessThan(1e-13);
    }
  });

  it('of NaN is NaN', () => {
    const tensors = tensorsOf(point);
    for (const name of Object.keys(tensors)) {
      if (distribution.parameters.some((p) => p.name === name && p.ownDimension)) continue;
      const values = valuesOf(tensors);
      const size = sizeOf(shapeOf(tensors[name]));
      const wrong = { ...values, [name]: new Array<number>(size).fill(Number.NaN) };
      const [value] = evaluate(formulaOf(distribution, shapesOf(tensors)), wrong);
      expect(value, name).toBeNaN();
    }
  });
});

describe('arguments outside their domain', () => {
  const rows: readonly [string, Record<string, Tensor>][] = [
    [
      'MultiNormal',
      {
        x: [0, 0],
        mean: 0,
        cov: [
          [1, 2],
          [2, 1],
        ],
      },
    ],
    [
      'MultiNormal',
      {
        x: [0, 0],
        mean: 0,
        chol: [
          [1, 0],
          [2, 0],
        ],
      },
    ],
    [
      'MultiNormal',
      {
        x: [0, 0],
        mean: 0,
        chol: [
          [-1, 0],
          [2, 1],
        ],
      },
    ],
    [
      'MultiNormal',
      {
        x: [0, 0],
        mean: 0,
        prec: [
          [0, 0],
          [0, 1],
        ],
      },
    ],
    [
      'MultiStudentT',
      {
        x: [0, 0],
        df: 0,
        location: 0,
        scale: [
          [1, 0],
          [0, 1],
        ],
      },
    ],
    ['Dirichlet', { x: [0.5, 0.5], concentration: [0, 1] }],
    ['Dirichlet', { x: [0.5, 0.5], concentration: -1 }],
    ['Multinomial', { x: [1, 1], trials: 2, p: [0.5, 0.6] }],
    ['Multinomial', { x: [1, 1], trials: 2.5, p: [0.5, 0.5] }],
    ['DirichletMultinomial', { x: [1, 1], trials: 2, concentration: [-1, 2] }],
    [
      'LKJ',
      {
        x: [
          [1, 0],
          [0, 1],
        ],
        shape: 0,
      },
    ],
    [
      'LKJCholesky',
      {
        x: [
          [1, 0],
          [0, 1],
        ],
        shape: -1,
      },
    ],
    [
      'Wishart',
      {
        x: [
          [1, 0],
          [0, 1],
        ],
        df: 1,
        scale: [
          [1, 0],
          [0, 1],
        ],
      },
    ],
    [
      'Wishart',
      {
        x: [
          [1, 0],
          [0, 1],
        ],
        df: 3,
        scale: [
          [1, 2],
          [2, 1],
        ],
      },
    ],
    [
      'InverseWishart',
      {
        x: [
          [1, 0],
          [0, 1],
        ],
        df: 0.5,
        scale: [
          [1, 0],
          [0, 1],
        ],
      },
    ],
  ];
  it.each(rows)('%s of %j is NaN', (name, tensors) => {
    expect(densityAt(vectorDistributions.get(name)!, tensors)[0]).toBeNaN();
  });
});
