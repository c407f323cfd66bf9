import { expect, it } from 'vitest';
import { distributions } from '../../src/distributions/index.ts';
import { deviation, differentiate, ofOutcome, type Values } from './evaluate.ts';

/** Derivatives at the edges of supports and domains, by hand from the formulas. */
const rows: readonly [string, Values, string, number][] = [
  ['Bernoulli', { x: 0, p: 0 }, 'p', -1],
  ['Bernoulli', { x: 1, p: 1 }, 'p', 1],
  ['Binomial', { x: 0, trials: 5, p: 0 }, 'p', -5],
  ['Binomial', { x: 5, trials: 5, p: 1 }, 'p', 5],
  ['Poisson', { x: 0, rate: 0 }, 'rate', -1],
  ['NegativeBinomial', { x: 0, mean: 0, dispersion: 1 }, 'mean', -1],
  ['BernoulliLogit', { x: 0, logit: 800 }, 'logit', -1],
  ['BernoulliLogit', { x: 1, logit: 800 }, 'logit', 0],
  ['BinomialLogit', { x: 2, trials: 5, logit: -800 }, 'logit', 2],
  ['Exponential', { x: 0, rate: 3 }, 'x', -3],
  ['Exponential', { x: 0, rate: 4 }, 'rate', 0.25],
  ['Gamma', { x: 0, shape: 1, rate: 3 }, 'x', -3],
  ['Gamma', { x: 0, shape: 1, rate: 4 }, 'rate', 0.25],
  ['Beta', { x: 0, a: 1, b: 3 }, 'x', -2],
  ['Beta', { x: 0, a: 1, b: 4 }, 'b', 0.25],
  ['Beta', { x: 1, a: 4, b: 1 }, 'a', 0.25],
  ['HalfNormal', { x: 0, sd: 2 }, 'sd', -0.5],
  ['HalfCauchy', { x: 0, scale: 2 }, 'x', 0],
  ['HalfStudentT', { x: 0, df: 3, scale: 2 }, 'scale', -0.5],
  ['StudentT', { x: 1, df: 3, location: 1, scale: 2 }, 'location', 0],
  ['Normal', { x: 1, mean: 1, sd: 1e-300 }, 'mean', 0],
  ['Uniform', { x: 0, lower: 0, upper: 4 }, 'upper', -0.25],
  ['Uniform', { x: 0, lower: 0, upper: 4 }, 'lower', 0.25],
];

it.each(rows)('%s %j has derivative in %s %d', (name, values, variable, expected) => {
  const formula = ofOutcome(distributions.get(name)!.logDensity);
  const { first } = differentiate(formula, values, [variable]);
  expect(deviation(first[variable][0], expected), `${first[variable]}`).toBeLessThan(1e-13);
});

it('the slope of Student’s distribution function does not vanish at its centre', () => {
  // f(0) / F(0) = 2 f(0), at df 4: f(0) = 3/8
  const { cumulative } = distributions.get('StudentT')!;
  for (const [tail, sign] of [
    [cumulative!.logCdf, 1],
    [cumulative!.logSurvival, -1],
  ] as const) {
    const values = { x: 0, df: 4, location: 0, scale: 1 };
    const { first, second } = differentiate(ofOutcome(tail), values, ['x']);
    expect(deviation(first.x[0], sign * 0.75)).toBeLessThan(1e-14);
    // f′(0) = 0, so that the second derivative is −(f / F)²
    expect(deviation(second.x[0], -0.5625)).toBeLessThan(1e-14);
  }
});

it('the wrong outcomes of a categorical have no influence on its derivatives', () => {
  const { first } = differentiate(
    ofOutcome(distributions.get('CategoricalLogit')!.logDensity),
    { x: 2, logits: [0, Math.log(2), 0] },
    ['logits'],
  );
  // 1{k = x} − softmax
  [-0.25, 0.5, -0.25].forEach((expected, k) => {
    expect(deviation(first.logits[k], expected)).toBeLessThan(1e-14);
  });
  const p = differentiate(
    ofOutcome(distributions.get('Categorical')!.logDensity),
    { x: 2, p: [0, 1, 0] },
    ['p'],
  );
  expect(p.first.p).toEqual([0, 1, 0]);
});
