/**
 * Every function against mpmath (50 digits and more; reference/generate.py says how), with the
 * bounds that the docstrings state. Where the reference is 0, ±∞ or NaN the value must be just that.
 */
import { describe, expect, it } from 'vitest';
import * as numerics from '../../src/numerics/index.ts';
import { readReference } from './reference/read.ts';

/** Largest allowed |value − expected|, or what it is relative to. */
type Bound = (expected: number, row: readonly number[]) => number;

const relative =
  (bound: number): Bound =>
  (expected) =>
    bound * Math.abs(expected);
const mixed =
  (bound: number): Bound =>
  (expected) =>
    bound * (1 + Math.abs(expected));
/** Where a logarithm is near 0 its error is that of the logarithm of its complement. */
const ofComplement =
  (bound: number): Bound =>
  (expected) =>
    bound * (1 + Math.max(0, -Math.log(Math.abs(expected)))) * Math.abs(expected);

const cases: [name: string, compute: (...args: number[]) => number, bound: Bound][] = [
  ['log1mExp', numerics.log1mExp, relative(1e-15)],
  ['softplus', numerics.softplus, relative(1e-15)],
  ['sigmoid', numerics.sigmoid, relative(1e-15)],
  ['logAddExp', numerics.logAddExp, (e) => 1e-15 * Math.abs(e) + 1e-16],
  ['log1pMinus', numerics.log1pMinus, relative(1e-15)],
  ['xlogy', numerics.xlogy, relative(1e-15)],
  ['xlog1py', numerics.xlog1py, relative(1e-15)],
  ['lgamma', numerics.lgamma, relative(1e-15)],
  [
    'lgammaNegative',
    numerics.lgamma,
    (e, [x]) => 1e-15 * (x > -0.5 ? Math.abs(e) : 1 + Math.abs(x * Math.log(-x)) + Math.abs(e)),
  ],
  ['lgamma1p', numerics.lgamma1p, relative(1e-15)],
  ['stirlingError', numerics.stirlingError, relative(4e-15)],
  [
    'polygamma',
    numerics.polygamma,
    (e, [order]) => (order > 170 ? 1e-12 : 2e-15 * (1 + order / 4)) * Math.abs(e),
  ],
  [
    'polygammaNegative',
    numerics.polygamma,
    (e, [order, x]) =>
      2e-15 * (1 + order / 4) * (Math.abs(e) + Math.abs(numerics.polygamma(order, 1 - x))),
  ],
  ['lbeta', numerics.lbeta, mixed(2e-15)],
  ['lchoose', numerics.lchoose, mixed(2e-15)],
  ['erf', numerics.erf, relative(1e-15)],
  ['erfc', numerics.erfc, relative(1e-15)],
  ['erfcx', numerics.erfcx, relative(1e-15)],
  ['normalCdf', numerics.normalCdf, relative(1e-15)],
  ['logNormalCdf', numerics.logNormalCdf, relative(1e-15)],
  ['normalQuantile', numerics.normalQuantile, relative(1e-15)],
  ['logGammaP', numerics.logGammaP, ofComplement(3e-15)],
  ['logGammaQ', numerics.logGammaQ, ofComplement(3e-15)],
  ['logBetaI', numerics.logBetaI, ofComplement(1e-13)],
  ['logSkewNormalCdf', numerics.logSkewNormalCdf, ofComplement(2e-14)],
  ['logGammaPDerivative', numerics.logGammaPDerivative, relative(1e-11)],
  ['logGammaQDerivative', numerics.logGammaQDerivative, relative(1e-11)],
  [
    'logBetaIDerivative',
    numerics.logBetaIDerivative,
    (e, [, , , orderA, orderB]) => (orderA + orderB === 2 ? 1e-9 : 1e-11) * Math.abs(e),
  ],
];

const DENORMAL = 5e-324;
/** Below this a value has too few digits for a relative bound. */
const SMALLEST_NORMAL = 2.3e-308;

describe.each(cases)('%s agrees with mpmath', (name, compute, bound) => {
  const rows = readReference(name);

  it('at every finite point', () => {
    const failures = rows
      .filter((row) => Number.isFinite(row.at(-1)) && row.at(-1) !== 0)
      .map((row) => {
        const expected = row.at(-1)!;
        const value = compute(...row.slice(0, -1));
        const allowed = bound(expected, row);
        const slack = Math.abs(expected) < SMALLEST_NORMAL ? 2 * DENORMAL : 0;
        return { row, value, ok: Math.abs(value - expected) <= allowed + slack };
      })
      .filter(({ ok }) => !ok);
    expect(failures).toEqual([]);
    expect(rows.length).toBeGreaterThan(100);
  });

  it('at its zeros, poles, limits and outside its domain', () => {
    const failures = rows
      .filter((row) => !Number.isFinite(row.at(-1)) || row.at(-1) === 0)
      .map((row) => ({ row, value: compute(...row.slice(0, -1)) }))
      .filter(({ row, value }) => !(value === row.at(-1) || Object.is(value, row.at(-1))));
    expect(failures).toEqual([]);
  });
});
