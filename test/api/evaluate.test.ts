import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { averagePredictions } from '../../src/api/average-predictions.ts';
import { compile } from '../../src/api/compile.ts';
import type { Fit } from '../../src/api/fit.ts';
import { loadFit } from '../../src/api/load-fit.ts';
import type { UncertainClass } from '../../src/api/uncertainty.ts';
import { Random } from '../../src/random/random.ts';
import { normalsScore } from '../../src/results/ranked-probability-score.ts';

const folder = mkdtempSync(join(tmpdir(), 'credence-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fitOf = (text: string, data: Record<string, unknown>, draws = 200): Promise<Fit> =>
  compile(text).bind(data).fit({ method: 'laplace', seed: 1, draws });

const logMeanExp = (logs: readonly number[]): number => {
  const largest = Math.max(...logs);
  return largest + Math.log(logs.reduce((sum, x) => sum + Math.exp(x - largest), 0) / logs.length);
};
const normalLog = (y: number, mean: number, sd: number): number =>
  -0.5 * ((y - mean) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);

describe('an evaluation of numbers', () => {
  it('scores the mixture over all draws', async () => {
    const fit = await fitOf(
      'dim obs data y[obs]: real param m ~ Normal(0, 2) param s ~ HalfNormal(2) observe y ~ Normal(m, s)',
      { y: [0.5, 1, 2, 2.5, -1, 0.7] },
    );
    const held = [0, 3, 1.5];
    const { metrics, outcomes } = await fit.evaluate({ y: held });
    const [means, sds] = [fit.draws('m') as number[], fit.draws('s') as number[]];
    const nll = held.map((y) => -logMeanExp(means.map((m, k) => normalLog(y, m, sds[k]))));
    const score = held.map((y) =>
      normalsScore(Float64Array.from(means), Float64Array.from(sds), y),
    );
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, x) => sum + x, 0) / values.length;
    expect(outcomes).toMatchObject([{ name: 'y', kind: 'number', rows: 3 }]);
    expect(metrics.nll.value).toBeCloseTo(mean(nll), 10);
    expect(metrics.crps.value).toBeCloseTo(mean(score), 10);
    expect(metrics.rmse.value).toBeCloseTo(
      Math.sqrt(mean(held.map((y) => (y - mean(means)) ** 2))),
      10,
    );
    expect(metrics.coverage90.value).toBe(1);
    expect(metrics.nll.lower).toBeLessThan(metrics.nll.value);
    expect(metrics.nll.upper).toBeGreaterThan(metrics.nll.value);
  });

  it('takes vectors as wholes, leaves missing cells out, and works for what has no moments', async () => {
    const fit = await fitOf(
      `dim row dim part = 2 data z[row, part]: real data w[row]: real?
       param m[part] ~ Normal(0, 1)
       observe z ~ MultiNormal(m, cov = [[1, 0], [0, 4]])
       observe w ~ Cauchy(m[1], 1)`,
      { z: [[0, 1]], w: [0.2] },
      50,
    );
    const { metrics, outcomes } = await fit.evaluate({
      z: [
        [1, 2],
        [0, -1],
      ],
      w: [null, 1],
    });
    expect(outcomes.map(({ name, rows }) => [name, rows])).toEqual([
      ['z', 2],
      ['w', 1],
    ]);
    const means = fit.draws('m') as number[][];
    const logOf = (a: number, b: number): number =>
      logMeanExp(means.map(([m1, m2]) => normalLog(a, m1, 1) + normalLog(b, m2, 2)));
    expect(metrics['z.nll'].value).toBeCloseTo(-(logOf(1, 2) + logOf(0, -1)) / 2, 10);
    const cauchy = means.map(([m1]) => -Math.log(Math.PI * (1 + (1 - m1) ** 2)));
    expect(metrics['w.nll'].value).toBeCloseTo(-logMeanExp(cauchy), 10);
    // a Cauchy distribution has no mean to be wrong by
    expect(metrics['w.rmse']).toBeUndefined();
  });

  it('refuses data without what is observed, and distributions that do not exist', async () => {
    const text =
      'dim obs data x[obs]: real data y[obs]: real param m ~ Normal(0, 1) observe y ~ Normal(m, x)';
    const fit = await fitOf(text, { x: [1, 2], y: [0, 1] }, 20);
    await expect(fit.evaluate({ x: [1, 2] })).rejects.toThrow('the data hold nothing of y');
    await expect(fit.evaluate({ x: [1, -2], y: [0, 1] })).rejects.toThrow(/y are not numbers/);
    await expect(fit.withTemperature({ x: [1, 2], y: [0, 1] })).rejects.toThrow(
      'temperatures are for probabilities of classes',
    );
    expect((await fit.evaluate({ x: [1, 2], y: [0, 1] })).notes.join()).toContain(
      'data of the fit',
    );
  });
});

