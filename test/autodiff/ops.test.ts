import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/autodiff/gradient.ts';
import { derivativeRules } from '../../src/autodiff/rules.ts';
import { referenceEngine } from '../../src/engines/reference/engine.ts';
import { Builder } from '../../src/graph/builder.ts';
import type { Node } from '../../src/graph/node.ts';
import { sizeOf } from '../../src/graph/node.ts';
import { verify } from '../../src/graph/verify.ts';
import { buildCase, caseInputs, type OpCase, opCases } from '../engines/op-cases.ts';
import { differentiate } from './differences.ts';

/** Uneven weights, so that no error cancels in a sum. */
function weighted(builder: Builder, x: Node, seed: number): Node {
  const weights = Float64Array.from({ length: sizeOf(x.shape) }, (_, i) => {
    return 0.6 + Math.sin(1.7 * i + seed);
  });
  return builder.sum(builder.multiply(x, builder.constant(weights, x.shape)));
}

/** The inputs a derivative is defined in: the second one of an incomplete integral in its shapes has none more. */
function variables({ op, inputs }: OpCase): number[] {
  const fixed =
    { logGammaPDerivative: [0], logGammaQDerivative: [0], logBetaIDerivative: [0, 1] }[
      op as string
    ] ?? [];
  return inputs.flatMap(({ type }, k) =>
    type === 'int' || derivativeRules[op][k] === null || fixed.includes(k) ? [] : [k],
  );
}

/** Steps small enough to stay inside every domain: the distance to it is at least |x| / 20. */
const firstStep = (x: number): number => 0.04 * Math.min(1, Math.max(Math.abs(x), 1e-4));

describe.each(opCases.filter((c) => c.differentiable))('$op: $name', (opCase) => {
  const builder = new Builder();
  const value = weighted(builder, buildCase(builder, opCase), 0);
  const order = variables(opCase);
  const inputs = order.map((k) => {
    const { shape } = opCase.inputs[k];
    return builder.input(`x${k}`, shape);
  });
  const first = gradient(builder, value, inputs);
  const slope = first
    .map((g, k) => weighted(builder, g, k + 1))
    .reduce((total, term) => builder.add(total, term));
  const second = gradient(builder, slope, inputs);
  const outputs = Object.fromEntries([
    ['value', value],
    ['slope', slope],
    ...first.map((g, k) => [`first${k}`, g]),
    ...second.map((g, k) => [`second${k}`, g]),
  ]);
  const graph = builder.finish(outputs);
  const executable = referenceEngine.prepare(graph);

  const compare = (of: 'value' | 'slope', against: 'first' | 'second'): void => {
    const at = caseInputs(opCase);
    order.forEach((input, k) => {
      const point = at[`x${input}`];
      for (let i = 0; i < point.length; i++) {
        const x = point[i];
        const run = (moved: number): number => {
          point[i] = moved;
          return executable.run(at)[of][0];
        };
        const expected = differentiate(run, x, firstStep(x));
        point[i] = x;
        const actual = executable.run(at)[`${against}${k}`][i];
        // beside 1e-8 of the derivative, what rounding of the value does to a difference
        const noise = (1e-13 * Math.abs(run(x))) / firstStep(x);
        const tolerance = 1e-8 * Math.abs(expected.value) + noise + 1e-12;
        expect(expected.error, `the difference at input ${input}, ${i}`).toBeLessThan(
          10 * tolerance,
        );
        expect(
          Math.abs(actual - expected.value),
          `${actual} for ${expected.value} at input ${input}, element ${i} (${x})`,
        ).toBeLessThan(tolerance);
      }
    });
  };

  it('holds together', () => verify(graph));
  it('has the first derivative of its differences', () => compare('value', 'first'));
  it('has the second derivative of the differences of its first', () => compare('slope', 'second'));
});
