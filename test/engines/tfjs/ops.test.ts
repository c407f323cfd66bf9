import { describe, expect, it } from 'vitest';
import { referenceEngine } from '../../../src/engines/reference/engine.ts';
import type { BackendName } from '../../../src/engines/tfjs/backends.ts';
import { NotPortableError, portableForm } from '../../../src/engines/tfjs/portable.ts';
import { Builder } from '../../../src/graph/builder.ts';
import type { Graph } from '../../../src/graph/node.ts';
import { verify } from '../../../src/graph/verify.ts';
import { buildCase, caseInputs, type OpCase, opCases } from '../op-cases.ts';
import { absences, engines } from './engines-under-test.ts';

const cases = opCases.filter((opCase) => opCase.float32 !== false);

function graphOfCase(opCase: OpCase): Graph {
  const builder = new Builder();
  return builder.finish({ y: buildCase(builder, opCase) });
}

/** Against the reference engine, whose values are tested against mpmath and NumPy. */
function expectReferenceValues(
  backend: BackendName,
  opCase: OpCase,
  graph: Graph,
  absolute: number,
): void {
  const inputs = caseInputs(opCase);
  for (const data of Object.values(inputs)) data.set(data.map(Math.fround));
  const expected = referenceEngine.prepare(graphOfCase(opCase)).run(inputs).y;
  const executable = engines.get(backend)!.prepare(graph);
  const { y } = executable.run(inputs);
  expect(y).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    const rounded = Math.fround(value);
    if (!Number.isFinite(rounded) || rounded === 0) {
      expect(y[i] === 0 ? 0 : y[i]).toBe(rounded === 0 ? 0 : rounded);
    } else {
      const bound = 1e-6 * Math.abs(value) + absolute;
      expect(Math.abs(y[i] - value), `${y[i]} for ${value}`).toBeLessThan(bound);
    }
  });
  executable.dispose();
}

/** What no composition of TensorFlow.js's own ops computes. */
const notPortable: readonly string[] = [
  ...['logGammaP', 'logGammaQ', 'logBetaI'],
  'logSkewNormalCdf',
  ...['logBetaBinomialTail', 'logBetaBinomialTailDerivative'],
  ...['logGammaPDerivative', 'logGammaQDerivative', 'logBetaIDerivative'],
  ...['cholesky', 'choleskyAdjoint', 'triangularSolve', 'solve', 'logAbsDeterminant'],
  ...['eigenvalues', 'eigenvectors'],
  'ode',
];

it.skip.each([...absences])('every op on %s: %s', () => {});

describe.each([...engines.keys()])('every op on %s', (backend) => {
  it.each(cases)('$op: $name', (opCase) => {
    expectReferenceValues(backend, opCase, graphOfCase(opCase), 0);
  });
});

describe.each([...engines.keys()])('portable form on %s', (backend) => {
  it.each(cases)('$op: $name', (opCase) => {
    const graph = graphOfCase(opCase);
    if (notPortable.includes(opCase.op)) {
      expect(() => portableForm(graph)).toThrow(NotPortableError);
      return;
    }
    const portable = portableForm(graph);
    verify(portable);
    // digamma and log Γ cross 0 as differences of terms of size 1
    expectReferenceValues(backend, opCase, portable, 3e-7);
  });
});
