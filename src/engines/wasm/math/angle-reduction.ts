/** Angles brought to [−π/4, π/4] with the number of quarter turns, in two parts. */
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';
import { twoProduct } from './double-double.ts';
import { ROUNDER } from './exp.ts';
import {
  abs,
  add,
  and,
  type Expression,
  lessEqual,
  multiply,
  subtract,
  sum,
} from './expressions.ts';
import type { Code, Routine } from './math-function.ts';

/** An angle high + low, and quarter turns in the lowest bits. */
export interface ReducedAngle {
  readonly high: Expression;
  readonly low: Expression;
  readonly quarters: Expression;
}

/** π/2 in three parts; the first two have 33 bits, so that products with n ≤ 2²⁰ are exact. */
const HALF_PI_FIRST = 1.5707963267341256;
const HALF_PI_SECOND = 6.077100506303966e-11;
const HALF_PI_THIRD = 2.0222662487959506e-21;
const LARGEST = 2 ** 20;
/** A remainder below this part of the angle has lost too many bits. */
const CANCELLED = 2 ** -30;

/** Cody and Waite's reduction. `good` is where it keeps full precision: |x| ≤ 2²⁰, not next to a multiple of π/2. */
export function reduceAngle(code: Code, x: Expression): ReducedAngle & { good: Expression } {
  const quarters = code.keep(add(multiply(x, 2 / Math.PI), ROUNDER));
  const n = code.keep(subtract(quarters, ROUNDER));
  const first = code.keep(subtract(x, multiply(n, HALF_PI_FIRST)));
  const second = code.keep(multiply(n, HALF_PI_SECOND));
  const high = code.keep(subtract(first, second));
  const lost = subtract(subtract(first, high), second);
  const low = code.keep(subtract(lost, multiply(n, HALF_PI_THIRD)));
  const size = code.keep(abs(x));
  const good = and(lessEqual(size, LARGEST), lessEqual(multiply(size, CANCELLED), abs(high)));
  return { high, low, quarters, good };
}

/** 2/π after its binary point, 64 bits a word, after one word of zeros. */
const TWO_OVER_PI = [
  0n,
  0xa2f9836e4e441529n,
  0xfc2757d1f534ddc0n,
  0xdb6295993c439041n,
  0xfe5163abdebbc561n,
  0xb7246e3a424dd2e0n,
  0x06492eea09d1921cn,
  0xfe1deb1cb129a73en,
  0xe88235f52ebb4484n,
  0xe99c7026b45f7e41n,
  0x3991d639835339f4n,
  0x9c845f8bbdf9283bn,
  0x1ff897ffde05980fn,
  0xef2f118b5a0a6d1fn,
  0x6d367ecf27cb09b7n,
  0x4f463f669e5fea2dn,
  0x7527bac7ebe5f17bn,
  0x3d0739f78a5292ean,
  0x6bfb5fb11f8d5d08n,
  0x56033046fc7b6babn,
];

const wordOfTwoOverPi: Routine = {
  name: 'word of 2/pi',
  parameters: ['i32'],
  result: 'i64',
  build(body) {
    TWO_OVER_PI.forEach((word, index) => {
      body.get(body.parameter(0)).i32(index).do('i32Eq');
      body.if(undefined, () => body.i64(word).do('return'));
    });
    body.i64(0n);
  },
};

/** The upper 64 bits of a product of two unsigned integers, from products of their halves. */
const upperProduct: Routine = {
  name: 'upper half of a product',
  parameters: ['i64', 'i64'],
  result: 'i64',
  build(body) {
    const [a, b] = [body.parameter(0), body.parameter(1)];
    const middle = body.local('i64');
    const upper = (x: Local) => body.get(x).i64(32n).do('i64ShrU');
    const lower = (x: Local) => body.get(x).i64(0xffffffffn).do('i64And');
    // a.upper · b.lower + (a.lower · b.lower >> 32) cannot overflow
    upper(a);
    lower(b).do('i64Mul');
    lower(a);
    lower(b).do('i64Mul').i64(32n).do('i64ShrU', 'i64Add').set(middle);
    lower(a);
    upper(b).do('i64Mul');
    lower(middle).do('i64Add').i64(32n).do('i64ShrU');
    upper(middle).do('i64Add');
    upper(a);
    upper(b).do('i64Mul', 'i64Add');
  },
};

/**
 * Payne and Hanek's reduction of one angle of any size (SIGNUM Newsletter 18 (1983), 19-24):
 * x = m · 2ᵉ, so only the bits of 2/π from the (e − 1)-th on matter modulo four quarter turns; 192
 * of them, times m, modulo 2¹⁹².
 */
