import { DIGAMMA_SERIES, DIGAMMA_ZERO, DIGAMMA_ZERO_REST } from '../../../numerics/polygamma.ts';
import {
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
  or,
  polynomial,
  SIGN_BIT,
  select,
  subtract,
} from './expressions.ts';
import { sinCosOfHalfTurns } from './half-turns.ts';
import { logNormal } from './log.ts';
import { type Code, type MathFunction, mathFunction } from './math-function.ts';

const LARGE = 10;
/** B₂ₖ from k = 1, for the derivative of that series, DLMF 5.15.8. */
const TRIGAMMA_SERIES = [
  1 / 6,
  -1 / 30,
  1 / 42,
  -1 / 30,
  5 / 66,
  -691 / 2730,
  7 / 6,
  -3617 / 510,
  43867 / 798,
];
/** ψ(1.5 + z)/(1.5 + z − zero) for |z| ≤ ½; coefficients.py, digamma. */
const DIGAMMA_CENTRE = [
  0.9510558760318328, -0.4236274212814606, 0.24054248424078697, -0.14840492305388092,
  0.09498872445289039, -0.06192213327548831, 0.040760833940846085, -0.026975796659787055,
  0.017907248317313294, -0.011908220105959716, 0.007927021796868154, -0.005279937255532708,
  0.003518106563802472, -0.0023454947397380833, 0.0015633696313653504, -0.0010364584817312839,
  0.0006909255761282986, -0.00048595039220036254, 0.00032395945401345196, -0.00014480643368061614,
  9.653646261410062e-5, -0.0001782188548855923, 0.00011881232908510335,
];

/** ψ(x) for 10 ≤ x < ∞. */
function digammaOfLarge(code: Code, x: Expression): Expression {
  const inverse = code.keep(divide(1, x));
  const square = code.keep(multiply(inverse, inverse));
  const series = multiply(square, polynomial(DIGAMMA_SERIES, square));
  return subtract(logNormal(code, x), add(multiply(0.5, inverse), series));
}

/**
 * ψ(x) for 0 < x < 10 from a polynomial on [1, 2], with its zero as a factor: below 1 one step up,
 * above 2 steps down, ψ(x + 1) = ψ(x) + 1/x, the fractions added as one.
 */
function digammaOfModerate(code: Code, x: Expression): Expression {
  const isSmall = code.keep(less(x, 1));
  const y = code.variable(add(x, and(isSmall, 1)));
  const numerator = code.variable(and(isSmall, -1));
  const denominator = code.variable(select(isSmall, x, 1));
  code.whileAny(less(2, y.value), () => {
    const above = code.keep(less(2, y.value));
    y.set(subtract(y.value, and(above, 1)));
    const stepped = add(multiply(numerator.value, y.value), denominator.value);
    numerator.set(select(above, stepped, numerator.value));
    denominator.set(multiply(denominator.value, select(above, y.value, 1)));
  });
  const distance = subtract(subtract(y.value, DIGAMMA_ZERO), DIGAMMA_ZERO_REST);
  const z = code.keep(subtract(y.value, 1.5));
  const centre = multiply(distance, polynomial(DIGAMMA_CENTRE, z));
  return add(centre, divide(numerator.value, denominator.value));
}

/** ψ′(x) for 10 ≤ x < ∞. */
function trigammaOfLarge(code: Code, x: Expression): Expression {
  const inverse = code.keep(divide(1, x));
  const square = code.keep(multiply(inverse, inverse));
  const series = multiply(multiply(inverse, square), polynomial(TRIGAMMA_SERIES, square));
  return add(inverse, add(multiply(0.5, square), series));
}

/** ψ′(x) for 0 < x < 10: steps up to 10, ψ′(x) = ψ′(x + 1) + 1/x², the fractions after the first added as one. */
function trigammaOfModerate(code: Code, x: Expression): Expression {
  const y = code.variable(add(x, 1));
  const numerator = code.variable(0);
  const denominator = code.variable(1);
  code.whileAny(less(y.value, LARGE), () => {
    const below = code.keep(less(y.value, LARGE));
    const square = code.keep(multiply(y.value, y.value));
    const stepped = add(multiply(numerator.value, square), denominator.value);
    numerator.set(select(below, stepped, numerator.value));
    denominator.set(multiply(denominator.value, select(below, square, 1)));
    y.set(add(y.value, and(below, 1)));
  });
  const first = code.keep(divide(1, x));
  const rest = code.keep(divide(numerator.value, denominator.value));
  const far = code.keep(trigammaOfLarge(code, y.value));
  return add(multiply(first, first), add(rest, far));
}

