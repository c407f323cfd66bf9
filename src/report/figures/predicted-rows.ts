import type { CheckedOutcome } from '../../api/checked-outcomes.ts';
import { quantile } from '../../results/summary.ts';
import type { PredictedRow } from '../svg/predictive.ts';

/**
 * Quantiles of what was predicted of the first `most` observations, along a value of the data or in their order; without
 * those where the value is missing.
 */
export function predictedRows(
  { observed, replications, cells }: CheckedOutcome,
  along?: ArrayLike<number>,
  most = observed.length,
): PredictedRow[] {
  const rows = Array.from(observed.subarray(0, most), (value, k) => {
    const ascending = Float64Array.from(replications, (row) => row[k]).sort();
    const at = (probability: number): number => quantile(ascending, probability);
    return {
      at: along?.[cells[k]] ?? cells[k] + 1,
      observed: value,
      low: at(0.05),
      innerLow: at(0.25),
      middle: at(0.5),
      innerHigh: at(0.75),
      high: at(0.95),
    };
  });
  return rows.filter(({ at }) => Number.isFinite(at));
}
