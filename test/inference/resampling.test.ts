import { describe, expect, it } from 'vitest';
import {
  correctDraws,
  coverage,
  type LocationScale,
  proposeNormal,
} from '../../src/inference/importance.ts';
import { errorFactors, resample } from '../../src/inference/resampling.ts';
import { Random } from '../../src/random/random.ts';
import { Draws } from '../../src/results/draws.ts';
import { summaryTable } from '../../src/results/summary-table.ts';
import { gaussian, targetOf } from './targets.ts';

const standard: LocationScale = {
  dimension: 1,
  logVolume: 0,
  place(z, point) {
    point[0] = z[0];
  },
};

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
      proposeNormal(standard, 100, Random.fromSeed(1)),
    );
    expect([efficiency, paretoK]).toEqual([0, Infinity]);
  });

  it('gives them in random order', () => {
    const chosen = resample(new Float64Array(100), 100, Random.fromSeed(3));
    expect([...chosen].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, k) => k));
    expect([...chosen]).not.toEqual(Array.from({ length: 100 }, (_, k) => k));
  });
});

describe('errors of resampled draws', () => {
  it('count the draws of equal weights as independent ones, but for few of many', () => {
    // a = 1 for each of 8 positions, 1/8 where 1 of 8 is drawn
    expect([...errorFactors(new Float64Array(8), 8)]).toEqual(new Array(8).fill(4 / 3));
    expect(errorFactors(new Float64Array(8), 1)[0]).toBe(1 + 1 / 3 / 64);
    // one position of all the weight, drawn 10 times, is one draw
    const one = errorFactors(Float64Array.of(0, -Infinity), 10);
    expect(one[0]).toBeCloseTo(10 + 1 / 30, 12);
    expect(errorFactors(new Float64Array(3).fill(-Infinity), 3)).toEqual(
      new Float64Array(3).fill(Infinity),
    );
  });

  it('have the variance of how often a position is drawn', () => {
    // a position of weight a between two others: stratified counts, borders anywhere
    for (const expected of [0.3, 0.8, 2.4]) {
      const random = Random.fromSeed(11);
      let squares = 0;
      const repeats = 20_000;
      for (let k = 0; k < repeats; k++) {
        const before = 1 + random.uniform();
        const weights = Float64Array.of(before, expected, 5 - before - expected);
        const chosen = resample(weights.map(Math.log), 5, random);
        squares += (chosen.filter((position) => position === 1).length - expected) ** 2;
      }
      const [, factor] = errorFactors(Float64Array.of(5 - expected, expected).map(Math.log), 5);
      // what is left of the factor beside the error of the weights
      const variance = (factor - expected) * expected;
      expect(Math.abs(squares / repeats / variance - 1)).toBeLessThan(0.05);
    }
  });

  it('are those found when a normal that is too narrow is corrected again and again', () => {
    const target = gaussian([0], [[1]]);
    const narrow: LocationScale = {
      dimension: 1,
      logVolume: Math.log(0.7),
      place(z, point) {
        point[0] = 0.7 * z[0];
      },
    };
    const covered = coverage(target, proposeNormal(narrow, 4000, Random.fromSeed(3)));
    const corrected = correctDraws(target, narrow, covered, Random.fromSeed(2), '');
    const [count, repeats] = [500, 200];
    const squares = { naive: 0, mean: 0, q50: 0 };
    for (let seed = 0; seed < repeats; seed++) {
      const { points, statistics } = corrected.draws(count, Random.fromSeed(100 + seed));
      const column = { name: 'x', shape: [], labels: [], dimensions: [], values: points };
      const [row] = summaryTable(new Draws(count, [column], undefined, statistics));
      squares.naive += (row.mean / (row.sd / Math.sqrt(count))) ** 2 / repeats;
      squares.mean += (row.mean / row.mcseMean) ** 2 / repeats;
      squares.q50 += (row.q50 / row.mcseQ50!) ** 2 / repeats;
    }
    // a mean of 200 squares of standard normal numbers is known to 0.1
    for (const square of [squares.mean, squares.q50]) {
      expect(square).toBeGreaterThan(0.6);
      expect(square).toBeLessThan(1.4);
    }
    expect(squares.naive / squares.mean).toBeGreaterThan(1.5);
  });
});
