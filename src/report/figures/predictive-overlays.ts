import { masses } from '../svg/densities.ts';
import type { Picture } from '../svg/picture.ts';
import { cumulativeOverlay } from '../svg/predictive.ts';
import { seriesClass } from '../svg/theme.ts';
import type { Subject } from './kinds.ts';
import { type CheckedOutcome, checkedOutcomes } from './replicated.ts';

/** Numbers that a curve is drawn from; of more an even selection. */
const mostNumbers = 20_000;
/** Counts with bars of their own. */
const mostCounts = 30;

interface Predicted {
  /** Of the fit. */
  readonly name: string;
  /** Which of the fits. */
  readonly position: number;
  readonly outcome: CheckedOutcome;
}

/** What several fits predict of the same values, over what was observed of them; of numbers and counts. */
export function predictiveOverlays(
  fits: readonly { readonly name: string; readonly subject: Subject }[],
): Picture[] {
  const all = fits.flatMap(({ name, subject: { prediction } }, position): Predicted[] =>
    prediction === undefined
      ? []
      : checkedOutcomes(prediction).map((outcome) => ({ name, position, outcome })),
  );
  const names = [...new Set(all.map(({ outcome }) => outcome.name))];
  return names.flatMap((name) => {
    const ofName = all.filter(({ outcome }) => outcome.name === name);
    return ofName.length < 2 ? [] : overlay(name, ofName);
  });
}

function overlay(name: string, predicted: readonly Predicted[]): Picture[] {
  const kinds = new Set(predicted.map(({ outcome }) => outcome.kind));
  const [{ outcome }] = predicted;
  if (kinds.has('binary') || kinds.has('class')) return [];
  if (kinds.size === 1 && kinds.has('count')) return countOverlay(name, outcome, predicted);
  const layers = predicted.map(({ name: text, position, outcome: { values } }) => ({
    text,
    mark: seriesClass(position),
    values: thinned(values),
  }));
  return [cumulativeOverlay(name, outcome.observed, layers)];
}

function countOverlay(
  name: string,
  { observed }: CheckedOutcome,
  predicted: readonly Predicted[],
): Picture[] {
  const largest = Math.max(...observed);
  if (largest >= mostCounts) return [];
  const shares = (values: Float64Array): number[] => {
    const tally = new Array<number>(largest + 1).fill(0);
    for (const value of values) if (value <= largest) tally[value] += 1 / values.length;
    return tally;
  };
  const layers = [
    { masses: shares(observed), mark: 'ink', text: 'observed' },
    ...predicted.map(({ name: text, position, outcome }) => ({
      masses: shares(outcome.values),
      mark: seriesClass(position),
      text,
    })),
  ];
  return [masses(`${name}: observed and predicted`, 0, layers, name)];
}

function thinned(values: Float64Array): Float64Array {
  const stride = Math.max(1, Math.ceil(values.length / mostNumbers));
  return values.filter((_, k) => k % stride === 0);
}