const flowers = `dim flower dim species data x[flower]: real data label[flower]: species
  param a[species] ~ Normal(0, 2) param b[species] ~ Normal(0, 2)
  let score[i in flower, k in species] = a[k] + b[k] * x[i]
  observe label ~ CategoricalLogit(score)`;

/** Three classes that overlap. */
function flowersOf(count: number, seed: number): { x: number[]; label: string[] } {
  const random = Random.fromSeed(seed);
  const rows = Array.from({ length: count }, (_, k) => ({
    x: [-1.5, 0, 1.5][k % 3] + random.normal(),
    label: ['setosa', 'versicolor', 'virginica'][k % 3],
  }));
  return { x: rows.map(({ x }) => x), label: rows.map(({ label }) => label) };
}

describe('an evaluation of classes', () => {
  const made = fitOf(flowers, flowersOf(30, 1));

  it('has the probabilities of the prediction, also of classes that the data lack', async () => {
    const fit = await made;
    const held = { x: [-2, -1.5, 0.3], label: ['setosa', 'setosa', 'versicolor'] };
    const { uncertainty } = await fit.predict(held);
    const rows = uncertainty as UncertainClass[];
    expect(rows[0].classes).toEqual(['setosa', 'versicolor', 'virginica']);
    const nll = rows.map(({ probabilities }, k) => -Math.log(probabilities[k === 2 ? 1 : 0]));
    const evaluation = await fit.evaluate(held);
    expect(evaluation.metrics.nll.value).toBeCloseTo((nll[0] + nll[1] + nll[2]) / 3, 12);
    const [{ byClass }] = evaluation.outcomes;
    expect(Object.keys(byClass!)).toEqual(['setosa', 'versicolor', 'virginica']);
    // without any label the classes are known too
    expect((await fit.predict({ x: [0] })).uncertainty).toMatchObject([{ kind: 'class' }]);
    await expect(fit.evaluate({ x: [0], label: ['tulip'] })).rejects.toThrow('"tulip"');
    const one = await fit.evaluate({ x: [0], label: ['virginica'] });
    expect(one.outcomes[0].rows).toBe(1);
    expect(one.notes.join()).toContain('one row');
  });

  it('keeps a temperature in the fit, and all predictions are at it', async () => {
    const fit = await made;
    const tempered = await fit.withTemperature(flowersOf(60, 2));
    const { value, rows, before, after } = tempered.temperatures.label;
    expect([rows, after < before]).toEqual([60, true]);
    await tempered.save(folder);
    const again = await loadFit(folder);
    expect(again.temperatures).toEqual(tempered.temperatures);
    const held = flowersOf(40, 3);
    const [plain, other] = [await fit.predict(held), await again.predict(held)];
    const [raw, scaled] = [plain, other].map((p) => (p.uncertainty as UncertainClass[])[7]);
    const powers = raw.probabilities.map((p) => p ** (1 / value));
    const sum = powers[0] + powers[1] + powers[2];
    powers.forEach((power, k) => {
      expect(scaled.probabilities[k]).toBeCloseTo(power / sum, 12);
    });
    // what draws disagree about is as before
    expect(scaled.mutualInformation).toEqual(raw.mutualInformation);
    expect(other.notes.join()).toContain('temperature');
    // the draws of the classes follow the probabilities
    const shares =
      (other.draws('label') as number[][]).filter((draw) => draw[7] === 1).length / 200;
    expect(Math.abs(shares - scaled.probabilities[0])).toBeLessThan(0.12);
    const evaluation = await again.evaluate(held);
    const without = await fit.evaluate(held);
    expect(evaluation.outcomes[0].temperature).toBe(value);
    expect(evaluation.outcomes[0].untempered!.nll.value).toBe(without.metrics.nll.value);
    expect(evaluation.metrics.accuracy.value).toBe(without.metrics.accuracy.value);
    // anew, from the probabilities without it
    expect((await again.withTemperature(flowersOf(60, 2))).temperatures).toEqual(
      tempered.temperatures,
    );
    const both = averagePredictions({ plain, other }, { plain: 3, other: 1 });
    const mixed = (both.uncertainty as UncertainClass[])[7].probabilities;
    expect(mixed[0]).toBeCloseTo(0.75 * raw.probabilities[0] + 0.25 * scaled.probabilities[0], 12);
  });

  it('tells rows of another kind by their uncertainty', async () => {
    const fit = await made;
    const { metrics } = await fit.evaluate(
      { x: [-3, -3.5, 3, 4], label: ['setosa', 'setosa', 'virginica', 'virginica'] },
      { others: { x: [0.7, -0.7, 0.8] } },
    );
    expect(metrics.aurocEntropy.value).toBe(1);
    expect(metrics.fpr95Entropy.value).toBe(0);
  });

  it('counts 0 and 1 as classes', async () => {
    const fit = await fitOf(
      'dim obs data x[obs]: real data y[obs]: binary param b ~ Normal(0, 2) observe y ~ BernoulliLogit(b * x)',
      { x: [-1, 1, 2, -0.5, 0.2], y: [0, 1, 1, 1, 0] },
    );
    const held = { x: [1, -2, 0.5, -1, 3], y: [1, 0, 0, 0, 1] };
    const { metrics, outcomes } = await fit.evaluate(held);
    const draws = fit.draws('b') as number[];
    const p = held.x.map(
      (x) => draws.reduce((sum, b) => sum + 1 / (1 + Math.exp(-b * x)), 0) / draws.length,
    );
    const nll = held.y.map((y, k) => -Math.log(y === 1 ? p[k] : 1 - p[k]));
    expect(metrics.nll.value).toBeCloseTo(nll.reduce((sum, x) => sum + x, 0) / 5, 10);
    expect(Object.keys(outcomes[0].byClass!)).toEqual(['0', '1']);
    const tempered = await fit.withTemperature(held);
    const drawn = (await tempered.predict(held)).draws('y').flat() as number[];
    expect(drawn.every((y) => y === 0 || y === 1)).toBe(true);
    const impossible = await fitOf(
      'dim row dim k = 3 data y[row]: k param p ~ Beta(1, 1) observe y ~ Categorical([p, 1 - p, 0])',
      { y: [1, 2, 1] },
    );
    await expect(impossible.withTemperature({ y: [1, 3] })).rejects.toThrow(
      'a class of y came that was given the probability 0: no temperature mends that',
    );
    await expect(fit.withTemperature({ x: [1, -1], y: [1, 0] })).rejects.toThrow(
      'no temperature between',
    );
  });
});

