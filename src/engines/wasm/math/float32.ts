/**
 * Functions of four float32 lanes, for estimates whose noise is far above their rounding: sigmoid and softplus within
 * 3 · 10⁻⁷ of the value, beside what an argument in float32 has lost.
 */
import {
  abs,
  add,
  addBits,
  divide,
  greater,
  keep,
  less,
  multiply,
  negate,
  polynomial,
  type Single,
  select,
  shiftLeft,
  subtract,
  write,
} from '../../../webassembly/float32.ts';
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';

/** (eʳ − 1 − r)/r² for |r| ≤ ½ log 2; coefficients.py, expSingle. */
const EXP_TAIL = [
  0.5000000013463886, 0.16666666681621095, 0.041666464944505696, 0.008333310927615311,
  0.0013933647862928863, 0.00019890988455544567,
];
/** (2 artanh s − 2s)/s³ in s² for |s| ≤ 1/3; coefficients.py, logSingle. */
const LOG_TAIL = [0.6666664033669923, 0.40007560644911205, 0.2823661980531048, 0.2685149802283715];
/** log 2 in two parts, the first of nine bits. */
const [LN2_HIGH, LN2_LOW] = [0.693359375, -0.00021219444005469057];
/** Adding 1.5 · 2²³ rounds to an integer, which then stands in the lowest bits. */
const ROUNDER = 12582912;

/** Of arguments: beyond them a float32 has lost too much of an exponential. */
export const MOST = 32;

/** e^(−|x|) for |x| ≤ 32, by Cody and Waite's reduction to |r| ≤ ½ log 2. */
function decay(body: FunctionBuilder, x: Single): Single {
  const exponent = keep(body, negate(abs(x)));
  const bits = keep(body, add(multiply(exponent, Math.LOG2E), ROUNDER));
  const n = keep(body, subtract(bits, ROUNDER));
  const leading = subtract(exponent, multiply(n, LN2_HIGH));
  const r = keep(body, subtract(leading, multiply(n, LN2_LOW)));
  const tail = multiply(multiply(r, r), polynomial(body, EXP_TAIL, r));
  const value = add(1, add(r, tail));
  return keep(body, addBits(value, shiftLeft(bits, 23)));
}

/** Leaves on the stack log(1 + eˣ) = max(x, 0) + log(1 + e) with e = e^(−|x|): 2 artanh s with s = e/(2 + e) ≤ 1/3. */
function softplus(body: FunctionBuilder, x: Single): void {
  const e = decay(body, x);
  const s = keep(body, divide(e, add(2, e)));
  const square = keep(body, multiply(s, s));
  const tail = multiply(multiply(s, square), polynomial(body, LOG_TAIL, square));
  write(body, add(greater(x, 0), add(add(s, s), tail)));
}

/** Leaves on the stack 1/(1 + e⁻ˣ) = e/(1 + e) with e = e^(−|x|) for negative x, else 1/(1 + e). */
function sigmoid(body: FunctionBuilder, x: Single): void {
  const e = decay(body, x);
  write(body, divide(select(less(x, 0), e, 1), add(1, e)));
}

const functions = { softplus, sigmoid };

export type Float32Name = keyof typeof functions;

export const isFloat32Name = (name: string): name is Float32Name => name in functions;

/** Writes a function of numbers within ±32 in place; the result is left on the stack. */
export function emitFloat32(name: Float32Name, body: FunctionBuilder, x: Local): void {
  functions[name](body, (b) => b.get(x));
}
