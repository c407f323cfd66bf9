import { describe, expect, it } from 'vitest';
import { gradient } from '../../../src/autodiff/gradient.ts';
import { referenceEngine } from '../../../src/engines/reference/engine.ts';
import { evaluate } from '../../../src/engines/reference/evaluate.ts';
import { wasmEngine } from '../../../src/engines/wasm/engine.ts';
import { Builder } from '../../../src/graph/builder.ts';
import type { Node } from '../../../src/graph/node.ts';
import { simplify } from '../../../src/graph/simplify.ts';

const ROWS = 100_001;

/** Just below a power of two: a product of so many of these overflows unless its exponent is taken out. */
const large = Float64Array.from({ length: ROWS }, (_, k) => 1.999 * 2 ** ((k % 7) - 3));
const mixed = Float64Array.from({ length: ROWS }, (_, k) => Math.exp(600 * Math.sin(k)));

describe('sums of many logarithms', () => {
  it.each<[string, Float64Array, (b: Builder, x: Node) => Node]>([
    ['log near the next power of two', large, (b, x) => b.log(x)],
    ['log over the whole range', mixed, (b, x) => b.log(x)],
    ['log1p near the next power of two', large.map((x) => x - 1), (b, x) => b.log1p(b.abs(x))],
    ['log1p over the whole range', mixed, (b, x) => b.log1p(x)],
    ['softplus', large.map((x) => x - 4), (b, x) => b.softplus(x)],
  ])('%s are those of the reference engine', (_, values, logarithm) => {
    const b = new Builder();
    const scale = b.input('scale', []);
    const total = b.sum(logarithm(b, b.multiply(scale, b.constant(values, [ROWS]))));
    const [slope] = gradient(b, total, [scale]);
    const graph = simplify(b.finish({ total, slope }), evaluate);
    const inputs = { scale: Float64Array.of(1.0001) };
    const expected = referenceEngine.prepare(graph).run(inputs);
    const computed = wasmEngine.prepare(graph).run(inputs);
    for (const name of ['total', 'slope']) {
      const [value, reference] = [computed[name][0], expected[name][0]];
      expect(Number.isFinite(value)).toBe(true);
      expect(Math.abs(value - reference)).toBeLessThan(1e-12 * Math.max(Math.abs(reference), ROWS));
    }
  });
});
