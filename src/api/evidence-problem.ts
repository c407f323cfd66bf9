import { type EvidenceProblem, sampleChains } from '../evidence/estimator.ts';
import type { Approximation, Target } from '../inference/method.ts';
import { nuts } from '../inference/nuts/nuts.ts';
import { type Elsewhere, type Progress, run } from '../inference/run.ts';
import { inThreads } from '../parallel/run-in-threads.ts';
import type { Density } from '../posterior/density.ts';
import { evidenceTarget } from '../posterior/evidence-target.ts';
import { Random } from '../random/random.ts';
import type { Posterior } from './posterior.ts';

export interface WorkOptions {
  readonly draws: number;
  /** Threads for chains, at most. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress & { readonly method: string }) => void;
}

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

/** How long work goes on before the event loop gets its turn. */
const sliceMs = 50;

/**
 * What one estimator works with.
 *
 * @param cost counts evaluations of the log density, with or without its gradient; draws that are shared cost who asks first
 */
export function evidenceProblem(
  { lowered, coordinates, dimension }: Posterior,
  density: Density,
  method: string,
  random: Random,
  { draws, workers, signal, onProgress }: WorkOptions,
  cost: { evaluations: number },
  shared: SharedSample,
): EvidenceProblem {
  const target = evidenceTarget(density, lowered, coordinates);
  const { share } = density;
  const started = performance.now();
  let last = started;
  const problem: EvidenceProblem = {
    target: {
      ...counting(target, cost),
      get prior() {
        return counting(target.prior, cost);
      },
      get isQuadratic() {
        return target.isQuadratic;
      },
    },
    draws,
    random,
    async fit(inference, options, source, other) {
      // what runs in other threads counts its own gradients
      const countsItself = inference.parallel !== undefined;
      const run_ = run(
        inference,
        other ?? (countsItself ? target : counting(target, cost)),
        { ...inference.defaults, ...options },
        source,
        {
          ...(signal && { signal }),
          ...(onProgress && { onProgress: (progress) => onProgress({ ...progress, method }) }),
          ...(share !== undefined &&
            other === undefined && {
              elsewhere: inThreads(
                inference.name,
                { dimension, share },
                { ...(workers !== undefined && { workers }), ...(signal && { signal }) },
              ) as Elsewhere<unknown, unknown> as never,
            }),
        },
      );
      const approximation = await run_;
      if (countsItself && other === undefined)
        cost.evaluations += approximation.values.gradients ?? 0;
      return approximation;
    },
    sample() {
      const perChain = 2 * Math.ceil(draws / sampleChains / 2);
      return shared.take((source) =>
        problem.fit(nuts, { chains: sampleChains, draws: perChain }, source),
      );
    },
    async pause(progress, message) {
      const now = performance.now();
      if (now - last < sliceMs) return;
      onProgress?.({ progress, message, done: false, step: 0, elapsedMs: now - started, method });
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal?.throwIfAborted();
      last = performance.now();
    },
  };
  return problem;
}

function counting(target: Target, cost: { evaluations: number }): Target {
  return {
    dimension: target.dimension,
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
      cost.evaluations += 2 * target.dimension;
      return target.hessian(point);
    },
    coordinateName: (coordinate) => target.coordinateName(coordinate),
  };
}
