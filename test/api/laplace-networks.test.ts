/** Laplace's method of networks against matrices: reference/laplace_network.py. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Posterior } from '../../src/api/posterior.ts';
import { tangentTarget } from '../../src/api/tangent-target.ts';
import { compile, loadFit } from '../../src/index.ts';
import { Curvature } from '../../src/inference/curvature.ts';
import {
  type GaussNewtonState,
  gaussNewton,
} from '../../src/inference/gauss-newton/gauss-newton.ts';
import { gathered, Precision } from '../../src/inference/gauss-newton/precision.ts';
import { PriorCurvature } from '../../src/inference/gauss-newton/prior-curvature.ts';
import { structures } from '../../src/inference/gauss-newton/structures.ts';
import { run } from '../../src/inference/run.ts';
import { networkWeights } from '../../src/posterior/network-weights.ts';
import { TangentNetworks } from '../../src/posterior/tangent-networks.ts';
import { Random } from '../../src/random/random.ts';
import { probit } from '../../src/results/probit.ts';

interface ReferenceNormal {
  readonly covariance: number[][];
  readonly logDeterminant: number;
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`reference/${name}.json`, import.meta.url), 'utf8'));
const linear: { x: number[][]; y: number[]; mean: number[]; logEvidence: number } =
  read('linear-network');
const reference: {
  readonly linear: { covariance: number[][]; logFactor: number; tunedEvidence: number };
  readonly noise: {
    alone: { logNoise: number; logEvidence: number };
    withPrior: { logNoise: number; logFactor: number; logEvidence: number };
  };
  /** Covariances of its layers. */
  readonly convolution: readonly number[][][];
  readonly classes: {
    readonly x: number[][];
    readonly label: number[];
    readonly point: number[];
    readonly new: number[];
    readonly mean: number[];
    readonly scoreCovariance: number[][];
    readonly probit: number[];
  } & Readonly<Record<'full' | 'diagonal' | 'kronecker' | 'last', ReferenceNormal>>;
} = read('laplace-network');

const priors = 'weights ~ Normal(0, 1.5) biases ~ Normal(0, 2)';
const regression = (likelihood: string, body = 'dense(1)', before = '') =>
  compile(`
    dim obs   dim input
    data x[obs, input]: real
    data y[obs]: ${/^Pois/.test(likelihood) ? 'count' : /^Bern/.test(likelihood) ? 'binary' : 'real'}
    ${before}
    network f(input) { ${body} ${priors} }
    observe y ~ ${likelihood}
  `);
const linearPosterior = regression('Normal(f(x), 0.7)').bind({ x: linear.x, y: linear.y });

function targetOf(posterior: Posterior, batch?: Record<string, number>) {
  const { engine } = posterior;
  return tangentTarget(posterior, engine, posterior.density(engine), { batch }).target;
}

function precisionAt(posterior: Posterior, structure: string, point: Float64Array): Precision {
  const information = targetOf(posterior).information!;
  const blocks = structures.get(structure)!.blocks(information);
  const factors = new Float64Array(point.length).fill(1);
  gathered(blocks, information, point);
  return new Precision(blocks, new PriorCurvature(information, point, factors));
}

/** Row-major, from what unit vectors become. */
function covarianceOf(precision: Precision): Float64Array {
  const size = precision.dimension;
  const covariance = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    const column = precision.spread(
      Float64Array.from({ length: size }, (_, i) => (i === k ? 1 : 0)),
    );
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) covariance[i * size + j] += column[i] * column[j];
  }
  return covariance;
}

/** The largest difference, relative to the largest entry. */
function deviation(actual: ArrayLike<number>, expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, k) => Math.abs(actual[k] - value))) / scale;
}

