import type { Approximation, GradientTarget, InferenceMethod, Note, StepInfo } from '../method.ts';
import {
  advanceChain,
  type ChainSettings,
  type ChainState,
  type DrawStatistic,
  drawStatistics,
  startChain,
} from './chain.ts';
import { metricFor } from './metrics.ts';
import { warmupSchedule } from './warmup.ts';

export interface NutsOptions {
  readonly chains: number;
  /** Transitions of each chain that adapt the step size and the metric and are not kept. */
  readonly warmup: number;
  /** Transitions of each chain that are kept. */
  readonly draws: number;
  /** The mean acceptance that the step size is adapted to. */
  readonly targetAcceptance: number;
  /** A trajectory doubles at most so often. */
  readonly maxDepth: number;
  /** The name of a metric, or `auto`. */
  readonly metric: string;
}

export interface NutsState {
  readonly chains: readonly ChainState[];
}

/** Target acceptances that are worth a try where transitions diverge. */
const higherAcceptances = [0.95, 0.99];
/** A share of diverging transitions above this makes the result untrustworthy; single ones can be chance. */
const largestDivergentShare = 1 / 500;
/** Below this, the momentum resampling is too weak for the tails (Betancourt 2016, arXiv:1604.00695). */
const smallestBfmi = 0.3;

/** The no-U-turn sampler (Hoffman and Gelman 2014; Betancourt 2017), with Stan's windowed adaptation of the metric. */
export const nuts: InferenceMethod<NutsOptions, NutsState> = {
  name: 'nuts',
  summary:
    'Markov chain Monte Carlo by the no-U-turn sampler: exact in the long run, the gold standard',
  needsFloat64: true,
  settings: ['chains', 'warmup', 'draws', 'metric', 'targetAcceptance'],
  defaults: {
    chains: 4,
    warmup: 1000,
    draws: 1000,
    targetAcceptance: 0.8,
    maxDepth: 10,
    metric: 'auto',
  },

  init(target, options, random) {
    const kind = metricFor(options.metric, target.dimension);
    const chains = Array.from({ length: options.chains }, (_, chain) =>
      startChain(target, kind, random.stream(chain)),
    );
    return { chains };
  },

  step,
  parallel: {
    split: ({ chains }) => chains.map((chain) => ({ chains: [chain] })),
    join: (states) => ({ chains: states.flatMap(({ chains }) => chains) }),
    step,
  },

  posterior(target, { chains }, options) {
    const rows = chains.flatMap((chain) => chain.draws);
    const points = new Float64Array(rows.length * target.dimension);
    for (const [k, row] of rows.entries()) points.set(row, k * target.dimension);
    const statistics = Object.fromEntries(
      drawStatistics.map((name) => [
        name,
        Float64Array.from(chains.flatMap((chain) => statistic(chain, name))),
      ]),
    );
    const sum = (of: (chain: ChainState) => number): number =>
      chains.reduce((total, chain) => total + of(chain), 0);
    const bfmi = Math.min(...chains.map((chain) => energyBfmi(statistic(chain, 'energy'))));
    const divergences = sum((chain) => chain.divergences);
    const saturated = sum(
      (chain) => statistic(chain, 'treeDepth').filter((depth) => depth === options.maxDepth).length,
    );
    return {
      draws: () => ({ points, statistics }),
      chains: chains.length,
      values: {
        divergences,
        treeDepthReached: saturated,
        bfmi,
        stepSize: sum((chain) => chain.stepSize.stepSize) / chains.length,
        gradients: sum((chain) => chain.gradients),
      },
      notes: notesOnTransitions(
        divergences,
        saturated,
        bfmi,
        rows.length,
        options.maxDepth,
        smallerSteps(options.targetAcceptance),
      ),
    } satisfies Approximation;
  },
};

function smallerSteps(acceptance: number): string | undefined {
  const higher = higherAcceptances.find((value) => value > acceptance);
  return higher === undefined ? undefined : `--target-acceptance ${higher}`;
}

function step(
  target: GradientTarget,
  state: NutsState,
  options: NutsOptions,
): { readonly state: NutsState; readonly info: StepInfo } {
  const settings: ChainSettings = {
    ...options,
    metric: metricFor(options.metric, target.dimension),
    schedule: warmupSchedule(options.warmup),
  };
  const total = options.warmup + options.draws;
  // the chains take turns
  const behind = state.chains.reduce((least, c) => Math.min(least, c.iteration), total);
  const turn = state.chains.findIndex((chain) => chain.iteration === behind);
  const chains = state.chains.with(turn, advanceChain(target, state.chains[turn], settings));
  const done = chains.every((chain) => chain.iteration === total);
  const made = chains.reduce((sum, chain) => sum + chain.iteration, 0);
  const divergences = chains.reduce((sum, chain) => sum + chain.divergences, 0);
  const phase = behind < options.warmup ? 'warm-up' : 'sampling';
  return {
    state: { chains },
    info: {
      progress: made / (total * chains.length),
      done,
      message: `${phase} ${behind} of ${total}${divergences > 0 ? `, ${divergences} divergences` : ''}`,
    },
  };
}

/** One figure of all draws of a chain. */
function statistic(chain: ChainState, name: DrawStatistic): number[] {
  const place = drawStatistics.indexOf(name);
  return chain.statistics.map((row) => row[place]);
}

/** E-BFMI of one chain: mean squared change of the energy over its variance. */
export function energyBfmi(energies: readonly number[]): number {
  const n = energies.length;
  if (n < 2) return Number.NaN;
  const mean = energies.reduce((sum, e) => sum + e, 0) / n;
  let changes = 0;
  let deviations = 0;
  for (let k = 0; k < n; k++) {
    deviations += (energies[k] - mean) ** 2;
    if (k > 0) changes += (energies[k] - energies[k - 1]) ** 2;
  }
  return changes / deviations;
}

/**
 * What the figures of the transitions say of the draws.
 *
 * @param bfmi the smallest E-BFMI of the chains
 * @param smallerSteps the option that asks for smaller steps; undefined where they are small
 */
export function notesOnTransitions(
  divergences: number,
  saturated: number,
  bfmi: number,
  count: number,
  maxDepth: number,
  smallerSteps: string | undefined,
): Note[] {
  const notes: Note[] = [];
  if (divergences > 0) {
    notes.push({
      code: 'divergences',
      severity: divergences > largestDivergentShare * count ? 'warning' : 'note',
      message: `${divergences} of ${count} transitions diverged: the sampler could not follow the posterior somewhere, and what lies there may be missing from the draws. Try ${smallerSteps === undefined ? '' : `smaller steps (${smallerSteps}), or `}a prior that keeps scales away from 0.`,
    });
  }
  if (saturated > 0) {
    notes.push({
      code: 'tree-depth',
      severity: 'note',
      message: `${saturated} of ${count} transitions stopped at the largest tree depth, ${maxDepth}: sampling is slow, but not wrong. Parameters of similar scale help.`,
    });
  }
  if (bfmi < smallestBfmi) {
    notes.push({
      code: 'energy',
      severity: 'warning',
      message: `The energies of the chains mix slowly (E-BFMI ${bfmi.toFixed(2)}, below ${smallestBfmi}): the tails of the posterior may be missing. Priors with lighter tails, or that keep scales away from 0, help.`,
    });
  }
  return notes;
}
