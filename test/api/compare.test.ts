import { describe, expect, it, vi } from 'vitest';
import { leaveOneOut } from '../../src/evidence/leave-one-out.ts';
import { bayesFactor, compare, compareFits, compile, fitFromStanCsv } from '../../src/index.ts';
import { nuts } from '../../src/inference/nuts/nuts.ts';
import { exactCases, schools } from '../evidence/cases.ts';

const bound = (id: string) => {
  const { source, data } = exactCases.find((one) => one.id === id)!;
  return compile(source).bind(data);
};
const settings = { draws: 1000, workers: 1 };

describe('compare', () => {
  it('gives the published log Bayes factor of Poisson against geometric deaths', async () => {
    const result = await compare({ geometric: bound('A6'), poisson: bound('A5') }, settings);
    expect(result).toMatchObject({ best: 'poisson', trustworthy: true });
    expect(Object.keys(result.models)).toEqual(['poisson', 'geometric']);
    // reference table, A5 and A6
    const { poisson, geometric } = result.logBayesFactors;
    expect(geometric.value).toBeCloseTo(-7.6486619996, 6);
    expect(geometric).toMatchObject({ kassRaftery: 'very strong', jeffreys: 'decisive' });
    expect(poisson).toMatchObject({ value: 0, standardError: 0 });
    expect(result.probabilities.poisson).toBeCloseTo(1 / (1 + Math.exp(-7.6486619996)), 8);
    const loo = result.loo!;
    for (const weight of ['stackingWeight', 'pseudoBmaWeight', 'pseudoBmaPlusWeight'] as const)
      expect(loo.poisson[weight] + loo.geometric[weight]).toBeCloseTo(1, 8);
    expect(loo.poisson.elpdDifference).toBe(0);
    expect(loo.poisson.paretoK).toEqual({ good: 200, bad: 0, veryBad: 0 });
    // 1 / (1 + exp(−difference))
    const odds = loo.geometric.elpdDifference;
    expect(loo.poisson.pseudoBmaWeight).toBeCloseTo(1 / (1 + Math.exp(-odds)), 8);
  }, 60_000);

  it('weighs models by their prior', async () => {
    const models = { flat: bound('A2'), tight: bound('A3') };
    const result = await compare(models, { ...settings, priorWeights: { flat: 2 } });
    expect(result.priorProbabilities).toEqual({ tight: 1 / 3, flat: 2 / 3 });
    // reference table: factor 4.90976217
    expect(result.probabilities.tight).toBeCloseTo(4.90976217 / (4.90976217 + 2), 7);
  }, 60_000);

  it('takes the draws of bridge sampling for leave-one-out, in the forms that were asked for', async () => {
    const source =
      'dim school data y[school]: real data sigma[school]: positive param mu ~ Normal(0, 5) param tau ~ HalfCauchy(5) param theta[school] ~ Normal(mu, tau) observe y ~ Normal(theta, sigma)';
    const model = compile(source);
    const forms = { theta: 'non-centred' } as const;
    const starts = vi.spyOn(nuts, 'init');
    const result = await compare(
      { one: model.bind(schools), other: model.bind(schools, { forms }) },
      { ...settings, evidence: 'bridge' },
    );
    // the compiler chooses the non-centred form too, so that all numbers are the same
    expect(result.models.one.logEvidence).toBe(result.models.other.logEvidence);
    expect(result.loo!.one.elpd).toBe(result.loo!.other.elpd);
    // leaving each school out in truth: ratios of evidences by quadrature over tau with scipy
    expect(Math.abs(result.loo!.one.elpd - -30.741874883847842)).toBeLessThan(0.15);
    // once a model
    expect(starts).toHaveBeenCalledTimes(2);
    starts.mockRestore();
  }, 60_000);

  it('says how the evidence depends on the scale of a prior', async () => {
    // reference table, A8: the prior variance of mu is 1 / (τ0 t), so that its scale goes as 1 / √τ0
    const models = { free: bound('A8, 1'), fixed: bound('A1, mu = 0') };
    const result = await compare(models, { ...settings, scalePrior: { mu: [1, 10, 100] } });
    const free = [-18.745884866, -20.196738549, -22.4893503317];
    const [{ models: asWritten }] = result.sensitivity!;
    expect(asWritten.free).toBe(result.models.free);
    result.sensitivity!.forEach(({ parameter, factor, models: there, logBayesFactors }, k) => {
      expect([parameter, factor]).toEqual(['mu', [1, 10, 100][k]]);
      expect(there.free.logEvidence).toBeCloseTo(free[k], 8);
      expect(there.fixed).toBe(result.models.fixed);
      expect(logBayesFactors.fixed.value).toBeCloseTo(-21.8173697465 - free[k], 8);
    });
    const [, , widest] = result.sensitivity!;
    expect(widest.probabilities.fixed).toBeGreaterThan(0.5);
    await expect(compare(models, { scalePrior: { nu: [1] } })).rejects.toThrow(
      'there is no parameter nu; did you mean mu?',
    );
    await expect(compare(models, { scalePrior: { mu: [0] } })).rejects.toThrow(
      'multiplied by a number above 0, not by 0',
    );
    const tosses = { flat: bound('A2'), tight: bound('A3') };
    await expect(compare(tosses, { scalePrior: { p: [2] } })).rejects.toThrow(
      'the prior of p in model.bayes has no scale to multiply',
    );
  }, 60_000);

  it('refuses models of different values, and those without evidence', async () => {
    await expect(compare({ a: bound('A2'), b: bound('A5') })).rejects.toThrow(
      'the models do not observe the same values',
    );
    const flat = compile('data y: real param b ~ Flat() observe y ~ Normal(b, 1)').bind({ y: 1 });
    await expect(compare({ a: flat, b: flat })).rejects.toThrow('prior of `b`');
    await expect(compare({ a: bound('A2') })).rejects.toThrow('at least two models');
  });

  it('takes the word of a model whose likelihood is a factor', async () => {
    const { data } = exactCases[0];
    const factored = compile(
      'dim obs data y[obs]: real param mu ~ Normal(0, 2) factor sum(logpdf(Normal(mu, 1.5), y))',
    ).bind(data);
    const result = await compare({ factored, observed: bound('A1') }, settings);
    expect(result.logBayesFactors.factored.value).toBeCloseTo(0, 8);
    expect(result.loo).toBeUndefined();
    expect(result.notes.map(({ code }) => code)).toEqual(['no-loo', 'values-not-checked']);
  });
});

