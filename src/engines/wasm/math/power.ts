import { type DoubleDouble, fastTwoSum, twoProduct } from './double-double.ts';
import { EXP_NORMAL, expNormal, expWhole, LN2_HIGH, LN2_LOW } from './exp.ts';
import {
  abs,
  add,
  and,
  correction,
  divide,
  type Expression,
  equal,
  less,
  lessEqual,
  multiply,
  nearest,
  not,
  notEqual,
  or,
  SIGN_BIT,
  select,
  subtract,
  sum,
} from './expressions.ts';
import { decompose, isNormal, SMALLEST_NORMAL } from './log.ts';
import { type Code, mathFunction } from './math-function.ts';

/** ((2 artanh s − 2s)/s³ − ⅔)/s² in s² for |s| ≤ 3 − √8; coefficients.py, pow. */
const TAIL = [
  0.4, 0.28571428571429364, 0.22222222221656143, 0.18181818335334335, 0.15384594968765747,
  0.1333480435406345, 0.11706245438694063, 0.1172308347068455,
];
const TWO_THIRDS = 2 / 3;
/** What float64 leaves out of ⅔. */
const TWO_THIRDS_LOW = 3.700743415417188e-17;

/** log x to about 66 bits for normal x, times 2 to the given exponent, as 2 artanh s for s = f/(2 + f). */
function preciseLog(code: Code, x: Expression, exponent?: Expression): DoubleDouble {
  const { m: mantissa, k } = decompose(code, x);
  const m = code.keep(mantissa);
  const f = code.keep(subtract(m, 1));
  const divisor = code.keep(add(m, 1));
  const divisorLow = subtract(m, subtract(divisor, 1));
  const s = code.keep(divide(f, divisor));
  const back = twoProduct(code, s, divisor);
  const rest = subtract(subtract(subtract(f, back.high), back.low), multiply(s, divisorLow));
  const sLow = code.keep(divide(rest, divisor));
  // s²
  const square = twoProduct(code, s, s);
  const squareLow = code.keep(add(square.low, multiply(multiply(2, s), sLow)));
  // ⅔ + s² (…), then times s², then 2 + that, then times s
  const tail = fastTwoSum(
    code,
    TWO_THIRDS,
    code.keep(multiply(square.high, correction(TAIL, square.high))),
  );
  const tailLow = add(tail.low, TWO_THIRDS_LOW);
  const third = twoProduct(code, square.high, tail.high);
  const thirdLow = sum(third.low, multiply(square.high, tailLow), multiply(squareLow, tail.high));
  const factor = fastTwoSum(code, 2, third.high);
  const factorLow = code.keep(add(factor.low, thirdLow));
  const product = twoProduct(code, s, factor.high);
  const productLow = sum(product.low, multiply(s, factorLow), multiply(sLow, factor.high));
  const n = code.keep(exponent === undefined ? k : add(k, exponent));
  const total = fastTwoSum(code, code.keep(multiply(n, LN2_HIGH)), product.high);
  const totalLow = code.keep(sum(total.low, productLow, multiply(n, LN2_LOW)));
  return fastTwoSum(code, total.high, totalLow);
}

function timesExponent(code: Code, log: DoubleDouble, y: Expression): DoubleDouble {
  const { high, low } = twoProduct(code, y, log.high);
  return { high, low: code.keep(add(low, multiply(y, log.low))) };
}

/** |x| to the power y where neither is NaN; NaN for 1 to the power ±∞, as in JavaScript. */
function magnitudeOfPower(code: Code, size: Expression, y: Expression): Expression {
  const isDenormal = code.keep(less(size, SMALLEST_NORMAL));
  const scaled = code.keep(select(isDenormal, multiply(size, 2 ** 54), size));
  const log = preciseLog(code, scaled, and(isDenormal, -54));
  const { high, low } = timesExponent(code, log, y);
  // far out the low part may be NaN and does not matter
  const isModerate = code.keep(lessEqual(abs(high), 1000));
  const finite = expWhole(code, high, code.keep(and(isModerate, low)));
  // where a part is 0 or infinite the sign of y log |x| decides
  const direction = code.keep(multiply(y, select(less(size, 1), -1, 1)));
  const limit = select(less(0, direction), Infinity, 0);
  const isLimit = or(or(equal(size, 0), equal(size, Infinity)), equal(abs(y), Infinity));
  const isUndecided = and(equal(size, 1), equal(abs(y), Infinity));
  return select(isUndecided, Number.NaN, select(isLimit, limit, finite));
}

const powRare = mathFunction('pow, any arguments', 2, (code, x, y) => {
  const size = code.keep(abs(x));
  const value = code.keep(magnitudeOfPower(code, size, y));
  const half = code.keep(multiply(0.5, y));
  const isWhole = code.keep(equal(y, nearest(y)));
  const isOdd = code.keep(and(isWhole, notEqual(half, nearest(half))));
  const signed = or(value, and(and(x, SIGN_BIT), isOdd));
  const isUndefined = and(and(less(x, 0), less(-Infinity, x)), not(isWhole));
  const isMissing = or(or(notEqual(x, x), notEqual(y, y)), isUndefined);
  return select(equal(y, 0), 1, select(isMissing, Number.NaN, signed));
});

/**
 * xʸ within 1 ulp, as e^(y log x) with the logarithm to 66 bits. Zeros, infinities, negative x and
 * NaN as JavaScript's `**`: whole powers of negative numbers, NaN for other powers.
 */
export const pow = mathFunction('pow', 2, (code, x, y) => {
  const log = preciseLog(code, x);
  const { high, low } = timesExponent(code, log, y);
  return code.ifBoth(
    and(isNormal(x), lessEqual(abs(high), EXP_NORMAL)),
    () => expNormal(code, high, low),
    () => code.call(powRare, x, y),
  );
});
