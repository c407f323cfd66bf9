/** Vectors drawn from priors cut to those whose sum is 0: by theory, of normal and t vectors given their sum. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { KOLMOGOROV_LIMIT, kolmogorov } from '../distributions/kolmogorov.ts';

const S = [
  [4, 0.5, -1],
  [0.5, 1, 0.3],
  [-1, 0.3, 2],
];
const LOWER = [
  [2, 0, 0],
  [0.5, 1, 0],
  [-1, 0.3, 0.8],
];
const DIRECTION = [1, -2, 0.5];

const dot = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((sum, value, k) => sum + value * y[k], 0);
const times = (matrix: readonly (readonly number[])[], x: readonly number[]): number[] =>
  matrix.map((row) => dot(row, x));
const outer = (l: readonly (readonly number[])[]): number[][] =>
  l.map((a) => l.map((b) => dot(a, b)));

/** The location and the squared scale of the direction, given that the sum is 0, and the squared distance of the sum. */
function given(location: readonly number[], covariance: readonly (readonly number[])[]) {
  const ones = [1, 1, 1];
  const withSum = times(covariance, ones);
  const variance = dot(ones, withSum);
  const slope = dot(DIRECTION, withSum) / variance;
  const total = dot(ones, location);
  return {
    location: dot(DIRECTION, location) - slope * total,
    square: dot(DIRECTION, times(covariance, DIRECTION)) - slope ** 2 * variance,
    distance: total ** 2 / variance,
  };
}

/** Of each of two rows: the direction. */
async function draws(prior: string): Promise<Float64Array[]> {
  const model = compile(`dim g = 2  dim k = 3
data S[k, k]: real
data L[k, k]: real
data m[g, k]: real
param x[g, k]: sum_to_zero ~ ${prior}`);
  const data = {
    S,
    L: LOWER,
    m: [
      [1, -2, 3],
      [0, 5, 0],
    ],
  };
  const simulated = await model.simulate(data, { draws: 2000, seed: 9 });
  const values = simulated.draws('x') as number[][][];
  for (const row of values.flat()) expect(Math.abs(dot(row, [1, 1, 1]))).toBeLessThan(1e-12);
  return [0, 1].map((row) => Float64Array.from(values, (value) => dot(value[row], DIRECTION)));
}

describe('the sum is 0', () => {
  const precise = (x: readonly (readonly number[])[]): number[][] => {
    // the inverse of a symmetric 3 × 3 matrix by its cofactors
    const cofactor = (i: number, j: number): number => {
      const [a, b] = [0, 1, 2].filter((k) => k !== i);
      const [c, d] = [0, 1, 2].filter((k) => k !== j);
      return (-1) ** (i + j) * (x[a][c] * x[b][d] - x[a][d] * x[b][c]);
    };
    const determinant = dot(
      x[0],
      [0, 1, 2].map((j) => cofactor(0, j)),
    );
    return [0, 1, 2].map((i) => [0, 1, 2].map((j) => cofactor(j, i) / determinant));
  };
  const means = [
    [1, -2, 3],
    [0, 5, 0],
  ];

  it.each([
    ['MultiNormal(m, cov = S)', S],
    ['MultiNormal(m, chol = L)', outer(LOWER)],
    ['MultiNormal(m, prec = S)', precise(S)],
  ])('%s', async (prior, covariance) => {
    (await draws(prior)).forEach((values, row) => {
      const { location, square } = given(means[row], covariance);
      const as = { mean: location, sd: Math.sqrt(square) };
      expect(kolmogorov(values, 'Normal', as)).toBeLessThan(KOLMOGOROV_LIMIT);
    });
  });

  // Ding (2016): df + 1, the squared scale times (df + d) / (df + 1)
  it.each([
    ['MultiStudentT(3, m, scale = S)', S, 3],
    ['MultiStudentT(1.5, m, chol = L)', outer(LOWER), 1.5],
  ])('%s', async (prior, scale, df) => {
    (await draws(prior)).forEach((values, row) => {
      const { location, square, distance } = given(means[row], scale);
      const as = {
        df: df + 1,
        location,
        scale: Math.sqrt((square * (df + distance)) / (df + 1)),
      };
      expect(kolmogorov(values, 'StudentT', as)).toBeLessThan(KOLMOGOROV_LIMIT);
    });
  });

  it('and of other families nothing can be drawn, which is said', async () => {
    const model = compile('dim k = 3\nparam x[k]: sum_to_zero ~ StudentT(3, 0, 1)');
    await expect(model.simulate({})).rejects.toThrow(
      'its mass is not known: nothing can be drawn from it; from `Normal`, `MultiNormal` and `MultiStudentT` where the sum is 0 it can',
    );
  });
});
