/**
 * Every vector function against mpmath (reference/generate.py), with the bounds that the docstrings
 * state, in units in the last place of the exact value; and at the edges of its domain.
 */
import { describe, expect, it } from 'vitest';
import { type MathName, mathFunctions } from '../../../../src/engines/wasm/math/library.ts';
import { polygamma as scalarPolygamma } from '../../../../src/numerics/index.ts';
import { compileMath, compilePolygamma } from './instantiate.ts';
import { errorInUlp, readReference, unitInLastPlace } from './reference/read.ts';

/** Largest error in units in the last place of the value, or an absolute one by arguments and value. */
type Bound = number | ((value: number, ...inputs: number[]) => number);

const EPSILON = 2 ** -52;

const reflected =
  (order: number): Bound =>
  (value, x) =>
    2e-15 * (Math.abs(value) + Math.abs(scalarPolygamma(order, 1 - x)));

const cases: [fixture: string, name: MathName, bound: Bound][] = [
  ['exp', 'exp', 1],
  ['expm1', 'expm1', 2],
  ['log', 'log', 1],
  ['log1p', 'log1p', 2],
  ['log1mExp', 'log1mExp', 3],
  ['sigmoid', 'sigmoid', 3],
  ['softplus', 'softplus', 3],
  [
    'logAddExp',
    'logAddExp',
    (value, a, b) =>
      3 * unitInLastPlace(Math.max(Math.abs(value), Math.min(Math.abs(Math.max(a, b)), Math.LN2))),
  ],
  ['tanh', 'tanh', 3],
  ['sinh', 'sinh', 3],
  ['cosh', 'cosh', 3],
  ['sin', 'sin', 1],
  ['cos', 'cos', 1],
  ['tan', 'tan', 3],
  ['asin', 'asin', 2],
  ['acos', 'acos', 2],
  ['atan', 'atan', 2],
  ['atan2', 'atan2', 2],
  ['pow', 'pow', 1],
  ['lgamma', 'lgamma', 5],
  [
    'lgammaNegative',
    'lgamma',
    (value, x) => 2e-15 * (1 + Math.abs(x * Math.log(-x)) + Math.abs(value)),
  ],
  ['digamma', 'digamma', 5],
  ['digammaNegative', 'digamma', reflected(0)],
  ['trigamma', 'trigamma', 5],
  ['trigammaNegative', 'trigamma', reflected(1)],
  ['erf', 'erf', 2],
  ['erfc', 'erfc', 5],
  ['normalCdf', 'normalCdf', 5],
  ['logNormalCdf', 'logNormalCdf', 6],
  ['normalQuantile', 'normalQuantile', 5],
  ['xlogy', 'xlogy', 2],
  ['xlog1py', 'xlog1py', 3],
  ['modulo', 'modulo', 0.5],
];

/** Below, the rest of a reference value is lost to underflow: half a unit more. */
const SMALL = 2 ** -960;

describe.each(cases)('%s agrees with mpmath', (fixture, name, bound) => {
  const rows = readReference(fixture);
  const { arity } = mathFunctions[name];
  const compute = compileMath(name);

  const failures = (order: readonly number[][]) => {
    const columns = Array.from({ length: arity }, (_, k) => order.map((row) => row[k]));
    const values = compute(...columns);
    return order
      .map((row, i) => ({ row, value: values[i] }))
      .filter(({ row, value }) => {
        const exact = row[arity];
        const rest = row[arity + 1];
        if (typeof bound === 'number') {
          const slack = Math.abs(exact) < SMALL ? 0.5 : 0;
          return !(errorInUlp(value, exact, rest) <= bound + slack);
        }
        return !(Math.abs(value - exact - rest) <= bound(exact, ...row.slice(0, arity)));
      });
  };

  it('within its bound, neighbouring points in the lanes', () => {
    expect(rows.length).toBeGreaterThan(50);
    expect(failures(rows)).toEqual([]);
  });

  it('within its bound, usual and unusual points in the lanes', () => {
    const sorted = [...rows].sort((a, b) => a[0] - b[0]);
    const half = Math.floor(sorted.length / 2);
    const interleaved = Array.from({ length: half }, (_, k) => [sorted[k], sorted[k + half]]);
    expect(failures(interleaved.flat())).toEqual([]);
  });
});

const { NaN: missing, MAX_VALUE: max } = Number;
const inf = Infinity;

