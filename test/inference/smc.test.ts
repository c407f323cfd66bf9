import { describe, expect, it } from 'vitest';
import type { GradientTarget } from '../../src/inference/method.ts';
import { run } from '../../src/inference/run.ts';
import { advance, isDone, startRun } from '../../src/inference/smc/particles.ts';
import { combine, rowsOf, type SmcState, smc } from '../../src/inference/smc/smc.ts';
import { nextStep, reweight } from '../../src/inference/smc/temperature.ts';
import { Random } from '../../src/random/random.ts';

/** Prior N(0, 1) in each coordinate, likelihood N(x; centre, sd) of each: the evidence is a product of normals. */
function normalTarget(centre: number, sd: number, size: number): GradientTarget {
  const constant = -0.5 * Math.log(2 * Math.PI);
  return {
    dimension: size + 1,
    logDensityGradient(point, gradient) {
      const temperature = point[size];
      let [prior, likelihood] = [0, 0];
      for (let k = 0; k < size; k++) {
        const z = (point[k] - centre) / sd;
        prior += constant - point[k] ** 2 / 2;
        likelihood += constant - Math.log(sd) - z ** 2 / 2;
        gradient[k] = -point[k] - (temperature * z) / sd;
      }
      gradient[size] = likelihood;
      return prior + temperature * likelihood;
    },
  };
}

const normals = (count: number, seed: number): Float64Array => {
  const random = Random.fromSeed(seed);
  return Float64Array.from({ length: count }, () => random.normal());
};

function planOf(target: GradientTarget, start: Float64Array, size: number) {
  let learning = startRun(rowsOf(start, size), Random.fromSeed(5));
  while (!isDone(learning)) learning = advance(target, learning);
  return learning.stages;
}

describe('temperatures', () => {
  it('are as far apart as the effective sample size allows', () => {
    const logs = Array.from(normals(500, 1), (z) => -50 * (z - 2) ** 2);
    const step = nextStep(logs, 1, 0.5);
    expect(reweight(logs, step).efficiency).toBeCloseTo(0.5, 6);
    expect(step).toBeLessThan(0.1);
    expect(nextStep(logs, 1, 1e-4)).toBe(1);
    expect(nextStep(logs, step / 2, 0.5)).toBe(step / 2);
  });

  it('count particles without likelihood as lost, not as a reason to stand still', () => {
    const logs = [-1, -1, -1, Number.NEGATIVE_INFINITY];
    expect(nextStep(logs, 1, 0.9)).toBe(1);
    const { logMean, efficiency } = reweight(logs, 1);
    expect(logMean).toBeCloseTo(Math.log(0.75) - 1, 14);
    expect(efficiency).toBeCloseTo(0.75, 14);
  });

  it('can be very low: a likelihood may be astronomically narrow', () => {
    const logs = Array.from(normals(500, 1), (z) => -1e30 * z ** 2);
    expect(reweight(logs, nextStep(logs, 1, 0.5)).efficiency).toBeCloseTo(0.5, 6);
  });
});

it('particles whose likelihood is the same everywhere move once at a temperature', () => {
  const flat: GradientTarget = {
    dimension: 2,
    logDensityGradient(point, gradient) {
      gradient[0] = -point[0];
      gradient[1] = -3;
      return -(point[0] ** 2) / 2 - 3 * point[1];
    },
  };
  const stages = [
    { temperature: 0.5, tuning: { metric: 'diagonal', inverse: [1], stepSize: 0.5 }, sweeps: 1 },
    { temperature: 1, sweeps: 0 },
  ];
  let run = startRun(rowsOf(normals(100, 2), 1), Random.fromSeed(3));
  while (!isDone(run)) run = advance(flat, run, stages);
  expect(run.logEvidence).toBeCloseTo(-3, 12);
  expect(run.stickiness).toBe(0);
});

