import { correctDraws, coverage, type LocationScale, proposeNormal } from '../importance.ts';
import {
  type Approximation,
  type GradientTarget,
  InferenceError,
  type InferenceMethod,
  type StepInfo,
} from '../method.ts';
import { normalAround } from './inverse-hessian.ts';
import { type PathSettings, type PathState, startPath, stepPath } from './path.ts';

export interface PathfinderOptions extends PathSettings {
  readonly paths: number;
  /** Draws of all paths together for the bound and the Pareto k. */
  readonly assessmentDraws: number;
}

export interface PathfinderState {
  readonly paths: readonly PathState[];
}

/**
 * Pathfinder (Zhang, Carpenter, Gelman and Vehtari 2022, JMLR 23(306)): L-BFGS climbs from several points, on each the
 * normal distribution with the highest evidence lower bound, and draws of all of them resampled by their
 * Pareto-smoothed importance weights.
 */
export const pathfinder: InferenceMethod<PathfinderOptions, PathfinderState> = {
  name: 'pathfinder',
  summary:
    'normal distributions on the way to the mode, chosen by importance weights: a quick first look',
  needsFloat64: true,
  defaults: { paths: 8, memory: 6, maxIterations: 1000, elboDraws: 25, assessmentDraws: 4000 },

  init(target, { paths }, random) {
    return {
      paths: Array.from({ length: paths }, (_, path) => startPath(target, random.stream(path))),
    };
  },

  step,
  parallel: {
    split: ({ paths }) => paths.map((path) => ({ paths: [path] })),
    join: (states) => ({ paths: states.flatMap(({ paths }) => paths) }),
    step,
  },

  posterior(target, { paths }, options, random) {
    const normals = paths.flatMap(({ best }) => {
      const normal = best && normalAround(best.curvature);
      return normal ? [normal] : [];
    });
    if (normals.length === 0)
      throw new InferenceError(
        'no-fit',
        'No normal distribution on any path has a finite bound: the log density is −infinity or undefined close to every point passed. Check the priors and the supports of the observed values, or try --method nuts.',
      );
    const covered = coverage(target, proposeNormal(normals, options.assessmentDraws, random));
    const { efficiency, paretoK } = covered;
    const corrected = correctDraws(
      target,
      normals,
      covered,
      random,
      'The normal distributions on the paths are far from the posterior',
    );
    return {
      draws: corrected.draws,
      values: {
        ...highestBound(covered.logRatios, normals),
        efficiency,
        paretoK,
        iterations: paths.reduce((sum, { climb }) => sum + climb.iteration, 0),
        gradients: paths.reduce((sum, { gradients }) => sum + gradients, 0),
      },
      notes: [...covered.notes, ...corrected.notes],
    } satisfies Approximation;
  },
};

function step(
  target: GradientTarget,
  state: PathfinderState,
  options: PathfinderOptions,
): { readonly state: PathfinderState; readonly info: StepInfo } {
  // the paths take turns
  const behind = state.paths.reduce(
    (least, { climb, done }) => (done ? least : Math.min(least, climb.iteration)),
    Infinity,
  );
  const turn = state.paths.findIndex(({ climb, done }) => !done && climb.iteration === behind);
  const paths =
    turn < 0 ? state.paths : state.paths.with(turn, stepPath(target, state.paths[turn], options));
  const ended = paths.filter((path) => path.done).length;
  const highest = paths.reduce(
    (top, { best }) => Math.max(top, best?.elbo ?? -Infinity),
    -Infinity,
  );
  return {
    state: { paths },
    info: {
      progress: ended / paths.length,
      done: ended === paths.length,
      message: `${ended} of ${paths.length} paths, highest ELBO ${highest.toPrecision(6)}`,
      objective: highest,
    },
  };
}

/** Of the paths' bounds, each from its own draws, the highest with its standard error. */
function highestBound(
  logRatios: Float64Array,
  normals: readonly LocationScale[],
): { elbo: number; elboStandardError: number } {
  let best = { elbo: Number.NEGATIVE_INFINITY, elboStandardError: Infinity };
  normals.forEach((_, path) => {
    const own = logRatios.filter((__, row) => row % normals.length === path);
    const elbo = own.reduce((sum, ratio) => sum + ratio, 0) / own.length;
    if (!(elbo > best.elbo)) return;
    const squares = own.reduce((sum, ratio) => sum + (ratio - elbo) ** 2, 0);
    best = { elbo, elboStandardError: Math.sqrt(squares / (own.length - 1) / own.length) };
  });
  return best;
}
