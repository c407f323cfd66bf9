import type { Note } from '../inference/method.ts';
import type { PriorDivergence } from '../posterior/prior-divergence.ts';
import { largestTrustedRhat } from '../results/convergence.ts';
import type { Draws } from '../results/draws.ts';
import type { SummaryRow } from '../results/summary-table.ts';

/** Above this more draws are advised (Vehtari et al. 2021); of many quantities some lie above it by chance. */
const largestRhat = 1.01;
/** Below this many effective draws a chain, estimates of convergence themselves are unreliable (ibid.). */
const leastEssPerChain = 100;
/** Shorter chains cannot be split and compared. */
const leastDraws = 6;

/** Values among the draws that are not numbers. */
export function notesOnDraws(draws: Draws): Note[] {
  return [...draws.columns.values()].flatMap(({ name, values }) => {
    const undefinedValues = values.reduce((sum, x) => sum + (Number.isNaN(x) ? 1 : 0), 0);
    if (undefinedValues === 0) return [];
    const message = `${name} is not a number in ${undefinedValues} of its ${values.length} drawn values.`;
    return [{ code: 'undefined-values', severity: 'warning' as const, message }];
  });
}

/** What dropout layers mean to a method that draws weights. */
export function notesOnDropout(layers: number): Note[] {
  if (layers === 0) return [];
  const message =
    'The dropout layers change nothing here: they are a part of MC dropout (--method mc-dropout), not of the model.';
  return [{ code: 'dropout', severity: 'note', message }];
}

/** Parameters whose approximation is their prior, to within so many nats an element. */
const smallestDivergence = 0.005;

/** Parameters of which the data say next to nothing, or whose approximation collapsed to the prior. */
export function notesOnPriors(divergences: readonly PriorDivergence[]): Note[] {
  const like = divergences.filter(({ size, divergence }) => divergence < smallestDivergence * size);
  if (like.length === 0) return [];
  const names = like.slice(0, 4).map(({ name }) => name);
  const rest = like.length > 4 ? ` and ${like.length - 4} more` : '';
  const message = `What was found of ${names.join(', ')}${rest} is hardly different from the prior: either the data say nothing about it, or the approximation has collapsed. A fit by nuts tells which.`;
  return [{ code: 'like-prior', severity: 'note', message }];
}

/** Whether the chains agree, and how much their draws are worth; nothing where draws are no chains. */
export function notesOnConvergence(rows: readonly SummaryRow[], { chains, count }: Draws): Note[] {
  if (chains === undefined) return [];
  if (count / chains < leastDraws) {
    const message = `${count / chains} draws of each chain are too few to tell whether the chains agree: draw more (--draws).`;
    return [{ code: 'few-draws', severity: 'warning', message }];
  }
  const notes: Note[] = [];
  const unmixed = rows.filter((row) => row.rhat! > largestRhat);
  if (unmixed.length > 0) {
    const worst = unmixed.reduce((a, b) => (b.rhat! > a.rhat! ? b : a));
    const isFar = worst.rhat! > largestTrustedRhat;
    notes.push({
      code: 'rhat',
      severity: isFar ? 'warning' : 'note',
      message: `The chains do not ${isFar ? '' : 'quite '}agree on ${listed(unmixed, worst)} (R-hat up to ${worst.rhat!.toFixed(3)}, above ${largestRhat}). Draw more (--draws, --warmup); if that does not help, the posterior has several modes or a difficult shape.`,
    });
  }
  const least = leastEssPerChain * chains;
  const scarce = rows.filter((row) => Math.min(row.essBulk!, row.essTail!) < least);
  if (scarce.length > 0) {
    const ess = (row: SummaryRow): number => Math.min(row.essBulk!, row.essTail!);
    const worst = scarce.reduce((a, b) => (ess(b) < ess(a) ? b : a));
    notes.push({
      code: 'effective-draws',
      severity: 'warning',
      message: `There are few effective draws of ${listed(scarce, worst)} (down to ${Math.round(ess(worst))}; ${least} are needed): draw more (--draws).`,
    });
  }
  return notes;
}

function listed(rows: readonly SummaryRow[], worst: SummaryRow): string {
  const name = worst.label ?? worst.key;
  if (rows.length === 1) return name;
  return `${name} and ${rows.length - 1} other ${rows.length === 2 ? 'quantity' : 'quantities'}`;
}
