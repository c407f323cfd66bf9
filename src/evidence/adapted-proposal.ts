import { defensiveShare } from '../inference/importance.ts';
import { resample } from '../inference/resampling.ts';
import { cholesky } from '../linear-algebra/cholesky.ts';
import type { Random } from '../random/random.ts';
import {
  effectiveCount,
  momentsOf,
  StudentMixture,
  type WeightedPoints,
} from './student-mixture.ts';

const mostComponents = 6;
/** Draws a coordinate that each component needs. */
const drawsPerCoordinate = 20;
/** More make the fit longer and hardly better. */
const mostFitted = 3000;
const steps = 15;
/** Of the distribution around all draws that the defensive ones come from, in their scales. */
const defensiveWidth = 1.5;

/**
 * A mixture of Student-t distributions near the target, fitted by expectation maximisation to draws that importance
 * weights make draws of the target (Cappé, Douc, Guillin, Marin and Robert 2008, Statistics and Computing 18:447),
 * with a defensive component (Hesterberg 1995, Technometrics 37:185): where it covers the target no weight is large.
 * `undefined` where too few of the draws count.
 *
 * @param pause to be awaited between steps
 */
export async function adaptProposal(
  points: WeightedPoints,
  random: Random,
  pause: (progress: number) => Promise<void>,
): Promise<StudentMixture | undefined> {
  const fitted = Math.min(mostFitted, Math.floor(effectiveCount(points.weights)));
  const dimension = points.rows[0].length;
  const count = Math.min(mostComponents, Math.floor(fitted / (drawsPerCoordinate * dimension)));
  if (!(count >= 1)) return undefined;
  const logWeights = points.weights.map((weight) => Math.log(weight));
  const rows = Array.from(resample(logWeights, fitted, random), (row) => points.rows[row]);
  const all = momentsOf(rows, new Float64Array(fitted).fill(1));
  const factor = cholesky(all.scatter, dimension);
  if (factor === undefined) return undefined;
  let mixture: StudentMixture | undefined = new StudentMixture(
    Array.from({ length: count }, () => ({
      share: 1 / count,
      mean: rows[Math.floor(random.uniform() * fitted)],
      factor,
    })),
  );
  for (let step = 0; step < steps && mixture !== undefined; step++) {
    mixture = mixture.refitted(rows, all);
    await pause(step / steps);
  }
  return mixture?.with({
    share: defensiveShare,
    mean: all.mean,
    factor: factor.map((value) => defensiveWidth * value),
  });
}
