import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/autodiff/gradient.ts';
import type { Engine, NamedValues } from '../../src/engines/engine.ts';
import { referenceEngine } from '../../src/engines/reference/engine.ts';
import { evaluate } from '../../src/engines/reference/evaluate.ts';
import { wasmEngine } from '../../src/engines/wasm/engine.ts';
import { matrixFunctions } from '../../src/functions/index.ts';
import { Builder } from '../../src/graph/builder.ts';
import { swapped } from '../../src/graph/matrix-batches.ts';
import type { Graph, Node, Shape } from '../../src/graph/node.ts';
import { sizeOf } from '../../src/graph/node.ts';
import { simplify } from '../../src/graph/simplify.ts';
import { verify } from '../../src/graph/verify.ts';
import { absences, engines } from '../engines/tfjs/engines-under-test.ts';

interface Row {
  readonly function: string;
  readonly form: number;
  readonly arguments: readonly { readonly shape: Shape; readonly data: readonly number[] }[];
  readonly value: readonly number[];
  readonly gradients?: readonly (readonly number[])[];
  /** The first argument is (X + Xᵀ) / 2 of the first input. */
  readonly symmetric?: true;
  /** Of nearly singular matrices. */
  readonly condition?: number;
}

/** mpmath at 50 digits: reference/matrix_functions.py. */
const rows: readonly Row[] = JSON.parse(
  readFileSync(new URL('reference/matrix-functions.json', import.meta.url), 'utf8'),
);

const weights = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => (((7 * k + 3) % 11) - 5) / 4);

const symmetrised = (b: Builder, x: Node): Node => b.multiply(0.5, b.add(x, swapped(b, x)));

/** The value, and the gradient of its weighted sum in each argument. */
function graphOf(row: Row): Graph {
  const b = new Builder();
  const inputs = row.arguments.map(({ shape }, k) => b.input(`x${k}`, shape));
  const [first, ...others] = inputs;
  const used = row.symmetric ? [symmetrised(b, first), ...others] : inputs;
  const value = matrixFunctions.get(row.function)!.build(b, used, row.form);
  const weighted = b.multiply(value, b.constant(weights(sizeOf(value.shape)), value.shape));
  const slopes = gradient(b, b.sum(weighted), inputs);
  return simplify(
    b.finish({
      value,
      ...Object.fromEntries(slopes.map((slope, k) => [`slope${k}`, slope])),
    }),
    evaluate,
  );
}

function run(engine: Engine, row: Row): NamedValues {
  const graph = graphOf(row);
  verify(graph);
  const given = row.arguments.map(({ data }, k) => [`x${k}`, Float64Array.from(data)] as const);
  const executable = engine.prepare(graph);
  const used = new Set(graph.inputs.map(({ attributes }) => attributes.name));
  const results = executable.run(Object.fromEntries(given.filter(([name]) => used.has(name))));
  const kept = Object.entries(results).map(([name, values]) => [name, values.slice()] as const);
  executable.dispose();
  return Object.fromEntries(kept);
}

/** Each element to a part of the largest. */
function expectClose(
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
  what: string,
): void {
  expect(actual.length).toBe(expected.length);
  const size = Math.max(1e-300, ...expected.map(Math.abs));
  expected.forEach((value, k) => {
    const message = `${what}[${k}]: ${actual[k]} for ${value}`;
    expect(Math.abs(actual[k] - value), message).toBeLessThanOrEqual(tolerance * size);
  });
}

it('every function and form has reference values, and nothing else', () => {
  const tested = new Set(rows.map((row) => `${row.function} ${row.form}`));
  const forms = [...matrixFunctions.values()].flatMap(({ name, forms }) =>
    forms.map((_, k) => `${name} ${k}`),
  );
  expect([...tested].sort()).toEqual(forms.sort());
});

const named = rows.map((row) => {
  const shapes = row.arguments.map(({ shape }) => shape.join(' × ')).join(', ');
  return { ...row, title: `${row.function} of ${shapes}` };
});

