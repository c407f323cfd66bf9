import {
  type EvidenceCase,
  posteriorOf,
  sampledCases,
  twoParameters,
} from '../../evidence/cases.ts';

/** Cases whose intervals are counted: a simplex, a hierarchy, a regression. */
export const coveredCases: readonly EvidenceCase[] = [
  ...sampledCases.filter(({ id }) => id === 'A7' || id === 'B5'),
  twoParameters,
];
export const coveredMethods = ['bridge', 'importance', 'smc'] as const;
export type CoveredMethod = (typeof coveredMethods)[number];

/** A quarter of what an estimate is made of unless told: enough for errors to be known, at a bearable cost. */
export const coverageDraws = 2500;
/** Half the width of a 95% interval, in standard errors. */
const quantile = 1.959963984540054;

/** One estimate. */
export interface Outcome {
  readonly error: number;
  readonly standardError: number;
  readonly trustworthy: boolean;
}

export async function outcomesOf(
  known: EvidenceCase,
  method: CoveredMethod,
  seeds: readonly number[],
): Promise<Outcome[]> {
  const posterior = posteriorOf(known);
  const outcomes: Outcome[] = [];
  for (const seed of seeds) {
    const options = { method, seed, draws: coverageDraws, workers: 1 };
    const { logEvidence, standardError, trustworthy } = await posterior.evidence(options);
    outcomes.push({ error: logEvidence - known.logEvidence, standardError, trustworthy });
  }
  return outcomes;
}

export interface Coverage {
  /** The share of 95% intervals that have the truth in them. */
  readonly covered: number;
  /** Of the errors and of their standard errors, as root mean squares. */
  readonly error: number;
  readonly standardError: number;
  readonly meanError: number;
  readonly trustworthy: number;
}

export function coverageOf(outcomes: readonly Outcome[]): Coverage {
  const mean = (of: (outcome: Outcome) => number): number =>
    outcomes.reduce((sum, outcome) => sum + of(outcome), 0) / outcomes.length;
  return {
    covered: mean(({ error, standardError }) =>
      Math.abs(error) <= quantile * standardError ? 1 : 0,
    ),
    error: Math.sqrt(mean(({ error }) => error ** 2)),
    standardError: Math.sqrt(mean(({ standardError }) => standardError ** 2)),
    meanError: mean(({ error }) => error),
    trustworthy: mean(({ trustworthy }) => (trustworthy ? 1 : 0)),
  };
}