describe('Laplace by the Gauss-Newton matrix of a linear network', () => {
  const fitted = (options: object, batch?: Record<string, number>) =>
    run(
      gaussNewton,
      targetOf(linearPosterior, batch),
      { ...gaussNewton.defaults, ...options },
      Random.fromSeed(1),
    );

  it('is the conjugate posterior, with its evidence', async () => {
    const { normal, values, centre } = await fitted({ hessian: 'full' });
    expect(deviation(centre!, linear.mean)).toBeLessThan(1e-7);
    expect(Math.abs(values.logEvidence - linear.logEvidence)).toBeLessThan(1e-9);
    const covariance = covarianceOf(precisionAt(linearPosterior, 'full', centre!));
    expect(deviation(covariance, reference.linear.covariance.flat())).toBeLessThan(1e-12);
    reference.linear.covariance.forEach((row, i) => {
      expect(Math.abs(normal!.sd[i] / Math.sqrt(row[i]) - 1)).toBeLessThan(1e-12);
    });
  });

  it('goes on from the posterior of earlier data', async () => {
    const part = (from: number, to: number) =>
      regression('Normal(f(x), 0.7)').bind({
        x: linear.x.slice(from, to),
        y: linear.y.slice(from, to),
      });
    const options = { method: 'laplace', hessian: 'full', draws: 10 } as const;
    const first = await part(0, 5).fit(options);
    const second = await part(5, 12).fit({ ...options, prior: first });
    const evidences = [first, second].map((fit) => fit.diagnostics.values.logEvidence);
    expect(Math.abs(evidences[0] + evidences[1] - linear.logEvidence)).toBeLessThan(1e-8);
  });

  it('is an estimator of the evidence', async () => {
    const { logEvidence, standardError, method } = await linearPosterior.evidence({
      method: 'laplace-ggn',
    });
    expect(method).toBe('laplace-ggn');
    expect(Math.abs(logEvidence - linear.logEvidence)).toBeLessThan(1e-9);
    expect(standardError).toBeLessThan(1e-9);
  });

  it('is found by batches, too', async () => {
    const { centre, values } = await fitted(
      { hessian: 'full', steps: 1000, stepSize: 0.05 },
      { obs: 5 },
    );
    expect(deviation(centre!, linear.mean)).toBeLessThan(1e-3);
    expect(values.newtonDecrement).toBeLessThan(0.01);
  });

  it.each(['global', 'layer'] as const)(
    'has the %s prior precision of the largest evidence',
    async (tunePrior) => {
      const { values, notes } = await fitted({ hessian: 'full', tunePrior });
      const name = tunePrior === 'global' ? 'all weights' : 'f.layer1';
      expect(
        Math.abs(2 * Math.log(values[`priorScale ${name}`]) + reference.linear.logFactor),
      ).toBeLessThan(5e-3);
      expect(Math.abs(values.logEvidence - reference.linear.tunedEvidence)).toBeLessThan(1e-4);
      expect(notes.find(({ code }) => code === 'tuned-prior')?.message).toContain(name);
    },
  );

  describe('whose noise is not known', () => {
    const data = { x: linear.x, y: linear.y };
    const fitWith = (likelihood: string, options: object, before = 'param sigma ~ HalfNormal(1)') =>
      run(
        gaussNewton,
        targetOf(regression(likelihood, 'dense(1)', before).bind(data)),
        { ...gaussNewton.defaults, ...options },
        Random.fromSeed(1),
      );

    // of a linear network with one unit the Kronecker product is exact
    it.each(['full', 'kronecker'])(
      'has it where its own posterior is densest: %s',
      async (hessian) => {
        const { centre, values } = await fitWith('Normal(f(x), sigma)', { hessian });
        const { logNoise, logEvidence } = reference.noise.alone;
        // log(sigma) is the first coordinate
        expect(Math.abs(centre![0] - logNoise)).toBeLessThan(2e-3);
        expect(Math.abs(values.logEvidence - logEvidence)).toBeLessThan(1e-4);
        expect(values.newtonDecrement).toBeLessThan(1e-4);
      },
    );

    it('has it with the prior precision of the largest evidence', async () => {
      const { centre, values } = await fitWith('Normal(f(x), sigma)', {
        hessian: 'full',
        tunePrior: 'global',
      });
      const { logNoise, logFactor, logEvidence } = reference.noise.withPrior;
      expect(Math.abs(centre![0] - logNoise)).toBeLessThan(2e-3);
      expect(Math.abs(2 * Math.log(values['priorScale all weights']) + logFactor)).toBeLessThan(
        5e-3,
      );
      expect(Math.abs(values.logEvidence - logEvidence)).toBeLessThan(1e-4);
    });

    it('also as a known multiple of a parameter', async () => {
      const before = 'param s ~ HalfNormal(0.5) let sigma = 2 * s';
      const { centre } = await fitWith('Normal(f(x), sigma)', { hessian: 'full' }, before);
      const expected = reference.noise.alone.logNoise - Math.LN2;
      expect(Math.abs(centre![0] - expected)).toBeLessThan(2e-3);
    });

    it.each([
      ['a part of what is observed', 'Normal(f(x) + sigma, sigma)', ''],
      ['no scale of it', 'Poisson(sigma * exp(f(x)))', ''],
      ['the scale of a prior, too', 'Normal(f(x) + a, sigma)', 'param a ~ Normal(0, sigma)'],
      ['never small', 'Normal(f(x), sigma + 1)', ''],
    ])('has none that is %s', (_, likelihood, more) => {
      const before = `param sigma ~ HalfNormal(1) ${more}`;
      const counts = { ...data, y: data.y.map((value) => Math.round(Math.exp(value))) };
      const posterior = regression(likelihood, 'dense(1)', before).bind(
        /^Pois/.test(likelihood) ? counts : data,
      );
      expect(targetOf(posterior).information!.noise).toBeUndefined();
    });
  });

  const counts = { x: linear.x, y: linear.y.map((value) => Math.round(Math.exp(value))) };
  const binary = { x: linear.x, y: linear.y.map((value) => (value > 0 ? 1 : 0)) };
  it.each([
    ['Poisson(exp(f(x)))', counts],
    ['PoissonLog(f(x))', counts],
    ['BernoulliLogit(f(x))', binary],
    ['Bernoulli(sigmoid(f(x)))', binary],
  ])('is the exact one of %s', (likelihood, data) => {
    const posterior = regression(likelihood).bind(data);
    const point = Float64Array.of(0.4, -0.3, 0.2, 0.1);
    const exact = Curvature.at(posterior.density(posterior.engine), point)!;
    const precision = precisionAt(posterior, 'full', point);
    expect(deviation(covarianceOf(precision), [...exact.inverse()])).toBeLessThan(1e-10);
    expect(precision.logDeterminant).toBeCloseTo(exact.logDeterminant, 10);
  });
});