describe.each([referenceEngine, wasmEngine])('on the $name engine', (engine) => {
  it.each(named)('$title', (row) => {
    const results = run(engine, row);
    const { condition } = row;
    const tolerance = condition === undefined ? 1e-12 : 4 * Number.EPSILON * condition;
    expectClose(results.value, row.value, tolerance, 'value');
    row.gradients?.forEach((slopes, k) => {
      expectClose(results[`slope${k}`], slopes, 1e-10, `slope ${k}`);
    });
  });
});

it('the wasm engine agrees with the reference engine on values and gradients', () => {
  for (const row of named.filter(({ condition }) => condition === undefined)) {
    const expected = run(referenceEngine, row);
    for (const [name, values] of Object.entries(run(wasmEngine, row))) {
      expectClose(values, Array.from(expected[name]), 1e-12, `${row.title}: ${name}`);
    }
  }
});

it.skip.each([...absences])('on %s: %s', () => {});

it.each([...engines])('%s agrees with the reference engine to float32', (_, engine) => {
  for (const row of named.filter(({ condition }) => condition === undefined)) {
    const expected = run(referenceEngine, row);
    for (const [name, values] of Object.entries(run(engine, row))) {
      expectClose(values, Array.from(expected[name]), 1e-5, `${row.title}: ${name}`);
    }
  }
});

describe('batches', () => {
  const batch = [2, 3];

  it.each([...matrixFunctions.values()])('$name', ({ forms, build }) => {
    forms.forEach(({ takes }, form) => {
      const extents: Record<string, number> = { n: 3, m: 2, a: 2, b: 3, c: 2, d: 2 };
      const own = takes.map((letters) => Array.from(letters, (letter) => extents[letter]));
      for (const shared of [undefined, 0, 1]) {
        if (shared !== undefined && (takes.length === 1 || shared >= takes.length)) continue;
        const b = new Builder();
        const tensors = own.map((shape, k) => {
          const lead = k === shared ? [1, 1] : batch;
          const data = Float64Array.from({ length: sizeOf([...lead, ...shape]) }, (_, at) =>
            Math.sin(1.3 * at + k),
          );
          const tensor = b.constant(data, [...lead, ...shape]);
          if (takes[k] !== 'nn') return tensor;
          // symmetric, with eigenvalues far apart
          const spread = Float64Array.of(9, 0, 0, 0, 4, 0, 0, 0, 14);
          return b.add(symmetrised(b, tensor), b.constant(spread, [3, 3]));
        });
        const whole = build(b, tensors, form);
        const result = Array.from(evaluate([whole])[0]);
        const parts: number[] = [];
        for (let i = 0; i < 2; i++) {
          for (let j = 0; j < 3; j++) {
            const members = tensors.map((tensor, k) => {
              const at = k === shared ? [0, 0] : [i, j];
              const begin = [...at, ...own[k].map(() => 0)];
              return b.reshape(b.slice(tensor, begin, [1, 1, ...own[k]]), own[k]);
            });
            parts.push(...evaluate([build(b, members, form)])[0]);
          }
        }
        expectClose(result, parts, 1e-14, `form ${form}`);
      }
    });
  });
});

describe('triangular matrices', () => {
  const factorOf = (b: Builder): Node => b.cholesky(b.input('a', [3, 3]));
  const solve = matrixFunctions.get('solve')!.build;

  it('are solved by substitution', () => {
    const b = new Builder();
    const right = b.input('r', [3]);
    const ops = (matrix: Node): string[] =>
      b.finish({ x: solve(b, [matrix, right], 0) }).nodes.map(({ op }) => op);
    expect(ops(factorOf(b))).toContain('triangularSolve');
    expect(ops(b.transpose(factorOf(b), [1, 0]))).toContain('triangularSolve');
    expect(ops(factorOf(b))).not.toContain('solve');
  });

  it('have the product of the diagonal as determinant', () => {
    const b = new Builder();
    const logdet = matrixFunctions.get('logdet')!.build(b, [factorOf(b)], 0);
    const graph = b.finish({ logdet });
    expect(graph.nodes.map(({ op }) => op)).not.toContain('logAbsDeterminant');
    // the diagonal of the factor is 2, 1, 3
    const a = Float64Array.of(4, 2, 0, 2, 2, 1, 0, 1, 10);
    const result = referenceEngine.prepare(graph).run({ a });
    expect(result.logdet[0]).toBeCloseTo(Math.log(6), 14);
  });
});
