import { beforeAll, describe, expect, it } from 'vitest';
import { averagePredictions, compare, compile, modelWeights } from '../../src/index.ts';

const y = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];
const some = compile(
  'dim n data y[n]: real param m ~ Normal(0, 2) observe y ~ Normal(m, 1.5) output mean = m',
).bind({ y });
const wide = compile('dim n data y[n]: real param m ~ Normal(0, 20) observe y ~ Normal(m, 3)').bind(
  { y },
);

async function predictions() {
  const [one, other] = [
    await some.fit({ method: 'laplace', seed: 1 }),
    await wide.fit({ method: 'laplace', seed: 2 }),
  ];
  return { some: await one.predict(), wide: await other.predict(undefined, { draws: 500 }) };
}

describe('averaged predictions', () => {
  let both: Awaited<ReturnType<typeof predictions>>;
  beforeAll(async () => {
    both = await predictions();
  }, 60_000);

  it('are the mixture of those of the models', () => {
    const averaged = averagePredictions(both, { some: 3, wide: 1 });
    // what only one of them has is left out
    expect(averaged.names).toEqual(['y']);
    const draws = (averaged.draws('y') as number[][]).map(([value]) => value);
    expect(draws).toHaveLength(4000);
    // normal posteriors: mean Σy / (n + σ²/s²), variance σ² / (n + σ²/s²), for a new value σ² more
    const moments = (sd: number, prior: number) => {
      const precision = 10 + sd ** 2 / prior ** 2;
      return { mean: 15.8 / precision, variance: sd ** 2 / precision + sd ** 2 };
    };
    const [a, b] = [moments(1.5, 2), moments(3, 20)];
    const mean = 0.75 * a.mean + 0.25 * b.mean;
    const square = 0.75 * (a.variance + a.mean ** 2) + 0.25 * (b.variance + b.mean ** 2);
    const found = draws.reduce((sum, x) => sum + x, 0) / 4000;
    const foundSquare = draws.reduce((sum, x) => sum + x * x, 0) / 4000;
    // 500 draws of the second model at a quarter of the weight, eight times as wide in square
    expect(Math.abs(found - mean)).toBeLessThan(0.15);
    expect(Math.abs(foundSquare / square - 1)).toBeLessThan(0.15);
    expect(averaged.checks.y.sd).toBeGreaterThan(0);
    // each draw is one of a model's, as many of each as its weight says
    const ofSome = new Set((both.some.draws('y') as number[][]).map(([value]) => value));
    expect(draws.filter((value) => ofSome.has(value))).toHaveLength(3000);
  });

  it('take weights from a comparison', async () => {
    const result = await compare({ some, wide }, { draws: 400, workers: 1 });
    for (const kind of ['posterior', 'stacking', 'pseudo-bma', 'pseudo-bma+'] as const) {
      const weights = modelWeights(result, kind);
      expect(weights.some + weights.wide).toBeCloseTo(1, 8);
      expect(averagePredictions(both, weights, { draws: 10 }).draws('y')).toHaveLength(10);
    }
    expect(modelWeights(result, 'posterior')).toBe(result.probabilities);
    expect(() => modelWeights({ probabilities: {} }, 'stacking')).toThrow('no weights by stacking');
    expect(() => modelWeights(result, 'bma' as 'pseudo-bma')).toThrow(
      'a comparison has no weights by bma; it has posterior, stacking, pseudo-bma, pseudo-bma+',
    );
  }, 60_000);

  it('refuse weights that do not fit', () => {
    expect(() => averagePredictions(both, { some: 1 })).toThrow('the weight of wide is a number');
    expect(() => averagePredictions(both, { some: 1, wide: 1, third: 1 })).toThrow(
      'there is no prediction of third',
    );
    expect(() => averagePredictions(both, { some: 0, wide: 0 })).toThrow('all weights are 0');
  });
});
