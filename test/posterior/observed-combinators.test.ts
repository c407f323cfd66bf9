/** Data that a distribution made of others cannot take: errors that name statement, place and what was expected. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';

function problemsOf(text: string, data: Record<string, unknown>): string[] {
  try {
    compile(text).bind(data);
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  return [];
}

describe('observed values', () => {
  it('outside the bounds of a truncation: the message names the bounds of the row', () => {
    const text = `
      dim n
      data y[n]: real
      data low[n]: real
      param m ~ Normal(0, 1)
      observe y ~ truncate(Normal(m, 1), lower = low, upper = 2)
      observe y ~ truncate(Normal(m, 1), lower = low)
      observe y ~ truncate(Normal(m, 1), upper = 2)
      observe y ~ mixture([0.5, 0.5], truncate(Normal(m, [1, 2]), lower = [-3, 0], upper = 2))
      observe y ~ truncate(Normal(m, 1), upper = m + 9)`;
    const data = { y: [0, -1, 3], low: [-1, 0, 0] };
    expect(problemsOf(text, data)).toEqual([
      'y[2] is -1, but truncate (model.bayes, line 6) takes a number from 0 to 2 there',
      'y[3] is 3, but truncate (model.bayes, line 6) takes a number from 0 to 2 there',
      'y[2] is -1, but truncate (model.bayes, line 7) takes a number not below 0 there',
      'y[3] is 3, but truncate (model.bayes, line 8) takes a number not above 2 there',
      'y[3] is 3, but mixture (model.bayes, line 9) takes a number from -3 to 2 there',
    ]);
  });

  const VECTORS = `
    dim n = ["first", "second", "third"]  dim k = 2  dim c = 2
    data y[n, k]: real?
    param w[c] ~ Dirichlet(1)
    param a[c, k] ~ HalfNormal(1)
    `;

  it('ordered outcomes beyond the last cut', () => {
    const text = (distribution: string) => `dim obs  dim cut = 2
      data r[obs]: int
      param c[cut]: ordered ~ Normal(0, 1)
      observe r ~ ${distribution}`;
    const outcomes = { r: [1, 3, 4, 0] };
    const words = 'a whole number from 1 to one more than the number of cuts';
    const family = (name: string) => [
      `r[3] is 4, but ${name} (model.bayes, line 4) takes ${words}, here from 1 to 3 there`,
      `r[4] is 0, but ${name} (model.bayes, line 4) takes ${words}, here from 1 to 3 there`,
    ];
    for (const name of ['OrderedLogistic', 'OrderedProbit']) {
      expect(problemsOf(text(`${name}(0, c)`), outcomes)).toEqual(family(name));
    }
    const both = text('mixture([0.5, 0.5], [OrderedProbit(0, c), OrderedLogistic(0, c)])');
    expect(problemsOf(both, outcomes)).toEqual(
      family('mixture').map((line) => line.replace(', here from 1 to 3', '')),
    );
  });

  it('vectors with some of their cells missing', () => {
    const data = { y: { first: [0.5, null], second: [null, null], third: [0.5, 0.5] } };
    for (const distribution of [
      'mixture(w, Dirichlet(a))',
      'each[n](Dirichlet(1))',
      'mixture(w, [MultiNormal(0, cov = [[1, 0], [0, 1]]), Dirichlet(1)])',
    ]) {
      const problems = problemsOf(`${VECTORS} observe y ~ ${distribution}`, data);
      expect(problems, distribution).toHaveLength(1);
      expect(problems[0]).toMatch(
        /^y\[first\] has cells that are missing and others that are not, but (mixture|each) \(model.bayes, line 6\) takes .* there \(leave such rows out by `where`\)$/,
      );
    }
  });

  it('vectors without any cell are left out', () => {
    const rows = (y: unknown) =>
      compile(`${VECTORS} observe y ~ mixture(w, Dirichlet(a))`).bind({ y });
    const at = Float64Array.from([0.3, 0.1, 0.7, -0.2, 0.4]);
    const gradient = new Float64Array(5);
    const left = rows({ first: [0.2, 0.8], second: [null, null], third: [0.5, 0.5] });
    const chosen = compile(
      `${VECTORS.replace('real?', 'real')} data keep[n]: binary observe y ~ mixture(w, Dirichlet(a)) where keep == 1`,
    ).bind({ y: { first: [0.2, 0.8], second: [9, 9], third: [0.5, 0.5] }, keep: [1, 0, 1] });
    const value = left.logDensityGradient(at, gradient);
    expect(value).toBe(chosen.logDensity(at));
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it('vectors that no part can give', () => {
    const data = { y: { first: [0.5, 0.6], second: [0.5, 0.5], third: [0.2, 0.8] } };
    expect(problemsOf(`${VECTORS} observe y ~ mixture(w, Dirichlet(a))`, data)).toEqual([
      'y[first] sums to 1.1, but mixture (model.bayes, line 6) takes probabilities that sum to 1 there',
    ]);
    const either = 'mixture(w, [Dirichlet(1), MultiNormal(0, cov = [[1, 0], [0, 1]])])';
    expect(problemsOf(`${VECTORS} observe y ~ ${either}`, data)).toEqual([]);
  });
});

describe('arguments of data', () => {
  const CHAIN = `
    dim n  dim t = 3  dim s = ["low", "high"]
    data y[n, t]: count
    data w[n, s]: real
    data p[n]: real
    data trans[s, s]: real
    data init[s]: real
    param r[s]: positive ~ HalfNormal(9)
    `;
  const DATA = {
    y: [
      [0, 1, 2],
      [0, 0, 4],
    ],
    w: [
      [0.25, 0.75],
      [0.5, 0.5],
    ],
    p: [0, 1],
    trans: { low: [0.9, 0.1], high: [0.3, 0.7] },
    init: [0, 1],
  };
  const OBSERVE = `
    observe y ~ mixture(w, Poisson(r))
    observe y ~ zero_inflated(p, Poisson(2))
    observe y ~ hurdle(p, Poisson(2))
    observe y ~ hidden_markov(init, trans, zero_inflated(p, Poisson(r)))`;

  it('that are right', () => {
    expect(problemsOf(CHAIN + OBSERVE, DATA)).toEqual([]);
    const rounded = { ...DATA, init: [1 / 3, 2 / 3 + 1e-12] };
    expect(problemsOf(CHAIN + OBSERVE, rounded)).toEqual([]);
  });

  it('that are wrong', () => {
    const data = {
      ...DATA,
      w: [
        [0.25, 0.75],
        [0.5, 0.6],
      ],
      p: [0.5, 1.5],
      trans: { low: [0.9, 0.1], high: [-0.5, 1.5] },
      init: [0.3, 0.3],
    };
    expect(problemsOf(CHAIN + OBSERVE, data)).toEqual([
      'w[2] sums to 1.1, but mixture (model.bayes, line 10) takes probabilities that sum to 1 there',
      'p[2] is 1.5, but zero_inflated (model.bayes, line 11) takes a number from 0 to 1 there',
      'p[2] is 1.5, but hurdle (model.bayes, line 12) takes a number from 0 to 1 there',
      'init sums to 0.6, but hidden_markov (model.bayes, line 13) takes probabilities that sum to 1 there',
      'trans[high] has -0.5, but hidden_markov (model.bayes, line 13) takes probabilities that sum to 1 there',
      'p[2] is 1.5, but zero_inflated (model.bayes, line 13) takes a number from 0 to 1 there',
    ]);
  });

  it('are not looked at where `where` leaves a row out', () => {
    const text = `${CHAIN} observe y[i in n, j in t] ~ mixture(w[i, :], Poisson(r)) where i == 1`;
    const data = {
      ...DATA,
      w: [
        [0.25, 0.75],
        [3, 4],
      ],
    };
    expect(problemsOf(text, data)).toEqual([]);
  });

  it('of a family are checked too: probabilities of categories', () => {
    const text = `
      dim n  dim s = 2
      data y[n]: s
      data w[n, s]: real
      param m ~ Normal(0, 1)
      observe y ~ Categorical(w)`;
    expect(
      problemsOf(text, {
        y: [1, 2],
        w: [
          [0.25, 0.75],
          [0.5, 0.6],
        ],
      }),
    ).toEqual([
      'w[2] sums to 1.1, but Categorical (model.bayes, line 6) takes probabilities that sum to 1 there',
    ]);
  });
});
