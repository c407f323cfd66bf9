import { describe, expect, it } from 'vitest';
import { derivativeRules } from '../../../src/autodiff/rules.ts';
import { referenceEngine } from '../../../src/engines/reference/engine.ts';
import { kernels } from '../../../src/engines/reference/kernels.ts';
import { Builder } from '../../../src/graph/builder.ts';
import type { OpDefinition } from '../../../src/graph/op-definition.ts';
import { type OpName, ops } from '../../../src/graph/ops.ts';
import { verify } from '../../../src/graph/verify.ts';
import { buildCase, caseInputs, opCases } from '../op-cases.ts';

const names = Object.keys(ops) as OpName[];
const kindOf = (op: OpName): OpDefinition['kind'] => ops[op].kind;

describe('the tables of ops', () => {
  it('have a kernel for every op that computes', () => {
    const computing = names.filter((op) => kindOf(op) !== 'leaf' && op !== 'reshape');
    expect(Object.keys(kernels).sort()).toEqual(computing.sort());
  });

  it('have a derivative for every op', () => {
    expect(Object.keys(derivativeRules).sort()).toEqual([...names].sort());
  });

  it('have cases for every op that is no leaf', () => {
    const tested = new Set(opCases.map((c) => c.op));
    expect(names.filter((op) => kindOf(op) !== 'leaf' && !tested.has(op))).toEqual([]);
  });
});

describe.each(names.filter((op) => kindOf(op) !== 'leaf'))('%s', (op) => {
  it.each(opCases.filter((c) => c.op === op))('$name', (opCase) => {
    const builder = new Builder();
    const graph = builder.finish({ y: buildCase(builder, opCase) });
    verify(graph);
    const { y } = referenceEngine.prepare(graph).run(caseInputs(opCase));
    expect(y).toHaveLength(opCase.expected.length);
    opCase.expected.forEach((expected, i) => {
      if (Number.isFinite(expected) && expected !== 0) {
        expect(Math.abs(y[i] / expected - 1), `${y[i]} for ${expected}`).toBeLessThan(
          opCase.tolerance ?? 1e-13,
        );
      } else {
        expect(y[i] === 0 ? 0 : y[i]).toBe(expected === 0 ? 0 : expected);
      }
    });
  });
});
