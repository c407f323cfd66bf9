import { split } from './double-double.ts';
import { EXP_NORMAL, expNormal, expWhole } from './exp.ts';
import {
  abs,
  add,
  andNot,
  copySign,
  divide,
  type Expression,
  equal,
  less,
  lessEqual,
  lesser,
  multiply,
  negate,
  polynomial,
  select,
  subtract,
} from './expressions.ts';
import { log1pAny, log1pNormal, logAny } from './log.ts';
import { type Code, mathFunction } from './math-function.ts';

/** erf(x)/x in x² for |x| ≤ 1; coefficients.py, erf. */
const ERF_CENTRE = [
  1.1283791670955126, -0.3761263890318375, 0.11283791670954879, -0.026866170645076792,
  0.0052239776248180145, -0.000854832698083379, 0.0001205533111164271, -1.4925595266831182e-5,
  1.6461000484121368e-6, -1.6350312701054695e-7, 1.4659775274047436e-8, -1.1372848856791674e-9,
  5.957176147748911e-11,
];
/**
 * (1 + 2x) e^(x²) erfc x in (x − 3)/(x + 3) for x ≥ 0, a bounded function of a bounded argument:
 * M. M. Shepherd and J. G. Laframboise, "Chebyshev approximation of (1 + 2x) exp(x²) erfc x in
 * 0 ≤ x < ∞", Math. Comp. 36 (1981), 249-253. coefficients.py, erfcx.
 */
const ERFCX = [
  1.2530080582697296, -0.13562110612458117, -0.04756229435345087, 0.1296451587027606,
  -0.11927366341530699, 0.06830802734397848, -0.023770514918645888, 0.002529391816066239,
  0.0018886903591561553, -0.0007798322721083991, -0.00010515979981501177, 0.00012509935235563107,
  4.949484992570595e-6, -2.0100567931289227e-5, -7.315105164159062e-7, 3.472414602875686e-6,
  3.5683839153992204e-7, -6.166496077604353e-7, -1.4160064940265987e-7, 1.0187000600072885e-7,
  4.180784698845582e-8, -1.3326364813003834e-8, -8.500397929772615e-9, 9.885798831139365e-10,
  8.864219016427092e-10,
];

/** e^(x²) erfc x for 0 ≤ x < ∞. */
function erfcx(code: Code, x: Expression): Expression {
  const t = code.keep(divide(subtract(x, 3), add(x, 3)));
  return divide(polynomial(ERFCX, t), add(1, multiply(2, x)));
}

/** x² · factor for a power of two as factor, in two parts: the square of the leading bits is exact. */
function square(code: Code, x: Expression, factor: number) {
  const { high, low } = split(code, x);
  return {
    high: code.keep(multiply(multiply(high, high), factor)),
    low: code.keep(multiply(multiply(low, add(x, high)), factor)),
  };
}

/** e^(−x² factor). */
function gaussian(code: Code, x: Expression, factor: number, exponential: typeof expNormal) {
  const { high, low } = square(code, x, -factor);
  return exponential(code, high, low);
}

const erfCentre = (code: Code, x: Expression) =>
  multiply(x, polynomial(ERF_CENTRE, code.keep(multiply(x, x))));

const erfGeneral = mathFunction('erf, any argument', 1, (code, x) => {
  // from 6 on erf is 1; NaN passes
  const magnitude = code.keep(lesser(abs(x), 6));
  const complement = multiply(gaussian(code, magnitude, 1, expNormal), erfcx(code, magnitude));
  const outer = copySign(subtract(1, complement), x);
  return select(lessEqual(magnitude, 1), erfCentre(code, x), outer);
});

/** erf x within 2 ulp. */
export const erf = mathFunction('erf', 1, (code, x) =>
  code.ifBoth(
    lessEqual(abs(x), 1),
    () => erfCentre(code, x),
    () => code.call(erfGeneral, x),
  ),
);

