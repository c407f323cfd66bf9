import { laplace as laplaceFit } from '../inference/laplace.ts';
import type { EvidenceEstimator } from './estimator.ts';
import { importanceEstimate } from './importance-estimate.ts';

const streams = { fit: 0, draws: 1 } as const;
/** A correction of more than this says that the posterior is no normal distribution: 10% of the evidence. */
const largestCorrection = 0.1;

/**
 * Laplace's method on the unconstrained space: the integral of the normal at the mode with the curvature there. It has
 * no random error; what counts as its standard error is how far it is from the importance-sampling estimate
 * whose proposal it is, which is given beside it.
 */
export const laplace: EvidenceEstimator = {
  name: 'laplace',
  summary: 'the normal at the mode with the curvature there; its error by importance sampling',
  async estimate(problem) {
    const fit = await problem.fit(
      laplaceFit,
      {},
      problem.random.stream(streams.fit),
      problem.target,
    );
    const { logEvidence } = fit.values;
    const corrected = await importanceEstimate(
      problem,
      fit.normal!,
      problem.random.stream(streams.draws),
    );
    const correction = corrected.logEvidence - logEvidence;
    const standardError = Math.hypot(correction, corrected.standardError);
    const notes = [...fit.notes.filter(({ code }) => code === 'several-modes'), ...corrected.notes];
    if (!(Math.abs(correction) <= largestCorrection))
      notes.push({
        code: 'not-normal',
        severity: 'warning',
        message: `Importance sampling corrects the Laplace value by ${correction.toFixed(2)} to ${corrected.logEvidence.toFixed(2)}: the posterior is not close to a normal distribution.`,
      });
    return {
      logEvidence,
      standardError,
      kind: 'estimate',
      values: {
        corrected: corrected.logEvidence,
        correctedStandardError: corrected.standardError,
        paretoK: corrected.paretoK,
      },
      notes,
    };
  },
};
