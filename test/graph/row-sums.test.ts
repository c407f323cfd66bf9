/** Sums over many rows by sums over few: precision, what keeps them from it, what happens at the edges. */
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/autodiff/gradient.ts';
import { prepare } from '../../src/engines/reference/engine.ts';
import { evaluate } from '../../src/engines/reference/evaluate.ts';
import { wasmEngine } from '../../src/engines/wasm/engine.ts';
import { Builder } from '../../src/graph/builder.ts';
import type { Graph, Node } from '../../src/graph/node.ts';
import { sizeOf } from '../../src/graph/node.ts';
import { SimplifyingBuilder, simplify } from '../../src/graph/simplify.ts';
import { verify } from '../../src/graph/verify.ts';

/** A scalar and its gradient, as built and simplified before and after differentiation. */
function graphsOf(build: (b: Builder) => { value: Node; inputs: readonly Node[] }): {
  direct: Graph;
  collapsed: Graph;
} {
  const finish = (b: Builder): Graph => {
    const { value, inputs } = build(b);
    const slopes = gradient(b, value, inputs);
    const named = inputs.map((input, k) => [`by ${input.attributes.name}`, slopes[k]]);
    return b.finish({ value, ...Object.fromEntries(named) });
  };
  const collapsed = finish(new SimplifyingBuilder(evaluate));
  verify(collapsed);
  return { direct: finish(new Builder()), collapsed };
}

const largestExtent = ({ nodes }: Graph): number =>
  Math.max(...nodes.map(({ op, shape }) => (op === 'constant' ? 0 : sizeOf(shape))));

interface Case {
  readonly name: string;
  readonly data: { readonly y: number[]; readonly group: number[]; readonly x: number[] };
  readonly parameters: { readonly a: number[]; readonly b: number; readonly s: number };
  readonly value: number;
  readonly slopes: { readonly a: number[]; readonly b: number; readonly s: number };
}

/** mpmath: reference/squared_residuals.py */
const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('reference/squared-residuals.json', import.meta.url), 'utf8'),
);

/** Σ ((y − a[group] − b x) / s)² */
function squaredResiduals(b: Builder, { data: { y, group, x }, parameters }: Case) {
  const shape = [y.length];
  const [a, slope, s] = [b.input('a', [parameters.a.length]), b.input('b', []), b.input('s', [])];
  const level = b.gather(a, b.constant(Int32Array.from(group), shape));
  const predictor = b.multiply(slope, b.constant(Float64Array.from(x), shape));
  const residual = b.subtract(b.constant(Float64Array.from(y), shape), b.add(level, predictor));
  return { value: b.sum(b.square(b.divide(residual, s))), inputs: [a, slope, s] };
}

