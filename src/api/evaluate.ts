/** How good predictions of held-out data are. */
import { normal } from '../distributions/normal.ts';
import type { Outcome } from '../posterior/simulation.ts';
import { Random } from '../random/random.ts';
import { bootstrap, meanOfRows, type Statistic } from '../results/bootstrap.ts';
import { fixedBinError } from '../results/calibration-error.ts';
import { classStatistics, forecastsOfClass } from '../results/class-scores.ts';
import { detectionStatistics } from '../results/detection.ts';
import { elementCount } from '../results/draws.ts';
import { drawsScore, normalsScore } from '../results/ranked-probability-score.ts';
import { quantile } from '../results/summary.ts';
import { splitEntropy, splitVariance } from '../results/uncertainty.ts';
import { Evaluation, type OutcomeEvaluation } from './evaluation.ts';
import {
  classForecasts,
  includedElements,
  observedElements,
  undefinedPrediction,
} from './observed.ts';
import { OptionError } from './option-error.ts';
import type { Prediction } from './prediction.ts';
import type { UncertaintyCollector } from './uncertainty.ts';

/**
 * @param prediction of held-out data, with log densities
 * @param others a prediction of rows of another kind, which are to be told apart
 * @throws OptionError where the data hold nothing of what is observed, NumericalError where a prediction does not exist.
 */
export function evaluatePrediction(
  prediction: Prediction,
  others: Prediction | undefined,
  seed: number,
): Evaluation {
  const { simulation, isDataOfFit } = prediction.parts;
  const random = Random.fromSeed(seed);
  const outcomes = simulation.outcomes.filter((outcome) => observedElements(outcome).length > 0);
  if (outcomes.length === 0) {
    const names = simulation.outcomes.map(({ name }) => name).join(', ');
    throw new OptionError(
      names === ''
        ? 'the model observes nothing, so there is nothing to evaluate'
        : `the data hold nothing of ${names}, with which predictions are compared`,
    );
  }
  const notes = [
    ...prediction.notes,
    ...(others?.notes ?? []).map((note) => `other rows: ${note}`),
  ];
  if (isDataOfFit)
    notes.push(
      'These are the data of the fit: predictions of data that it has not seen are worse.',
    );
  const results = outcomes.map((outcome, k) =>
    evaluateOutcome(outcome, prediction, others, random.stream(k)),
  );
  for (const { name, kind, rows, metrics } of results) {
    if (kind === 'number' && metrics.rmse === undefined)
      notes.push(`Distributions of ${name} have no mean, so no error and no CRPS is there.`);
    if (rows === 1) notes.push(`There is one row of ${name} alone, so the intervals say nothing.`);
    if (metrics.nll?.value === Infinity)
      notes.push(
        `Of ${name}, something came that was given the probability 0: its likelihood is 0.`,
      );
  }
  return new Evaluation(prediction.model, results, notes);
}

function evaluateOutcome(
  outcome: Outcome,
  prediction: Prediction,
  others: Prediction | undefined,
  random: Random,
): OutcomeEvaluation {
  const { name } = outcome;
  const of = (parts: Prediction['parts']): UncertaintyCollector | undefined =>
    parts.given.find((collector) => collector.name === name);
  const own = of(prediction.parts);
  const elements = observedElements(outcome);
  const other = others && of(others.parts);
  const classes = own?.classNames;
  const detection =
    own === undefined || other === undefined
      ? new Map<string, Statistic>()
      : detectionOf(own, elements, other, others!);
  const otherRows = other === undefined ? [] : [rowsOf(other, others!).length];
  if (own === undefined || classes === undefined) {
    const { statistics, events } = numberStatistics(outcome, elements, own, prediction);
    const sizes = [events, ...otherRows];
    return {
      name,
      kind: 'number',
      rows: events,
      metrics: bootstrap(new Map([...statistics, ...detection]), sizes, random),
    };
  }
  const sizes = [elements.length, ...otherRows];
  const forecasts = classForecasts(outcome, elements, (k) => own.predictiveOf(k));
  const byClass = new Map(
    classes.map((label, k) => [label, fixedBinError(forecastsOfClass(forecasts, k))]),
  );
  const temperature = prediction.parts.temperatures?.[name]?.value;
  return {
    name,
    kind: 'class',
    rows: elements.length,
    metrics: bootstrap(
      new Map<string, Statistic>([...classStatistics(forecasts), ...detection]),
      sizes,
      random,
    ),
    byClass: bootstrap(byClass, [elements.length], random),
    ...(temperature !== undefined && {
      temperature,
      untempered: bootstrap(
        classStatistics(classForecasts(outcome, elements, (k) => own.averageOf(k))),
        [elements.length],
        random,
      ),
    }),
  };
}

