/** Standard normal numbers of six digits, four at a time in float32. */
import {
  add,
  addBits,
  and,
  divide,
  integer,
  keep,
  LOWER_HALVES,
  less,
  multiply,
  negate,
  ofInteger,
  polynomial,
  type Single,
  select,
  shiftRight,
  sqrt,
  storePromoted,
  subtract,
  write,
} from '../webassembly/float32.ts';
import type { FunctionBuilder, Local } from '../webassembly/function.ts';

// With p = (1 + x)/2 and w = −log(1 − x²), Φ⁻¹(p)/x hardly bends as a function of w, and far out as one of √w: M. Giles,
// "Approximating the erfinv function", GPU Computing Gems (2011). The coefficients are of
// src/engines/wasm/math/coefficients.py, normalCentre and normalTail.
const FAR = 5;
const CENTRE_MIDDLE = 2.5;
const CENTRE = [
  2.12331346701467, 0.3488027166892374, -0.0059076600994793695, -0.0017730828188798741,
  0.0003087411769332408, -6.19474573101023e-6, -4.8857960440890625e-6, 4.839788248377324e-7,
  3.1969680312268296e-8,
];
const TAIL_MIDDLE = 4;
const TAIL = [
  5.430271412686623, 1.427666393019452, 0.0018169681288297721, -0.001339894536871202,
  0.0003880843565987524, -3.294546187757386e-5, 0.00011268178808942094, -0.0001130201649551683,
  2.786169788377956e-5,
];

/** (2 artanh s − 2s)/s³ in s² for |s| ≤ 3 − √8; coefficients.py, logNarrow. */
const LOG_TAIL = [0.6666668504099458, 0.39988779985346423, 0.29579975746473025];
const SQRT_HALF_BITS = 0x3f3504f3;
const MANTISSA_BITS = 0x007fffff;

/** log y for a normal y: y = 2ᵏ (1 + f) with √½ ≤ 1 + f < √2, log(1 + f) = 2 artanh s with s = f/(2 + f). */
function log(body: FunctionBuilder, y: Single): Single {
  const shifted = keep(body, addBits(y, integer(-SQRT_HALF_BITS)));
  const k = ofInteger(shiftRight(shifted, 23));
  const m = addBits(and(shifted, integer(MANTISSA_BITS)), integer(SQRT_HALF_BITS));
  const f = keep(body, subtract(m, 1));
  const s = keep(body, divide(f, add(2, f)));
  const square = keep(body, multiply(s, s));
  const tail = multiply(multiply(s, square), polynomial(body, LOG_TAIL, square));
  return add(multiply(k, Math.LN2), add(add(s, s), tail));
}

/** Vectors under way at a time: in each of them every instruction waits for the one before it. */
const VECTORS = 2;
/** Numbers that are taken together. */
const GROUP = 4 * VECTORS;

/**
 * Writes the code that puts Φ⁻¹(p) in the place of each of the uniform numbers p from the start of the memory on, whole
 * groups of them. Parameter: how many bytes they take.
 */
export function writeRoundedQuantiles(code: FunctionBuilder): void {
  const end = code.parameter(0);
  const at = code.local('i32');
  const values = Array.from({ length: VECTORS }, () => code.local('v128'));
  code.block(() => {
    code.get(end).do('i32Eqz').branchIf(0);
    code.loop(() => {
      values.forEach((value, v) => void writeQuantiles(code, at, 32 * v, value));
      values.forEach((value, v) => void storePromoted(code, at, value, 32 * v));
      code
        .get(at)
        .i32(8 * GROUP)
        .do('i32Add')
        .tee(at)
        .get(end)
        .do('i32LtU')
        .branchIf(0);
    });
  });
}

/** Sets `value` to the quantiles of the four numbers from an offset on. */
function writeQuantiles(code: FunctionBuilder, at: Local, offset: number, value: Local): void {
  // 2p − 1 and 1 − |2p − 1| while they are float64, which loses neither
  const [x, near] = [code.local('v128'), code.local('v128')];
  const pairs = [0, 16].map((half) => {
    const pair = code.local('v128');
    code
      .get(at)
      .loadV128(offset + half)
      .f64x2(2)
      .do('f64x2Mul')
      .f64x2(1)
      .do('f64x2Sub')
      .set(pair);
    return pair;
  });
  for (const pair of pairs) code.get(pair).do('f32x4DemoteF64x2Zero');
  code.shuffle(LOWER_HALVES).set(x);
  for (const pair of pairs)
    code.f64x2(1).get(pair).do('f64x2Abs', 'f64x2Sub', 'f32x4DemoteF64x2Zero');
  code.shuffle(LOWER_HALVES).set(near);
  const get =
    (local: Local): Single =>
    (body) =>
      body.get(local);
  const w = keep(code, negate(log(code, keep(code, multiply(get(near), subtract(2, get(near)))))));
  const shifted = keep(code, subtract(w, CENTRE_MIDDLE));
  const factor = code.local('v128');
  write(code, polynomial(code, CENTRE, shifted));
  code.set(factor);
  const isFar = keep(code, less(FAR, w));
  write(code, isFar);
  code.do('v128AnyTrue').if(undefined, () => {
    const far = keep(code, subtract(sqrt(w), TAIL_MIDDLE));
    write(code, select(isFar, polynomial(code, TAIL, far), get(factor)));
    code.set(factor);
  });
  write(code, multiply(get(x), get(factor)));
  code.set(value);
}
