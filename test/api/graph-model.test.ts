/** The compiled TensorFlow.js graph against the posterior's own float64 numbers. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import type { Posterior } from '../../src/api/posterior.ts';
import { WEIGHTS_FILE } from '../../src/engines/tfjs/export.ts';
import { Random } from '../../src/random/random.ts';
import { counts, eightSchools } from './models.ts';

const evaluator = fileURLToPath(
  new URL('../engines/tfjs/evaluate-saved-model.mjs', import.meta.url),
);

const cases = [
  ['eight schools', compile(eightSchools.model).bind(eightSchools.data), { y_new: 8, twice: 8 }],
  ['a count regression', compile(counts.model).bind(counts.data), {}],
] as const;

interface Input {
  readonly values: number[];
  readonly shape: readonly number[];
}

/** The point as the graph's inputs, with values for drawn outputs that others use. */
function inputsAt(
  { lowered, coordinates }: Posterior,
  point: Float64Array,
  drawn: Readonly<Record<string, number>>,
): Record<string, Input> {
  const inputs: Record<string, Input> = {};
  const parts = coordinates.split(point);
  for (const { declaration, shape } of lowered.parameters) {
    inputs[declaration.name] = { values: [...parts[declaration.name]], shape };
  }
  for (const [name, size] of Object.entries(drawn)) {
    inputs[`drawn/${name}`] = {
      values: Array.from({ length: size }, (_, k) => k / 2 - 1),
      shape: [size],
    };
  }
  return inputs;
}

/** What the graph should give: the posterior's own numbers in float64. */
function expectedAt(posterior: Posterior, point: Float64Array): Record<string, number[]> {
  const gradient = new Float64Array(posterior.dimension);
  const logDensity = posterior.logDensityGradient(point, gradient);
  const slopes = posterior.coordinates.split(gradient);
  const expected: Record<string, number[]> = { logDensity: [logDensity] };
  for (const [name, value] of Object.entries(posterior.constrain(point))) {
    expected[`parameter/${name}`] = [value].flat() as number[];
    expected[`gradient/${name}`] = [...slopes[name]];
  }
  return expected;
}

function pointOf(posterior: Posterior): Float64Array {
  const random = Random.fromSeed(4);
  return Float64Array.from({ length: posterior.dimension }, () => random.uniform() - 0.5);
}

function expectFloat32(actual: readonly number[], expected: readonly number[], name: string): void {
  expect(actual, name).toHaveLength(expected.length);
  expected.forEach((value, k) => {
    const bound = 2e-5 * Math.max(1, Math.abs(value));
    expect(Math.abs(actual[k] - value), `${name}[${k}]: ${actual[k]}, ${value}`).toBeLessThan(
      bound,
    );
  });
}

describe.each(cases)('the graph of %s', (_, posterior, drawn) => {
  const point = pointOf(posterior);
  const inputs = inputsAt(posterior, point, drawn);

  it('saved and loaded by plain TensorFlow.js gives density, gradient and parameters', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'saved-graph-'));
    try {
      const { modelJson, weights } = await posterior.savedGraph();
      writeFileSync(join(folder, 'model.json'), modelJson);
      writeFileSync(join(folder, WEIGHTS_FILE), weights);
      const output = execFileSync(process.execPath, [evaluator, folder], {
        input: JSON.stringify(inputs),
        stdio: ['pipe', 'pipe', 'ignore'],
        encoding: 'utf8',
      });
      const actual: Record<string, number[]> = JSON.parse(output);
      for (const [name, values] of Object.entries(expectedAt(posterior, point))) {
        expectFloat32(actual[name], values, name);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  it('runs here as a GraphModel', async () => {
    const model = await posterior.graph({ backend: 'cpu' });
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([name, { values, shape }]) => [
        name,
        tf.tensor(values, [...shape], 'float32'),
      ]),
    );
    const outputs = model.predict(tensors) as tf.NamedTensorMap;
    for (const [name, values] of Object.entries(expectedAt(posterior, point))) {
      expectFloat32([...outputs[name].dataSync()], values, name);
    }
    model.dispose();
  }, 60_000);
});

it('names outputs, arguments of drawn outputs, and inputs for what depends on those', async () => {
  const [, posterior, drawn] = cases[0];
  const model = await posterior.graph({ backend: 'cpu' });
  const point = pointOf(posterior);
  const inputs = inputsAt(posterior, point, drawn);
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, { values, shape }]) => [
      name,
      tf.tensor(values, [...shape]),
    ]),
  );
  const outputs = model.predict(tensors) as tf.NamedTensorMap;
  expect(Object.keys(outputs).sort()).toEqual(
    [
      'gradient/mu',
      'gradient/tau',
      'gradient/theta',
      'logDensity',
      'output/best',
      'output/total',
      'output/twice/mean',
      'output/twice/sd',
      'output/y_new/mean',
      'output/y_new/sd',
      'parameter/mu',
      'parameter/tau',
      'parameter/theta',
    ].sort(),
  );
  const valuesOf = (name: string): number[] => [...outputs[name].dataSync()];
  const { theta, tau } = posterior.constrain(point) as { theta: number[]; tau: number };
  expectFloat32(valuesOf('output/best'), [Math.max(...theta)], 'best');
  expectFloat32(valuesOf('output/y_new/mean'), theta, 'mean of y_new');
  expectFloat32(valuesOf('output/y_new/sd'), [15, 10, 16, 11, 9, 11, 10, 18], 'sd of y_new');
  expectFloat32(valuesOf('output/twice/mean'), inputs['drawn/y_new'].values, 'mean of twice');
  const sum = inputs['drawn/twice'].values.reduce((total, value) => total + value, 0);
  expectFloat32(valuesOf('output/total'), [sum + tau], 'total');
  model.dispose();
});

it('takes names of all alphabets', async () => {
  const greek = compile('param μ ~ Normal(0, 1)\nparam σ_y ~ HalfNormal(1)\noutput λ = μ * σ_y');
  const model = await greek.bind({}).graph({ backend: 'cpu' });
  const outputs = model.predict({ μ: tf.scalar(2), σ_y: tf.scalar(0) }) as tf.NamedTensorMap;
  expect(outputs['output/λ'].dataSync()[0]).toBeCloseTo(2, 6);
  model.dispose();
});

it('does not exist for functions that TensorFlow.js does not have, and says where', async () => {
  const text =
    'param a: real(upper = 2) ~ Gamma(2, 1)\nparam b: real(upper = 2) ~ Gamma(2, exp(a))';
  const posterior = compile(text).bind({});
  await expect(posterior.savedGraph()).rejects.toThrow('the incomplete gamma function');
  await expect(posterior.savedGraph()).rejects.toMatchObject({
    span: { start: text.lastIndexOf('param') },
  });
});
