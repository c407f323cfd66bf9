/** Networks through the interface: what is known in closed form, names, and predictions. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { bindHeldOut } from '../../src/api/held-out.ts';
import { forTraining, noiseTarget } from '../../src/api/network-target.ts';
import { compile, loadFit } from '../../src/index.ts';
import { methods } from '../../src/inference/index.ts';
import { laplace } from '../../src/inference/laplace.ts';
import { run } from '../../src/inference/run.ts';
import { networkVariational } from '../../src/inference/variational/networks.ts';
import { Random } from '../../src/random/random.ts';
import { progressPictures } from '../../src/report/figures/progress-pictures.ts';
import { parseExact, stringifyExact } from '../../src/results/exact-json.ts';

/** Conjugate posterior and evidence: reference/linear_network.py. */
const linear: {
  readonly x: number[][];
  readonly y: number[];
  readonly mean: number[];
  readonly sd: number[];
  readonly logEvidence: number;
  readonly independentSd: number[];
  readonly elbo: number;
} = JSON.parse(readFileSync(new URL('reference/linear-network.json', import.meta.url), 'utf8'));

const linearModel = compile(`
  dim obs   dim input
  data x[obs, input]: real
  data y[obs]: real
  network f(input) {
    dense(1)
    weights ~ Normal(0, 1.5)
    biases ~ Normal(0, 2)
  }
  observe y ~ Normal(f(x), 0.7)
`);

describe('a linear network is a regression', () => {
  const posterior = linearModel.bind({ x: linear.x, y: linear.y });
  const density = posterior.density(posterior.engine);

  it('whose posterior Laplace gives, and its evidence', async () => {
    const { normal, values } = await run(laplace, density, laplace.defaults, Random.fromSeed(1));
    linear.mean.forEach((mean, k) => {
      expect(Math.abs(normal!.mean[k] - mean)).toBeLessThan(1e-9);
      expect(Math.abs(normal!.sd[k] - linear.sd[k])).toBeLessThan(1e-9);
    });
    expect(Math.abs(values.logEvidence - linear.logEvidence)).toBeLessThan(1e-9);
    const evidence = await posterior.evidence({ method: 'exact' });
    expect(Math.abs(evidence.logEvidence - linear.logEvidence)).toBeLessThan(1e-9);
  });

  it('whose means mean-field variational inference gives', async () => {
    const vi = methods.get('vi')!;
    const { normal } = await run(vi, density, vi.defaults, Random.fromSeed(1));
    linear.mean.forEach((mean, k) => {
      expect(Math.abs(normal!.mean[k] - mean)).toBeLessThan(1e-5);
    });
  });
});

