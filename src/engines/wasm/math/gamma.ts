import { LOG_SQRT_TWO_PI, STIRLING_SERIES } from '../../../numerics/gamma.ts';
import {
  abs,
  add,
  and,
  divide,
  type Expression,
  equal,
  less,
  lessEqual,
  multiply,
  nearest,
  negate,
  polynomial,
  select,
  subtract,
} from './expressions.ts';
import { sinCosOfHalfTurns } from './half-turns.ts';
import { logAny, logNormal } from './log.ts';
import { type Code, mathFunction } from './math-function.ts';

/** log Γ(2 + z)/z for |z| ≤ ½; coefficients.py, lgammaAtTwo. */
const AT_TWO = [
  0.42278433509846713, 0.3224670334241132, -0.06735230105319814, 0.02058080842778457,
  -0.0073855510286681535, 0.002890510330738737, -0.0011927539120010226, 0.0005096695248853096,
  -0.00022315475074520367, 9.945750909889392e-5, -4.4926351103833334e-5, 2.050726741605779e-5,
  -9.438458716242811e-6, 4.374374916915131e-6, -2.0449201467015115e-6, 9.578663334114758e-7,
  -4.303558760359961e-7, 2.0304806751615227e-7, -1.3412819758517287e-7, 6.379047507619774e-8,
];
const LARGE = 10;
/** log √(2π) − ½, for the leading terms arranged as (x − ½)(log x − 1). */
const STIRLING_CONSTANT = LOG_SQRT_TWO_PI - 0.5;

/** Stirling's series for x ≥ 10. */
function stirling(code: Code, x: Expression): Expression {
  const inverse = code.keep(divide(1, x));
  const series = multiply(
    inverse,
    polynomial(STIRLING_SERIES, code.keep(multiply(inverse, inverse))),
  );
  const leading = multiply(subtract(x, 0.5), subtract(logNormal(code, x), 1));
  return add(leading, add(STIRLING_CONSTANT, series));
}

/**
 * −½ < x < 10, by log Γ about 2: arguments above 2.5 step down, the factors multiplied; those below
 * 1.5 step up once, below ½ twice. One logarithm, of the product of the factors.
 */
function moderate(code: Code, x: Expression): Expression {
  const magnitude = code.keep(abs(x));
  const isSmall = code.keep(less(x, 0.5));
  const isBelow = code.keep(less(x, 1.5));
  const y = code.variable(select(isSmall, add(x, 2), select(isBelow, add(x, 1), x)));
  const factors = code.variable(
    select(isSmall, multiply(magnitude, add(1, x)), select(isBelow, x, 1)),
  );
  code.whileAny(less(2.5, y.value), () => {
    const above = code.keep(less(2.5, y.value));
    y.set(subtract(y.value, and(above, 1)));
    factors.set(multiply(factors.value, select(above, y.value, 1)));
  });
  const z = code.keep(select(isSmall, x, select(isBelow, subtract(x, 1), subtract(y.value, 2))));
  const logarithm = code.keep(logAny(code, factors.value));
  const atTwo = multiply(z, polynomial(AT_TWO, z));
  return add(atTwo, select(isBelow, negate(logarithm), logarithm));
}

const lgammaOfPositive = mathFunction('lgamma, above -1/2', 1, (code, x) => {
  const isLarge = code.keep(lessEqual(LARGE, x));
  const low = code.keep(moderate(code, code.keep(select(isLarge, 2, x))));
  return select(isLarge, stirling(code, code.keep(select(isLarge, x, LARGE))), low);
});

const lgammaRare = mathFunction('lgamma, any argument', 1, (code, x) => {
  const isReflected = code.keep(lessEqual(x, -0.5));
  const magnitude = code.keep(abs(x));
  const inRange = code.keep(less(magnitude, Infinity));
  const positive = select(inRange, select(isReflected, magnitude, x), 2);
  const direct = code.keep(code.call(lgammaOfPositive, positive));
  // Γ(x) Γ(−x) = −π/(x sin πx), DLMF 5.5.3
  const { sin } = sinCosOfHalfTurns(code, code.keep(and(inRange, x)));
  const product = code.keep(abs(multiply(x, sin)));
  const reflected = subtract(logAny(code, code.keep(divide(Math.PI, product))), direct);
  const isPole = and(lessEqual(x, 0), equal(x, nearest(x)));
  const value = select(isPole, Infinity, select(isReflected, reflected, direct));
  return select(inRange, value, select(equal(magnitude, Infinity), Infinity, x));
});

/**
 * log |Γ(x)| within 5 ulp for x > −½, its zeros 1 and 2 included; below within 2e-15
 * (1 + |x log |x||) absolute. The poles 0, −1, −2, … and ±∞ give +∞.
 */
export const lgamma = mathFunction('lgamma', 1, (code, x) =>
  code.ifBoth(
    and(lessEqual(LARGE, x), less(x, Infinity)),
    () => stirling(code, x),
    () =>
      code.ifBoth(
        and(less(0, x), less(x, Infinity)),
        () => code.call(lgammaOfPositive, x),
        () => code.call(lgammaRare, x),
      ),
  ),
);
