/**
 * Posterior predictive p-values (Gelman, Meng and Stern 1996): the share of replicated data sets of which a
 * statistic is larger than that of the data, ties counted half.
 */

export const checkedStatistics = ['mean', 'sd', 'min', 'max'] as const;
export type CheckedStatistic = (typeof checkedStatistics)[number];

/** The p-values of one observed quantity: near 0 or 1 where the model does not reproduce the data. */
export type PredictiveCheck = Readonly<Record<CheckedStatistic, number>>;

/**
 * @param observed the data; where they are NaN, the replications do not count either
 * @param replicated row-major, replications × elements of the data
 * @returns undefined where nothing is observed
 */
export function predictiveCheck(
  observed: Float64Array,
  replicated: Float64Array,
): PredictiveCheck | undefined {
  const places = [...observed.keys()].filter((k) => !Number.isNaN(observed[k]));
  if (places.length === 0) return undefined;
  const of = (values: Float64Array, offset: number): PredictiveCheck =>
    statistics(values, offset, places);
  const data = of(observed, 0);
  const count = replicated.length / observed.length;
  const larger: Record<CheckedStatistic, number> = { mean: 0, sd: 0, min: 0, max: 0 };
  for (let k = 0; k < count; k++) {
    const replication = of(replicated, k * observed.length);
    for (const name of checkedStatistics) {
      const difference = replication[name] - data[name];
      // a replication or a statistic that is undefined (the sd of one value) gives NaN
      larger[name] += Number.isNaN(difference) ? Number.NaN : (Math.sign(difference) + 1) / 2;
    }
  }
  const share = (name: CheckedStatistic): number => larger[name] / count;
  return { mean: share('mean'), sd: share('sd'), min: share('min'), max: share('max') };
}

function statistics(
  values: Float64Array,
  offset: number,
  places: readonly number[],
): Record<CheckedStatistic, number> {
  let mean = 0;
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  // Welford (1962)
  places.forEach((place, k) => {
    const value = values[offset + place];
    const difference = value - mean;
    mean += difference / (k + 1);
    squares += difference * (value - mean);
    min = Math.min(min, value);
    max = Math.max(max, value);
  });
  return { mean, sd: Math.sqrt(squares / (places.length - 1)), min, max };
}
