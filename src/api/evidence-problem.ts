import { type EvidenceProblem, type EvidenceTarget, sampleChains } from '../evidence/estimator.ts';
import type {
  Approximation,
  GradientTarget,
  InferenceMethod,
  Target,
} from '../inference/method.ts';
import { nuts } from '../inference/nuts/nuts.ts';
import { Pauses } from '../inference/pauses.ts';
import { type Progress, run } from '../inference/run.ts';
import { inThreads } from '../parallel/run-in-threads.ts';
import type { Density } from '../posterior/density.ts';
import { evidenceTarget } from '../posterior/evidence-target.ts';
import { Random } from '../random/random.ts';
import type { OptionNames } from './option-error.ts';
import type { Posterior } from './posterior.ts';
import { tangentTarget } from './tangent-target.ts';

export interface WorkOptions {
  readonly draws: number;
  /** Threads for chains, at most. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress & { readonly method: string }) => void;
}

export const workOptionNames: OptionNames<WorkOptions> = {
  draws: true,
  workers: true,
  signal: true,
  onProgress: true,
};

/** None of the estimators has a random stream of this label. */
const sampleStream = 1000;

/** Draws of nuts that are made when they are first asked for, and kept for all who ask again. */
export class SharedSample {
  readonly #random: Random;
  #made: Promise<Approximation> | undefined;

  constructor(seed: number) {
    this.#random = Random.fromSeed(seed).stream(sampleStream);
  }

  take(make: (random: Random) => Promise<Approximation>): Promise<Approximation> {
    this.#made ??= make(this.#random);
    return this.#made;
  }
}

/** Evaluations of the log density, with or without its gradient. */
interface Cost {
  evaluations: number;
}

/**
 * What one estimator works with.
 *
 * @param cost counts what it takes; draws that are shared cost who asks first
 */
export function evidenceProblem(
  posterior: Posterior,
  density: Density,
  method: string,
  random: Random,
  { draws, workers, signal, onProgress }: WorkOptions,
  cost: Cost,
  shared: SharedSample,
): EvidenceProblem {
  const { typed, bound, lowered } = posterior;
  const started = performance.now();
  const pauses = new Pauses(signal);
  const problem: EvidenceProblem = {
    target: counting(evidenceTarget(density, typed, bound, lowered), cost),
    draws,
    random,
    async fit<Options, State, T extends GradientTarget>(
      inference: InferenceMethod<Options, State, T>,
      options: Partial<Options>,
      source: Random,
      target: T,
    ) {
      const { dimension, share } = target;
      const before = cost.evaluations;
      const approximation = await run(
        inference,
        target,
        { ...inference.defaults, ...options },
        source,
        {
          ...(signal && { signal }),
          ...(onProgress && { onProgress: (progress) => onProgress({ ...progress, method }) }),
          ...(share && {
            elsewhere: inThreads<Options, State>(
              inference.name,
              { dimension, share },
              { ...(workers !== undefined && { workers }), ...(signal && { signal }) },
            ),
          }),
        },
      );
      // what may run in other threads counts for itself
      if (inference.parallel !== undefined)
        cost.evaluations = before + approximation.values.gradients;
      return approximation;
    },
    async withTangent(use) {
      const standard = posterior.inForms(new Map());
      const { engine } = density;
      const { target, dispose } = tangentTarget(standard, engine, standard.density(engine), {});
      const counted: Target = {
        ...target,
        logDensityGradient(point, gradient) {
          cost.evaluations++;
          return target.logDensityGradient(point, gradient);
        },
      };
      return use(counted).finally(dispose);
    },
    sample() {
      const perChain = 2 * Math.ceil(draws / sampleChains / 2);
      return shared.take((source) =>
        problem.fit(nuts, { chains: sampleChains, draws: perChain }, source, problem.target),
      );
    },
    async pause(progress, message) {
      const now = performance.now();
      if (!pauses.isDue(now)) return;
      onProgress?.({ progress, message, done: false, step: 0, elapsedMs: now - started, method });
      await pauses.take();
    },
  };
  return problem;
}

function counting(target: EvidenceTarget, cost: Cost): EvidenceTarget {
  const { dimension, share } = target;
  return {
    dimension,
    share,
    logDensity(point) {
      cost.evaluations++;
      return target.logDensity(point);
    },
    logDensityGradient(point, gradient) {
      cost.evaluations++;
      return target.logDensityGradient(point, gradient);
    },
    hessian(point) {
      // a product with the Hessian is about two gradients, one for each coordinate
      cost.evaluations += 2 * dimension;
      return target.hessian(point);
    },
    coordinateName: (coordinate) => target.coordinateName(coordinate),
    get tempered() {
      const { tempered } = target;
      return {
        dimension: tempered.dimension,
        share: tempered.share,
        logDensityGradient(point: Float64Array, gradient: Float64Array) {
          cost.evaluations++;
          return tempered.logDensityGradient(point, gradient);
        },
      };
    },
    get prior() {
      return target.prior;
    },
    get isQuadratic() {
      return target.isQuadratic;
    },
  };
}
