import {
  type LocationScale,
  type Proposals,
  proposeDefended,
  proposeNormal,
  proposeStudent,
} from '../inference/importance.ts';
import { type Note, percent } from '../inference/method.ts';
import { largestTrustedK, smoothWeights } from '../inference/pareto-smoothing.ts';
import { logSumExp } from '../numerics/index.ts';
import type { Random } from '../random/random.ts';
import { adaptProposal } from './adapted-proposal.ts';
import type { EvidenceProblem } from './estimator.ts';
import { logDensities, meanOf, undefinedDensity } from './log-densities.ts';
import { pooled, type WeightedPoints } from './student-mixture.ts';

/** Below this share of effective draws k itself is not known well enough. */
const leastEfficiency = 0.02;
/** Log ratios that differ by no more than this differ by rounding. */
const equalRatios = 1e-9;
/** A Student-t distribution of more coordinates is far from any normal, and the fit of another takes long. */
const mostAdaptable = 50;
const mostAdaptations = 3;
/** From this share of effective draws on there is little to gain. */
const goodEfficiency = 0.85;

const streams = { normal: 0, defended: 1, student: 2, estimate: 3, adaptation: 4 } as const;

export interface ImportanceEstimate {
  readonly logEvidence: number;
  readonly standardError: number;
  readonly paretoK: number;
  /** Effective draws as a share of all (Kong 1992). */
  readonly efficiency: number;
  readonly notes: readonly Note[];
}

/** A distribution to draw from. */
type Propose = (count: number, random: Random) => Proposals;

interface Trial {
  readonly propose: Propose;
  readonly found: ImportanceEstimate;
  readonly points: WeightedPoints;
}

/**
 * The log of the mean of Pareto-smoothed importance weights (Vehtari, Simpson, Gelman, Yao and Gabry 2024). The
 * proposal is the location-scale approximation with the tails of a Student-t with 5 degrees of freedom, or a mixture of
 * such distributions fitted to the weighted draws of all before it: whichever has the smallest error in a trial. With
 * many coordinates it has the tails of a normal with a defence instead, where that is better. The draws of trials are
 * not used again, so that the mean of the weights has no bias. The standard error is that of the mean, divided by it,
 * and widened where the tail of the weights slows the convergence.
 */
export async function importanceEstimate(
  problem: EvidenceProblem,
  approximation: LocationScale,
  random: Random,
): Promise<ImportanceEstimate> {
  const { propose } = await bestProposal(problem, approximation, random);
  const { found } = await tryProposal(
    problem,
    propose,
    problem.draws,
    random.stream(streams.estimate),
  );
  const { paretoK, efficiency } = found;
  if (paretoK <= largestTrustedK && efficiency >= leastEfficiency) return found;
  return {
    ...found,
    notes: [
      ...found.notes,
      {
        code: 'poor-proposal',
        severity: 'warning',
        message: `The approximation is too far from the posterior for importance sampling (Pareto k ${paretoK.toFixed(2)}, at most ${largestTrustedK} is good; effective draws ${percent(efficiency)}).`,
      },
    ],
  };
}

async function bestProposal(
  problem: EvidenceProblem,
  approximation: LocationScale,
  random: Random,
): Promise<Trial> {
  const attempt = (propose: Propose, label: number): Promise<Trial> =>
    tryProposal(problem, propose, problem.draws, random.stream(label));
  const placed = (propose: typeof proposeNormal, label: number): Promise<Trial> =>
    attempt((count, source) => propose(approximation, count, source), label);
  const normal = await placed(proposeNormal, streams.normal);
  if (normal.found.paretoK === 0) return normal;
  const heavy = await placed(proposeStudent, streams.student);
  if (problem.target.dimension > mostAdaptable) {
    const light = await placed(proposeDefended, streams.defended);
    return isBetter(light, heavy) ? light : heavy;
  }
  let best = heavy;
  const trials = [heavy];
  for (let round = 0; round < mostAdaptations; round++) {
    if (best.found.efficiency >= goodEfficiency) break;
    const label = streams.adaptation + 2 * round;
    const points = pooled(trials.map((trial) => trial.points));
    const mixture = await adaptProposal(points, random.stream(label), (progress) =>
      problem.pause(progress, 'proposals of importance sampling'),
    );
    if (mixture === undefined) break;
    const next = await attempt((count, source) => mixture.propose(count, source), label + 1);
    trials.push(next);
    if (isBetter(next, best)) best = next;
  }
  return best;
}

function isBetter(one: Trial, other: Trial): boolean {
  const errorOf = ({ found: { standardError } }: Trial): number =>
    Number.isNaN(standardError) ? Infinity : standardError;
  return errorOf(one) < errorOf(other);
}

async function tryProposal(
  problem: EvidenceProblem,
  propose: Propose,
  count: number,
  random: Random,
): Promise<Trial> {
  const { draws, logDensities: ofProposal } = propose(count, random);
  const notes: Note[] = [];
  const at = await logDensities(problem, draws, 'importance weights', (found) => {
    notes.push(undefinedDensity(found, count));
  });
  const { dimension } = problem.target;
  const { logWeights, ...average } = averageWeights(
    at.map((value, row) => value - ofProposal[row]),
  );
  const total = average.logEvidence + Math.log(count);
  return {
    propose,
    found: { ...average, notes },
    points: {
      rows: Array.from(at, (_, row) => draws.subarray(row * dimension, (row + 1) * dimension)),
      weights: logWeights.map((value) => Math.exp(value - total)),
    },
  };
}

interface AveragedWeights extends Omit<ImportanceEstimate, 'notes'> {
  /** Not normalised. */
  readonly logWeights: Float64Array;
}

/** Smoothed where there is a tail to smooth. */
function averageWeights(ratios: Float64Array): AveragedWeights {
  const largest = ratios.reduce((a, b) => Math.max(a, b), -Infinity);
  const spread = largest - ratios.reduce((a, b) => Math.min(a, b), Infinity);
  const { logWeights, paretoK } =
    spread <= equalRatios ? { logWeights: ratios, paretoK: 0 } : smoothWeights(ratios);
  const weights = logWeights.map((value) => Math.exp(value - largest));
  const { relativeVariance } = meanOf(weights);
  const slowness = ratios.length ** (1 - convergenceRate(paretoK, ratios.length));
  return {
    logWeights,
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
