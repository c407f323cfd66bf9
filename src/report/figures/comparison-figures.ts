import type { AnyComparison, Comparison } from '../../api/comparison.ts';
import { bars } from '../svg/bars.ts';
import { forest } from '../svg/intervals.ts';
import { paretoKDiagram } from '../svg/pareto-k.ts';
import { arrange, type Picture } from '../svg/picture.ts';
import { overlayPictures, overlaySummary, overlayTitle } from './predictive-overlays.ts';

/** A picture of a comparison. */
export interface ComparisonFigure {
  readonly name: string;
  readonly summary: string;
  readonly picture: Picture;
}

/** Of a normal distribution. */
const [inHalf, inNinety] = [0.6744897501960817, 1.6448536269514722];

/** Evidence and probabilities, where the comparison has them also leave-one-out accuracy and stacking weights. */
export function comparisonFigures(comparison: AnyComparison): ComparisonFigure[] {
  const { loo, predictions = [] } = comparison;
  const models = Object.keys('models' in comparison ? comparison.models : (loo ?? {}));
  return [
    ...('models' in comparison ? evidenceFigures(comparison) : []),
    ...(loo === undefined ? [] : accuracyFigures(loo)),
    ...(predictions.length === 0
      ? []
      : [
          {
            name: 'predictive',
            summary: overlaySummary,
            picture: arrange(overlayPictures(predictions, models), overlayTitle, 1),
          },
        ]),
  ];
}

function evidenceFigures({ logBayesFactors, probabilities }: Comparison): ComparisonFigure[] {
  return [
    {
      name: 'evidence',
      summary:
        'Of each model against the best, with 50% and 90% intervals of their numerical error. 3 lower is twenty times less likely data.',
      picture: forest(
        'Log Bayes factor against the best model',
        Object.entries(logBayesFactors).map(([label, { value, standardError }]) =>
          normalRow(label, value, standardError),
        ),
        { title: 'log Bayes factor (nats)' },
      ),
    },
    {
      name: 'probabilities',
      summary: 'Of the models among those compared.',
      picture: bars(
        'Posterior probability',
        Object.entries(probabilities).map(([label, value]) => ({
          label,
          value,
          text: value.toFixed(3),
        })),
        { title: 'probability', domain: [0, 1.2] },
      ),
    },
  ];
}

function accuracyFigures(loo: NonNullable<Comparison['loo']>): ComparisonFigure[] {
  const rows = Object.entries(loo).sort(([, a], [, b]) => a.elpdDifference - b.elpdDifference);
  return [
    {
      name: 'loo',
      summary:
        'How far each model lies behind the one that predicts best, in expected log predictive density (PSIS-LOO), with 50% and 90% intervals of the difference.',
      picture: forest(
        'Behind the best predictions',
        rows.map(([label, row]) =>
          normalRow(label, row.elpdDifference, row.differenceError, trusts(row)),
        ),
        { title: 'difference of elpd (nats)' },
      ),
    },
    {
      name: 'weights',
      summary: 'The average of the models that predicts best.',
      picture: bars(
        'Stacking weight',
        rows.map(([label, { stackingWeight }]) => ({
          label,
          value: stackingWeight,
          text: stackingWeight.toFixed(3),
        })),
        { title: 'weight', domain: [0, 1.2] },
      ),
    },
    {
      name: 'pareto-k',
      summary:
        'Of each observation how far its leave-one-out density can be trusted: up to a Pareto k of 0.7.',
      picture: arrange(
        rows.map(([label, { pointwiseParetoK }]) => paretoKDiagram(label, pointwiseParetoK)),
        'Pareto k of each observation',
        1,
      ),
    },
  ];
}

function trusts({ paretoK }: NonNullable<Comparison['loo']>[string]): boolean {
  return paretoK.bad + paretoK.veryBad === 0;
}

function normalRow(label: string, middle: number, error: number, trusted = true) {
  return {
    label,
    low: middle - inNinety * error,
    innerLow: middle - inHalf * error,
    middle,
    innerHigh: middle + inHalf * error,
    high: middle + inNinety * error,
    suspect: !trusted,
  };
}
