/** The library as a browser gets it. */
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { forBrowsers } from '../../build/bundle.ts';

/** What pages and workers have that the library uses; neither `process` nor `require` is among it. */
const { WebAssembly, TextDecoder, TextEncoder, performance, setTimeout, clearTimeout } =
  globalThis as unknown as Record<string, unknown>;
const page = { WebAssembly, TextDecoder, TextEncoder, performance, setTimeout, clearTimeout };

describe('the library for browsers', () => {
  it('asks for no module of Node', async () => {
    const { metafile, outputFiles } = await build({
      ...forBrowsers('browser'),
      write: false,
      metafile: true,
    });
    const asked = Object.values(metafile!.outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external).map(({ path }) => path),
    );
    expect(asked.filter((path) => !path.startsWith('@tensorflow/'))).toEqual([]);
    const calls = outputFiles!.filter(({ text }) =>
      /(from|import|require)\s*\(?\s*["'`]node:/.test(text),
    );
    expect(calls.map(({ path }) => path)).toEqual([]);
  }, 60_000);

  describe('in a page', () => {
    let inPage: (script: string) => Promise<unknown>;

    beforeAll(async () => {
      const { outputFiles } = await build({
        ...forBrowsers('browser'),
        splitting: false,
        format: 'iife',
        globalName: 'credence',
        write: false,
      });
      const context = createContext({ ...page });
      runInContext(outputFiles![0].text, context);
      inPage = (script) => runInContext(`(async () => {${script}})()`, context);
    }, 60_000);

    it('compiles, reads a table and fits', async () => {
      const found = await inPage(`
        const model = credence.compile('dim row data y[row]: real param m ~ Normal(0, 2) observe y ~ Normal(m, 1)');
        const table = credence.parseCsv('y\\n0.5\\n1\\n2\\n2.5\\n', { fileName: 'y.csv' });
        const fit = await model.bind(table).fit({ method: 'nuts', seed: 1 });
        return fit.summary().map(({ key, mean }) => [key, mean]).concat([fit.engine]);
      `);
      const [[key, mean], engine] = found as [[string, number], string];
      expect([key, engine]).toEqual(['m', 'wasm']);
      // (Σ y) / (n + 1 / 4)
      expect(mean).toBeCloseTo(6 / 4.25, 1);
    }, 60_000);

    it('says that fits cannot be kept in folders', async () => {
      const message = await inPage(`
        const fit = await credence.compile('param m ~ Normal(0, 2)').bind({}).fit({ method: 'laplace' });
        return fit.save('folder').then(() => 'saved', (error) => error.name + ': ' + error.message);
      `);
      expect(message).toMatch(/^StorageError: .*only Node/);
    }, 60_000);
  });
});
