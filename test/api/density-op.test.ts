import * as converter from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import type { BackendName } from '../../src/engines/tfjs/backends.ts';
import type { DensityOp } from '../../src/engines/tfjs/density-op.ts';
import { GraphDefWriter } from '../../src/engines/tfjs/graph-def.ts';
import { eightSchools } from './models.ts';

const schools = compile(eightSchools.model).bind(eightSchools.data);
const n = schools.dimension;
// exact in float32, so that the engine sees the same point
const point = Float64Array.from({ length: n }, (_, k) => (k % 5) / 4 - 0.5);
const slopes = new Float64Array(n);
const value = schools.logDensityGradient(point, slopes);
const rounded = (values: ArrayLike<number>): number[] => [...Float32Array.from(values)];

/** A graph model of TensorFlow.js: twice the point goes into the op. */
function modelOf(op: string): converter.GraphModel<tf.io.IOHandlerSync> {
  const writer = new GraphDefWriter();
  const half = writer.placeholder([n], 'float');
  const node = writer.node(op, [writer.node('AddV2', [half, half], { T: { type: 'DT_FLOAT' } })]);
  const output = (key: string, name: string, shape: number[]) => ({
    key,
    node: writer.node('Identity', [name]),
    shape,
    type: 'float' as const,
  });
  return converter.loadGraphModelSync(
    writer.finish(
      [{ key: 'half', node: half, shape: [n], type: 'float' }],
      [output('value', node, []), output('gradient', `${node}:1`, [n])],
    ),
  );
}

describe.each<BackendName>(['cpu', 'wasm'])(
  'the density as an op of TensorFlow.js on %s',
  (backend) => {
    let op: DensityOp;
    beforeAll(async () => {
      op = await schools.densityOp('SchoolsDensity', { backend });
      expect(tf.getBackend()).toBe(backend);
    });
    afterAll(() => op.dispose());

    it('gives the value and the gradient of the engine, to float32', () => {
      const before = tf.memory().numTensors;
      tf.tidy(() => {
        const [logDensity, gradient] = op.valueAndGradient(tf.tensor1d(Float32Array.from(point)));
        expect(logDensity.shape).toEqual([]);
        expect([...logDensity.dataSync()]).toEqual(rounded([value]));
        expect([...gradient.dataSync()]).toEqual(rounded(slopes));
        // as any tensor, they go on
        expect(tf.sum(gradient).dataSync()[0]).toBeCloseTo(
          slopes.reduce((a, b) => a + b),
          4,
        );
      });
      expect(tf.memory().numTensors).toBe(before);
    });

    it('is a node of a graph model', () => {
      const model = modelOf(op.name);
      for (let run = 0; run < 3; run++) {
        tf.tidy(() => {
          const half = tf.tensor1d(Float32Array.from(point, (x) => x / 2));
          const [logDensity, gradient] = model.execute({ half }, [
            'value',
            'gradient',
          ]) as tf.Tensor[];
          expect([...logDensity.dataSync()]).toEqual(rounded([value]));
          expect([...gradient.dataSync()]).toEqual(rounded(slopes));
        });
      }
      model.dispose();
    });

    it('is differentiated through by TensorFlow.js', () => {
      tf.tidy(() => {
        // the core of TensorFlow.js has no gradients of its own ops: the chain rule enters by dy
        const through = tf.grad((x: tf.Tensor) => op.logDensity(x));
        const x = tf.tensor1d(Float32Array.from(point));
        const expected = slopes.map((slope) => 3 * slope);
        const gradient = [...through(x, tf.scalar(3)).dataSync()];
        gradient.forEach((slope, k) => {
          expect(Math.abs(slope - expected[k])).toBeLessThanOrEqual(3e-7 * Math.abs(expected[k]));
        });
      });
    });

    it('says which tensors it takes', () => {
      tf.tidy(() => {
        expect(() => op.valueAndGradient(tf.tensor1d([1, 2]))).toThrow(
          `SchoolsDensity takes a float32 tensor of shape [${n}], not float32 of shape [2]`,
        );
        expect(() => op.valueAndGradient(tf.zeros([n], 'int32'))).toThrow('not int32');
      });
    });
  },
);
