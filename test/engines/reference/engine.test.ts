import { describe, expect, it } from 'vitest';
import { IndexError } from '../../../src/engines/index-error.ts';
import { referenceEngine } from '../../../src/engines/reference/engine.ts';
import { evaluate } from '../../../src/engines/reference/evaluate.ts';
import { findFirstNaN } from '../../../src/engines/reference/first-nan.ts';
import { Builder } from '../../../src/graph/builder.ts';
import { GraphError } from '../../../src/graph/op-definition.ts';

describe('referenceEngine', () => {
  it('runs again and again into the same arrays', () => {
    const b = new Builder();
    const x = b.input('x', [2]);
    const executable = referenceEngine.prepare(b.finish({ y: b.square(x), x, c: b.constant(3) }));
    const first = executable.run({ x: Float64Array.of(1, 2) });
    expect(first).toEqual({
      y: Float64Array.of(1, 4),
      x: Float64Array.of(1, 2),
      c: Float64Array.of(3),
    });
    const second = executable.run({ x: Float64Array.of(3, 4) });
    expect(second.y).toBe(first.y);
    expect(second.y).toEqual(Float64Array.of(9, 16));
  });

  it('reads neither more nor less than its inputs', () => {
    const b = new Builder();
    const y = b.add(b.input('x', [2]), b.toFloat(b.input('k', [], 'int')));
    const executable = referenceEngine.prepare(b.finish({ y }));
    const x = Float64Array.of(1, 2);
    expect(executable.run({ x, k: Int32Array.of(5), other: x }).y).toEqual(Float64Array.of(6, 7));
    expect(executable.run({ x, k: Float64Array.of(4) }).y).toEqual(Float64Array.of(5, 6));
    expect(() => executable.run({ x })).toThrow(/no values were given for input k/);
    expect(() => executable.run({ x: Float64Array.of(1), k: Int32Array.of(1) })).toThrow(
      /input x has 2 values, but 1 were given/,
    );
    expect(() => executable.run({ x, k: Float64Array.of(1.5) })).toThrow(/integers, not 1.5/);
    expect(() => executable.run({ x, k: Float64Array.of(Number.NaN) })).toThrow(
      /integers, not NaN/,
    );
    executable.dispose();
    expect(() => executable.run({ x, k: Int32Array.of(1) })).toThrow(GraphError);
  });

  it('names a position outside a tensor', () => {
    const b = new Builder();
    const k = b.input('k', [2], 'int');
    const table = b.constant(Float64Array.of(1, 2, 3), [3]);
    const gathered = referenceEngine.prepare(b.finish({ y: b.gather(table, k) }));
    expect(() => gathered.run({ k: Int32Array.of(0, 3) })).toThrow(IndexError);
    expect(() => gathered.run({ k: Int32Array.of(0, 3) })).toThrow(/position 3 .* outside 0 to 2/);
    expect(() => gathered.run({ k: Int32Array.of(-1, 0) })).toThrow(/position -1/);
    const updates = b.constant(Float64Array.of(1, 2), [2]);
    const scattered = referenceEngine.prepare(b.finish({ y: b.scatterAdd(updates, k, 0) }));
    expect(() => scattered.run({ k: Int32Array.of(0, 0) })).toThrow(/no elements/);
  });

  it('truncates to integers, and makes none of what does not fit one', () => {
    const b = new Builder();
    const executable = referenceEngine.prepare(b.finish({ y: b.toInt(b.input('x', [])) }));
    expect(executable.run({ x: Float64Array.of(-7) }).y).toEqual(Int32Array.of(-7));
    expect(executable.run({ x: Float64Array.of(-1.5) }).y).toEqual(Int32Array.of(-1));
    for (const wrong of [Number.NaN, Infinity, 2 ** 31]) {
      expect(() => executable.run({ x: Float64Array.of(wrong) })).toThrow(IndexError);
    }
  });
});

describe('evaluate', () => {
  it('computes several constant nodes at once, without copying constants', () => {
    const b = new Builder();
    const data = Float64Array.of(1, 2, 3, 4);
    const c = b.constant(data, [2, 2]);
    const [same, sum, flat] = evaluate([c, b.sum(c), b.reshape(c, [4])]);
    expect(same).toBe(data);
    expect(flat).toBe(data);
    expect(sum).toEqual(Float64Array.of(10));
    expect(() => evaluate([b.exp(b.input('x', []))])).toThrow(GraphError);
  });
});

describe('findFirstNaN', () => {
  const b = new Builder();
  const origin = { start: 10, end: 20 };
  const x = b.input('x', [2]);
  const logarithm = b.withOrigin(origin, () => b.log(x));
  const y = b.sum(b.multiply(b.add(logarithm, 1), b.sqrt(x)));

  it('finds where a NaN was born', () => {
    const graph = b.finish({ y });
    expect(findFirstNaN(graph, { x: Float64Array.of(1, -2) })?.node).toBe(logarithm);
    expect(findFirstNaN(graph, { x: Float64Array.of(1, -2) })?.node.origin).toEqual(origin);
    expect(findFirstNaN(graph, { x: Float64Array.of(1, 2) })).toBeUndefined();
    expect(findFirstNaN(graph, { x: Float64Array.of(1, Number.NaN) })?.node).toBe(x);
  });

  it('passes over what was not chosen', () => {
    const chosen = b.where(b.less(0, x), logarithm, b.divide(b.multiply(0, x), 0));
    const graph = b.finish({ y: b.sum(chosen) });
    const found = findFirstNaN(graph, { x: Float64Array.of(1, -2) })?.node;
    expect(found?.op).toBe('divide');
    const safe = b.finish({ y: b.sum(b.where(b.less(0, x), logarithm, 0)) });
    expect(findFirstNaN(safe, { x: Float64Array.of(1, -2) })).toBeUndefined();
    const masked = b.sum(b.multiplyNoNan(logarithm, b.less(0, x)));
    const infinite = b.subtract(b.exp(b.multiply(1e4, x)), Infinity);
    const both = b.finish({ y: b.add(masked, b.sum(b.where(b.less(x, 0), 0, infinite))) });
    expect(findFirstNaN(both, { x: Float64Array.of(1, -2) })?.node).toBe(infinite);
  });
});
