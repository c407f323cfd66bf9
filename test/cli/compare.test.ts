import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { folderOf, run } from './terminal.ts';

const at = folderOf({
  'free.bayes': 'dim o data y[o]: real param m ~ Normal(0, 2) observe y ~ Normal(m, 1)\n',
  'null.bayes': 'dim o data y[o]: real observe y ~ Normal(0, 1)\n',
  'logs.bayes': 'dim o data y[o]: real param m ~ Normal(0, 2) observe y + 1 ~ Normal(m, 1)\n',
  'y.json': '{ "y": [0.5, 1, 2, 2.5] }',
});
const words = ['compare', at('null.bayes'), at('free.bayes'), '--data', at('y.json')];

describe('compare', () => {
  it('gives one row a model, in tables and as JSON', async () => {
    const { code, out } = await run([...words, '--draws', '400', '--workers', '1', '--json']);
    expect(code).toBe(0);
    const { best, logBayesFactors, loo, predictions } = JSON.parse(out);
    expect(best).toBe('free');
    // scipy: multivariate normal densities with covariance I + 4 and I
    expect(logBayesFactors.null.value).toBeCloseTo(-9.42575413281869 + 6.60706668719974, 8);
    expect(logBayesFactors.null.kassRaftery).toBe('positive');
    expect(Object.keys(loo.null)).toContain('stackingWeight');
    // the posterior predictive distribution is Normal(6 / 4.25, 1 + 1 / 4.25)
    const [{ observed, predicted }] = predictions;
    expect(observed).toEqual([0.5, 1, 2, 2.5]);
    const middle = (name: string) => (predicted[name][99] + predicted[name][100]) / 2;
    expect(Math.abs(middle('free') - 6 / 4.25)).toBeLessThan(0.15);
    expect(Math.abs(middle('null'))).toBeLessThan(0.1);
    const kept = at('kept.json');
    const again = [...words, '--draws', '400', '--workers', '1', '--out', kept];
    const { out: table } = await run(again);
    expect(JSON.parse(await readFile(kept, 'utf8')).predictions).toEqual(predictions);
    const { out: page } = await run(['report', kept]);
    expect(page).toContain('y: observed and predicted');
    expect(page).toContain('y: coverage of predictive intervals');
    expect(table).toMatch(/^null .* positive +strong$/m);
    expect(table).toContain('stacking');
    expect(Math.max(...table.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
  }, 60_000);

  it('takes forms of parameters and a ladder of prior scales', async () => {
    const ladder = [...words, '--draws', '400', '--workers', '1', '--scale-prior', 'm=0.5,2'];
    const { code, out } = await run([...ladder, '--json']);
    expect(code).toBe(0);
    const { sensitivity } = JSON.parse(out);
    // scipy: covariances I + 1 and I + 16
    const expected = [-6.630473089035739, -7.082178536997279];
    sensitivity.forEach(({ factor, models }: never, k: number) => {
      expect(factor).toBe([0.5, 2][k]);
      expect((models as Record<string, { logEvidence: number }>).free.logEvidence).toBeCloseTo(
        expected[k],
        8,
      );
    });
    expect((await run(ladder)).out).toMatch(/^m × 0.5 +free/m);
    expect((await run([...words, '--scale-prior', 'm=0,1'])).err).toContain('factors above 0');
    expect((await run([...words, '--form', 'n=centred'])).err).toContain(
      'there is no parameter n; there are m',
    );
    expect((await run([...words, '--form', 'm=non-centred'])).err).toContain(
      'm has no non-centred form',
    );
  }, 60_000);

  it('calls models of the same file name by their paths', async () => {
    const other = folderOf({
      'free.bayes': 'dim o data y[o]: real param m ~ Normal(0, 1) observe y ~ Normal(m, 1)\n',
    });
    const both = ['compare', at('free.bayes'), other('free.bayes'), '--data', at('y.json')];
    const { out } = await run([...both, '--draws', '400', '--workers', '1', '--json']);
    const names = [at('free'), other('free')];
    expect(Object.keys(JSON.parse(out).probabilities).sort()).toEqual(names.sort());
  }, 60_000);

  it('refuses other values, single models and weights that are none', async () => {
    const other = await run([
      'compare',
      at('free.bayes'),
      at('logs.bayes'),
      '--data',
      at('y.json'),
    ]);
    expect([other.code, other.out]).toEqual([1, '']);
    expect(other.err).toContain('observation 1 is 0.5 in free and 1.5 in logs');
    expect((await run(['compare', at('free.bayes')])).err).toContain('needs two models or more');
    expect((await run([...words, '--out', 'kept'])).err).toContain('as kept.json');
    expect((await run([...words, '--weight', 'nul=2'])).err).toContain('no model is called nul');
    expect((await run([...words, '--weight', 'null=x'])).err).toContain('--weight takes model=w');
  });
});
