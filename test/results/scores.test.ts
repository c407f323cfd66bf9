import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/random/random.ts';
import { batchBald } from '../../src/results/acquisition.ts';
import { bootstrap, meanOfRows, type Statistic } from '../../src/results/bootstrap.ts';
import { adaptiveBinError, fixedBinError } from '../../src/results/calibration-error.ts';
import { type ClassMetric, classStatistics } from '../../src/results/class-scores.ts';
import { detectionStatistics } from '../../src/results/detection.ts';
import { drawsScore, normalsScore } from '../../src/results/ranked-probability-score.ts';
import { bestTemperature, temper, temperedLoss } from '../../src/results/temperature.ts';

const reference = JSON.parse(
  readFileSync(new URL('reference/scores.json', import.meta.url), 'utf8'),
);
const ones = (rows: number): Float64Array => new Float64Array(rows).fill(1);
const forecasts = {
  probabilities: Float64Array.from(reference.classes.probabilities),
  observed: Int32Array.from(reference.classes.observed),
};

describe('scores of classes', () => {
  const rows = forecasts.observed.length;
  const statistics = classStatistics(forecasts);

  it('are those of numpy', () => {
    for (const [name, statistic] of statistics)
      expect([name, statistic(ones(rows))]).toEqual([
        name,
        expect.closeTo(reference.classes[name], 12),
      ]);
  });

  it('of rows that count twice or not at all are those of a list with them twice or without', () => {
    const counts = Float64Array.from({ length: rows }, (_, row) => row % 3);
    const listed = [...counts.keys()].flatMap((row) => Array(counts[row]).fill(row));
    const other = classStatistics({
      probabilities: Float64Array.from(
        listed.flatMap((row) => [...forecasts.probabilities.subarray(3 * row, 3 * row + 3)]),
      ),
      observed: Int32Array.from(listed, (row) => forecasts.observed[row]),
    });
    // equal rows may stand on both sides of a bin's end where rows are listed
    const exact = [...statistics].filter(([name]) => name !== 'eceAdaptive');
    for (const [name, statistic] of exact)
      expect(statistic(counts)).toBeCloseTo(other.get(name)!(ones(listed.length)), 12);
  });

  it('count probabilities of 0 and 1, and a class that never came', () => {
    const sure = classStatistics({
      probabilities: Float64Array.of(1, 0, 0, 1, 0, 0),
      observed: Int32Array.of(0, 0),
    });
    const value = (name: ClassMetric): number => sure.get(name)!(ones(2));
    expect([value('accuracy'), value('brier'), value('ece'), value('eceClasswise')]).toEqual([
      1, 0, 0, 0,
    ]);
    expect(value('nll')).toBeCloseTo(0, 15);
    const wrong = classStatistics({
      probabilities: Float64Array.of(1, 0),
      observed: Int32Array.of(1),
    });
    expect(wrong.get('nll')!(ones(1))).toBe(Infinity);
    expect([wrong.get('brier')!(ones(1)), wrong.get('ece')!(ones(1))]).toEqual([2, 1]);
  });

  it('of calibration vanish where shares are as predicted', () => {
    const right = {
      probabilities: Float64Array.from({ length: 40 }, () => 0.75),
      came: Float64Array.from({ length: 40 }, (_, k) => (k % 4 === 0 ? 0 : 1)),
    };
    expect(fixedBinError(right)(ones(40))).toBeCloseTo(0, 12);
    // bins of few rows are not right by themselves
    expect(adaptiveBinError(right)(ones(40))).toBeGreaterThan(0);
  });

  it('of calibration with bins of equally many rows is the same of the events and of their opposites', () => {
    // 20 rows in 15 bins: a row belongs where its middle lies, from either end
    const probabilities = Float64Array.from({ length: 20 }, (_, k) => (k + 1) / 21);
    const came = Float64Array.from(probabilities, (_, k) => ((k * 7) % 3) % 2);
    const error = adaptiveBinError({ probabilities, came })(ones(20));
    const opposite = {
      probabilities: probabilities.map((p) => 1 - p),
      came: came.map((x) => 1 - x),
    };
    expect(adaptiveBinError(opposite)(ones(20))).toBeCloseTo(error, 12);
  });
});

describe('temperature', () => {
  it('is that of least loss', () => {
    const { temperature, temperedLoss: loss } = reference.classes;
    const found = bestTemperature(forecasts);
    expect(found / temperature).toBeCloseTo(1, 6);
    expect(temperedLoss(forecasts, found)).toBeCloseTo(loss, 12);
    expect(temperedLoss(forecasts, 1)).toBeCloseTo(reference.classes.nll, 12);
  });

  it('does not mend a probability of 0', () => {
    const impossible = { probabilities: Float64Array.of(0.6, 0.4, 0), observed: Int32Array.of(2) };
    for (const temperature of [0.5, 1, 20])
      expect(temperedLoss(impossible, temperature)).toBe(Infinity);
  });

  it('changes no order, and loses nothing of tiny probabilities', () => {
    const mild = temper(Float64Array.of(0.7, 0.2, 0.1), 2);
    const roots = [0.7, 0.2, 0.1].map(Math.sqrt);
    const sum = roots[0] + roots[1] + roots[2];
    roots.forEach((root, k) => {
      expect(mild[k]).toBeCloseTo(root / sum, 14);
    });
    expect([...temper(Float64Array.of(1e-300, 1e-300, 0), 0.05)]).toEqual([0.5, 0.5, 0]);
  });

  it('stays at the end of its range where surer is always better, or less sure', () => {
    const rows = { probabilities: Float64Array.of(0.8, 0.2, 0.1, 0.9) };
    expect(bestTemperature({ ...rows, observed: Int32Array.of(0, 1) })).toBe(0.05);
    expect(bestTemperature({ ...rows, observed: Int32Array.of(1, 0) })).toBe(20);
  });
});

