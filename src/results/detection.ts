/** Whether a score tells rows of another kind from usual ones: large for the others. */
import type { Statistic } from './bootstrap.ts';

/** Rows of both samples by ascending score: equal ones share a step. */
interface Step {
  readonly usual: readonly number[];
  readonly other: readonly number[];
}

/**
 * - auroc: how often the score of another row is above that of a usual one, equal ones counted half
 * - fpr95: the share of other rows whose score is not above the one below which 95% of the usual rows lie
 *
 * @returns statistics of the two samples
 */
export function detectionStatistics(
  usual: Float64Array,
  other: Float64Array,
): { readonly auroc: Statistic; readonly fpr95: Statistic } {
  const steps = stepsOf(usual, other);
  const countOf = (rows: readonly number[], counts: Float64Array): number =>
    rows.reduce((sum, row) => sum + counts[row], 0);
  const total = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);
  return {
    auroc: (usualCounts, otherCounts) => {
      let below = 0;
      let above = 0;
      for (const step of steps) {
        const here = countOf(step.usual, usualCounts);
        above += countOf(step.other, otherCounts) * (below + here / 2);
        below += here;
      }
      return above / (total(usualCounts) * total(otherCounts));
    },
    fpr95: (usualCounts, otherCounts) => {
      const wanted = 0.95 * total(usualCounts) * (1 - 1e-12);
      let kept = 0;
      let taken = 0;
      for (const step of steps) {
        kept += countOf(step.usual, usualCounts);
        taken += countOf(step.other, otherCounts);
        if (kept >= wanted) break;
      }
      return taken / total(otherCounts);
    },
  };
}

function stepsOf(usual: Float64Array, other: Float64Array): Step[] {
  const all = [...usual, ...other];
  const order = [...all.keys()].sort((a, b) => all[a] - all[b]);
  const steps: { usual: number[]; other: number[] }[] = [];
  let last = Number.NaN;
  for (const k of order) {
    if (all[k] !== last) steps.push({ usual: [], other: [] });
    last = all[k];
    const step = steps[steps.length - 1];
    if (k < usual.length) step.usual.push(k);
    else step.other.push(k - usual.length);
  }
  return steps;
}
