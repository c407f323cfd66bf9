import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Approximation, Target } from '../../src/inference/method.ts';
import {
  type LocalCurvature,
  nextDiagonal,
  normalAround,
} from '../../src/inference/pathfinder/inverse-hessian.ts';
import { type PathfinderState, pathfinder } from '../../src/inference/pathfinder/pathfinder.ts';
import { run } from '../../src/inference/run.ts';
import { Random } from '../../src/random/random.ts';
import { eightSchools, gaussian, regression, targetOf } from './targets.ts';

const options = pathfinder.defaults;
const approximate = (target: Target, more = {}): Promise<Approximation> =>
  run(pathfinder, target, { ...options, ...more }, Random.fromSeed(1));

interface Reference extends LocalCurvature {
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly logVolume: number;
  readonly nextDiagonal: readonly number[];
}
const references: readonly Reference[] = JSON.parse(
  readFileSync(new URL('reference/inverse-hessian.json', import.meta.url), 'utf8'),
);

describe('the normal of an L-BFGS iteration: the dense BFGS recursion in mpmath', () => {
  it.each(
    references.map((reference) => [reference.point.length, reference.steps.length, reference]),
  )('of %i coordinates and %i steps', (dimension, _, reference) => {
    const { dimension: own, logVolume, place } = normalAround(reference)!;
    expect(own).toBe(dimension);
    expect(logVolume).toBeCloseTo(reference.logVolume, 9);
    const mean = new Float64Array(dimension);
    place(new Float64Array(dimension), mean);
    reference.mean.forEach((value, i) => {
      expect(Math.abs(mean[i] - value)).toBeLessThan(1e-8 * Math.max(1, Math.abs(value)));
    });
    // the columns of A, whose product A Aᵀ is the covariance
    const columns = reference.point.map((__, k) => {
      const column = new Float64Array(dimension);
      const unit = new Float64Array(dimension);
      unit[k] = 1;
      place(unit, column);
      return column.map((value, i) => value - mean[i]);
    });
    reference.covariance.forEach((row, i) => {
      row.forEach((value, j) => {
        const sum = columns.reduce((all, column) => all + column[i] * column[j], 0);
        const size = Math.sqrt(reference.covariance[i][i] * reference.covariance[j][j]);
        expect(Math.abs(sum - value)).toBeLessThan(1e-8 * size);
      });
    });
  });

  it.each(references.map((reference) => [reference.point.length, reference]))(
    'and the diagonal of one update, of %i coordinates',
    (_, { diagonal, steps, changes, nextDiagonal: expected }) => {
      const next = nextDiagonal(diagonal, steps[0], changes[0]);
      expected.forEach((value, i) => {
        expect(next[i] / value).toBeCloseTo(1, 10);
      });
    },
  );

  it('is nothing where the curvature is not positive definite', () => {
    const bad = { point: [0], gradient: [1], diagonal: [Number.NaN], steps: [], changes: [] };
    expect(normalAround(bad)).toBeUndefined();
  });
});

/** Means and standard deviations of 20,000 draws. */
function moments({ draws }: Approximation, size: number): { mean: number[]; sd: number[] } {
  const count = 20_000;
  const { points: x } = draws(count, Random.fromSeed(2));
  const column = (i: number): number[] => Array.from({ length: count }, (_, k) => x[k * size + i]);
  const mean = Array.from({ length: size }, (_, i) => column(i).reduce((a, b) => a + b, 0) / count);
  const sd = mean.map((m, i) =>
    Math.sqrt(column(i).reduce((sum, v) => sum + (v - m) ** 2, 0) / count),
  );
  return { mean, sd };
}

