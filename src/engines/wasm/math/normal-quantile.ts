import {
  abs,
  copySign,
  divide,
  type Expression,
  equal,
  less,
  lessEqual,
  multiply,
  negate,
  polynomial,
  select,
  sqrt,
  subtract,
} from './expressions.ts';
import { logAny } from './log.ts';
import { type Code, mathFunction } from './math-function.ts';

interface Rational {
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
}

// M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied
// Statistics 37 (1988), 477-484, routine PPND16: one rational function for each of three ranges.
const CENTRE: Rational = {
  numerator: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
    45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  denominator: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
    39307.89580009271, 28729.085735721943, 5226.495278852854,
  ],
};
const MIDDLE: Rational = {
  numerator: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
    1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  denominator: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
    0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
const TAIL: Rational = {
  numerator: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
    0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  denominator: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};
const CENTRE_EDGE = 0.425;

function rational(code: Code, { numerator, denominator }: Rational, x: Expression): Expression {
  const argument = code.keep(x);
  return divide(polynomial(numerator, argument), polynomial(denominator, argument));
}

/** p − ½ within ±0.425. */
function centre(code: Code, offset: Expression): Expression {
  const square = multiply(offset, offset);
  return multiply(offset, rational(code, CENTRE, subtract(CENTRE_EDGE ** 2, square)));
}

const normalQuantileGeneral = mathFunction('normalQuantile, any argument', 1, (code, p) => {
  const offset = code.keep(subtract(p, 0.5));
  const tail = code.keep(select(less(offset, 0), p, subtract(1, p)));
  const r = code.keep(sqrt(negate(logAny(code, tail))));
  const near = rational(code, MIDDLE, subtract(r, 1.6));
  const far = rational(code, TAIL, subtract(r, 5));
  const size = select(equal(tail, 0), Infinity, select(lessEqual(r, 5), near, far));
  // r is NaN where p lies outside [0, 1]
  const outer = copySign(size, offset);
  return select(lessEqual(abs(offset), CENTRE_EDGE), centre(code, offset), outer);
});

/** Φ⁻¹(p) within 5 ulp; ∓∞ at 0 and 1, NaN outside [0, 1]. */
export const normalQuantile = mathFunction('normalQuantile', 1, (code, p) => {
  const offset = code.keep(subtract(p, 0.5));
  return code.ifBoth(
    lessEqual(abs(offset), CENTRE_EDGE),
    () => centre(code, offset),
    () => code.call(normalQuantileGeneral, p),
  );
});
