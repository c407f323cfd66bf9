import { describe, expect, it } from 'vitest';
import { files } from './files.ts';
import { folderOf, run } from './terminal.ts';

const at = folderOf({
  ...files,
  'improper.bayes': `data y: real
param b ~ Flat()
param c ~ Normal(0, 1)
factor -c^2
observe y ~ Normal(b + c, 1)
`,
  'two-modes.bayes': `data one: real
dim k = 3
param x[k] ~ Normal(0, 10)
factor one * sum(log_add_exp(-50 * (x - 5)^2, -50 * (x + 5)^2))
`,
});
const schools = ['evidence', at('schools.bayes'), '--data', at('schools.csv'), '--workers', '1'];

describe('evidence', () => {
  it('gives the exact value where there is one', async () => {
    const words = ['evidence', at('mean.bayes'), '--data', at('y.json')];
    const { code, out, err } = await run([...words, '--json']);
    expect([code, err]).toEqual([0, '']);
    const result = JSON.parse(out);
    expect(result).toMatchObject({
      method: 'exact',
      trustworthy: true,
      standardError: 0,
      notes: [],
    });
    // scipy: multivariate_normal([0] * 4, eye(4) + 4).logpdf([0.5, 1, 2, 2.5])
    expect(result.logEvidence).toBeCloseTo(-6.60706668719974, 9);
    const table = (await run(words)).out;
    expect(table).toMatch(/^exact +-6\.607067 +–/m);
    expect(table).toContain('log evidence -6.607067, exact');
  });

  it('shows several estimators side by side', async () => {
    const names = ['--evidence', 'bridge,laplace', '--evidence', 'elbo', '--draws', '2000'];
    const { code, out } = await run([...schools, ...names, '--json']);
    const result = JSON.parse(out);
    expect(result.estimates.map(({ method }: { method: string }) => method)).toEqual([
      'bridge',
      'laplace',
      'elbo',
    ]);
    for (const row of result.estimates) {
      expect(Object.keys(row)).toEqual(
        expect.arrayContaining(['logEvidence', 'standardError', 'method', 'trustworthy', 'notes']),
      );
      expect(row.evaluations).toBeGreaterThan(100);
    }
    expect(code).toBe(result.trustworthy ? 0 : 2);
    const { out: table } = await run([...schools, ...names]);
    expect(table).toMatch(/^elbo .* lower bound$/m);
    expect(Math.max(...table.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
  }, 60_000);

  it('gives the same numbers for the same seed, whichever others run', async () => {
    const logEvidence = async (words: readonly string[]): Promise<number> => {
      const { out } = await run([...schools, '--draws', '1000', '--json', '--quiet', ...words]);
      const { estimates } = JSON.parse(out);
      return estimates.find(({ method }: { method: string }) => method === 'bridge').logEvidence;
    };
    const alone = await logEvidence(['--evidence', 'bridge', '--seed', '3']);
    expect(await logEvidence(['--evidence', 'importance,bridge', '--seed', '3'])).toBe(alone);
    expect(await logEvidence(['--evidence', 'bridge', '--seed', '4'])).not.toBe(alone);
  }, 60_000);

  it('refuses models that have none, with place and remedy', async () => {
    const { code, out, err } = await run([
      'evidence',
      at('improper.bayes'),
      '--set',
      'y=1',
      '--quiet',
    ]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/error\[no-evidence\]: .*the prior of `b` does not integrate to 1/);
    expect(err).toContain('improper.bayes:2:7');
    expect(err).toContain('help: give `b` a proper prior: `param b ~ Normal(0, 10)`');
    expect(err).toMatch(/no data bear on it, so this `factor` is an unnormalised prior/);
    expect(err).toContain('improper.bayes:4:1');
  });

  it('ends with 2 where the estimates cannot be trusted', async () => {
    const words = ['evidence', at('two-modes.bayes'), '--set', 'one=1', '--draws', '1000'];
    const { code, out } = await run([...words, '--workers', '1']);
    expect(code).toBe(2);
    expect(out).toMatch(/R-hat|disagree|Pareto k/);
    expect(out).toContain('not trustworthy');
  }, 60_000);

  it('names the nearest estimator', async () => {
    const { code, err } = await run([...schools, '--evidence', 'bridg']);
    expect(code).toBe(1);
    expect(err).toContain('there is no evidence estimator bridg; did you mean bridge?');
    const { err: few } = await run([...schools, '--draws', '5']);
    expect(few).toContain('--draws takes a whole number from 100');
  });
});

describe('evidence --null', () => {
  const words = ['evidence', at('mean.bayes'), '--data', at('y.json')];

  it('adds the Bayes factor of the model with a parameter known', async () => {
    const { code, out } = await run([...words, '--null', 'm=1', '--json']);
    expect(code).toBe(0);
    const { logEvidence, null: fixed } = JSON.parse(out);
    expect(fixed.values).toEqual({ m: 1 });
    expect(fixed.logBayesFactor.value).toBeCloseTo(fixed.evidence.logEvidence - logEvidence, 9);
    // scipy: norm(1, 1).logpdf([0.5, 1, 2, 2.5]).sum()
    expect(fixed.evidence.logEvidence).toBeCloseTo(-5.425754132818691, 9);
    const { out: table } = await run([...words, '--null', 'm=1']);
    expect(table).toContain('m = 1: log evidence -5.425754; log Bayes factor 1.181313');
  });

  it('says what it takes', async () => {
    const { code, err } = await run([...words, '--null', 'm']);
    expect(code).toBe(1);
    expect(err).toContain('--null takes parameter=number, not `m`');
    expect((await run([...words, '--null', 'nu=1'])).err).toContain('there is no parameter nu');
  });
});
