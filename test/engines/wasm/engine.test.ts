import { describe, expect, it } from 'vitest';
import { prepareFlat } from '../../../src/engines/flat.ts';
import { IndexError } from '../../../src/engines/index-error.ts';
import { referenceEngine } from '../../../src/engines/reference/engine.ts';
import { wasmEngine } from '../../../src/engines/wasm/engine.ts';
import { wasmSupport } from '../../../src/engines/wasm/support.ts';
import { Builder } from '../../../src/graph/builder.ts';
import { GraphError } from '../../../src/graph/op-definition.ts';
import { disagreement } from './agreement.ts';

describe('wasmEngine', () => {
  it('runs here', () => {
    expect(wasmSupport()).toBeUndefined();
  });

  it('runs again and again into the same arrays', () => {
    const b = new Builder();
    const x = b.input('x', [2]);
    const k = b.input('k', [2], 'int');
    const outputs = { y: b.square(x), x, c: b.constant(3), k, same: b.square(x) };
    const executable = wasmEngine.prepare(b.finish(outputs));
    const first = executable.run({ x: Float64Array.of(1, 2), k: Int32Array.of(-7, 7) });
    expect(first).toEqual({
      y: Float64Array.of(1, 4),
      x: Float64Array.of(1, 2),
      c: Float64Array.of(3),
      k: Int32Array.of(-7, 7),
      same: Float64Array.of(1, 4),
    });
    const second = executable.run({ x: Float64Array.of(3, 4), k: Int32Array.of(0, 1) });
    expect(second.y).toBe(first.y);
    expect(second.y).toEqual(Float64Array.of(9, 16));
    expect(second.k).toEqual(Int32Array.of(0, 1));
  });

  it('puts outputs in the place of inputs for the next run, also where these are read last', () => {
    const b = new Builder();
    const [x, speed, push] = ['x', 'speed', 'push'].map((name) => b.input(name, [3]));
    const faster = b.add(b.multiply(speed, 0.5), push);
    const moved = b.add(x, faster);
    const fixed = b.input('fixed', [1]);
    const turned = b.input('turned', [3, 2]);
    const outputs = {
      faster,
      moved,
      // reads x when its next value is known already
      sums: b.cumulativeSum(x, 0),
      fixed,
      transposed: b.reshape(b.transpose(b.multiply(turned, 2), [1, 0]), [3, 2]),
    };
    const inputs = [
      { name: 'x', size: 3, next: 'moved' },
      { name: 'speed', size: 3, next: 'faster' },
      { name: 'fixed', size: 1, next: 'fixed' },
      { name: 'turned', size: 6, next: 'transposed' },
      { name: 'push', size: 3 },
    ];
    const graph = b.finish(outputs);
    for (const engine of [wasmEngine, referenceEngine]) {
      const flat = prepareFlat(engine, graph, inputs, ['sums', 'moved']);
      flat.inputs.set([1, 2, 3, 4, 6, 8, 9, 1, 2, 3, 4, 5, 6, 1, 0, 2]);
      flat.run();
      expect([...flat.outputs]).toEqual([1, 3, 6, 4, 5, 9]);
      flat.inputs.set([0], 15);
      flat.run();
      expect([...flat.outputs]).toEqual([4, 9, 18, 6.5, 6.5, 12]);
      expect([...flat.inputs]).toEqual([
        ...[6.5, 6.5, 12, 2.5, 1.5, 3],
        ...[9, 4, 20, 16, 12, 8, 24],
        ...[1, 0, 0],
      ]);
    }
  });

  it('reads neither more nor less than its inputs', () => {
    const b = new Builder();
    const y = b.add(b.input('x', [2]), b.toFloat(b.input('k', [], 'int')));
    const executable = wasmEngine.prepare(b.finish({ y }));
    const x = Float64Array.of(1, 2);
    expect(executable.run({ x, k: Int32Array.of(5), other: x }).y).toEqual(Float64Array.of(6, 7));
    expect(executable.run({ x, k: Float64Array.of(4) }).y).toEqual(Float64Array.of(5, 6));
    expect(() => executable.run({ x })).toThrow(/no values were given for input k/);
    expect(() => executable.run({ x: Float64Array.of(1), k: Int32Array.of(1) })).toThrow(
      /input x has 2 values, but 1 were given/,
    );
    expect(() => executable.run({ x, k: Float64Array.of(1.5) })).toThrow(/integers, not 1.5/);
    expect(() => executable.run({ x, k: Float64Array.of(Number.NaN) })).toThrow(/not NaN/);
    executable.dispose();
    expect(() => executable.run({ x, k: Int32Array.of(1) })).toThrow(GraphError);
  });

  it('names a position outside a tensor, and runs on with right ones', () => {
    const b = new Builder();
    const k = b.input('k', [3], 'int');
    const table = b.constant(Float64Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
    const y = b.gather(table, k);
    const gathered = wasmEngine.prepare(b.finish({ y }));
    const wrong = { k: Int32Array.of(0, 1, 3) };
    expect(() => gathered.run(wrong)).toThrow(IndexError);
    expect(() => gathered.run(wrong)).toThrow(/position 3 .* outside 0 to 2/);
    expect(() => gathered.run({ k: Int32Array.of(-1, 0, 0) })).toThrow(/position -1/);
    expect(gathered.run({ k: Int32Array.of(2, 0, 1) }).y).toEqual(
      Float64Array.of(5, 6, 1, 2, 3, 4),
    );
    const updates = b.constant(Float64Array.of(1, 2, 3), [3]);
    const scattered = wasmEngine.prepare(b.finish({ y: b.scatterAdd(updates, k, 2) }));
    expect(() => scattered.run({ k: Int32Array.of(0, 1, 2) })).toThrow(/position 2 .* 0 to 1/);
    expect(scattered.run({ k: Int32Array.of(0, 1, 0) }).y).toEqual(Float64Array.of(4, 2));
    const empty = wasmEngine.prepare(b.finish({ y: b.scatterAdd(updates, k, 0) }));
    expect(() => empty.run({ k: Int32Array.of(0, 0, 0) })).toThrow(/no elements/);
  });

  it('refuses constant positions outside a tensor when it prepares', () => {
    const b = new Builder();
    const y = b.gather(b.input('x', [2]), b.constant(Int32Array.of(0, 2), [2]));
    expect(() => wasmEngine.prepare(b.finish({ y }))).toThrow(/position 2 .* outside 0 to 1/);
  });

  it('truncates to integers, and makes none of what does not fit one', () => {
    const b = new Builder();
    const executable = wasmEngine.prepare(b.finish({ y: b.toInt(b.input('x', [3])) }));
    const y = executable.run({ x: Float64Array.of(-7, -1.5, 2147483647.5) }).y;
    expect(y).toEqual(Int32Array.of(-7, -1, 2147483647));
    for (const wrong of [Number.NaN, Infinity, 2 ** 31, -(2 ** 31) - 1]) {
      expect(() => executable.run({ x: Float64Array.of(0, wrong, 0) })).toThrow(IndexError);
      expect(() => executable.run({ x: Float64Array.of(0, 0, wrong) })).toThrow(
        `${wrong} does not fit an integer of 32 bits`,
      );
    }
  });

  it('keeps executables apart', () => {
    const prepare = (factor: number) => {
      const b = new Builder();
      const x = b.input('x', [3]);
      return wasmEngine.prepare(b.finish({ y: b.multiply(x, factor), s: b.sum(x) }));
    };
    const [twice, thrice] = [prepare(2), prepare(3)];
    const x = Float64Array.of(1, 2, 3);
    const first = twice.run({ x });
    const second = thrice.run({ x: Float64Array.of(4, 5, 6) });
    expect(first.y).toEqual(Float64Array.of(2, 4, 6));
    expect(second).toEqual({ y: Float64Array.of(12, 15, 18), s: Float64Array.of(15) });
  });

  it.each([0, 1, 2, 3, 7, 1001])('has the values of the reference engine for %i elements', (n) => {
    const b = new Builder();
    const x = b.input('x', [n]);
    const special = [1, Number.NaN, Infinity, -Infinity, 0, -0, 5e-324, 1e300, -2];
    const y = b.constant(
      Float64Array.from({ length: n }, (_, k) => special[k % special.length]),
      [n],
    );
    const outputs = {
      product: b.multiply(x, y),
      guarded: b.multiplyNoNan(y, b.less(x, 0)),
      chosen: b.where(b.less(x, y), y, x),
      divided: b.divide(y, b.sum(b.multiply(x, 0))),
      logistic: b.sum(b.softplus(b.multiply(y, x))),
      gamma: b.sum(b.log(b.abs(b.add(x, 0.5)))),
      largest: b.max(x),
      total: b.sum(b.log1p(b.square(x))),
    };
    const values = Float64Array.from({ length: n }, (_, k) => Math.sin(k + 1));
    expect(disagreement(b.finish(outputs), { x: values })).toBeUndefined();
  });
});

describe('sums of logarithms', () => {
  const total = (values: readonly number[], op: 'log' | 'log1p'): number => {
    const b = new Builder();
    const graph = b.finish({ y: b.sum(b[op](b.input('x', [values.length]))) });
    return wasmEngine.prepare(graph).run({ x: Float64Array.from(values) }).y[0];
  };

  it('neither overflow nor underflow, and keep small terms', () => {
    // exact values: 3 log 1e300 + 2 log 1e-310 by mpmath; 5 · (1e-20 − 5e-41) to the last digit
    expect(total([1e300, 1e300, 1e300, 1e-310, 1e-310], 'log') / 644.7238260383328).toBeCloseTo(
      1,
      14,
    );
    expect(total([1e-20, 1e-20, 1e-20, 1e-20, 1e-20], 'log1p')).toBeCloseTo(5e-20, 33);
    expect(total([0, 1, 2], 'log')).toBe(-Infinity);
    expect(total([1, 2, -1], 'log')).toBeNaN();
    expect(total([1, Infinity, 3], 'log')).toBe(Infinity);
    expect(total([1, Number.NaN], 'log')).toBeNaN();
    expect(total([3, -1], 'log1p')).toBe(-Infinity);
    expect(total([Infinity, 1, 1], 'log1p')).toBe(Infinity);
  });
});

describe.each([wasmEngine, referenceEngine])('flat executables of $name', (engine) => {
  it('keep the places of inputs that are not read', () => {
    const b = new Builder();
    const [x, z] = [b.input('x', [2]), b.input('z', [])];
    const graph = b.finish({ sum: b.sum(x), scaled: b.multiply(x, z) });
    const inputs = [
      { name: 'z', size: 1 },
      { name: 'unread', size: 3 },
      { name: 'x', size: 2 },
    ];
    const executable = prepareFlat(engine, graph, inputs, ['scaled', 'sum']);
    executable.inputs.set([10, 7, 7, 7, 1, 2]);
    executable.run();
    expect(executable.outputs).toEqual(Float64Array.of(10, 20, 3));
    executable.inputs[0] = -1;
    executable.run();
    expect(executable.outputs).toEqual(Float64Array.of(-1, -2, 3));
    executable.dispose();
    expect(() => executable.run()).toThrow(GraphError);
  });
});

it('bounds by a number as Math.max and Math.min do, zeros and NaN included', () => {
  const b = new Builder();
  const values = [-1, -0, 0, 1, Infinity, -Infinity, Number.NaN];
  const x = b.input('x', [values.length]);
  const bounds = [-0, 0, 0.5, Infinity, Number.NaN];
  const outputs = bounds.flatMap((bound, k) => [
    [`max${k}`, b.maximum(x, bound)],
    [`min${k}`, b.minimum(x, bound)],
  ]);
  const run = wasmEngine.prepare(b.finish(Object.fromEntries(outputs)));
  const results = run.run({ x: Float64Array.from(values) });
  bounds.forEach((bound, k) => {
    expect([...results[`max${k}`]]).toEqual(values.map((value) => Math.max(value, bound)));
    expect([...results[`min${k}`]]).toEqual(values.map((value) => Math.min(value, bound)));
  });
});
