import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { files } from './files.ts';
import { folderOf, run } from './terminal.ts';

const at = folderOf(files);

describe('simulate', () => {
  it('prints a table, writes the draws, and gives JSON', async () => {
    const words = ['simulate', at('schools.bayes'), '--data', at('schools.csv'), '--draws', '50'];
    const { code, out, err } = await run([...words, '--out', at('draws.json')]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('y_new[Exeter]');
    expect(out).not.toContain('checks');
    const draws = JSON.parse(readFileSync(at('draws.json'), 'utf8'));
    expect(Object.keys(draws)).toEqual(['mu', 'tau', 'theta', 'y', 'y_new']);
    expect(draws.theta).toHaveLength(50);
    const json = JSON.parse((await run([...words, '--json'])).out);
    expect(json.observed['y[2]'].label).toBe('y[Deerfield]');
  });
});

describe('predict', () => {
  it('checks the data of a fit, and predicts others', async () => {
    const fit = ['fit', at('mean.bayes'), '--data', at('y.json'), '--method', 'laplace', '--quiet'];
    await run([...fit, '--draws', '400', '--out', at('fit')]);
    const same = await run(['predict', at('fit'), '--data', at('y.json')]);
    expect([same.code, same.err]).toEqual([0, '']);
    expect(same.out).toMatch(
      /Posterior predictive checks: .*\n +mean +sd +min +max\n.*\ny +0\.\d{3}/s,
    );
    const other = await run([
      'predict',
      at('fit'),
      '--data',
      at('y.json'),
      '--set',
      'scale=3',
      '--json',
    ]);
    const { observed } = JSON.parse(other.out);
    // the noise alone has sd 3
    expect(observed['y[1]'].sd).toBeGreaterThan(2.7);
    const scaled = ['--set', 'scale=3', '--draws', '200', '--out', at('wide')];
    await run([...fit, ...scaled]);
    const both = ['predict', at('fit'), at('wide'), '--data', at('y.json'), '--json'];
    const averaged = JSON.parse((await run([...both, '--weight', `${at('wide')}=1e-9`])).out);
    expect(averaged.model).toContain('(1.000)');
    expect(averaged.observed['y[1]'].sd).toBeLessThan(1.5);
    expect((await run([...both, '--weight', 'wide=0'])).err).toContain('--weight takes FIT=w');
    const wrong = await run(['predict', at('nowhere'), '--data', at('y.json')]);
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('holds no fit')]);
    expect((await run(['predict'])).err).toContain('predict needs a fit');
    expect((await run(['predict', at('fit')])).err).toContain(
      'the model needs data: y; give them by',
    );
  });

  it('says of classes how likely they are, not the mean of their positions', async () => {
    const folder = at('colours');
    const words = ['fit', at('colours.bayes'), '--data', at('colours.csv'), '--method', 'laplace'];
    await run([...words, '--draws', '50', '--out', folder]);
    const { code, out } = await run(['predict', folder, '--data', at('colours.csv')]);
    expect(code).toBe(0);
    expect(out).toMatch(/^colours\n\nEntropies in nats/);
    expect(out).toMatch(/\ncolour\[1\] +red +0\.\d{3}/);
  });
});

describe('evaluate', () => {
  it('prints a table or JSON, and keeps a temperature in the fit', async () => {
    const words = ['fit', at('coins.bayes'), '--data', at('coins.csv'), '--method', 'laplace'];
    await run([...words, '--quiet', '--draws', '100', '--out', at('coins')]);
    const held = ['evaluate', at('coins'), '--data', at('held.csv')];
    const plain = await run(held);
    expect([plain.code, plain.err]).toEqual([0, '']);
    expect(plain.out).toMatch(/y: 6 rows\n\n +value +5% +95%\n.*\naccuracy +0\.\d+/s);
    expect(plain.out.split('\n').every((line) => line.length <= 80)).toBe(true);
    const first = await run(['evaluate', at('coins'), '--fit-temperature', at('held.csv')]);
    expect([first.code, first.err]).toEqual([0, '']);
    expect(first.out).toMatch(/\ny +\d\.\d{3} +6 +\d\.\d{4} +\d\.\d{4}\n/);
    const other = await run([...held, '--ood', at('ood.csv'), '--json']);
    const { metrics, outcomes, notes } = JSON.parse(other.out);
    expect(Object.keys(metrics)).toContain('aurocMutualInformation');
    expect(metrics.nll.value).toBeLessThan(outcomes[0].untempered.nll.value);
    expect(notes[0]).toContain('temperature');
    expect((await run(held)).out).toMatch(/at temperature .*\n.* temperature 1\n/s);
    const own = await run(['evaluate', at('coins'), '--fit-temperature', at('coins.csv')]);
    expect(own.err).toMatch(/^note: .* rows of the\s+fit itself/s);
    const wrong = await run(['evaluate', at('coins'), '--data', at('missing.csv')]);
    expect([wrong.code, wrong.err]).toEqual([
      1,
      expect.stringMatching(/`y` in row 2 \(line 3\) of missing\.csv is NA/),
    ]);
    expect((await run(['evaluate', at('coins')])).err).toContain('held-out data');
    expect((await run(['evaluate'])).err).toContain('evaluate needs one fit');
  });
});

describe('fit --prior', () => {
  it('goes on from a saved fit', async () => {
    const words = ['fit', at('mean.bayes'), '--method', 'laplace', '--draws', '10', '--json'];
    const fitted = async (...more: string[]) => JSON.parse((await run([...words, ...more])).out);
    await fitted('--data', at('y.json'), '--out', at('earlier'));
    const { mean } = (await fitted('--data', at('y.csv'), '--prior', at('earlier'))).parameters.m;
    // eight values of mean 1.5 and spread 1, and the prior N(0, 2): within the errors of ten draws
    expect(Math.abs(mean - (8 * 1.5) / 8.25)).toBeLessThan(0.5);
    const missing = await run([...words, '--data', at('y.csv'), '--prior', at('nowhere')]);
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('holds no fit')]);
  });
});

describe('acquire', () => {
  it('names rows of a pool, and writes their numbers', async () => {
    const words = ['fit', at('coins.bayes'), '--data', at('coins.csv'), '--method', 'laplace'];
    await run([...words, '--quiet', '--draws', '50', '--out', at('coins')]);
    const pool = ['acquire', at('coins'), '--pool', at('held.csv')];
    const { code, out, err } = await run([...pool, '-n', '2', '--out', at('rows.csv')]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/Of 6 rows of y: .*\n\nrow +information\n─+\n *\d +y\[\d\] +\d/s);
    const [head, first] = readFileSync(at('rows.csv'), 'utf8').split('\n');
    expect([head, first]).toEqual(['row,score', expect.stringMatching(/^\d,\d/)]);
    const json = JSON.parse((await run([...pool, '--by', 'batch-bald', '--json'])).out);
    expect([json.by, json.rows.length]).toEqual(['batch-bald', 6]);
    const wrong = await run([...pool, '--by', 'entropi']);
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('did you mean entropy?')]);
  });
});
