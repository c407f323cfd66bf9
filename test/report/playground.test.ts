/** The playground as a browser shows it, served as `npm run playground` does; skipped where there is no Chromium. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePlayground, playgroundPolicy } from '../../build/playground.ts';
import { serveFolder } from '../../build/serve-folder.ts';
import { Browser, chromium } from './chromium.ts';
import { lowContrasts } from './contrast.ts';

describe.skipIf(chromium === undefined)('the playground', () => {
  const folder = mkdtempSync(join(tmpdir(), 'credence-playground-'));
  let server: Server;
  let browser: Browser;
  let written: string[];
  let address: string;

  beforeAll(async () => {
    await bundlePlayground(folder);
    server = await serveFolder(folder, playgroundPolicy, 0);
    address = `http://localhost:${(server.address() as AddressInfo).port}`;
    browser = new Browser(chromium!);
    written = await browser.open(address, { width: 390, scheme: 'light' });
    await browser.waitFor('document.querySelector(".editor textarea")?.value !== ""');
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true });
  });

  const type = (model: string): Promise<void> =>
    browser.evaluate(`{
      const field = document.querySelector('.editor textarea');
      field.value = ${JSON.stringify(model)};
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }`);
  const textOf = (selector: string): Promise<string> =>
    browser.evaluate(`document.querySelector(${JSON.stringify(selector)}).textContent`);

  const views = (['light', 'dark'] as const).flatMap((scheme) =>
    [390, 1280].map((width) => ({ scheme, width })),
  );
  async function expectLegible(): Promise<void> {
    for (const view of views) {
      await browser.show(view);
      expect(await browser.evaluate(lowContrasts)).toEqual([]);
      expect(await browser.evaluate('document.documentElement.scrollWidth')).toBe(view.width);
    }
  }

  it('serves its own files alone, under its content policy', async () => {
    const page = await fetch(address);
    expect(page.headers.get('content-security-policy')).toBe(playgroundPolicy);
    expect(await page.text()).not.toMatch(/https?:\/\//);
    for (const path of ['/nothing.js', '/..%2fpackage.json', '/%2e%2e/package.json'])
      expect((await fetch(address + path)).status).toBe(404);
  });

  it('says as one types what is wrong with a model, and where', async () => {
    await type(
      'dim toss\ndata heads[toss]: binary\nparam p ~ Beta(1, 1)\nobserve heads ~ Bernoulli(q)',
    );
    await browser.waitFor('document.querySelector("#diagnostics .error") !== null');
    expect(await textOf('#diagnostics .error')).toMatch(/^error in line 4, column 27: .*`q`/);
    expect(await textOf('.squiggle.error')).toBe('q');
    await browser.evaluate('document.querySelector("#diagnostics button").click()');
    expect(
      await browser.evaluate(
        '(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.activeElement)',
      ),
    ).toBe('q');
    await expectLegible();
    await type(
      'dim toss\ndata heads[toss]: binary\nparam p ~ Beta(1, 1)\nobserve heads ~ Bernoulli(p)',
    );
    await browser.waitFor('document.querySelector("#diagnostics li") === null');
  }, 30_000);

  it('says what does not fit in data that were added, and fits once they do', async () => {
    const add = (text: string): Promise<void> =>
      browser.evaluate(`{
        const files = new DataTransfer();
        files.items.add(new File([${JSON.stringify(text)}], 'tosses.csv'));
        const field = document.querySelector('#upload');
        field.files = files.files;
        field.dispatchEvent(new Event('change'));
      }`);
    await add('heads\n1\n7\n');
    await browser.waitFor('document.querySelector("#problems li") !== null');
    expect(await textOf('#problems')).toMatch(/heads.*7|7.*heads/);
    await browser.evaluate(`{
      const files = new DataTransfer();
      files.items.add(new File([Uint8Array.of(0x50, 0x4b, 0xe9, 0)], 'table.xlsx'));
      const field = document.querySelector('#upload');
      field.files = files.files;
      field.dispatchEvent(new Event('change'));
    }`);
    await browser.waitFor(`document.querySelector('#problems').textContent.includes('table.xlsx')`);
    await add('heads\n1\n0\n1\n1\n1\n');
    await browser.waitFor('document.querySelector("#problems li") === null');
    await browser.evaluate('document.querySelector("#fit").click()');
    await browser.waitFor('document.querySelector("#result table") !== null');
    // the mean of Beta(1 + 4, 1 + 1)
    const mean = await browser.evaluate<string>(
      'document.querySelector("#result tbody tr").cells[2].textContent',
    );
    expect(Math.abs(Number(mean) - 5 / 7)).toBeLessThan(0.02);
    expect(
      await browser.evaluate('document.querySelectorAll("#result svg.picture").length'),
    ).toBeGreaterThan(5);
    expect(await textOf('#result')).toContain('Posterior predictive checks');
    await expectLegible();
  }, 60_000);

  it('shows how far a fit is, and ends it when asked', async () => {
    await browser.evaluate('document.querySelector("#draws").value = 5000000');
    await browser.evaluate('document.querySelector("#fit").click()');
    await browser.waitFor('/nuts: .* left$/.test(document.querySelector("#status").textContent)');
    expect(await browser.evaluate('document.querySelector("#progress").value')).toBeLessThan(1);
    await browser.evaluate('document.querySelector("#cancel").click()');
    expect(await textOf('#status')).toBe('Cancelled.');
    await browser.evaluate('document.querySelector("#draws").value = ""');
    await browser.evaluate('document.querySelector("#fit").click()');
    await browser.waitFor('document.querySelector("#result table") !== null');
    expect(written).toEqual([]);
  }, 60_000);

  it('looks at a model that is typed while data are added', async () => {
    await type('data y: real param m ~ Normal(0, 1) observe y ~ Normal(q, 1)');
    await browser.waitFor('document.querySelector("#diagnostics .error") !== null');
    // both at once: neither is forgotten
    await browser.evaluate(`{
      const field = document.querySelector('.editor textarea');
      field.value = 'data y: real param m ~ Normal(0, 1) observe y ~ Normal(m, 1)';
      field.dispatchEvent(new Event('input', { bubbles: true }));
      document.querySelector('#table').click();
    }`);
    await browser.waitFor('document.querySelector("#diagnostics .error") === null');
    await browser.waitFor('document.querySelector("#problems li") !== null');
  }, 30_000);
});
