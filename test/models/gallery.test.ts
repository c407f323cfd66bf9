import { describe, expect, it } from 'vitest';
import { columnsOf, posteriorOf } from './read-model.ts';

/** Means and standard deviations of a fit, by label. */
async function summaryOf(model: string, data: string) {
  const fit = await posteriorOf(`${model}.bayes`, `${data}.csv`).fit({
    method: 'laplace',
    seed: 1,
  });
  expect(fit.diagnostics.notes.filter(({ severity }) => severity === 'warning')).toEqual([]);
  return new Map(fit.summary().map((row) => [row.label ?? row.key, row]));
}

/** Estimates by maximum likelihood in R: with weak priors the posterior lies within half a standard error. */
async function expectNear(
  [model, data]: readonly [string, string],
  estimates: Readonly<Record<string, readonly [estimate: number, error: number]>>,
): Promise<void> {
  const rows = await summaryOf(model, data);
  for (const [name, [estimate, error]] of Object.entries(estimates)) {
    const { mean, sd } = rows.get(name)!;
    expect([name, Math.abs(mean - estimate) / error]).toEqual([name, expect.closeTo(0, 0)]);
    expect([name, sd / error > 0.8 && sd / error < 1.4]).toEqual([name, true]);
  }
}

describe('the models of the gallery', { timeout: 60_000 }, () => {
  it('air quality: lm(log(Ozone) ~ warm + windy)', async () => {
    await expectNear(['air-quality/air-quality', 'air-quality/air-quality'], {
      a: [3.41417, 0.05243],
      b_warm: [0.573841, 0.064553],
      b_windy: [-0.262669, 0.085642],
    });
  });

  it('admissions: binomial glm() with and without departments', async () => {
    await expectNear(['admissions/admissions', 'admissions/admissions'], {
      b: [0.09987, 0.080846],
      'a[A]': [0.582051, 0.068993],
    });
    await expectNear(['admissions/without-departments', 'admissions/admissions'], {
      mu: [-0.220134, 0.038788],
      b: [-0.610352, 0.063893],
    });
  });

  it('insect sprays: Poisson glm()', async () => {
    await expectNear(['insect-sprays/insect-sprays', 'insect-sprays/insect-sprays'], {
      'effect[A]': [2.6741486, 0.0758098],
      'effect[C]': [0.7339692, 0.1999999],
      'effect[F]': [2.8134107, 0.0707107],
    });
  });

  it('leukaemia: the maximum of the censored Weibull likelihood, survreg()', async () => {
    await expectNear(['leukaemia/leukaemia', 'leukaemia/leukaemia'], {
      b: [1.267, 0.311],
      a: [2.248, 0.166],
    });
  });

  it('discoveries: the evidences of the conjugate form and of a grid in SciPy', async () => {
    const logEvidence = async (name: string) =>
      (await posteriorOf(`discoveries/${name}.bayes`, 'discoveries/discoveries.csv').evidence())
        .logEvidence;
    expect(await logEvidence('poisson')).toBeCloseTo(-219.47112112172, 8);
    expect(await logEvidence('negative-binomial')).toBeCloseTo(-214.6415559, 5);
  });

  it('has the data of R', () => {
    const rows = (file: string, column: string): string[] => columnsOf(file)[column] as string[];
    const sum = (values: readonly string[]): number => values.reduce((s, x) => s + Number(x), 0);
    const ozone = rows('air-quality/air-quality.csv', 'ozone');
    expect([ozone.length, ozone.filter((cell) => cell === '').length]).toEqual([153, 37]);
    expect(sum(rows('old-faithful/old-faithful.csv', 'waiting')) / 272).toBeCloseTo(70.897, 3);
    expect(sum(rows('discoveries/discoveries.csv', 'discoveries'))).toBe(310);
    expect(sum(rows('lake-huron/lake-huron.csv', 'level')) / 98).toBeCloseTo(579.0041, 4);
    expect(sum(rows('insect-sprays/insect-sprays.csv', 'insects')) / 72).toBeCloseTo(9.5, 12);
    expect(sum(rows('admissions/admissions.csv', 'applicants'))).toBe(4526);
    expect(sum(rows('admissions/admissions.csv', 'admitted'))).toBe(1755);
    expect(sum(rows('leukaemia/leukaemia.csv', 'time'))).toBe(359 + 182);
  });
});
