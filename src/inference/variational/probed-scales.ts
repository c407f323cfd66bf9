import type { Random } from '../../random/random.ts';
import type { Target } from '../method.ts';

const probes = 16;
const step = 1e-4;

/**
 * |H_ii|^(−1/2) for every coordinate, estimated without the Hessian H: the average of v ∘ H v over random signs v
 * has the diagonal of H as its mean (Bekas, Kokiopoulou and Saad 2007), and H v is a central difference of the
 * gradient. Exact but for rounding where H is diagonal; 1 where the estimate is 0 or not finite.
 */
export function probedScales(
  target: Target,
  point: ArrayLike<number>,
  random: Random,
): Float64Array {
  const size = target.dimension;
  const diagonal = new Float64Array(size);
  const above = new Float64Array(size);
  const below = new Float64Array(size);
  for (let probe = 0; probe < probes; probe++) {
    const signs = Float64Array.from({ length: size }, () => (random.uniform() < 0.5 ? -1 : 1));
    target.logDensityGradient(
      signs.map((sign, i) => point[i] + step * sign),
      above,
    );
    target.logDensityGradient(
      signs.map((sign, i) => point[i] - step * sign),
      below,
    );
    for (let i = 0; i < size; i++)
      diagonal[i] += (signs[i] * (above[i] - below[i])) / (2 * step * probes);
  }
  return diagonal.map((value) => {
    const scale = 1 / Math.sqrt(Math.abs(value));
    return Number.isFinite(scale) && scale > 0 ? scale : 1;
  });
}
