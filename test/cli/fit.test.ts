import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { files } from './files.ts';
import { folderOf, run, type Setting } from './terminal.ts';

const at = folderOf(files);
const mean = ['fit', at('mean.bayes'), '--data', at('y.json'), '--method', 'laplace'];

async function json(words: readonly string[], setting: Setting = {}) {
  const { code, out, err } = await run([...words, '--json'], setting);
  return { code, err, result: JSON.parse(out) };
}

describe('fit', () => {
  it('prints a table of the posterior and what is to be said of it', async () => {
    const { code, out, err } = await run([...mean, '--draws', '100']);
    expect([code, err]).toEqual([0, '']);
    const lines = out.split('\n');
    expect(lines[0]).toBe('A mean');
    expect(lines[2]).toMatch(/^ +mean +sd +5% +50% +95% +MCSE$/);
    // the posterior is Normal(6 / 4.25, 1 / √4.25)
    const [name, center, sd] = lines[4].split(/ +/);
    expect(name).toBe('m');
    expect(Math.abs(Number(center) - 6 / 4.25)).toBeLessThan(0.2);
    expect(Math.abs(Number(sd) - 1 / Math.sqrt(4.25))).toBeLessThan(0.1);
    expect(out).toContain('laplace on');
    // KL of the posterior from the prior: below, of normal distributions
    const shrunk = 1 / 4.25;
    const divergence = (shrunk / 4 + (6 / 4.25) ** 2 / 4 - 1 - Math.log(shrunk / 4)) / 2;
    const [, learnt] = /\(KL divergence in nats, the least first\): m ([\d.]+)$/m.exec(out)!;
    expect(Math.abs(Number(learnt) - divergence)).toBeLessThan(0.15);
  });

  it('gives pure JSON on standard output, notes on the other', async () => {
    const { code, err, result } = await json(['fit', at('mean.bayes'), '--data', at('y.json')]);
    expect(code).toBe(0);
    expect(result).toMatchObject({ model: 'A mean', seed: 1 });
    expect(Object.keys(result.parameters)).toEqual(['m']);
    expect(err).toMatch(/^note: Method \w+, chosen because/m);
    const quiet = await run([...mean, '--quiet']);
    expect(quiet.err).toBe('');
    expect(quiet.out).not.toContain('note:');
  });

  it('takes draws and a seed', async () => {
    const seeded = (seed: string) => json([...mean, '--draws', '50', '--seed', seed]);
    const [first, again, other] = [await seeded('3'), await seeded('3'), await seeded('4')];
    expect(again.result.parameters).toEqual(first.result.parameters);
    expect(other.result.parameters).not.toEqual(first.result.parameters);
    expect(first.result.parameters.m.mcseMean).toBeCloseTo(
      first.result.parameters.m.sd / Math.sqrt(50),
      12,
    );
  });

  it('reads arrays of NumPy and tables of Arrow', async () => {
    const shipped = fileURLToPath(new URL('../binding/fixtures/', import.meta.url));
    const base = ['fit', at('schools.bayes'), '--method', 'laplace', '--draws', '20', '--data'];
    const byArrays = await json([...base, `${shipped}arrays.npz`]);
    expect(Object.values(byArrays.result.parameters)).toMatchObject([
      {},
      {},
      { label: 'theta[Choate]' },
      ...Array.from({ length: 7 }, () => ({})),
    ]);
    const { code, err } = await run([...base, `${shipped}schools.arrow`]);
    expect(code).toBe(1);
    expect(err).toContain('`sigma` in row 8 of schools.arrow');
    // the one cell that the table lacks, from the arrays
    const byBoth = await json([
      ...base,
      `${shipped}schools.arrow`,
      '--data',
      `${shipped}arrays.npz`,
    ]);
    expect(byBoth.result.parameters).toEqual(byArrays.result.parameters);
  });

  it('reads CSV, standard input and several files, of which the last wins', async () => {
    const base = ['fit', at('mean.bayes'), '--method', 'laplace'];
    const byJson = (await json([...base, '--data', at('y.json')])).result.parameters;
    expect((await json([...base, '--data', at('y.csv')])).result.parameters).toEqual(byJson);
    for (const name of ['y.csv', 'y.json'] as const) {
      const read = await json([...base, '--data', '-'], { input: files[name] });
      expect(read.result.parameters).toEqual(byJson);
    }
    const files_ = ['--data', at('y.json'), '--data', at('scale.json')];
    const wider = (await json([...base, ...files_])).result.parameters;
    // precision 1/4 + 4/9
    expect(wider.m.sd * Math.sqrt(1 / 4 + 4 / 9)).toBeCloseTo(1, 1);
    const bySet = (await json([...base, '--data', at('y.json'), '--set', 'scale=3'])).result;
    expect(bySet.parameters).toEqual(wider);
    const last = (await json([...base, ...files_, '--set', 'scale=1'])).result;
    expect(last.parameters).toEqual(byJson);
  });

  it('takes a form', async () => {
    const words = ['fit', at('schools.bayes'), '--data', at('schools.csv'), '--method', 'vi'];
    const { code, result } = await json([...words, '--draws', '20', '--form', 'theta=centred']);
    expect([0, 2]).toContain(code);
    expect(result.parameters['theta[2]'].label).toBe('theta[Deerfield]');
    expect(Object.keys(result.outputs)).toHaveLength(4);
  }, 30_000);

  it('fits 80 columns and narrower terminals, at most 30 rows', async () => {
    const schools = ['fit', at('schools.bayes'), '--data', at('schools.csv'), '--method', 'vi'];
    for (const width of [80, 64]) {
      const { out } = await run([...schools, '--draws', '20'], { width });
      expect(Math.max(...out.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(
        width,
      );
      expect(out).toMatch(/^theta\[A .*hold\](?: |$)/m);
    }
    const many = ['fit', at('many.bayes'), '--method', 'laplace', '--draws', '20'];
    const short = await run(many);
    expect(short.out).toMatch(/^… 20 more$/m);
    expect(short.out).toContain('--all shows all 50 rows');
    expect(short.out).not.toMatch(/^a\[31\]/m);
    expect((await run([...many, '--all'])).out).toMatch(/^a\[50\] /m);
  }, 30_000);

  it('shows warnings of the model unless quiet', async () => {
    const prior = ['fit', at('prior.bayes'), '--draws', '20', '--method', 'laplace'];
    expect((await run(prior)).err).toContain('warning[nothing-observed]');
    expect((await run([...prior, '--quiet'])).err).toBe('');
  });

  it('ends with 2 where there is no result, or none to trust', async () => {
    const none = await run(['fit', at('no-start.bayes'), '--method', 'laplace', '--quiet']);
    expect([none.code, none.out]).toEqual([2, '']);
    expect(none.err).toMatch(/^no result: .*`factor log\(a - 1000\)`/);
    const undefined_ = ['fit', at('undefined.bayes'), '--method', 'laplace', '--draws', '100'];
    const some = await json([...undefined_, '--quiet']);
    expect(some.code).toBe(2);
    expect(some.result.diagnostics.trustworthy).toBe(false);
    expect(some.result.outputs.l.mean).toBeNull();
    expect(some.err).toMatch(/^warning: l is not a number in \d+ of its 100 drawn values\.\n$/);
    const table = await run([...undefined_, '--quiet']);
    expect(table.out).toMatch(/^l +NaN/m);
    expect(table.out).toContain('should not be trusted');
  });

  it('ends with 130 where it was interrupted', async () => {
    const { code, out, err } = await run(mean, { signal: AbortSignal.abort(new Error('stop')) });
    expect([code, out, err]).toEqual([130, '', 'interrupted\n']);
  });

  it('writes progress over itself on a terminal alone', async () => {
    const { out, err } = await run(mean, { interactive: true });
    expect(err).toContain('\r\u001b[2Klaplace ');
    expect(err.endsWith('\r\u001b[2K')).toBe(true);
    expect(out).not.toContain('\u001b');
    expect((await run([...mean, '--quiet'], { interactive: true })).err).toBe('');
  });
});
