import { describe, expect, it } from 'vitest';
import type { ArgumentValues, Distribution } from '../../src/distributions/distribution.ts';
import { distributions } from '../../src/distributions/index.ts';
import { allCases, cases } from './cases.ts';
import { deviation, evaluate, ofOutcome } from './evaluate.ts';
import { halfLine, integrate, interval, type Rule } from './quadrature.ts';

/** Enough for every discrete case: the heaviest, NegativeBinomial(20, 0.5), leaves 1e-17 beyond 2,000. */
const COUNTS = {
  points: Float64Array.from({ length: 2001 }, (_, k) => k),
  weights: new Float64Array(2001).fill(1),
};

const isDiscrete = (distribution: Distribution): boolean => distribution.support.kind === 'integer';

/** The support cut into pieces on which the density is smooth. */
function pieces({ name, support }: Distribution, arguments_: ArgumentValues): Rule[] {
  if (support.kind === 'integer') return [COUNTS];
  if (name === 'Uniform') return [interval(arguments_.lower, arguments_.upper)];
  if (name === 'Beta') return [interval(0, 1)];
  const scale = arguments_.scale ?? arguments_.sd ?? 1;
  if (support.kind === 'real' && support.lower === 0) return [halfLine(0, 1, 1)];
  const centre = arguments_.location ?? arguments_.mean;
  return [halfLine(centre, -1, scale), halfLine(centre, 1, scale)];
}

/** E f(X), integrated or summed. */
function expectation(
  distribution: Distribution,
  arguments_: ArgumentValues,
  f: (x: number) => number,
): number {
  let sum = 0;
  for (const piece of pieces(distribution, arguments_)) {
    const logDensity = evaluate(ofOutcome(distribution.logDensity), {
      x: piece.points,
      ...arguments_,
    });
    sum += integrate(piece, (x, k) =>
      logDensity[k] === -Infinity ? 0 : Math.exp(logDensity[k]) * f(x),
    );
  }
  return sum;
}

it('has cases for every proper distribution of numbers', () => {
  const expected = [...distributions.values()].filter(
    ({ improper, support }) => !improper && support.kind !== 'category',
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

  it('has the distribution function that its density integrates to', () => {
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
  });
});

/** P(X ≤ x) by summing or integrating the density up to or from x, whichever crosses no kink. */
function massUpTo(distribution: Distribution, arguments_: ArgumentValues, x: number): number {
  const density = (rule: Rule): number => {
    const values = evaluate(ofOutcome(distribution.logDensity), { x: rule.points, ...arguments_ });
    return integrate(rule, (_, k) => Math.exp(values[k]));
  };
  if (isDiscrete(distribution)) {
    const points = COUNTS.points.filter((k) => k <= x);
    return points.length === 0 ? 0 : density({ points, weights: COUNTS.weights });
  }
  if (distribution.name === 'Uniform' || distribution.name === 'Beta') {
    const [lower, upper] = [arguments_.lower ?? 0, arguments_.upper ?? 1];
    return x <= lower ? 0 : density(interval(lower, Math.min(x, upper)));
  }
  const centre = arguments_.location ?? arguments_.mean ?? 0;
  const scale = arguments_.scale ?? arguments_.sd ?? 1;
  const { support } = distribution;
  if (support.kind === 'real' && support.lower === 0) {
    return x <= 0 ? 0 : density(interval(0, x));
  }
  return x < centre ? density(halfLine(x, -1, scale)) : 1 - density(halfLine(x, 1, scale));
}