describe('Laplace of a network with three classes', () => {
  const { classes } = reference;
  const model = compile(`
    dim example   dim input = 2   dim class = 3
    data x[example, input]: real
    data label[example]: class
    network f(input) -> class {
      dense(3, activation = tanh)
      dense(class)
      weights ~ Normal(0, 1.5)
      biases ~ Normal(0, 0.7)
    }
    observe label ~ CategoricalLogit(f(x))
    output size = sum(square(f.layer1.weight))
  `);
  const posterior = model.bind({ x: classes.x, label: classes.label.map((k) => k + 1) });
  const point = Float64Array.from(classes.point);

  it.each(['full', 'diagonal', 'kronecker'] as const)('%s is that of numpy', (structure) => {
    const precision = precisionAt(posterior, structure, point);
    const { covariance, logDeterminant } = classes[structure];
    expect(deviation(covarianceOf(precision), covariance.flat())).toBeLessThan(1e-12);
    expect(
      deviation(
        precision.variances(),
        covariance.map((row, i) => row[i]),
      ),
    ).toBeLessThan(1e-12);
    expect(precision.logDeterminant).toBeCloseTo(logDeterminant, 11);
    // the distance of a gradient is its length by the covariance
    const gradient = point.map((value) => 1 + value);
    const length = covariance.reduce(
      (sum, row, i) => row.reduce((total, c, j) => total + c * gradient[i] * gradient[j], sum),
      0,
    );
    expect(precision.distance(gradient)).toBeCloseTo(Math.sqrt(length), 10);
  });

  it('gives scores of a new example by the tangent, with the mean and covariance of numpy', () => {
    const precision = precisionAt(posterior, 'full', point);
    const { typed, bound, engine } = model.bind({ x: [classes.new], label: [1] });
    const networks = new TangentNetworks(typed, bound, engine, networkWeights(typed).results);
    const scoresAt = (deviation: Float64Array): number[] => {
      const { coordinates } = posterior;
      const moved = point.map((value, k) => value + deviation[k]);
      const given = networks.at(coordinates.split(point), coordinates.split(moved));
      return [...given['network 0']];
    };
    const mean = scoresAt(new Float64Array(point.length));
    expect(deviation(mean, classes.mean)).toBeLessThan(1e-14);
    const covariance = new Float64Array(9);
    for (let k = 0; k < point.length; k++) {
      const unit = Float64Array.from(point, (_, i) => (i === k ? 1 : 0));
      const along = scoresAt(precision.spread(unit)).map((score, c) => score - mean[c]);
      along.forEach((a, i) => {
        along.forEach((b, j) => {
          covariance[3 * i + j] += a * b;
        });
      });
    }
    expect(deviation(covariance, classes.scoreCovariance.flat())).toBeLessThan(1e-11);
    networks.dispose();
  });

  it('has the probabilities of MacKay', async () => {
    const variances = classes.scoreCovariance.map((row, k) => row[k]);
    expect(deviation(probit(classes.mean, variances), classes.probit)).toBeLessThan(1e-14);
    // of two outcomes the logistic function of m / √(1 + π v / 8)
    expect(probit([1.2], [3])[0]).toBeCloseTo(0.6927691647001648, 14);
    const fit = await posterior.fit({ method: 'laplace', draws: 400, seed: 2 });
    const [row] = (await fit.predict({ x: [classes.new] })).uncertainty;
    if (row.kind !== 'class') throw new Error('not a class');
    // from the same scores as the average over draws, of which it is an approximation
    row.probit!.forEach((p, k) => {
      expect(Math.abs(p - row.probabilities[k])).toBeLessThan(0.06);
    });
    expect(row.probit!.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 14);
  });

  // 20 draws would tell variances to a third of themselves
  it.each(['full', 'kronecker', 'diagonal'])(
    'has them from all of the covariance, not from draws: %s',
    async (hessian) => {
      const fit = await posterior.fit({ method: 'laplace', hessian, draws: 20, seed: 2 });
      const [w1, b1, w2, b2] = ['layer1.weight', 'layer1.bias', 'layer2.weight', 'layer2.bias'].map(
        (name) => [...fit.parts.draws.column(`f.${name}`).centre!],
      );
      const h = b1.map((bias, j) =>
        Math.tanh(classes.new.reduce((sum, x, i) => sum + x * w1[3 * i + j], bias)),
      );
      const scores = b2.map((bias, c) =>
        h.reduce((sum, unit, j) => sum + unit * w2[3 * j + c], bias),
      );
      // of each score by weights and biases
      const jacobian = scores.map((_, c) => {
        const slopes = h.map((unit, j) => w2[3 * j + c] * (1 - unit * unit));
        const own = (k: number): number => (k === c ? 1 : 0);
        return [
          ...classes.new.flatMap((x) => slopes.map((slope) => x * slope)),
          ...slopes,
          ...h.flatMap((unit) => [0, 1, 2].map((k) => own(k) * unit)),
          ...[0, 1, 2].map(own),
        ];
      });
      const centre = Float64Array.from([w1, b1, w2, b2].flat());
      const covariance = covarianceOf(precisionAt(posterior, hessian, centre));
      const variances = jacobian.map((row) =>
        row.reduce(
          (sum, a, i) =>
            row.reduce((total, b, j) => total + a * b * covariance[i * row.length + j], sum),
          0,
        ),
      );
      const folder = mkdtempSync(join(tmpdir(), 'laplace-networks-'));
      await fit.save(folder);
      const loaded = await loadFit(folder);
      rmSync(folder, { recursive: true });
      for (const one of [fit, loaded]) {
        const [row] = (await one.predict({ x: [classes.new] })).uncertainty;
        if (row.kind !== 'class') throw new Error('not a class');
        expect(deviation(row.probit!, probit(scores, variances))).toBeLessThan(1e-9);
      }
    },
  );

  it('last-layer is that of numpy, with the others held', () => {
    const precision = precisionAt(posterior, 'last-layer', point);
    const { covariance, logDeterminant } = classes.last;
    const from = point.length - covariance.length;
    const whole = covarianceOf(precision);
    covariance.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(Math.abs(whole[(from + i) * point.length + from + j] - value)).toBeLessThan(1e-12);
      });
    });
    expect(whole.slice(0, from * point.length).every((value) => value === 0)).toBe(true);
    expect(precision.logDeterminant).toBeCloseTo(logDeterminant, 11);
    expect(precision.size).toBe(covariance.length);
  });
});

