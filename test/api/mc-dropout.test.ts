/** MC dropout against what is known in closed form of linear networks: reference/linear_dropout.py. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dropoutTarget, forDropout } from '../../src/api/network-target.ts';
import { compile, loadFit } from '../../src/index.ts';
import type { Training } from '../../src/inference/method.ts';
import { Random } from '../../src/random/random.ts';
import { byQuickClock } from '../quick-clock.ts';

const linear: {
  readonly x: number[][];
  readonly y: number[];
  readonly mean: number[];
  readonly at: number[];
  readonly allOn: number;
  readonly firstOff: number;
  readonly relaxedRate: number;
  readonly uniform: number[][];
  readonly relaxed: number;
  readonly slopeOfRate: number;
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

/** Masks as they are wanted at the rate 0.2, again and again: 1 keeps an input. */
function masks(kept: readonly number[]): Random {
  let at = 0;
  const exponential = (): number => {
    if (!kept.includes(0)) return Infinity;
    let gap = 0;
    while (kept[at++ % kept.length] === 1) gap++;
    return (gap + 0.5) * -Math.log(0.8);
  };
  return { exponential } as unknown as Random;
}

/** The estimate at a point from the first batch, and its gradient: a step of no size leaves a tenth of it behind. */
function estimateAt(
  training: Training,
  position: Float64Array,
  random: Random,
  dropoutRates?: readonly number[],
): { readonly value: number; readonly slopes: Float64Array } {
  const zeros = new Float64Array(position.length);
  training.goOnFrom({ position, first: zeros, second: zeros });
  const order = Int32Array.from({ length: training.members }, (_, k) => k);
  const value = training.step(order, 0, random, { step: 0, root: 1 }, dropoutRates);
  return { value, slopes: Float64Array.from(training.state().first, (mean) => 10 * mean) };
}

