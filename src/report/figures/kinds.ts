import { checkedOutcomes } from '../../api/checked-outcomes.ts';
import type { Fit } from '../../api/fit.ts';
import type { Prediction } from '../../api/prediction.ts';
import type { PredictiveAccuracy } from '../../api/predictive-comparison.ts';
import { rankCounts } from '../../results/ranks.ts';
import { bars } from '../svg/bars.ts';
import { ranks, trace } from '../svg/chains.ts';
import { paretoKDiagram } from '../svg/pareto-k.ts';
import type { Picture } from '../svg/picture.ts';
import { densityOverlay, ecdfOverlay, predictiveBand, rootogram } from '../svg/predictive.ts';
import { formatWithScale } from '../terminal/format-number.ts';
import { calibrationPictures } from './calibration.ts';
import { densityPictures, priorPictures } from './density-pictures.ts';
import { chosenElements, type Element, elementsOf, mostTelling } from './elements.ts';
import { forests } from './forests.ts';
import { correlatedPairs } from './pairs.ts';
import { predictedRows } from './predicted-rows.ts';
import { progressPictures } from './progress-pictures.ts';
import { uncertaintyPictures } from './uncertainty.ts';

/** What pictures are made of. */
export interface Subject {
  readonly fit: Fit;
  /** What the fit says of data, where there are some. */
  readonly prediction?: Prediction;
  /** Draws from the priors under the same data. */
  readonly prior?: Prediction;
  /** Why there are none, where data were given. */
  readonly withoutPrior?: string;
  /** How well the fit predicts each of its observations from the others. */
  readonly accuracy?: PredictiveAccuracy;
  /** Why that is not known, where it was looked for. */
  readonly withoutAccuracy?: string;
  /** A value of the data, one for each observation. */
  readonly along?: { readonly name: string; readonly values: ArrayLike<number> };
  /** What the fit says at other values of it, a grid of them: there the bands of noise and parameters are drawn. */
  readonly grid?: { readonly prediction: Prediction; readonly values: ArrayLike<number> };
  /** Parameters and outputs, or elements of them; all unless said. */
  readonly parameters?: readonly string[];
}

/** One kind of picture of a fit. */
export interface FigureKind {
  readonly name: string;
  readonly title: string;
  /** What it shows and how to read it, in a sentence or two. */
  readonly summary: string;
  /** It looks at data, which a saved fit does not hold. */
  readonly needsData: boolean;
  /** None where the fit has nothing of the kind. */
  draw(subject: Subject): Picture[];
  /** What a fit lacks of which there is none. */
  readonly absent: string;
  /** The same of this one in particular, where that is known. */
  readonly absentHere?: (subject: Subject) => string | undefined;
}

/** Pictures of one element each in one figure. */
const mostPictures = 8;
const rankBins = 20;
/** Observations that are drawn one by one. */
const mostStrokes = 100;

const chosen = ({ fit, parameters }: Subject): Element[] =>
  chosenElements(elementsOf(fit), parameters);

function ofChains(
  subject: Subject,
  draw: (element: Element, chains: number) => Picture,
): Picture[] {
  const { chains } = subject.fit.parts.draws;
  if (chains === undefined) return [];
  // constants have neither
  const varying = chosen(subject).filter(({ row }) => row.sd > 0);
  return mostTelling(varying, mostPictures).map((element) => draw(element, chains));
}

const outcomesOf = ({ prediction }: Subject) =>
  prediction === undefined ? [] : checkedOutcomes(prediction);

/** Why there is nothing of parameters, where all are weights. */
const weightsAlone = ({ fit, parameters }: Subject): string | undefined => {
  if (parameters !== undefined || chosen({ fit }).length > 0) return undefined;
  const weights = elementsOf(fit).map(({ name }) => name);
  return weights.length === 0
    ? undefined
    : `weights of networks are only drawn where they are asked for, as with --parameters ${weights[0]}`;
};

