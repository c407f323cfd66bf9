import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { all, readXml, textOf } from '../report/markup.ts';
import { files } from './files.ts';
import { folderOf, run } from './terminal.ts';

const at = folderOf({
  ...files,
  'comparison.json': JSON.stringify({
    best: 'a',
    models: {
      a: { logEvidence: -3.5, standardError: 0.1 },
      b: { logEvidence: -5, standardError: null },
    },
    logBayesFactors: {
      a: { value: 0, standardError: 0, kassRaftery: '', jeffreys: '' },
      b: { value: -1.5, standardError: null, kassRaftery: 'positive', jeffreys: '' },
    },
    probabilities: { a: 0.8, b: 0.2 },
    priorProbabilities: { a: 0.5, b: 0.5 },
    trustworthy: true,
    notes: [],
  }),
});

async function fitted(): Promise<string> {
  const words = ['fit', at('mean.bayes'), '--data', at('y.json'), '--method', 'laplace', '--quiet'];
  await run([...words, '--draws', '200', '--out', at('fit')]);
  return at('fit');
}

describe('plot and report', () => {
  it('plot writes one SVG document, to standard output or a file', async () => {
    const fit = await fitted();
    const { code, out, err } = await run(['plot', fit, '--kind', 'forest']);
    expect([code, err]).toEqual([0, '']);
    expect(readXml(out).name).toBe('svg');
    const words = ['plot', fit, '--kind', 'prior', '--data', at('y.json'), '--out', at('p.svg')];
    expect((await run(words)).out).toBe(`${at('p.svg')}\n`);
    expect(readXml(readFileSync(at('p.svg'), 'utf8')).name).toBe('svg');
  });

  it('plot draws comparisons, without a stroke for an error that is not known', async () => {
    const { code, out } = await run(['plot', at('comparison.json'), '--kind', 'evidence']);
    expect(code).toBe(0);
    const root = readXml(out);
    expect(all(root, 'circle', 'dot')).toHaveLength(2);
    // of the best, whose error is 0, two strokes
    expect(all(root, 'line', 'line')).toHaveLength(2);
  });

  it('draws in the CSV of Stan are summarised, drawn, reported and compared', async () => {
    const chain = (shift: number) =>
      [
        'lp__,mu,log_lik.1,log_lik.2',
        ...Array.from({ length: 60 }, (_, k) => {
          const mu = shift + Math.sin(k * k);
          return [0, mu, -((mu - 1) ** 2), -((mu - 2) ** 2)].join();
        }),
      ].join('\n');
    const stan = folderOf({
      'a_1.csv': chain(1),
      'a_2.csv': chain(1.1),
      'b_1.csv': chain(3),
      'b_2.csv': chain(3.1),
    });
    const [a, b] = ['a', 'b'].map((name) => [1, 2].map((k) => stan(`${name}_${k}.csv`)));
    const table = await run(['summary', ...a, '--json']);
    expect(Object.keys(JSON.parse(table.out).parameters)).toEqual(['mu']);
    const picture = readXml((await run(['plot', ...a, '--kind', 'pareto-k'])).out);
    expect(all(picture, 'circle', 'dot').length).toBeGreaterThanOrEqual(2);
    const compared = await run(['compare', ...a, ...b, '--json']);
    const { loo } = JSON.parse(compared.out);
    expect(Object.keys(loo)).toEqual(['a', 'b']);
    await writeFile(stan('loo.json'), compared.out);
    const page = await run(['report', stan('loo.json'), ...a, ...b]);
    expect([page.code, page.err]).toEqual([0, '']);
    expect(page.out).toContain('Models by predictions');
    expect(page.out).toContain('Leave-one-out accuracy');
    const refused = await run(['report', ...a, '--data', at('y.json')]);
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining('--data is for saved'),
    ]);
  });

  it('several fits show their predictions of the same data over each other', async () => {
    const fit = await fitted();
    const words = [
      'fit',
      at('mean.bayes'),
      '--data',
      at('y.json'),
      '--method',
      'laplace',
      '--quiet',
    ];
    await run([...words, '--draws', '200', '--seed', '2', '--out', at('second')]);
    const page = await run(['report', fit, at('second'), '--data', at('y.json')]);
    expect(page.out).toContain('y: observed and predicted');
    expect(page.out).toContain('Leave-one-out accuracy');
    const compared = await run(['compare', fit, at('second'), '--data', at('y.json')]);
    expect([compared.code, compared.err]).toEqual([0, '']);
    expect(compared.out).toMatch(/elpd LOO[\s\S]*stacking/);
    const without = await run(['compare', fit, at('second')]);
    expect([without.code, without.err]).toEqual([
      1,
      expect.stringContaining('does not hold its data'),
    ]);
  });

  it('report writes one page, of fits and comparisons', async () => {
    const fit = await fitted();
    const page = await run(['report', fit, '--data', at('y.json')]);
    expect([page.code, page.err]).toEqual([0, '']);
    expect(page.out).toMatch(/^<!doctype html>\n/);
    expect(page.out).toContain('the data of the fit');
    const other = await run(['report', fit, '--data', at('y.json'), '--set', 'scale=2']);
    expect(other.out).toContain('other data than those of the fit');
    const both = await run(['report', fit, at('comparison.json')]);
    const root = readXml(both.out.slice(both.out.indexOf('<html')));
    expect(all(root, 'h2').map(textOf)).toEqual(['Comparison: comparison', 'A mean (fit)']);
    // an error that is infinite is no error of 0
    const [evidence] = all(root, 'table');
    expect(all(evidence, 'td').map(textOf)).toContain('–');
  });

  it.each<[string, string[], string]>([
    ['no kind', ['plot', 'FIT'], '--kind is one of forest, density'],
    ['a slip', ['plot', 'FIT', '--kind', 'forst'], 'did you mean forest?'],
    ['no data', ['plot', 'FIT', '--kind', 'band'], 'which a fit does not hold: --data FILE'],
    ['no chains', ['plot', 'FIT', '--kind', 'rank'], 'it has no Markov chains'],
    ['a parameter', ['plot', 'FIT', '--kind', 'forest', '--parameters', 'mm'], 'did you mean m?'],
    ['no value', ['report', 'FIT', '--data', 'DATA', '--by', 'x'], 'there is no `x` in the data'],
    [
      'a grid alone',
      ['plot', 'FIT', '--kind', 'uncertainty', '--grid', 'DATA'],
      '--grid goes with',
    ],
    ['by alone', ['report', 'FIT', '--by', 'x'], '--by names a column of --data FILE'],
    ['nothing', ['report'], 'report needs a saved fit'],
    ['no fit', ['report', 'nowhere'], 'holds no fit'],
    [
      'a kind of fits',
      ['plot', 'COMPARISON', '--kind', 'forest'],
      '--kind takes evidence, probabilities',
    ],
    ['no loo', ['plot', 'COMPARISON', '--kind', 'loo'], 'has no leave-one-out densities'],
    ['no comparison', ['report', 'DATA'], 'is not what `credence compare --out` writes'],
    ['no JSON', ['report', 'BROKEN'], 'is no JSON'],
  ])('says what is wrong: %s', async (_, words, message) => {
    const fit = await fitted();
    const places: Record<string, string> = {
      FIT: fit,
      DATA: at('y.json'),
      BROKEN: at('broken.json'),
      COMPARISON: at('comparison.json'),
    };
    const { code, out, err } = await run(words.map((word) => places[word] ?? word));
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(message);
    expect(err).toMatch(/^error: /);
  });
});
