import type { FittedNormal } from '../method.ts';
import { type Kept, keep, pointsOf } from '../objective-trace.ts';
import type { Family, Normal } from './family.ts';

/** The normals along a run. */
export type NormalPath = Kept<Normal>;

const mostNormals = 32;
/** Of all of them; where they would have more, none is kept. */
const mostNumbers = 100_000;

/**
 * With one normal more, where it is its turn.
 *
 * @param normal `undefined` where there is none at this step
 */
export function followed(
  path: NormalPath,
  step: number,
  family: Family,
  dimension: number,
  normal: (() => Normal) | undefined,
): NormalPath {
  if (normal === undefined || family.coordinates(dimension) * mostNormals > mostNumbers)
    return path;
  return keep(path, step, normal, mostNormals);
}

/** What is told of it. */
export function fittedPath(
  path: NormalPath,
  family: Family,
): { readonly steps: readonly number[]; readonly values: readonly FittedNormal[] } {
  const { steps, values } = pointsOf(path);
  return { steps, values: values.map((normal) => family.fitted(normal)) };
}