function numberStatistics(
  outcome: Outcome,
  elements: readonly number[],
  collector: UncertaintyCollector | undefined,
  { parts }: Prediction,
): { readonly statistics: Map<string, Statistic>; readonly events: number } {
  const { name, observed, shape } = outcome;
  const { events, of } = outcome.logDensities!;
  const logs = parts.logDensities!.get(name)!;
  if (logs.some(Number.isNaN)) throw undefinedPrediction(name);
  const draws = parts.draws.column(name).values;
  const size = elementCount(shape);
  const count = draws.length / size;
  const scores = {
    square: new Float64Array(elements.length),
    crps: new Float64Array(elements.length),
    inside50: new Float64Array(elements.length),
    width50: new Float64Array(elements.length),
    inside90: new Float64Array(elements.length),
    width90: new Float64Array(elements.length),
  };
  elements.forEach((element, row) => {
    const value = observed![element];
    const ascending = Float64Array.from({ length: count }, (_, k) => draws[k * size + element]);
    if (ascending.some(Number.isNaN)) throw undefinedPrediction(name);
    ascending.sort();
    const moments = collector?.momentsOf(element);
    const means = moments?.means ?? ascending;
    scores.square[row] = (means.reduce((sum, m) => sum + m / means.length, 0) - value) ** 2;
    scores.crps[row] =
      moments !== undefined && outcome.family === normal
        ? normalsScore(moments.means, moments.variances.map(Math.sqrt), value)
        : drawsScore(ascending, value);
    for (const level of [50, 90] as const) {
      const low = quantile(ascending, 0.5 - level / 200);
      const high = quantile(ascending, 0.5 + level / 200);
      scores[`inside${level}`][row] = low <= value && value <= high ? 1 : 0;
      scores[`width${level}`][row] = high - low;
    }
  });
  // elements of one event come together when rows are drawn anew
  const places = new Map(Array.from(events, (event, place) => [event, place]));
  const eventOf = Uint32Array.from(elements, (k) => places.get(Math.floor((k * of) / size))!);
  const byElement =
    (statistic: Statistic): Statistic =>
    (counts) =>
      statistic(Float64Array.from(eventOf, (event) => counts[event]));
  const meanSquare = byElement(meanOfRows(scores.square));
  const mean = (values: Float64Array): Statistic => byElement(meanOfRows(values));
  const hasMeans = scores.square.every(Number.isFinite);
  const statistics = new Map<string, Statistic>([
    ...(hasMeans
      ? [['rmse', (counts: Float64Array) => Math.sqrt(meanSquare(counts))] as const]
      : []),
    ['nll', meanOfRows(logs.map((log) => -log))],
    ...(hasMeans ? [['crps', mean(scores.crps)] as const] : []),
    ['coverage50', mean(scores.inside50)],
    ['width50', mean(scores.width50)],
    ['coverage90', mean(scores.inside90)],
    ['width90', mean(scores.width90)],
  ]);
  return { statistics, events: events.length };
}

/** Statistics of the observed rows, and those of the other prediction. */
function detectionOf(
  own: UncertaintyCollector,
  elements: readonly number[],
  other: UncertaintyCollector,
  others: Prediction,
): Map<string, Statistic> {
  const usual = uncertaintyScores(own, elements);
  const unusual = uncertaintyScores(other, rowsOf(other, others));
  // distributions without a variance have nothing to rank them by
  const isKnown = (scores: Record<string, Float64Array>): boolean =>
    Object.values(scores).every((values) => !values.some(Number.isNaN));
  if (!isKnown(usual) || !isKnown(unusual)) return new Map();
  return new Map(
    Object.entries(usual).flatMap(([score, values]) => {
      const { auroc, fpr95 } = detectionStatistics(values, unusual[score]);
      return [
        [`auroc${score}`, auroc],
        [`fpr95${score}`, fpr95],
      ] as const;
    }),
  );
}

/** Elements of the same outcome. */
function rowsOf({ name }: UncertaintyCollector, { parts }: Prediction): number[] {
  return includedElements(parts.simulation.outcomes.find((one) => one.name === name)!);
}

/** How uncertain each element is: in all, and for want of knowing the parameters. */
function uncertaintyScores(
  collector: UncertaintyCollector,
  elements: readonly number[],
): Record<string, Float64Array> {
  const classes = collector.classNames;
  const splits = elements.map((element): readonly [number, number] => {
    if (classes !== undefined) {
      const { entropy, mutualInformation } = splitEntropy(
        collector.probabilitiesOf(element),
        classes.length,
      );
      return [entropy.value, mutualInformation.value];
    }
    const { means, variances } = collector.momentsOf(element);
    const { total, epistemic } = splitVariance(means, variances);
    return [total.value, epistemic.value];
  });
  const part = (k: 0 | 1): Float64Array => Float64Array.from(splits, (split) => split[k]);
  const names =
    classes === undefined ? ['Variance', 'Epistemic'] : ['Entropy', 'MutualInformation'];
  return { [names[0]]: part(0), [names[1]]: part(1) };
}