describe('a convolution', () => {
  const posterior = compile(`
    dim obs   dim row = 3   dim col = 3
    data picture[obs, row, col]: real
    data y[obs]: real
    network f(row, col) { conv2d(1, kernel = 2) flatten() dense(1) ${priors} }
    observe y ~ Normal(f(picture), 1)
  `).bind({
    picture: [0, 1, 2, 3].map((k) =>
      [0, 1, 2].map((row) => [0, 1, 2].map((col) => Math.sin(k + 2 * row + 5 * col))),
    ),
    y: [1, 0, -1, 2],
  });
  // kernel, bias, weights and bias
  const point = Float64Array.of(0.5, -1, 2, 0.3, 0.1, 1, 1, 1, 1, 0);

  it('counts the places of an example together', () => {
    // with the last layer known the network is linear in the kernel: its entries are those of the exact matrix
    const exact = Curvature.at(posterior.density(posterior.engine), point)!;
    const size = point.length;
    const precision = precisionAt(posterior, 'full', point);
    const whole = Curvature.of(covarianceOf(precision), size).inverse();
    const variances = precisionAt(posterior, 'diagonal', point).variances();
    for (let k = 0; k < 5; k++) {
      const own = exact.length(Float64Array.from(point, (_, i) => (i === k ? 1 : 0))) ** 2;
      expect(Math.abs(whole[k * (size + 1)] / own - 1)).toBeLessThan(1e-9);
      expect(Math.abs(1 / variances[k] / own - 1)).toBeLessThan(1e-9);
    }
  });

  it('has the Kronecker product of all places, as numpy has it', () => {
    const weights = Float64Array.of(0.5, -1, 2, 0.3, 0.1, 1, -0.5, 2, 0.7, 0);
    const covariance = covarianceOf(precisionAt(posterior, 'kronecker', weights));
    reference.convolution.forEach((block, k) => {
      block.forEach((row, i) => {
        const at = (5 * k + i) * weights.length;
        expect(deviation(covariance.subarray(at + 5 * k, at + 5 * k + 5), row)).toBeLessThan(1e-12);
        expect(covariance.subarray(at + 5 - 5 * k, at + 10 - 5 * k).every((v) => v === 0)).toBe(
          true,
        );
      });
    });
  });

  it('has by it an evidence nearer to that of the whole matrix than by single coordinates', async () => {
    const [kronecker, full, diagonal] = await Promise.all(
      ['kronecker', 'full', 'diagonal'].map(async (hessian) => {
        const fit = await posterior.fit({ method: 'laplace', hessian, draws: 10, seed: 4 });
        return fit.diagnostics.values.logEvidence;
      }),
    );
    // what no block holds makes the determinant larger (Fischer's inequality)
    expect(kronecker).toBeLessThan(full);
    expect(full - kronecker).toBeLessThan(0.5 * (full - diagonal));
  });

  it('whose kernel is the image is a dense layer', () => {
    const data = { picture: linear.x.map(([a, b, c]) => [[a], [b], [c]]), y: linear.y };
    const of = (layer: string) =>
      compile(`
        dim obs   dim row = 3   dim col = 1
        data picture[obs, row, col]: real
        data y[obs]: real
        network f(row, col) { ${layer} dense(1) ${priors} }
        observe y ~ Normal(f(picture), 1)
      `).bind(data);
    const [convolved, dense] = [
      of('conv2d(2, kernel = [3, 1], activation = tanh) flatten()'),
      of('flatten() dense(2, activation = tanh)'),
    ].map((p) => {
      const weights = Float64Array.from({ length: p.dimension }, (_, k) => Math.sin(k + 1));
      return covarianceOf(precisionAt(p, 'kronecker', weights));
    });
    expect(deviation(convolved, [...dense])).toBeLessThan(1e-13);
  });
});

