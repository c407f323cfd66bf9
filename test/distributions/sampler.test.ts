import { describe, expect, it } from 'vitest';
import { distributions } from '../../src/distributions/index.ts';
import { Random } from '../../src/random/random.ts';
import { allCases } from './cases.ts';
import { evaluate, ofOutcome } from './evaluate.ts';
import { KOLMOGOROV_LIMIT, kolmogorov } from './kolmogorov.ts';

const DRAWS = 4000;

/** Pearson's statistic; 4 degrees of freedom exceed 20 with probability 5e-4. */
function chiSquare(draw: () => number, probabilities: readonly number[]): number {
  const counts = probabilities.map(() => 0);
  for (let k = 0; k < DRAWS; k++) counts[draw() - 1]++;
  return probabilities.reduce((sum, p, k) => sum + (counts[k] - DRAWS * p) ** 2 / (DRAWS * p), 0);
}

describe('samplers against their distribution functions', () => {
  it.each(allCases)('$name $arguments_', ({ name, arguments_ }) => {
    const { sample } = distributions.get(name)!;
    const random = Random.fromSeed(20);
    const draws = Float64Array.from({ length: DRAWS }, () => sample!(random, arguments_));
    expect(kolmogorov(draws, name, arguments_)).toBeLessThan(KOLMOGOROV_LIMIT);
  });
});

describe('ordered outcomes', () => {
  const cuts = [-1, 0.5, 2];
  it.each(['OrderedLogistic', 'OrderedProbit'])('%s is drawn by its probabilities', (name) => {
    const { logDensity, sample } = distributions.get(name)!;
    const values = { x: [1, 2, 3, 4], location: 0.7, cuts };
    const p = evaluate(ofOutcome(logDensity), values).map(Math.exp);
    const random = Random.fromSeed(6);
    const draw = () => sample!(random, { location: 0.7, cuts });
    expect(chiSquare(draw, p)).toBeLessThan(20);
  });
});

describe('categories', () => {
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
