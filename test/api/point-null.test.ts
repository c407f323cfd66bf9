import { describe, expect, it } from 'vitest';
import { bayesFactor } from '../../src/index.ts';
import { type EvidenceCase, eightSchools, exactCases, posteriorOf } from '../evidence/cases.ts';

const known = (id: string): EvidenceCase => exactCases.find((one) => one.id === id)!;

describe('point nulls', () => {
  // closed forms and quadrature: A1, B1 and B7 of the references
  it.each([
    ['A1', 'mu', -21.8173697465 - -18.0315832124],
    ['B1', 'delta', -Math.log(17.2588802678)],
    ['B7', 'b', Math.log(0.06449764)],
  ])('%s: the Savage-Dickey ratio of %s = 0', async (id, parameter, logRatio) => {
    const posterior = posteriorOf(known(id));
    const { value, trustworthy } = await bayesFactor(posterior.withFixed(parameter, 0), posterior);
    expect(trustworthy).toBe(true);
    // the ratio of B7 is given to seven digits
    expect(value).toBeCloseTo(logRatio, id === 'B7' ? 6 : 9);
  });

  it('at a value that is not 0: the density of the posterior over that of the prior', async () => {
    // scipy: norm(1.4958579882, 0.4615384615).logpdf(2) - norm(0, 2).logpdf(2)
    const posterior = posteriorOf(known('A1'));
    const { value } = await bayesFactor(posterior.withFixed('mu', 2), posterior);
    expect(value).toBeCloseTo(1.3697690215212774, 8);
  });

  it('of all elements at once', async () => {
    const posterior = posteriorOf(eightSchools);
    const fixed = posterior.withFixed('theta', 3);
    expect(fixed.dimension).toBe(2);
    expect(fixed.constrain(Float64Array.of(0, 0))).toEqual({ mu: 0, tau: 1 });
  });

  it('refuses what cannot be, by name', () => {
    const posterior = posteriorOf(eightSchools);
    expect(() => posterior.withFixed('tua', 1)).toThrow('no parameter tua; did you mean tau?');
    expect(() => posterior.withFixed('tau', -1)).toThrow('tau cannot be -1: its values lie from 0');
    expect(() => posterior.withFixed('mu', Number.NaN)).toThrow('finite number');
    expect(() => posterior.withFixed('tau', 0)).toThrow(/with tau = 0: .*sd/);
    const peas = posteriorOf({ ...known('A7, 9:3:3:1'), ...simplex });
    expect(() => peas.withFixed('p', 0.25)).toThrow('p is a simplex');
  });
});

const simplex = {
  source: 'dim kind = 3 param p[kind]: simplex ~ Dirichlet([1, 1, 1])',
  data: {},
};
