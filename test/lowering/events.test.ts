/**
 * The log density of models of vectors and matrices against scipy: see reference/events.py. Derivatives
 * along a direction against differences of the value.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import type { Form } from '../../src/lowering/parameter.ts';
import { expectClose, slopeAlong } from './closeness.ts';

interface Case {
  readonly name: string;
  readonly model: string;
  readonly data: Record<string, unknown>;
  readonly forms?: Record<string, Form>;
  readonly points: readonly { readonly point: number[]; readonly logDensity: number }[];
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('./reference/events.json', import.meta.url), 'utf8'),
);

describe.each(cases.map((c) => [c.name, c] as const))('%s', (_, { model, data, forms, points }) => {
  const posterior = compile(model).bind(data, forms === undefined ? {} : { forms });

  it('has the log density that scipy gives', () => {
    for (const { point, logDensity } of points) {
      expect(posterior.dimension).toBe(point.length);
      expectClose(posterior.logDensity(Float64Array.from(point)), logDensity, 1e-9);
    }
  });

  it('has the gradient that differences give', () => {
    const gradient = new Float64Array(posterior.dimension);
    for (const { point, logDensity } of points.slice(0, 3)) {
      const at = Float64Array.from(point);
      expectClose(posterior.logDensityGradient(at, gradient), logDensity, 1e-9);
      const direction = gradient.map((_, k) => Math.cos(k + 1));
      const slope = gradient.reduce((sum, value, k) => sum + value * direction[k], 0);
      expectClose(
        slope,
        slopeAlong((x) => posterior.logDensity(x), at, direction),
        1e-7,
      );
    }
  });
});
