import { describe, expect, it } from 'vitest';
import { distributions } from '../../src/distributions/index.ts';
import { Random } from '../../src/random/random.ts';
import { allCases } from './cases.ts';
import { evaluate, ofOutcome } from './evaluate.ts';

const DRAWS = 4000;

/**
 * Beyond this √n · sup |Fₙ − F| a sample is rejected: the Kolmogorov distribution exceeds 2 with
 * probability 2 exp(−8) = 7e-4, for discrete ones less. Seeds are fixed.
 */
const LIMIT = 2;

describe('samplers against their distribution functions', () => {
  it.each(allCases)('$name $arguments_', ({ name, arguments_ }) => {
    const { cumulative, sample } = distributions.get(name)!;
    const random = Random.fromSeed(20);
    const draws = Float64Array.from({ length: DRAWS }, () => sample!(random, arguments_)).sort();
    const cdf = evaluate(ofOutcome(cumulative!.logCdf), { x: draws, ...arguments_ }).map(Math.exp);
    const survival = evaluate(ofOutcome(cumulative!.logSurvival), {
      x: draws,
      ...arguments_,
    }).map(Math.exp);
    let distance = 0;
    for (let k = 0; k < DRAWS; k++) {
      // compared after the last of equal draws, so that steps of a discrete function do no harm
      if (k + 1 < DRAWS && draws[k + 1] === draws[k]) continue;
      distance = Math.max(distance, Math.abs(cdf[k] - (k + 1) / DRAWS));
      distance = Math.max(distance, Math.abs(survival[k] - 1 + (k + 1) / DRAWS));
    }
    expect(Math.sqrt(DRAWS) * distance).toBeLessThan(LIMIT);
  });
});

describe('categories', () => {
  /** Pearson's statistic; 4 degrees of freedom exceed 20 with probability 5e-4. */
  function chiSquare(draw: () => number, probabilities: readonly number[]): number {
    const counts = probabilities.map(() => 0);
    for (let k = 0; k < DRAWS; k++) counts[draw() - 1]++;
    return probabilities.reduce((sum, p, k) => sum + (counts[k] - DRAWS * p) ** 2 / (DRAWS * p), 0);
  }
  const p = [0.05, 0.3, 0.4, 0.15, 0.1];

  it('are drawn by their probabilities', () => {
    const random = Random.fromSeed(3);
    const draw = () => distributions.get('Categorical')!.sample!(random, { p });
    expect(chiSquare(draw, p)).toBeLessThan(20);
  });

  it('are drawn by their logits', () => {
    const random = Random.fromSeed(4);
    const logits = p.map((value) => Math.log(value) + 900);
    const draw = () => distributions.get('CategoricalLogit')!.sample!(random, { logits });
    expect(chiSquare(draw, p)).toBeLessThan(20);
  });

  it('of probability 0 are never drawn', () => {
    const random = Random.fromSeed(5);
    for (let k = 0; k < 1000; k++) {
      expect(distributions.get('Categorical')!.sample!(random, { p: [0, 1, 0] })).toBe(2);
    }
  });
});
