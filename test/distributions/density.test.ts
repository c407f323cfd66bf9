import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TestPoint } from '../../src/distributions/distribution.ts';
import { distributions } from '../../src/distributions/index.ts';
import { deviation, differentiate, evaluate, ofOutcome, valuesOf } from './evaluate.ts';

interface GradientRow {
  readonly distribution: string;
  readonly point: number;
  readonly logDensity: Readonly<Record<string, number>>;
  readonly logCdf?: Readonly<Record<string, number>>;
  readonly logSurvival?: Readonly<Record<string, number>>;
}

/** Derivatives from mpmath at 60 digits: reference/generate.py. */
const gradients: readonly GradientRow[] = JSON.parse(
  readFileSync(new URL('reference/gradients.json', import.meta.url), 'utf8'),
);

/** Bound of |error| / max(|value|, 1), more where noted. */
const TOLERANCE = 2e-13;

const binomialTerms = (x: number, trials: number): number =>
  Math.min(x, trials - x) * Math.log(trials + 1);

/**
 * The size of the terms that nearly cancel in a log density, where it is far above the value: in units
 * of it the error is at most 4e-16.
 */
const termSize: Readonly<Record<string, (point: TestPoint) => number>> = {
  Gamma: ({ x, arguments: { shape } }) => (shape as number) * Math.abs(Math.log(x || 1)),
  InverseGamma: ({ x, arguments: { shape } }) => (shape as number) * Math.abs(Math.log(x || 1)),
  Binomial: ({ x, arguments: { trials } }) => binomialTerms(x, trials as number),
  BinomialLogit: ({ x, arguments: { trials } }) => binomialTerms(x, trials as number),
  Poisson: ({ x }) => x * Math.log(x + 1),
  PoissonLog: ({ x }) => x * Math.log(x + 1),
  NegativeBinomial: ({ x }) => x * Math.log(x + 1),
  NegativeBinomialLog: ({ x }) => x * Math.log(x + 1),
  ChiSquared: ({ x, arguments: { df } }) => 0.5 * (df as number) * Math.abs(Math.log(x || 1)),
  CategoricalLogit: ({ arguments: { logits } }) =>
    Math.max(...(logits as readonly number[]).map(Math.abs)),
};

/** Of NegativeBinomial(mean, 1e-8) 1 − q rounds to 2e-9, which is all that logBetaI is told. */
const TAIL_TOLERANCE: Readonly<Record<string, number>> = {
  NegativeBinomial: 1e-10,
  // tails are the log density and a sum, and rounded like the former: its terms are larger
  BetaBinomial: 1e-12,
};

describe.each([...distributions.values()])('$name', (distribution) => {
  const terms = termSize[distribution.name] ?? (() => 1);
  const tailTolerance = TAIL_TOLERANCE[distribution.name] ?? TOLERANCE;
  const { cumulative } = distribution;

  it('has enough test points', () => {
    expect(distribution.testPoints.length).toBeGreaterThanOrEqual(distribution.improper ? 4 : 8);
  });

  it.each(distribution.testPoints)('has the log density of $x given $arguments', (point) => {
    const [value] = evaluate(ofOutcome(distribution.logDensity), valuesOf(point));
    const scale = Math.max(1, 2e-3 * terms(point));
    expect(deviation(value, point.logDensity, scale), `${value}`).toBeLessThan(TOLERANCE);
  });

  it.skipIf(cumulative === undefined).each(distribution.testPoints)(
    'has the tails of $x given $arguments',
    (point) => {
      for (const tail of ['logCdf', 'logSurvival'] as const) {
        const expected = point[tail];
        if (expected === undefined) continue;
        const [value] = evaluate(ofOutcome(cumulative![tail]), valuesOf(point));
        expect(deviation(value, expected), `${tail} ${value}`).toBeLessThan(tailTolerance);
      }
    },
  );

  const rows = gradients.filter((row) => row.distribution === distribution.name);
  it.each(rows)('has the derivatives at point $point', (row) => {
    const point = distribution.testPoints[row.point];
    const functions = { logDensity: distribution.logDensity, ...cumulative };
    for (const name of ['logDensity', 'logCdf', 'logSurvival'] as const) {
      const expected = row[name];
      if (expected === undefined) continue;
      const variables = Object.keys(expected);
      const { first, second } = differentiate(
        ofOutcome(functions[name]!),
        valuesOf(point),
        variables,
      );
      for (const variable of variables) {
        const message = `d ${name} / d ${variable} = ${first[variable]}, not ${expected[variable]}`;
        // 1e-14 of value / variable: where the terms of a derivative cancel
        const value = Math.max(1, 0.02 * terms(point), Math.abs(point[name] ?? 1));
        const at = variable === 'x' ? point.x : (point.arguments[variable] as number);
        const scale = at === 0 ? 1e-6 * value : (1e-6 * value) / Math.abs(at);
        expect(deviation(first[variable][0], expected[variable], scale), message).toBeLessThan(
          name === 'logDensity' ? 1e-8 : Math.max(1e-8, 1000 * tailTolerance),
        );
        // beyond 1e150 its square, the size of the second derivative, may overflow
        if (Math.abs(expected[variable]) > 1e150) continue;
        expect(second[variable][0], `second derivative of ${name}`).toSatisfy(Number.isFinite);
      }
    }
  });
});
