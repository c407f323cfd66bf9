/** What a fit can be told, and what of it goes together. */
import type { DataInputs } from '../binding/inputs.ts';
import type { Table } from '../binding/table.ts';
import { mcDropout } from '../inference/mc-dropout.ts';
import type { Progress } from '../inference/run.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkOwner, isGaussNewton } from './choose-method.ts';
import { type EngineOptions, engineOptionNames } from './engines.ts';
import type { Fit } from './fit.ts';
import { type DropoutRate, hasDeepNetworks } from './network-target.ts';
import {
  checkCount,
  checkNames,
  checkSeed,
  checkShare,
  OptionError,
  type OptionNames,
} from './option-error.ts';
import type { Posterior } from './posterior.ts';

export interface FitOptions extends EngineOptions {
  /** `nuts`, `laplace`, `vi`, `pathfinder`, `mc-dropout`, or `auto` (the default), which chooses and says why. */
  readonly method?: string;
  /** Of `vi`: `mean-field`, independent normals (the default), or `full-rank`, a normal with correlations. */
  readonly family?: string;
  /**
   * Of `nuts`: what it learns of the posterior's scale in warm-up. `diagonal`, the variance of each coordinate (the
   * default for more than 20), or `dense`, their covariances too (the default up to 20): for strong correlations, up to
   * 1,000 coordinates.
   */
  readonly metric?: string;
  /**
   * Of `laplace`: `exact`, the second derivatives of the log density (the default where there is no network with hidden
   * layers), or for networks the generalised Gauss-Newton matrix: `full`, `kronecker`, `last-layer` or `diagonal`; unless
   * said `full` up to 500 coordinates, else `kronecker`, and `diagonal` where some weights are not those of layers alone.
   */
  readonly hessian?: string;
  /**
   * Of `laplace` for networks: multiplies the precision of the weights' normal priors by what makes the evidence largest,
   * one factor for all (`global`) or one for each layer (`layer`).
   */
  readonly tunePrior?: string;
  /**
   * Of `vi` and `mc-dropout`, and of `laplace` for networks: a dimension and a size, `{ home: 100 }`. Each step looks at the likelihood of so many members of it, and
   * nothing is recompiled from one batch to the next.
   */
  readonly batch?: Readonly<Record<string, number>>;
  /** Draws from the approximation, 4,000 unless said; of `nuts` draws of each chain, 1,000 unless said. */
  readonly draws?: number;
  /** Of `nuts`: chains, 4 unless said. */
  readonly chains?: number;
  /** Of `nuts`: transitions of each chain that adapt it and are not kept, 1,000 unless said. */
  readonly warmup?: number;
  /**
   * Of `nuts`: the mean acceptance of proposals that the step size is adapted to, between 0 and 1; 0.8 unless said.
   * Closer to 1 steps are smaller, and follow a density that curves sharply: fewer divergences, more gradients.
   */
  readonly targetAcceptance?: number;
  /**
   * Of `mc-dropout`: a rate for all dropout layers in place of those in the model; several, of which that is taken whose
   * training on four fifths of the examples predicts the last best; `search`, that among usual ones; or `learned` with
   * the weights (concrete dropout).
   */
  readonly dropoutRate?: DropoutRate;
  /**
   * The fit of earlier data by `laplace` or `vi`, whose normal distribution stands in place of the priors. Its draws
   * may have been corrected by weights; the normal was not.
   */
  readonly prior?: Fit;
  /**
   * Of approximations: so many fits, each from a seed of its own, as one: the draws are of all of them alike, and
   * predictions their average (deep ensembles; Lakshminarayanan, Pritzel and Blundell 2017). For networks, whose
   * posterior has many modes. 1 unless said.
   */
  readonly ensemble?: number;
  /**
   * Of `mc-dropout`, and of `vi` and `laplace` of networks with hidden layers: data that no step sees, whose negative log
   * likelihood is told while training goes on and kept with the fit (`diagnostics.heldOutTrace`). They change no draw.
   */
  readonly heldOut?: DataInputs | Table;
  /** Of `mc-dropout`, and of `vi` and `laplace` of networks with hidden layers: steps of the training, 10,000 unless said. */
  readonly steps?: number;
  /**
   * Threads that `nuts` runs its chains and `pathfinder` its paths in: at most so many, as many as there are cores
   * unless said; 1 is this thread alone. The numbers are the same.
   */
  readonly workers?: number;
  /** The same seed gives the same numbers on the same engine; 1 unless said. */
  readonly seed?: number;
  /** Ends the fit: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called every now and then. */
  readonly onProgress?: (progress: Progress & { readonly method: string }) => void;
  /** Called every now and then with all that is needed to go on from there: plain JSON but for NaN and infinities. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
  /** A checkpoint of the same model, data and options to go on from: the numbers are those of a run without pause. */
  readonly resume?: Checkpoint;
}

const optionNames: OptionNames<FitOptions> = {
  ...engineOptionNames,
  method: true,
  family: true,
  metric: true,
  hessian: true,
  tunePrior: true,
  batch: true,
  draws: true,
  chains: true,
  warmup: true,
  targetAcceptance: true,
  dropoutRate: true,
  prior: true,
  ensemble: true,
  heldOut: true,
  steps: true,
  workers: true,
  seed: true,
  signal: true,
  onProgress: true,
  onCheckpoint: true,
  resume: true,
};

/** Of an approximation. */
export const defaultDraws = 4000;

/** What kind of fit the options ask for. */
export interface FitPlan {
  /** Whether the model has a network with layers behind layers. */
  readonly isDeep: boolean;
  readonly withDropout: boolean;
  /** Whether weights are trained by steps that see batches of examples. */
  readonly isTrained: boolean;
  /** Whether networks are replaced by their tangents. */
  readonly byTangent: boolean;
}

/** @throws OptionError for a name that is none, where options are no numbers that they can be, or do not go together */
export function checkedPlan(bound: Posterior, options: FitOptions): FitPlan {
  checkNames(options, optionNames);
  const { method: wanted = 'auto', heldOut, prior } = options;
  for (const name of ['draws', 'chains', 'steps', 'workers'] as const)
    checkCount(name, options[name]);
  checkCount('warmup', options.warmup, 0);
  checkShare('targetAcceptance', options.targetAcceptance);
  checkSeed(options.seed);
  if (bound.dimension === 0) {
    throw new OptionError('the model has no parameters, so there is nothing to fit');
  }
  const withDropout = wanted === mcDropout.name;
  const isDeep = hasDeepNetworks(bound);
  const byTangent = isGaussNewton(wanted, { ...options, isDeep });
  if (options.batch !== undefined && !withDropout && !byTangent) checkOwner('batch', 'vi', wanted);
  const isTrained = withDropout || (isDeep && wanted === 'vi' && options.family !== 'full-rank');
  if (heldOut !== undefined && !isTrained && !byTangent)
    throw new OptionError(
      'held-out data are for watching the training of networks: by mc-dropout, or by vi or laplace where a network has hidden layers. Of other fits, `evaluate` compares predictions with them',
    );
  if (options.steps !== undefined && !isDeep && wanted === 'auto')
    throw new OptionError('steps are of training networks with hidden layers: the model has none');
  if (options.dropoutRate !== undefined) checkOwner('the dropout rate', mcDropout.name, wanted);
  if (prior !== undefined && withDropout)
    throw new OptionError(
      'mc-dropout has no normal distribution to put in place of the priors: take vi or laplace',
    );
  if (prior !== undefined && options.tunePrior !== undefined)
    throw new OptionError('where an earlier fit is the prior there is no prior to tune');
  return { isDeep, withDropout, isTrained, byTangent };
}
