import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/autodiff/gradient.ts';
import { Builder } from '../../src/graph/builder.ts';
import {
  clip,
  cumulativeProduct,
  logDiffExp,
  logSoftmax,
  mean,
  product,
  softmax,
  standardDeviation,
  standardise,
  variance,
} from '../../src/graph/composites.ts';
import type { Node, Shape } from '../../src/graph/node.ts';
import { runOnce } from './run.ts';

/** The value of f(x) and the gradient of its sum. */
function valueAndSlope(
  f: (b: Builder, x: Node) => Node,
  data: readonly number[],
  shape: Shape = [data.length],
): { y: number[]; g: number[] } {
  const b = new Builder();
  const x = b.input('x', shape);
  const y = f(b, x);
  const [g] = gradient(b, b.sum(y), [x]);
  const values = runOnce(b.finish({ x, y, g }), { x: data });
  return { y: values.y, g: values.g };
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, 13);
  });
}

describe('product', () => {
  it('has exact values and derivatives, at zeros and for any length', () => {
    expect(valueAndSlope(product, [2, -3, 4])).toEqual({ y: [-24], g: [-12, 8, -6] });
    expect(valueAndSlope(product, [0, 5, 7, 2, 3])).toEqual({ y: [0], g: [210, 0, 0, 0, 0] });
    expect(valueAndSlope(product, [0, 0, 7]).g).toEqual([0, 0, 0]);
    expect(valueAndSlope(product, [3])).toEqual({ y: [3], g: [1] });
    expect(valueAndSlope(product, [])).toEqual({ y: [1], g: [] });
  });

  it('goes over chosen axes', () => {
    const data = [1, 2, 3, 4, 5, 6];
    expect(valueAndSlope((b, x) => product(b, x, [0]), data, [2, 3]).y).toEqual([4, 10, 18]);
    expect(valueAndSlope((b, x) => product(b, x, [1]), data, [2, 3])).toEqual({
      y: [6, 120],
      g: [6, 3, 2, 30, 24, 20],
    });
    expect(valueAndSlope((b, x) => product(b, x, [0, 1]), data, [2, 3]).y).toEqual([720]);
  });
});

it('cumulativeProduct multiplies up', () => {
  const { y, g } = valueAndSlope((b, x) => cumulativeProduct(b, x, 0), [2, 0, -1, 3, 4, 1.5]);
  expect(y.map((v) => v + 0)).toEqual([2, 0, 0, 0, 0, 0]);
  // d/dx₀ = 1; d/dx₁ = 2 (1 − 1 − 3 − 12 − 18); the others have the factor 0
  expect(g.map((v) => v + 0)).toEqual([1, -66, 0, 0, 0, 0]);
  const rows = valueAndSlope((b, x) => cumulativeProduct(b, x, 1), [1, 2, 3, 4, 5, 6], [2, 3]);
  expect(rows.y).toEqual([1, 2, 6, 4, 20, 120]);
});

// expected values: NumPy 2.4 and SciPy 1.17 (numpy.mean, var and std with ddof 1, scipy.stats.zscore,
// scipy.special.softmax and log_softmax) on the same numbers
describe('moments', () => {
  const data = [1.5, -2, 0.25, 4, 3, -1];
  it('are those of the sample', () => {
    expectClose(valueAndSlope(mean, data).y, [0.9583333333333334]);
    expectClose(valueAndSlope(variance, data).y, [5.3604166666666675]);
    expectClose(valueAndSlope(standardDeviation, data).y, [2.3152573651036437]);
    expectClose(
      valueAndSlope((b, x) => variance(b, x, [1]), data, [2, 3]).y,
      [3.1458333333333335, 7],
    );
    expectClose(valueAndSlope((b, x) => mean(b, x, [0]), data, [2, 3]).y, [2.75, 0.5, -0.375]);
  });

  it('standardises to mean 0 and deviation 1', () => {
    const { y } = valueAndSlope(standardise, data);
    expectClose([y.reduce((sum, v) => sum + v, 0)], [0]);
    expectClose([y[0]], [(1.5 - 0.9583333333333334) / 2.3152573651036437]);
  });
});

describe('softmax', () => {
  it('keeps its digits far from 0', () => {
    const { y } = valueAndSlope((b, x) => softmax(b, x, 0), [1000, 1000.125, 999.5]);
    // mpmath 1.3.0 at 40 digits
    const expected = [0.3650062503069857, 0.4136062678950836, 0.2213874817979306];
    expected.forEach((value, k) => {
      expect(Math.abs(y[k] / value - 1)).toBeLessThan(4e-16);
    });
  });

  it('is accurate far out, along an axis', () => {
    const data = [1000, 1001, -5, 0, 0, 0];
    const { y } = valueAndSlope((b, x) => softmax(b, x, 1), data, [2, 3]);
    expectClose(y, [0.2689414213699951, 0.7310585786300049, 0, 1 / 3, 1 / 3, 1 / 3]);
    const logs = valueAndSlope((b, x) => logSoftmax(b, x, 1), data, [2, 3]).y;
    expectClose(logs, [
      -1.3132616875182228,
      -0.3132616875182228,
      -1005 - 1.3132616875182228,
      ...new Array<number>(3).fill(-Math.log(3)),
    ]);
  });
});

it('clip stays between its bounds', () => {
  expect(valueAndSlope((b, x) => clip(b, x, 0, 2), [-1, 1, 3])).toEqual({
    y: [0, 1, 2],
    g: [0, 1, 0],
  });
});

it('logDiffExp subtracts on the log scale', () => {
  const at = (a: number, c: number): { y: number[]; g: number[] } =>
    valueAndSlope((b, x) => logDiffExp(b, x, c), [a]);
  // log(e³ − e¹) by mpmath
  expectClose(at(3, 1).y, [2.85458654213114]);
  expectClose(at(1000, 999).y, [1000 + Math.log1p(-Math.exp(-1))]);
  expect(at(2, 2).y).toEqual([-Infinity]);
  expect(at(-Infinity, -Infinity)).toEqual({ y: [-Infinity], g: [0] });
  expect(at(2, -Infinity)).toEqual({ y: [2], g: [1] });
});