describe('independent normals of the weights, trained by batches', () => {
  it('are the best there are of a linear network: means, spreads and bound', async () => {
    const posterior = linearModel.bind({ x: linear.x, y: linear.y });
    const density = posterior.density(posterior.engine);
    // batches of 5, 5 and 2: each counts by its size, and the divergence from the prior once for all three
    const { target, dispose } = noiseTarget(posterior, posterior.engine, density, {
      batch: { obs: 5 },
    });
    const options = { steps: 8000, stepSize: 0.01 };
    const { normal, values } = await run(networkVariational, target, options, Random.fromSeed(2));
    dispose();
    linear.mean.forEach((mean, k) => {
      const sd = linear.independentSd[k];
      expect(Math.abs(normal!.mean[k] - mean)).toBeLessThan(0.05 * sd);
      expect(Math.abs(normal!.sd[k] / sd - 1)).toBeLessThan(0.05);
    });
    const { elbo, elboStandardError } = values;
    expect(Math.abs(elbo - linear.elbo)).toBeLessThan(4 * elboStandardError + 0.01);
  });

  it('are the same where training goes on from a saved state', () => {
    const posterior = linearModel.bind({ x: linear.x, y: linear.y });
    const density = posterior.density(posterior.engine);
    const options = { steps: 200, stepSize: 0.01 };
    const drawsOf = (keep: <State>(state: State) => State): Float64Array => {
      const random = Random.fromSeed(3);
      const { target, dispose } = noiseTarget(posterior, posterior.engine, density, {
        batch: { obs: 5 },
      });
      let state = networkVariational.init(target, options, random);
      for (let done = false; !done; ) {
        const made = networkVariational.step(target, state, options);
        state = keep(made.state);
        done = made.info.done;
      }
      const { points } = networkVariational
        .posterior(target, state, options, random)
        .draws(3, random);
      dispose();
      return points;
    };
    const whole = drawsOf((state) => state);
    expect(drawsOf((state) => parseExact(stringifyExact(state)) as typeof state)).toEqual(whole);
    expect(whole.every(Number.isFinite)).toBe(true);
  });

  it('move nothing in a step whose estimate is not finite, and go on', () => {
    const posterior = linearModel.bind({ x: linear.x, y: linear.y });
    const density = posterior.density(posterior.engine);
    const { target, dispose } = noiseTarget(posterior, posterior.engine, density, {
      batch: { obs: 5 },
    });
    const training = target.training!;
    const size = 2 * posterior.dimension;
    const given = [0.1, -1e200, 0.5].map((value) => {
      const position = Float64Array.from({ length: size }, (_, i) => (i === 0 ? value : -1));
      return { position, first: new Float64Array(size).fill(2), second: position.map(Math.abs) };
    });
    const order = training.order(0, Random.fromSeed(1));
    const [finite, infinite, again] = given.map((from) => {
      training.goOnFrom(from);
      const value = training.step(order, 0, Random.fromSeed(2), { step: 0.1, root: 1 });
      return { value, divergence: training.divergences[0], from, to: training.state() };
    });
    expect(infinite.value).toBeNaN();
    for (const part of ['position', 'first', 'second'] as const)
      expect(Array.from(infinite.to[part])).toEqual(Array.from(infinite.from[part]));
    for (const { value, from, to } of [finite, again]) {
      expect(value).toBeLessThan(0);
      for (let i = 0; i < size; i++) expect(to.position[i]).not.toBe(from.position[i]);
    }
    expect(training.parts).toEqual(['f.layer1']);
    // the Kullback-Leibler divergence of normals; the bias comes last
    const scale = Math.log1p(Math.exp(-1));
    const divergence = Array.from({ length: posterior.dimension }, (_, i) => {
      const [mean, prior] = [again.from.position[i], i === posterior.dimension - 1 ? 2 : 1.5];
      return Math.log(prior / scale) + (scale ** 2 + mean ** 2) / (2 * prior ** 2) - 0.5;
    }).reduce((sum, one) => sum + one);
    expect(again.divergence).toBeCloseTo(divergence, 10);
    dispose();
  });

  it('find a function that a fit from equal units cannot: units differ', async () => {
    const x = Array.from({ length: 40 }, (_, k) => -2 + k / 10);
    const model = compile(`
      dim obs
      data x[obs]: real
      data y[obs]: real
      param sigma ~ HalfNormal(1)
      network f() {
        dense(8, activation = tanh)
        dense(1)
        weights ~ Normal(0, 1)
        biases ~ Normal(0, 1)
      }
      observe y ~ Normal(f(x), sigma)
    `);
    const messages: string[] = [];
    const fit = await model.bind({ x, y: x.map((value) => Math.sin(2 * value)) }).fit({
      method: 'vi',
      steps: 4000,
      draws: 200,
      onProgress: ({ message }) => messages.push(message),
    });
    expect(messages.at(-1)).toMatch(
      /^step 4000, epoch 4000, ELBO -?[\d.]+, KL \d+\.\d* \(sigma [\d.]+, f.layer1 [\d.]+, f.layer2 [\d.]+\)$/,
    );
    const sigma = fit.summary().find(({ key }) => key === 'sigma')!;
    expect(sigma.mean).toBeLessThan(0.35);
    expect(fit.diagnostics.notes.map(({ code }) => code)).toContain('one-mode');
    const { priorDivergence, priorDivergenceTrace, trace } = fit.diagnostics;
    expect(priorDivergence!['f.layer1.weight']).toBeGreaterThan(1);
    // along the steps that of each layer, in the end about that of the fit
    const { steps, values, parts } = priorDivergenceTrace!;
    expect(Object.keys(parts)).toEqual(['sigma', 'f.layer1', 'f.layer2']);
    expect(steps).toEqual(trace!.steps);
    steps.forEach((_, k) => {
      const sum = Object.values(parts).reduce((total, part) => total + part[k], 0);
      expect(Math.abs(sum - values[k])).toBeLessThan(1e-9 * sum);
    });
    const ofLayer = priorDivergence!['f.layer1.weight'] + priorDivergence!['f.layer1.bias'];
    expect(Math.abs(parts['f.layer1'].at(-1)! - ofLayer)).toBeLessThan(0.1 * ofLayer + 0.3);
    const pictures = progressPictures(fit.diagnostics);
    expect(pictures.map(({ title }) => title)).toEqual([
      'ELBO by step',
      'Divergence from the prior by step',
    ]);
    for (const words of ['all', 'sigma', 'f.layer1', 'f.layer2'])
      expect(pictures[1].body).toContain(`>${words}</text>`);
  });
});

