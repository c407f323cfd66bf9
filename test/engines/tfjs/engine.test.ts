import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gradient } from '../../../src/autodiff/gradient.ts';
import type { NamedValues } from '../../../src/engines/engine.ts';
import { IndexError } from '../../../src/engines/index-error.ts';
import { referenceEngine } from '../../../src/engines/reference/engine.ts';
import { evaluate } from '../../../src/engines/reference/evaluate.ts';
import { Builder } from '../../../src/graph/builder.ts';
import type { Graph } from '../../../src/graph/node.ts';
import { simplify } from '../../../src/graph/simplify.ts';
import { type ModelName, sequentialModels } from '../sequential-models.ts';
import { engines } from './engines-under-test.ts';
import { hierarchicalRegression, negativeBinomial, probit } from './example-graphs.ts';
import { randomGraph } from './random-graphs.ts';

/** Relative to the largest finite element of all outputs: the size of the terms they are made of. */
function expectClose(actual: NamedValues, expected: NamedValues, tolerance: number): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  const all = Object.values(expected).flatMap((values) => [...values]);
  const size = Math.max(...all.filter(Number.isFinite).map(Math.abs));
  for (const [name, values] of Object.entries(expected)) {
    expect(actual[name]).toHaveLength(values.length);
    values.forEach((value, k) => {
      const message = `${name}[${k}]: ${actual[name][k]} for ${value}`;
      if (!Number.isFinite(value)) expect(actual[name][k], message).toBe(value);
      else {
        const error = Math.abs(actual[name][k] - value);
        expect(error, message).toBeLessThanOrEqual(tolerance * size);
      }
    });
  }
}