describe('Kronecker products of linear networks', () => {
  const declared = 'weights ~ Normal(0, 1.5) biases ~ Normal(0, 2)';

  it.each([
    [
      'a network that is used for several rows of each example',
      `dim obs   dim input   dim second
       data x[obs, input]: real
       data z[obs, second, input]: real
       data y[obs]: real
       data w[obs, second]: real
       network f(input) { dense(1) ${declared} }
       observe y ~ Normal(f(x), 0.7)
       observe w ~ Normal(f(z), 0.7)`,
      {
        x: linear.x.slice(0, 4),
        z: [4, 6, 8, 10].map((k) => linear.x.slice(k, k + 2)),
        y: linear.y.slice(0, 4),
        w: [0, 2, 4, 6].map((k) => linear.y.slice(4 + k, 6 + k)),
      },
    ],
    [
      'an embedding',
      `dim obs   dim kind = 3
       data k[obs]: kind
       data y[obs]: real
       network f() { embedding(kind, 1) weights ~ Normal(0, 1.5) }
       observe y ~ Normal(f(k), 0.7)`,
      { k: [1, 2, 1, 1, 3], y: linear.y.slice(0, 5) },
    ],
  ])('are exact of %s', (_, source, data) => {
    const posterior = compile(source).bind(data);
    const point = Float64Array.from({ length: posterior.dimension }, (_, k) => Math.cos(k + 1));
    const [kronecker, full] = ['kronecker', 'full'].map((structure) =>
      covarianceOf(precisionAt(posterior, structure, point)),
    );
    expect(deviation(kronecker, [...full])).toBeLessThan(1e-13);
  });
});

