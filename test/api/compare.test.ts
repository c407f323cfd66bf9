import { describe, expect, it } from 'vitest';
import { compare, compile } from '../../src/index.ts';
import { exactCases } from '../evidence/cases.ts';

const bound = (id: string) => {
  const { source, data } = exactCases.find((one) => one.id === id)!;
  return compile(source).bind(data);
};
const settings = { draws: 1000, workers: 1 };

describe('compare', () => {
  it('gives the published log Bayes factor of Poisson against geometric deaths', async () => {
    const result = await compare({ geometric: bound('A6'), poisson: bound('A5') }, settings);
    expect(result).toMatchObject({ best: 'poisson', trustworthy: true });
    const [best, other] = result.models;
    // reference table, A5 and A6
    expect(other.logBayesFactor).toBeCloseTo(-7.6486619996, 6);
    expect(other.words).toBe('very strong');
    expect(best.probability).toBeCloseTo(1 / (1 + Math.exp(-7.6486619996)), 8);
    expect(best.loo!.stackingWeight + other.loo!.stackingWeight).toBeCloseTo(1, 8);
    expect(best.loo!.elpdDifference).toBe(0);
  }, 60_000);

  it('weighs models by their prior', async () => {
    const models = { flat: bound('A2'), tight: bound('A3') };
    const result = await compare(models, { ...settings, priorWeights: { flat: 2, tight: 1 } });
    // reference table: factor 4.90976217
    expect(result.models[0].probability).toBeCloseTo(4.90976217 / (4.90976217 + 2), 7);
  }, 60_000);

  it('refuses models of different values, and those without evidence', async () => {
    await expect(compare({ a: bound('A2'), b: bound('A5') })).rejects.toThrow(
      'the models do not observe the same values',
    );
    const flat = compile('data y: real param b ~ Flat() observe y ~ Normal(b, 1)').bind({ y: 1 });
    await expect(compare({ a: flat, b: flat })).rejects.toThrow('prior of `b`');
    await expect(compare({ a: bound('A2') })).rejects.toThrow('at least two models');
  });
});
