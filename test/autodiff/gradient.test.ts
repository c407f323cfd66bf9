import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/autodiff/gradient.ts';
import { hessianVectorProduct } from '../../src/autodiff/hessian-vector.ts';
import { NotDifferentiable } from '../../src/autodiff/rule.ts';
import { prepare } from '../../src/engines/reference/engine.ts';
import { Builder } from '../../src/graph/builder.ts';
import type { Node } from '../../src/graph/node.ts';
import { GraphError } from '../../src/graph/op-definition.ts';
import { verify } from '../../src/graph/verify.ts';
import { randomGraph } from '../graph/random-graph.ts';
import { runOnce } from '../graph/run.ts';
import { differentiate } from './differences.ts';

/** The gradient of Σ f(x) at a point. */
function slope(f: (b: Builder, x: Node) => Node, at: readonly number[]): number[] {
  const b = new Builder();
  const x = b.input('x', [at.length]);
  const [g] = gradient(b, b.sum(f(b, x)), [x]);
  return runOnce(b.finish({ g }), { x: at }).g;
}

describe('gradient', () => {
  it('is zero, in the right shape, for what the output does not depend on', () => {
    const b = new Builder();
    const x = b.input('x', [2]);
    const unused = b.input('unused', [2, 3]);
    const whole = b.input('whole', [2], 'int');
    const y = b.sum(b.multiply(b.floor(x), b.toFloat(whole)));
    const [gx, gUnused, gWhole] = gradient(b, y, [x, unused, whole]);
    expect(gx.shape).toEqual([2]);
    expect(gUnused.shape).toEqual([2, 3]);
    expect(gWhole.shape).toEqual([2]);
    const values = runOnce(b.finish({ gx, gUnused, gWhole }), {});
    expect(values).toEqual({ gx: [0, 0], gUnused: [0, 0, 0, 0, 0, 0], gWhole: [0, 0] });
  });

  it('is 1 for the output itself, and can be taken at nodes on the way', () => {
    const b = new Builder();
    const x = b.input('x', []);
    const middle = b.multiply(3, x);
    const y = b.square(middle);
    const [gy, gMiddle, gx] = gradient(b, y, [y, middle, x]);
    expect(runOnce(b.finish({ gy, gMiddle, gx }), { x: [2] })).toEqual({
      gy: [1],
      gMiddle: [12],
      gx: [36],
    });
  });

  it('adds up over every use of a node', () => {
    expect(slope((b, x) => b.add(b.multiply(x, x), b.subtract(x, b.multiply(3, x))), [5])).toEqual([
      8,
    ]);
  });

  it('refuses what is no scalar', () => {
    const b = new Builder();
    const x = b.input('x', [2]);
    expect(() => gradient(b, x, [x])).toThrow(GraphError);
  });

  it('is shared equally at ties', () => {
    expect(slope((b, x) => b.max(x), [1, 3, 3])).toEqual([0, 0.5, 0.5]);
    expect(slope((b, x) => b.min(x), [1, 3, 1])).toEqual([0.5, 0, 0.5]);
    expect(slope((b, x) => b.maximum(x, 2), [1, 2, 3])).toEqual([0, 0.5, 1]);
    expect(slope((b, x) => b.minimum(x, 2), [1, 2, 3])).toEqual([1, 0.5, 0]);
    expect(slope((b, x) => b.abs(x), [-2, 0, 2])).toEqual([-1, 0, 1]);
  });

  it('of logSumExp and logAddExp is no NaN at infinities', () => {
    expect(slope((b, x) => b.logSumExp(x), [-Infinity, -Infinity])).toEqual([0.5, 0.5]);
    expect(slope((b, x) => b.logSumExp(x), [-Infinity, 3])).toEqual([0, 1]);
    expect(slope((b, x) => b.logSumExp(x), [Infinity, 3])).toEqual([1, 0]);
    expect(slope((b, x) => b.logAddExp(x, -Infinity), [-Infinity, 3, Infinity])).toEqual([
      0.5, 1, 1,
    ]);
  });

  it('of powers is right at 0 and for negative bases', () => {
    expect(slope((b, x) => b.power(x, 0), [0, -2])).toEqual([0, 0]);
    expect(slope((b, x) => b.power(x, 1), [0, -2])).toEqual([1, 1]);
    expect(slope((b, x) => b.power(x, 3), [0, -2])).toEqual([0, 12]);
    expect(slope((b, x) => b.power(x, -1), [-2])).toEqual([-0.25]);
    expect(slope((b, x) => b.power(0, x), [0, 2])).toEqual([0, 0]);
    expect(slope((b, x) => b.xlogy(b.constant(Float64Array.of(0, 2), [2]), x), [0, 4])).toEqual([
      0, 0.5,
    ]);
  });

  it('says so where no rule exists, and only if it is needed', () => {
    const b = new Builder();
    const a = b.input('a', []);
    const x = b.input('x', []);
    const p = b.logGammaPDerivative(2, a, x);
    expect(gradient(b, p, [x])[0].shape).toEqual([]);
    expect(() => gradient(b, p, [a])).toThrow(NotDifferentiable);
    const i = b.logBetaIDerivative([1, 1], a, b.constant(2), x);
    expect(() => gradient(b, i, [a])).toThrow(/incomplete beta function/);
  });

  it('joins the cotangents of the slices of a vector', () => {
    const b = new Builder();
    const x = b.input('x', [6]);
    const parts = [4, 1].map((begin) => b.slice(x, [begin], [2]));
    const y = b.add(b.sum(b.square(parts[0])), b.sum(b.exp(parts[1])));
    const overlapping = b.sum(b.slice(x, [1], [3]));
    const [g] = gradient(b, b.add(y, overlapping), [x]);
    const padded = b.pad(b.constant(Float64Array.of(1, 2), [2]), [0], [4]);
    const [twice] = gradient(b, b.sum(b.multiply(padded, b.add(x, x))), [x]);
    const values = runOnce(b.finish({ g, twice }), { x: [9, 0, 1, 9, 2, 3] });
    expect(values.g).toEqual([0, 2, 1 + Math.E, 1, 4, 6]);
    expect(values.twice).toEqual([2, 4, 0, 0, 0, 0]);
    const ofParts = b.finish({ g: gradient(b, y, [x])[0] });
    expect(ofParts.nodes.some((n) => n.op === 'pad')).toBe(false);
  });

  it('remembers which text a node came from', () => {
    const b = new Builder();
    const x = b.input('x', []);
    const origin = { start: 3, end: 9 };
    const y = b.withOrigin(origin, () => b.tanh(x));
    const [g] = gradient(b, y, [x]);
    expect(g.origin).toEqual(origin);
  });

  it('agrees with differences on random graphs', () => {
    fc.assert(
      fc.property(randomGraph, ({ builder, output, inputs, values }) => {
        const slopes = gradient(builder, output, inputs);
        const named = Object.fromEntries(slopes.map((g, k) => [inputs[k].attributes.name!, g]));
        const graph = builder.finish({ output, ...named });
        verify(graph);
        const executable = prepare(graph);
        const point = Object.fromEntries(
          ['u', 'v', 'w'].map((name) => [name, Float64Array.from(values[name])]),
        );
        for (const name of ['u', 'v', 'w']) {
          const x = point[name][0];
          const { value: expected, error } = differentiate(
            (moved) => {
              point[name][0] = moved;
              return executable.run(point).output[0];
            },
            x,
            1e-2,
          );
          point[name][0] = x;
          const actual = executable.run(point)[name][0];
          // a step of a where between the points shows in the error estimate
          fc.pre(error < 1e-7);
          expect(Math.abs(actual - expected)).toBeLessThan(1e-7 * Math.max(1, Math.abs(expected)));
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('hessianVectorProduct', () => {
  it("is a column of the Hessian of Rosenbrock's function", () => {
    // f = (1 − x)² + 100 (y − x²)²: H = [[2 − 400 (y − 3x²), −400 x], [−400 x, 200]]
    const b = new Builder();
    const x = b.input('x', []);
    const y = b.input('y', []);
    const f = b.add(
      b.square(b.subtract(1, x)),
      b.multiply(100, b.square(b.subtract(y, b.square(x)))),
    );
    const tangents = [b.input('tx', []), b.input('ty', [])];
    const [hx, hy] = hessianVectorProduct(b, f, [x, y], tangents);
    const graph = b.finish({ hx, hy });
    verify(graph);
    const at = (tx: number, ty: number): Record<string, number[]> =>
      runOnce(graph, { x: [1.5], y: [-2], tx: [tx], ty: [ty] });
    expect(at(1, 0)).toEqual({ hx: [2 - 400 * (-2 - 6.75)], hy: [-600] });
    expect(at(0, 1)).toEqual({ hx: [-600], hy: [200] });
  });

  it('is zero for a linear function', () => {
    const b = new Builder();
    const x = b.input('x', [2]);
    const [h] = hessianVectorProduct(b, b.sum(b.multiply(3, x)), [x], [b.constant(1)]);
    expect(runOnce(b.finish({ h }), {}).h).toEqual([0, 0]);
  });

  it('agrees with differences of the gradient on random graphs', () => {
    fc.assert(
      fc.property(randomGraph, ({ builder, output, inputs, values }) => {
        // along the tangent (1, …, 1) of w
        const [, , w] = inputs;
        const [slope] = gradient(builder, output, [w]);
        const along = builder.sum(slope);
        const [product] = hessianVectorProduct(builder, output, [w], [builder.constant(1)]);
        const executable = prepare(builder.finish({ along, product }));
        const point = Object.fromEntries(
          Object.entries(values).map(([name, data]) => [name, Float64Array.from(data)]),
        );
        const x = point.w[0];
        const { value: expected, error } = differentiate(
          (moved) => {
            point.w[0] = moved;
            return executable.run(point).along[0];
          },
          x,
          1e-2,
        );
        point.w[0] = x;
        const actual = executable.run(point).product[0];
        fc.pre(error < 1e-7);
        expect(Math.abs(actual - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
      }),
      { numRuns: 60, seed: 13 },
    );
  });
});
