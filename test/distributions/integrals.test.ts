import { describe, expect, it } from 'vitest';
import { distributions } from '../../src/distributions/index.ts';
import { allCases, cases } from './cases.ts';
import { deviation, evaluate, ofOutcome } from './evaluate.ts';
import { expectation, isDiscrete, massUpTo } from './expectation.ts';

it('has cases for every proper distribution of numbers', () => {
  const expected = [...distributions.values()].filter(
    ({ improper, parameters }) =>
      !improper && parameters.every(({ eventRank = 0 }) => eventRank === 0),
  );
  expect(Object.keys(cases).sort()).toEqual(expected.map(({ name }) => name).sort());
});

describe.each(allCases)('$name $arguments_', ({ name, arguments_ }) => {
  const distribution = distributions.get(name)!;

  it('integrates to 1', () => {
    expect(
      deviation(
        expectation(distribution, arguments_, () => 1),
        1,
      ),
    ).toBeLessThan(2e-12);
  });

  const { mean, variance } = distribution.moments(arguments_);
  it.runIf(Number.isFinite(mean))('has its mean', () => {
    const value = expectation(distribution, arguments_, (x) => x);
    expect(deviation(value, mean)).toBeLessThan(1e-10);
  });
  it.runIf(Number.isFinite(mean) && Number.isFinite(variance))('has its variance', () => {
    const value = expectation(distribution, arguments_, (x) => (x - mean) ** 2);
    expect(deviation(value, variance, 1e-300)).toBeLessThan(1e-8);
  });

  it.runIf(distribution.cumulative)(
    'has the distribution function that its density integrates to',
    () => {
      const { logCdf, logSurvival } = distribution.cumulative!;
      const scale = Math.sqrt(variance);
      const spread = Number.isFinite(scale) ? scale : (arguments_.scale ?? 1);
      const centre = Number.isFinite(mean) ? mean : (arguments_.location ?? 1);
      for (const step of [-1.3, -0.4, 0, 0.7, 2.1]) {
        const at = centre + step * spread;
        const x = isDiscrete(distribution) ? Math.floor(at) : at;
        const below = massUpTo(distribution, arguments_, x);
        const values = { x, ...arguments_ };
        const [cdf] = evaluate(ofOutcome(logCdf), values).map(Math.exp);
        const [survival] = evaluate(ofOutcome(logSurvival), values).map(Math.exp);
        expect(Math.abs(cdf - below), `P(X <= ${x})`).toBeLessThan(1e-11);
        expect(Math.abs(survival - (1 - below)), `P(X > ${x})`).toBeLessThan(1e-11);
      }
    },
  );
});