describe.each([...engines])('the engine on %s', (backend, engine) => {
  let tensorsBefore = 0;
  beforeEach(() => {
    tensorsBefore = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });

  it.each([
    ['a hierarchical regression', hierarchicalRegression()],
    ['a negative binomial regression', negativeBinomial()],
    ['a probit regression', probit()],
  ])('gives value and gradient of %s', (_, { graph, inputs }) => {
    const executable = engine.prepare(graph);
    expectClose(executable.run(inputs), referenceEngine.prepare(graph).run(inputs), 1e-5);
    executable.dispose();
  });

  it.each(Object.keys(sequentialModels) as ModelName[])('runs the steps of %s', (model) => {
    const b = new Builder();
    const theta = b.input('theta', [4]);
    const density = sequentialModels[model](b, theta, 20);
    const [slope] = gradient(b, density, [theta]);
    const graph = simplify(b.finish({ density, slope }), evaluate);
    const inputs = { theta: Float64Array.of(0.25, 0.5, 0.375, 0.75) };
    const executable = engine.prepare(graph);
    expectClose(executable.run(inputs), referenceEngine.prepare(graph).run(inputs), 1e-5);
    executable.dispose();
  });

  it('refuses more steps than it can write out', () => {
    const b = new Builder();
    const density = sequentialModels.garch(b, b.input('theta', [4]), 10_000);
    expect(() => engine.prepare(b.finish({ density }))).toThrow(/9999 steps of 6 operations/);
  });

  it('agrees with the reference on random graphs', () => {
    fc.assert(
      fc.property(randomGraph, ({ graph, inputs }) => {
        const executable = engine.prepare(graph);
        expectClose(executable.run(inputs), referenceEngine.prepare(graph).run(inputs), 1e-4);
        executable.dispose();
      }),
      { numRuns: 60, seed: 20 },
    );
  });

  it('keeps nothing from one run to the next', () => {
    const { graph, inputs } = hierarchicalRegression();
    const executable = engine.prepare(graph);
    executable.run(inputs);
    const { numTensors, numBytes } = tf.memory();
    for (let n = 0; n < 5; n++) executable.run(inputs);
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    executable.dispose();
    executable.dispose();
    expect(() => executable.run(inputs)).toThrow('disposed');
  });

  it('runs two executables side by side, whatever backend is set', async () => {
    const [first, second] = [1, 2].map((factor) => {
      const b = new Builder();
      return engine.prepare(b.finish({ y: b.multiply(b.input('x', [2]), factor) }));
    });
    const before = tf.getBackend();
    await tf.setBackend(backend === 'cpu' ? 'wasm' : 'cpu');
    const other = tf.getBackend();
    const y1 = first.run({ x: Float64Array.of(1, 2) }).y;
    const y2 = second.run({ x: Float64Array.of(3, 4) }).y;
    expect([...y1, ...y2]).toEqual([1, 2, 6, 8]);
    expect(tf.getBackend()).toBe(other);
    await tf.setBackend(before);
    first.dispose();
    second.dispose();
  });

  it('gives outputs that are inputs, constants, equal, integers or empty', () => {
    const b = new Builder();
    const x = b.input('x', [2]);
    const graph = b.finish({
      'an input': x,
      again: x,
      constant: b.constant(3),
      integers: b.toInt(x),
      empty: b.slice(x, [1], [0]),
      flag: b.less(x, 2),
      'not used': b.sum(b.slice(x, [1], [0])),
    });
    const executable = engine.prepare(graph);
    const outputs = executable.run({ x: Float64Array.of(1, 2) });
    expect(Object.fromEntries(Object.entries(outputs).map(([k, v]) => [k, [...v]]))).toEqual({
      'an input': [1, 2],
      again: [1, 2],
      constant: [3],
      integers: [1, 2],
      empty: [],
      flag: [1, 0],
      'not used': [0],
    });
    expect(outputs.integers).toBeInstanceOf(Int32Array);
    expect(outputs.constant).toBeInstanceOf(Float64Array);
    executable.dispose();
  });

  it('adds up a million terms', () => {
    const b = new Builder();
    const graph = b.finish({ y: b.sum(b.input('x', [3, 333_333]), [1]) });
    const executable = engine.prepare(graph);
    const { y } = executable.run({ x: new Float64Array(999_999).fill(0.1) });
    // 333,333 times 0.1 rounded to float32 (0.100000001490116…)
    for (const total of y) expect(Math.abs(total / 33_333.300496707 - 1)).toBeLessThan(1e-5);
    executable.dispose();
  });

  it('reports positions that do not exist at their node, and goes on', () => {
    const b = new Builder();
    const positions = b.input('k', [2], 'int');
    const node = b.gather(b.input('x', [3]), positions);
    const graph = b.finish({ y: b.multiply(node, 2) });
    const executable = engine.prepare(graph);
    const x = Float64Array.of(1, 2, 3);
    const run = (...k: number[]) => executable.run({ x, k: Int32Array.from(k) }).y;
    for (const wrong of [3, -1]) {
      expect(() => run(0, wrong)).toThrow(
        expect.objectContaining({ name: IndexError.name, node }) as Error,
      );
    }
    expect(() => run(0, 3)).toThrow('position 3 (counted from 0) is outside 0 to 2');
    expect([...run(2, 1)]).toEqual([6, 4]);
    executable.dispose();
  });

  it('refuses constant positions that do not exist, and numbers that are not whole', () => {
    const b = new Builder();
    const x = b.input('x', [3]);
    const wrong = b.gather(x, b.constant(Int32Array.of(5), [1]));
    expect(() => engine.prepare(b.finish({ y: wrong }))).toThrow(IndexError);
    const executable = engine.prepare(b.finish({ y: b.toInt(x) }));
    expect(() => executable.run({ x: Float64Array.of(1, 2.5, 3) })).toThrow(
      '2.5 is not a whole number',
    );
    executable.dispose();
  });

  it('names missing and misshapen inputs', () => {
    const b = new Builder();
    const executable = engine.prepare(b.finish({ y: b.add(b.input('x', [2]), 1) }));
    expect(() => executable.run({})).toThrow('no values were given for input x');
    expect(() => executable.run({ x: Float64Array.of(1) })).toThrow('input x has 2 values, but 1');
    executable.dispose();
  });

  it('works up to six dimensions and refuses more', () => {
    const build = (rank: number): Graph => {
      const b = new Builder();
      const x = b.input('x', new Array<number>(rank).fill(2));
      const y = b.constant(wave(2), [2, ...new Array<number>(rank - 1).fill(1)]);
      const axes = [...x.shape.keys()].reverse();
      const mixed = b.transpose(b.add(x, y), axes);
      return b.finish({ mixed, some: b.sum(mixed, [1, 3]), most: b.pad(mixed, axes, axes) });
    };
    const graph = build(6);
    const inputs = { x: wave(64) };
    const executable = engine.prepare(graph);
    expectClose(executable.run(inputs), referenceEngine.prepare(graph).run(inputs), 1e-6);
    executable.dispose();
    expect(() => engine.prepare(build(7))).toThrow('more than 6 dimensions');
  });
});

function wave(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => Math.sin(k + 1));
}
