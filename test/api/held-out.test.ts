/** Trainings watched by data that they do not see. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../src/api/checkpoint.ts';
import { compile } from '../../src/api/compile.ts';
import { bindHeldOut, heldOutDensity } from '../../src/api/held-out.ts';
import { forTraining } from '../../src/api/network-target.ts';
import {
  emptyPath,
  type HeldOutPath,
  watched,
  watchedResult,
} from '../../src/inference/held-out.ts';
import type { Progress } from '../../src/inference/run.ts';
import { networkWeights } from '../../src/posterior/network-weights.ts';
import { Random } from '../../src/random/random.ts';
import { byQuickClock } from '../quick-clock.ts';

/** What scipy gives of these data at given weights: reference/held_out.py. */
const known: {
  readonly x: number[][];
  readonly y: (number | null)[][];
  readonly mean: number[];
  readonly sd: number[];
  readonly atTheMean: number;
  readonly overWeights: number;
  readonly overMasks: number;
} = JSON.parse(readFileSync(new URL('reference/held-out.json', import.meta.url), 'utf8'));

const model = compile(`
  dim obs   dim input   dim out = 2
  data x[obs, input]: real
  data y[obs, out]: real?
  network f(input) -> out {
    dropout(0.2)
    dense(out, bias = false)
    weights ~ Normal(0, 1)
  }
  observe y ~ Normal(f(x), 0.5)
`);
const data = {
  x: [
    [1, 0, 1],
    [0, 1, -1],
    [0.5, 0.5, 2],
  ],
  y: [
    [1, 2],
    [0, 1],
    [0.3, -1],
  ],
};
const posterior = forTraining(model.bind(data));
const heldOut = bindHeldOut(posterior, known);
const batches = { dimension: 'obs', size: 4 };
const weight = 'f.layer1.weight';

describe('the negative log likelihood of held-out data', () => {
  const { engine } = posterior;

  it('is that of each observation that is there, at a point: batches of 4, 4 and 2', () => {
    const density = heldOutDensity(posterior, engine, heldOut, batches, {});
    expect([density.members, density.draws]).toEqual([10, 1]);
    expect(density.nll(known.mean, Random.fromSeed(1))).toBeCloseTo(known.atTheMean, 12);
    density.dispose();
  });

  it('is that of the density averaged over draws of normal weights, and over masks', () => {
    const nll = (training: object, position: readonly number[], rates?: number[]): number => {
      const density = heldOutDensity(posterior, engine, heldOut, batches, training, 10_000);
      const value = density.nll(position, Random.fromSeed(2), rates);
      density.dispose();
      return value;
    };
    const rho = known.sd.map((sd) => Math.log(Math.expm1(sd)));
    const byWeights = nll({ local: new Set([weight]) }, [...known.mean, ...rho]);
    expect(Math.abs(byWeights - known.overWeights)).toBeLessThan(0.01);
    const { dropped } = networkWeights(posterior.typed);
    expect(Math.abs(nll({ dropped }, known.mean, [0.3]) - known.overMasks)).toBeLessThan(0.01);
  });
});