describe('MC dropout of a linear network', () => {
  const { target } = dropoutTarget(posterior, posterior.engine, density, { batch: { obs: 40 } });

  it('has the bound that numpy gives, at given masks', () => {
    const at = Float64Array.from(linear.at);
    const value = (kept: readonly number[]): number =>
      estimateAt(target.training!, at, masks(kept), [0.2]).value;
    expect(value([1, 1, 1])).toBeCloseTo(linear.allOn, 10);
    expect(value([0, 1, 1])).toBeCloseTo(linear.firstOff, 10);
  });

  it('draws weights whose predictions have the mean and the variance of all masks together', () => {
    const [x, weights, keep] = [[1, 2, -0.5], [0.5, -1, 2], 0.8];
    let [mean, square] = [0, 0];
    for (let subset = 0; subset < 8; subset++) {
      const kept = [0, 1, 2].map((k) => (subset >> k) & 1);
      const draw = Float64Array.from(weights);
      target.networks!.dropout!.drop(draw, [0.2], masks(kept));
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
    const onCheckpoint = (state: unknown) => checkpoints.push(state);
    await byQuickClock(() => posterior.fit({ ...options, onCheckpoint }));
    const resume = JSON.parse(JSON.stringify(checkpoints[0]));
    const again = await posterior.fit({ ...options, resume });
    expect(again.draws('f.layer1.weight')).toEqual(whole.draws('f.layer1.weight'));
  });
});

describe('concrete dropout of a linear network', () => {
  const learning = dropoutTarget(posterior, posterior.engine, density, {
    batch: { obs: 40 },
    dropoutRate: 'learned',
  });
  /** The bound at these uniform numbers, and its slope along the logit of the rate. */
  const boundAt = (rate: number, uniforms: readonly number[]): readonly [number, number] => {
    let at = 0;
    const random = { uniform: () => uniforms[at++ % uniforms.length] } as unknown as Random;
    const point = Float64Array.from([...linear.at, Math.log(rate / (1 - rate))]);
    const { value, slopes } = estimateAt(learning.target.training!, point, random);
    return [value, slopes[3]];
  };

  it('has the bound with relaxed masks and their entropy, and its slope, that numpy gives', () => {
    const [value, slope] = boundAt(linear.relaxedRate, linear.uniform.flat());
    // masks of many elements are computed in float32
    expect(value).toBeCloseTo(linear.relaxed, 5);
    expect(slope).toBeCloseTo(linear.slopeOfRate, 5);
  });

  it('has for relaxed masks the masks themselves, far from where they turn over', () => {
    const keep = 0.8;
    const entropy = 3 * (-keep * Math.log(keep) - (1 - keep) * Math.log(1 - keep));
    expect(boundAt(0.2, [1e-6])[0]).toBeCloseTo(linear.allOn + entropy, 9);
    expect(boundAt(0.2, [1 - 1e-9, 1e-6, 1e-6])[0]).toBeCloseTo(linear.firstOff + entropy, 9);
  });

  it('learns a low rate where data are many, and a higher one where they are few', async () => {
    const rateOf = async (members: number): Promise<number> => {
      const of = (values: readonly unknown[]) =>
        Array.from({ length: members }, (_, k) => values[k % values.length]);
      const fit = await compile(posterior.typed.source.text)
        .bind({ x: of(linear.x), y: of(linear.y) })
        .fit({ method: 'mc-dropout', dropoutRate: 'learned', steps: 1500, draws: 20 });
      expect(fit.diagnostics.notes[0].message).toMatch('which was learned: 0.');
      return fit.diagnostics.values['rate f.dropout1'];
    };
    const [few, many] = [await rateOf(8), await rateOf(400)];
    expect(many).toBeLessThan(few / 3);
    expect(many).toBeGreaterThan(0);
  });
});

describe('the rate of MC dropout', () => {
  it('is judged by the log predictive density of what was held out', () => {
    const own = dropoutTarget(posterior, posterior.engine, density, { batch: { obs: 16 } });
    const { training: others, score } = own.target.training!.holdOut(Random.fromSeed(1));
    expect(others.members).toBe(32);
    const used = new Set(others.order(0, Random.fromSeed(2)));
    expect(used.size).toBe(32);
    const heldOut = linear.y.map((_, k) => k).filter((k) => !used.has(k));
    const draws = [
      [0.3, -0.2, 0.1],
      [1, 0, 0.5],
    ];
    const logs = heldOut.map((k) => {
      const densities = draws.map((draw) => {
        const z = (linear.y[k] - draw.reduce((sum, w, j) => sum + w * linear.x[k][j], 0)) / 0.5;
        return Math.exp(-0.5 * z * z) / (0.5 * Math.sqrt(2 * Math.PI));
      });
      return Math.log((densities[0] + densities[1]) / 2);
    });
    const expected = logs.reduce((sum, log) => sum + log, 0) / 8;
    expect(score(Float64Array.from(draws.flat()))).toBeCloseTo(expected, 12);
    own.dispose();
  });

  const options = { method: 'mc-dropout', steps: 300, draws: 50 } as const;

  it('is chosen by what each predicts of held-out data, the same from a checkpoint', async () => {
    const searched = { ...options, dropoutRate: [0.01, 0.9] };
    const checkpoints: unknown[] = [];
    const onCheckpoint = (state: unknown) => checkpoints.push(state);
    const fit = await byQuickClock(() => posterior.fit({ ...searched, onCheckpoint }));
    expect(fit.diagnostics.values['rate f.dropout1']).toBe(0.01);
    expect(fit.diagnostics.notes[0].message).toMatch(
      /: 0.01, chosen by the log predictive density of a held-out fifth of obs, in nats a member \(0.01: -\d/,
    );
    expect(checkpoints.length).toBeGreaterThan(0);
    const resume = JSON.parse(JSON.stringify(checkpoints[0]));
    const again = await posterior.fit({ ...searched, resume });
    expect(again.draws('f.layer1.weight')).toEqual(fit.draws('f.layer1.weight'));
  });

  it('is given in place of that of the model', async () => {
    const fit = await posterior.fit({ ...options, dropoutRate: 0.5 });
    const off = (fit.draws('f.layer1.weight') as number[][]).flat().filter((w) => w === 0);
    expect(off.length).toBeGreaterThan(45);
    await expect(posterior.fit({ ...options, dropoutRate: 1 })).rejects.toThrow(
      'a dropout rate is a number from 0 to below 1, several of them, search or learned, not 1',
    );
    await expect(posterior.fit({ method: 'vi', dropoutRate: 0.1 })).rejects.toThrow(
      'the dropout rate is a setting of mc-dropout, not of vi',
    );
  });
});

describe('MC dropout of images', () => {
  it('switches off whole channels, also through pools: masks and weights say the same', () => {
    const model = compile(`
      dim obs   dim row = 4   dim col = 4
      data image[obs, row, col]: real
      data y[obs]: real
      network f(row, col) {
        conv2d(3, kernel = 2, padding = same)
        dropout(0.2)
        max_pool(2)
        conv2d(2, kernel = 2, padding = same)
        dropout(0.2)
        average_pool(2)
        flatten()
        dense(1)
        weights ~ Normal(0, 1)
        biases ~ Normal(0, 1)
      }
      observe y ~ Normal(f(image), 1)
    `);
    const image = [0, 1, 2, 3].map((r) => [0, 1, 2, 3].map((c) => Math.sin(1 + r * c + c)));
    /** Switches off the second channel of each layer. */
    const secondOff = (): Random => {
      let k = 0;
      const exponential = (): number => (k++ % 2 === 0 ? 1.5 * -Math.log(0.8) : Infinity);
      return { exponential } as unknown as Random;
    };
    const rates = [0.2, 0.2];
    /** With masks in the graph, with weights switched off, and with all weights: less what does not depend on y. */
    const likelihoods = [0, 2].map((y) => {
      const bound = model.bind({ image: [image], y: [y] });
      const { engine } = bound;
      const { target } = dropoutTarget(bound, engine, bound.density(engine), { batch: { obs: 1 } });
      const point = target.networks!.start(Random.fromSeed(3));
      const drawn = point.slice();
      target.networks!.dropout!.drop(drawn, rates, secondOff());
      return [
        estimateAt(target.training!, point, secondOff(), rates).value,
        bound.logDensity(drawn),
        bound.logDensity(point),
      ];
    });
    const [ofMasks, ofWeights, ofAll] = [0, 1, 2].map((k) => likelihoods[1][k] - likelihoods[0][k]);
    expect(ofMasks).toBeCloseTo(ofWeights, 10);
    expect(Math.abs(ofAll - ofWeights)).toBeGreaterThan(1e-3);
  });
});

/** Layers before a norm, around and in a residual, and at the end: reference/masked_dropout.py. */
const masked: {
  readonly x: number[];
  readonly y: number;
  readonly weights: Readonly<Record<string, number[] | number[][]>>;
  readonly cases: readonly {
    readonly masks: number[][];
    readonly given: number[];
    readonly logDensity: number;
    readonly bound: number;
  }[];
} = JSON.parse(readFileSync(new URL('reference/masked-dropout.json', import.meta.url), 'utf8'));

describe('MC dropout where masks are no rows of weights', () => {
  const model = compile(`
    dim obs   dim input = 4   dim out = 2
    data x[obs, input]: real
    data y[obs]: real
    network f(input) -> out {
      dropout(0.2)
      layer_norm()
      dense(3, activation = tanh)
      dropout(0.2)
      residual {
        dropout(0.2)
        dense(3, activation = tanh)
        dropout(0.2)
      }
      dense(out)
      dropout(0.2)
      weights ~ Normal(0, 0.7)
      biases ~ Normal(0, 0.7)
    }
    observe y ~ Normal(sum[out](f(x)), 0.5)
    output given[obs, out] = f(x)
  `);
  const data = { x: [masked.x], y: [masked.y] };
  const own = model.bind(data);
  const bound = own.withModel(forDropout(own.typed));
  const { target } = dropoutTarget(bound, bound.engine, bound.density(bound.engine), {
    batch: { obs: 1 },
  });
  const rates = [0.2, 0.2, 0.2, 0.2, 0.2];
  const point = new Float64Array(bound.dimension);
  for (const [name, values] of Object.entries(masked.weights))
    point.set(values.flat(), bound.coordinates.range(`f.${name}`).from);

  /** Masks layer by layer, as the gaps between zeros that they are drawn by. */
  function layerByLayer(given: readonly number[][]): Random {
    const gaps = given.flatMap((mask) => {
      const zeros = mask.flatMap((on, k) => (on === 0 ? [k] : []));
      return [...zeros.map((zero, k) => zero - (k === 0 ? 0 : zeros[k - 1] + 1)), Infinity];
    });
    let at = 0;
    return { exponential: () => (gaps[at++] + 0.5) * -Math.log(0.8) } as unknown as Random;
  }

  it.each(masked.cases)('has the bound and the draws that numpy gives, case %#', (one) => {
    const { value } = estimateAt(target.training!, point, layerByLayer(one.masks), rates);
    expect(value).toBeCloseTo(one.bound, 10);
    const drawn = point.slice();
    target.networks!.dropout!.drop(drawn, rates, layerByLayer(one.masks));
    expect(bound.logDensity(drawn)).toBeCloseTo(one.logDensity, 10);
    const { given } = bound.generated.evaluate(['given'], drawn, Random.fromSeed(1));
    one.given.forEach((value, k) => {
      expect(given[k]).toBeCloseTo(value, 12);
    });
  });

  it('keeps the masks with the draws, for predictions and in files', async () => {
    const fit = await own.fit({ method: 'mc-dropout', steps: 20, draws: 12 });
    expect(new Set(fit.draws('f.dropout1.mask').flat())).toEqual(new Set([0, 1.25]));
    expect(() => fit.draws('f.dropout3.mask')).toThrow('no draws of f.dropout3.mask');
    expect((await fit.predict(data)).draws('given')).toEqual(fit.draws('given'));
    const folder = mkdtempSync(join(tmpdir(), 'credence-dropout-'));
    await fit.save(folder);
    const again = await (await loadFit(folder)).predict({ x: data.x });
    expect(again.draws('given')).toEqual(fit.draws('given'));
    rmSync(folder, { recursive: true });
  });

  it('switches single places off where an image has no channels, and weights that cannot be 0', async () => {
    const image = compile(`
      dim obs   dim row = 3   dim col = 3
      data image[obs, row, col]: real
      data y[obs]: real
      network f(row, col) {
        dropout(0.5)
        conv2d(2, kernel = 2)
        flatten()
        dropout(0.5)
        dense(1, weights ~ Exponential(1))
        weights ~ Normal(0, 1)
        biases ~ Normal(0, 1)
      }
      observe y ~ Normal(f(image), 1)
    `).bind({
      image: [
        [
          [1, 2, 3],
          [4, 5, 6],
          [7, 8, 9],
        ],
      ],
      y: [1],
    });
    const fit = await image.fit({ method: 'mc-dropout', steps: 5, draws: 8 });
    const masks = fit.draws('f.dropout1.mask') as number[][][];
    expect([masks[0].length, masks[0][0].length]).toEqual([3, 3]);
    expect(masks.some((mask) => mask[0].includes(0) && mask[0].includes(2))).toBe(true);
    expect((fit.draws('f.layer2.weight') as number[][]).flat().every((w) => w > 0)).toBe(true);
    expect((fit.draws('f.dropout2.mask') as number[][]).flat()).toContain(0);
  });
});

describe('MC dropout is refused, with the reason', () => {
  it('as an evidence', async () => {
    const evidence = posterior.evidence({ method: 'mc-dropout' });
    await expect(evidence).rejects.toThrow('mc-dropout has no evidence');
  });

  const refusal = (body: string, options = {}): Promise<unknown> =>
    compile(`
      dim obs   dim input = 4
      data x[obs, input]: real
      data y[obs]: real
      ${body}
    `)
      .bind({
        x: [[1, 2, 3, 4]],
        y: [1],
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

  it('where rates are to be learned and no weights pay for them', async () => {
    const norm = `network f(input) { dropout(0.1) layer_norm() dense(1) ${priors} }
      observe y ~ Normal(f(x), 1)`;
    expect(await refusal(norm, { dropoutRate: 'learned' })).toMatch(
      'f.dropout1 switches off none: put it before a dense layer, or give a rate',
    );
  });

  it('with settings of other methods', async () => {
    const model = `network f(input) { dropout(0.1) dense(1) ${priors} } observe y ~ Normal(f(x), 1)`;
    expect(await refusal(model, { method: 'vi' })).toMatch(
      'steps is a setting of training networks with hidden layers, not of vi',
    );
  });
});
