import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import type { Fit } from '../../src/api/fit.ts';
import type { Subject } from '../../src/report/figures/kinds.ts';
import { plot, plotKinds } from '../../src/report/figures/plot.ts';
import { subjectWithAccuracy } from '../../src/report/figures/subject.ts';
import { highlight } from '../../src/report/html/highlight.ts';
import { renderReport } from '../../src/report/html/report.ts';
import { all, readXml, textOf } from './markup.ts';

const hostile = `</title><script>alert(1)</script>`;

const source = `model "Counts ${hostile}"
dim site
data x[site]: real
data n[site]: count
data y[site]: real
/// A comment ${hostile}
param s ~ HalfNormal(1)
param a[site] ~ Normal(0, s)
param b ~ Normal(0, 1)
observe n ~ Poisson(exp(a + b * x))
observe y ~ Normal(a, 1)
output double = 2 * b
`;
const sites = [`"'><img src=x onerror=alert(1)>`, 'plain & simple', 'β[1],2', 'd', 'e'];
const data = { site: sites, x: [0, 1, 2, 1, 0], n: [1, 2, 6, 3, 0], y: [0.1, -0.2, 0.4, 1.2, -1] };

const subjects: Record<string, Subject> = {};

beforeAll(async () => {
  const model = compile(source);
  const posterior = model.bind(data);
  const draws = { draws: 100, warmup: 150, chains: 2, seed: 1 };
  const fits: Record<string, Fit> = {
    nuts: await posterior.fit({ ...draws, method: 'nuts' }),
    vi: await posterior.fit({ method: 'vi', draws: 200, seed: 1 }),
    laplace: await posterior.fit({ method: 'laplace', draws: 200, seed: 1 }),
  };
  const prior = await model.simulate(data, { draws: 100 });
  for (const [name, fit] of Object.entries(fits)) {
    const prediction = await fit.predict(data, { draws: 100 });
    const accuracy = await subjectWithAccuracy(fit, data);
    subjects[name] = { ...accuracy, prediction, prior, along: { name: 'x', values: data.x } };
  }
}, 60_000);

