/** Transitions of particles that leave the tempered density invariant: those of the no-U-turn sampler. */
import type { Random } from '../../random/random.ts';
import type { GradientTarget } from '../method.ts';
import { reasonableStepSize } from '../nuts/leapfrog.ts';
import type { Metric, MetricKind } from '../nuts/metric.ts';
import { metrics } from '../nuts/metrics.ts';
import { Scatter } from '../nuts/scatter.ts';
import { adaptStepSize, finishStepSize, startStepSize } from '../nuts/step-size.ts';
import { Transitions } from '../nuts/transition.ts';

/** Transitions that the step size is learned from; their ends are not kept, so that the particles do not depend on it. */
const pilots = 40;
const targetAcceptance = 0.8;
/** A trajectory doubles at most so often: particles need not travel far at one temperature. */
export const maxDepth = 7;
/** The covariance of all coordinates is learned from at least so many particles a coordinate, and up to so many coordinates. */
const particlesPerCoordinate = 10;
const largestDense = 50;

/** How particles move at one temperature; plain JSON. */
export interface Tuning {
  /** The name of a metric, and its inverse. */
  readonly metric: string;
  readonly inverse: readonly number[];
  readonly stepSize: number;
}

/** The covariance of the particles, and the step size for it. */
export function tune(
  target: GradientTarget,
  points: readonly Float64Array[],
  before: Tuning | undefined,
  random: Random,
): Tuning & { readonly gradients: number } {
  const size = target.dimension - 1;
  const isDense = size <= largestDense && size * particlesPerCoordinate <= points.length;
  const metric = isDense ? 'dense' : 'diagonal';
  const inverse = inverseMetric(metrics.get(metric)!, points, size);
  const moving = metricOf({ metric, inverse }, size);
  const start = points[random.integer(points.length)];
  let gradients = 0;
  const counted: GradientTarget = {
    dimension: target.dimension,
    logDensityGradient(point, gradient) {
      gradients++;
      return target.logDensityGradient(point, gradient);
    },
  };
  const first = reasonableStepSize(counted, start, moving, random, before?.stepSize ?? 1);
  let adapted = startStepSize(first);
  const transitions = new Transitions(counted, start, random);
  for (let k = 0; k < pilots; k++) {
    transitions.moveTo(points[random.integer(points.length)]);
    const { acceptance } = transitions.next(adapted.stepSize, moving, maxDepth);
    adapted = adaptStepSize(adapted, acceptance, targetAcceptance);
  }
  return { metric, inverse, stepSize: finishStepSize(adapted).stepSize, gradients };
}

function inverseMetric(kind: MetricKind, points: readonly Float64Array[], size: number): number[] {
  const scatter = new Scatter(kind, size);
  for (const point of points) scatter.add(point.subarray(0, size));
  // drawn a little towards 10⁻³ I (the regularisation of Stan's metrics)
  const weight = 5 / (points.length + 5);
  const unit = kind.unit(size);
  return kind
    .covariance(scatter)
    .map((entry, at) => (points.length / (points.length + 5)) * entry + 1e-3 * weight * unit[at]);
}

/** The metric of all coordinates but the last, the temperature, which has no momentum and stays where it is. */
export function metricOf({ metric, inverse }: Omit<Tuning, 'stepSize'>, size: number): Metric {
  const inner = metrics.get(metric)!.prepare(inverse, size);
  return {
    ...inner,
    drift(vectors, from, to, stepSize) {
      inner.drift(vectors, from, to, stepSize);
      vectors[to.position + size] = vectors[from.position + size];
    },
  };
}