it('the stickiest temperature is told, whatever comes after it', () => {
  const target = normalTarget(1, 0.5, 1);
  const tuning = (stepSize: number) => ({ metric: 'diagonal', inverse: [1], stepSize });
  const stages = [
    { temperature: 0.3, tuning: tuning(1e-8), sweeps: 1 },
    { temperature: 0.6, tuning: tuning(0.5), sweeps: 5 },
    { temperature: 1, sweeps: 0 },
  ];
  let run = startRun(rowsOf(normals(200, 2), 1), Random.fromSeed(3));
  while (!isDone(run)) run = advance(target, run, stages);
  expect(run.stickiness).toBeGreaterThan(0.999);
  // the moves at the second are good
  let other = startRun(rowsOf(normals(200, 2), 1), Random.fromSeed(3));
  while (!isDone(other)) other = advance(target, other, stages.slice(1));
  expect(other.stickiness).toBeLessThan(0.5);
});

it('the error of several runs is that of the mean of their evidences, widened as Student t is', () => {
  // numpy: e = exp(x - 1000); log(mean(e)) + 1000; std(e, ddof=1) / sqrt(16) / mean(e) * t.ppf(.975, 15) / norm.ppf(.975)
  const logs = Array.from({ length: 16 }, (_, k) => 1000 + k / 10);
  const { logEvidence, standardError } = combine(logs);
  expect(logEvidence).toBeCloseTo(1000.8540627255632, 9);
  expect(standardError).toBeCloseTo(0.12674467525159575, 9);
});

describe('sequential Monte Carlo', () => {
  const size = 2;
  const target = normalTarget(2, 0.2, size);
  const plan = planOf(target, normals(60 * size, 3), size);
  const options = { start: normals(16 * 60 * size, 2), plan };
  // log N(2; 0, sqrt(1.04)) each
  const truth = size * (-0.5 * Math.log(2 * Math.PI * 1.04) - 4 / 2.08);

  it('meets a closed form', async () => {
    const { values, notes } = await run(smc, target, options, Random.fromSeed(1));
    expect(notes).toEqual([]);
    expect(plan.length).toBeGreaterThan(2);
    expect(Math.abs(values.logEvidence - truth)).toBeLessThan(3 * values.standardError);
    expect(values.standardError).toBeLessThan(0.25);
  });

  it('ends with particles of the posterior', async () => {
    const found = await run(smc, target, options, Random.fromSeed(1));
    const { points: draws } = found.draws(1, Random.fromSeed(1));
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    expect(mean).toBeCloseTo(2 / 1.04, 1);
  });

  it('gives the same numbers in parts, after JSON too', () => {
    const finish = (from: SmcState): SmcState => {
      let state = from;
      for (let done = false; !done; ) {
        const next = smc.step(target, state, options);
        state = next.state;
        done = next.info.done;
      }
      return state;
    };
    const { split, join } = smc.parallel!;
    const first = smc.init(target, options, Random.fromSeed(3));
    const parts = split(JSON.parse(JSON.stringify(first)));
    expect(join(parts.map(finish))).toEqual(finish(first));
  }, 30_000);

  it('is without bias', async () => {
    const values = [];
    for (let seed = 1; seed <= 8; seed++) {
      const start = normals(16 * 60 * size, 100 + seed);
      const random = Random.fromSeed(seed);
      values.push((await run(smc, target, { start, plan }, random)).values);
    }
    const mean = values.reduce((sum, { logEvidence }) => sum + logEvidence - truth, 0) / 8;
    const error = Math.hypot(...values.map(({ standardError }) => standardError)) / 8;
    expect(Math.abs(mean)).toBeLessThan(3 * error);
  }, 30_000);

  it('makes no plan where the likelihood is 0 everywhere; a run that meets none is worth 0', async () => {
    const nowhere: GradientTarget = {
      dimension: 2,
      logDensityGradient(_, gradient) {
        gradient.set([0, Number.NEGATIVE_INFINITY]);
        return Number.NaN;
      },
    };
    expect(() => planOf(nowhere, normals(60, 1), 1)).toThrow('likelihood is 0 or undefined');
    const lost = { start: normals(16 * 60, 1), plan: [{ temperature: 1, sweeps: 0 }] };
    const { values } = await run(smc, nowhere, lost, Random.fromSeed(1));
    expect(values.logEvidence).toBe(Number.NEGATIVE_INFINITY);
    expect(values.standardError).toBe(Number.POSITIVE_INFINITY);
  });
});