describe('plots', () => {
  it.each(plotKinds.map((kind) => [kind]))(
    '%s is XML without scripts, for every method that has it',
    (kind) => {
      const none: string[] = [];
      for (const [method, subject] of Object.entries(subjects)) {
        try {
          const root = readXml(plot(kind, subject));
          expect(all(root, 'script')).toEqual([]);
          expect(textOf(all(root, 'title')[0])).toContain('Counts');
        } catch (error) {
          expect((error as Error).message).toMatch(/^there is no \w+ plot of this fit: it/);
          none.push(method);
        }
      }
      const lacking: Record<string, string[]> = {
        trace: ['vi', 'laplace'],
        rank: ['vi', 'laplace'],
        elbo: ['nuts', 'laplace'],
        divergence: ['nuts'],
      };
      expect(none).toEqual(lacking[kind] ?? []);
    },
  );

  it('noise and parameters along a grid: bands there, dots where the data are', async () => {
    const values = [0, 0.5, 1, 1.5, 2, 2.5, 3];
    const rows = { site: values.map((x) => `at ${x}`), x: values };
    const prediction = await subjects.laplace.fit.predict(rows, { draws: 50 });
    const root = readXml(
      plot('uncertainty', { ...subjects.laplace, grid: { prediction, values } }),
    );
    const bands = all(root, 'path').filter(({ attributes }) => /area/.test(attributes.class));
    expect(bands.map(({ attributes }) => attributes.d.split('L').length)).toEqual([14, 14, 14, 14]);
    // two outcomes, each with a dot in the legend
    expect(all(root, 'circle')).toHaveLength(2 * (data.x.length + 1));
  });

  it('a forest has a line an element, by label', () => {
    const root = readXml(plot('forest', { ...subjects.nuts, parameters: ['a', 'b'] }));
    const labels = all(root, 'text', 'tick').map(textOf);
    expect(labels).toEqual(expect.arrayContaining(['plain & simple', 'β[1],2', 'b']));
    expect(all(root, 'circle', 'dot')).toHaveLength(6);
    expect(labels).not.toContain('s');
  });

  it('a forest of many is several of one scale, and all are drawn', async () => {
    const model = compile(
      'dim k data y[k]: real param a[k] ~ Normal(0, 1) observe y ~ Normal(a, 1)',
    );
    const y = Array.from({ length: 85 }, (_, k) => k / 20);
    const fit = await model.bind({ y }).fit({ method: 'laplace', draws: 20 });
    const root = readXml(plot('forest', { fit }));
    expect(all(root, 'circle', 'dot')).toHaveLength(85);
    expect(all(root, 'text', 'title').map(textOf)).toEqual([
      'a (1 to 29 of 85)',
      'a (30 to 58 of 85)',
      'a (59 to 85 of 85)',
    ]);
    // the same numbers below each
    const ticks = all(root, 'text', 'tick').filter(
      (tick) => tick.attributes['text-anchor'] === 'middle' && /^\d$/.test(textOf(tick)),
    );
    expect(ticks.length).toBe(3 * new Set(ticks.map(textOf)).size);
    expect(ticks.length).toBeGreaterThan(3);
  });

  it('of 0 and 1 the band is that of the probability, of what is not negative it stays above 0', async () => {
    const x = Array.from({ length: 40 }, (_, k) => k / 10);
    const model = compile(`dim i data x[i]: real data hit[i]: binary data n[i]: count
param a ~ Normal(0, 1) param b ~ Normal(0, 1)
observe hit ~ BernoulliLogit(a + b * x) observe n ~ PoissonLog(b)`);
    const known = { x, hit: x.map((_, k) => (k > 20 ? 1 : 0)), n: x.map((_, k) => k % 2) };
    const fit = await model.bind(known).fit({ method: 'laplace', draws: 200 });
    const prediction = await fit.predict(known);
    const subject = { fit, prediction, along: { name: 'x', values: x } };
    const root = readXml(plot('uncertainty', subject));
    expect(all(root, 'text', 'title').map(textOf)).toEqual([
      'hit: probability of 1, by x',
      'n: noise and parameters, by x',
    ]);
    const areas = all(root, 'path', 'area');
    expect(areas.map(({ attributes }) => attributes.class.includes('faded'))).toEqual([
      false,
      true,
      false,
    ]);
    expect(all(root, 'text', 'tick').map(textOf)).not.toContain('−0.5');
  });

  it('constants have densities, but neither traces nor ranks', async () => {
    const model = compile('param m ~ Normal(0, 1) output c = 3');
    const fit = await model.bind({}).fit({ method: 'nuts', draws: 50, warmup: 50, chains: 2 });
    const titles = (kind: string) => all(readXml(plot(kind, { fit })), 'text', 'title').map(textOf);
    expect(titles('density')).toEqual(['m', 'c']);
    expect([titles('trace'), titles('rank')]).toEqual([['m'], ['m']]);
  });

  it('one element by its label or position', () => {
    for (const name of ['a[d]', 'a[4]']) {
      const root = readXml(plot('density', { ...subjects.laplace, parameters: [name] }));
      expect(textOf(all(root, 'text', 'title')[0])).toBe('a[d]');
    }
  });

  it('observations without the value that they are ordered by are left out', () => {
    const along = { name: 'x', values: [Number.NaN, ...data.x.slice(1)] };
    for (const kind of ['band', 'uncertainty']) {
      const picture = plot(kind, { ...subjects.laplace, along });
      expect(picture).not.toContain('NaN');
      const whole = plot(kind, subjects.laplace);
      const dots = (text: string): number => all(readXml(text), 'circle', 'ink').length;
      // one of each of two outcomes
      expect(dots(whole) - dots(picture)).toBe(2);
    }
  });

  it('names of parameters and kinds are corrected', () => {
    expect(() => plot('forst', subjects.nuts)).toThrow('did you mean forest?');
    expect(() => plot('forest', { ...subjects.nuts, parameters: ['dubble'] })).toThrow(
      'did you mean double?',
    );
  });
});

describe('of networks', () => {
  it('classes have their names, and weights are drawn where they are asked for', async () => {
    const kinds = ['red', 'green', hostile];
    const x = Array.from({ length: 30 }, (_, k) => [Math.sin(k), Math.cos(k)]);
    const network = compile(`dim row  dim input  dim kind
data x[row, input]: real
data which[row]: kind
network f(input) -> kind { dense(4, activation = tanh) dense(kind) weights ~ Normal(0, 1) biases ~ Normal(0, 1) }
observe which ~ CategoricalLogit(f(x))`);
    const known = { kind: kinds, x, which: x.map((_, k) => kinds[k % 3]) };
    const posterior = network.bind(known);
    const fit = await posterior.fit({ method: 'vi', steps: 100, draws: 60, ensemble: 2 });
    const subject = { fit, prediction: await fit.predict(known) };
    const counts = readXml(plot('predictive', subject));
    const words = all(counts, 'text', 'tick').map(textOf);
    expect(textOf(all(counts, 'text', 'title')[0])).toBe('which: how often each class');
    expect(words).toEqual(expect.arrayContaining(['red', 'green', '</title><sc…']));
    const progress = readXml(plot('elbo', subject));
    expect(all(progress, 'text', 'tick').map(textOf)).toEqual(
      expect.arrayContaining(['seed 1', 'seed 2']),
    );
    const table = all(readXml(renderReport({ fits: [{ name: 'f', subject }] }).slice(16)), 'th');
    const rows = table.map(textOf).filter((text) => text.includes('f.layer1.weight'));
    expect(rows).toEqual([
      'f.layer1.weight[1,1]',
      'f.layer1.weight[1,2]',
      'f.layer1.weight[1,3]',
      '… 5 more of f.layer1.weight',
    ]);
    expect(() => plot('forest', subject)).toThrow('--parameters f.layer1.weight');
    const asked = plot('forest', { ...subject, parameters: ['f.layer1.weight'] });
    expect(all(readXml(asked), 'circle', 'dot')).toHaveLength(3);
  });
});