describe('a sum of squared residuals from its sufficient statistics', () => {
  it.each(cases)('$name: with 12 digits of the exact value and gradient', (exact) => {
    const { collapsed } = graphsOf((b) => squaredResiduals(b, exact));
    const { a, b, s } = exact.parameters;
    expect(largestExtent(collapsed)).toBeLessThanOrEqual(a.length);
    const inputs = { a: Float64Array.from(a), b: Float64Array.of(b), s: Float64Array.of(s) };
    // a + b x is rounded at its size, in whatever form
    const { data, value } = exact;
    const residual = s * Math.sqrt(value / data.y.length);
    const isRounded = b !== 0;
    const tolerance =
      1e-12 + (isRounded ? (2 ** -51 * Math.max(...data.y.map(Math.abs))) / residual : 0);
    // a slope is a sum of terms of both signs, which the mean residual times the size of x exceeds
    const scale = (2 * value) / residual;
    const largestX = Math.max(1, ...data.x.map(Math.abs));
    for (const engine of [{ prepare }, wasmEngine]) {
      const actual = engine.prepare(collapsed).run(inputs);
      expect(Math.abs(actual.value[0] / value - 1)).toBeLessThanOrEqual(tolerance);
      expect(Math.abs(actual['by s'][0] / exact.slopes.s - 1)).toBeLessThanOrEqual(tolerance);
      expect(Math.abs(actual['by b'][0] - exact.slopes.b)).toBeLessThanOrEqual(
        tolerance * scale * largestX,
      );
      exact.slopes.a.forEach((slope, k) => {
        expect(Math.abs(actual['by a'][k] - slope)).toBeLessThanOrEqual(tolerance * scale);
      });
    }
  });

  it('is the direct sum for random data, weights and predictors', () => {
    const number = fc.integer({ min: -4000, max: 4000 }).map((n) => n / 1000);
    const rows = 24;
    const column = fc.array(number, { minLength: rows, maxLength: rows });
    const indices = fc.array(fc.nat(2), { minLength: rows, maxLength: rows });
    const model = fc.record({
      y: column,
      columns: fc.array(column, { maxLength: 3 }),
      weights: fc.option(column.map((values) => values.map(Math.abs))),
      group: fc.option(indices),
      slopesByGroup: fc.boolean(),
      scalesByGroup: fc.boolean(),
      point: fc.array(number, { minLength: 12, maxLength: 12 }),
      offset: fc.constantFrom(0, 0, 1000),
    });
    fc.assert(
      fc.property(model, ({ y, columns, weights, group, point, offset, ...by }) => {
        const vector = (b: Builder, values: readonly number[]): Node =>
          b.constant(Float64Array.from(values), [rows]);
        const { direct, collapsed } = graphsOf((b) => {
          const [a, slopes, scales] = [b.input('a', [3]), b.input('b', [3]), b.input('s', [3])];
          const pick = (x: Node, isGrouped: boolean, k: number): Node =>
            group !== null && isGrouped
              ? b.gather(x, b.constant(Int32Array.from(group), [rows]))
              : b.reshape(b.slice(x, [k], [1]), []);
          const predicted = columns.reduce(
            (sum, values, k) =>
              b.add(sum, b.multiply(vector(b, values), pick(slopes, by.slopesByGroup, k))),
            pick(a, true, 0),
          );
          const residual = b.subtract(
            vector(
              b,
              y.map((value) => value + offset),
            ),
            predicted,
          );
          const scaled = b.divide(residual, b.exp(pick(scales, by.scalesByGroup, 0)));
          const squares = b.square(scaled);
          const terms = weights === null ? squares : b.multiply(squares, vector(b, weights));
          return { value: b.multiply(-0.5, b.sum(terms)), inputs: [a, slopes, scales] };
        });
        const inputs = {
          a: Float64Array.from(point.slice(0, 3), (x) => x + offset),
          b: Float64Array.from(point.slice(3, 6)),
          s: Float64Array.from(point.slice(6, 9), (x) => x / 4),
        };
        const [expected, actual] = [prepare(direct).run(inputs), prepare(collapsed).run(inputs)];
        const scale = 1 + offset + Math.abs(expected.value[0]);
        for (const [name, values] of Object.entries(expected)) {
          values.forEach((value, k) => {
            expect(Math.abs(actual[name][k] - value)).toBeLessThanOrEqual(
              1e-12 * scale * (1 + offset),
            );
          });
        }
      }),
      { numRuns: 100, seed: 5 },
    );
  });

  it('a sum of exact differences keeps their digits', () => {
    const y = Float64Array.from({ length: 100 }, (_, k) => 1e15 + (k % 3));
    const { collapsed } = graphsOf((b) => {
      const m = b.input('m', []);
      return { value: b.sum(b.subtract(b.constant(y, [100]), m)), inputs: [m] };
    });
    expect(largestExtent(collapsed)).toBe(1);
    const { value } = prepare(collapsed).run({ m: Float64Array.of(1e15) });
    // Σ (k mod 3)
    expect(value[0]).toBeCloseTo(99, 12);
  });

  it('is NaN or infinite where the direct sum is', () => {
    const { direct, collapsed } = graphsOf((b) => squaredResiduals(b, cases[5]));
    const points = [
      [Number.NaN, 1, 1],
      [0, Number.NaN, 1],
      [0, 1, Number.NaN],
      [0, 1, 0],
      [Infinity, 1, 1],
      [0, 1, Infinity],
      [1e300, 1, 1],
    ];
    for (const [a, b, s] of points) {
      const inputs = { a: Float64Array.of(a), b: Float64Array.of(b), s: Float64Array.of(s) };
      expect(prepare(collapsed).run(inputs).value).toEqual(prepare(direct).run(inputs).value);
    }
  });
});

describe('a sum over rows stays as it is', () => {
  const rows = 40;
  const numbers = (b: Builder): Node =>
    b.constant(
      Float64Array.from({ length: rows }, (_, k) => Math.sin(k + 1)),
      [rows],
    );
  it.each<[string, (b: Builder) => Node]>([
    ['of something unknown a row', (b) => b.square(b.subtract(numbers(b), b.input('x', [rows])))],
    [
      'of a function that is not linear in the data',
      (b) => b.log1p(b.square(b.subtract(numbers(b), b.input('x', [])))),
    ],
    [
      'of infinite data',
      (b) =>
        b.square(
          b.subtract(
            b.constant(new Float64Array(rows).fill(1).with(3, Infinity), [rows]),
            b.input('x', []),
          ),
        ),
    ],
    [
      'of squares with weights of both signs',
      (b) => b.multiply(numbers(b), b.square(b.subtract(numbers(b), b.input('x', [])))),
    ],
    ['of products with an exponent of both signs', (b) => b.xlogy(numbers(b), b.input('x', []))],
  ])('%s', (_, build) => {
    const b = new Builder();
    const simple = simplify(b.finish({ y: b.sum(build(b)) }), evaluate);
    expect(largestExtent(simple)).toBe(rows);
  });
});
