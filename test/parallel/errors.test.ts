/** What goes wrong in a thread is told as in this one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { prepareFlat } from '../../src/engines/flat.ts';
import { IndexError } from '../../src/engines/index-error.ts';
import { wasmEngine } from '../../src/engines/wasm/engine.ts';
import { Builder } from '../../src/graph/builder.ts';
import type { Node } from '../../src/graph/node.ts';
import { nuts } from '../../src/inference/nuts/nuts.ts';
import type * as Threads from '../../src/parallel/run-in-threads.ts';
import { Random } from '../../src/random/random.ts';
import { gaussian } from '../inference/targets.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bundle = mkdtempSync(join(tmpdir(), 'credence-threads-'));
afterAll(() => rmSync(bundle, { recursive: true }));
await build({
  absWorkingDir: root,
  entryPoints: ['src/parallel/run-in-threads.ts', 'src/parallel/worker.ts'],
  outdir: bundle,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
});
const { inThreads, together }: typeof Threads = await import(
  pathToFileURL(join(bundle, 'run-in-threads.js')).href
);

const options = { ...nuts.defaults, chains: 2, warmup: 100, draws: 100 };
const start = nuts.init(gaussian([0], [[1]]), options, Random.fromSeed(1));

/** The chains go on in two threads, on a density of one coordinate. */
function goOn(density: (b: Builder, x: Node) => { value: Node; slope: Node }): Promise<unknown> {
  const b = new Builder();
  const { value, slope } = density(b, b.input('x', [1]));
  const graph = b.finish({ value, slope });
  const { share } = prepareFlat(wasmEngine, graph, [{ name: 'x', size: 1 }], ['value', 'slope']);
  const run = inThreads('nuts', { dimension: 1, share: share! }, { workers: 2 });
  return run(nuts.parallel as never, start, options, () => {});
}

it('a method that gives up', async () => {
  const flat = goOn((b, x) => ({
    value: b.sum(b.multiply(x, b.constant(0))),
    slope: b.multiply(x, b.constant(0)),
  }));
  await expect(flat).rejects.toMatchObject({ name: 'InferenceError', code: 'improper' });
});

it('a position outside', async () => {
  const failed = goOn((b, x) => {
    const far = b.toInt(b.add(b.floor(b.multiply(x, b.constant(0))), b.constant(7)));
    const value = b.sum(b.gather(b.constant(Float64Array.of(1, 2, 3), [3]), far));
    return { value, slope: b.negate(x) };
  });
  await expect(failed).rejects.toBeInstanceOf(IndexError);
  await expect(failed).rejects.toThrow('7');
});

it('nothing: the chains end', async () => {
  const normal = (b: Builder, x: Node) => ({
    value: b.multiply(b.sum(b.square(x)), b.constant(-0.5)),
    slope: b.negate(x),
  });
  const end = await goOn(normal);
  let here = start;
  for (let done = false; !done; ) {
    const next = nuts.step(gaussian([0], [[1]]), here, options);
    here = next.state;
    done = next.info.done;
  }
  const draws = (state: unknown) =>
    (state as typeof start).chains.map((chain) => chain.draws.length);
  expect(draws(end)).toEqual(draws(here));
});

it('what threads have done counts by how many chains they have', () => {
  const steps = (progress: number, step: number) => ({
    ...{ progress, step, done: progress === 1 },
    message: `draw ${step}`,
  });
  const all = together([steps(0.2, 20), steps(0.8, 40)], [2 / 3, 1 / 3]);
  expect(all).toMatchObject({ step: 60, done: false, message: 'draw 20' });
  expect(all.progress).toBeCloseTo(0.4, 14);
  expect(together([steps(1, 90), steps(1, 80)], [2 / 3, 1 / 3])).toMatchObject({ done: true });
});