describe('a training that is watched', () => {
  const network = compile(`
    dim obs
    dim kind
    data x[obs]: real
    data label[obs]: kind
    network f() -> kind {
      dense(6, activation = tanh)
      dropout(0.1)
      dense(kind)
      weights ~ Normal(0, 2)
      biases ~ Normal(0, 1)
    }
    observe label ~ CategoricalLogit(f(x))
  `);
  const random = Random.fromSeed(3);
  const rows = (count: number): { x: number[]; label: string[] } => {
    const x = Array.from({ length: count }, () => 4 * random.uniform() - 2);
    return { x, label: x.map((v) => (Math.abs(v + 0.4 * random.normal()) < 1 ? 'in' : 'out')) };
  };
  const bound = network.bind(rows(60));
  const others = rows(100);
  // labels in another order, and not all of them
  const only = { x: [3, -3], label: ['out', 'out'] };
  const settings = { steps: 400, draws: 100, batch: { obs: 20 } };

  it.each(['vi', 'mc-dropout', 'laplace'])(
    'by %s tells the score on the way and keeps it, near that of its predictions, and draws the same',
    async (method) => {
      const seen: Progress[] = [];
      const options = {
        ...settings,
        method,
        onProgress: (progress: Progress) => seen.push(progress),
      };
      const fit = await bound.fit({ ...options, heldOut: others });
      const { heldOutTrace, values, notes } = fit.diagnostics;
      expect(heldOutTrace!.name).toBe('held-out NLL');
      expect(heldOutTrace!.steps.length).toBeGreaterThan(2);
      expect(heldOutTrace!.values.at(-1)).toBe(values.heldOutNll);
      expect(seen.at(-1)).toMatchObject({ heldOutNll: values.heldOutNll });
      expect(seen.at(-1)!.message).toContain(`held-out NLL ${values.heldOutNll.toPrecision(3)}`);
      expect(notes.map(({ code }) => code)).toContain('held-out');
      const { metrics } = (await fit.evaluate(others)).outcomes[0];
      expect(Math.abs(values.heldOutNll - metrics.nll.value)).toBeLessThan(0.05);
      const plain = await bound.fit({ ...settings, method });
      expect(plain.draws('f.layer2.weight')).toEqual(fit.draws('f.layer2.weight'));
      expect(plain.diagnostics.heldOutTrace).toBeUndefined();
    },
  );

  it('goes on from a checkpoint with the same scores', async () => {
    const options = { ...settings, method: 'vi', heldOut: others };
    const checkpoints: Checkpoint[] = [];
    const onCheckpoint = (checkpoint: Checkpoint) => checkpoints.push(checkpoint);
    const fit = await byQuickClock(() => bound.fit({ ...options, onCheckpoint }));
    const { heldOutTrace } = fit.diagnostics;
    const resume = JSON.parse(JSON.stringify(checkpoints[0]));
    const again = await bound.fit({ ...options, resume });
    expect(again.diagnostics.heldOutTrace).toEqual(heldOutTrace);
    await expect(bound.fit({ ...options, heldOut: only, resume })).rejects.toThrow('heldOut');
  });

  it('keeps the scores of each fit of an ensemble', async () => {
    const options = { ...settings, method: 'mc-dropout', ensemble: 2, heldOut: only };
    const { members } = (await bound.fit(options)).diagnostics;
    const ends = members!.map(({ heldOutTrace }) => heldOutTrace!.values.at(-1)!);
    expect(ends).toEqual(members!.map(({ values }) => values.heldOutNll));
    expect(ends[0]).not.toBe(ends[1]);
  });

  it('is refused where nothing is trained, and data that do not fit', async () => {
    const watchedFit = (options: object): Promise<unknown> =>
      bound.fit({ ...settings, method: 'vi', heldOut: others, ...options });
    await expect(
      watchedFit({ method: 'nuts', steps: undefined, batch: undefined }),
    ).rejects.toThrow('held-out data are for watching the training of networks');
    await expect(watchedFit({ heldOut: { x: [1, 2] } })).rejects.toThrow(
      'the held-out data hold nothing of `label`, by which training could be watched',
    );
    await expect(watchedFit({ heldOut: { x: [1], label: ['other'] } })).rejects.toThrow('other');
    const wide = { x: [[1, 2]], y: [[1, 2]] };
    expect(() => bindHeldOut(posterior, wide)).toThrow(
      'the held-out data have 2 members of `input`, and those of the fit 3',
    );
  });
});

describe('a rise of the negative log likelihood', () => {
  const pathOf = (values: readonly number[]): HeldOutPath =>
    values.reduce((path: HeldOutPath, nll, k) => {
      const heldOut = { members: 1, draws: 1, nll: () => nll };
      const random = Random.fromSeed(1);
      const now = { steps: 100 * (k + 1), members: 1, done: false, position: [], random };
      return watched(path, heldOut, now);
    }, emptyPath);
  const codes = (values: readonly number[]): string[] =>
    watchedResult(pathOf(values), undefined).notes.map(({ code }) => code);

  it('is told where it lasts, and not of noise or a late turn', () => {
    const rising = [1, 0.5, 0.4, 0.42, 0.44, 0.46, 0.48, 0.5, 0.52, 0.54];
    expect(codes(rising)).toEqual(['held-out', 'held-out-rises']);
    expect(codes(rising.toReversed())).toEqual(['held-out']);
    expect(codes([1, 0.5, 0.4, 0.41, 0.4, 0.4, 0.39, 0.41, 0.4, 0.41])).toEqual(['held-out']);
    expect(codes([1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.4, 0.5, 0.6])).toEqual(['held-out']);
  });

  it('is scored no more often than costs a tenth of the steps', () => {
    const nll = (): number => 1;
    const heldOut = { members: 600, draws: 10, nll };
    let path = emptyPath;
    for (let steps = 25; steps <= 1000; steps += 25) {
      const now = { steps, members: 100, done: steps === 1000, position: [] };
      path = watched(path, heldOut, { ...now, random: Random.fromSeed(1) });
    }
    // 6,000 densities are 20 steps of 100 gradients: once in 200 steps, and in the end
    expect(path.trace.steps).toEqual([25, 225, 425, 625, 825, 1000]);
  });
});