/** Arguments and the exact value: limits of the functions, and IEEE 754 where a sign matters. */
const edges: Partial<Record<MathName, number[][]>> = {
  exp: [
    [0, 1],
    [-0, 1],
    [inf, inf],
    [-inf, 0],
    [missing, missing],
    [710, inf],
    [-746, 0],
  ],
  expm1: [
    [0, 0],
    [-0, -0],
    [inf, inf],
    [-inf, -1],
    [missing, missing],
    [710, inf],
    [-5e-324, -5e-324],
  ],
  log: [
    [1, 0],
    [0, -inf],
    [-0, -inf],
    [inf, inf],
    [-1, missing],
    [-inf, missing],
    [-5e-324, missing],
    [missing, missing],
  ],
  log1p: [
    [0, 0],
    [-0, -0],
    [-1, -inf],
    [inf, inf],
    [-2, missing],
    [-inf, missing],
    [missing, missing],
    [5e-324, 5e-324],
  ],
  log1mExp: [
    [0, -inf],
    [-0, -inf],
    [-inf, -0],
    [1, missing],
    [inf, missing],
    [missing, missing],
  ],
  sigmoid: [
    [0, 0.5],
    [inf, 1],
    [-inf, 0],
    [missing, missing],
  ],
  softplus: [
    [inf, inf],
    [-inf, 0],
    [missing, missing],
    [max, max],
  ],
  logAddExp: [
    [inf, inf, inf],
    [-inf, -inf, -inf],
    [inf, -inf, inf],
    [-inf, 3, 3],
    [3, -inf, 3],
    [missing, 1, missing],
    [1, missing, missing],
    [missing, inf, missing],
  ],
  tanh: [
    [0, 0],
    [-0, -0],
    [inf, 1],
    [-inf, -1],
    [missing, missing],
    [5e-324, 5e-324],
  ],
  sinh: [
    [0, 0],
    [-0, -0],
    [inf, inf],
    [-inf, -inf],
    [missing, missing],
    [711, inf],
  ],
  cosh: [
    [0, 1],
    [inf, inf],
    [-inf, inf],
    [missing, missing],
    [-711, inf],
  ],
  sin: [
    [0, 0],
    [-0, -0],
    [inf, missing],
    [-inf, missing],
    [missing, missing],
    [-5e-324, -5e-324],
  ],
  cos: [
    [0, 1],
    [-0, 1],
    [inf, missing],
    [missing, missing],
  ],
  tan: [
    [0, 0],
    [-0, -0],
    [-inf, missing],
    [missing, missing],
  ],
  asin: [
    [0, 0],
    [-0, -0],
    [1, Math.PI / 2],
    [-1, -Math.PI / 2],
    [1.1, missing],
    [inf, missing],
    [missing, missing],
  ],
  acos: [
    [1, 0],
    [-1, Math.PI],
    [0, Math.PI / 2],
    [-1.1, missing],
    [-inf, missing],
    [missing, missing],
  ],
  atan: [
    [0, 0],
    [-0, -0],
    [inf, Math.PI / 2],
    [-inf, -Math.PI / 2],
    [missing, missing],
  ],
  atan2: [
    [0, 1, 0],
    [-0, 1, -0],
    [0, 0, 0],
    [-0, 0, -0],
    [0, -0, Math.PI],
    [-0, -0, -Math.PI],
    [0, -1, Math.PI],
    [1, 0, Math.PI / 2],
    [-1, -0, -Math.PI / 2],
    [inf, inf, Math.PI / 4],
    [inf, -inf, (3 * Math.PI) / 4],
    [-inf, 1, -Math.PI / 2],
    [1, inf, 0],
    [-1, -inf, -Math.PI],
    [missing, 1, missing],
    [1, missing, missing],
    [missing, inf, missing],
    [max, inf, 0],
  ],
  // ECMA-262, Number::exponentiate
  pow: [
    [0, 0, 1],
    [missing, 0, 1],
    [missing, -0, 1],
    [1, missing, missing],
    [missing, 1, missing],
    [inf, 2, inf],
    [inf, -2, 0],
    [-inf, 3, -inf],
    [-inf, 2, inf],
    [-inf, -3, -0],
    [-inf, -2, 0],
    [-inf, 0.5, inf],
    [0, 2, 0],
    [0, -2, inf],
    [-0, 3, -0],
    [-0, 2, 0],
    [-0, -3, -inf],
    [-0, -2, inf],
    [-0, 0.5, 0],
    [2, inf, inf],
    [2, -inf, 0],
    [0.5, inf, 0],
    [0.5, -inf, inf],
    [1, inf, missing],
    [-1, -inf, missing],
    [-2, inf, inf],
    [-8, 1 / 3, missing],
    [2, 1024, inf],
    [-2, 1025, -inf],
    [2, -1076, 0],
    [-2, -1077, -0],
    [-2, 3, -8],
    [1, 1e300, 1],
    [-1, 2 ** 53, 1],
  ],
  lgamma: [
    [1, 0],
    [2, 0],
    [0, inf],
    [-0, inf],
    [-1, inf],
    [-50, inf],
    [inf, inf],
    [-inf, inf],
    [missing, missing],
  ],
  digamma: [
    [0, -inf],
    [-0, inf],
    [-1, missing],
    [inf, inf],
    [-inf, missing],
    [missing, missing],
  ],
  trigamma: [
    [0, inf],
    [-0, inf],
    [-3, inf],
    [inf, 0],
    [-inf, missing],
    [missing, missing],
    [1e-160, inf],
  ],
  erf: [
    [0, 0],
    [-0, -0],
    [inf, 1],
    [-inf, -1],
    [missing, missing],
  ],
  erfc: [
    [0, 1],
    [inf, 0],
    [-inf, 2],
    [28, 0],
    [missing, missing],
  ],
  normalCdf: [
    [0, 0.5],
    [inf, 1],
    [-inf, 0],
    [-39, 0],
    [missing, missing],
  ],
  logNormalCdf: [
    [0, -Math.LN2],
    [inf, 0],
    [-inf, -inf],
    [-1e200, -inf],
    [missing, missing],
  ],
  normalQuantile: [
    [0, -inf],
    [1, inf],
    [0.5, 0],
    [-0.1, missing],
    [1.1, missing],
    [inf, missing],
    [missing, missing],
  ],
  xlogy: [
    [0, 0, 0],
    [0, missing, 0],
    [0, -1, 0],
    [0, inf, 0],
    [2, 0, -inf],
    [2, -1, missing],
    [missing, 1, missing],
  ],
  xlog1py: [
    [0, -1, 0],
    [0, missing, 0],
    [2, -1, -inf],
    [2, -2, missing],
    [missing, 1, missing],
  ],
  modulo: [
    [6, 3, 0],
    [-6, 3, 0],
    [6, -3, -0],
    [-0, 3, 0],
    [5, 0, missing],
    [inf, 3, missing],
    [5, inf, 5],
    [-5, inf, inf],
    [5, -inf, -inf],
    [-5, -inf, -5],
    [missing, 3, missing],
    [3, missing, missing],
    [-1e-20, 3, 3],
    [max, 5e-324, 0],
  ],
  round: [
    [0.5, 1],
    [-0.5, -1],
    [1.5, 2],
    [2.5, 3],
    [-2.5, -3],
    [0.49999999999999994, 0],
    [-0, -0],
    [-0.3, -0],
    [2 ** 52 + 1, 2 ** 52 + 1],
    [inf, inf],
    [-inf, -inf],
    [missing, missing],
  ],
  sign: [
    [3, 1],
    [-5e-324, -1],
    [0, 0],
    [-0, -0],
    [inf, 1],
    [-inf, -1],
    [missing, missing],
  ],
};

