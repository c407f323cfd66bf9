import type { FunctionBuilder } from '../../../webassembly/function.ts';
import { type ReducedAngle, reduceAngle, reduceAnyAngle } from './angle-reduction.ts';
import {
  abs,
  add,
  addBits,
  and,
  correction,
  divide,
  type Expression,
  less,
  multiply,
  SIGN_BIT,
  select,
  shiftLeft,
  subtract,
  subtractBits,
  write,
  xor,
} from './expressions.ts';
import { Code, mathFunction, type Routine } from './math-function.ts';

/** (sin r − r)/r³ and (cos r − 1 + r²/2)/r⁴ in r² for |r| ≤ π/4; coefficients.py, sin and cos. */
const SIN_TAIL = [
  -0.16666666666666666, 0.008333333333330948, -0.00019841269836758574, 2.755731610255244e-6,
  -2.5051131845003624e-8, 1.5918129294866608e-10,
];
const COS_TAIL = [
  0.041666666666666664, -0.0013888888888887398, 2.480158729876569e-5, -2.7557317271729793e-7,
  2.08761462684032e-9, -1.1382632425521717e-11,
];

/** Below, sin x and tan x are x to the last bit. */
const TINY = 2 ** -27;

/** sin and cos of high + low, |high| ≤ π/4. */
export function sinCosReduced(code: Code, high: Expression, low: Expression) {
  const square = code.keep(multiply(high, high));
  const half = code.keep(multiply(0.5, square));
  const cube = multiply(multiply(square, high), correction(SIN_TAIL, square));
  const sin = code.keep(add(high, add(cube, multiply(low, subtract(1, half)))));
  const leading = code.keep(subtract(1, half));
  const lost = subtract(subtract(1, leading), half);
  const fourth = multiply(multiply(square, square), correction(COS_TAIL, square));
  const cos = code.keep(add(leading, add(lost, subtract(fourth, multiply(high, low)))));
  return { sin, cos };
}

/** sin of the whole angle, with so many quarter turns more. */
function turned(code: Code, { high, low, quarters }: ReducedAngle, more: 0n | 1n): Expression {
  const { sin, cos } = sinCosReduced(code, high, low);
  const turns = code.keep(addBits(quarters, more));
  const isOdd = subtractBits(0n, and(turns, 1n));
  return xor(select(isOdd, cos, sin), shiftLeft(and(turns, 2n), 62));
}

/** One lane, any angle. */
const anyAngle = (name: string, more: 0n | 1n): Routine => ({
  name,
  parameters: ['f64'],
  result: 'f64',
  build(body, library) {
    const x = body.parameter(0);
    body.get(x).do('f64Abs').f64(0.5).do('f64Lt');
    const splat = (b: FunctionBuilder) => b.get(x).do('f64x2Splat');
    const result = body.local('f64');
    const finish = (angle: ReducedAngle) => {
      write(body, turned(new Code(body, library), angle, more));
      body.lane(0).set(result);
    };
    body.if(
      undefined,
      () => finish({ high: splat, low: 0, quarters: 0n }),
      () => finish(reduceAnyAngle(new Code(body, library), x)),
    );
    // x − x is NaN for NaN and infinities, else 0
    body.get(result).get(x).get(x).do('f64Sub', 'f64Add');
  },
});
const sinOfAny = anyAngle('sin, any angle', 0n);
const cosOfAny = anyAngle('cos, any angle', 1n);

const sine = (name: string, rare: Routine, more: 0n | 1n) =>
  mathFunction(name, 1, (code, x) => {
    const angle = reduceAngle(code, x);
    const value = code.ifBoth(
      angle.good,
      () => turned(code, angle, more),
      () => code.eachLane(code.library.reference(rare), x),
    );
    // sin x is x below, −0 included
    return more === 1n ? value : select(less(abs(x), TINY), x, value);
  });

/**
 * sin x within 1 ulp for every finite x: Cody and Waite's reduction up to 2²⁰, beyond and next to
 * multiples of π/2 Payne and Hanek's. NaN for ±∞.
 */
export const sin = sine('sin', sinOfAny, 0n);

/** cos x within 1 ulp for every finite x, as sin. NaN for ±∞. */
export const cos = sine('cos', cosOfAny, 1n);

/** tan x within 3 ulp for every finite x, as sin x / cos x. NaN for ±∞. */
export const tan = mathFunction('tan', 1, (code, x) => {
  const angle = reduceAngle(code, x);
  const value = code.ifBoth(
    angle.good,
    () => {
      const { sin, cos } = sinCosReduced(code, angle.high, angle.low);
      const isOdd = code.keep(subtractBits(0n, and(angle.quarters, 1n)));
      const ratio = divide(select(isOdd, cos, sin), select(isOdd, sin, cos));
      return xor(ratio, and(isOdd, SIGN_BIT));
    },
    () => {
      const inLanes = (rare: Routine) => code.eachLane(code.library.reference(rare), x);
      return divide(inLanes(sinOfAny), inLanes(cosOfAny));
    },
  );
  return select(less(abs(x), TINY), x, value);
});
