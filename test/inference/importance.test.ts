import { describe, expect, it } from 'vitest';
import {
  coverage,
  type LocationScale,
  proposeDefended,
  proposeNormal,
  proposeStudent,
} from '../../src/inference/importance.ts';
import { Random } from '../../src/random/random.ts';
import { gaussian } from './targets.ts';

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
    ['defended normal', proposeDefended],
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
