import {
  abs,
  add,
  addBits,
  and,
  correction,
  type Expression,
  greater,
  less,
  lessEqual,
  lesser,
  multiply,
  or,
  SIGN_BIT,
  select,
  shiftLeft,
  shiftRight,
  subtract,
  subtractBits,
} from './expressions.ts';
import { type Code, mathFunction } from './math-function.ts';

/** (eʳ − 1 − r)/r² for |r| ≤ ½ log 2; coefficients.py, exp. */
const EXP_TAIL = [
  0.5000000000000001, 0.16666666666666669, 0.04166666666662416, 0.008333333333330063,
  0.0013888888917199863, 0.00019841269863042963, 2.4801521317484083e-5, 2.7557268476553695e-6,
  2.7620078203806394e-7, 2.5100377619606372e-8,
];
/** log 2 in two parts; the first ends in 21 zero bits, so that products with exponents are exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;
/** Adding 1.5 · 2⁵² rounds to an integer, which then stands in the lowest bits. */
export const ROUNDER = 6755399441055744;
/** Where eˣ neither overflows nor is denormal. */
export const EXP_NORMAL = 708;

/**
 * e^(x + low) = 2ⁿ (1 + q): n as the low bits of a float64, and q. With x − n · LN2_HIGH exact, only
 * the polynomial sees the rounded remainder r, and q is rounded once.
 */
function reduce(code: Code, x: Expression, low: Expression = 0) {
  const bits = code.keep(add(multiply(x, Math.LOG2E), ROUNDER));
  const n = code.keep(subtract(bits, ROUNDER));
  const leading = code.keep(subtract(x, multiply(n, LN2_HIGH)));
  const product = multiply(n, LN2_LOW);
  const trailing = code.keep(low === 0 ? product : subtract(product, low));
  const r = code.keep(subtract(leading, trailing));
  const tail = multiply(multiply(r, r), correction(EXP_TAIL, r));
  return { bits, q: add(leading, subtract(tail, trailing)) };
}

/**
 * e^(x + low) for |x| ≤ 708 and |low| far below 1: Cody and Waite's reduction to |r| ≤ ½ log 2, a
 * correction, and n added to the exponent.
 */
export function expNormal(code: Code, x: Expression, low: Expression = 0): Expression {
  const { bits, q } = reduce(code, x, low);
  return addBits(add(1, q), shiftLeft(bits, 52));
}

/** e^(x + low) for every x, the power of two applied in two steps so that it rounds once. */
export function expWhole(code: Code, x: Expression, low: Expression = 0): Expression {
  // the order of the operands lets NaN pass
  const inside = code.keep(lesser(greater(x, -746), 710));
  const { bits, q } = reduce(code, inside, low);
  // n = half + rest, both within the normal exponents
  const half = code.keep(shiftHalf(bits));
  const rest = subtractBits(bits, half);
  return multiply(multiply(add(1, q), powerOfTwo(half)), powerOfTwo(rest));
}

/** ⌊n/2⌋ for |n| < 2048, as an integer; n in the low bits. */
function shiftHalf(bits: Expression): Expression {
  // made positive before the shift, which brings in zeros
  return subtractBits(shiftRight(and(addBits(bits, 4096n), 0x1fffn), 1), 2048n);
}

/** 2ⁿ for n in the low bits. */
function powerOfTwo(bits: Expression): Expression {
  return shiftLeft(addBits(bits, 1023n), 52);
}

const expRare = mathFunction('exp, any argument', 1, (code, x) => expWhole(code, x));

/** eˣ within 1 ulp, denormal results included. */
export const exp = mathFunction('exp', 1, (code, x) =>
  code.ifBoth(
    lessEqual(abs(x), EXP_NORMAL),
    () => expNormal(code, x),
    () => code.call(expRare, x),
  ),
);

/** eˣ − 1 for x ≤ 708. */
export function expm1Normal(code: Code, x: Expression): Expression {
  // below −50 the value is −1; NaN passes
  const { bits, q } = reduce(code, code.keep(greater(x, -50)));
  const scale = code.keep(powerOfTwo(bits));
  const value = add(multiply(scale, q), subtract(scale, 1));
  // restores −0
  return or(value, and(x, SIGN_BIT));
}

const expm1Rare = mathFunction('expm1, any argument', 1, (code, x) =>
  select(
    less(EXP_NORMAL, x),
    expWhole(code, x),
    expm1Normal(code, code.keep(lesser(x, EXP_NORMAL))),
  ),
);

/** eˣ − 1 within 2 ulp, near 0 too. */
export const expm1 = mathFunction('expm1', 1, (code, x) =>
  code.ifBoth(
    lessEqual(x, EXP_NORMAL),
    () => expm1Normal(code, x),
    () => code.call(expm1Rare, x),
  ),
);
