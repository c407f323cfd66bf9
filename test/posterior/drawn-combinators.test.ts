import { expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { Random } from '../../src/random/random.ts';

const TEXT = `
  dim t = 50   dim v = 3
  param p ~ Uniform(0, 1)
  output a ~ truncate(Normal(0, 1), lower = 5)
  output b ~ mixture([0.3, 0.7], Normal([0, 10], 1))
  output c ~ censor(Normal(0, 1), upper = 1)
  output d ~ zero_inflated(0.4, Poisson(3))
  output e1 ~ hurdle(0.4, Poisson(0.5))
  output f[v] ~ zero_inflated(0.5, each[v](Bernoulli(0.5)))
  output h[t] ~ hidden_markov([1, 0], [[0.9, 0.1], [0.2, 0.8]], Normal([0, 10], 1))
  output k ~ truncate(mixture([0.5, 0.5], Poisson([1, 4])), lower = 12)`;

/** Of a draw, a number between 0 and 1 or of about unit variance; its mean by scipy.stats 1.17 or arithmetic. */
const STATISTICS: readonly (readonly [string, (draw: Float64Array) => number, number])[] = [
  // stats.truncnorm.mean(5, inf): far in the tail, where the distribution function is inverted
  ['a', ([x]) => x, 5.186503967125842],
  ['b', ([x]) => (x > 5 ? 1 : 0), 0.7],
  ['c', ([x]) => (x === 1 ? 1 : 0), 0.15865525393145707],
  // 0.4 + 0.6 e⁻³
  ['d', ([x]) => (x === 0 ? 1 : 0), 0.4298722410207184],
  ['e1', ([x]) => (x === 0 ? 1 : 0), 0.4],
  // 0.6 · 0.5 / (1 − e^−½)
  ['e1', ([x]) => x, 0.7624482247610395],
  ['f', (row) => (row.every((x) => x === 0) ? 1 : 0), 0.5625],
  // the stationary distribution: 0.1 / (0.1 + 0.2)
  ['h', (row) => (row[49] > 5 ? 1 : 0), 1 / 3],
  // Σ k p(k) / Σ p(k) from 12 on, p the mean of two Poisson probabilities
  ['k', ([x]) => x, 12.411169642532755],
];

it('outputs of combinators have the means of their distributions', { timeout: 60_000 }, () => {
  const { generated } = compile(TEXT).bind({});
  const names = [...new Set(STATISTICS.map(([name]) => name))];
  const random = Random.fromSeed(1);
  const n = 5_000;
  const sums = STATISTICS.map(() => ({ first: 0, second: 0 }));
  for (let draw = 0; draw < n; draw++) {
    const values = generated.evaluate(names, Float64Array.of(0), random.stream(draw));
    STATISTICS.forEach(([name, statistic], k) => {
      const x = statistic(values[name] as Float64Array);
      sums[k].first += x;
      sums[k].second += x * x;
    });
    expect(values.a[0]).toBeGreaterThanOrEqual(5);
    expect(values.c[0]).toBeLessThanOrEqual(1);
    expect(values.k[0]).toBeGreaterThanOrEqual(12);
  }
  STATISTICS.forEach(([name, , expected], k) => {
    const mean = sums[k].first / n;
    const error = Math.sqrt((sums[k].second / n - mean ** 2) / n);
    expect(Math.abs(mean - expected) / error, name).toBeLessThan(4);
  });
});
