import { exp, expm1, LN2_HIGH, LN2_LOW } from './exp.ts';
import {
  add,
  addBits,
  and,
  bitsGreater,
  correction,
  divide,
  type Expression,
  equal,
  less,
  lessEqual,
  multiply,
  negate,
  or,
  SIGN_BIT,
  select,
  shiftRight,
  subtract,
  subtractBits,
} from './expressions.ts';
import { type Code, mathFunction } from './math-function.ts';

/** (2 artanh s − 2s)/s³ in s² for |s| ≤ 3 − √8; coefficients.py, log. */
const LOG_TAIL = [
  0.666666666666667, 0.3999999999989949, 0.2857142862598255, 0.22222211133642084,
  0.18182889209266595, 0.1533171880828007, 0.14616484198366603,
];
export const SMALLEST_NORMAL = 2 ** -1022;
const SQRT_HALF_BITS = 0x3fe6a09e667f3bcdn;
export const ONE_BITS = 0x3ff0000000000000n;
export const MANTISSA_BITS = 0x000fffffffffffffn;
const EXPONENT_BITS = 0x7ff0000000000000n;
const TWO_52_BITS = 0x4330000000000000n;

/** From here on log(1 + x) is log x. */
const LOG1P_LARGE = 2 ** 60;

/** Positive, neither denormal nor infinite: one comparison of the bits, moved to the lowest integers. */
export function isNormal(x: Expression): Expression {
  return bitsGreater(-0x0020000000000000n, addBits(x, 0x7ff0000000000000n));
}

/** x = 2ᵏ m with m in [√½, √2), for normal x: k as a number, m, and the bits that hold k. */
export function decompose(code: Code, x: Expression) {
  const shifted = code.keep(addBits(x, ONE_BITS - SQRT_HALF_BITS));
  const m = addBits(and(shifted, MANTISSA_BITS), SQRT_HALF_BITS);
  const k = subtract(or(shiftRight(shifted, 52), TWO_52_BITS), 2 ** 52 + 1023);
  return { shifted, m, k };
}

/**
 * log(2ᵏ (1 + f)) for √½ ≤ 1 + f < √2. With s = f/(2 + f), log(1 + f) = 2 artanh s = f − f²/2 +
 * s (f²/2 + tail): what is rounded last is small against f. (The arrangement of fdlibm's log.)
 */
function logOfParts(code: Code, f: Expression, k: Expression): Expression {
  const s = code.keep(divide(f, add(2, f)));
  const square = code.keep(multiply(s, s));
  const half = code.keep(multiply(multiply(0.5, f), f));
  const tail = multiply(square, correction(LOG_TAIL, square));
  const small = add(multiply(s, add(half, tail)), multiply(k, LN2_LOW));
  return add(multiply(k, LN2_HIGH), subtract(f, subtract(half, small)));
}

/** log x for normal x. */
export function logNormal(code: Code, x: Expression): Expression {
  const { m, k } = decompose(code, x);
  const f = code.keep(subtract(m, 1));
  return logOfParts(code, f, code.keep(k));
}

const logRare = mathFunction('log, any argument', 1, (code, x) => {
  const isDenormal = code.keep(less(x, SMALLEST_NORMAL));
  const scaled = code.keep(select(isDenormal, multiply(x, 2 ** 54), x));
  const { m, k } = decompose(code, scaled);
  const shift = and(isDenormal, -54);
  const value = logOfParts(code, code.keep(subtract(m, 1)), code.keep(add(k, shift)));
  const limit = select(equal(x, 0), -Infinity, select(equal(x, Infinity), Infinity, Number.NaN));
  return select(and(less(0, x), less(x, Infinity)), value, limit);
});

/** log x for any x, the usual arguments in place. */
export function logAny(code: Code, x: Expression): Expression {
  return code.ifBoth(
    isNormal(x),
    () => logNormal(code, x),
    () => code.call(logRare, x),
  );
}

/** log x within 1 ulp, denormals included; −∞ at ±0, NaN below. */
export const log = mathFunction('log', 1, logAny);

/**
 * log(1 + x) for −1 < x < ∞. What 1 + x loses to rounding goes into the reduced argument, where it
 * is exact near 0.
 */
export function log1pNormal(code: Code, x: Expression): Expression {
  const u = code.keep(add(1, x));
  // the error of the sum, by Knuth's two-sum
  const rounded = code.keep(subtract(u, 1));
  const lost = add(subtract(1, subtract(u, rounded)), subtract(x, rounded));
  const { shifted, m, k } = decompose(code, u);
  const inverseScale = subtractBits(2n * ONE_BITS, and(shifted, EXPONENT_BITS));
  const f = code.keep(add(subtract(m, 1), multiply(lost, inverseScale)));
  // restores −0
  return or(logOfParts(code, f, code.keep(k)), and(x, SIGN_BIT));
}

const log1pRare = mathFunction('log1p, any argument', 1, (code, x) => {
  const inside = code.keep(and(less(-1, x), less(x, LOG1P_LARGE)));
  const value = log1pNormal(code, code.keep(and(inside, x)));
  const above = logAny(code, code.keep(select(lessEqual(LOG1P_LARGE, x), x, Number.NaN)));
  return select(inside, value, select(equal(x, -1), -Infinity, above));
});

/** log(1 + x) for any x, the usual arguments in place. */
export function log1pAny(code: Code, x: Expression): Expression {
  return code.ifBoth(
    and(less(-1, x), less(x, LOG1P_LARGE)),
    () => log1pNormal(code, x),
    () => code.call(log1pRare, x),
  );
}

/** log(1 + x) within 2 ulp, near 0 too; −∞ at −1, NaN below. */
export const log1p = mathFunction('log1p', 1, log1pAny);

/** log(1 − eˣ) within 3 ulp for x ≤ 0; −∞ at 0, NaN above. Mächler (2012), equation 7. */
export const log1mExp = mathFunction('log1mExp', 1, (code, x) => {
  const near = code.keep(less(-Math.LN2, x));
  const small = code.call(expm1, x);
  const large = code.call(exp, x);
  const argument = code.keep(negate(select(near, small, large)));
  return select(near, code.call(log, argument), code.call(log1p, argument));
});
