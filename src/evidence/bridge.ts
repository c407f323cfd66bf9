import { logStandardNormal } from '../inference/importance.ts';
import { InferenceError, type Note } from '../inference/method.ts';
import { cholesky, solveLower } from '../linear-algebra/cholesky.ts';
import type { Random } from '../random/random.ts';
import { type BridgeSolution, solveBridge } from './bridge-identity.ts';
import { coordinateChains, medianEffective, notesOnChains } from './chain-checks.ts';
import {
  sampleChains as chains,
  type EvidenceEstimator,
  type EvidenceProblem,
} from './estimator.ts';
import { logDensities, undefinedDensity } from './log-densities.ts';

/** With fewer draws a coordinate the covariance of the proposal is not known. */
const fewestPerCoordinate = 4;
/** An estimate whose error exceeds this says little: a factor of 1.3 either way on the evidence. */
const largestError = 0.25;
/** Two parts differ by more than so many standard errors only where something is wrong. */
const largestDisagreement = 4;
/** Pieces of every chain: with two, what the fit to one does to the estimate from the other is the same both ways. */
const parts = 3;

/** Whether the posterior is compared with the normal as it is, or after reflecting it about the normal's mean. */
export type BridgeProposal = 'normal' | 'warp';

/**
 * Bridge sampling (Meng and Wong 1996) between draws of NUTS and a normal of their mean and covariance. `warp` is
 * warp-III (Meng and Schilling 2002, JCGS 11:552): the target is averaged with its mirror image, which takes out
 * its skewness, at twice the evaluations.
 *
 * A third of each chain is estimated with the normal fitted to the next third, round in a circle; the answer is the
 * average of the three, whose differences tell whether their errors are honest. The errors of these three are not
 * correlated. With halves, each fitted to the other, they are: where d₁ and d₂ are the errors of the means of
 * two sets of draws, an estimate from the first with a normal fitted to the second is off by a bilinear form
 * in d₁ and d₂, and so is the other by the same form, so that their average is no better than one of them. Round in a
 * circle of three no pair occurs twice.
 */
function bridgeWith(proposal: BridgeProposal): EvidenceEstimator {
  return {
    name: proposal === 'warp' ? 'bridge' : 'bridge-normal',
    summary:
      proposal === 'warp'
        ? 'bridge sampling between draws of nuts and a normal, mirrored (warp-III)'
        : 'bridge sampling between draws of nuts and a normal, as it is',
    async estimate(problem) {
      const { target, random } = problem;
      const { dimension } = target;
      if (problem.draws < parts * fewestPerCoordinate * dimension)
        throw new InferenceError(
          'few-draws',
          `Bridge sampling of ${dimension} parameters needs at least ${parts * fewestPerCoordinate * dimension} draws: draw more (--draws).`,
        );
      const sample = await problem.sample();
      const { points: draws } = sample.draws(problem.draws, random);
      const notes: Note[] = [
        ...sample.notes.filter(({ severity }) => severity === 'warning'),
        ...notesOnChains(coordinateChains(draws, dimension, chains), (k) =>
          target.coordinateName(k),
        ),
      ];
      const solutions: BridgeSolution[] = [];
      for (let part = 0; part < parts; part++) {
        const fitted = partOf(draws, dimension, (part + 1) % parts);
        const own = partOf(draws, dimension, part);
        const stream = random.stream(part);
        solutions.push(await estimatePart(problem, fitted, own, proposal, stream, notes));
      }
      const logEvidences = solutions.map(({ logEvidence }) => logEvidence);
      const sum = (of: (solution: BridgeSolution) => number): number =>
        solutions.reduce((total, solution) => total + of(solution), 0);
      const standardError = Math.sqrt(sum((one) => one.relativeSquaredError)) / parts;
      return {
        logEvidence: sum((one) => one.logEvidence) / parts,
        standardError,
        kind: 'estimate',
        values: {
          relativeError: standardError,
          partsDiffer: Math.max(...logEvidences) - Math.min(...logEvidences),
          iterations: sum((one) => one.iterations),
        },
        notes: [...notes, ...notesOnSolutions(solutions, standardError)],
      };
    },
  };
}

/** A third of every chain, row-major; of lengths that three does not divide the last draws are left out. */
function partOf(draws: Float64Array, dimension: number, which: number): Float64Array {
  const perChain = draws.length / dimension / chains;
  const size = Math.floor(perChain / parts) * dimension;
  const part = new Float64Array(chains * size);
  for (let chain = 0; chain < chains; chain++) {
    const from = chain * perChain * dimension + which * size;
    part.set(draws.subarray(from, from + size), chain * size);
  }
  return part;
}