describe('Pathfinder', () => {
  it('meets a correlated normal on scales of 0.01 and 10', async () => {
    const [s, t, r] = [0.01, 10, 0.9];
    const d = 1 - r * r;
    const target = gaussian(
      [0.5, 3],
      [
        [1 / (s * s * d), -r / (s * t * d)],
        [-r / (s * t * d), 1 / (t * t * d)],
      ],
    );
    const fit = await approximate(target);
    const exact = Math.log(2 * Math.PI) + Math.log(s * t) + 0.5 * Math.log(d);
    expect(fit.values.elbo).toBeLessThan(exact + 4 * fit.values.elboStandardError);
    expect(fit.values.elbo).toBeGreaterThan(exact - 0.2);
    expect(fit.notes.filter(({ severity }) => severity === 'warning')).toEqual([]);
    const { mean, sd } = moments(fit, 2);
    expect(Math.abs(mean[0] - 0.5) / s).toBeLessThan(0.05);
    expect(Math.abs(mean[1] - 3) / t).toBeLessThan(0.05);
    expect(sd[0] / s).toBeCloseTo(1, 1);
    expect(sd[1] / t).toBeCloseTo(1, 1);
  });

  it('takes one or two orders of magnitude fewer gradients than sampling', async () => {
    // Zhang et al. (2022), section 4: on posteriors that are near a normal
    const rows = Array.from({ length: 60 }, (_, i) => [1, Math.sin(i), Math.cos(2 * i)]);
    const y = rows.map(([, a, b], i) => 1 + a - b + Math.sin(i * i));
    const { values, notes } = await approximate(regression(rows, y));
    expect(values.gradients / options.paths).toBeLessThan(2000);
    expect(notes.filter(({ severity }) => severity === 'warning')).toEqual([]);
  });

  it('stops short of the spike of eight schools, centred', async () => {
    // Section 1 ibid.: the mode has no mass, but the path passes where there is some. The log evidence is −31.3113.
    const { values, draws, notes } = await approximate(eightSchools(true));
    expect(values.elbo).toBeLessThan(-31.3113473523);
    expect(values.elbo).toBeGreaterThan(-45);
    const { points: x } = draws(2000, Random.fromSeed(3));
    const logTau = Array.from({ length: 2000 }, (_, k) => x[10 * k + 1]);
    expect(Math.min(...logTau)).toBeGreaterThan(-10);
    expect(notes.map(({ severity }) => severity)).toContain('warning');
  });

  it('chooses among paths to different modes by their weights', async () => {
    // 0.8 N(−5, 1) + 0.2 N(5, 1)
    const mixture = targetOf({
      names: ['x'],
      density([x], gradient) {
        const a = Math.log(0.8) - 0.5 * (x + 5) ** 2;
        const b = Math.log(0.2) - 0.5 * (x - 5) ** 2;
        const top = Math.max(a, b);
        const value = top + Math.log(Math.exp(a - top) + Math.exp(b - top));
        gradient[0] = -(x + 5) * Math.exp(a - value) - (x - 5) * Math.exp(b - value);
        return value;
      },
      hessian: () => [[-1]],
    });
    const { draws } = await approximate(mixture, { paths: 40 });
    const { points: x } = draws(10_000, Random.fromSeed(3));
    const right = x.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) / 10_000;
    // the share is 0.2 where as many paths lead left as right; 40 paths, one fifth of them give or take
    expect(right).toBeGreaterThan(0.1);
    expect(right).toBeLessThan(0.35);
  });

  it('refuses a density that is 0 everywhere', async () => {
    const nowhere = targetOf({ names: ['a'], density: () => -Infinity, hessian: () => [[0]] });
    await expect(approximate(nowhere)).rejects.toMatchObject({ code: 'no-start' });
  });

  it('gives the same numbers whether paths go on together or apart, and after JSON', () => {
    const target = eightSchools(false);
    const { split, join, step } = pathfinder.parallel!;
    const toEnd = (first: PathfinderState, json: boolean): PathfinderState => {
      let state = first;
      for (;;) {
        const { state: next, info } = step(target, state, options);
        state = json ? (JSON.parse(JSON.stringify(next)) as PathfinderState) : next;
        if (info.done) return state;
      }
    };
    const start = pathfinder.init(target, options, Random.fromSeed(5));
    const together = toEnd(start, false);
    expect(join(split(start).map((part) => toEnd(part, false)))).toEqual(together);
    expect(toEnd(start, true)).toEqual(together);
  });
});
