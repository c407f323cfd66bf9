import { describe, expect, it } from 'vitest';
import type { ArgumentValues } from '../../src/distributions/distribution.ts';
import { vectorDistributions } from '../../src/distributions/index.ts';
import type { EventArguments } from '../../src/distributions/vector-distribution.ts';
import { Random } from '../../src/random/random.ts';
import { KOLMOGOROV_LIMIT, kolmogorov } from './kolmogorov.ts';

const DRAWS = 2000;

const A = [2, 0.5, -0.25, 0.5, 1, 0.125, -0.25, 0.125, 0.5];
const L = [1.5, 0, 0, -0.5, 0.75, 0, 0.25, 1, 2];
const MEAN = [1, -2, 0.5];
/** A direction along which vectors and matrices become numbers. */
const C = [0.5, -1, 2];

const dot = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  Array.from(x).reduce((sum, value, k) => sum + value * y[k], 0);

const quadratic = (matrix: ArrayLike<number>, size = 3): number =>
  C.reduce((sum, c, i) => sum + c * dot(Array.from(matrix).slice(i * size, (i + 1) * size), C), 0);

/** (L Lᵀ)[i, j] */
const gram = (l: ArrayLike<number>): number[] =>
  Array.from({ length: 9 }, (_, k) => {
    const [i, j] = [Math.floor(k / 3), k % 3];
    return [0, 1, 2].reduce((sum, m) => sum + l[3 * i + m] * l[3 * j + m], 0);
  });

interface Marginal {
  readonly name: string;
  readonly arguments: EventArguments;
  /** A number from a draw, and how it is distributed by theory. */
  readonly number: (draw: Float64Array) => number;
  readonly as: string;
  readonly with: ArgumentValues;
}

const along = (x: Float64Array): number => dot(x, C);
const sd = Math.sqrt(quadratic(A));

/** Projections and marginals: Mardia, Kent and Bibby, Multivariate Analysis, chapter 3; Lewandowski et al. 2009. */
const marginals: readonly Marginal[] = [
  {
    name: 'MultiNormal',
    arguments: { mean: MEAN, cov: A },
    number: along,
    as: 'Normal',
    with: { mean: dot(MEAN, C), sd },
  },
  {
    name: 'MultiNormal',
    arguments: { mean: 0, chol: L },
    number: along,
    as: 'Normal',
    with: { mean: 0, sd: Math.sqrt(quadratic(gram(L))) },
  },
  {
    // A x has the covariance A A⁻¹ A = A
    name: 'MultiNormal',
    arguments: { mean: 0, prec: A },
    number: (x) =>
      dot(
        [0, 1, 2].map((i) => dot(A.slice(3 * i, 3 * i + 3), x)),
        C,
      ),
    as: 'Normal',
    with: { mean: 0, sd },
  },
  {
    name: 'MultiStudentT',
    arguments: { df: 3, location: MEAN, scale: A },
    number: along,
    as: 'StudentT',
    with: { df: 3, location: dot(MEAN, C), scale: sd },
  },
  {
    name: 'MultiStudentT',
    arguments: { df: 8, location: 0, chol: L },
    number: along,
    as: 'StudentT',
    with: { df: 8, location: 0, scale: Math.sqrt(quadratic(gram(L))) },
  },
  ...[0, 2].map((k) => ({
    name: 'Dirichlet',
    arguments: { concentration: [0.5, 1, 2.5] },
    number: (x: Float64Array) => x[k],
    as: 'Beta',
    with: { a: [0.5, 1, 2.5][k], b: 4 - [0.5, 1, 2.5][k] },
  })),
  {
    name: 'Dirichlet',
    arguments: { concentration: 1.5 },
    number: (x) => x[0] + x[1],
    as: 'Beta',
    with: { a: 3, b: 1.5 },
  },
  {
    name: 'Multinomial',
    arguments: { trials: 40, p: [0.2, 0.5, 0.3] },
    number: (x) => x[0] + x[2],
    as: 'Binomial',
    with: { trials: 40, p: 0.5 },
  },
  {
    name: 'MultinomialLogit',
    arguments: { trials: 40, logits: [900, 900 + Math.log(2), 900] },
    number: (x) => x[1],
    as: 'Binomial',
    with: { trials: 40, p: 0.5 },
  },
  {
    name: 'DirichletMultinomial',
    arguments: { trials: 20, concentration: [0.5, 1, 2.5] },
    number: (x) => x[2],
    as: 'BetaBinomial',
    with: { trials: 20, a: 2.5, b: 1.5 },
  },
  ...[1, 2, 5].map((k) => ({
    name: 'LKJ',
    arguments: { shape: 1.5 },
    number: (x: Float64Array) => (x[k] + 1) / 2,
    as: 'Beta',
    with: { a: 2, b: 2 },
  })),
  {
    name: 'LKJCholesky',
    arguments: { shape: 0.5 },
    number: (x) => (gram(x)[5] + 1) / 2,
    as: 'Beta',
    with: { a: 1, b: 1 },
  },
  {
    name: 'Wishart',
    arguments: { df: 4.5, scale: A },
    number: (x) => quadratic(x) / quadratic(A),
    as: 'ChiSquared',
    with: { df: 4.5 },
  },
  {
    name: 'InverseWishart',
    arguments: { df: 4.5, scale: A },
    number: (x) => quadratic(A) / quadratic(x),
    as: 'ChiSquared',
    with: { df: 2.5 },
  },
];

describe('samplers of vectors and matrices', () => {
  it.each(marginals)('$name $arguments is $as along a direction', (row) => {
    const { sample } = vectorDistributions.get(row.name)!;
    const random = Random.fromSeed(7);
    const draws = Float64Array.from({ length: DRAWS }, () =>
      row.number(sample!(random, row.arguments, 3)),
    );
    expect(kolmogorov(draws, row.as, row.with)).toBeLessThan(KOLMOGOROV_LIMIT);
  });

  it('every proper one is tested', () => {
    const proper = [...vectorDistributions.values()].filter(({ improper }) => !improper);
    const tested = new Set(marginals.map(({ name }) => name));
    expect(proper.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
  });

  it('a matrix that is not positive definite is refused', () => {
    const { sample } = vectorDistributions.get('MultiNormal')!;
    const arguments_ = { mean: 0, cov: [1, 2, 2, 1] };
    expect(() => sample!(Random.fromSeed(1), arguments_, 2)).toThrow(RangeError);
  });
});