async function estimatePart(
  problem: EvidenceProblem,
  fitted: Float64Array,
  draws: Float64Array,
  proposal: BridgeProposal,
  random: Random,
  notes: Note[],
): Promise<BridgeSolution> {
  const { dimension } = problem.target;
  const count = draws.length / dimension;
  const { mean, factor } = fitNormal(fitted, dimension);
  const logVolume = factor.reduce(
    (sum, value, k) => (k % (dimension + 1) === 0 ? sum + Math.log(value) : sum),
    0,
  );

  const logRatios = async (points: Float64Array, what: string): Promise<Float64Array> => {
    const onUndefined = (found: number) => void notes.push(undefinedDensity(found, count));
    const at = await logDensities(problem, points, what, onUndefined);
    const mirrored =
      proposal === 'warp'
        ? await logDensities(problem, mirror(points, mean), what, onUndefined)
        : at;
    return at.map((value, row) => {
      const point = points.subarray(row * dimension, (row + 1) * dimension);
      const z = solveLower(
        factor,
        dimension,
        point.map((x, i) => x - mean[i]),
      );
      return logMean(value, mirrored[row]) - (logStandardNormal(z) - logVolume);
    });
  };

  const proposals = new Float64Array(draws.length);
  for (let row = 0; row < count; row++) {
    const z = Float64Array.from({ length: dimension }, () => random.normal());
    for (let i = 0; i < dimension; i++) {
      let x = mean[i];
      for (let j = 0; j <= i; j++) x += factor[i * dimension + j] * z[j];
      proposals[row * dimension + i] = x;
    }
  }
  const atDraws = await logRatios(draws, 'density at the draws');
  return solveBridge({
    target: Array.from({ length: chains }, (_, chain) =>
      atDraws.subarray((chain * count) / chains, ((chain + 1) * count) / chains),
    ),
    proposal: await logRatios(proposals, 'density at the proposals'),
    effective: medianEffective(coordinateChains(draws, dimension, chains)),
  });
}

/** 2 m − x for every row. */
function mirror(points: Float64Array, mean: Float64Array): Float64Array {
  return points.map((x, k) => 2 * mean[k % mean.length] - x);
}

/** log((eᵃ + eᵇ) / 2) */
function logMean(a: number, b: number): number {
  if (a === b) return a;
  const larger = Math.max(a, b);
  return larger + Math.log1p(Math.exp(Math.min(a, b) - larger)) - Math.LN2;
}

/** Mean and Cholesky factor of the covariance. */
function fitNormal(
  draws: Float64Array,
  dimension: number,
): { readonly mean: Float64Array; readonly factor: Float64Array } {
  const count = draws.length / dimension;
  const mean = new Float64Array(dimension);
  draws.forEach((x, k) => {
    mean[k % dimension] += x / count;
  });
  const covariance = new Float64Array(dimension * dimension);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < dimension; i++) {
      const deviation = (draws[row * dimension + i] - mean[i]) / (count - 1);
      for (let j = 0; j <= i; j++)
        covariance[i * dimension + j] += deviation * (draws[row * dimension + j] - mean[j]);
    }
  }
  const factor = cholesky(covariance, dimension);
  if (factor === undefined)
    throw new InferenceError(
      'no-spread',
      'The draws have no spread in some direction, so that no normal can be fitted to them: two parameters may say the same, or the sampler did not move.',
    );
  return { mean, factor };
}

function notesOnSolutions(solutions: readonly BridgeSolution[], standardError: number): Note[] {
  const warn = (code: string, message: string): Note => ({ code, severity: 'warning', message });
  if (solutions.some(({ converged }) => !converged))
    return [
      warn(
        'no-overlap',
        'The iteration of bridge sampling did not converge: the posterior and its normal approximation hardly overlap.',
      ),
    ];
  const notes: Note[] = [];
  if (!(standardError <= largestError))
    notes.push(
      warn(
        'large-error',
        `The standard error ${standardError.toFixed(2)} is too large to say much: draw more (--draws).`,
      ),
    );
  const [lowest, , highest] = solutions.toSorted((a, b) => a.logEvidence - b.logEvidence);
  const difference = highest.logEvidence - lowest.logEvidence;
  const allowed = Math.sqrt(lowest.relativeSquaredError + highest.relativeSquaredError);
  if (difference > largestDisagreement * allowed + 1e-8)
    notes.push(
      warn(
        'parts-disagree',
        `Thirds of the draws give estimates that differ by ${difference.toFixed(3)}, more than their errors allow: the chains do not mix well enough. Draw more (--draws).`,
      ),
    );
  return notes;
}

/** With warp-III, the better of the two where the posterior is skewed. */
export const bridge = bridgeWith('warp');
export const bridgeNormal = bridgeWith('normal');
