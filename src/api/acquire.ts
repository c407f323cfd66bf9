/** Which rows of a pool, once what they hold is observed, would teach a model most. */
import { nearestName } from '../diagnostics/nearest.ts';
import { Random } from '../random/random.ts';
import { batchBald } from '../results/acquisition.ts';
import type { DrawColumn } from '../results/draws.ts';
import { elementKey, elementLabel } from '../results/element-key.ts';
import { splitEntropy, splitVariance } from '../results/uncertainty.ts';
import { includedElements, undefinedPrediction } from './observed.ts';
import { OptionError } from './option-error.ts';
import type { Prediction } from './prediction.ts';
import type { UncertaintyCollector } from './uncertainty.ts';

/** What rows are ranked by, and what it is for. */
export const acquisitionScores = {
  entropy: 'class',
  'mutual-information': 'class',
  variance: 'number',
  'batch-bald': 'class',
} as const satisfies Readonly<Record<string, 'class' | 'number'>>;

export type AcquisitionScore = keyof typeof acquisitionScores;

export interface AcquiredRow {
  /** Its place in the pool, from 1. */
  readonly row: number;
  /** `y[3]`, and `y[Deerfield]` where its dimensions have labels. */
  readonly key: string;
  readonly label?: string;
  /**
   * Of `entropy` and `mutual-information` nats, of `variance` that of what is expected; of `batch-bald` the nats that
   * it adds to those of the rows before it.
   */
  readonly score: number;
}

/** Rows to observe, best first. */
export interface Acquisition {
  readonly model: string;
  /** What would be observed. */
  readonly outcome: string;
  readonly by: AcquisitionScore;
  /** How many there were to choose from. */
  readonly pool: number;
  readonly rows: readonly AcquiredRow[];
  readonly notes: readonly string[];
}

export interface AcquisitionRequest {
  readonly by: AcquisitionScore | undefined;
  readonly count: number;
  readonly outcome: string | undefined;
  readonly seed: number;
}

/** Of the entropy of all draws, which no batch can tell more than. */
const SATURATION = 0.7;

/** @throws OptionError where the score is not for what is observed. */
export function acquireFrom(prediction: Prediction, request: AcquisitionRequest): Acquisition {
  const { parts, model } = prediction;
  const collector = chosenCollector(prediction, request.outcome);
  const { name } = collector;
  const outcome = parts.simulation.outcomes.find((one) => one.name === name)!;
  const classes = collector.classNames?.length;
  const by = request.by ?? (classes === undefined ? 'variance' : 'mutual-information');
  checkScore(by, name, classes !== undefined);
  const elements = includedElements(outcome);
  const column: DrawColumn = parts.draws.column(name);
  const rows = ranked(collector, elements, by, classes, request).map(({ place, score }) => {
    const element = elements[place];
    const label = elementLabel(column, element);
    return {
      row: element + 1,
      key: elementKey(column, element),
      ...(label !== undefined && { label }),
      score,
    };
  });
  const notes = [...prediction.notes];
  if (rows.length < request.count)
    notes.push(`The pool has ${elements.length} rows, which are all of them.`);
  const told = rows.reduce((sum, { score }) => sum + score, 0);
  if (by === 'batch-bald' && told > SATURATION * Math.log(parts.draws.count))
    notes.push(
      `Together these rows tell the ${parts.draws.count} draws of the parameters all but apart, so that later rows seem to add little: look at more draws.`,
    );
  return { model, outcome: name, by, pool: elements.length, rows, notes };
}

function chosenCollector({ parts }: Prediction, wanted: string | undefined): UncertaintyCollector {
  const names = parts.given.map(({ name }) => name);
  if (wanted === undefined && names.length === 1) return parts.given[0];
  if (names.length === 0)
    throw new OptionError(
      'the model observes no numbers or classes of a single distribution, of which it could be said how uncertain they are',
    );
  if (wanted === undefined)
    throw new OptionError(
      `the model observes ${names.join(', ')}: say of which rows are to be chosen`,
    );
  const found = parts.given.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  const nearest = nearestName(wanted, names);
  throw new OptionError(
    `nothing that is observed is called ${wanted}${nearest === undefined ? `; there is ${names.join(', ')}` : `; did you mean ${nearest}?`}`,
  );
}

function checkScore(by: AcquisitionScore, name: string, isClass: boolean): void {
  const kind = isClass ? 'class' : 'number';
  if (acquisitionScores[by] === kind) return;
  const others = Object.entries(acquisitionScores).flatMap(([score, of]) =>
    of === kind ? [score] : [],
  );
  throw new OptionError(
    `${by} ranks ${isClass ? 'numbers' : 'classes'}, and ${name} is a ${kind}: take ${others.join(' or ')}`,
  );
}

/** Places among the elements, best first; of equal ones the first. */
function ranked(
  collector: UncertaintyCollector,
  elements: readonly number[],
  by: AcquisitionScore,
  classes: number | undefined,
  { count, seed }: AcquisitionRequest,
): { readonly place: number; readonly score: number }[] {
  const probabilities = (element: number): Float64Array => {
    const draws = collector.probabilitiesOf(element);
    if (draws.some(Number.isNaN)) throw undefinedPrediction(collector.name);
    return draws;
  };
  if (by === 'batch-bald') {
    const pool = elements.map(probabilities);
    return batchBald(pool, classes!, count, Random.fromSeed(seed)).map(({ row, gain }) => ({
      place: row,
      score: gain,
    }));
  }
  const scoreOf = (element: number): number => {
    if (by === 'variance') {
      const { means, variances } = collector.momentsOf(element);
      return splitVariance(means, variances).epistemic.value;
    }
    const split = splitEntropy(probabilities(element), classes!);
    return by === 'entropy' ? split.entropy.value : split.mutualInformation.value;
  };
  const scores = elements.map(scoreOf);
  if (scores.some(Number.isNaN)) throw undefinedPrediction(collector.name);
  return scores
    .map((score, place) => ({ place, score }))
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, count);
}
