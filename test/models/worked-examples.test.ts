/**
 * Log densities of the worked examples against numpy and scipy, from the mathematics of the models:
 * reference/worked_examples.py.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';

interface Example {
  /** The files that hold the model: in several forms where it can be written so. */
  readonly models: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
  /** The relative error that the model allows, where it is more than rounding. */
  readonly tolerance?: number;
  readonly points: readonly { readonly at: readonly number[]; readonly logDensity: number }[];
}

const folder = new URL('worked-examples/', import.meta.url);
const examples: readonly Example[] = JSON.parse(
  readFileSync(new URL('reference/worked-examples.json', import.meta.url), 'utf8'),
);
const rows = examples.flatMap(({ models, ...rest }) => models.map((model) => ({ model, ...rest })));

it('has values for every example', () => {
  const files = readdirSync(folder).map((file) => file.replace(/\.bayes$/, ''));
  expect(rows.map(({ model }) => model).sort()).toEqual(files.sort());
});

describe('log densities', () => {
  it.each(rows)('$model', ({ model, data, points, tolerance = 1e-9 }) => {
    const compiled = compile(readFileSync(new URL(`${model}.bayes`, folder), 'utf8'));
    expect(compiled.warnings).toEqual([]);
    // the coordinates are those of parameters as they are written
    const posterior = compiled.bind(data, model === 'radon' ? { forms: { a: 'centred' } } : {});
    expect(points.length).toBe(10);
    for (const { at, logDensity } of points) {
      expect(at.length).toBe(posterior.dimension);
      const value = posterior.logDensity(Float64Array.from(at));
      expect(Math.abs(value - logDensity) / Math.max(1, Math.abs(logDensity))).toBeLessThan(
        tolerance,
      );
    }
  });
});
