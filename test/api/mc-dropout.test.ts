/** MC dropout against what is known in closed form of linear networks: reference/linear_dropout.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dropoutTarget } from '../../src/api/network-target.ts';
import { compile } from '../../src/index.ts';
import type { Random } from '../../src/random/random.ts';

const linear: {
  readonly x: number[][];
  readonly y: number[];
  readonly mean: number[];
  readonly at: number[];
  readonly allOn: number;
  readonly firstOff: number;
} = JSON.parse(readFileSync(new URL('reference/linear-dropout.json', import.meta.url), 'utf8'));

const posterior = compile(`
  dim obs   dim input
  data x[obs, input]: real
  data y[obs]: real
  network f(input) {
    dropout(0.2)
    dense(1, bias = false)
    weights ~ Normal(0, 0.8)
  }
  observe y ~ Normal(f(x), 0.5)
`).bind({ x: linear.x, y: linear.y });
const density = posterior.density(posterior.engine);

/** Masks as they are wanted: 1 keeps an input. */
function masks(kept: readonly number[]): Random {
  let at = 0;
  const uniform = (): number => (kept[at++ % kept.length] === 1 ? 0.9 : 0.1);
  return { uniform } as unknown as Random;
}

describe('MC dropout of a linear network', () => {
  const { target, batches } = dropoutTarget(posterior, posterior.engine, density, { obs: 40 });

  it('has the bound that numpy gives, at given masks', () => {
    const order = Int32Array.from({ length: 40 }, (_, k) => k);
    const gradient = new Float64Array(3);
    const at = Float64Array.from(linear.at);
    const value = (kept: readonly number[]): number =>
      batches.target(order, 0, masks(kept)).logDensityGradient(at, gradient);
    expect(value([1, 1, 1])).toBeCloseTo(linear.allOn, 10);
    expect(value([0, 1, 1])).toBeCloseTo(linear.firstOff, 10);
  });

  it('draws weights whose predictions have the mean and the variance of all masks together', () => {
    const [x, weights, keep] = [[1, 2, -0.5], [0.5, -1, 2], 0.8];
    let [mean, square] = [0, 0];
    for (let subset = 0; subset < 8; subset++) {
      const kept = [0, 1, 2].map((k) => (subset >> k) & 1);
      const draw = Float64Array.from(weights);
      target.networks!.drop(draw, masks(kept));
      const probability = kept.reduce((p, on) => p * (on === 1 ? keep : 1 - keep), 1);
      const output = x.reduce((sum, value, k) => sum + value * draw[k], 0);
      mean += probability * output;
      square += probability * output * output;
    }
    expect(mean).toBeCloseTo(-2.5, 12);
    expect(square - mean * mean).toBeCloseTo(1.3125, 12);
  });

  it('trains to the ridge regression that the bound is', async () => {
    const fit = await posterior.fit({
      method: 'mc-dropout',
      batch: { obs: 16 },
      steps: 4000,
      draws: 200,
    });
    const draws = fit.draws('f.layer1.weight') as number[][];
    // a weight is 0 or the trained one over 0.8
    linear.mean.forEach((mean, k) => {
      const values = new Set(draws.map((draw) => draw[k]));
      expect(values.size).toBe(2);
      const on = [...values].find((value) => value !== 0)!;
      expect(Math.abs(0.8 * on - mean)).toBeLessThan(0.02);
    });
    expect(fit.diagnostics.notes.map(({ code }) => code)).toEqual(['mc-dropout', 'training']);
    expect(fit.diagnostics.values).toMatchObject({ iterations: 4000 });
  });

  it('takes the same seed to the same numbers, also from a checkpoint', async () => {
    const options = { method: 'mc-dropout', steps: 500, draws: 20, seed: 4 } as const;
    const whole = await posterior.fit(options);
    const checkpoints: unknown[] = [];
    await posterior.fit({ ...options, onCheckpoint: (state) => checkpoints.push(state) });
    const resume =
      checkpoints.length === 0 ? undefined : JSON.parse(JSON.stringify(checkpoints[0]));
    const again = await posterior.fit({ ...options, ...(resume && { resume }) });
    expect(again.draws('f.layer1.weight')).toEqual(whole.draws('f.layer1.weight'));
  });
});

describe('MC dropout is refused, with the reason', () => {
  it('as an evidence', async () => {
    const evidence = posterior.evidence({ method: 'mc-dropout' });
    await expect(evidence).rejects.toThrow('mc-dropout has no evidence');
  });

  const refusal = (body: string, options = {}): Promise<unknown> =>
    compile(`
      dim obs   dim input = 4   dim row = 4   dim col = 4
      data x[obs, input]: real
      data image[obs, row, col]: real
      data y[obs]: real
      ${body}
    `)
      .bind({
        x: [[1, 2, 3, 4]],
        y: [1],
        image: [
          [
            [1, 2, 3, 4],
            [1, 2, 3, 4],
            [1, 2, 3, 4],
            [1, 2, 3, 4],
          ],
        ],
      })
      .fit({ method: 'mc-dropout', steps: 10, ...options })
      .then(
        () => undefined,
        (error) => error.message,
      );
  const priors = 'weights ~ Normal(0, 1) biases ~ Normal(0, 1)';

  it('without dropout layers', async () => {
    const model = 'param m ~ Normal(0, 1) observe y ~ Normal(m + sum[input](x), 1)';
    expect(await refusal(model)).toMatch('this model has no dropout layer: put `dropout(0.1)`');
  });

  it('where dropout stands before something else than a dense layer', async () => {
    const end = `network f(input) -> row { dense(row) dropout(0.1) ${priors} }
      observe y ~ Normal(sum[row](f(x)), 1)`;
    expect(await refusal(end)).toMatch('`f.dropout1` stands before no layer');
    const image = `network f(row, col) { dropout(0.1) conv2d(2, kernel = 2) flatten() dense(1) ${priors} }
      observe y ~ Normal(f(image), 1)`;
    expect(await refusal(image)).toMatch('`f.dropout1` stands before `f.layer1`, a conv2d');
  });

  it('where 0 is no weight, and with settings of others', async () => {
    const model = `network f(input) { dropout(0.1) dense(1, weights ~ Exponential(1)) ${priors} }
      observe y ~ Normal(f(x), 1)`;
    expect(await refusal(model)).toMatch('the prior of f.layer1.weight has bounds');
    expect(await refusal(model, { method: 'vi' })).toMatch(
      'steps is a setting of training networks with hidden layers, not of vi',
    );
  });
});
