import { correlationOfRanks, ranksOf } from '../../numerics/ranks.ts';
import type { Picture } from '../svg/picture.ts';
import { scatter } from '../svg/scatter.ts';
import type { Element } from './elements.ts';

/** Of more elements the first are compared. */
const mostElements = 60;
const mostPairs = 6;
/** Weaker correlations are not worth a picture, unless nothing else is there to show. */
const leastCorrelation = 0.2;

interface Pair {
  readonly one: Element;
  readonly other: Element;
  readonly correlation: number;
}

/** Scatters of the pairs with the strongest rank correlations. */
export function correlatedPairs(
  elements: readonly Element[],
  diverging: Float64Array | undefined,
): Picture[] {
  const compared = elements.filter(({ row }) => row.nonFinite === 0).slice(0, mostElements);
  const ranks = compared.map(({ values }) => ranksOf(values));
  const pairs: Pair[] = [];
  compared.forEach((one, i) => {
    for (let j = i + 1; j < compared.length; j++) {
      const correlation = correlationOfRanks(ranks[i], ranks[j]);
      // constants have none, and what is 1 exactly is one number twice, as in a symmetric matrix
      if (!(Math.abs(correlation) < 1 - 1e-12)) continue;
      pairs.push({ one, other: compared[j], correlation });
    }
  });
  pairs.sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation));
  const strong = pairs.filter(({ correlation }) => Math.abs(correlation) >= leastCorrelation);
  const shown = strong.length > 0 ? strong.slice(0, mostPairs) : pairs.slice(0, 1);
  return shown.map(({ one, other, correlation }) =>
    scatter(
      { name: one.label, values: one.values },
      { name: other.label, values: other.values },
      correlation,
      (draw) => diverging?.[draw] === 1,
    ),
  );
}
