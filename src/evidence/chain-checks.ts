import type { Note } from '../inference/method.ts';
import { essMean, largestTrustedRhat, rhat } from '../results/convergence.ts';

/** The unconstrained coordinates of Markov chains, by coordinate. */
export function coordinateChains(
  draws: Float64Array,
  dimension: number,
  chains: number,
): Float64Array[][] {
  const length = draws.length / dimension / chains;
  return Array.from({ length: dimension }, (_, coordinate) =>
    Array.from({ length: chains }, (__, chain) =>
      Float64Array.from(
        { length },
        (___, draw) => draws[(chain * length + draw) * dimension + coordinate],
      ),
    ),
  );
}

/** The median effective sample size of the coordinates, at most the number of draws. */
export function medianEffective(coordinates: readonly (readonly Float64Array[])[]): number {
  const count = coordinates[0].reduce((sum, chain) => sum + chain.length, 0);
  const sizes = coordinates.map((chains) => essMean(chains)).filter((size) => !Number.isNaN(size));
  if (sizes.length === 0) return count;
  sizes.sort((a, b) => a - b);
  return Math.min(count, sizes[Math.floor(sizes.length / 2)]);
}

/** What is said where chains do not agree: an evidence from them may leave out a mode. */
export function notesOnChains(
  coordinates: readonly (readonly Float64Array[])[],
  nameOf: (coordinate: number) => string,
): Note[] {
  const apart = coordinates.map((chains) => rhat(chains));
  const worst = apart.reduce((a, value, k) => (value > apart[a] ? k : a), 0);
  if (!(apart[worst] > largestTrustedRhat)) return [];
  return [
    {
      code: 'rhat',
      severity: 'warning',
      message: `The chains do not agree on ${nameOf(worst)} (R-hat ${apart[worst].toFixed(2)}): the posterior may have several modes. Where elements can change places with each other (the components of a mixture), declare them \`ordered\`.`,
    },
  ];
}
