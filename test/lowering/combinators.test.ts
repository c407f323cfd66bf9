/**
 * The log density of distributions made of others against scipy, sums over components and over all
 * paths of hidden states written out: see reference/combinators.py. Derivatives along a direction
 * against differences of the value.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { combinatorSignatures } from '../../src/distributions/combinators.ts';
import { expectClose, slopeAlong } from './closeness.ts';

interface Case {
  readonly name: string;
  readonly model: string;
  readonly data: Record<string, unknown>;
  readonly points: readonly { readonly point: number[]; readonly logDensity: number }[];
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('./reference/combinators.json', import.meta.url), 'utf8'),
);

describe.each(cases.map((c) => [c.name, c] as const))('%s', (_, { model, data, points }) => {
  const posterior = compile(model).bind(data);

  it('has the log density that scipy gives', () => {
    for (const { point, logDensity } of points) {
      expect(posterior.dimension).toBe(point.length);
      expectClose(posterior.logDensity(Float64Array.from(point)), logDensity, 1e-11);
    }
  });

  it('has the gradient that differences give', () => {
    const gradient = new Float64Array(posterior.dimension);
    for (const { point, logDensity } of points) {
      const at = Float64Array.from(point);
      expectClose(posterior.logDensityGradient(at, gradient), logDensity, 1e-11);
      const direction = gradient.map((_, k) => Math.cos(k + 1));
      const slope = gradient.reduce((sum, value, k) => sum + value * direction[k], 0);
      expectClose(
        slope,
        slopeAlong((x) => posterior.logDensity(x), at, direction),
        1e-8,
      );
    }
  });
});

/** Of events, which have no order. */
const WITHOUT_TAILS: readonly string[] = ['each', 'hidden_markov'];

describe.each([...combinatorSignatures.keys()])('%s', (name) => {
  const isCalled = (model: string, before = ''): boolean =>
    new RegExp(`${before}\\b${name}[[(]`).test(model);

  it('is among the models above, both tails of its distribution function too', () => {
    expect(cases.filter(({ model }) => isCalled(model)).length).toBeGreaterThanOrEqual(2);
    for (const tail of ['logcdf', 'logccdf']) {
      const isThere = cases.some(({ model }) => isCalled(model, `${tail}\\(`));
      expect(isThere, tail).toBe(!WITHOUT_TAILS.includes(name));
    }
  });
});