function erfcOf(code: Code, x: Expression, magnitude: Expression, exponential: typeof expNormal) {
  const tail = code.keep(
    multiply(gaussian(code, magnitude, 1, exponential), erfcx(code, magnitude)),
  );
  return select(less(x, 0), subtract(2, tail), tail);
}

// beyond 30 the result is 0 or 2; NaN passes
const erfcRare = mathFunction('erfc, any argument', 1, (code, x) =>
  erfcOf(code, x, code.keep(lesser(abs(x), 30)), expWhole),
);

/** erfc x = 1 − erf x within 5 ulp, also where it is small. */
export const erfc = mathFunction('erfc', 1, (code, x) => {
  const magnitude = code.keep(abs(x));
  return code.ifBoth(
    lessEqual(magnitude, Math.sqrt(EXP_NORMAL) - 0.1),
    () => erfcOf(code, x, magnitude, expNormal),
    () => code.call(erfcRare, x),
  );
});

/** e^(x²/2) times half of what lies beyond x ≥ 0. */
const scaledTail = (code: Code, magnitude: Expression): Expression =>
  multiply(0.5, erfcx(code, code.keep(multiply(magnitude, Math.SQRT1_2))));

function normalCdfOf(
  code: Code,
  x: Expression,
  magnitude: Expression,
  exponential: typeof expNormal,
) {
  const tail = code.keep(
    multiply(gaussian(code, magnitude, 0.5, exponential), scaledTail(code, magnitude)),
  );
  return select(less(0, x), subtract(1, tail), tail);
}

// beyond 40 the result is 0 or 1; NaN passes
const normalCdfRare = mathFunction('normalCdf, any argument', 1, (code, x) =>
  normalCdfOf(code, x, code.keep(lesser(abs(x), 40)), expWhole),
);

/** Φ(x) within 5 ulp, also where it is small. */
export const normalCdf = mathFunction('normalCdf', 1, (code, x) => {
  const magnitude = code.keep(abs(x));
  return code.ifBoth(
    lessEqual(magnitude, Math.sqrt(2 * EXP_NORMAL) - 0.1),
    () => normalCdfOf(code, x, magnitude, expNormal),
    () => code.call(normalCdfRare, x),
  );
});

const logNormalCdfRare = mathFunction('logNormalCdf, any argument', 1, (code, x) => {
  const magnitude = code.keep(abs(x));
  const tail = code.keep(scaledTail(code, magnitude));
  // beyond 40 it is 0
  const near = code.keep(lesser(magnitude, 40));
  const decay = multiply(gaussian(code, near, 0.5, expWhole), tail);
  const above = log1pAny(code, code.keep(negate(decay)));
  const below = subtract(logAny(code, tail), multiply(multiply(0.5, x), x));
  const limit = select(less(0, x), 0, x);
  return select(equal(magnitude, Infinity), limit, select(less(0, x), above, below));
});

/**
 * log Φ(x) within 4 ulp. Below 0, Φ(x) = e^(−x²/2) T for the scaled tail T, so it is log T − x²/2;
 * above it is log(1 − e^(−x²/2) T). One logarithm serves both.
 */
export const logNormalCdf = mathFunction('logNormalCdf', 1, (code, x) => {
  const magnitude = code.keep(abs(x));
  return code.ifBoth(
    lessEqual(magnitude, Math.sqrt(2 * EXP_NORMAL) - 0.1),
    () => {
      const above = code.keep(less(0, x));
      const tail = code.keep(scaledTail(code, magnitude));
      const decay = multiply(gaussian(code, magnitude, 0.5, expNormal), tail);
      const value = log1pNormal(code, code.keep(select(above, negate(decay), subtract(tail, 1))));
      const half = multiply(multiply(0.5, x), x);
      return subtract(value, andNot(half, above));
    },
    () => code.call(logNormalCdfRare, x),
  );
});
