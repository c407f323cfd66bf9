/** Gamma and beta variates. */
import { log1pMinus, sigmoid } from '../numerics/index.ts';
import type { Random } from './random.ts';

/**
 * A gamma variate of unit scale for shape ≥ 1.
 *
 * G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26
 * (2000), 363-372: d v with d = shape − 1/3, v = (1 + x/√(9d))³, accepted where
 * log u < x²/2 + d (1 − v + log v).
 */
function drawByMarsagliaTsang(random: Random, shape: number): number {
  if (shape === Infinity) return Infinity;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const step = c * x;
    if (step <= -1) continue;
    const excess = step * (3 + step * (3 + step));
    const u = random.uniform();
    const square = x * x;
    if (u < 1 - 0.0331 * square * square || Math.log(u) < 0.5 * square + d * log1pMinus(excess)) {
      return d + d * excess;
    }
  }
}

/** For shape < 1: a variate of shape + 1 times U^(1/shape), as a logarithm (same paper, section 6). */
function drawLogOfSmallShape(random: Random, shape: number): number {
  return Math.log(drawByMarsagliaTsang(random, shape + 1)) - random.exponential() / shape;
}

function checkShape(shape: number): void {
  if (!(shape >= 0)) throw new RangeError(`a gamma shape must be at least 0, not ${shape}`);
}

export function drawGamma(random: Random, shape: number): number {
  checkShape(shape);
  return shape < 1
    ? Math.exp(drawLogOfSmallShape(random, shape))
    : drawByMarsagliaTsang(random, shape);
}

export function drawLogGamma(random: Random, shape: number): number {
  checkShape(shape);
  return shape < 1
    ? drawLogOfSmallShape(random, shape)
    : Math.log(drawByMarsagliaTsang(random, shape));
}

/** X/(X + Y) of gamma variates X and Y, by the difference of their logarithms where they are small. */
export function drawBeta(random: Random, a: number, b: number): number {
  if (!(a >= 0 && b >= 0) || (a === 0 && b === 0) || (a === Infinity && b === Infinity)) {
    throw new RangeError(
      `the shapes of a beta variate must be positive and not both infinite, not ${a} and ${b}`,
    );
  }
  if (a === 0 || b === Infinity) return 0;
  if (b === 0 || a === Infinity) return 1;
  if (a >= 1 && b >= 1) {
    const x = drawByMarsagliaTsang(random, a);
    return x / (x + drawByMarsagliaTsang(random, b));
  }
  const difference = drawLogGamma(random, a) - drawLogGamma(random, b);
  // both variates below any logarithm: all mass is at 0 and 1, with the odds of the means
  if (Number.isNaN(difference)) return random.uniform() < a / (a + b) ? 1 : 0;
  return sigmoid(difference);
}
