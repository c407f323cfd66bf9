/** A log density made ready to run by one engine. */
export interface PreparedDensity {
  /** The number of unconstrained coordinates. */
  readonly dimension: number;
  /** Of the simplified graph of value and gradient. */
  readonly nodes: number;
  /** @returns the log density; fills `slopes` with its gradient. */
  logDensityGradient(point: Float64Array, slopes: Float64Array): number;
}
