import type { NamedEstimate } from '../evidence/agreement.ts';
import type { Note } from '../inference/method.ts';

/** One estimator's answer. */
export interface EvidenceEstimate extends NamedEstimate {
  /** Whether the estimator stands by it. */
  readonly trustworthy: boolean;
  /** Evaluations of the log density, with or without its gradient. */
  readonly evaluations: number;
  readonly seconds: number;
}

/** The log evidence of a model given data, as `--json` prints it. */
export interface Evidence {
  readonly model: string;
  /** Natural logarithm, of the estimate that is reported. */
  readonly logEvidence: number;
  readonly standardError: number;
  /** The estimator that gave it. */
  readonly method: string;
  /** Whether it stands by it, and none of the others contradicts. */
  readonly trustworthy: boolean;
  readonly notes: readonly Note[];
  readonly engine: string;
  readonly seed: number;
  readonly estimates: readonly EvidenceEstimate[];
}
