import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import type { Posterior } from '../../src/api/posterior.ts';
import { referenceEngine } from '../../src/engines/reference/engine.ts';

const LOGISTIC = `
  dim row  dim predictor
  data X[row, predictor]: real
  data y[row]: binary
  param alpha ~ Normal(0, 2)
  param beta[predictor] ~ Normal(0, 1)
  observe y ~ BernoulliLogit(alpha + X @ beta)
  output first = X[1, 1] + X[2, 3] + y[2]
`;
const GROUPED = `
  dim row  dim group
  data g[row]: group
  data x[row]: real
  data y[row]: real
  param m ~ Normal(0, 1)
  param a[group]: real ~ Normal(m, 1)
  param sigma ~ HalfNormal(1)
  observe y ~ StudentT(4, a[g] * x, sigma)
`;
const PREDICTORS = 8;

function logisticData(rows: number) {
  return {
    X: Float64Array.from({ length: rows * PREDICTORS }, (_, k) => Math.sin(1.3 * k)),
    y: Float64Array.from({ length: rows }, (_, k) => k % 2),
  };
}

function groupedData(rows: number) {
  return {
    g: Int32Array.from({ length: rows }, (_, k) => 1 + ((7 * k) % 50)),
    x: Float64Array.from({ length: rows }, (_, k) => Math.sin(1.3 * k)),
    y: Float64Array.from({ length: rows }, (_, k) => Math.cos(0.7 * k)),
  };
}

function pointOf({ dimension }: Posterior): Float64Array {
  return Float64Array.from({ length: dimension }, (_, k) => 0.3 * Math.sin(1.7 * k + 1));
}

function firstGradient(text: string, data: Readonly<Record<string, unknown>>): Posterior {
  const posterior = compile(text).bind(data);
  posterior.logDensityGradient(pointOf(posterior), new Float64Array(posterior.dimension));
  return posterior;
}

describe('the memory of a posterior', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  type Memory = new (size: { initial: number }) => object;
  const { WebAssembly } = globalThis as unknown as { WebAssembly: { Memory: Memory } };
  const { Memory: original } = WebAssembly;
  let compiledBytes = 0;

  beforeAll(() => {
    // memory that threads share is in none of the process's counts
    WebAssembly.Memory = new Proxy(original, {
      construct(target, [size]: [{ initial: number }]) {
        compiledBytes += 65536 * size.initial;
        return new target(size);
      },
    });
  });
  afterAll(() => {
    WebAssembly.Memory = original;
  });

  async function arrayBytes(): Promise<number> {
    for (let round = 0; round < 10; round++) {
      collect();
      // buffers are freed in another thread
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return process.memoryUsage().arrayBuffers;
  }

  it.each([
    ['of a matrix', LOGISTIC, logisticData],
    ['of groups', GROUPED, groupedData],
  ])('is at most 1.5 times the data %s', async (_, text, makeData) => {
    firstGradient(text, makeData(100));
    const before = await arrayBytes();
    compiledBytes = 0;
    let given = 0;
    const posterior = (() => {
      const data = makeData(200_000);
      for (const column of Object.values(data)) given += column.byteLength;
      return firstGradient(text, data);
    })();
    const held = (await arrayBytes()) - before + compiledBytes;
    expect(compiledBytes).toBeGreaterThan(0.5 * given);
    expect(held).toBeLessThan(1.5 * given);
    expect(posterior.logDensity(pointOf(posterior))).toBeLessThan(0);
  });
});

describe('data that an engine holds', () => {
  const data = logisticData(1500);
  const groups = groupedData(1500);

  it('are what was given', () => {
    const { values } = firstGradient(LOGISTIC, data).bound;
    expect(values.get('X')!.data).toEqual(data.X);
    expect(values.get('X')!.shape).toEqual([1500, PREDICTORS]);
    expect(values.get('y')!.data).toEqual(data.y);
    const bound = firstGradient(GROUPED, groups).bound.values;
    for (const [name, column] of Object.entries(groups)) {
      expect(bound.get(name)!.data).toEqual(column);
    }
  });

  it('serve other engines, curvature and outputs as before', () => {
    for (const [text, given] of [
      [LOGISTIC, data],
      [GROUPED, groups],
    ] as const) {
      const moved = firstGradient(text, given);
      const fresh = compile(text).bind(given);
      const point = pointOf(moved);
      const [slopes, freshSlopes] = [0, 0].map(() => new Float64Array(moved.dimension));
      const value = moved.density(referenceEngine).logDensityGradient(point, slopes);
      expect(value).toBe(fresh.density(referenceEngine).logDensityGradient(point, freshSlopes));
      expect(slopes).toEqual(freshSlopes);
      expect(moved.logDensity(point)).toBeCloseTo(value, 8);
      const [hessian, freshHessian] = [moved, fresh].map((posterior) =>
        posterior.density(referenceEngine).hessian(point),
      );
      expect(hessian).toEqual(freshHessian);
      expect(moved.constrain(point)).toEqual(fresh.constrain(point));
    }
  });

  it('are read by fits', async () => {
    const posterior = firstGradient(LOGISTIC, data);
    const fit = await posterior.fit({ method: 'laplace', seed: 1 });
    const expected = data.X[0] + data.X[PREDICTORS + 2] + data.y[1];
    for (const value of fit.draws('first').slice(0, 20)) expect(value).toBe(expected);
  });
});
