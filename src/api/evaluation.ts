import type { Metric } from '../results/bootstrap.ts';

export type Metrics = Readonly<Record<string, Metric>>;

/** How good the predictions of one outcome are: each figure with its 90% interval, by resampling rows. */
export interface OutcomeEvaluation {
  readonly name: string;
  readonly kind: 'class' | 'number';
  /** Of the held-out data. */
  readonly rows: number;
  /**
   * Of classes `accuracy`, `nll`, `brier`, `ece`, `eceAdaptive`, `eceClasswise`; of numbers `rmse`, `nll`, `crps`,
   * `coverage50`, `width50`, `coverage90`, `width90`. Against rows of another kind of classes `aurocEntropy`,
   * `fpr95Entropy`, `aurocMutualInformation`, `fpr95MutualInformation`, of numbers `…Variance` and `…Epistemic`.
   */
  readonly metrics: Metrics;
  /** Of classes: the calibration error of each class by itself. */
  readonly byClass?: Metrics;
  /** Where the fit has a temperature: it, and the figures without it. */
  readonly temperature?: number;
  readonly untempered?: Metrics;
}

/** What `--json` prints. */
export interface EvaluationJson {
  readonly model: string;
  /** By name; where several outcomes were observed `OUTCOME.NAME`. */
  readonly metrics: Metrics;
  readonly outcomes: readonly OutcomeEvaluation[];
  readonly notes: readonly string[];
}

/** How good a fit's predictions of held-out data are. */
export class Evaluation {
  readonly model: string;
  readonly outcomes: readonly OutcomeEvaluation[];
  readonly notes: readonly string[];

  constructor(model: string, outcomes: readonly OutcomeEvaluation[], notes: readonly string[]) {
    this.model = model;
    this.outcomes = outcomes;
    this.notes = notes;
  }

  /** By name; where several outcomes were observed `OUTCOME.NAME`. */
  get metrics(): Metrics {
    const isOne = this.outcomes.length === 1;
    return Object.fromEntries(
      this.outcomes.flatMap(({ name, metrics }) =>
        Object.entries(metrics).map(([key, metric]) => [isOne ? key : `${name}.${key}`, metric]),
      ),
    );
  }

  toJSON(): EvaluationJson {
    const { model, metrics, outcomes, notes } = this;
    return { model, metrics, outcomes, notes };
  }
}
