/** Sums of logarithms as the logarithm of one running product. */
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';
import { LN2_HIGH, LN2_LOW } from './exp.ts';
import {
  addBits,
  and,
  type Expression,
  less,
  multiply,
  or,
  select,
  shiftRight,
  subtractBits,
  write,
} from './expressions.ts';
import { isNormal, log, MANTISSA_BITS, ONE_BITS, SMALLEST_NORMAL } from './log.ts';
import { Code, mathFunction, type Routines } from './math-function.ts';

const BIAS = 1023n;
const DENORMAL_SHIFT = 54;

const exponentOf = (x: Expression): Expression => subtractBits(shiftRight(x, 52), BIAS);
const mantissaOf = (x: Expression): Expression => or(and(x, MANTISSA_BITS), ONE_BITS);

const isDenormal = (x: Expression): Expression => and(less(0, x), less(x, SMALLEST_NORMAL));
const scaled = (x: Expression): Expression => multiply(x, 2 ** DENORMAL_SHIFT);

/** The exponent to take out of any factor: none of 0, infinities, NaN and negative numbers. */
const exponentOfAny = mathFunction('exponent of any factor', 1, (_, x) =>
  select(
    isDenormal(x),
    subtractBits(exponentOf(scaled(x)), BigInt(DENORMAL_SHIFT)),
    and(isNormal(x), exponentOf(x)),
  ),
);

/** What remains: in [1, 2), or a factor that makes the whole product 0, ∞ or NaN. */
const mantissaOfAny = mathFunction('mantissa of any factor', 1, (_, x) => {
  const special = select(less(x, 0), Number.NaN, x);
  return select(isDenormal(x), mantissaOf(scaled(x)), select(isNormal(x), mantissaOf(x), special));
});

/**
 * Writes Σ log xᵢ as one logarithm: exponents are added as integers, mantissas multiplied, in two
 * lanes. Each factor is rounded once, so the sum of n logarithms has an absolute error of at most
 * n/2 · 2⁻⁵² (typically √n/4 · 2⁻⁵²) and 1 ulp of the result: what one rounding of each xᵢ would cause.
 * A factor 0 gives −∞, ∞ gives ∞ (with a 0: NaN), a negative one or NaN gives NaN.
 */
export class LogProduct {
  /** As many factors a lane may take between calls of `renormalise`. */
  static readonly capacity = 1000;

  private readonly body: FunctionBuilder;
  private readonly library: Routines;
  private readonly mantissa: Local;
  private readonly exponent: Local;

  /** Starts an empty product: the code before the loop. */
  constructor(body: FunctionBuilder, library: Routines) {
    this.body = body;
    this.library = library;
    this.mantissa = body.local('v128');
    this.exponent = body.local('v128');
    body.f64x2(1).set(this.mantissa).i64x2(0n).set(this.exponent);
  }

  /** Multiplies by both lanes of x. */
  multiplyIn(x: Local): void {
    const { body, library } = this;
    const factor: Expression = (b) => b.get(x);
    write(body, isNormal(factor));
    body.do('i64x2Bitmask').i32(3).do('i32Eq');
    body.if(
      undefined,
      () => this.take(mantissaOf(factor), exponentOf(factor)),
      () =>
        this.take(
          (b) => b.get(x).call(library.reference(mantissaOfAny)),
          (b) => b.get(x).call(library.reference(exponentOfAny)),
        ),
    );
  }

  /**
   * Multiplies by both lanes of x, known to lie in [1, 2]: nothing to take out. 1 + e^(−|t|), for
   * example, the factor of every logistic likelihood.
   */
  multiplyInBetween1And2(x: Local): void {
    this.body.get(this.mantissa).get(x).do('f64x2Mul').set(this.mantissa);
  }

  /** Moves the exponent of the product over; at least once every `capacity` factors. */
  renormalise(): void {
    const product = this.product;
    // 0, ∞ and NaN stay in the product
    const sound = new Code(this.body, this.library).keep(isNormal(product));
    this.add(and(sound, exponentOf(product)));
    write(this.body, select(sound, mantissaOf(product), product));
    this.body.set(this.mantissa);
  }

  /** The logarithm of the product of both lanes, an f64 on the stack. */
  finish(): void {
    this.renormalise();
    const { body } = this;
    const code = new Code(body, this.library);
    const exponent = body.local('f64');
    body.get(this.exponent).i64Lane(0).get(this.exponent).i64Lane(1);
    body.do('i64Add', 'f64ConvertI64S').set(exponent);
    const bothLanes: Expression = (b) =>
      b.get(this.mantissa).lane(0).get(this.mantissa).lane(1).do('f64Mul', 'f64x2Splat');
    const logarithm = code.call(log, bothLanes);
    body.get(exponent).f64(LN2_HIGH).do('f64Mul');
    body.get(exponent).f64(LN2_LOW).do('f64Mul');
    write(body, logarithm);
    body.lane(0).do('f64Add', 'f64Add');
  }

  private get product(): Expression {
    return (b) => b.get(this.mantissa);
  }

  private take(mantissa: Expression, exponent: Expression): void {
    write(this.body, multiply(this.product, mantissa));
    this.body.set(this.mantissa);
    this.add(exponent);
  }

  private add(exponent: Expression): void {
    write(
      this.body,
      addBits((b) => b.get(this.exponent), exponent),
    );
    this.body.set(this.exponent);
  }
}
