import type { NamedValues } from '../../../src/engines/engine.ts';
import { prepare } from '../../../src/engines/reference/engine.ts';
import { wasmEngine } from '../../../src/engines/wasm/engine.ts';
import type { Graph } from '../../../src/graph/node.ts';

/**
 * Where the compiled engine departs from the reference engine by more than 1e-12 of the largest number
 * on the way; `undefined` where it does not. NaN and infinities must be the same.
 */
export function disagreement(graph: Graph, inputs: NamedValues): string | undefined {
  const reference = prepare(graph);
  const expected = reference.run(inputs);
  let largest = 1;
  for (const values of reference.values.values()) {
    for (const value of values) {
      if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
    }
  }
  const actual = wasmEngine.prepare(graph).run(inputs);
  for (const [name, values] of Object.entries(expected)) {
    for (let k = 0; k < values.length; k++) {
      const [a, e] = [actual[name][k], values[k]];
      if (Object.is(a, e) || a === e) continue;
      if (!(Math.abs(a - e) <= 1e-12 * largest)) return `${name}[${k}] is ${a}, not ${e}`;
    }
  }
  return undefined;
}