describe.each(Object.entries(edges))('%s at its edges', (name, rows) => {
  const compute = compileMath(name as MathName);
  const usual: number[] = new Array(rows[0].length - 1).fill(name === 'log1mExp' ? -0.75 : 0.75);

  it.each(rows.map((row) => ({ inputs: row.slice(0, -1), expected: row.at(-1)! })))(
    '$inputs gives $expected',
    ({ inputs, expected }) => {
      // in either lane, the other one usual
      const columns = inputs.map((input, k) => [input, usual[k], usual[k], input]);
      const values = compute(...columns);
      expect(values[0]).toBe(expected);
      expect(values[3]).toBe(values[0]);
      expect(values[1]).toBe(values[2]);
      expect(Math.abs(values[1])).toBeLessThan(inf);
    },
  );
});

describe('functions of the host', () => {
  it('come per lane', () => {
    // P(1, x) = 1 − e⁻ˣ, Q(1, x) = e⁻ˣ, I_x(1, b) = 1 − (1 − x)ᵇ, DLMF 8.4 and 8.17
    const q = compileMath('logGammaQ')([1, 1], [0.5, 3]);
    expect(q[0]).toBeCloseTo(-0.5, 14);
    expect(q[1]).toBeCloseTo(-3, 14);
    const p = compileMath('logGammaP')([1, 1], [0.5, 3]);
    expect(p[0]).toBeCloseTo(Math.log(-Math.expm1(-0.5)), 14);
    expect(p[1]).toBeCloseTo(Math.log(-Math.expm1(-3)), 14);
    const b = compileMath('logBetaI')([1, 1], [2, 3], [0.25, 0.5]);
    expect(b[0]).toBeCloseTo(Math.log(1 - 0.75 ** 2), 14);
    expect(b[1]).toBeCloseTo(Math.log(1 - 0.5 ** 3), 14);
  });

  it('give derivatives of log Γ of every order', () => {
    // ψ⁽ⁿ⁾(1) = (−1)ⁿ⁺¹ n! ζ(n + 1), DLMF 5.15.2; ψ(1) = −γ
    const zeta3 = 1.2020569031595942;
    expect(compilePolygamma(0)([1])[0]).toBeCloseTo(-0.5772156649015329, 15);
    expect(compilePolygamma(1)([1])[0]).toBeCloseTo(Math.PI ** 2 / 6, 14);
    expect(compilePolygamma(2)([1])[0]).toBeCloseTo(-2 * zeta3, 14);
    expect(compilePolygamma(3)([1, 2])[1]).toBeCloseTo(Math.PI ** 4 / 15 - 6, 13);
  });
});

it('relative errors of one unit are what the bounds count', () => {
  expect(errorInUlp(1 + EPSILON, 1, 0)).toBe(1);
  expect(errorInUlp(2 ** -1074, 0.5 * 2 ** -1022, 0)).toBeGreaterThan(1e15);
});