describe('rows to learn from', () => {
  const pool = { x: [-3, -0.7, 0.1, 0.8, 4, -0.7] };

  it('are ranked by what predictions say of their uncertainty', async () => {
    const fit = await fitOf(flowers, flowersOf(30, 1));
    const { uncertainty } = await fit.predict(pool);
    const information = (uncertainty as UncertainClass[]).map((row) => row.mutualInformation.value);
    const { rows, by, outcome } = await fit.acquire(pool, { count: 3 });
    expect([by, outcome]).toEqual(['mutual-information', 'label']);
    const best = [...information].sort((a, b) => b - a).slice(0, 3);
    expect(rows.map(({ score }) => score)).toEqual(best);
    expect(rows.map(({ row }) => information[row - 1])).toEqual(best);
    const batch = await fit.acquire(pool, { count: 9, by: 'batch-bald' });
    expect(batch.rows).toHaveLength(6);
    expect(batch.rows[0]).toMatchObject({ row: rows[0].row, key: `label[${rows[0].row}]` });
    expect(batch.rows[0].score).toBeCloseTo(best[0], 12);
    expect(batch.notes.join()).toContain('all of them');
    await expect(fit.acquire(pool, { by: 'variance' })).rejects.toThrow(
      'variance ranks numbers, and label is a class',
    );
  });

  it('of numbers are those whose expectation is known least', async () => {
    const fit = await fitOf(
      'dim obs data x[obs]: real data y[obs]: real param b ~ Normal(0, 1) observe y ~ Normal(b * x, 1)',
      { x: [1, 2], y: [1, 1] },
    );
    const { rows } = await fit.acquire({ x: [1, -5, 3] });
    expect(rows.map(({ row }) => row)).toEqual([2, 3, 1]);
    expect(rows[0].score / rows[2].score).toBeCloseTo(25, 10);
    await expect(fit.acquire({ x: [1] }, { outcome: 'z' })).rejects.toThrow('there is y');
  });
});
