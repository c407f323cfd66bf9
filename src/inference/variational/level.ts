import type { Random } from '../../random/random.ts';
import type { Batches, GradientTarget, Target } from '../method.ts';
import type { Chart, Family } from './family.ts';
import { type Block, emptyPath, extended, merged, type Path } from './iterates.ts';

/** A point at which the whole gradient is known. */
interface Anchor {
  readonly point: readonly number[];
  readonly value: number;
  readonly gradient: readonly number[];
}

/** Averaged Adam: the running mean of gradients, and the plain average of their squares. */
interface Moments {
  readonly count: number;
  readonly first: readonly number[];
  readonly second: readonly number[];
}

/** The steps of one size. */
export interface Level {
  readonly stepSize: number;
  readonly chart: Chart;
  readonly anchor: Anchor;
  readonly position: readonly number[];
  readonly moments: Moments;
  readonly path: Path;
  readonly steps: number;
  /** The average of what the steps since the last look estimated; none before the first look. */
  readonly objective?: number;
}

/** Steps between two looks at the path. */
export const stretch = 100;
const momentum = 0.9;

export function startLevel(target: Target, family: Family, chart: Chart, stepSize: number): Level {
  const zeros = new Array<number>(family.coordinates(target.dimension)).fill(0);
  const point = chart.centre.mean;
  const gradient = new Float64Array(target.dimension);
  const value = target.logDensityGradient(Float64Array.from(point), gradient);
  return {
    stepSize,
    chart,
    anchor: { point, value, gradient: Array.from(gradient) },
    position: zeros,
    moments: { count: 0, first: zeros, second: zeros },
    path: emptyPath(stretch),
    steps: 0,
  };
}

/**
 * A stretch of steps of one level; `grown` says whether the path has another block.
 *
 * @param before steps of the fit so far: which batch comes next
 * @param draws of the base of each step, a stream that no other stretch has
 * @param epochs of the order of the batches, the same for all stretches
 */
export function walk(
  { batches, dimension }: { readonly batches: Batches; readonly dimension: number },
  level: Level,
  family: Family,
  before: number,
  { draws, epochs }: { readonly draws: Random; readonly epochs: Random },
): { readonly level: Level; readonly skipped: number; readonly grown: boolean } {
  const position = Float64Array.from(level.position);
  const first = Float64Array.from(level.moments.first);
  const second = Float64Array.from(level.moments.second);
  const gradient = new Float64Array(position.length);
  let { count } = level.moments;
  let block: Block | undefined;
  let total = 0;
  let skipped = 0;
  for (let k = 0; k < stretch; k++) {
    const step = before + k;
    const order = batches.order(Math.floor(step / batches.count), epochs);
    const estimate = anchored(batches, order, step % batches.count, level.anchor);
    const z = Array.from({ length: dimension }, () => draws.normal());
    const objective = family.objective(estimate, level.chart, { pairs: 1, values: z });
    const value = objective(position, gradient);
    if (Number.isFinite(value) && gradient.every(Number.isFinite)) {
      total += value;
      count += 1;
      const correction = 1 - momentum ** count;
      for (let i = 0; i < position.length; i++) {
        first[i] = momentum * first[i] + (1 - momentum) * gradient[i];
        second[i] += (gradient[i] ** 2 - second[i]) / count;
        // the chart's curvature is about 1, where gradients below 1 need no stretching
        position[i] +=
          (level.stepSize * first[i]) / (correction * Math.max(1, Math.sqrt(second[i])));
      }
    } else skipped += 1;
    const iterate = { count: 1, mean: Array.from(position), squares: zerosLike(position) };
    block = block === undefined ? iterate : merged(block, iterate);
  }
  const { path, grown } = extended(level.path, block!);
  const after: Level = {
    ...level,
    position: Array.from(position),
    moments: { count, first: Array.from(first), second: Array.from(second) },
    path,
    steps: level.steps + stretch,
    ...(skipped < stretch && { objective: total / (stretch - skipped) }),
  };
  return { level: after, skipped, grown };
}

function zerosLike(values: Float64Array): number[] {
  return new Array<number>(values.length).fill(0);
}

/** The whole at the anchor plus what the batch says of the difference from there: its average over an epoch is the whole. */
function anchored(
  batches: Batches,
  order: Int32Array,
  batch: number,
  { point: anchor, value: whole, gradient: slopes }: Anchor,
): GradientTarget {
  const target = batches.target(order, batch);
  const weight = batches.weight(batch);
  const there = new Float64Array(target.dimension);
  const valueThere = target.logDensityGradient(Float64Array.from(anchor), there);
  return {
    dimension: target.dimension,
    logDensityGradient(point, gradient) {
      const value = target.logDensityGradient(point, gradient);
      for (let i = 0; i < there.length; i++)
        gradient[i] = slopes[i] + weight * (gradient[i] - there[i]);
      return whole + weight * (value - valueThere);
    },
  };
}
