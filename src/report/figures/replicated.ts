import { observedElements } from '../../api/observed.ts';
import type { Prediction } from '../../api/prediction.ts';
import { quantile } from '../../results/summary.ts';
import type { PredictedRow, Replicated } from '../svg/predictive.ts';

/** What was observed of one quantity with what was predicted, cells without an observation left out. */
export interface CheckedOutcome extends Replicated {
  /** Row-major, replications × observations. */
  readonly values: Float64Array;
  readonly kind: 'class' | 'binary' | 'count' | 'real';
  /** Of the observations, their places among all cells, and how many cells there are. */
  readonly cells: readonly number[];
  readonly size: number;
}

/** Observations with predictions; none where the data lack what is observed. */
export function checkedOutcomes(prediction: Prediction): CheckedOutcome[] {
  const { simulation, draws } = prediction.parts;
  return simulation.outcomes.flatMap((outcome): CheckedOutcome[] => {
    const { name, observed, given } = outcome;
    const cells = observedElements(outcome);
    if (observed === undefined || cells.length === 0) return [];
    const isClass = given !== undefined && given !== 'moments';
    const column = draws.column(name);
    const replications = Array.from({ length: draws.count }, (_, draw) =>
      Float64Array.from(cells, (cell) => column.values[draw * observed.length + cell]),
    );
    const values = new Float64Array(draws.count * cells.length);
    replications.forEach((row, draw) => {
      values.set(row, draw * cells.length);
    });
    const data = Float64Array.from(cells, (cell) => observed[cell]);
    return [
      {
        name,
        observed: data,
        replications,
        values,
        kind: isClass ? 'class' : kindOf(data, values),
        cells,
        size: observed.length,
      },
    ];
  });
}

/** Only distributions of whole numbers draw nothing but whole numbers. */
function kindOf(observed: Float64Array, values: Float64Array): CheckedOutcome['kind'] {
  const both = [observed, values];
  if (both.every((all) => all.every((x) => x === 0 || x === 1))) return 'binary';
  if (both.every((all) => all.every((x) => Number.isInteger(x) && x >= 0))) return 'count';
  return 'real';
}

/** The mean of the draws of each observation: of binary ones the predicted probability of 1. */
export function predictedMeans({ observed, replications }: Replicated): Float64Array {
  return observed.map(
    (_, k) => replications.reduce((sum, row) => sum + row[k], 0) / replications.length,
  );
}

/** Quantiles of what was predicted of the first `most` observations, along a value of the data or in their order. */
export function predictedRows(
  { observed, replications, cells }: CheckedOutcome,
  along?: ArrayLike<number>,
  most = observed.length,
): PredictedRow[] {
  return Array.from(observed.subarray(0, most), (value, k) => {
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
}
