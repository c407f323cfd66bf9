import type { Coverage, ReliabilityBin } from '../results/calibration.ts';
import { quantile } from '../results/summary.ts';
import {
  binaryReliability,
  type CheckedOutcome,
  centralCoverage,
  checkedOutcomes,
  classReliability,
} from './checked-outcomes.ts';
import { type ByModel, ofEach } from './comparison.ts';
import type { Prediction } from './prediction.ts';

interface ObservedOverlay {
  readonly outcome: string;
  readonly observed: readonly number[];
  readonly predicted: ByModel<readonly number[]>;
  /** How many observations there are, and the share of them in central predictive intervals. */
  readonly count: number;
  readonly coverage: ByModel<readonly Coverage[]>;
}

/**
 * Numbers that were observed, ascending, and those that each of several models predicts in their place: quantiles at
 * (k + ½) / 200 of all draws of all observations, and of what was observed where it is more than 200 values.
 */
export interface NumbersOverlay extends ObservedOverlay {
  readonly kind: 'numbers';
}

/** Small counts, likewise: the shares of 0, 1, …, up to the largest that was observed. */
export interface CountsOverlay extends ObservedOverlay {
  readonly kind: 'counts';
}

/** Probabilities that each model gives what is binary (of 1) or a class (of the likeliest), and how often that came. */
export interface ReliabilityOverlay {
  readonly outcome: string;
  readonly kind: 'binary' | 'classes';
  readonly reliability: ByModel<readonly ReliabilityBin[]>;
}

/** What several models predict of the same quantity, with what was observed of it. */
export type PredictiveOverlay = NumbersOverlay | CountsOverlay | ReliabilityOverlay;

/** Draws of each observation that an overlay is made from: more would not be seen. */
export const overlayDraws = 400;

const mostQuantiles = 200;
/** Counts up to this have shares of their own. */
const largestCount = 30;
/** Draws that quantiles are taken of; of more an even selection. */
const mostNumbers = 20_000;

/** One of each quantity that at least two models predict alike: as numbers, or as probabilities. */
export function predictiveOverlays(predictions: ByModel<Prediction>): PredictiveOverlay[] {
  const outcomes = ofEach(Object.keys(predictions), (name) => checkedOutcomes(predictions[name]));
  const all = Object.values(outcomes).flat();
  return [...new Set(all.map(({ name }) => name))].flatMap((outcome) => {
    const own: Record<string, CheckedOutcome> = {};
    for (const [model, those] of Object.entries(outcomes)) {
      const found = those.find(({ name }) => name === outcome);
      if (found !== undefined) own[model] = found;
    }
    return Object.keys(own).length < 2 ? [] : overlayOf(outcome, own, predictions);
  });
}

function overlayOf(
  outcome: string,
  own: ByModel<CheckedOutcome>,
  predictions: ByModel<Prediction>,
): PredictiveOverlay[] {
  const models = Object.keys(own);
  const kinds = new Set(Object.values(own).map(({ kind }) => kind));
  const [kind, ...others] = kinds;
  if (kind === 'class' && others.length === 0) {
    const reliability: Record<string, ReliabilityBin[]> = {};
    for (const model of models) {
      const bins = classReliability(own[model], predictions[model]);
      if (bins !== undefined) reliability[model] = bins;
    }
    if (Object.keys(reliability).length < 2) return [];
    return [{ outcome, kind: 'classes', reliability }];
  }
  // numbers of classes have no order
  if (kinds.has('class')) return [];
  if (kind === 'binary' && others.length === 0)
    return [
      {
        outcome,
        kind: 'binary',
        reliability: ofEach(models, (model) => binaryReliability(own[model])),
      },
    ];
  const { observed } = own[models[0]];
  const largest = observed.reduce((a, b) => Math.max(a, b));
  if (!kinds.has('real') && largest <= largestCount)
    return [
      {
        outcome,
        kind: 'counts',
        observed: sharesOf(observed, largest),
        predicted: ofEach(models, (model) => sharesOf(own[model].values, largest)),
        ...coverageOf(own),
      },
    ];
  return [
    {
      outcome,
      kind: 'numbers',
      observed: quantilesOf(observed),
      predicted: ofEach(models, (model) => quantilesOf(evenly(own[model].values, mostNumbers))),
      ...coverageOf(own),
    },
  ];
}

function coverageOf(own: ByModel<CheckedOutcome>): Pick<ObservedOverlay, 'count' | 'coverage'> {
  const models = Object.keys(own);
  return {
    count: own[models[0]].observed.length,
    coverage: ofEach(models, (model) => centralCoverage(own[model])),
  };
}

function sharesOf(values: Float64Array, largest: number): number[] {
  const tally = new Array<number>(largest + 1).fill(0);
  for (const value of values) if (value <= largest) tally[value]++;
  return tally.map((count) => count / values.length);
}

/** What is not finite has no place among them. */
function quantilesOf(values: Float64Array): number[] {
  const ascending = values.filter(Number.isFinite).sort();
  if (ascending.length <= mostQuantiles) return [...ascending];
  return Array.from({ length: mostQuantiles }, (_, k) =>
    quantile(ascending, (k + 0.5) / mostQuantiles),
  );
}

/** At most so many, evenly from the whole. */
function evenly(values: Float64Array, most: number): Float64Array {
  const stride = Math.max(1, Math.ceil(values.length / most));
  return values.filter((_, k) => k % stride === 0);
}
