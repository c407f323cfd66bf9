import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/autodiff/gradient.ts';
import { prepare } from '../../src/engines/reference/engine.ts';
import { evaluate } from '../../src/engines/reference/evaluate.ts';
import { Builder } from '../../src/graph/builder.ts';
import type { Graph, Node } from '../../src/graph/node.ts';
import { simplify } from '../../src/graph/simplify.ts';
import { verify } from '../../src/graph/verify.ts';
import { randomGraph } from './random-graph.ts';

/** A graph in a line: the ops in order, inputs and constants left out. */
const opsOf = (graph: Graph): string =>
  graph.nodes
    .filter((n) => n.op !== 'input' && n.op !== 'constant')
    .map((n) => n.op)
    .join(' ');

interface Run {
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  /** The largest number on the way: rounding errors are relative to it. */
  readonly scale: number;
}

function run(graph: Graph, inputs: Readonly<Record<string, Float64Array>>): Run {
  const executable = prepare(graph);
  const outputs = executable.run(inputs);
  let scale = 1;
  for (const values of executable.values.values()) {
    for (const value of values)
      if (Number.isFinite(value)) scale = Math.max(scale, Math.abs(value));
  }
  return {
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, v]) => [name, [...v]])),
    scale,
  };
}

function expectSame(before: Graph, after: Graph, inputs: Record<string, Float64Array>): void {
  const [expected, actual] = [run(before, inputs), run(after, inputs)];
  for (const [name, values] of Object.entries(expected.outputs)) {
    expect(actual.outputs[name]).toHaveLength(values.length);
    values.forEach((value, i) => {
      const other = actual.outputs[name][i];
      if (!Number.isFinite(value)) expect(other).toBe(value);
      else expect(Math.abs(other - value)).toBeLessThanOrEqual(1e-12 * expected.scale);
    });
  }
}

/** Uneven numbers between 0.1 and 1.9, of the sizes of x [2, 3], y [3] and s []. */
const point = (seed: number): Record<string, Float64Array> => {
  const numbers = (n: number, shift: number): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => 1 + 0.9 * Math.sin(3 * i + shift + seed));
  return { x: numbers(6, 1), y: numbers(3, 2), s: numbers(1, 3) };
};

type Build = (b: Builder, x: Node, y: Node, s: Node) => Node;

/** What is left of an expression, once its value and gradients are found to be the same. */
function simplified(build: Build): string {
  const b = new Builder();
  const inputs = [b.input('x', [2, 3]), b.input('y', [3]), b.input('s', [])] as const;
  const value = build(b, ...inputs);
  const weights = Float64Array.from({ length: 6 }, (_, i) => 1 + Math.cos(i));
  const scalar = b.sum(b.multiply(value, b.constant(weights, [2, 3])));
  const slopes = gradient(b, scalar, inputs);
  const full = b.finish({
    value,
    ...Object.fromEntries(slopes.map((g, k) => [`slope${k}`, g])),
  });
  const simple = simplify(full, evaluate);
  verify(simple);
  for (const seed of [0, 1, 2]) expectSame(full, simple, point(seed));
  return opsOf(simplify(b.finish({ value }), evaluate));
}

