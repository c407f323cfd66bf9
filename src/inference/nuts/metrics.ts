import { InferenceError } from '../method.ts';
import { denseMetric } from './dense-metric.ts';
import { diagonalMetric } from './diagonal-metric.ts';
import type { MetricKind } from './metric.ts';

/** All metrics by name: a new one is a file and a row here. */
export const metrics: ReadonlyMap<string, MetricKind> = new Map([
  ['diagonal', diagonalMetric],
  ['dense', denseMetric],
]);

/** Up to so many coordinates the dense metric is the better one (docs/decisions/nuts.md). */
const mostDense = 20;

/**
 * The metric of this name; `auto` stands for the one that suits so many coordinates.
 *
 * @throws InferenceError where there are more than the metric is for
 */
export function metricFor(name: string, dimension: number): MetricKind {
  if (name === 'auto') return dimension <= mostDense ? denseMetric : diagonalMetric;
  const kind = metrics.get(name)!;
  if (dimension <= kind.largestDimension) return kind;
  throw new InferenceError(
    'metric-size',
    `The ${name} metric is for at most ${kind.largestDimension} unconstrained coordinates, and this model has ${dimension}: leave the metric out.`,
  );
}
