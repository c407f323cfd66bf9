import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type NamedEstimate,
  notesOnAgreement,
  notesOnPosterior,
} from '../../src/evidence/agreement.ts';
import { leaveOneOut, waic } from '../../src/evidence/leave-one-out.ts';
import {
  normalise,
  pseudoBmaPlusWeights,
  stackingWeights,
} from '../../src/evidence/model-weights.ts';
import { jeffreys, kassRaftery } from '../../src/evidence/strength.ts';
import { Random } from '../../src/random/random.ts';

interface Fixture {
  readonly logLikelihood: readonly (readonly number[])[];
  readonly k: readonly number[];
  readonly pointwise: readonly number[];
  readonly second: readonly number[];
  readonly stacking: readonly number[];
  readonly pseudo: readonly number[];
  readonly pseudoPlus: readonly number[];
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

/** All of loo's example, 1,000 draws of 32 observations to eight decimals: reference/loo-example.R. */
function wholeExample(): Float64Array[] {
  const bytes = readFileSync(new URL('reference/loo-example.i32', import.meta.url));
  return Array.from({ length: 32 }, (_, observation) =>
    Float64Array.from(
      { length: 1000 },
      (__, draw) => bytes.readInt32LE(4 * (1000 * observation + draw)) / 1e8,
    ),
  );
}

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

  it('of the whole example are those that loo and waic print, with r_eff = 1', () => {
    const all = wholeExample();
    const loo = leaveOneOut(all, undefined);
    expect(loo.elpd).toBeCloseTo(-83.58922610504, 7);
    expect(loo.standardError).toBeCloseTo(4.28383347683, 7);
    expect(loo.effectiveParameters).toBeCloseTo(3.32879797946, 7);
    const criterion = waic(all);
    expect(criterion.elpd).toBeCloseTo(-83.53032631544, 7);
    expect(criterion.effectiveParameters).toBeCloseTo(3.26989818986, 7);
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
    // 1,000 replications here against a million there; the sd of a weight over replications is at most 1/2
    pseudoBmaPlusWeights(pointwise, Random.fromSeed(1)).forEach((w, k) => {
      expect(Math.abs(w - fixture.pseudoPlus[k])).toBeLessThan((3 * 0.5) / Math.sqrt(1000));
    });
  });

  it('stacks three models to the maximum of the log score', () => {
    const random = Random.fromSeed(1);
    const pointwise = [0, 0.1, -2].map((shift) =>
      Float64Array.from({ length: 40 }, () => random.normal() + shift),
    );
    const score = (weights: readonly number[]): number =>
      pointwise[0].reduce(
        (sum, _, i) =>
          sum + Math.log(weights.reduce((p, w, k) => p + w * Math.exp(pointwise[k][i]), 0)),
        0,
      );
    const found = stackingWeights(pointwise);
    expect(found.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    // no point of a fine grid on the simplex is better
    for (let a = 0; a <= 100; a++)
      for (let b = 0; a + b <= 100; b++)
        expect(score([a / 100, b / 100, (100 - a - b) / 100])).toBeLessThan(score(found) + 1e-6);
  });

  it('puts Bayes factors in the words of Kass and Raftery (1995, section 3.2) and of Jeffreys (1961)', () => {
    const bare = 'not worth more than a bare mention';
    expect([0.9, 2, 4, -6].map(kassRaftery)).toEqual([bare, 'positive', 'strong', 'very strong']);
    // Bayes factors 2, 5, 20, 1/50, 200
    expect([2, 5, 20, 1 / 50, 200].map((factor) => jeffreys(Math.log(factor)))).toEqual([
      bare,
      'substantial',
      'strong',
      'very strong',
      'decisive',
    ]);
    // on both sides of each bound: 1, 3 and 5 of log B; 1, 2, 3 and 4 half powers of ten
    const around = (bounds: readonly number[]): number[] =>
      bounds.flatMap((x) => [x - 0.01, x + 0.01]);
    expect(around([1, 3, 5]).map(kassRaftery)).toEqual([
      bare,
      'positive',
      'positive',
      'strong',
      'strong',
      'very strong',
    ]);
    const halfPowers = around([1, 2, 3, 4]).map((x) => (x / 2) * Math.LN10);
    expect(halfPowers.map(jeffreys)).toEqual([
      ...[bare, 'substantial', 'substantial', 'strong'],
      ...['strong', 'very strong', 'very strong', 'decisive'],
    ]);
  });
});

describe('estimates side by side', () => {
  const estimate = (
    method: string,
    logEvidence: number,
    more: Partial<NamedEstimate> = {},
  ): NamedEstimate => ({
    ...{ method, kind: 'estimate', logEvidence, standardError: 0.1, notes: [], values: {} },
    ...more,
  });
  const chosen = estimate('bridge', -10);

  it('contradict where they are further apart than four errors of their difference', () => {
    const codes = (others: NamedEstimate[]) =>
      notesOnAgreement(chosen, [chosen, ...others]).map(({ code }) => code);
    // 4 √0.02 = 0.57
    expect(codes([estimate('importance', -9.5), estimate('smc', -10.5)])).toEqual([]);
    expect(codes([estimate('importance', -9.4), estimate('smc', -10.6)])).toHaveLength(2);
    // a bound may lie as far below as it likes
    const bound = (value: number) => estimate('elbo', value, { kind: 'lower bound' });
    expect(codes([bound(-50)])).toEqual([]);
    expect(codes([bound(-9.4)])).toEqual(['disagreement']);
  });

  it('tell what they find wrong with the posterior, not with their approximation of it', () => {
    const note = (code: string, severity: 'note' | 'warning' = 'warning') => ({
      ...{ code, severity, message: `${code}.` },
    });
    const other = estimate('laplace', -10, {
      notes: [note('rhat'), note('not-normal'), note('poor-proposal'), note('settled', 'note')],
    });
    expect(notesOnPosterior(chosen, [chosen, other]).map(({ message }) => message)).toEqual([
      'laplace: rhat.',
    ]);
  });
});
