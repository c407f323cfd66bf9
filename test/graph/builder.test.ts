import { describe, expect, it } from 'vitest';
import { Builder } from '../../src/graph/builder.ts';
import { GraphError } from '../../src/graph/op-definition.ts';
import { broadcastShapes } from '../../src/graph/shape-rules.ts';

describe('Builder', () => {
  it('builds equal operations once', () => {
    const b = new Builder();
    const x = b.input('x', [3]);
    expect(b.exp(b.add(x, 1))).toBe(b.exp(b.add(x, 1)));
    expect(b.sum(b.reshape(x, [3, 1]), [0])).not.toBe(b.sum(b.reshape(x, [3, 1]), [1]));
    expect(b.input('x', [3])).toBe(x);
    expect(b.constant(0)).not.toBe(b.constant(-0));
    expect(b.constant(Number.NaN)).toBe(b.constant(Number.NaN));
    expect(b.constant(Int32Array.of(1))).not.toBe(b.constant(1));
    const data = new Float64Array(100);
    expect(b.constant(data, [100])).toBe(b.constant(data, [100]));
    expect(b.constant(data, [100])).not.toBe(b.constant(new Float64Array(100), [100]));
  });

  it('keeps only what outputs need, inputs first', () => {
    const b = new Builder();
    const x = b.input('x', []);
    b.input('unused', []);
    const y = b.exp(b.negate(x));
    b.log(x);
    const graph = b.finish({ y });
    expect(graph.nodes.map((n) => n.op)).toEqual(['input', 'negate', 'exp']);
    expect(graph.inputs).toEqual([x]);
  });

  it('refuses what does not fit', () => {
    const b = new Builder();
    const x = b.input('x', [2, 3]);
    const whole = b.input('k', [2], 'int');
    expect(() => b.add(x, whole)).toThrow(GraphError);
    expect(() => b.add(x, b.input('y', [2]))).toThrow(/do not broadcast/);
    expect(() => b.gather(x, x)).toThrow(/is float, not int/);
    expect(() => b.matmul(x, x)).toThrow(/cannot be multiplied/);
    expect(() => b.reshape(x, [5])).toThrow(/cannot be reshaped/);
    expect(() => b.slice(x, [0, 2], [2, 2])).toThrow(/leaves a tensor/);
    expect(() => b.transpose(x, [1, 1])).toThrow(/no permutation/);
    expect(() => b.constant(new Float64Array(2), [3])).toThrow(/do not fill/);
    expect(() => b.input('x', [3])).toThrow(/built twice/);
    expect(() => b.make('add', [x], {})).toThrow(/takes 2 inputs, not 1/);
  });
});

describe('broadcastShapes', () => {
  it("follows NumPy's rule", () => {
    expect(broadcastShapes([2, 1, 3], [4, 1], [])).toEqual([2, 4, 3]);
    expect(broadcastShapes([0, 3], [1, 3])).toEqual([0, 3]);
    expect(() => broadcastShapes([2], [0])).toThrow(GraphError);
  });
});
