import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../src/api/checkpoint.ts';
import { compile } from '../../src/api/compile.ts';
import { loadFit } from '../../src/api/load-fit.ts';
import type { Prediction } from '../../src/api/prediction.ts';
import type { UncertainNumber } from '../../src/api/uncertainty.ts';
import { byQuickClock } from '../quick-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'credence-'));
afterAll(() => rmSync(folder, { recursive: true }));

const network = compile(`
  dim obs
  data x[obs]: real
  data y[obs]: real
  network f() {
    dense(4, activation = tanh)
    dropout(0.1)
    dense(1)
    weights ~ Normal(0, 1)
    biases ~ Normal(0, 1)
  }
  observe y ~ Normal(f(x), 0.3)
`);
const posterior = network.bind({ x: [-1, -0.5, 0, 0.4, 1], y: [1, 0.4, 0, 0.3, 1.1] });
const grid = { x: [-2, 0, 2] };
const meansOf = ({ uncertainty }: Prediction): number[] =>
  (uncertainty as UncertainNumber[]).map(({ mean }) => mean.value);

describe('an ensemble', () => {
  it.each(['mc-dropout', 'laplace'])(
    'of %s predicts the average of its members, each from a seed of its own, also once saved',
    async (method) => {
      const options = { method, steps: 60 };
      const whole = await posterior.fit({ ...options, ensemble: 2, draws: 41, seed: 5 });
      const members = [];
      for (const seed of [5, 6]) members.push(await posterior.fit({ ...options, draws: 20, seed }));
      expect(whole.draws('f.layer1.weight')).toEqual(
        members.flatMap((member) => member.draws('f.layer1.weight')),
      );
      expect(whole.diagnostics.members?.map(({ seed }) => seed)).toEqual([5, 6]);
      const own: number[][] = [];
      for (const member of members) own.push(meansOf(await member.predict(grid)));
      // the searches ended in different places
      expect(Math.abs(own[0][0] - own[1][0])).toBeGreaterThan(1e-3);
      const found = meansOf(await whole.predict(grid));
      await whole.save(folder);
      const again = meansOf(await (await loadFit(folder)).predict(grid));
      expect(again).toEqual(found);
      found.forEach((mean, k) => {
        expect(mean).toBeCloseTo((own[0][k] + own[1][k]) / 2, 10);
      });
    },
  );

  it('goes on from where it was stopped', async () => {
    const options = { method: 'mc-dropout', steps: 600, ensemble: 2, draws: 10 } as const;
    const states: Checkpoint[] = [];
    const onCheckpoint = (state: Checkpoint) => states.push(state);
    const whole = await byQuickClock(() => posterior.fit({ ...options, onCheckpoint }));
    const [last] = states.filter(({ member }) => member === 1);
    expect(last).toBeDefined();
    const resumed = await posterior.fit({ ...options, resume: last });
    expect(resumed.draws('f.layer2.weight')).toEqual(whole.draws('f.layer2.weight'));
  });

  it('is refused where it says nothing', async () => {
    await expect(posterior.fit({ ensemble: 2 })).rejects.toThrow('name its method');
    await expect(posterior.fit({ method: 'nuts', ensemble: 2 })).rejects.toThrow('nuts has chains');
    await expect(posterior.fit({ method: 'vi', ensemble: 5, draws: 3 })).rejects.toThrow('too few');
    await expect(posterior.fit({ method: 'vi', ensemble: 0 })).rejects.toThrow(
      'ensemble is a whole',
    );
  });
});
