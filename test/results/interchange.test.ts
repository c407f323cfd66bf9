import { describe, expect, it } from 'vitest';
import { arvizJson } from '../../src/results/arviz.ts';
import { Draws } from '../../src/results/draws.ts';
import { readStanCsv } from '../../src/results/read-stan-csv.ts';
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

describe('CSV of Stan, read', () => {
  /** Laid out as CmdStan 2.37 does, with its comments before, between and after the draws. */
  const written = (settings: string, rows: string, names = 'mu,K.1.1,K.2.1,K.1.2,K.2.2') =>
    `# stan_version_major = 2
# stan_version_minor = 37
# model = a_model
${settings}
# random
#   seed = 12345
lp__,accept_stat__,divergent__,energy__,${names}
# Adaptation terminated
# Step size = 0.766137
# Diagonal elements of inverse mass matrix:
# 0.567537
${rows}
# 
#  Elapsed Time: 0.001 seconds (Warm-up)
#                0.002 seconds (Total)
# 
`;
  const sample =
    '# method = sample (Default)\n#     num_warmup = 3\n#     save_warmup = false (Default)\n#     thin = 1 (Default)';
  const rows = '-1,0.9,0,3,1,11,21,12,22\n-2,0.8,1,4,nan,-inf,210,120,1e3';
  const read = (...texts: string[]) =>
    readStanCsv(texts.map((text, k) => ({ name: `chain_${k + 1}.csv`, text })));

  it('gives quantities by name, row by row, chains after each other, and the figures of the sampler', () => {
    const { draws: found, comments } = read(written(sample, rows), written(sample, rows));
    expect([found.count, found.chains]).toEqual([4, 2]);
    expect([...found.column('mu').values]).toEqual([1, NaN, 1, NaN]);
    expect(found.column('K').shape).toEqual([2, 2]);
    expect([...found.column('K').values.subarray(0, 8)]).toEqual([
      11,
      12,
      21,
      22,
      -Infinity,
      120,
      210,
      1000,
    ]);
    expect(Object.keys(found.statistics)).toEqual([
      'logDensity',
      'acceptance',
      'diverging',
      'energy',
    ]);
    expect([...found.statistics.diverging]).toEqual([0, 1, 0, 1]);
    expect([comments.get('model'), comments.get('seed')]).toEqual(['a_model', '12345']);
  });

  it('reads what stanCsv writes', () => {
    const texts = stanCsv(draws, { model: 'A model', method: 'nuts', seed: 3 });
    const { draws: back } = read(...texts);
    expect(back.chains).toBe(2);
    for (const name of ['mu', 'K', 'S'])
      expect(back.column(name)).toMatchObject({
        shape: draws.column(name).shape,
        values: draws.column(name).values,
      });
    expect(back.statistics).toEqual(draws.statistics);
  });

  it('leaves out the warm-up, and the mean that stands before the draws of variational', () => {
    const saved = sample.replace('save_warmup = false', 'save_warmup = true');
    const five = [1, 2, 3, 4, 5].map((k) => `-1,0.9,0,3,${k},1,1,1,1`).join('\n');
    expect([...read(written(saved, five)).draws.column('mu').values]).toEqual([4, 5]);
    const thinned = saved.replace('thin = 1', 'thin = 2');
    expect([...read(written(thinned, five)).draws.column('mu').values]).toEqual([3, 4, 5]);
    const { draws: found } = read(written('# method = variational', five));
    expect([...found.column('mu').values]).toEqual([2, 3, 4, 5]);
    expect(found.chains).toBeUndefined();
  });

  it.each([
    ['an optimum', [written('# method = optimize', rows)], /chain_1.csv: holds the optimum/],
    ['nothing', [''], /chain_1.csv: is empty/],
    ['no draws', [written(sample, '')], /chain_1.csv: holds no draws/],
    ['no header', ['1,2\n'], /chain_1.csv:1: .*names of the columns is missing/],
    ['a word', [written(sample, rows.replace('120', 'x'))], /chain_1.csv:\d+: `x` in column K.1.2/],
    ['a short row', [written(sample, '1,2')], /chain_1.csv:\d+: has 2 cells, the header 9/],
    ['other columns', [written(sample, rows), written(sample, rows, 'a,b,c,d,e')], /other columns/],
    ['unequal chains', [written(sample, rows), written(sample, rows.split('\n')[0])], /one length/],
    ['a hole', [written(sample, rows, 'mu,K.1,K.2,K.4,K.5')], /not all elements of K/],
  ])('says what is wrong with %s', (_, texts, message) => {
    expect(() => read(...texts)).toThrow(message);
  });
});
