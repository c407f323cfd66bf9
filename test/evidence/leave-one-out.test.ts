import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { leaveOneOut, waic } from '../../src/evidence/leave-one-out.ts';
import { inWords, normalise, stackingWeights } from '../../src/evidence/model-weights.ts';

interface Fixture {
  readonly logLikelihood: readonly (readonly number[])[];
  readonly k: readonly number[];
  readonly pointwise: readonly number[];
  readonly second: readonly number[];
  readonly stacking: readonly number[];
  readonly pseudo: readonly number[];
  readonly elpd: number;
  readonly se: number;
  readonly p: number;
  readonly waic: number;
  readonly pWaic: number;
}

// written by reference/loo.R with the R package loo 2.5.1
const fixture = JSON.parse(
  readFileSync(new URL('reference/loo.json', import.meta.url), 'utf8'),
) as Fixture;
const rows = fixture.logLikelihood.map((row) => Float64Array.from(row));

describe('predictive densities', () => {
  it('by leave-one-out are those of loo', () => {
    const found = leaveOneOut(rows, undefined);
    expect(found.elpd).toBeCloseTo(fixture.elpd, 8);
    expect(found.standardError).toBeCloseTo(fixture.se, 8);
    expect(found.effectiveParameters).toBeCloseTo(fixture.p, 8);
    fixture.k.forEach((k, i) => {
      expect(found.paretoK[i]).toBeCloseTo(k, 8);
      expect(found.pointwise[i]).toBeCloseTo(fixture.pointwise[i], 8);
    });
  });

  it('by WAIC too', () => {
    const found = waic(rows);
    expect(found.elpd).toBeCloseTo(fixture.waic, 8);
    expect(found.effectiveParameters).toBeCloseTo(fixture.pWaic, 8);
  });

  it('gives the weights of stacking and pseudo-BMA', () => {
    const pointwise = [fixture.pointwise, fixture.second].map((row) => Float64Array.from(row));
    stackingWeights(pointwise).forEach((w, k) => {
      expect(w).toBeCloseTo(fixture.stacking[k], 3);
    });
    normalise(pointwise.map((row) => row.reduce((a, b) => a + b, 0))).forEach((w, k) => {
      expect(w).toBeCloseTo(fixture.pseudo[k], 8);
    });
  });

  it('puts Bayes factors in the words of Kass and Raftery (1995, section 3.2)', () => {
    expect([0.9, 2, 4, -6].map(inWords)).toEqual([
      'not worth more than a bare mention',
      'positive',
      'strong',
      'very strong',
    ]);
  });
});
