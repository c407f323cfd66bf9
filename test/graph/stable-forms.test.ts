/** Expressions as people write them, at points where these forms over- or underflow or cancel. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/autodiff/gradient.ts';
import { prepare } from '../../src/engines/reference/engine.ts';
import { evaluate } from '../../src/engines/reference/evaluate.ts';
import { wasmEngine } from '../../src/engines/wasm/engine.ts';
import type { Builder } from '../../src/graph/builder.ts';
import type { Node } from '../../src/graph/node.ts';
import { SimplifyingBuilder } from '../../src/graph/simplify.ts';

const forms: Readonly<Record<string, (b: Builder, x: Node) => Node>> = {
  'log(1 + exp(x))': (b, x) => b.log(b.add(1, b.exp(x))),
  'log(exp(x) + 3)': (b, x) => b.log(b.add(b.exp(x), 3)),
  'log(1 - exp(-x))': (b, x) => b.log(b.subtract(1, b.exp(b.negate(x)))),
  'log(exp(x) - 1)': (b, x) => b.log(b.subtract(b.exp(x), 1)),
  'log(exp(x) + exp(x / 2))': (b, x) => b.log(b.add(b.exp(x), b.exp(b.divide(x, 2)))),
  'log(exp(x) - exp(x / 2))': (b, x) => b.log(b.subtract(b.exp(x), b.exp(b.divide(x, 2)))),
  'log(exp(x) / (2 exp(x) + exp(-x)))': (b, x) =>
    b.log(b.divide(b.exp(x), b.add(b.multiply(2, b.exp(x)), b.exp(b.negate(x))))),
  'log(1 + x^2 / exp(x))': (b, x) => b.log1p(b.divide(b.square(x), b.exp(x))),
  'log(exp(x) + x^2 exp(x))': (b, x) => b.log(b.add(b.exp(x), b.multiply(b.square(x), b.exp(x)))),
  'log(sigma(x))': (b, x) => b.log(b.sigmoid(x)),
  'log(1 - sigma(x))': (b, x) => b.log(b.subtract(1, b.sigmoid(x))),
  '1 - sigma(x)': (b, x) => b.subtract(1, b.sigmoid(x)),
  'log(Phi(x))': (b, x) => b.log(b.normalCdf(x)),
  'log(1 - Phi(x))': (b, x) => b.log(b.subtract(1, b.normalCdf(x))),
  'log(1 + x)': (b, x) => b.log(b.add(1, x)),
  'log(1 - x)': (b, x) => b.log(b.subtract(1, x)),
  'exp(x) / (1 + exp(x))': (b, x) => b.divide(b.exp(x), b.add(1, b.exp(x))),
  '3 log(exp(x))': (b, x) => b.xlogy(3, b.exp(x)),
  'sqrt(exp(x))': (b, x) => b.sqrt(b.exp(x)),
  'exp(x) - 1': (b, x) => b.subtract(b.exp(x), 1),
};

interface Point {
  readonly form: string;
  readonly x: number;
  readonly value: number;
  readonly slope: number;
}

/** mpmath: reference/stable_forms.py */
const points: readonly Point[] = JSON.parse(
  readFileSync(new URL('reference/stable-forms.json', import.meta.url), 'utf8'),
);

describe('stable forms', () => {
  it('are all tested', () => {
    expect(new Set(points.map(({ form }) => form))).toEqual(new Set(Object.keys(forms)));
  });

  it.each(points)('$form at $x', ({ form, x, value, slope }) => {
    const b = new SimplifyingBuilder(evaluate);
    const input = b.input('x', []);
    const result = forms[form](b, input);
    const [derivative] = gradient(b, result, [input]);
    const graph = b.finish({ value: result, slope: derivative });
    for (const engine of [{ prepare }, wasmEngine]) {
      const outputs = engine.prepare(graph).run({ x: Float64Array.of(x) });
      // exp x hands on the rounding of x: |x| ulp
      const tolerance = 1e-15 * Math.max(4, Math.abs(x));
      expect(Math.abs(outputs.value[0] - value)).toBeLessThanOrEqual(tolerance * Math.abs(value));
      expect(Math.abs(outputs.slope[0] - slope)).toBeLessThanOrEqual(tolerance * Math.abs(slope));
    }
  });
});
