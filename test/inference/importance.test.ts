import { describe, expect, it } from 'vitest';
import {
  coverage,
  type LocationScale,
  proposeNormal,
  proposeStudent,
  resample,
} from '../../src/inference/importance.ts';
import { Random } from '../../src/random/random.ts';
import { gaussian, targetOf } from './targets.ts';

const identity = (size: number): number[][] =>
  Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)),
  );

/** Scales 2 in every coordinate, around 1. */
const placed = (dimension: number): LocationScale => ({
  dimension,
  logVolume: dimension * Math.log(2),
  place(z, point) {
    for (let i = 0; i < dimension; i++) point[i] = 1 + 2 * z[i];
  },
});

describe('proposals', () => {
  // weights of a normalised target have the mean 1, whatever the proposals are
  it.each([
    ['normal', proposeNormal],
    ['Student-t', proposeStudent],
  ])('%s: log densities are normalised', (_, propose) => {
    const size = 3;
    const target = gaussian([0, 0, 0], identity(size), -0.5 * size * Math.log(2 * Math.PI));
    const proposals = propose(placed(size), 200_000, Random.fromSeed(1));
    const weights = coverage(target, proposals).logRatios.map(Math.exp);
    const mean = weights.reduce((a, b) => a + b, 0) / weights.length;
    expect(Math.abs(mean - 1)).toBeLessThan(0.03);
  });

  it('Student-t draws have the variance 5/3 of five degrees of freedom', () => {
    const { draws } = proposeStudent(placed(1), 200_000, Random.fromSeed(2));
    const variance = draws.reduce((sum, x) => sum + ((x - 1) / 2) ** 2, 0) / draws.length;
    expect(Math.abs(variance - 5 / 3)).toBeLessThan(0.05);
  });
});

describe('resampling', () => {
  it('takes each position as often as its weight says, to within 1', () => {
    const logWeights = Float64Array.from([0.1, 0.4, 0, 0.3, 0.2], Math.log);
    const counts = [0, 0, 0, 0, 0];
    for (const position of resample(logWeights, 1000, Random.fromSeed(3))) counts[position]++;
    for (const [k, expected] of [100, 400, 0, 300, 200].entries())
      expect(Math.abs(counts[k] - expected)).toBeLessThanOrEqual(1);
  });

  it('takes all alike where the target has no density at any', () => {
    const nowhere = new Float64Array(10).fill(Number.NEGATIVE_INFINITY);
    const chosen = resample(nowhere, 10, Random.fromSeed(3));
    expect([...chosen].sort((a, b) => a - b)).toEqual([...nowhere.keys()]);
    const target = targetOf({ names: ['x'], density: () => -Infinity, hessian: () => [[0]] });
    const { efficiency, paretoK } = coverage(
      target,
      proposeNormal(placed(1), 100, Random.fromSeed(1)),
    );
    expect([efficiency, paretoK]).toEqual([0, Infinity]);
  });

  it('gives them in random order', () => {
    const chosen = resample(new Float64Array(100), 100, Random.fromSeed(3));
    expect([...chosen].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, k) => k));
    expect([...chosen]).not.toEqual(Array.from({ length: 100 }, (_, k) => k));
  });
});
