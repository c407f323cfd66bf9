import { essMean } from '../results/convergence.ts';
import { meanOf } from './log-densities.ts';

/** Log density of the target, not normalised, minus that of the normalised proposal. */
export interface BridgeRatios {
  /** At draws of the target: one array a Markov chain, of equal length. */
  readonly target: readonly Float64Array[];
  /** At draws of the proposal. */
  readonly proposal: Float64Array;
  /** How many independent draws those of the target are worth. */
  readonly effective: number;
}

export interface BridgeSolution {
  readonly logEvidence: number;
  /** The relative mean squared error of the evidence: the variance of its logarithm. */
  readonly relativeSquaredError: number;
  readonly iterations: number;
  readonly converged: boolean;
}

const tolerance = 1e-10;
const mostIterations = 1000;

/**
 * The optimal bridge of Meng and Wong (1996, Statistica Sinica 6:831): the fixed point of
 *
 *   Z ← Z · mean over the proposal of 1 / (s₁ + s₂ Z/l) ÷ mean over the target of 1 / (s₁ l/Z + s₂)
 *
 * with l the ratios, s₁ and s₂ the shares of (effective) draws of the target and of the proposal. Its relative mean
 * squared error is that of Frühwirth-Schnatter (2004, Econometrics Journal 7:143), with the effective sample
 * size of the terms of the chains in place of the spectrum at 0.
 */
export function solveBridge({ target, proposal, effective }: BridgeRatios): BridgeSolution {
  const all = Float64Array.from(target.flatMap((chain) => [...chain]));
  const s1 = effective / (effective + proposal.length);
  const s2 = 1 - s1;
  const ofProposal = (log: number): Float64Array =>
    proposal.map((ratio) => 1 / (s1 + s2 * Math.exp(log - ratio)));
  const ofTarget = (ratios: Float64Array, log: number): Float64Array =>
    ratios.map((ratio) => 1 / (s1 * Math.exp(ratio - log) + s2));

  let logEvidence = all.toSorted()[Math.floor(all.length / 2)];
  let converged = false;
  let iterations = 0;
  while (iterations < mostIterations && !converged) {
    iterations++;
    const step = Math.log(
      meanOf(ofProposal(logEvidence)).mean / meanOf(ofTarget(all, logEvidence)).mean,
    );
    if (!Number.isFinite(step)) break;
    logEvidence += step;
    converged = Math.abs(step) <= tolerance * Math.max(1, Math.abs(logEvidence));
  }

  const terms = ofTarget(all, logEvidence);
  const ess = essMean(target.map((chain) => ofTarget(chain, logEvidence)));
  // independent terms count as many; terms that are all alike have no variance to share out
  const inefficiency = Number.isNaN(ess) ? 1 : terms.length / ess;
  return {
    logEvidence,
    relativeSquaredError:
      meanOf(ofProposal(logEvidence)).relativeVariance +
      meanOf(terms).relativeVariance * inefficiency,
    iterations,
    converged,
  };
}
