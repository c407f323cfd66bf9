import { describe, expect, it } from 'vitest';
import { arvizJson } from '../../src/results/arviz.ts';
import { Draws } from '../../src/results/draws.ts';
import { stanCsv } from '../../src/results/stan-csv.ts';

/** Two chains of two draws. */
const draws = new Draws(
  4,
  [
    { name: 'mu', shape: [], labels: [], dimensions: [], values: Float64Array.of(1, 2, 3, NaN) },
    {
      name: 'K',
      shape: [2, 3],
      labels: [['a', 'b'], undefined],
      dimensions: ['row', 'column'],
      values: Float64Array.from({ length: 24 }, (_, k) => k),
    },
    {
      name: 'S',
      shape: [1, 1],
      labels: [['a'], ['a']],
      dimensions: ['one', 'one'],
      values: Float64Array.of(5, 6, 7, Infinity),
    },
  ],
  2,
  {
    logDensity: Float64Array.of(-1, -2, -3, -4),
    diverging: Float64Array.of(0, 1, 0, 0),
  },
);

describe('JSON for ArviZ', () => {
  it('has chain and draw before the dimensions, names and labels of dimensions, and the sampler’s figures', () => {
    const { posterior, sample_stats, dims, coords } = arvizJson(draws);
    expect(posterior.mu).toEqual([
      [1, 2],
      [3, null],
    ]);
    expect(posterior.K[1]).toEqual([
      [
        [12, 13, 14],
        [15, 16, 17],
      ],
      [
        [18, 19, 20],
        [21, 22, 23],
      ],
    ]);
    expect(sample_stats).toEqual({
      lp: [
        [-1, -2],
        [-3, -4],
      ],
      diverging: [
        [false, true],
        [false, false],
      ],
    });
    expect(dims).toEqual({ K: ['row', 'column'], S: ['one', 'one_2'] });
    expect(coords).toEqual({ row: ['a', 'b'], one: ['a'], one_2: ['a'] });
  });

  it('makes one chain of draws that are none, without figures of a sampler', () => {
    const mu = { name: 'mu', shape: [], labels: [], dimensions: [], values: Float64Array.of(1, 2) };
    expect(arvizJson(new Draws(2, [mu]))).toEqual({
      posterior: { mu: [[1, 2]] },
      dims: {},
      coords: {},
    });
  });
});

describe('CSV as of Stan', () => {
  it('is one text a chain, with the first index fastest', () => {
    const [first, second] = stanCsv(draws, { model: 'A\nmodel', method: 'nuts', seed: 3 });
    expect(first.split('\n')).toEqual([
      '# model = A model',
      '# method = nuts',
      '# seed = 3',
      '# id = 1',
      '# num_samples = 2',
      'lp__,divergent__,mu,K.1.1,K.2.1,K.1.2,K.2.2,K.1.3,K.2.3,S.1.1',
      '-1,0,1,0,3,1,4,2,5,5',
      '-2,1,2,6,9,7,10,8,11,6',
      '',
    ]);
    expect(second.split('\n').at(-2)).toBe('-4,0,nan,18,21,19,22,20,23,inf');
  });
});
