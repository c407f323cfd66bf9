/**
 * Expressions over two float64 lanes, as closures that write themselves to a function: a small
 * notation on top of the stack machine.
 */
import type { FunctionBuilder } from '../../../webassembly/function.ts';
import type { PlainInstruction } from '../../../webassembly/instructions.ts';

/** A vector: a float64 in both lanes, a 64-bit pattern in both lanes, or what writes one. */
export type Expression = number | bigint | ((body: FunctionBuilder) => void);

export function write(body: FunctionBuilder, expression: Expression): void {
  if (typeof expression === 'number') body.f64x2(expression);
  else if (typeof expression === 'bigint') body.i64x2(expression);
  else expression(body);
}

const unary =
  (instruction: PlainInstruction) =>
  (a: Expression): Expression =>
  (body) => {
    write(body, a);
    body.do(instruction);
  };

const binary =
  (instruction: PlainInstruction) =>
  (a: Expression, b: Expression): Expression =>
  (body) => {
    write(body, a);
    write(body, b);
    body.do(instruction);
  };

const shift =
  (instruction: PlainInstruction) =>
  (a: Expression, bits: number): Expression =>
  (body) => {
    write(body, a);
    body.i32(bits).do(instruction);
  };

// arithmetic
export const add = binary('f64x2Add');
export const subtract = binary('f64x2Sub');
export const multiply = binary('f64x2Mul');
export const divide = binary('f64x2Div');
export const sqrt = unary('f64x2Sqrt');
export const negate = unary('f64x2Neg');
export const abs = unary('f64x2Abs');
export const floor = unary('f64x2Floor');
export const truncate = unary('f64x2Trunc');
/** The nearest integer, halves to even. */
export const nearest = unary('f64x2Nearest');
/** b < a ? b : a, so NaN in either gives a. */
export const lesser = binary('f64x2Pmin');
/** a < b ? b : a, so NaN in either gives a. */
export const greater = binary('f64x2Pmax');

// comparisons: all bits of a lane set where true
export const less = binary('f64x2Lt');
export const lessEqual = binary('f64x2Le');
export const equal = binary('f64x2Eq');
export const notEqual = binary('f64x2Ne');
export const bitsGreater = binary('i64x2GtS');

// bits
export const and = binary('v128And');
/** a and not b */
export const andNot = binary('v128AndNot');
export const or = binary('v128Or');
export const xor = binary('v128Xor');
export const not = unary('v128Not');
export const addBits = binary('i64x2Add');
export const subtractBits = binary('i64x2Sub');
export const shiftLeft = shift('i64x2Shl');
/** Zeros come in from the left. */
export const shiftRight = shift('i64x2ShrU');

/** a where the condition holds, else b. */
export function select(condition: Expression, a: Expression, b: Expression): Expression {
  return (body) => {
    write(body, a);
    write(body, b);
    write(body, condition);
    body.do('v128Bitselect');
  };
}

export const SIGN_BIT = 1n << 63n;

/** |magnitude| with the sign of another. */
export function copySign(magnitude: Expression, sign: Expression): Expression {
  return select(SIGN_BIT, sign, magnitude);
}

/** c₀ + c₁x + c₂x² + … by Horner's rule, the most accurate: for polynomials that are the result. */
export function polynomial(coefficients: readonly number[], x: Expression): Expression {
  return coefficients
    .slice(0, -1)
    .reduceRight<Expression>(
      (value, coefficient) => add(multiply(value, x), coefficient),
      coefficients[coefficients.length - 1],
    );
}

/**
 * The same by Estrin's rule, halves joined by powers of x: the processor works on several at a time,
 * which Horner's rule keeps waiting. For corrections to a leading term.
 */
export function correction(coefficients: readonly number[], x: Expression): Expression {
  return (body) => {
    // x, x², x⁴, …
    const powers: Expression[] = [x];
    for (let power = 2; power < coefficients.length; power *= 2) {
      const last = powers[powers.length - 1];
      const local = body.local('v128');
      write(body, multiply(last, last));
      body.set(local);
      powers.push((b) => b.get(local));
    }
    const evaluate = (from: number, to: number): Expression => {
      if (to - from === 1) return coefficients[from];
      const k = Math.ceil(Math.log2(to - from)) - 1;
      const middle = from + 2 ** k;
      return add(evaluate(from, middle), multiply(evaluate(middle, to), powers[k]));
    };
    write(body, evaluate(0, coefficients.length));
  };
}

/** A sum of many terms, from the left. */
export const sum = (...terms: Expression[]): Expression => terms.reduce(add);
