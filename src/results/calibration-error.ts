/** How far predicted probabilities are from how often things came, in bins of similar probability. */
import type { Statistic } from './bootstrap.ts';

/** Events that came or did not, with the probabilities that they were given. */
export interface Forecasts {
  readonly probabilities: Float64Array;
  /** 1 where the event came, 0 elsewhere. */
  readonly came: Float64Array;
}

/** As in Guo, Pleiss, Sun and Weinberger (2017). */
const BINS = 15;

/**
 * The expected calibration error: the distance of mean probability and share in each bin, averaged by rows, with bins
 * ((b − 1) / 15, b / 15] (Naeini, Cooper and Hauskrecht 2015).
 */
export function fixedBinError({ probabilities, came }: Forecasts): Statistic {
  const bins = Uint8Array.from(probabilities, (p) => Math.max(0, Math.ceil(p * BINS) - 1));
  return (counts) => {
    const gaps = new Float64Array(BINS);
    let rows = 0;
    counts.forEach((count, row) => {
      gaps[bins[row]] += count * (came[row] - probabilities[row]);
      rows += count;
    });
    return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / rows;
  };
}

/** The same with bins of equally many rows (Nguyen and O'Connor 2015): where most probabilities are near 1, it sees them apart. */
export function adaptiveBinError({ probabilities, came }: Forecasts): Statistic {
  const order = Uint32Array.from(probabilities.keys()).sort(
    (a, b) => probabilities[a] - probabilities[b] || a - b,
  );
  return (counts) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const gaps = new Float64Array(BINS);
    let before = 0;
    for (const row of order) {
      const count = counts[row];
      if (count === 0) continue;
      const bin = Math.floor(((before + count / 2) / total) * BINS);
      gaps[bin] += count * (came[row] - probabilities[row]);
      before += count;
    }
    return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / total;
  };
}