describe('priors tuned by the evidence', () => {
  const models = new URL('../../models/gap/', import.meta.url);
  const [, ...lines] = readFileSync(new URL('gap.csv', models), 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.split(',').map(Number));
  const gap = compile(readFileSync(new URL('gap.bayes', models), 'utf8')).bind({
    x: rows.map(([x]) => x),
    y: rows.map(([, y]) => y),
  });
  const fitted = async (posterior: Posterior, seed: number, tunePrior: 'global' | 'layer') => {
    const options = { ...gaussNewton.defaults, hessian: 'full', tunePrior };
    return (await run(gaussNewton, targetOf(posterior), options, Random.fromSeed(seed))).values;
  };

  it('are the same from different starts, and by layer better than one for all', async () => {
    const [first, second] = [await fitted(gap, 1, 'layer'), await fitted(gap, 2, 'layer')];
    expect(Math.abs(first.logEvidence - second.logEvidence)).toBeLessThan(0.05);
    const together = await fitted(gap, 1, 'global');
    expect(first.logEvidence).toBeGreaterThan(together.logEvidence + 3);
  });

  // two relu layers can share out a scale between them without changing what the network gives: nothing is to be had there
  const relu = regression(
    'Normal(f(x), sigma)',
    'dense(8, activation = relu) dense(1)',
    'param sigma ~ HalfNormal(1)',
  ).bind({
    x: Array.from({ length: 60 }, (_, k) => [Math.sin(3 * k), Math.cos(5 * k)]),
    y: Array.from(
      { length: 60 },
      (_, k) => Math.abs(Math.sin(3 * k)) - Math.cos(5 * k) ** 2 + 0.2 * Math.sin(7 * k),
    ),
  });

  it('do not run away with the scales of relu layers', async () => {
    const [together, byLayer] = [await fitted(relu, 1, 'global'), await fitted(relu, 1, 'layer')];
    expect(byLayer.logEvidence).toBeGreaterThan(together.logEvidence - 0.01);
    for (const name of ['f.layer1', 'f.layer2'])
      expect(Math.abs(Math.log(byLayer[`priorScale ${name}`]))).toBeLessThan(2);
  });

  it('are found the same where a run goes on from its state', () => {
    const options = { ...gaussNewton.defaults, hessian: 'full', tunePrior: 'layer' } as const;
    const end = (keep: (state: GaussNewtonState) => GaussNewtonState) => {
      const target = targetOf(relu);
      let state = gaussNewton.init(target, options, Random.fromSeed(1));
      for (let step = 0; step < 80; step++)
        state = keep(gaussNewton.step(target, state, options).state);
      return state;
    };
    const interrupted = end((state) => JSON.parse(JSON.stringify(state)));
    expect(interrupted).toEqual(end((state) => state));
    expect(interrupted.search!.rounds).toBeGreaterThan(1);
  });
});