export function reduceAnyAngle(code: Code, x: Local): ReducedAngle {
  const { body, library } = code;
  const word = library.reference(wordOfTwoOverPi);
  const upper = library.reference(upperProduct);
  const [bits, mantissa, quarters, top, next] = locals(body, 'i64', 5);
  const words = locals(body, 'i64', 3);
  const [position, zeros] = locals(body, 'i32', 2);

  body.get(x).do('f64Abs', 'i64ReinterpretF64').set(bits);
  body
    .get(bits)
    .i64(0xfffffffffffffn)
    .do('i64And')
    .i64(1n << 52n)
    .do('i64Or')
    .set(mantissa);
  // e + 62, the place of the (e − 1)-th bit behind the zeros; e is the exponent field less 1075
  body
    .get(bits)
    .i64(52n)
    .do('i64ShrU', 'i32WrapI64')
    .i32(1075 - 62)
    .do('i32Sub')
    .set(position);
  words.forEach((target, k) => {
    const fetch = (index: number) =>
      body.get(position).i32(6).do('i32ShrU').i32(index).do('i32Add').call(word);
    const offset = () => body.get(position).i32(63).do('i32And', 'i64ExtendI32U');
    fetch(k);
    offset().do('i64Shl');
    fetch(k + 1)
      .i64(1n)
      .do('i64ShrU')
      .i64(63n);
    offset().do('i64Sub', 'i64ShrU', 'i64Or').set(target);
  });
  // the two upper words of the product
  body.get(mantissa).get(words[1]).do('i64Mul').set(next);
  body.get(mantissa).get(words[0]).do('i64Mul').get(mantissa).get(words[1]).call(upper);
  body.do('i64Add').set(top);
  body.get(mantissa).get(words[2]).call(upper).get(next).do('i64Add').set(words[1]);
  body.get(top).get(words[1]).get(next).do('i64LtU', 'i64ExtendI32U', 'i64Add').set(top);
  body.get(words[1]).set(next);
  // the nearest whole number of quarters, and the signed rest as a fraction of one
  body.get(top).i64(62n).do('i64ShrU').set(quarters);
  body.get(top).i64(2n).do('i64Shl').get(next).i64(62n).do('i64ShrU', 'i64Or').set(top);
  body.get(next).i64(2n).do('i64Shl').set(next);
  const sign = body.local('f64');
  body.f64(1).get(x).do('f64Copysign').set(sign);
  body.get(top).i64(0n).do('i64LtS');
  body.if(undefined, () => {
    body.get(quarters).i64(1n).do('i64Add').set(quarters);
    body
      .i64(0n)
      .get(top)
      .do('i64Sub')
      .get(next)
      .do('i64Eqz', 'i32Eqz', 'i64ExtendI32U', 'i64Sub')
      .set(top);
    body.i64(0n).get(next).do('i64Sub').set(next);
    body.get(sign).do('f64Neg').set(sign);
  });
  body.get(x).f64(0).do('f64Lt');
  body.if(undefined, () => body.i64(0n).get(quarters).do('i64Sub').set(quarters));
  // leading zeros out, then 53 bits and the next 64
  const shift = body.local('i64');
  body.get(top).do('i64Clz').set(shift);
  body.get(shift).do('i32WrapI64').set(zeros);
  body.get(top).get(shift).do('i64Shl').get(next).i64(1n).do('i64ShrU').i64(63n).get(shift);
  body.do('i64Sub', 'i64ShrU', 'i64Or').set(top);
  body.get(next).get(shift).do('i64Shl').set(next);
  const [leading, rest] = locals(body, 'v128', 2);
  const scale = (power: number) => {
    // ± 2^(power − zeros)
    body
      .i32(1023 + power)
      .get(zeros)
      .do('i32Sub', 'i64ExtendI32U')
      .i64(52n);
    body.do('i64Shl', 'f64ReinterpretI64', 'f64Mul').get(sign).do('f64Mul', 'f64x2Splat');
  };
  body.get(top).i64(-0x800n).do('i64And', 'f64ConvertI64U');
  scale(-64);
  body.set(leading);
  body.get(top).i64(53n).do('i64Shl').get(next).i64(11n).do('i64ShrU', 'i64Or', 'f64ConvertI64U');
  scale(-64 - 53);
  body.set(rest);

  const fraction: Expression = (b) => b.get(leading);
  const angle = twoProduct(code, fraction, Math.PI / 2);
  const low = code.keep(
    sum(
      angle.low,
      multiply(fraction, 6.123233995736766e-17),
      multiply((b) => b.get(rest), Math.PI / 2),
    ),
  );
  const high = code.keep(add(angle.high, low));
  return {
    high,
    low: code.keep(add(subtract(angle.high, high), low)),
    quarters: (b) => b.get(quarters).do('i64x2Splat'),
  };
}

function locals(body: FunctionBuilder, type: 'i32' | 'i64' | 'v128', count: number): Local[] {
  return Array.from({ length: count }, () => body.local(type));
}
