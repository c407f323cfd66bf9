import type { Prediction } from '../../api/prediction.ts';
import { kernelDensity } from '../../results/kernel-density.ts';
import { quantile } from '../../results/summary.ts';
import { densities, masses } from '../svg/densities.ts';
import type { Picture } from '../svg/picture.ts';
import { domainOf } from '../svg/scale.ts';
import { seriesClass } from '../svg/theme.ts';
import { type Element, mostTelling } from './elements.ts';

/** Whole numbers with bars of their own. */
const mostValues = 40;

/** The density of each element, of each chain where there are several; of whole numbers their probabilities. */
export function densityPictures(
  elements: readonly Element[],
  chains: number | undefined,
): Picture[] {
  return elements.flatMap(({ label, values }) => {
    const range = wholeRange(values);
    if (range !== undefined) {
      const layer = { masses: shares(values, range), mark: '', text: 'posterior' };
      return [masses(label, range.lowest, [layer], label)];
    }
    const all = kernelDensity(values, windowOf(values));
    if (all === undefined) return [];
    const count = chains ?? 1;
    const length = values.length / count;
    const ofChains = Array.from({ length: count === 1 ? 0 : count }, (_, k) =>
      kernelDensity(values.subarray(k * length, (k + 1) * length), windowOf(values)),
    );
    return [
      densities(
        label,
        [
          { curve: all, mark: '', filled: true },
          ...ofChains.flatMap((curve, k) =>
            curve === undefined ? [] : [{ curve, mark: seriesClass(k), text: `chain ${k + 1}` }],
          ),
        ],
        label,
      ),
    ];
  });
}

/** Prior and posterior over each other, of the parameters that tell most. */
export function priorPictures(
  elements: readonly Element[],
  prior: Prediction,
  most: number,
): Picture[] {
  const { draws } = prior.parts;
  const parameters = new Set(prior.parts.simulation.parameters.map(({ name }) => name));
  const own = elements.filter(({ name, row }) => parameters.has(name) && row.sd > 0);
  return mostTelling(own, most).flatMap(({ name, label, position, values }) => {
    const before = draws.element(name, position);
    const window = jointWindow(values, before);
    const [ofPrior, ofPosterior] = [kernelDensity(before, window), kernelDensity(values, window)];
    if (ofPrior === undefined || ofPosterior === undefined) return [];
    return [
      densities(
        label,
        [
          { curve: ofPosterior, mark: '', filled: true, text: 'posterior' },
          { curve: ofPrior, mark: 'ink dashed', text: 'prior' },
        ],
        label,
        window,
      ),
    ];
  });
}

/** All but a thousandth of the draws at each end. */
function windowOf(values: Float64Array, share = 0.001): readonly [number, number] {
  const ascending = values.filter(Number.isFinite).sort();
  return domainOf([quantile(ascending, share), quantile(ascending, 1 - share)], 0);
}

/** Both in sight, but a wide prior at most six times as wide as the posterior. */
function jointWindow(posterior: Float64Array, prior: Float64Array): readonly [number, number] {
  const [low, high] = windowOf(posterior);
  const [priorLow, priorHigh] = windowOf(prior, 0.02);
  const room = 2.5 * (high - low);
  return [
    Math.min(low, Math.max(priorLow, low - room)),
    Math.max(high, Math.min(priorHigh, high + room)),
  ];
}

interface WholeRange {
  readonly lowest: number;
  readonly count: number;
}

function wholeRange(values: Float64Array): WholeRange | undefined {
  if (!values.every(Number.isInteger)) return undefined;
  const lowest = values.reduce((a, b) => Math.min(a, b));
  const count = values.reduce((a, b) => Math.max(a, b)) - lowest + 1;
  return count <= mostValues ? { lowest, count } : undefined;
}

function shares(values: Float64Array, { lowest, count }: WholeRange): number[] {
  const tally = new Array<number>(count).fill(0);
  for (const value of values) tally[value - lowest] += 1 / values.length;
  return tally;
}