type Branch = (code: Code, x: Expression) => Expression;

/** The function of positive finite arguments, each lane on its side of 10. */
const ofPositive = (name: string, moderate: Branch, large: Branch): MathFunction =>
  mathFunction(`${name}, positive`, 1, (code, x) => {
    const isLarge = code.keep(lessEqual(LARGE, x));
    const low = code.keep(moderate(code, code.keep(select(isLarge, 1, x))));
    return select(isLarge, large(code, code.keep(select(isLarge, x, LARGE))), low);
  });

const digammaOfPositive = ofPositive('digamma', digammaOfModerate, digammaOfLarge);
const trigammaOfPositive = ofPositive('trigamma', trigammaOfModerate, trigammaOfLarge);

/** Reflects lanes at or below 0, and gives what is not finite its limits. */
const ofAny = (
  name: string,
  positive: MathFunction,
  reflect: (code: Code, x: Expression, mirrored: Expression) => Expression,
  limits: { infinity: number; pole: (x: Expression) => Expression },
): MathFunction =>
  mathFunction(`${name}, any argument`, 1, (code, x) => {
    const isPositive = code.keep(less(0, x));
    const inRange = code.keep(less(subtract(x, x), 1));
    const inside = code.keep(select(inRange, x, 1));
    const argument = select(isPositive, inside, subtract(1, inside));
    const value = code.keep(code.call(positive, argument));
    const reflected = code.keep(reflect(code, inside, value));
    const isPole = equal(x, nearest(x));
    const ofNegative = select(isPole, limits.pole(x), reflected);
    const limit = select(equal(x, Infinity), limits.infinity, Number.NaN);
    return select(inRange, select(isPositive, value, ofNegative), limit);
  });

/** ψ(1 − x) − ψ(x) = π cot πx, DLMF 5.5.4; at ±0 the limit from that side, at other poles NaN. */
const digammaRare = ofAny(
  'digamma',
  digammaOfPositive,
  (code, x, mirrored) => {
    const { sin, cos } = sinCosOfHalfTurns(code, x);
    return subtract(mirrored, multiply(Math.PI, divide(cos, sin)));
  },
  {
    infinity: Infinity,
    pole: (x) => select(equal(x, 0), negate(or(Infinity, and(x, SIGN_BIT))), Number.NaN),
  },
);

/** ψ′(1 − x) + ψ′(x) = π²/sin² πx, the derivative of the former. */
const trigammaRare = ofAny(
  'trigamma',
  trigammaOfPositive,
  (code, x, mirrored) => {
    const ratio = code.keep(divide(Math.PI, sinCosOfHalfTurns(code, x).sin));
    return subtract(multiply(ratio, ratio), mirrored);
  },
  { infinity: 0, pole: () => Infinity },
);

const whole = (
  name: string,
  large: Branch,
  positive: MathFunction,
  rare: MathFunction,
): MathFunction =>
  mathFunction(name, 1, (code, x) =>
    code.ifBoth(
      and(lessEqual(LARGE, x), less(x, Infinity)),
      () => large(code, x),
      () =>
        code.ifBoth(
          and(less(0, x), less(x, Infinity)),
          () => code.call(positive, x),
          () => code.call(rare, x),
        ),
    ),
  );

/**
 * ψ(x) within 5 ulp for x > 0, near its zero too; for x < 0 within 2e-15 of the larger part of the
 * reflection formula. ∓∞ at ±0, NaN at −1, −2, … and −∞.
 */
export const digamma = whole('digamma', digammaOfLarge, digammaOfPositive, digammaRare);

/**
 * ψ′(x) within 5 ulp for x > 0; for x < 0 within 2e-15 of the larger part of the reflection formula.
 * +∞ at 0, −1, −2, …; NaN at −∞.
 */
export const trigamma = whole('trigamma', trigammaOfLarge, trigammaOfPositive, trigammaRare);