describe('predictions', () => {
  it('follow the tangent at the mode, also from a folder', async () => {
    const posterior = regression('Normal(f(x), 0.7)', 'dense(2, activation = tanh) dense(1)').bind({
      x: linear.x,
      y: linear.y,
    });
    const fit = await posterior.fit({ method: 'laplace', draws: 50, seed: 3 });
    expect(fit.diagnostics.notes.map(({ code }) => code)).toEqual(['gauss-newton']);
    const folder = mkdtempSync(join(tmpdir(), 'laplace-networks-'));
    await fit.save(folder);
    const loaded = await loadFit(folder);
    rmSync(folder, { recursive: true });
    const row = [0.2, 0.4, -0.7];
    const { uncertainty } = await loaded.predict({ x: [row] });
    const weights = ['layer1.weight', 'layer1.bias', 'layer2.weight', 'layer2.bias'];
    const columns = weights.map((name) => fit.parts.draws.column(`f.${name}`));
    const [w1, b1, w2, b2] = columns.map(({ centre }) => [...centre!]);
    const units = [0, 1].map((j) =>
      Math.tanh(row.reduce((sum, value, i) => sum + value * w1[2 * i + j], b1[j])),
    );
    const at = units.reduce((sum, value, j) => sum + value * w2[j], b2[0]);
    const means = Array.from({ length: 50 }, (_, draw) => {
      const [v1, c1, v2, c2] = columns.map(({ values, centre }) =>
        centre!.map((value, k) => values[draw * centre!.length + k] - value),
      );
      return units.reduce((sum, unit, j) => {
        const along = row.reduce((total, value, i) => total + value * v1[2 * i + j], c1[j]);
        return sum + v2[j] * unit + w2[j] * (1 - unit * unit) * along;
      }, at + c2[0]);
    });
    const mean = means.reduce((sum, value) => sum + value, 0) / 50;
    const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 49;
    const [of] = uncertainty;
    expect(of.kind).toBe('number');
    if (of.kind !== 'number') return;
    expect(of.mean.value).toBeCloseTo(mean, 10);
    expect(of.epistemic.value).toBeCloseTo(variance, 10);
    expect(of.aleatoric.value).toBeCloseTo(0.49, 10);
  });
});

describe('the Kronecker product of one example', () => {
  it('is the whole matrix', () => {
    const posterior = regression('BernoulliLogit(f(x))').bind({ x: linear.x.slice(0, 1), y: [1] });
    const point = Float64Array.of(0.4, -0.3, 0.2, 0.1);
    const [kronecker, full] = ['kronecker', 'full'].map((structure) =>
      covarianceOf(precisionAt(posterior, structure, point)),
    );
    expect(deviation(kronecker, [...full])).toBeLessThan(1e-13);
  });
});

