import { laplace } from '../inference/laplace.ts';
import { InferenceError } from '../inference/method.ts';
import type { Estimate, EvidenceEstimator, EvidenceProblem } from './estimator.ts';
import { integrate, largestQuadrature } from './quadrature.ts';

/** The code of the error where a model has no exact evidence. */
export const notExact = 'not-exact';

/**
 * The log evidence to rounding, where the model is one of those that have it:
 *
 * - without parameters it is the log density itself;
 * - where the log density is a polynomial of degree two (normal means and regressions with known spread and
 *   normal priors) Laplace's method is exact;
 * - in one or two coordinates a quadrature that converges gives it, the conjugate families among them.
 */
export const exact: EvidenceEstimator = {
  name: 'exact',
  summary: 'closed form or converged quadrature, for models that have it',
  async estimate(problem) {
    const { target } = problem;
    if (target.dimension === 0) return known(target.logDensity(new Float64Array()), 0);
    if (target.isQuadratic) {
      const { values } = await problem.fit(laplace, {}, problem.random, target);
      return known(values.logEvidence, 0);
    }
    if (target.dimension > largestQuadrature)
      throw refusal(
        `its log density is no polynomial of degree two, and there are more than ${largestQuadrature} coordinates to integrate over`,
      );
    return byQuadrature(problem);
  },
};

async function byQuadrature(problem: EvidenceProblem): Promise<Estimate> {
  const fit = await problem.fit(laplace, {}, problem.random, problem.target).catch((error) => {
    if (!(error instanceof InferenceError)) throw error;
    throw refusal('there is no maximum of the density to integrate around');
  });
  const integral = await integrate(problem, fit.normal!);
  if (integral === undefined) throw refusal('a quadrature over its coordinates did not converge');
  return known(integral.logEvidence, integral.change);
}

function known(logEvidence: number, standardError: number): Estimate {
  return { logEvidence, standardError, kind: 'exact', values: {}, notes: [] };
}

function refusal(reason: string): InferenceError {
  return new InferenceError(
    notExact,
    `The model has no exact evidence: ${reason}. Use --evidence bridge,importance.`,
  );
}
