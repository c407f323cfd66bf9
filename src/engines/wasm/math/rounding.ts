import { twoProduct } from './double-double.ts';
import {
  abs,
  add,
  and,
  copySign,
  divide,
  type Expression,
  equal,
  floor,
  less,
  lessEqual,
  multiply,
  SIGN_BIT,
  select,
  subtract,
  truncate,
  xor,
} from './expressions.ts';
import { type Code, mathFunction } from './math-function.ts';

/** The nearest integer, halves away from zero; exact. */
export const round = mathFunction('round', 1, (code, x) => {
  const whole = code.keep(truncate(x));
  const isFar = lessEqual(0.5, abs(subtract(x, whole)));
  return select(isFar, add(whole, copySign(1, x)), whole);
});

/** −1, 1, or x itself where it is ±0 or NaN. */
export const sign = mathFunction('sign', 1, (_, x) => select(less(0, abs(x)), copySign(1, x), x));

/** Products with whole quotients below 2⁵² stay exact for divisors within these bounds. */
const SMALLEST_DIVISOR = 2 ** -900;
const LARGEST_DIVISOR = 2 ** 900;

/** The remainder of a ≥ 0 by b > 0, both finite, by subtracting b · 2ᵏ from above; every step is exact. */
function remainder(code: Code, a: Expression, b: Expression): Expression {
  const rest = code.variable(a);
  const step = code.variable(b);
  const next = add(step.value, step.value);
  code.whileAny(lessEqual(next, rest.value), () => {
    step.set(select(lessEqual(next, rest.value), next, step.value));
  });
  code.whileAny(lessEqual(b, step.value), () => {
    const isUnderWay = code.keep(lessEqual(b, step.value));
    const fits = and(isUnderWay, lessEqual(step.value, rest.value));
    rest.set(subtract(rest.value, and(fits, step.value)));
    step.set(select(isUnderWay, multiply(0.5, step.value), step.value));
  });
  return rest.value;
}

const moduloRare = mathFunction('modulo, any arguments', 2, (code, a, b) => {
  const divisor = code.keep(abs(b));
  const dividend = code.keep(abs(a));
  const isDefined = code.keep(and(less(0, divisor), less(dividend, Infinity)));
  // modulo ±∞ the dividend is its own remainder
  const isDivided = code.keep(and(isDefined, less(divisor, Infinity)));
  const divided = remainder(
    code,
    code.keep(and(isDivided, dividend)),
    code.keep(select(isDivided, divisor, 1)),
  );
  const rest = code.keep(select(isDivided, divided, dividend));
  const differ = less(copySign(1, xor(a, b)), 0);
  const complement = select(equal(rest, 0), 0, subtract(divisor, rest));
  const value = select(differ, complement, rest);
  return select(isDefined, copySign(value, b), Number.NaN);
});

/**
 * a − b ⌊a/b⌋: the remainder with the sign of the divisor, rounded once. A zero remainder carries the
 * sign of b; b = 0 or a = ±∞ gives NaN; a finite a modulo ±∞ is a where the signs agree, else b.
 */
export const modulo = mathFunction('modulo', 2, (code, a, b) => {
  const divisor = code.keep(abs(b));
  const dividend = code.keep(xor(a, and(b, SIGN_BIT)));
  const quotient = code.keep(floor(divide(dividend, divisor)));
  return code.ifBoth(
    and(
      less(abs(quotient), 2 ** 52),
      and(lessEqual(SMALLEST_DIVISOR, divisor), lessEqual(divisor, LARGEST_DIVISOR)),
    ),
    () => {
      const { high, low } = twoProduct(code, quotient, divisor);
      const rest = code.keep(subtract(subtract(dividend, high), low));
      // the quotient may have been rounded up to the next integer
      return copySign(add(rest, and(less(rest, 0), divisor)), b);
    },
    () => code.call(moduloRare, a, b),
  );
});
