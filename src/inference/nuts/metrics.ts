import { denseMetric } from './dense-metric.ts';
import { diagonalMetric } from './diagonal-metric.ts';
import type { MetricKind } from './metric.ts';

/** All metrics by name: a new one is a file and a row here. */
export const metrics: ReadonlyMap<string, MetricKind> = new Map([
  ['diagonal', diagonalMetric],
  ['dense', denseMetric],
]);
