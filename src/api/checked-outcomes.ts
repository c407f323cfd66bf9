import { Random } from '../random/random.ts';
import {
  type Coverage,
  intervalCoverage,
  predictiveRanks,
  type ReliabilityBin,
  reliability,
} from '../results/calibration.ts';
import { likeliestForecasts } from '../results/class-scores.ts';
import { classForecasts, observedElements } from './observed.ts';
import type { Prediction } from './prediction.ts';

/** What was observed of one quantity with what was predicted, cells without an observation left out. */
export interface CheckedOutcome {
  readonly name: string;
  readonly observed: Float64Array;
  /** As many numbers in each. */
  readonly replications: readonly Float64Array[];
  /** Row-major, replications × observations. */
  readonly values: Float64Array;
  readonly kind: 'class' | 'binary' | 'count' | 'real';
  /** Of classes, which are counted from 1: their names. */
  readonly classes?: readonly string[];
  /** Of the observations, their places among all cells, and how many cells there are. */
  readonly cells: readonly number[];
  readonly size: number;
}

/** Observations with predictions; none where the data lack what is observed. */
export function checkedOutcomes(prediction: Prediction): CheckedOutcome[] {
  const { simulation, draws } = prediction.parts;
  return simulation.outcomes.flatMap((outcome): CheckedOutcome[] => {
    const { name, observed, given } = outcome;
    const cells = observedElements(outcome);
    if (observed === undefined || cells.length === 0) return [];
    const isClass = given !== undefined && given !== 'moments';
    const classes = isClass
      ? prediction.parts.given.find((one) => one.name === name)?.classNames
      : undefined;
    const column = draws.column(name);
    const replications = Array.from({ length: draws.count }, (_, draw) =>
      Float64Array.from(cells, (cell) => column.values[draw * observed.length + cell]),
    );
    const values = new Float64Array(draws.count * cells.length);
    replications.forEach((row, draw) => {
      values.set(row, draw * cells.length);
    });
    const data = Float64Array.from(cells, (cell) => observed[cell]);
    return [
      {
        name,
        observed: data,
        replications,
        values,
        kind: isClass ? 'class' : kindOf(data, values),
        ...(classes && { classes }),
        cells,
        size: observed.length,
      },
    ];
  });
}

/** Only distributions of whole numbers draw nothing but whole numbers. */
function kindOf(observed: Float64Array, values: Float64Array): CheckedOutcome['kind'] {
  const both = [observed, values];
  if (both.every((all) => all.every((x) => x === 0 || x === 1))) return 'binary';
  if (both.every((all) => all.every((x) => Number.isInteger(x) && x >= 0))) return 'count';
  return 'real';
}

/** Of numbers: the share of observations in central predictive intervals. */
export function centralCoverage({ observed, values }: CheckedOutcome): Coverage[] {
  return intervalCoverage(predictiveRanks(observed, values, Random.fromSeed(1)));
}

/** Of binary observations: how often what was predicted with a probability came. */
export function binaryReliability({ observed, replications }: CheckedOutcome): ReliabilityBin[] {
  const means = observed.map(
    (_, k) => replications.reduce((sum, row) => sum + row[k], 0) / replications.length,
  );
  return reliability(observed, means);
}

/**
 * Of classes: how often the likeliest one came.
 *
 * @param probabilitiesOf the classes, at a cell; those of the prediction unless said
 * @returns `undefined` where the distribution has no probabilities of its own
 */
export function classReliability(
  { name, cells }: CheckedOutcome,
  { parts: { given, simulation } }: Prediction,
  averaged: 'tempered' | 'plain' = 'tempered',
): ReliabilityBin[] | undefined {
  const collector = given.find((one) => one.name === name);
  if (collector === undefined) return undefined;
  const outcome = simulation.outcomes.find((one) => one.name === name)!;
  const { came, probabilities } = likeliestForecasts(
    classForecasts(outcome, cells, (cell) =>
      averaged === 'tempered' ? collector.predictiveOf(cell) : collector.averageOf(cell),
    ),
  );
  return reliability(came, probabilities);
}
