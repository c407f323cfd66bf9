import { plainNumbers } from '../plain-numbers.ts';
import type { MetricKind, Moments } from './metric.ts';

/** What is known of the mean and the covariance of some vectors: plain numbers. */
export interface ScatterState {
  readonly count: number;
  readonly mean: readonly number[];
  /** Sums of products of deviations from the mean, as many and in the order of the inverse metric. */
  readonly products: readonly number[];
}

/** Mean and covariance of vectors that come one by one (Welford 1962). */
export class Scatter implements Moments {
  count: number;
  readonly mean: Float64Array;
  readonly products: Float64Array;
  private readonly kind: MetricKind;
  private readonly before: Float64Array;
  private readonly after: Float64Array;

  constructor(kind: MetricKind, dimension: number, state?: ScatterState) {
    this.kind = kind;
    this.count = state?.count ?? 0;
    this.mean = state === undefined ? new Float64Array(dimension) : Float64Array.from(state.mean);
    this.products =
      state === undefined
        ? new Float64Array(kind.unit(dimension).length)
        : Float64Array.from(state.products);
    this.before = new Float64Array(dimension);
    this.after = new Float64Array(dimension);
  }

  add(vector: Float64Array): void {
    const { mean, before, after } = this;
    this.count += 1;
    for (let k = 0; k < mean.length; k++) {
      before[k] = vector[k] - mean[k];
      mean[k] += before[k] / this.count;
      after[k] = vector[k] - mean[k];
    }
    this.kind.addProducts(this.products, before, after);
  }

  clear(): void {
    this.count = 0;
    this.mean.fill(0);
    this.products.fill(0);
  }

  get state(): ScatterState {
    const { count, mean, products } = this;
    return { count, mean: plainNumbers(mean), products: plainNumbers(products) };
  }
}