describe('beside weights', () => {
  it('the standard deviation of the noise has its information, 2 for each value', () => {
    const posterior = regression(
      'Normal(f(x), sigma)',
      'dense(2, activation = tanh) dense(1)',
      'param sigma ~ HalfNormal(1)',
    ).bind({ x: linear.x, y: linear.y });
    const point = Float64Array.from({ length: posterior.dimension }, (_, k) => Math.sin(k + 1));
    const sigma = Math.exp(point[0]);
    // of log(sigma): 2 of each of 12 values, and 2 sigma² of the prior
    const expected = 1 / (2 * 12 + 2 * sigma * sigma);
    for (const structure of structures.keys()) {
      expect(precisionAt(posterior, structure, point).variances()[0]).toBeCloseTo(expected, 12);
    }
  });

  it('cells that are missing tell nothing', () => {
    const model = (type: string) =>
      compile(`
        dim obs   dim input
        data x[obs, input]: real
        data y[obs]: ${type}
        network f(input) { dense(2, activation = tanh) dense(1) ${priors} }
        observe y ~ Normal(f(x), 0.7)
      `);
    const [x, y] = [linear.x, linear.y];
    const some = model('real').bind({ x: x.slice(2), y: y.slice(2) });
    const holes = model('real?').bind({ x, y: y.map((value, k) => (k < 2 ? null : value)) });
    const point = Float64Array.from({ length: some.dimension }, (_, k) => Math.sin(k + 1));
    const [expected, found] = [some, holes].map(
      (p) => precisionAt(p, 'full', point).logDeterminant,
    );
    expect(found).toBeCloseTo(expected, 12);
  });
});

describe('Laplace of networks is refused, with the reason', () => {
  const bound = (likelihood: string, body?: string, before?: string) =>
    regression(likelihood, body, before).bind({ x: linear.x, y: linear.y.map(Math.abs) });
  const refusal = (posterior: Posterior, options: object): Promise<string> =>
    posterior.fit({ method: 'laplace', ...options }).then(
      () => '',
      (error) => error.message,
    );

  it('without a network, and with settings of others', async () => {
    const model = compile('data y: real param m ~ Normal(0, 1) observe y ~ Normal(m, 1)');
    expect(await refusal(model.bind({ y: 1 }), { hessian: 'full' })).toMatch(
      'for networks, and this model has none: use --hessian exact',
    );
    expect(await refusal(linearPosterior, { hessian: 'kroneker' })).toMatch(
      'there is no hessian kroneker; did you mean kronecker?',
    );
    expect(await refusal(linearPosterior, { hessian: 'exact', tunePrior: 'layer' })).toMatch(
      'tunePrior goes with',
    );
    expect(await refusal(linearPosterior, { method: 'vi', hessian: 'full' })).toMatch(
      'hessian is a setting of laplace, not of vi',
    );
  });

  it('where the Fisher information is not known', async () => {
    const refusesWith = (posterior: Posterior, message: string): Promise<void> =>
      expect(posterior.fit({ method: 'laplace', hessian: 'full' })).rejects.toMatchObject({
        diagnostics: [{ code: 'no-information', message }],
      });
    await refusesWith(
      bound('SkewNormal(f(x), 1, 2)'),
      'the Fisher information of `SkewNormal`, which the curvature is made of, is not known in closed form',
    );
    await refusesWith(
      bound('StudentT(nu, f(x), 1)', 'dense(1)', 'param nu ~ Gamma(2, 0.1)'),
      'the Fisher information of `StudentT` about `df`, which depends on parameters, is not known in closed form',
    );
  });

  it('where weights make no Kronecker products', async () => {
    const before = 'param s ~ HalfNormal(1)';
    const scaled = regression(
      'Normal(f(x), 0.7)',
      'dense(2, activation = tanh, weights ~ Normal(0, s)) dense(1)',
      before,
    ).bind({ x: linear.x, y: linear.y });
    expect(await refusal(scaled, { hessian: 'kronecker' })).toMatch(
      '`f.layer1.weight` has a prior whose scale is a parameter',
    );
  });
});
