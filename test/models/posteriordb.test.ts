/**
 * Log densities of the reference posteriors against numpy and scipy, from the mathematics of the models:
 * reference/posteriordb.py. The data lie beside the project; without them there is nothing to compare.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { boundPosterior, referencePosteriors, sharedFolder } from '../validation/posteriors.ts';

interface Row {
  readonly posterior: string;
  /** What the priors' normalisers add, one of these. */
  readonly constants: readonly number[];
  readonly points: readonly { readonly at: readonly number[]; readonly logDensity: number }[];
}

const rows: readonly Row[] = JSON.parse(
  readFileSync(new URL('reference/posteriordb.json', import.meta.url), 'utf8'),
);
const hasData = existsSync(new URL('posteriordb/data/', sharedFolder));

it('has values for every reference posterior', () => {
  expect(rows.map(({ posterior }) => posterior).sort()).toEqual(
    referencePosteriors.map(({ name }) => name).sort(),
  );
});

describe.skipIf(!hasData)('log densities with the data of shared/posteriordb', () => {
  it.each(rows)('$posterior', ({ posterior: name, constants, points }) => {
    const posterior = boundPosterior(referencePosteriors.find((row) => row.name === name)!);
    expect(points.length).toBe(10);
    expect(posterior.warnings).toEqual([]);
    const errors = constants.map((constant) =>
      points.map(({ at, logDensity }) => {
        expect(at.length).toBe(posterior.dimension);
        const value = posterior.logDensity(Float64Array.from(at));
        const expected = logDensity + constant;
        return Math.abs(value - expected) / Math.max(1, Math.abs(expected));
      }),
    );
    const largest = errors.map((ofConstant) => Math.max(...ofConstant));
    expect(Math.min(...largest)).toBeLessThan(1e-9);
  });
});
