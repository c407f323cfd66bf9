import { Random } from '../random/random.ts';
import { proposeNormal } from './importance.ts';
import { type GradientTarget, InferenceError } from './method.ts';
import { normalAround } from './pathfinder/inverse-hessian.ts';
import { type PathState, startPath, stepPath } from './pathfinder/path.ts';

/** Of the quick look at the posterior. */
const pathSettings = { memory: 6, maxIterations: 200, elboDraws: 10 } as const;
const points = 25;
/** Of central differences. */
const step = 1e-3;
/** Labels of the random streams. */
const streams = { path: 0, points: 1, probes: 2 } as const;

/**
 * Points where the posterior roughly lies, row-major; `undefined` where no density was found: draws of the best normal distribution on one Pathfinder path. Not of the mode: in the non-centred form of a hierarchy
 * with much data the mode lies at scales many times too large.
 */
export function quickLook(target: GradientTarget): Float64Array | undefined {
  const random = Random.fromSeed(0);
  let path: PathState;
  try {
    path = startPath(target, random.stream(streams.path));
  } catch (error) {
    if (error instanceof InferenceError) return undefined;
    throw error;
  }
  while (!path.done) path = stepPath(target, path, pathSettings);
  const normal = path.best && normalAround(path.best.curvature);
  if (normal === undefined) return undefined;
  return proposeNormal(normal, points, random.stream(streams.points)).draws;
}

/**
 * The curvature of a negative log density in the coordinates from `from` to before `to` at the points, those of one
 * point after those of another: the diagonal of the Hessian, from gradients along random signs (Bekas, Kokiopoulou and
 * Saad 2007). It is exact where the coordinates are independent given the others.
 */
export function curvaturesAt(
  target: GradientTarget,
  draws: Float64Array,
  from: number,
  to: number,
): Float64Array {
  const { dimension } = target;
  const random = Random.fromSeed(0).stream(streams.probes);
  const ahead = new Float64Array(dimension);
  const behind = new Float64Array(dimension);
  const size = to - from;
  const curvatures = new Float64Array((draws.length / dimension) * size);
  for (let at = 0, next = 0; at < draws.length; at += dimension, next += size) {
    const signs = Float64Array.from({ length: size }, () => (random.uniform() < 0.5 ? -1 : 1));
    const gradientAlong = (distance: number, gradient: Float64Array): void => {
      const point = draws.slice(at, at + dimension);
      for (let k = 0; k < size; k++) point[from + k] += distance * signs[k];
      target.logDensityGradient(point, gradient);
    };
    gradientAlong(step, ahead);
    gradientAlong(-step, behind);
    for (let k = 0; k < size; k++)
      curvatures[next + k] = (-signs[k] * (ahead[from + k] - behind[from + k])) / (2 * step);
  }
  return curvatures;
}

/**
 * How much the data say about a typical coordinate, in units of what its prior says: the median over coordinates and
 * points of the curvature beyond the prior's, over that. NaN where there is no such number.
 */
export function informationBeyondPrior(whole: Float64Array, prior: Float64Array): number {
  const ratios = whole.map((curvature, k) => curvature / prior[k] - 1);
  return median(ratios.filter((ratio, k) => Number.isFinite(ratio) && prior[k] > 0));
}

function median(values: Float64Array): number {
  values.sort();
  const { length } = values;
  return (values[(length - 1) >> 1] + values[length >> 1]) / 2;
}
