/**
 * Sums and products with what rounding loses: T. J. Dekker, "A floating-point technique for
 * extending the available precision", Numerische Mathematik 18 (1971), 224-242.
 */
import { add, and, type Expression, multiply, subtract, sum } from './expressions.ts';
import type { Code } from './math-function.ts';

/** An unevaluated sum; `low` is at most half a unit in the last place of `high`. */
export interface DoubleDouble {
  readonly high: Expression;
  readonly low: Expression;
}

/** a + b exactly, for |a| ≥ |b| (or a = 0). */
export function fastTwoSum(code: Code, a: Expression, b: Expression): DoubleDouble {
  const high = code.keep(add(a, b));
  return { high, low: code.keep(subtract(b, subtract(high, a))) };
}

/** The leading 26 bits and the other 27. */
export function split(code: Code, a: Expression): DoubleDouble {
  const high = code.keep(and(a, -0x8000000n));
  return { high, low: code.keep(subtract(a, high)) };
}

/** a · b, exact but for the last bit of the low part, where nothing over- or underflows. */
export function twoProduct(code: Code, a: Expression, b: Expression): DoubleDouble {
  const high = code.keep(multiply(a, b));
  const left = split(code, a);
  const right = split(code, b);
  const low = sum(
    subtract(multiply(left.high, right.high), high),
    multiply(left.high, right.low),
    multiply(left.low, right.high),
    multiply(left.low, right.low),
  );
  return { high, low: code.keep(low) };
}
