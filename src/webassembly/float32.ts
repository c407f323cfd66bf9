/**
 * Expressions over four float32 lanes, as closures that write themselves to a function: for numbers of which six digits
 * are enough.
 */
import type { FunctionBuilder, Local } from './function.ts';
import type { PlainInstruction } from './instructions.ts';

/** A number in all four lanes, or what writes a vector. */
export type Single = number | ((body: FunctionBuilder) => void);

export function write(body: FunctionBuilder, single: Single): void {
  if (typeof single === 'number') body.f32x4(single);
  else single(body);
}

const operation =
  (instruction: PlainInstruction) =>
  (...operands: Single[]): Single =>
  (body) => {
    for (const operand of operands) write(body, operand);
    body.do(instruction);
  };

export const add = operation('f32x4Add');
export const subtract = operation('f32x4Sub');
export const multiply = operation('f32x4Mul');
export const divide = operation('f32x4Div');
export const abs = operation('f32x4Abs');
export const negate = operation('f32x4Neg');
export const less = operation('f32x4Lt');
export const greater = operation('f32x4Pmax');
export const sqrt = operation('f32x4Sqrt');
export const and = operation('v128And');
export const addBits = operation('i32x4Add');
/** The number of a lane's integer. */
export const ofInteger = operation('f32x4ConvertI32x4S');

const shift =
  (instruction: PlainInstruction) =>
  (a: Single, bits: number): Single =>
  (body) => {
    write(body, a);
    body.i32(bits).do(instruction);
  };

export const shiftLeft = shift('i32x4Shl');
/** The sign comes in from the left. */
export const shiftRight = shift('i32x4ShrS');

/** An integer in all four lanes. */
export const integer =
  (value: number): Single =>
  (body) =>
    body.i32x4(value);

export function select(condition: Single, a: Single, b: Single): Single {
  return (body) => {
    for (const part of [a, b, condition]) write(body, part);
    body.do('v128Bitselect');
  };
}

/** Computes a vector now, for use any number of times. */
export function keep(body: FunctionBuilder, single: Single): Single {
  const local = body.local('v128');
  write(body, single);
  body.set(local);
  return (b) => b.get(local);
}

/** c₀ + c₁x + c₂x² + … by Estrin's rule: neighbours joined by x, then by x², then by x⁴. */
export function polynomial(
  body: FunctionBuilder,
  coefficients: readonly Single[],
  x: Single,
): Single {
  const joined: Single[] = [];
  for (let k = 0; k < coefficients.length; k += 2) {
    const [even, odd] = [coefficients[k], coefficients[k + 1]];
    joined.push(odd === undefined ? even : add(even, multiply(odd, x)));
  }
  if (joined.length === 1) return joined[0];
  return polynomial(body, joined, keep(body, multiply(x, x)));
}

/** The first two lanes of one vector, then of another. */
export const LOWER_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
/** The last two of each. */
export const UPPER_HALVES = LOWER_HALVES.map((byte) => byte + 8);
/** The last two lanes of a vector, in the first places. */
export const UPPER_HALF = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];

/** Writes four numbers as float64. */
export function storePromoted(
  body: FunctionBuilder,
  to: Local,
  value: Local,
  offset: number,
): void {
  body.get(to).get(value).do('f64x2PromoteLowF32x4').storeV128(offset);
  body.get(to).get(value).get(value).shuffle(UPPER_HALF).do('f64x2PromoteLowF32x4');
  body.storeV128(offset + 16);
}
