import { InferenceError, type Target } from '../method.ts';
import type { Family, Normal } from './family.ts';

/** A standard deviation e⁴⁰ times that of the curvature at the start has no limit. */
const largestGrowth = 40;

/** Stops a fit whose spread has no end. */
export function refuseGrowth(target: Target, family: Family, centre: Normal, normal: Normal): void {
  const before = family.fitted(centre).sd;
  const after = family.fitted(normal).sd;
  const growing = Array.from(after.keys()).filter(
    (i) => Math.log(after[i] / before[i]) > largestGrowth,
  );
  if (growing.length === 0) return;
  const names = growing.slice(0, 4).map((i) => target.coordinateName(i));
  const rest = growing.length > 4 ? ` and ${growing.length - 4} more` : '';
  throw new InferenceError(
    'improper',
    `The spread of ${names.join(', ')}${rest} grows without bound, so the posterior cannot be normalised. Give each of these parameters a proper prior.`,
  );
}