const noChains = 'it has no Markov chains (those of nuts do)';
const noData = 'the data hold nothing of what the model observes';

/** All kinds, in the order of a report. */
const list: readonly FigureKind[] = [
  {
    name: 'forest',
    title: 'Parameters and outputs',
    summary: 'Medians (dots), 50% intervals (thick) and 90% intervals (thin).',
    needsData: false,
    draw: (subject) => forests(chosen(subject)),
    absent: 'it has no draws that could be drawn',
    absentHere: weightsAlone,
  },
  {
    name: 'density',
    title: 'Densities',
    summary: 'The posterior density of each quantity; of Markov chains one line each.',
    needsData: false,
    draw: ({ fit, ...rest }) =>
      densityPictures(mostTelling(chosen({ fit, ...rest }), mostPictures), fit.parts.draws.chains),
    absent: 'all its quantities are constant',
    absentHere: weightsAlone,
  },
  {
    name: 'prior',
    title: 'Prior and posterior',
    summary:
      'What was believed before (dashed) and after (filled). Alike where the data say nothing of a parameter.',
    needsData: true,
    draw: ({ prior, ...rest }) =>
      prior === undefined ? [] : priorPictures(chosen(rest), prior, mostPictures),
    absent: 'nothing can be drawn from its priors',
    absentHere: (subject) => subject.withoutPrior ?? weightsAlone(subject),
  },
  {
    name: 'trace',
    title: 'Traces',
    summary: 'The draws of each chain in their order: one level band, whichever the chain.',
    needsData: false,
    draw: (subject) =>
      ofChains(subject, ({ label, values }, chains) => {
        const length = values.length / chains;
        const { diverging } = subject.fit.parts.draws.statistics;
        const parts = Array.from({ length: chains }, (_, k) => [k * length, (k + 1) * length]);
        return trace(
          label,
          parts.map(([from, to]) => values.subarray(from, to)),
          parts.map(([from, to]) =>
            [...(diverging?.subarray(from, to) ?? [])].flatMap((one, draw) => (one ? [draw] : [])),
          ),
        );
      }),
    absent: noChains,
    absentHere: (subject) =>
      subject.fit.parts.draws.chains === undefined ? undefined : weightsAlone(subject),
  },
  {
    name: 'rank',
    title: 'Ranks',
    summary:
      'How the draws of each chain rank among those of all: level where the chains agree; a slope or a hump says that they do not.',
    needsData: false,
    draw: (subject) =>
      ofChains(subject, ({ label, values }, chains) =>
        ranks(label, rankCounts(values, chains, Math.min(rankBins, values.length / chains))),
      ),
    absent: noChains,
    absentHere: (subject) =>
      subject.fit.parts.draws.chains === undefined ? undefined : weightsAlone(subject),
  },
  {
    name: 'pairs',
    title: 'Correlated parameters',
    summary:
      'The most correlated pairs of parameters, divergent transitions marked: where they gather, the posterior is too steep for the sampler.',
    needsData: false,
    draw: ({ fit, ...rest }) => {
      const parameters = new Set(
        fit.parts.quantities.flatMap(({ name, kind }) => (kind === 'parameter' ? [name] : [])),
      );
      const elements = chosen({ fit, ...rest }).filter(({ name }) => parameters.has(name));
      return correlatedPairs(elements, fit.parts.draws.statistics.diverging);
    },
    absent: 'no two of its parameters are correlated',
    absentHere: weightsAlone,
  },
  {
    name: 'elbo',
    title: 'Convergence of the objective',
    summary:
      'What was maximised, along the steps. Level at the end where the search is done; variational inference begins anew from several starts. The divergence from the prior is what the ELBO takes off the expected log likelihood: how much was learned so far; of networks by layers. Held-out data that are predicted worse again say that training went on too long.',
    needsData: false,
    draw: ({ fit: { diagnostics } }) => progressPictures(diagnostics),
    absent: 'its method has no objective that it raises (those of vi and mc-dropout do)',
  },
  {
    name: 'divergence',
    title: 'What the data changed',
    summary:
      'The Kullback-Leibler divergence of the approximation from the prior. Near 0 the data say nothing of a parameter, or the approximation has collapsed to the prior.',
    needsData: false,
    draw: ({ fit: { diagnostics } }) => {
      const rows = Object.entries(diagnostics.priorDivergence ?? {}).map(([label, value]) => ({
        label,
        value,
        text: formatWithScale(value, value),
      }));
      if (rows.length === 0) return [];
      return [bars('Divergence from the prior', rows.slice(0, 40), { title: 'nats' })];
    },
    absent: 'its method has no normal approximation (those of laplace and vi do)',
  },
  {
    name: 'predictive',
    title: 'Posterior predictive checks',
    summary:
      'Data that the fitted model would produce, beside the data observed: alike where the model describes them.',
    needsData: true,
    draw: (subject) =>
      outcomesOf(subject).flatMap((outcome) => {
        if (outcome.kind !== 'real') return [rootogram(outcome, outcome.classes)];
        const overlay = densityOverlay(outcome);
        return [...(overlay === undefined ? [] : [overlay]), ecdfOverlay(outcome)];
      }),
    absent: noData,
  },
  {
    name: 'calibration',
    title: 'Calibration',
    summary:
      'Whether predicted probabilities and intervals are as often right as they say: on the diagonal where they are. From the data of the fit itself they look somewhat better than from new data.',
    needsData: true,
    draw: (subject) =>
      outcomesOf(subject).flatMap((outcome) => calibrationPictures(outcome, subject.prediction!)),
    absent: noData,
  },
  {
    name: 'pareto-k',
    title: 'Leave-one-out accuracy',
    summary:
      'How well each observation is predicted from all others (elpd, their sum in nats), by importance sampling. Pareto k above 0.7: the observation is so influential that its part is not trustworthy, and the model may not expect it.',
    needsData: true,
    draw: ({ accuracy }) => {
      if (accuracy === undefined) return [];
      const { elpd, standardError, effectiveParameters, paretoK } = accuracy.loo;
      const title = `elpd ${elpd.toFixed(1)} ± ${standardError.toFixed(1)}, effective parameters ${effectiveParameters.toFixed(1)}`;
      return [paretoKDiagram(title.replace('-', '−'), [...paretoK])];
    },
    absent: noData,
    absentHere: ({ withoutAccuracy }) => withoutAccuracy,
  },
  {
    name: 'band',
    title: 'Predictions and observations',
    summary: 'Each observation over the 50% and 90% intervals of what is predicted of it.',
    needsData: true,
    draw: ({ along, ...subject }) =>
      outcomesOf(subject).flatMap((outcome) => {
        if (outcome.kind === 'binary' || outcome.kind === 'class') return [];
        if (along === undefined)
          return [
            predictiveBand(outcome.name, predictedRows(outcome, undefined, mostStrokes), undefined),
          ];
        if (along.values.length !== outcome.size) return [];
        return [predictiveBand(outcome.name, predictedRows(outcome, along.values), along.name)];
      }),
    absent:
      'the data hold no numbers that it predicts, or not as many as the value to order them by',
  },
  {
    name: 'uncertainty',
    title: 'Noise and parameters',
    summary:
      'How much of what is uncertain is noise, which stays, and how much is not knowing the parameters, which more data would tell. Of numbers along a value of the data as bands; else the observations of which least is known.',
    needsData: true,
    draw: ({ prediction, along, grid }) =>
      prediction === undefined ? [] : uncertaintyPictures(prediction, along, grid),
    absent: 'nothing that it predicts has a distribution of single numbers or classes',
  },
];

export const figureKinds: ReadonlyMap<string, FigureKind> = new Map(
  list.map((kind) => [kind.name, kind]),
);