describe('the memory of a training', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const x = Array.from({ length: 100 }, (_, k) => Math.sin(k));

  it('does not grow with its steps, of which each stretch has a state of its own', async () => {
    const posterior = forTraining(
      compile(`
        dim obs
        data x[obs]: real
        data y[obs]: real
        network f() {
          dense(200, activation = tanh)
          dense(1)
          weights ~ Normal(0, 1)
          biases ~ Normal(0, 1)
        }
        observe y ~ Normal(f(x), 0.1)
      `).bind({ x, y: x }),
    );
    const { engine } = posterior;
    const heldOut = bindHeldOut(posterior, { x: [0, 1], y: [0, 1] });
    const options = { batch: { obs: 32 }, heldOut };
    const { target, dispose } = noiseTarget(posterior, engine, posterior.density(engine), options);
    const walk = { steps: 10_000, stepSize: 0.01 };
    let state = networkVariational.init(target, walk, Random.fromSeed(1));
    const bytesAt = async (steps: number): Promise<NodeJS.MemoryUsage> => {
      while (state.walk.steps < steps) state = networkVariational.step(target, state, walk).state;
      // what is dead is given back while the event loop has its turn
      for (let k = 0; k < 3; k++) {
        collect();
        await new Promise(setImmediate);
      }
      return process.memoryUsage();
    };
    const [early, late] = [await bytesAt(200), await bytesAt(600)];
    dispose();
    // the position and the running means of a stretch are 29 kB, and there were 16 stretches
    expect(late.arrayBuffers - early.arrayBuffers).toBeLessThan(60_000);
    expect(late.heapUsed - early.heapUsed).toBeLessThan(400_000);
  });
});

describe('the weights of a network', () => {
  const model = compile(`
    dim obs   dim input
    data x[obs, input]: real
    data y[obs]: real
    network f(input) {
      dense(2, activation = tanh)
      dropout(0.2)
      dense(1)
      weights ~ Normal(0, 1)
      biases ~ Normal(0, 1)
    }
    observe y ~ Normal(f(x), 0.01)
    output total = sum(f.layer1.weight)
  `);
  const x = [
    [0.1, 0.5],
    [-1, 0.3],
    [0.7, -0.2],
    [1.2, 0.9],
  ];
  const data = { x, y: [0.4, -0.3, 0.2, 0.9] };

  it('are parameters by their names, and predict for new rows', async () => {
    const fit = await model
      .bind(data)
      .fit({ method: 'laplace', hessian: 'exact', draws: 500, seed: 3 });
    expect(fit.summary().map(({ key }) => key)).toEqual([
      ...['1,1', '1,2', '2,1', '2,2'].map((at) => `f.layer1.weight[${at}]`),
      ...['f.layer1.bias[1]', 'f.layer1.bias[2]', 'f.layer2.weight[1]', 'f.layer2.weight[2]'],
      ...['f.layer2.bias', 'total'],
    ]);
    expect(fit.diagnostics.notes.map(({ code }) => code)).toContain('dropout');
    const weights = fit.draws('f.layer1.weight') as number[][][];
    const [bias, last, lastBias] = ['f.layer1.bias', 'f.layer2.weight', 'f.layer2.bias'].map((n) =>
      fit.draws(n),
    ) as [number[][], number[][], number[]];

    const folder = mkdtempSync(join(tmpdir(), 'networks-'));
    await fit.save(folder);
    const loaded = await loadFit(folder);
    rmSync(folder, { recursive: true });
    const row = [0.2, 0.4];
    const predicted = (await loaded.predict({ x: [row] })).draws('y') as number[][];
    // each draw of the weights gives its own value, around which the noise is small
    predicted.forEach(([y], k) => {
      const hidden = [0, 1].map((unit) =>
        Math.tanh(row[0] * weights[k][0][unit] + row[1] * weights[k][1][unit] + bias[k][unit]),
      );
      const mean = hidden[0] * last[k][0] + hidden[1] * last[k][1] + lastBias[k];
      expect(Math.abs(y - mean)).toBeLessThan(0.06);
    });
  });
});