describe('simplify', () => {
  it.each<[string, Build, string]>([
    ['x + 0', (b, x) => b.add(x, 0), ''],
    ['0 + x', (b, x) => b.add(0, x), ''],
    [
      'where y of data holds everywhere',
      (b, x) => b.where(b.lessEqual(0, b.constant(Float64Array.of(0, 3, 1), [3])), x, b.log(x)),
      '',
    ],
    ['s + zeros', (b, x, _, s) => b.add(s, b.multiply(0, b.less(x, 1))), 'broadcast'],
    ['x + −y', (b, x, y) => b.add(x, b.negate(y)), 'subtract'],
    ['−y + x', (b, x, y) => b.add(b.negate(y), x), 'subtract'],
    ['x − 0', (b, x) => b.subtract(x, 0), ''],
    ['0 − x', (b, x) => b.subtract(0, x), 'negate'],
    ['x − −y', (b, x, y) => b.subtract(x, b.negate(y)), 'add'],
    ['x · 1', (b, x) => b.multiply(1, x), ''],
    ['x · −1', (b, x) => b.multiply(x, -1), 'negate'],
    ['x · 0', (b, x) => b.multiply(x, 0), 'multiply'],
    ['truth · 0', (b, x) => b.multiply(b.less(x, 1), 0), 'broadcast'],
    ['−x · 2', (b, x) => b.multiply(b.negate(x), 2), 'multiply'],
    ['−x · y', (b, x, y) => b.multiply(b.negate(x), y), 'multiply negate'],
    ['−x · −y', (b, x, y) => b.multiply(b.negate(x), b.negate(y)), 'multiply'],
    ['x · x', (b, x) => b.multiply(x, x), 'square'],
    ['(2 x) 3', (b, x) => b.multiply(b.multiply(2, x), 3), 'multiply'],
    ['x · (1 / y)', (b, x, y) => b.multiply(x, b.divide(1, y)), 'divide'],
    ['(1 / y) · x', (b, x, y) => b.multiply(b.divide(1, y), x), 'divide'],
    ['x without NaN · 2', (b, x) => b.multiplyNoNan(x, 2), 'multiply'],
    ['x without NaN · 0', (b, x) => b.multiplyNoNan(b.log(x), 0), 'broadcast'],
    ['x / 1', (b, x) => b.divide(x, 1), ''],
    ['x / −1', (b, x) => b.divide(x, -1), 'negate'],
    ['−x / −y', (b, x, y) => b.divide(b.negate(x), b.negate(y)), 'divide'],
    ['−x / y', (b, x, y) => b.divide(b.negate(x), y), 'divide negate'],
    ['x⁰', (b, x) => b.power(x, 0), 'broadcast'],
    ['x¹', (b, x) => b.power(x, 1), ''],
    ['x²', (b, x) => b.power(x, 2), 'square'],
    ['√x', (b, x) => b.power(x, 0.5), 'sqrt'],
    ['x⁻¹', (b, x) => b.power(x, -1), 'divide'],
    ['−−x', (b, x) => b.negate(b.negate(x)), ''],
    ['−(x − y)', (b, x, y) => b.negate(b.subtract(x, y)), 'subtract'],
    ['−(2 x)', (b, x) => b.negate(b.multiply(2, x)), 'multiply'],
    ['(−x)²', (b, x) => b.square(b.negate(x)), 'square'],
    ['|x|²', (b, x) => b.square(b.abs(x)), 'square'],
    ['|−x|', (b, x) => b.abs(b.negate(x)), 'abs'],
    ['|eˣ|', (b, x) => b.abs(b.exp(x)), 'exp'],
    ['max(x, x)', (b, x) => b.maximum(x, x), ''],
    ['√x²', (b, x) => b.sqrt(b.square(x)), 'abs'],
    ['where true', (b, x, y) => b.where(1, x, y), ''],
    ['where false', (b, x, y) => b.where(0, x, y), 'broadcast'],
    ['where eˣ < 0', (b, x, y) => b.where(b.less(b.exp(x), 0), y, x), ''],
    ['where eˣ < 1', (b, x, y) => b.where(b.less(b.exp(x), 1), y, x), 'exp less where'],
    ['where both', (b, x, y) => b.where(b.less(x, 1), y, y), 'broadcast'],
    ['where not', (b, x, y) => b.where(b.not(b.less(x, 1)), x, y), 'less where'],
    ['log eˣ', (b, x) => b.log(b.exp(x)), ''],
    ['e^log |x|', (b, x) => b.exp(b.log(b.square(x))), 'square'],
    ['e^log x', (b, x) => b.exp(b.log(x)), 'log exp'],
    ['log(1 + eˣ)', (b, x) => b.log(b.add(1, b.exp(x))), 'softplus'],
    ['log1p eˣ', (b, x) => b.log1p(b.exp(x)), 'softplus'],
    ['log(1 − e⁻ˣ)', (b, x) => b.log(b.subtract(1, b.exp(b.negate(x)))), 'negate log1mExp'],
    ['log1p(−e⁻ˣ)', (b, x) => b.log1p(b.negate(b.exp(b.negate(x)))), 'negate log1mExp'],
    ['log1p expm1', (b, x) => b.log1p(b.expm1(x)), ''],
    ['log(eˣ + eʸ)', (b, x, y) => b.log(b.add(b.exp(x), b.exp(y))), 'logAddExp'],
    ['log Σ eˣ', (b, x) => b.add(b.log(b.sum(b.exp(x), [0])), x), 'logSumExp add'],
    ['log(eˣ + 3)', (b, x) => b.log(b.add(b.exp(x), 3)), 'logAddExp'],
    [
      'log(eˣ + eʸ + 1)',
      (b, x, y) => b.log(b.add(b.add(b.exp(x), b.exp(y)), 1)),
      'logAddExp softplus',
    ],
    ['log(2 eˣ)', (b, x) => b.log(b.multiply(2, b.exp(x))), 'add'],
    ['log(y eˣ)', (b, x, y) => b.log(b.multiply(y, b.exp(x))), 'log add'],
    ['log(y / eˣ)', (b, x, y) => b.log(b.divide(y, b.exp(x))), 'log subtract'],
    ['log(eˣ / Σ eˣ)', (b, x) => b.log(b.divide(b.exp(x), b.sum(b.exp(x)))), 'logSumExp subtract'],
    [
      'log(p eˣ + (1 − p) eʸ)',
      (b, x, y, s) => {
        const p = b.sigmoid(s);
        return b.log(b.add(b.multiply(p, b.exp(x)), b.multiply(b.subtract(1, p), b.exp(y))));
      },
      'negate softplus softplus subtract subtract logAddExp',
    ],
    [
      'log(mean eˣ)',
      (b, x) => b.add(x, b.log(b.divide(b.sum(b.exp(x)), 6))),
      'logSumExp subtract add',
    ],
    ['log(eˣ − 1)', (b, x) => b.log(b.subtract(b.exp(x), 1)), 'negate log1mExp add'],
    ['log(1 + x)', (b, x) => b.log(b.add(1, x)), 'log1p'],
    ['log(1 − x / 2)', (b, x) => b.log(b.subtract(1, b.multiply(0.5, x))), 'multiply log1p'],
    ['log √x', (b, x) => b.log(b.sqrt(x)), 'log multiply'],
    ['log σ(x)', (b, x) => b.log(b.sigmoid(x)), 'negate softplus negate'],
    ['log(1 − σ(x))', (b, x) => b.log(b.subtract(1, b.sigmoid(x))), 'softplus negate'],
    ['log1p(−σ(x))', (b, x) => b.log1p(b.negate(b.sigmoid(x))), 'softplus negate'],
    ['logit σ(x)', (b, x) => b.subtract(b.log(b.sigmoid(x)), b.log1p(b.negate(b.sigmoid(x)))), ''],
    ['log Φ(x)', (b, x) => b.log(b.normalCdf(x)), 'logNormalCdf'],
    ['log1p(−Φ(x))', (b, x) => b.log1p(b.negate(b.normalCdf(x))), 'negate logNormalCdf'],
    ['e^log Φ(x)', (b, x) => b.exp(b.logNormalCdf(x)), 'normalCdf'],
    ['e^−log(1 + eˣ)', (b, x) => b.exp(b.negate(b.softplus(x))), 'negate sigmoid'],
    ['1 − σ(x)', (b, x) => b.subtract(1, b.sigmoid(x)), 'negate sigmoid'],
    ['1 − Φ(x)', (b, x) => b.subtract(1, b.normalCdf(x)), 'negate normalCdf'],
    ['1 − erf x', (b, x) => b.subtract(1, b.erf(x)), 'erfc'],
    ['eˣ − 1', (b, x) => b.subtract(b.exp(x), 1), 'expm1'],
    ['1 − eˣ', (b, x) => b.subtract(1, b.exp(x)), 'expm1 negate'],
    ['√eˣ', (b, x) => b.sqrt(b.exp(x)), 'multiply exp'],
    ['(√|x|)²', (b, x) => b.square(b.sqrt(b.abs(x))), 'abs'],
    ['y log eˣ', (b, x, y) => b.xlogy(y, b.exp(x)), 'multiplyNoNan'],
    ['y log σ(x)', (b, x, y) => b.xlogy(y, b.sigmoid(x)), 'negate softplus negate multiplyNoNan'],
    [
      'y log(1 − σ(x))',
      (b, x, y) => b.xlog1py(y, b.negate(b.sigmoid(x))),
      'softplus negate multiplyNoNan',
    ],
    ['x³', (b, x) => b.power(x, 3), 'square multiply'],
    ['x⁻²', (b, x) => b.power(x, -2), 'divide square'],
    ['log(eˣ + e⁰)', (b, x) => b.logAddExp(0, x), 'softplus'],
    [
      'eˣ by one of two conditions',
      (b, x, y) => b.where(b.less(x, 1), b.exp(x), b.exp(y)),
      'less where exp',
    ],
    [
      'x or −x, as the data say',
      (b, x) => b.where(b.constant(Float64Array.of(1, 0, 1), [3]), x, b.negate(x)),
      'multiply',
    ],
    [
      'x without NaN · data',
      (b, x) => b.multiplyNoNan(x, b.constant(Float64Array.of(2, 1, 3), [3])),
      'multiply',
    ],
    [
      'x without NaN · data with a 0',
      (b, x) => b.multiplyNoNan(x, b.constant(Float64Array.of(2, 0, 3), [3])),
      'multiplyNoNan',
    ],
    [
      'a check that 0 ≤ σ(x) ≤ 1',
      (b, x) => {
        const p = b.sigmoid(x);
        const valid = b.and(b.lessEqual(0, p), b.lessEqual(p, 1));
        return b.add(b.multiply(p, 3), b.where(valid, 0, Number.NaN));
      },
      'sigmoid multiply',
    ],
    [
      'a check of what the value does not depend on',
      (b, x, y) => b.add(y, b.where(b.lessEqual(0, b.exp(x)), 0, Number.NaN)),
      'exp lessEqual where add',
    ],
    [
      'a check less a number',
      (b, x, y) => {
        const check = b.where(b.lessEqual(0, b.exp(x)), 0, Number.NaN);
        return b.add(b.exp(x), b.subtract(check, y));
      },
      'exp subtract',
    ],
    ['x < 1 and true', (b, x) => b.and(1, b.less(x, 1)), 'less'],
    ['x < 1 and false', (b, x) => b.and(0, b.less(x, 1)), 'broadcast'],
    ['x < 1 or false', (b, x) => b.or(b.less(x, 1), 0), 'less'],
    [
      'a check that can fail: eˣ may be 0',
      (b, x) => b.add(b.exp(x), b.where(b.less(0, b.exp(x)), 0, Number.NaN)),
      'exp less where add',
    ],
    ['eˣ / (1 + eˣ)', (b, x) => b.divide(b.exp(x), b.add(1, b.exp(x))), 'sigmoid'],
    [
      'eˣ / Σ eˣ',
      (b, x) => b.divide(b.exp(x), b.reshape(b.sum(b.exp(x), [1]), [2, 1])),
      'max round reshape subtract exp sum reshape divide',
    ],
    ['1 / (1 + e⁻ˣ)', (b, x) => b.divide(1, b.add(1, b.exp(b.negate(x)))), 'sigmoid'],
    ['reshape of reshape', (b, x) => b.reshape(b.reshape(x, [6]), [2, 3]), ''],
    ['transpose of transpose', (b, x) => b.transpose(b.transpose(x, [1, 0]), [1, 0]), ''],
    [
      'transpose of a row',
      (b, x, y) => b.add(x, b.reshape(b.transpose(b.reshape(y, [1, 3]), [1, 0]), [3])),
      'add',
    ],
    [
      'broadcast of broadcast',
      (b, _x, y) => b.broadcast(b.broadcast(y, [1, 3]), [2, 3]),
      'broadcast',
    ],
    ['broadcast below +', (b, x, y) => b.add(x, b.broadcast(y, [2, 3])), 'add'],
    ['exp of broadcast', (b, x, _, s) => b.add(x, b.exp(b.broadcast(s, [2, 3]))), 'exp add'],
    [
      'slice of slice',
      (b, x) => b.add(x, b.slice(b.slice(x, [0, 1], [2, 2]), [1, 0], [1, 1])),
      'slice add',
    ],
    [
      'slice of the zeros beside a tensor',
      (b, x) => b.add(x, b.slice(b.pad(x, [1, 0], [2, 3]), [3, 1], [1, 3])),
      '',
    ],
    [
      'slice of a padded tensor, within it',
      (b, x, y) => b.add(y, b.slice(b.pad(x, [1, 2], [2, 3]), [2, 2], [1, 3])),
      'reshape slice add broadcast',
    ],
    [
      'slice of a padded tensor, partly beside it',
      (b, x) => b.slice(b.pad(x, [1, 0], [0, 0]), [0, 0], [2, 3]),
      'pad slice',
    ],
    [
      'slice of concatenate',
      (b, x, y) => b.slice(b.concatenate([b.reshape(y, [1, 3]), x], 0), [1, 0], [2, 3]),
      '',
    ],
    [
      'slices put together',
      (b, x) => b.concatenate([b.slice(x, [0, 0], [2, 1]), b.slice(x, [0, 1], [2, 2])], 1),
      '',
    ],
    ['gather of a run', (b, x) => b.gather(x, b.constant(Int32Array.of(0, 1), [2])), ''],
    [
      'gather of one',
      (b, x) => b.add(x, b.gather(x, b.constant(Int32Array.of(1), [1]))),
      'slice add',
    ],
    ['Σ of repetitions', (b, x, _, s) => b.add(x, b.sum(b.broadcast(s, [5]))), 'multiply add'],
    ['Σ of rows', (b, x, y) => b.add(x, b.sum(b.broadcast(y, [4, 3]), [0])), 'multiply add'],
    ['Σ s x', (b, x, y, s) => b.add(x, b.sum(b.multiply(s, y))), 'sum multiply add'],
    ['Σ x / s', (b, x, y, s) => b.add(x, b.sum(b.divide(y, s))), 'sum divide add'],
    ['Σ −x', (b, x, y) => b.subtract(x, b.sum(b.negate(y))), 'sum add'],
    ['Σ (x + s)', (b, x, y, s) => b.add(x, b.sum(b.add(b.exp(y), s))), 'exp sum multiply add add'],
    [
      'Σ (s − x)',
      (b, x, y, s) => b.add(x, b.sum(b.subtract(s, b.exp(y)))),
      'exp multiply sum subtract add',
    ],
    ['Σ Σ x', (b, x) => b.add(x, b.sum(b.sum(x, [0]))), 'sum add'],
    ['Σ along 1', (b, x, y) => b.add(x, b.sum(b.reshape(y, [1, 3]), [0])), 'add'],
    ['Σ of a transpose', (b, x) => b.add(x, b.sum(b.transpose(x, [1, 0]))), 'sum add'],
    ['the same twice', (b, x, y) => b.add(b.multiply(x, y), b.multiply(y, x)), 'multiply add'],
  ])('%s', (_, build, expected) => {
    // value-shaped [2, 3] for the gradients; a smaller value is broadcast
    const whole: Build = (b, x, y, s) => b.broadcast(build(b, x, y, s), [2, 3]);
    const left = simplified(whole).split(' ').filter(Boolean).sort();
    expect(left).toEqual(expected.split(' ').filter(Boolean).sort());
  });

  it('computes what depends on constants alone', () => {
    const b = new Builder();
    const design = b.constant(
      Float64Array.from({ length: 6 }, (_, i) => i),
      [2, 3],
    );
    const centred = b.subtract(design, b.divide(b.sum(design, [0]), 2));
    const y = b.matmul(b.transpose(centred, [1, 0]), b.input('z', [2, 1]));
    const simple = simplify(b.finish({ y }), evaluate);
    expect(opsOf(simple)).toBe('matmul');
    expect([...simple.nodes[0].attributes.data!]).toEqual([-1.5, 1.5, -1.5, 1.5, -1.5, 1.5]);
  });

  it('keeps large repetitions symbolic', () => {
    const b = new Builder();
    const column = b.constant(new Float64Array(200).fill(2), [200, 1]);
    const row = b.constant(new Float64Array(200).fill(3), [1, 200]);
    const simple = simplify(
      b.finish({ table: b.multiply(column, row), total: b.sum(b.broadcast(column, [200, 500])) }),
      evaluate,
    );
    expect(opsOf(simple)).toBe('multiply');
    expect(run(simple, {}).outputs.total).toEqual([200_000]);
  });

  it('keeps the origin of what it rewrites and drops inputs nobody needs', () => {
    const b = new Builder();
    const origin = { start: 1, end: 5 };
    const x = b.input('x', []);
    const y = b.withOrigin(origin, () => b.log(b.add(1, b.exp(x))));
    const simple = simplify(
      b.finish({ y: b.multiplyNoNan(b.where(1, y, b.input('z', [])), 1) }),
      evaluate,
    );
    expect(simple.inputs.map((n) => n.attributes.name)).toEqual(['x']);
    expect(simple.nodes.at(-1)).toMatchObject({ op: 'softplus', origin });
  });

  it('keeps small differences of large data exact', () => {
    const b = new Builder();
    const data = b.constant(
      Float64Array.from({ length: 100 }, (_, i) => 1e15 + (i % 3)),
      [100],
    );
    const graph = b.finish({ y: b.sum(b.subtract(data, b.input('s', []))) });
    const simple = simplify(graph, evaluate);
    // Σ (i mod 3) over 100
    expect(run(simple, { s: Float64Array.of(1e15) }).outputs.y).toEqual([99]);
  });

  it('does not turn NaN or infinity into numbers', () => {
    const b = new Builder();
    const x = b.input('x', [3]);
    const graph = b.finish({ y: b.add(b.multiply(b.log(x), 0), b.exp(b.log(b.negate(x)))) });
    const simple = simplify(graph, evaluate);
    expectSame(graph, simple, { x: Float64Array.of(0, Infinity, 1) });
  });

  it('changes neither values nor gradients of random graphs, and is done after one pass', () => {
    fc.assert(
      fc.property(randomGraph, ({ builder, output, inputs, values }) => {
        const slopes = gradient(builder, output, inputs);
        const graph = builder.finish({
          output,
          ...Object.fromEntries(slopes.map((g, k) => [`slope${k}`, g])),
        });
        const simple = simplify(graph, evaluate);
        verify(simple);
        expect(simple.nodes.length).toBeLessThanOrEqual(graph.nodes.length + 5);
        expectSame(graph, simple, values);
        const again = simplify(simple, evaluate);
        expect(opsOf(again)).toBe(opsOf(simple));
      }),
      { numRuns: 80, seed: 11 },
    );
  });

  it('keeps the shape of a negated product of a scalar and a vector of one', () => {
    const b = new Builder();
    const x = b.input('x', []);
    const graph = b.finish({ y: b.negate(b.multiply(x, b.constant(Float64Array.of(3), [1]))) });
    const simple = simplify(graph, evaluate);
    verify(simple);
    expect(simple.outputs.get('y')!.shape).toEqual([1]);
    expectSame(graph, simple, { x: Float64Array.of(2) });
  });

  it('does not lose its way in ten thousand nodes', () => {
    const b = new Builder();
    const x = b.input('x', [3]);
    let y: Node = x;
    for (let k = 0; k < 2500; k++) {
      y = b.add(b.multiply(b.sin(y), 0.5 + k), b.log(k + 1));
    }
    const graph = b.finish({ y: b.sum(y) });
    expect(graph.nodes.length).toBeGreaterThan(10_000);
    expectSame(graph, simplify(graph, evaluate), { x: Float64Array.of(0.1, -2, 3) });
  });
});
