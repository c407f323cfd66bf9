import {
  abs,
  add,
  and,
  copySign,
  correction,
  divide,
  type Expression,
  equal,
  less,
  lessEqual,
  multiply,
  negate,
  SIGN_BIT,
  select,
  sqrt,
  subtract,
  xor,
} from './expressions.ts';
import { type Code, mathFunction } from './math-function.ts';

/** (atan t − t)/t³ in t² for |t| ≤ √2 − 1; coefficients.py, atan. */
const ATAN_TAIL = [
  -0.3333333333333333, 0.1999999999999552, -0.14285714284666542, 0.11111111015256361,
  -0.09090904578123903, 0.07692183190826087, -0.06664511447381948, 0.0585814891280221,
  -0.0508544973794026, 0.03923165829558719, -0.01917688711906226,
];
/** (asin s − s)/s³ in s² for |s| ≤ ½; coefficients.py, asin. */
const ASIN_TAIL = [
  0.16666666666666669, 0.07499999999998433, 0.04464285714635543, 0.030381944138531247,
  0.02237217294214989, 0.017352392720869973, 0.013971212973552933, 0.011479177415184906,
  0.01032281435018578, 0.005457506718640358, 0.01740087944269402, -0.014851887071247204,
  0.028757851367421566,
];
const TAN_EIGHTH_PI = Math.SQRT2 - 1;
const TAN_THREE_EIGHTHS_PI = Math.SQRT2 + 1;
/** What float64 leaves out of π/2. */
const HALF_PI_LOW = 6.123233995736766e-17;

/** t + t³ tail(t²). */
function withTail(code: Code, t: Expression, tail: readonly number[], square: Expression) {
  return multiply(multiply(t, square), correction(tail, code.keep(square)));
}

/**
 * The angle of (run, rise) in [0, π/2], rise, run ≥ 0, by one division: relative to 0, π/4 or π/2,
 * whichever is near, with the tangent of the difference. Less this angle, π where `mirrored`.
 */
function angle(code: Code, rise: Expression, run: Expression, mirrored?: Expression): Expression {
  const beyondEighth = code.keep(less(multiply(TAN_EIGHTH_PI, run), rise));
  const steep = code.keep(less(multiply(TAN_THREE_EIGHTHS_PI, run), rise));
  const numerator = select(steep, negate(run), select(beyondEighth, subtract(rise, run), rise));
  const denominator = select(steep, rise, select(beyondEighth, add(rise, run), run));
  const t = code.keep(divide(numerator, denominator));
  const base = select(steep, Math.PI / 2, and(beyondEighth, Math.PI / 4));
  const baseLow = select(steep, HALF_PI_LOW, and(beyondEighth, HALF_PI_LOW / 2));
  const tail = withTail(code, t, ATAN_TAIL, code.keep(multiply(t, t)));
  if (mirrored === undefined) return add(base, add(t, add(tail, baseLow)));
  // π − base is 3π/4 rounded, π or π/2
  const from = select(mirrored, subtract(Math.PI, base), base);
  const fromLow = select(mirrored, subtract(2 * HALF_PI_LOW, baseLow), baseLow);
  const turn = and(mirrored, SIGN_BIT);
  return add(from, add(xor(t, turn), add(xor(tail, turn), fromLow)));
}

/** atan x within 2 ulp. */
export const atan = mathFunction('atan', 1, (code, x) =>
  copySign(angle(code, code.keep(abs(x)), 1), x),
);

function angleOf(code: Code, y: Expression, x: Expression, rise: Expression, run: Expression) {
  // −0 counts as negative
  const isLeft = code.keep(less(copySign(1, x), 0));
  return copySign(angle(code, rise, run, isLeft), y);
}

const atan2Rare = mathFunction('atan2, any arguments', 2, (code, y, x) => {
  const rise = code.keep(abs(y));
  const run = code.keep(abs(x));
  const tooLarge = code.keep(equal(add(rise, run), Infinity));
  // two infinities count as equal, two zeros as along the axis
  const bothInfinite = code.keep(and(equal(rise, Infinity), equal(run, Infinity)));
  const bothZero = equal(add(rise, run), 0);
  const scaled = (v: Expression) => select(bothInfinite, 1, select(tooLarge, multiply(v, 0.25), v));
  const top = code.keep(scaled(rise));
  return angleOf(code, y, x, top, code.keep(select(bothZero, 1, scaled(run))));
});

/** The angle of the point (x, y) within 2 ulp, signed zeros and infinities as in IEEE 754. */
export const atan2 = mathFunction('atan2', 2, (code, y, x) => {
  const rise = code.keep(abs(y));
  const run = code.keep(abs(x));
  const size = code.keep(add(rise, run));
  return code.ifBoth(
    and(less(0, size), less(size, Infinity)),
    () => angleOf(code, y, x, rise, run),
    () => code.call(atan2Rare, y, x),
  );
});

/** For |x| > ½: half of acos |x|, as asin √((1 − |x|)/2), which is at most π/6. */
function asinParts(code: Code, x: Expression) {
  const magnitude = code.keep(abs(x));
  const isInner = code.keep(lessEqual(magnitude, 0.5));
  const complement = code.keep(multiply(0.5, subtract(1, magnitude)));
  const square = code.keep(select(isInner, multiply(x, x), complement));
  const s = code.keep(select(isInner, magnitude, sqrt(complement)));
  const angle = code.keep(add(s, withTail(code, s, ASIN_TAIL, square)));
  return { isInner, angle };
}

/** asin x within 2 ulp; NaN outside [−1, 1]. */
export const asin = mathFunction('asin', 1, (code, x) => {
  const { isInner, angle } = asinParts(code, x);
  const outer = subtract(Math.PI / 2, subtract(multiply(2, angle), HALF_PI_LOW));
  return copySign(select(isInner, angle, outer), x);
});

/** acos x within 2 ulp; NaN outside [−1, 1]. */
export const acos = mathFunction('acos', 1, (code, x) => {
  const { isInner, angle } = asinParts(code, x);
  const inner = subtract(Math.PI / 2, subtract(copySign(angle, x), HALF_PI_LOW));
  const twice = code.keep(multiply(2, angle));
  const left = subtract(Math.PI, subtract(twice, 2 * HALF_PI_LOW));
  return select(isInner, inner, select(less(x, 0), left, twice));
});
