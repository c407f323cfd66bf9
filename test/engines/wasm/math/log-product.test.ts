import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MathLibrary } from '../../../../src/engines/wasm/math/library.ts';
import { LogProduct } from '../../../../src/engines/wasm/math/log-product.ts';
import { ModuleBuilder } from '../../../../src/webassembly/module.ts';
import { instantiate } from './instantiate.ts';

/** The sum of logarithms of up to 8,000 numbers, filled up with ones to an even count. */
function sumOfLogs(factors: readonly number[], method: 'any' | 'between 1 and 2' = 'any'): number {
  const count = factors.length + (factors.length % 2);
  const module = new ModuleBuilder({ pages: 1, shared: false });
  const library = new MathLibrary(module);
  const run = module.function([], 'f64', (body) => {
    const product = new LogProduct(body, library);
    const x = body.local('v128');
    const address = body.local('i32');
    for (let from = 0; from < count; from += 2 * LogProduct.capacity) {
      const to = Math.min(count, from + 2 * LogProduct.capacity);
      body.count(address, 8 * from, 8 * to, 16, () => {
        body.get(address).loadV128(0).set(x);
        if (method === 'any') product.multiplyIn(x);
        else product.multiplyInBetween1And2(x);
      });
      product.renormalise();
    }
    product.finish();
  });
  module.export('run', run);
  const { memory, exports } = instantiate(module);
  memory.fill(1);
  memory.set(factors);
  return (exports.run as () => number)();
}

/** The minimal standard generator of Park and Miller (1988), as in generate_log_product.py. */
function uniforms(seed: number, count: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  });
}

type Row = [string, number, number, number, number, number, number];
const rows: Row[] = JSON.parse(
  readFileSync(new URL('./reference/logProduct.json', import.meta.url), 'utf8'),
);

describe('sums of logarithms agree with mpmath', () => {
  it.each(rows)('%s', (name, seed, count, low, high, scale, expected) => {
    const factors = uniforms(seed, count).map((u) => (low + (high - low) * u) * 2 ** scale);
    const bound = (count / 2) * 2 ** -52 + Math.abs(expected) * 2 ** -52;
    expect(Math.abs(sumOfLogs(factors) - expected)).toBeLessThanOrEqual(bound);
    if (name === 'logistic') {
      const fast = sumOfLogs(factors, 'between 1 and 2');
      expect(Math.abs(fast - expected)).toBeLessThanOrEqual(bound);
    }
  });

  it('of the largest and the smallest numbers', () => {
    const largest = new Array(4000).fill(Number.MAX_VALUE);
    // 1024 log 2 each, less 2⁻⁵³
    expect(sumOfLogs(largest)).toBeCloseTo(4000 * 1024 * Math.LN2, 8);
    const smallest = new Array(4000).fill(5e-324);
    expect(sumOfLogs(smallest)).toBeCloseTo(-4000 * 1074 * Math.LN2, 8);
    expect(sumOfLogs([...largest, ...smallest])).toBeCloseTo(-4000 * 50 * Math.LN2, 8);
    expect(sumOfLogs([])).toBe(0);
  });

  it('where a factor is special', () => {
    const sumWith = (...special: number[]) => sumOfLogs([0.5, 3, 7, ...special, 0.25, 1e-300, 9]);
    expect(sumWith(0)).toBe(-Infinity);
    expect(sumWith(-0)).toBe(-Infinity);
    expect(sumWith(0, 0)).toBe(-Infinity);
    expect(sumWith(Infinity)).toBe(Infinity);
    expect(sumWith(Infinity, 0)).toBeNaN();
    expect(sumWith(-1)).toBeNaN();
    expect(sumWith(-1, -1)).toBeNaN();
    expect(sumWith(-5e-324)).toBeNaN();
    expect(sumWith(-Infinity)).toBeNaN();
    expect(sumWith(Number.NaN)).toBeNaN();
    expect(sumOfLogs([...new Array(3000).fill(2), 0, ...new Array(3000).fill(2)])).toBe(-Infinity);
  });
});
