import { twoProduct } from './double-double.ts';
import { ROUNDER } from './exp.ts';
import {
  add,
  addBits,
  and,
  type Expression,
  multiply,
  nearest,
  select,
  shiftLeft,
  subtract,
  subtractBits,
  xor,
} from './expressions.ts';
import type { Code } from './math-function.ts';
import { sinCosReduced } from './trigonometric.ts';

/** What float64 leaves out of π. */
const PI_LOW = 1.2246467991473532e-16;

/**
 * sin πx and cos πx for finite x, within 1 ulp, the argument reduced exactly before it meets π: sin is
 * exactly 0 at the integers, cos halfway between them.
 */
export function sinCosOfHalfTurns(code: Code, x: Expression) {
  // less the nearest even integer, then x = n/2 + r with |r| ≤ ¼
  const rest = code.keep(subtract(x, multiply(2, nearest(multiply(0.5, x)))));
  const quarters = code.keep(add(multiply(2, rest), ROUNDER));
  const r = code.keep(subtract(rest, multiply(0.5, subtract(quarters, ROUNDER))));
  const { high, low } = twoProduct(code, r, Math.PI);
  const { sin, cos } = sinCosReduced(code, high, add(low, multiply(r, PI_LOW)));
  const isOdd = code.keep(subtractBits(0n, and(quarters, 1n)));
  const turned = (value: Expression, turns: Expression) =>
    code.keep(xor(value, shiftLeft(and(turns, 2n), 62)));
  return {
    sin: turned(select(isOdd, cos, sin), quarters),
    cos: turned(select(isOdd, sin, cos), addBits(quarters, 1n)),
  };
}
