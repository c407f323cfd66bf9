import type { NamedValues } from '../engines/engine.ts';
import type { LogDensities } from '../posterior/simulation.ts';

/** Logarithms of the means of densities over draws: log predictive densities, draw by draw. */
export class LogMeans {
  private readonly of: LogDensities;
  private count = 0;
  /** The largest logarithm so far, and the sum of the densities relative to it. */
  private readonly largest: Float64Array;
  private readonly sum: Float64Array;

  constructor(of: LogDensities) {
    this.of = of;
    this.largest = new Float64Array(of.events.length).fill(-Infinity);
    this.sum = new Float64Array(of.events.length);
  }

  /** @param values of one run of the model */
  add(values: NamedValues): void {
    const { largest, sum, of } = this;
    const logs = values[of.name];
    this.count++;
    of.events.forEach((event, k) => {
      const log = logs[event];
      if (log === -Infinity) return;
      if (log <= largest[k]) {
        sum[k] += Math.exp(log - largest[k]);
        return;
      }
      // NaN comes here too, and stays in the sum
      sum[k] = sum[k] * Math.exp(largest[k] - log) + 1;
      largest[k] = log;
    });
  }

  /** By observed event; NaN where a density was. */
  get values(): Float64Array {
    return this.largest.map((log, k) => log + Math.log(this.sum[k] / this.count));
  }
}
