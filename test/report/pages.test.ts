/** Pages as a browser shows them; skipped where Debian's Chromium is not installed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../src/api/compare.ts';
import { compile } from '../../src/api/compile.ts';
import { plot } from '../../src/report/figures/plot.ts';
import { renderReport } from '../../src/report/html/report.ts';
import { Browser, chromium } from './chromium.ts';
import { lowContrasts } from './contrast.ts';
import { misplacedTexts } from './texts.ts';

if (chromium === undefined)
  console.warn('pages were not looked at: there is no chromium (apt-get install chromium)');

describe.skipIf(chromium === undefined)('in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'credence-pages-'));
  const pages = ['nuts', 'vi', 'several', 'plot'] as const;
  const files = Object.fromEntries(
    pages.map((page) => [page, join(folder, page === 'plot' ? 'plot.svg' : `${page}.html`)]),
  );
  let browser: Browser;

  beforeAll(async () => {
    const source = (sd: number) => `model "A mean with a long name <i>and marks</i>"
dim observation_with_a_long_name
data AN_OUTCOME_WITH_A_NAME_IN_CAPITALS[observation_with_a_long_name]: real
data hit[observation_with_a_long_name]: binary
param m ~ Normal(0, ${sd})
param log_scale ~ Normal(0, 1)
param p ~ Beta(1, 1)
param effect[observation_with_a_long_name] ~ Normal(0, 0.1)
observe AN_OUTCOME_WITH_A_NAME_IN_CAPITALS ~ Normal(m + effect, exp(log_scale))
observe hit ~ Bernoulli(p)
output a_quantity_with_a_name_that_is_much_longer_than_a_telephone_is_wide = m ^ 2
`;
    const members = Array.from({ length: 30 }, (_, k) => `member number ${k + 1} <b>`);
    const data = {
      observation_with_a_long_name: members,
      AN_OUTCOME_WITH_A_NAME_IN_CAPITALS: members.map((_, k) => Math.sin(k)),
      hit: members.map((_, k) => (k * 7) % 3 === 0),
    };
    const model = compile(source(3));
    const posterior = model.bind(data);
    const prior = await model.simulate(data, { draws: 100 });
    const short = { draws: 100, warmup: 100, chains: 2 };
    const [nuts, vi] = [
      await posterior.fit({ method: 'nuts', ...short }),
      await posterior.fit({ method: 'vi', draws: 200 }),
    ];
    const write = (page: string, text: string): void => writeFileSync(files[page], text);
    for (const [name, fit] of Object.entries({ nuts, vi })) {
      const prediction = await fit.predict(data, { draws: 100 });
      write(name, renderReport({ fits: [{ name, subject: { fit, prediction, prior } }] }));
    }
    const conjugate = (sd: number) =>
      compile(`data y: real param m ~ Normal(0, ${sd}) observe y ~ Normal(m, 1)`).bind({ y: 1 });
    const comparison = await compare(
      { 'narrow prior <u>': conjugate(1), wide: conjugate(10) },
      { evidence: 'exact', draws: 200 },
    );
    write(
      'several',
      renderReport({
        fits: [
          { name: 'nuts', subject: { fit: nuts } },
          { name: 'vi', subject: { fit: vi } },
        ],
        comparisons: [{ name: 'priors', comparison }],
      }),
    );
    write('plot', plot('trace', { fit: nuts, parameters: ['m', 'p'] }));
    browser = new Browser(chromium!);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const views = (['light', 'dark'] as const).flatMap((scheme) =>
    [390, 1280].map((width) => ({ scheme, width })),
  );

  it.each(pages.flatMap((page) => views.map((view) => [page, view.scheme, view.width] as const)))(
    '%s, %s, %d wide: nothing on the console, nothing beyond the edge, legible',
    async (page, scheme, width) => {
      const written = await browser.open(pathToFileURL(files[page]).href, { width, scheme });
      expect(written).toEqual([]);
      expect(
        await browser.evaluate('document.querySelectorAll("svg text").length'),
      ).toBeGreaterThan(5);
      expect(await browser.evaluate(misplacedTexts)).toEqual([]);
      if (page === 'plot') return;
      expect(await browser.evaluate(lowContrasts)).toEqual([]);
      expect(await browser.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await browser.evaluate('document.querySelectorAll("i, u, b").length')).toBe(0);
      // a sheet of A4 at 96 dots an inch, on which nothing can be moved into sight
      await browser.show({ width: 794, scheme, media: 'print' });
      expect(await browser.evaluate('document.documentElement.scrollWidth')).toBe(794);
    },
    60_000,
  );

  it('the checks themselves find what they are for', async () => {
    const bad = join(folder, 'bad.html');
    writeFileSync(
      bad,
      `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <body style="background:#fff"><svg class="picture" width="60" height="40"><text x="20" y="20">far too long</text><text x="22" y="22">on it</text></svg><p style="color:#999">pale</p><div style="width:900px">wide</div>
      <script>console.log(1)</script></body></html>`,
    );
    const written = await browser.open(pathToFileURL(bad).href, { width: 390, scheme: 'light' });
    expect(written.join()).toContain('Content Security Policy');
    expect(await browser.evaluate(lowContrasts)).toEqual([expect.stringContaining('pale')]);
    expect(await browser.evaluate(misplacedTexts)).toEqual([
      'beyond the picture: far too long',
      'far too long on on it',
    ]);
    expect(await browser.evaluate('document.documentElement.scrollWidth')).toBeGreaterThan(390);
  }, 60_000);
});
