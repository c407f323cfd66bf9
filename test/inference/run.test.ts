import { describe, expect, it } from 'vitest';
import { methods } from '../../src/inference/index.ts';
import type { InferenceMethod, Sample } from '../../src/inference/method.ts';
import { type Progress, run } from '../../src/inference/run.ts';
import { Random } from '../../src/random/random.ts';
import { byQuickClock } from '../quick-clock.ts';
import { eightSchools, gaussian } from './targets.ts';

/** Adds uniform numbers, one a step. */
const adder: InferenceMethod<
  { steps: number },
  { sum: number; step: number; random: Random['state'] }
> = {
  name: 'adder',
  summary: 'adds random numbers',
  defaults: { steps: 150 },
  init: (_target, _options, random) => ({ sum: 0, step: 0, random: random.state }),
  step(_target, state, options) {
    const random = Random.fromState(state.random);
    const next = { sum: state.sum + random.uniform(), step: state.step + 1, random: random.state };
    const progress = next.step / options.steps;
    return { state: next, info: { progress, done: progress === 1, message: `step ${next.step}` } };
  },
  posterior: (_target, state) => ({
    draws: () => ({ points: new Float64Array(0) }),
    values: { sum: state.sum },
    notes: [],
  }),
};
const target = gaussian([0], [[1]]);

describe('run', () => {
  it('reports progress with the time gone and the time left', async () => {
    const seen: Progress[] = [];
    const onProgress = (progress: Progress): void => void seen.push(progress);
    await byQuickClock(() =>
      run(adder, target, adder.defaults, Random.fromSeed(1), { onProgress }),
    );
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.length).toBeLessThanOrEqual(1 + seen.at(-1)!.elapsedMs / 50);
    const first = seen[0];
    expect(first.elapsedMs).toBeGreaterThan(40);
    const whole = first.elapsedMs / first.progress;
    expect(first.remainingMs).toBeCloseTo(whole - first.elapsedMs, 6);
    expect(seen.at(-1)).toMatchObject({ done: true, progress: 1, step: 150, remainingMs: 0 });
  });

  it('lets the event loop run, stops on abort with its reason, and continues to the same numbers', async () => {
    const whole = await run(adder, target, adder.defaults, Random.fromSeed(1));
    const controller = new AbortController();
    let saved = '';
    const interrupted = byQuickClock(() => {
      setTimeout(() => controller.abort(new Error('enough')));
      return run(adder, target, { steps: 1_000_000 }, Random.fromSeed(1), {
        signal: controller.signal,
        onCheckpoint: (state) => {
          saved = JSON.stringify(state);
        },
      });
    });
    await expect(interrupted).rejects.toThrow('enough');
    const from = JSON.parse(saved) as ReturnType<typeof adder.init>;
    expect(from.step).toBeGreaterThan(0);
    expect(from.step).toBeLessThan(150);
    const continued = await run(adder, target, adder.defaults, Random.fromSeed(1), { from });
    expect(continued.values).toEqual(whole.values);
  });

  it('does nothing when the signal was aborted before', async () => {
    const signal = AbortSignal.abort();
    const calls: Progress[] = [];
    await expect(
      run(adder, target, adder.defaults, Random.fromSeed(1), {
        signal,
        onProgress: (progress) => calls.push(progress),
      }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(calls).toEqual([]);
  });
});

describe('the registered methods', () => {
  it('are laplace, vi, mc-dropout, pathfinder and nuts', () => {
    expect([...methods.keys()]).toEqual(['laplace', 'vi', 'mc-dropout', 'pathfinder', 'nuts']);
  });

  // MC dropout is for networks only: test/api/mc-dropout.test.ts
  const general = [...methods.values()].filter(({ name }) => name !== 'mc-dropout');

  it.each(general)('$name gives the same draws for the same seed', async (method) => {
    const once = async (): Promise<Sample> => {
      const fit = await run(method, eightSchools(false), method.defaults, Random.fromSeed(8));
      return fit.draws(10, Random.fromSeed(9));
    };
    expect(await once()).toEqual(await once());
  });
});