describe('what was maximised', () => {
  it('rises to the bound that is reported', () => {
    const { values, trace } = subjects.vi.fit.diagnostics;
    expect(trace!.name).toBe('ELBO');
    expect(trace!.steps.length).toBe(trace!.values.length);
    expect(trace!.steps.length).toBeLessThanOrEqual(256);
    expect(trace!.values.at(-1)).toBeGreaterThan(trace!.values[0]);
    expect(Math.abs(trace!.values.at(-1)! - values.elbo)).toBeLessThan(
      5 * values.elboStandardError + 0.2,
    );
  });
});

describe('the divergence from the prior along the steps', () => {
  it('ends where that of the fit lies, and is drawn beside the bound', () => {
    const { priorDivergence, priorDivergenceTrace: course } = subjects.vi.fit.diagnostics;
    const whole = Object.values(priorDivergence!).reduce((a, b) => a + b, 0);
    expect(course!.steps.length).toBeLessThanOrEqual(32);
    expect(Math.abs(course!.values.at(-1)! - whole)).toBeLessThan(0.15 * whole + 0.3);
    const titles = all(readXml(plot('elbo', subjects.vi)), 'text', 'title').map(textOf);
    expect(titles).toEqual(['ELBO by step', 'Divergence from the prior by step']);
  });
});

describe('the report', () => {
  it.each(['nuts', 'vi', 'laplace'])(
    'of %s is well formed, escaped, and loads nothing',
    (method) => {
      const html = renderReport({ fits: [{ name: method, subject: subjects[method] }] });
      expect(html).not.toMatch(/<script|<img|<link|<iframe|@import|url\(/i);
      // addresses are names of the SVG format alone
      expect(new Set(html.match(/https?:[^\s"<]+/g))).toEqual(
        new Set(['http://www.w3.org/2000/svg']),
      );
      const root = readXml(html.slice(html.indexOf('<html')));
      const policy = all(root, 'meta').find((meta) => 'http-equiv' in meta.attributes)!;
      expect(policy.attributes.content).toMatch(/^default-src 'none'; style-src 'unsafe-inline';/);
      expect(textOf(all(root, 'h1')[0])).toBe(`Counts ${hostile}`);
      // no level is left out
      expect(all(root, 'h2').map(textOf)).toContain('Summary');
      expect(all(root, 'h3')).toEqual([]);
      expect(all(root, 'th').map(textOf)).toContain(`a[${sites[0]}]`);
      expect(textOf(all(root, 'code')[0])).toBe(source);
      for (const region of all(root, 'div', 'scroll')) expect(region.attributes.tabindex).toBe('0');
      expect(all(root, 'figure').length).toBeGreaterThan(8);
    },
  );

  it('says what is not to be trusted', () => {
    const html = renderReport({ fits: [{ name: 'n', subject: { fit: subjects.nuts.fit } }] });
    // 100 draws are too few
    expect(html).toContain('This result should not be trusted as it stands.');
    expect(html).toContain('Warning: ');
    expect(html).toContain('With them (--data FILE) this page also shows prior and posterior');
  });

  it('has several fits side by side', () => {
    const fits = Object.entries(subjects).map(([name, { fit }]) => ({ name, subject: { fit } }));
    const root = readXml(renderReport({ fits }).replace(/^<!doctype html>\n/, ''));
    const table = all(root, 'table')[0];
    expect(all(table, 'th').slice(0, 4).map(textOf)).toEqual([
      'mean ± sd',
      'nuts',
      'vi',
      'laplace',
    ]);
    expect(all(root, 'h2').map(textOf)[0]).toBe('The fits side by side');
  });

  it('colours the words of the language', () => {
    const code = readXml(`<code>${highlight(source)}</code>`);
    expect(textOf(code)).toBe(source);
    expect(all(code, 'span', 'keyword').map(textOf).slice(0, 3)).toEqual(['model', 'dim', 'data']);
    expect(all(code, 'span', 'comment').map(textOf)).toEqual([`/// A comment ${hostile}`]);
    expect(all(code, 'span', 'call').map(textOf)).toContain('HalfNormal');
    // a text that is no model at all
    expect(textOf(readXml(`<code>${highlight('§ "open <b>\n/* end')}</code>`))).toBe(
      '§ "open <b>\n/* end',
    );
  });
});
