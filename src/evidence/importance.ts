import { laplace } from '../inference/laplace.ts';
import {
  type Approximation,
  type FittedNormal,
  InferenceError,
  type Note,
} from '../inference/method.ts';
import { families } from '../inference/variational/families.ts';
import { variational } from '../inference/variational/variational.ts';
import type { EvidenceEstimator, EvidenceProblem } from './estimator.ts';
import { importanceEstimate } from './importance-estimate.ts';

const streams = { fit: 0, draws: 1 } as const;

/** Importance sampling from the full-rank approximation; from that of Laplace where there is none. */
export const importance: EvidenceEstimator = {
  name: 'importance',
  summary:
    'Pareto-smoothed importance sampling from Student-t mixtures fitted from the full-rank approximation on',
  async estimate(problem) {
    const approximation = await approximate(problem);
    const found = await importanceEstimate(
      problem,
      approximation.normal,
      problem.random.stream(streams.draws),
    );
    const { logEvidence, standardError, paretoK, efficiency } = found;
    return {
      logEvidence,
      standardError,
      kind: 'estimate',
      values: { paretoK, efficiency },
      notes: [...approximation.notes, ...found.notes],
    };
  },
};

interface Fitted {
  readonly normal: FittedNormal;
  readonly notes: readonly Note[];
}

async function approximate(problem: EvidenceProblem): Promise<Fitted> {
  const random = problem.random.stream(streams.fit);
  if (problem.target.dimension <= families['full-rank'].largestDimension) {
    try {
      return placeOf(
        await problem.fit(variational, { family: 'full-rank' }, random, problem.target),
      );
    } catch (error) {
      if (!(error instanceof InferenceError)) throw error;
    }
  }
  return placeOf(await problem.fit(laplace, {}, random, problem.target));
}

/** Weights make good for all that is wrong with the approximation, but for modes that it leaves out. */
function placeOf({ normal, notes }: Approximation): Fitted {
  return { normal: normal!, notes: notes.filter(({ code }) => aboutModes.has(code)) };
}

const aboutModes: ReadonlySet<string> = new Set(['several-modes', 'several-optima']);