describe('scores of numbers', () => {
  it('of one normal have the known values', () => {
    const cases = [
      [0, 1, 0, 0.2336949773],
      [1, 0.5, 1.7, 0.4545733509],
      [-0.5, 2, -3, 1.5739683061],
    ];
    for (const [mean, sd, y, score] of cases)
      expect(normalsScore(Float64Array.of(mean), Float64Array.of(sd), y)).toBeCloseTo(score, 10);
    expect(normalsScore(Float64Array.of(2), Float64Array.of(0), 5)).toBe(3);
  });

  it('of a mixture of normals and of draws are those of numerical integrals and of all pairs', () => {
    const { means, sds, mixture, draws, ofDraws } = reference.crps;
    for (const [y, score] of mixture)
      expect(normalsScore(Float64Array.from(means), Float64Array.from(sds), y)).toBeCloseTo(
        score,
        9,
      );
    for (const [y, score] of ofDraws)
      expect(drawsScore(Float64Array.from(draws), y)).toBeCloseTo(score, 12);
  });

  it('of many draws of a mixture, and of many normals, come to the same', () => {
    const random = Random.fromSeed(3);
    const means = Float64Array.from({ length: 4000 }, () => random.normal());
    const sds = means.map(() => 0.5 + random.uniform());
    const ascending = means.map((m, k) => m + sds[k] * random.normal()).sort();
    const byParts = normalsScore(means, sds, 0.7);
    expect(Math.abs(drawsScore(ascending, 0.7) / byParts - 1)).toBeLessThan(0.05);
  });
});

describe('telling rows apart', () => {
  const { usual, other, auroc, fpr95 } = reference.detection;
  const found = detectionStatistics(Float64Array.from(usual), Float64Array.from(other));

  it('has the areas of scipy, ties and all', () => {
    const counts = [ones(usual.length), ones(other.length)];
    expect(found.auroc(...counts)).toBeCloseTo(auroc, 12);
    expect(found.fpr95(...counts)).toBeCloseTo(fpr95, 12);
  });

  it('is perfect, or no better than a coin', () => {
    const apart = detectionStatistics(Float64Array.of(0, 1), Float64Array.of(2, 3, 4));
    const counts = [ones(2), ones(3)];
    expect([apart.auroc(...counts), apart.fpr95(...counts)]).toEqual([1, 0]);
    const alike = detectionStatistics(Float64Array.of(1, 1), Float64Array.of(1, 1, 1));
    expect([alike.auroc(...counts), alike.fpr95(...counts)]).toEqual([0.5, 1]);
  });
});

describe('the bootstrap', () => {
  it('has the error of a mean, and the same numbers for a seed', () => {
    const random = Random.fromSeed(8);
    const values = Float64Array.from({ length: 400 }, () => random.normal());
    const statistics = new Map<string, Statistic>([['mean', meanOfRows(values)]]);
    const { mean } = bootstrap(statistics, [400], Random.fromSeed(1));
    const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean.value) ** 2, 0) / 400);
    // between the 5% and the 95% quantile there are 2 × 1.645 standard errors
    const expected = (2 * 1.645 * sd) / Math.sqrt(400);
    expect(Math.abs((mean.upper - mean.lower) / expected - 1)).toBeLessThan(0.1);
    expect(bootstrap(statistics, [400], Random.fromSeed(1)).mean).toEqual(mean);
  });

  it('leaves out what is not defined of some resampled rows, and has infinite ends where figures are', () => {
    const odd = new Map<string, Statistic>([
      ['only with row 0', (counts) => (counts[0] === 0 ? Number.NaN : counts[0])],
      ['infinite', meanOfRows(Float64Array.of(Infinity, 1, 1))],
    ]);
    const found = bootstrap(odd, [3], Random.fromSeed(1), 200);
    expect(found['only with row 0'].lower).toBe(1);
    expect(found.infinite).toEqual({ value: Infinity, lower: 1, upper: Infinity });
  });
});

describe('a batch of rows to learn from', () => {
  const { rows, classes, batch, gains } = JSON.parse(
    readFileSync(new URL('reference/acquisition.json', import.meta.url), 'utf8'),
  );
  const pool: Float64Array[] = rows.map((row: number[]) => Float64Array.from(row));

  it('is chosen by the joint mutual information of all outcomes', () => {
    const chosen = batchBald(pool, classes, 4, Random.fromSeed(1));
    expect(chosen.map(({ row }) => row)).toEqual(batch);
    chosen.forEach(({ gain }, k) => {
      expect(gain).toBeCloseTo(gains[k], 12);
    });
  });

  it('has gains close to these where outcomes are drawn', () => {
    const chosen = batchBald(pool, classes, 4, Random.fromSeed(1), 20);
    expect(chosen.map(({ row }) => row).slice(0, 3)).toEqual(batch.slice(0, 3));
    expect(Math.abs(chosen[3].gain - gains[3])).toBeLessThan(0.1);
  });

  it('does not take what it knows already, and ends with the pool', () => {
    // both rows tell which draw it is, entirely
    const sure = Float64Array.of(1, 0, 0, 1);
    const coin = Float64Array.of(0.5, 0.5, 0.5, 0.5);
    const chosen = batchBald([sure, sure, coin], 2, 5, Random.fromSeed(1));
    expect(chosen).toHaveLength(3);
    expect(chosen[0].gain).toBeCloseTo(Math.LN2, 12);
    expect([chosen[1].gain, chosen[2].gain]).toEqual([0, 0]);
  });
});