describe('fits', () => {
  const y = [0.5, 1, -0.3, 2, 2.5, 7];
  const source = (sd: number) => `dim row
data y[row]: real
param m ~ Normal(0, 3)
param s ~ HalfNormal(${sd})
observe y ~ Normal(m, s)
output log_lik[row] = logpdf(Normal(m, s), y)
`;
  const fitted = (sd: number) =>
    compile(source(sd)).bind({ y }).fit({ draws: 500, warmup: 500, chains: 2, method: 'nuts' });

  it('have the leave-one-out accuracy of the log densities of their observations, also as CSV of Stan', async () => {
    const fit = await fitted(2);
    const { draws } = fit.parts;
    const [m, s] = [draws.element('m', 0), draws.element('s', 0)];
    const logDensities = y.map((at) =>
      m.map((mean, k) => -Math.log(s[k] * Math.sqrt(2 * Math.PI)) - ((at - mean) / s[k]) ** 2 / 2),
    );
    const expected = leaveOneOut(logDensities, 2);
    const foreign = fitFromStanCsv(fit.toStanCsv().map((text, k) => ({ name: `${k}.csv`, text })));
    expect(foreign.summary().map(({ key }) => key)).toEqual(['m', 's']);
    expect(foreign.summary()[0]).toMatchObject({ rhat: fit.summary()[0].rhat });
    for (const { loo } of [await fit.leaveOneOut(), await foreign.leaveOneOut()]) {
      expect(loo.elpd).toBeCloseTo(expected.elpd, 9);
      loo.paretoK.forEach((k, row) => {
        expect(k).toBeCloseTo(expected.paretoK[row], 9);
      });
    }
    await expect(foreign.predict({ y })).rejects.toThrow('without their model');
    await expect(fit.leaveOneOut({ y: [1, 2, 3, 4, 5, 6] })).rejects.toThrow(
      'only observations of the fit can be left out',
    );
  });

  it('are compared by it', async () => {
    const { loo, predictions, trustworthy } = await compareFits({
      wide: await fitted(9),
      tight: await fitted(0.3),
    });
    // the tight prior of the spread cannot have the last observation
    expect(Object.keys(loo)).toEqual(['wide', 'tight']);
    expect(loo.wide.pointwiseParetoK).toHaveLength(6);
    expect(loo.tight.elpdDifference).toBeCloseTo(loo.wide.elpd - loo.tight.elpd, 12);
    expect(loo.wide.stackingWeight).toBeGreaterThan(0.5);
    expect(predictions).toMatchObject([{ outcome: 'y', kind: 'numbers', count: 6 }]);
    expect(trustworthy).toBe(true);
    await expect(compareFits({ one: await fitted(1) })).rejects.toThrow('at least two');
  });
});

describe('bayesFactor', () => {
  it('is that of logistic regression with and without temperature (reference table, B7)', async () => {
    const found = await bayesFactor(bound('B7'), bound('B7, b = 0'));
    expect(Math.exp(found.value)).toBeCloseTo(15.50444278, 6);
    expect(found).toMatchObject({
      kassRaftery: 'positive',
      jeffreys: 'strong',
      trustworthy: true,
      notes: [],
    });
    expect(found.evidence[1].logEvidence).toBeCloseTo(-15.9030969744, 8);
    const { value } = await bayesFactor(bound('B7, b = 0'), bound('B7'));
    expect(value).toBeCloseTo(-found.value, 12);
  });

  it('refuses models of different values', async () => {
    await expect(bayesFactor(bound('A2'), bound('A5'))).rejects.toThrow('the first model has 100');
  });
});
