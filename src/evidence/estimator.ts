/**
 * The contract of estimators of the log evidence (the log marginal likelihood): the logarithm of the integral of
 * prior times likelihood over the unconstrained space. An estimator knows a target whose prior is normalised; it
 * knows neither distributions nor engines.
 */
import type {
  Approximation,
  GradientTarget,
  InferenceMethod,
  Note,
  Target,
} from '../inference/method.ts';
import type { Random } from '../random/random.ts';

/** The log density of a posterior up to its evidence. */
export interface EvidenceTarget extends Target {
  /** log prior + β · log likelihood with β as one more coordinate, the last: its derivative is the log likelihood. */
  readonly tempered: GradientTarget;
  readonly prior: Prior;
  /** Whether the log density is a polynomial of degree two in the coordinates: its second derivatives are constant. */
  readonly isQuadratic: boolean;
}

/** The chains of the draws of nuts that estimators share. */
export const sampleChains = 4;

/** The prior, which integrates to 1. */
export interface Prior {
  /** Why a parameter cannot be drawn from it, by its name, in words. */
  readonly impossible: ReadonlyMap<string, string>;
  /** A point of the unconstrained space. */
  draw(random: Random): Float64Array;
}

/** What an estimator has to work with. */
export interface EvidenceProblem {
  readonly target: EvidenceTarget;
  /** Draws that an estimate is made of, in all. */
  readonly draws: number;
  /** The same numbers for the same generator. */
  readonly random: Random;
  /** Runs an inference method to its end, with its defaults where `options` are silent. */
  fit<Options, State, T extends GradientTarget>(
    method: InferenceMethod<Options, State, T>,
    options: Partial<Options>,
    random: Random,
    target: T,
  ): Promise<Approximation>;
  /**
   * What to fit where networks are replaced by their tangents; it is valid until `use` is done.
   *
   * @throws OptionError where the model has no network
   */
  withTangent<T>(use: (target: Target) => Promise<T>): Promise<T>;
  /** Draws of nuts in `sampleChains` chains of an even length, `draws` in all or a few more: made once, whoever asks. */
  sample(): Promise<Approximation>;
  /** To be awaited between pieces of long work: gives the event loop its turn, and throws where the work was called off. */
  pause(progress: number, message: string): Promise<void>;
}

/** What an estimator says. */
export interface Estimate {
  /** Natural logarithm. */
  readonly logEvidence: number;
  /** Of `logEvidence`; of `exact` what rounding leaves open. */
  readonly standardError: number;
  /** `lower bound`: the log evidence is this or more. */
  readonly kind: 'exact' | 'estimate' | 'lower bound';
  /** Figures by name. */
  readonly values: Readonly<Record<string, number>>;
  /** A warning among them says why the estimate should not be trusted. */
  readonly notes: readonly Note[];
}

/** One way to the log evidence: a file, and a row in `index.ts`. */
export interface EvidenceEstimator {
  readonly name: string;
  /** One line for `--help` and the reference. */
  readonly summary: string;
  /**
   * @throws InferenceError where there is no answer
   */
  estimate(problem: EvidenceProblem): Promise<Estimate>;
}
