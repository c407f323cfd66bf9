import { proposeNormal } from '../inference/importance.ts';
import type { Note } from '../inference/method.ts';
import { families } from '../inference/variational/families.ts';
import { variational } from '../inference/variational/variational.ts';
import { logSumExp } from '../numerics/index.ts';
import type { EvidenceEstimator } from './estimator.ts';
import { logDensities, undefinedDensity } from './log-densities.ts';

const streams = { fit: 0, draws: 1 } as const;
/** Draws of one term of the importance-weighted bound. */
const groupSize = 50;

/**
 * Lower bounds of the log evidence by variational inference with the full-rank family (independent normals where there
 * are too many parameters): the ELBO, E log w, and beside it the importance-weighted bound E log mean(w₁ … w₅₀)
 * (Burda, Grosse and Salakhutdinov 2016), which lies between the ELBO and the log evidence. The errors
 * are those of the averages; how far below the evidence a bound lies they do not say.
 */
export const elbo: EvidenceEstimator = {
  name: 'elbo',
  summary: 'lower bounds by full-rank vi: the ELBO, and the importance-weighted bound beside it',
  async estimate(problem) {
    const { target, random } = problem;
    const isSmall = target.dimension <= families['full-rank'].largestDimension;
    const family = isSmall ? 'full-rank' : 'mean-field';
    const fit = await problem.fit(variational, { family }, random.stream(streams.fit), target);
    const count = Math.max(2, Math.round(problem.draws / groupSize)) * groupSize;
    const proposals = proposeNormal(fit.normal!, count, random.stream(streams.draws));
    const notes: Note[] = [];
    const at = await logDensities(problem, proposals.draws, 'bound', (found) => {
      notes.push(undefinedDensity(found, count));
    });
    const ratios = at.map((value, row) => value - proposals.logDensities[row]);
    const groups = Float64Array.from(
      { length: count / groupSize },
      (_, k) =>
        logSumExp(ratios.subarray(k * groupSize, (k + 1) * groupSize)) - Math.log(groupSize),
    );
    const [plain, weighted] = [average(ratios), average(groups)];
    return {
      logEvidence: plain.mean,
      standardError: plain.error,
      kind: 'lower bound',
      values: { importanceWeighted: weighted.mean, importanceWeightedError: weighted.error },
      notes,
    };
  },
};

function average(values: Float64Array): { readonly mean: number; readonly error: number } {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  if (!Number.isFinite(mean)) return { mean, error: Infinity };
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (n - 1) / n) };
}
