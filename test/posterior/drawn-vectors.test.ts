/** Random outputs that are vectors and matrices: which arguments each draw has, and how it is distributed. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { Random } from '../../src/random/random.ts';
import { KOLMOGOROV_LIMIT, kolmogorov } from '../distributions/kolmogorov.ts';

type Draw = Record<string, number[]>;

function drawsOf(
  text: string,
  data: Record<string, unknown>,
  point: number[],
  names: string[],
  count: number,
): Draw[] {
  const { generated } = compile(text).bind(data);
  const random = Random.fromSeed(5);
  return Array.from({ length: count }, (_, k) => {
    const values = generated.evaluate(names, Float64Array.from(point), random.stream(k));
    return Object.fromEntries(names.map((name) => [name, Array.from(values[name])]));
  });
}

const V = [
  [4, 1],
  [1, 1],
];

describe('random outputs that are vectors', () => {
  it('have the mean and the covariance of each row', () => {
    const text = `
      dim n  dim d
      data scale[n]: positive
      data V[d, d]: real
      param m[d] ~ Normal(0, 1)
      output y[i in n, d] ~ MultiNormal(10 * i * m, cov = S) with S = scale[i] * V`;
    const count = 8000;
    const draws = drawsOf(text, { scale: [1, 9, 1], V }, [1, 1], ['y'], count);
    [1, 9, 1].forEach((scale, i) => {
      const rows = draws.map(({ y }) => y.slice(2 * i, 2 * i + 2).map((v) => v - 10 * (i + 1)));
      for (const [a, b] of [
        [0, 0],
        [0, 1],
        [1, 1],
      ]) {
        const covariance = rows.reduce((sum, row) => sum + row[a] * row[b], 0) / count;
        const variance = V[a][a] * V[b][b] + V[a][b] ** 2;
        // five standard errors
        const limit = 5 * scale * Math.sqrt(variance / count);
        expect(Math.abs(covariance - scale * V[a][b])).toBeLessThan(limit);
      }
      const values = Float64Array.from(rows, ([x]) => x / Math.sqrt(scale));
      expect(kolmogorov(values, 'Normal', { mean: 0, sd: 2 })).toBeLessThan(KOLMOGOROV_LIMIT);
    });
  });

  it('can be arguments of others, of matrices too', () => {
    const text = `
      dim g = 2  dim d = 3  dim k = 4
      param a ~ Normal(0, 1)
      output L[g, d, d] ~ LKJCholesky(2)
      output R[i in g, d, d] ~ LKJ(1.5)
      output z[i in g, d] ~ MultiNormal(0, chol = L[i, :, :])
      output p[g, k] ~ Dirichlet([1, 2, 3, 4])
      output n[g, k] ~ Multinomial(12, p)
      output c[g, k] ~ DirichletMultinomial(12, exp(a) * p)
      output total[i in g] = sum[j in k](n[i, j]) + sum[j in k](c[i, j])`;
    const draws = drawsOf(text, {}, [0], ['L', 'R', 'z', 'p', 'n', 'c', 'total'], 2000);
    for (const { L, R, p, n, total } of draws.slice(0, 50)) {
      expect(total).toEqual([24, 24]);
      for (let row = 0; row < 6; row++) {
        const squares = L.slice(3 * row, 3 * row + 3).reduce((sum, x) => sum + x * x, 0);
        expect(squares).toBeCloseTo(1, 12);
        expect(R[3 * row + (row % 3)]).toBeCloseTo(1, 12);
      }
      expect(p.slice(4).reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 12);
      n.forEach((count, k) => {
        if (p[k] === 0) expect(count).toBe(0);
      });
    }
    // margins: of an LKJ matrix (r + 1) / 2 is beta with shapes shape + (d − 2) / 2 (Lewandowski et
    // al. 2009); rows of z have unit variances; shares of a Dirichlet are beta
    const numbers = (of: (draw: Draw) => number): Float64Array => Float64Array.from(draws, of);
    const r = numbers(({ R }) => (R[9 + 1] + 1) / 2);
    expect(kolmogorov(r, 'Beta', { a: 2, b: 2 })).toBeLessThan(KOLMOGOROV_LIMIT);
    const z = numbers(({ z }) => z[5]);
    expect(kolmogorov(z, 'Normal', { mean: 0, sd: 1 })).toBeLessThan(KOLMOGOROV_LIMIT);
    const p = numbers(({ p }) => p[7]);
    expect(kolmogorov(p, 'Beta', { a: 4, b: 6 })).toBeLessThan(KOLMOGOROV_LIMIT);
  });

  it('follow each other in time', () => {
    const text = `
      dim n = 2  dim d = 2
      data V[d, d]: real
      param a ~ Normal(0, 1)
      output first[d] ~ MultiNormal([5, -5], cov = V)
      output next[i in n, d] ~ MultiNormal(first + 100 * i, cov = 1e-12 * V)`;
    for (const { first, next } of drawsOf(text, { V }, [0], ['first', 'next'], 20)) {
      [0, 1, 2, 3].forEach((k) => {
        expect(next[k]).toBeCloseTo(first[k % 2] + 100 * (1 + Math.floor(k / 2)), 4);
      });
    }
  });

  it('are NaN where there is no such distribution', () => {
    const text = `
      dim d = 2
      param r ~ Normal(0, 1)
      let S[i in d, j in d] = if i == j then 1 else r
      let L[i in d, j in d] = if i == j then r else 0
      output x[d] ~ MultiNormal(0, cov = S)
      output y[d] ~ MultiNormal(0, chol = L)
      output w[d, d] ~ Wishart(r, [[1, 0], [0, 1]])`;
    const [bad] = drawsOf(text, {}, [-1.5], ['x', 'y', 'w'], 1);
    for (const values of Object.values(bad)) expect(values.every(Number.isNaN)).toBe(true);
    const [good] = drawsOf(text, {}, [0.5], ['x', 'y'], 1);
    for (const values of Object.values(good)) expect(values.every(Number.isFinite)).toBe(true);
    const [small] = drawsOf(text, {}, [0.5], ['w'], 1);
    expect(small.w.every(Number.isNaN)).toBe(true);
  });
});
