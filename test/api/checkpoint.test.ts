import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../src/api/checkpoint.ts';
import { compile, type FitOptions, OptionError } from '../../src/index.ts';
import { parseExact, stringifyExact } from '../../src/results/exact-json.ts';
import { byQuickClock } from '../quick-clock.ts';

const source = `dim school
data y[school]: real
data sigma[school]: positive
param mu ~ Normal(0, 5)
param tau ~ HalfCauchy(5)
param theta[school] ~ Normal(mu, tau)
observe y ~ Normal(theta, sigma)
output y_new[school] ~ Normal(theta, sigma)
`;
// Rubin (1981)
const data = { y: [28, 8, -3, 7, -1, 1, 18, 12], sigma: [15, 10, 16, 11, 9, 11, 10, 18] };
const schools = (given = data) => compile(source).bind(given);

/** All checkpoints of a fit, each as it comes back from a file, and the draws. */
async function checkpointsOf(options: FitOptions) {
  const texts: string[] = [];
  const fit = await byQuickClock(() =>
    schools().fit({
      ...options,
      workers: 1,
      onCheckpoint: (checkpoint) => texts.push(stringifyExact(checkpoint)),
    }),
  );
  const checkpoints = texts.map((text) => parseExact(text) as Checkpoint);
  return { checkpoints, draws: [fit.draws('theta'), fit.draws('y_new')], summary: fit.summary() };
}

describe.each<FitOptions>([
  { method: 'nuts', chains: 2, draws: 300, warmup: 200, seed: 3 },
  { method: 'nuts', chains: 3, draws: 50, warmup: 400, seed: 4 },
  { method: 'nuts', metric: 'dense', chains: 2, draws: 300, warmup: 200, seed: 3 },
  { method: 'vi', draws: 50, seed: 5 },
  { method: 'auto', draws: 100, seed: 6 },
])('a fit by %o', (options) => {
  it('goes on from any checkpoint to the very same draws', async () => {
    const { checkpoints, draws, summary } = await checkpointsOf(options);
    expect(checkpoints.length).toBeGreaterThan(0);
    const some = [0, 0.5, 1].map((share) => Math.round(share * (checkpoints.length - 1)));
    for (const k of new Set(some)) {
      const fit = await schools().fit({ ...options, resume: checkpoints[k] });
      expect([fit.draws('theta'), fit.draws('y_new')]).toEqual(draws);
      expect(fit.summary()).toEqual(summary);
    }
  }, 60_000);
});

describe('a checkpoint', () => {
  it('is refused by another run, with all differences', async () => {
    const run = { method: 'nuts', chains: 1, warmup: 100, seed: 1 };
    const [checkpoint] = (await checkpointsOf(run)).checkpoints;
    const resumed = (options: FitOptions, posterior = schools()) =>
      posterior.fit({ ...run, ...options, resume: checkpoint });
    await expect(resumed({ seed: 2, draws: 10 })).rejects.toThrow(
      new OptionError(
        'the run that is to be continued had seed 1, not 2, the default draws, not 10: give it the same model, data and options',
      ),
    );
    const others = schools({ ...data, y: [...data.y.slice(0, 7), 13] });
    await expect(resumed({}, others)).rejects.toThrow('had other data: give');
    const another = compile(`${source}\n`).bind(data);
    await expect(resumed({}, another)).rejects.toThrow('had another model text: give');
    const centred = compile(source).bind(data, { forms: { theta: 'centred' } });
    await expect(resumed({}, centred)).rejects.toThrow('theta "non-centred", not "centred"');
    await expect(
      schools().fit({ resume: { ...checkpoint, format: 'else' as never } }),
    ).rejects.toThrow('is no checkpoint of a fit');
  });
});
