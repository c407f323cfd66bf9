import { distance, type Family, type Normal } from './family.ts';

/** The optimum on the first base draws that a starting point led to. */
export interface Start {
  /** Where the climb from that point ended. */
  readonly end: readonly number[];
  readonly normal: Normal;
  readonly elbo: number;
}

/** Climbs that end within this many standard deviations of each other ended at one place. */
const samePlace = 0.1;
/** Optima further apart than this, in standard deviations, are two. */
const sameOptimum = 0.3;
/** An optimum with a smaller share of the probability of the best does not matter. */
const smallestShare = 0.01;

/** Whether a climb ended where one before it had. */
export function endedBefore(
  end: readonly number[],
  starts: readonly Start[],
  family: Family,
): boolean {
  return starts.some((start) => {
    const { sd } = family.fitted(start.normal);
    return end.every((x, i) => Math.abs(x - start.end[i]) <= samePlace * sd[i]);
  });
}

export function bestOf(starts: readonly Start[]): Start {
  return starts.reduce((best, start) => (start.elbo > best.elbo ? start : best));
}

/**
 * The most probable optimum that is another one than the best, where it matters: as bounds of the log probability
 * around each, their difference gives its share.
 */
export function rivalOf(
  starts: readonly Start[],
  family: Family,
): { readonly share: number; readonly distance: number } | undefined {
  if (starts.length === 0) return undefined;
  const best = bestOf(starts);
  const others = starts
    .filter((start) => start !== best)
    .map((start) => ({
      share: Math.exp(start.elbo - best.elbo),
      distance: distance(family, start.normal, best.normal),
    }))
    .filter((other) => other.share >= smallestShare && other.distance > sameOptimum);
  return others.reduce<(typeof others)[number] | undefined>(
    (top, other) => (top === undefined || other.share > top.share ? other : top),
    undefined,
  );
}
