import {
  type LocationScale,
  type Proposals,
  proposeNormal,
  proposeStudent,
} from '../inference/importance.ts';
import type { Note } from '../inference/method.ts';
import { smoothWeights } from '../inference/pareto-smoothing.ts';
import type { Random } from '../random/random.ts';
import type { EvidenceProblem } from './estimator.ts';
import { logDensities, logSumExp, meanOf, undefinedDensity } from './log-densities.ts';

/** Above this k importance weights have no trustworthy average (Vehtari et al. 2024). */
const largestTrustedK = 0.7;
/** Below this share of effective draws k itself is not known well enough. */
const leastEfficiency = 0.02;
/** Log ratios that differ by no more than this differ by rounding. */
const equalRatios = 1e-9;
/** Of the draws, to choose between the tails of a normal and of a Student-t. */
const pilotShare = 0.1;

export interface ImportanceEstimate {
  readonly logEvidence: number;
  readonly standardError: number;
  readonly paretoK: number;
  /** Effective draws as a share of all (Kong 1992). */
  readonly efficiency: number;
  readonly notes: readonly Note[];
}

/**
 * The log of the mean of Pareto-smoothed importance weights (Vehtari, Simpson, Gelman, Yao and Gabry 2024) with
 * draws of a location-scale approximation: of a normal or of a Student-t with 5 degrees of freedom, whichever is the
 * more efficient on draws that are not used again. The standard error is that of the mean, divided by it, and
 * widened where the tail of the weights slows the convergence.
 */
export async function importanceEstimate(
  problem: EvidenceProblem,
  approximation: LocationScale,
  random: Random,
): Promise<ImportanceEstimate> {
  const by = async (propose: typeof proposeNormal, count: number, label: number) =>
    estimateFrom(problem, propose(approximation, count, random.stream(label)));
  const few = Math.ceil(pilotShare * problem.draws);
  const [light, heavy] = [await by(proposeNormal, few, 0), await by(proposeStudent, few, 1)];
  const propose = isBetter(light, heavy) ? proposeNormal : proposeStudent;
  const found = await by(propose, problem.draws, 2);
  const { paretoK, efficiency } = found;
  if (paretoK <= largestTrustedK && efficiency >= leastEfficiency) return found;
  return {
    ...found,
    notes: [
      ...found.notes,
      {
        code: 'poor-proposal',
        severity: 'warning',
        message: `The approximation is too far from the posterior for importance sampling (Pareto k ${paretoK.toFixed(2)}, at most ${largestTrustedK} is good; effective draws ${(100 * efficiency).toPrecision(2)}%).`,
      },
    ],
  };
}

/** A normal is preferred only where its tails suffice. */
function isBetter(light: ImportanceEstimate, heavy: ImportanceEstimate): boolean {
  if (light.paretoK > 0.5) return false;
  return light.efficiency >= heavy.efficiency;
}

async function estimateFrom(
  problem: EvidenceProblem,
  { draws, logDensities: ofProposal }: Proposals,
): Promise<ImportanceEstimate> {
  const count = ofProposal.length;
  const notes: Note[] = [];
  const at = await logDensities(problem, draws, 'importance weights', (found) => {
    notes.push(undefinedDensity(found, count));
  });
  const ratios = at.map((value, row) => value - ofProposal[row]);
  return { ...averageWeights(ratios), notes };
}

/** Smoothed where there is a tail to smooth. */
export function averageWeights(ratios: Float64Array): Omit<ImportanceEstimate, 'notes'> {
  const largest = ratios.reduce((a, b) => Math.max(a, b), -Infinity);
  const spread = largest - ratios.reduce((a, b) => Math.min(a, b), Infinity);
  const { logWeights, paretoK } =
    spread <= equalRatios ? { logWeights: ratios, paretoK: 0 } : smoothWeights(ratios);
  const weights = logWeights.map((value) => Math.exp(value - largest));
  const { relativeVariance } = meanOf(weights);
  const slowness = ratios.length ** (1 - convergenceRate(paretoK, ratios.length));
  return {
    logEvidence: logSumExp(logWeights) - Math.log(ratios.length),
    standardError: Math.sqrt(relativeVariance * slowness),
    paretoK,
    efficiency: 1 / (1 + relativeVariance * (ratios.length - 1)),
  };
}

/**
 * The exponent of the variance of a mean of `count` Pareto-smoothed weights, 1 where their variance is finite for sure
 * and 0 where they have no mean (Vehtari et al. 2024, appendix on convergence rates, as in the R package posterior).
 */
export function convergenceRate(k: number, count: number): number {
  if (k <= 0) return 1;
  if (!(k < 1)) return 0;
  if (Math.abs(k - 0.5) < 1e-6) return 1 - 1 / Math.log(count);
  const power = count ** (2 * k);
  const rate =
    (2 * (k - 1) * power * count + (1 - 2 * k) * power + count ** 2) /
    ((count - 1) * (count - power));
  return Math.max(0, rate);
}
