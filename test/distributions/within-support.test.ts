import { describe, expect, it } from 'vitest';
import { distributions } from '../../src/distributions/index.ts';
import { areArgumentsValid } from '../../src/distributions/within-support.ts';

describe('arguments at which a distribution exists', () => {
  it.each<[string, Record<string, number | number[]>, boolean]>([
    ['Normal', { mean: 0, sd: 1 }, true],
    ['Normal', { mean: 0, sd: 0 }, false],
    ['Normal', { mean: Number.NaN, sd: 1 }, false],
    ['Normal', { mean: Number.POSITIVE_INFINITY, sd: 1 }, false],
    ['Normal', { mean: 0, sd: Number.POSITIVE_INFINITY }, false],
    ['Poisson', { rate: 0 }, true],
    ['Poisson', { rate: -1e-300 }, false],
    ['Bernoulli', { p: 1 }, true],
    ['Bernoulli', { p: 1 + 2 ** -52 }, false],
    ['Binomial', { trials: 2.5, p: 0.5 }, false],
    ['Uniform', { lower: 0, upper: 1 }, true],
    ['Uniform', { lower: 1, upper: 1 }, false],
    ['Uniform', { lower: 2, upper: 1 }, false],
    ['Categorical', { p: [0.25, 0.75] }, true],
    ['Categorical', { p: [0.25, 0.7] }, false],
    ['Categorical', { p: [1.25, -0.25] }, false],
    ['Categorical', { p: [0.5, Number.NaN] }, false],
    ['CategoricalLogit', { logits: [0, -3] }, true],
    ['CategoricalLogit', { logits: [0, Number.NaN] }, false],
  ])('%s %o: %s', (name, arguments_, expected) => {
    expect(areArgumentsValid(distributions.get(name)!, arguments_)).toBe(expected);
  });
});
