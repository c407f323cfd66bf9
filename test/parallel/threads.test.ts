/** Fits in worker threads, by the bundled package, built as `npm run build` does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getActiveResourcesInfo } from 'node:process';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { bundlePackage } from '../../build/bundle.ts';
import type * as Credence from '../../src/index.ts';
import { byQuickClock } from '../quick-clock.ts';

const bundle = mkdtempSync(join(tmpdir(), 'credence-threads-'));
afterAll(() => rmSync(bundle, { recursive: true }));

await bundlePackage(bundle);
const { compile }: typeof Credence = await import(pathToFileURL(join(bundle, 'index.js')).href);

const size = 5000;
// of these rows no sums would do, so that there is work enough for threads
const text = `
dim obs
data x[obs]: real
data y[obs]: real
param a ~ Normal(0, 1)
param b ~ Normal(0, 1)
param s ~ HalfNormal(1)
observe y ~ StudentT(4, a + b * x, s)
`;
const x = Float64Array.from({ length: size }, (_, k) => Math.sin(k));
const y = x.map((value, k) => 0.5 + value + Math.cos(7 * k));
const posterior = compile(text).bind({ x, y });
const settings = { method: 'nuts', warmup: 300, draws: 500, chains: 4 } as const;

/** A thread is a resource of its kind until it has ended. */
const runningThreads = (): number =>
  getActiveResourcesInfo().filter((kind) => kind === 'Worker' || kind === 'MessagePort').length;

async function fitWith(
  workers: number,
  fitted: typeof posterior = posterior,
  options: Credence.FitOptions = settings,
) {
  let most = 0;
  let last = 0;
  const before = runningThreads();
  const onProgress = ({ progress }: Credence.Progress) => {
    expect(progress).toBeGreaterThanOrEqual(last);
    last = progress;
    most = Math.max(most, runningThreads() - before);
  };
  // by the real clock a quick machine would not find it worth while to start threads
  const fit = await byQuickClock(() => fitted.fit({ ...options, workers, onProgress }));
  expect(last).toBe(1);
  expect(runningThreads()).toBe(before);
  const { timing, ...numbers } = fit.toJSON();
  return { numbers, draws: ['a', 'b', 's'].map((name) => fit.draws(name)), most };
}

describe('chains in threads', () => {
  it('give the same numbers in 1, 2, 3 and 4 of them', async () => {
    const alone = await fitWith(1);
    expect(alone.most).toBe(0);
    for (const workers of [2, 3, 4]) {
      const shared = await fitWith(workers);
      expect(shared.most).toBeGreaterThan(0);
      expect(shared.numbers).toEqual(alone.numbers);
      expect(shared.draws).toEqual(alone.draws);
    }
  }, 300_000);

  it('of two fits at once have memory of their own', async () => {
    const [one, two] = await byQuickClock(() =>
      Promise.all([1, 2].map((seed) => posterior.fit({ ...settings, seed, workers: 2 }))),
    );
    const again = await posterior.fit({ ...settings, seed: 2, workers: 1 });
    expect(two.draws('a')).toEqual(again.draws('a'));
    expect(one.draws('a')).not.toEqual(two.draws('a'));
  }, 300_000);

  it('end with the reason of the signal', async () => {
    const before = runningThreads();
    const controller = new AbortController();
    const reason = new Error('enough');
    const failed = byQuickClock(() =>
      posterior.fit({
        ...settings,
        draws: 100_000,
        workers: 2,
        signal: controller.signal,
        onProgress() {
          if (runningThreads() > before) controller.abort(reason);
        },
      }),
    );
    await expect(failed).rejects.toBe(reason);
    expect(runningThreads()).toBe(before);
  }, 60_000);
});

describe('approximations', () => {
  it('by pathfinder, whose paths go on in threads, are the same in 1, 2 and 4 of them', async () => {
    const options = { method: 'pathfinder', draws: 500 } as const;
    const alone = await fitWith(1, posterior, options);
    expect(alone.most).toBe(0);
    for (const workers of [2, 4]) {
      const shared = await fitWith(workers, posterior, options);
      expect(shared.most).toBeGreaterThan(0);
      expect(shared.numbers).toEqual(alone.numbers);
      expect(shared.draws).toEqual(alone.draws);
    }
  }, 60_000);

  it.each([{ method: 'laplace' }, { method: 'vi' }, { method: 'vi', family: 'full-rank' }])(
    'by $method $family need no threads, however many there may be',
    async (method) => {
      const tiny = compile(text).bind({ x: x.subarray(0, 200), y: y.subarray(0, 200) });
      const options = { ...method, draws: 200 };
      const alone = await fitWith(1, tiny, options);
      for (const workers of [2, 4]) expect(await fitWith(workers, tiny, options)).toEqual(alone);
    },
    60_000,
  );
});
