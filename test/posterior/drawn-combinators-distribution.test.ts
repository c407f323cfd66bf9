/**
 * Draws of distributions made of others, nested too, against their distribution functions (Kolmogorov) or
 * the probabilities of all their outcomes (chi-square), at fixed seeds. The functions are those of the
 * language, which test/lowering compares with scipy, or are written out here.
 */
import { expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { combinatorSignatures } from '../../src/distributions/combinators.ts';
import { Random } from '../../src/random/random.ts';
import { KOLMOGOROV_LIMIT } from '../distributions/kolmogorov.ts';

const DRAWS = 2000;
const WEIGHTS = 'dim part = 2  data w[part]: unit = [0.2, 0.8]';

/** Draws of an output, each with the outputs that go with it. */
function drawsOf(text: string, name: string): Float64Array[] {
  const { generated } = compile(text).bind({});
  const random = Random.fromSeed(31);
  return Array.from(
    { length: DRAWS },
    (_, k) =>
      generated.evaluate([name], new Float64Array(0), random.stream(k))[name] as Float64Array,
  );
}

/** An output of a model without draws. */
function resultOf(text: string, data: Record<string, unknown>): number[] {
  const { generated } = compile(text).bind(data);
  const values = generated.evaluate(['value'], new Float64Array(0), Random.fromSeed(0));
  return Array.from(values.value);
}

const ofNumbers: readonly string[] = [
  'truncate(Normal(1, 2), lower = 0, upper = 1.5)',
  'truncate(Gamma(2, 1), upper = 3)',
  'truncate(Poisson(4), lower = 2, upper = 7)',
  'truncate(Cauchy(0, 1), lower = 4)',
  'censor(Normal(0, 1), lower = -1, upper = 0.5)',
  'censor(Weibull(1.5, 2), upper = 3)',
  'censor(Poisson(3), lower = 2, upper = 5)',
  'mixture([0.2, 0.5, 0.3], Normal([-3, 0, 4], [1, 0.5, 2]))',
  'mixture([0.6, 0.4], Poisson([1, 7]))',
  'mixture([0.3, 0.7], [Gamma(2, 1), StudentT(4, 5, 1)])',
  'mixture([0.3, 0.7], [Geometric(0.4), Binomial(6, 0.7)])',
  'zero_inflated(0.3, Poisson(2))',
  'zero_inflated(0.3, Gamma(2, 1))',
  'hurdle(0.3, NegativeBinomial(2, 3))',
  'hurdle(0.6, LogNormal(0, 1))',
  'if 1 > 0 then Laplace(0, 1) else Normal(50, 1)',
  // nested
  'truncate(mixture([0.5, 0.5], Normal([-1, 2], 1)), lower = 0)',
  'truncate(truncate(Normal(0, 1), lower = -1), upper = 1)',
  'truncate(if 1 > 2 then Normal(50, 1) else Logistic(0, 1), lower = 1)',
  'truncate(zero_inflated(0.4, Poisson(3)), upper = 4)',
  'censor(mixture([0.5, 0.5], [Normal(0, 1), Cauchy(2, 1)]), upper = 1)',
  'censor(truncate(Normal(0, 2), lower = 0), upper = 2)',
  'mixture([0.5, 0.5], [truncate(Normal(0, 1), lower = 0), LogNormal(1, 0.5)])',
  'mixture([0.5, 0.5], mixture(w, [Normal([0, 9], 1), Cauchy([20, 30], 1)]))',
  'mixture([0.5, 0.5], [hurdle(0.5, Poisson(1)), Poisson(9)])',
  'zero_inflated(0.2, truncate(Poisson(3), lower = 1))',
  'zero_inflated(0.2, mixture([0.5, 0.5], Poisson([1, 6])))',
  'hurdle(0.2, mixture([0.5, 0.5], [Poisson(1), Geometric(0.2)]))',
];

it.each(ofNumbers)('%s', (distribution) => {
  const draws = drawsOf(`${WEIGHTS} output y ~ ${distribution}`, 'y')
    .map(([y]) => y)
    .sort((a, b) => a - b);
  const places = [...new Set(draws)];
  const cumulative = resultOf(
    `${WEIGHTS} dim k  data x[k]: real  output value[i in k] = exp(logcdf(${distribution}, x[i]))`,
    { x: places },
  );
  let distance = 0;
  places.forEach((place, k) => {
    const share = (draws.lastIndexOf(place) + 1) / DRAWS;
    distance = Math.max(distance, Math.abs(share - cumulative[k]));
  });
  expect(cumulative.at(-1)).toBeGreaterThan(0.99);
  expect(Math.sqrt(DRAWS) * distance).toBeLessThan(KOLMOGOROV_LIMIT);
});

/** A binary row of outcomes, and how likely each is: all 2ⁿ of them are looked at. */
interface OfRows {
  readonly distribution: string;
  readonly size: number;
  readonly probability: (row: readonly number[]) => number;
}

const each = (p: number, row: readonly number[]): number =>
  row.reduce((product, y) => product * (y === 1 ? p : 1 - p), 1);
const isZero = (row: readonly number[]): boolean => row.every((y) => y === 0);

/** The sum over all paths of two hidden states. */
function overPaths(
  init: readonly number[],
  trans: readonly (readonly number[])[],
  emitted: (state: number, step: number) => number,
  steps: number,
): number {
  let total = 0;
  for (let path = 0; path < 2 ** steps; path++) {
    const states = Array.from({ length: steps }, (_, t) => (path >> t) & 1);
    total += states.reduce(
      (product, state, t) =>
        product * (t === 0 ? init[state] : trans[states[t - 1]][state]) * emitted(state, t),
      1,
    );
  }
  return total;
}

const TRANS = [
  [0.9, 0.1],
  [0.3, 0.7],
];
const bernoulli = (p: number, y: number): number => (y === 1 ? p : 1 - p);

const ofRows: readonly OfRows[] = [
  { distribution: 'each[d](Bernoulli(0.3))', size: 3, probability: (row) => each(0.3, row) },
  {
    distribution: 'zero_inflated(0.4, each[d](Bernoulli(0.3)))',
    size: 3,
    probability: (row) => 0.6 * each(0.3, row) + (isZero(row) ? 0.4 : 0),
  },
  {
    distribution: 'hurdle(0.4, each[d](Bernoulli(0.3)))',
    size: 3,
    probability: (row) => (isZero(row) ? 0.4 : (0.6 * each(0.3, row)) / (1 - 0.7 ** 3)),
  },
  {
    distribution: 'mixture([0.25, 0.75], each[d](Bernoulli([0.1, 0.8])))',
    size: 3,
    probability: (row) => 0.25 * each(0.1, row) + 0.75 * each(0.8, row),
  },
  {
    distribution:
      'mixture([0.25, 0.75], [each[d](Bernoulli(0.1)), zero_inflated(0.5, each[d](Bernoulli(0.8)))])',
    size: 3,
    probability: (row) =>
      0.25 * each(0.1, row) + 0.75 * (0.5 * each(0.8, row) + (isZero(row) ? 0.5 : 0)),
  },
  {
    distribution: 'if 1 > 0 then each[d](Bernoulli(0.3)) else each[d](Bernoulli(0.9))',
    size: 2,
    probability: (row) => each(0.3, row),
  },
  {
    distribution: 'each[d](mixture([0.5, 0.5], Bernoulli([0.1, 0.5])))',
    size: 2,
    probability: (row) => each(0.3, row),
  },
  {
    distribution: 'hidden_markov([0.8, 0.2], [[0.9, 0.1], [0.3, 0.7]], Bernoulli([0.2, 0.9]))',
    size: 4,
    probability: (row) =>
      overPaths([0.8, 0.2], TRANS, (state, t) => bernoulli([0.2, 0.9][state], row[t]), 4),
  },
  {
    distribution:
      'hidden_markov([0.8, 0.2], [[0.9, 0.1], [0.3, 0.7]], mixture(w, [Bernoulli([0.2, 0.9]), Bernoulli(0.5)]))',
    size: 3,
    probability: (row) =>
      overPaths([0.8, 0.2], TRANS, (state, t) => bernoulli([0.44, 0.58][state], row[t]), 3),
  },
];

it.each(ofRows)('$distribution', ({ distribution, size, probability }) => {
  const counts = new Float64Array(2 ** size);
  for (const row of drawsOf(`${WEIGHTS} dim d = ${size}  output y[d] ~ ${distribution}`, 'y')) {
    counts[row.reduce((code, y) => 2 * code + y, 0)]++;
  }
  expectFrequencies(counts, (code) =>
    probability(Array.from({ length: size }, (_, k) => (code >> (size - 1 - k)) & 1)),
  );
});

/** Pearson's statistic, beyond five standard deviations of its approximate normal distribution refused. */
function expectFrequencies(counts: Float64Array, probability: (outcome: number) => number): void {
  const probabilities = Array.from(counts, (_, k) => probability(k));
  expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  const statistic = probabilities.reduce(
    (sum, p, k) => sum + (counts[k] - DRAWS * p) ** 2 / (DRAWS * p),
    0,
  );
  const degrees = counts.length - 1;
  expect(statistic).toBeLessThan(degrees + 5 * Math.sqrt(2 * degrees));
}

it('rows of a chain that emits vectors, and states of sequences of their own', () => {
  const text = `dim s = 2  dim t = 2  dim d = 2
    output y[s, t, d] ~ hidden_markov([0.8, 0.2], [[0.9, 0.1], [0.3, 0.7]], MultiNormal(m, cov = [[1, 0], [0, 1]])) with m = [[-20, -20], [20, 20]]`;
  const counts = new Float64Array(16);
  for (const y of drawsOf(text, 'y')) {
    const state = (k: number): number => {
      expect(Math.sign(y[2 * k])).toBe(Math.sign(y[2 * k + 1]));
      return y[2 * k] > 0 ? 1 : 0;
    };
    counts[[0, 1, 2, 3].reduce((code, k) => 2 * code + state(k), 0)]++;
  }
  const chain = (first: number, second: number): number => [0.8, 0.2][first] * TRANS[first][second];
  expectFrequencies(
    counts,
    (code) => chain((code >> 3) & 1, (code >> 2) & 1) * chain((code >> 1) & 1, code & 1),
  );
});

it('every combinator is among them', () => {
  const texts = [...ofNumbers, ...ofRows.map(({ distribution }) => distribution)];
  for (const name of combinatorSignatures.keys()) {
    expect(texts.filter((text) => text.includes(name)).length, name).toBeGreaterThanOrEqual(2);
  }
});
