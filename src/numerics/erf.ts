/**
 * The error function and its complements, by the rational Chebyshev approximations of W. J. Cody,
 * "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), 631-637.
 */
import { polynomial } from './polynomial.ts';

/** erf(x)/x in x² for |x| ≤ 0.46875. */
const CENTRE = {
  numerator: [
    3209.3775891384694, 377.485237685302, 113.86415415105016, 3.1611237438705655,
    0.18577770618460315,
  ],
  denominator: [2844.236833439171, 1282.6165260773723, 244.02463793444417, 23.601290952344122, 1],
};
/** exp(x²) erfc(x) in x for 0.46875 ≤ x ≤ 4. */
const MIDDLE = {
  numerator: [
    1230.3393547979972, 2051.0783778260716, 1712.0476126340707, 881.952221241769, 298.6351381974001,
    66.11919063714163, 8.883149794388377, 0.5641884969886701, 2.1531153547440383e-8,
  ],
  denominator: [
    1230.3393548037495, 3439.3676741437216, 4362.619090143247, 3290.7992357334597,
    1621.3895745666903, 537.1811018620099, 117.6939508913125, 15.744926110709835, 1,
  ],
};
/** x² (1/√π − x exp(x²) erfc(x)) in 1/x² for x ≥ 4. */
const TAIL = {
  numerator: [
    0.0006587491615298378, 0.016083785148742275, 0.12578172611122926, 0.36034489994980445,
    0.30532663496123236, 0.016315387137302097,
  ],
  denominator: [
    0.0023352049762686918, 0.06051834131244132, 0.5279051029514285, 1.8729528499234604,
    2.568520192289822, 1,
  ],
};
const INVERSE_SQRT_PI = 0.5641895835477563;
const CENTRE_EDGE = 0.46875;

function rational(
  { numerator, denominator }: { numerator: number[]; denominator: number[] },
  x: number,
): number {
  return polynomial(numerator, x) / polynomial(denominator, x);
}

/** exp(−x²/divisor): x² is split so that its leading part is exact and no digits are lost. */
export function expMinusSquare(x: number, divisor: 1 | 2): number {
  const leading = Math.trunc(x * 16) / 16;
  if (!Number.isFinite(leading)) return Number.isNaN(x) ? Number.NaN : 0;
  const rest = (x - leading) * (x + leading);
  return Math.exp((-leading * leading) / divisor) * Math.exp(-rest / divisor);
}

/** exp(x²) erfc(x), within 1e-15; +∞ below −26.6. */
export function erfcx(x: number): number {
  if (x < CENTRE_EDGE) {
    return x < -CENTRE_EDGE ? 2 / expMinusSquare(x, 1) - erfcx(-x) : Math.exp(x * x) * (1 - erf(x));
  }
  if (x <= 4) return rational(MIDDLE, x);
  const inverseSquare = 1 / (x * x);
  return (INVERSE_SQRT_PI - inverseSquare * rational(TAIL, inverseSquare)) / x;
}

/** erf x, within 1e-15. */
export function erf(x: number): number {
  if (Math.abs(x) <= CENTRE_EDGE) return x * rational(CENTRE, x * x);
  return x < 0 ? erfc(-x) - 1 : 1 - erfc(x);
}

/** erfc x = 1 − erf x, within 1e-15 down to 1e-300 and to the last denormal digit below. */
export function erfc(x: number): number {
  if (Math.abs(x) <= CENTRE_EDGE) return 1 - erf(x);
  if (x < 0) return 2 - erfc(-x);
  return expMinusSquare(x, 1) * erfcx(x);
}
