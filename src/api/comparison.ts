import { normalise } from '../evidence/model-weights.ts';
import { jeffreys, kassRaftery } from '../evidence/strength.ts';
import type { Note } from '../inference/method.ts';
import type { Evidence } from './evidence.ts';
import type { PredictiveOverlay } from './predictive-overlay.ts';

/** Something of each model, by its name, from the highest evidence down. */
export type ByModel<T> = Readonly<Record<string, T>>;

/** The logarithm of a Bayes factor, the ratio of two evidences. */
export interface LogBayesFactor {
  /** Natural logarithm: above 0 where the data speak for the first model. */
  readonly value: number;
  readonly standardError: number;
  /** How strong it is in the words of Kass and Raftery (1995), whichever model it speaks for. */
  readonly kassRaftery: string;
  /** The same in the words of Jeffreys (1961). */
  readonly jeffreys: string;
}

/** Models weighed by their evidence. */
export interface EvidenceComparison {
  readonly models: ByModel<Evidence>;
  /** Of each model against the best one. */
  readonly logBayesFactors: ByModel<LogBayesFactor>;
  /** Posterior probabilities of the models among those compared. */
  readonly probabilities: ByModel<number>;
}

/** Predictive accuracy of one model by leave-one-out cross-validation (PSIS-LOO) and WAIC, in numbers alone. */
export interface LooComparison {
  /** Expected log pointwise predictive density, and its error. */
  readonly elpd: number;
  readonly standardError: number;
  /** The effective number of parameters. */
  readonly pLoo: number;
  /** Observations by Pareto k: up to 0.7, up to 1, above. */
  readonly paretoK: { readonly good: number; readonly bad: number; readonly veryBad: number };
  /** Of each observation. */
  readonly pointwiseParetoK: readonly number[];
  /** The best model's elpd minus this one's, over the same observations, and its error. */
  readonly elpdDifference: number;
  readonly differenceError: number;
  readonly stackingWeight: number;
  readonly pseudoBmaWeight: number;
  /** With the Bayesian bootstrap. */
  readonly pseudoBmaPlusWeight: number;
  /** On the scale of the elpd. */
  readonly waic: number;
  readonly waicError: number;
  readonly pWaic: number;
}

/** The evidence with the prior of one parameter made wider or narrower. */
export interface ScaledPrior extends EvidenceComparison {
  readonly parameter: string;
  /** By which the scale of its prior is multiplied, in the models that have the parameter. */
  readonly factor: number;
}

/** Models compared by their predictions alone. */
export interface PredictiveComparison {
  /** From the best predictions down. */
  readonly loo: ByModel<LooComparison>;
  /** What they predict beside what was observed, for pictures; draws of other programs predict nothing. */
  readonly predictions?: readonly PredictiveOverlay[];
  readonly trustworthy: boolean;
  readonly notes: readonly Note[];
}

export interface Comparison extends EvidenceComparison {
  /** The model with the highest evidence. */
  readonly best: string;
  readonly priorProbabilities: ByModel<number>;
  /** Absent where a model has a `factor` in place of observations. */
  readonly loo?: ByModel<LooComparison>;
  /** What the models predict beside what was observed, for pictures; absent where `loo` is. */
  readonly predictions?: readonly PredictiveOverlay[];
  /** Where it was asked for: a row a parameter and factor. */
  readonly sensitivity?: readonly ScaledPrior[];
  readonly trustworthy: boolean;
  readonly notes: readonly Note[];
}

/** Of models, or of fits alone. */
export type AnyComparison = Comparison | PredictiveComparison;

/** The logarithm of the Bayes factor of one model against another. */
export function logBayesFactorOf(one: Evidence, other: Evidence): LogBayesFactor {
  const value = one.logEvidence - other.logEvidence;
  return {
    value,
    standardError: one === other ? 0 : Math.hypot(one.standardError, other.standardError),
    kassRaftery: kassRaftery(value),
    jeffreys: jeffreys(value),
  };
}

/**
 * @param evidences in the order in which they are to be shown
 * @param weights prior weights, in any unit
 */
export function byEvidence(
  evidences: ByModel<Evidence>,
  best: string,
  weights: ByModel<number>,
): EvidenceComparison {
  const names = Object.keys(evidences);
  const probabilities = normalise(
    names.map((name) => evidences[name].logEvidence + Math.log(weights[name])),
  );
  return {
    models: evidences,
    logBayesFactors: ofEach(names, (name) => logBayesFactorOf(evidences[name], evidences[best])),
    probabilities: ofEach(names, (_, k) => probabilities[k]),
  };
}

export function ofEach<T>(
  names: readonly string[],
  value: (name: string, position: number) => T,
): Record<string, T> {
  return Object.fromEntries(names.map((name, k) => [name, value(name, k)]));
}
