import { describe, expect, it } from 'vitest';
import { wasmEngine } from '../../../src/engines/wasm/engine.ts';
import { Builder } from '../../../src/graph/builder.ts';
import { type OpName, ops } from '../../../src/graph/ops.ts';
import { buildCase, caseInputs, opCases } from '../op-cases.ts';

const names = (Object.keys(ops) as OpName[]).filter((op) => ops[op].kind !== 'leaf');

describe.each(names)('%s', (op) => {
  it.each(opCases.filter((c) => c.op === op))('$name', (opCase) => {
    const builder = new Builder();
    const node = buildCase(builder, opCase);
    const graph = builder.finish({ y: node });
    const { y } = wasmEngine.prepare(graph).run(caseInputs(opCase));
    // the expected values are those of mpmath and NumPy: test/engines/op-cases/generate.py
    expect(y).toBeInstanceOf(node.type === 'int' ? Int32Array : Float64Array);
    expect(y).toHaveLength(opCase.expected.length);
    opCase.expected.forEach((expected, i) => {
      if (Number.isFinite(expected) && expected !== 0) {
        expect(Math.abs(y[i] / expected - 1), `${y[i]} for ${expected}`).toBeLessThan(
          opCase.tolerance ?? 1e-12,
        );
      } else {
        expect(y[i] === 0 ? 0 : y[i]).toBe(expected === 0 ? 0 : expected);
      }
    });
  });
});
