import type { AnyComparison } from '../../api/comparison.ts';
import { OptionError } from '../../api/option-error.ts';
import { nearestName } from '../../diagnostics/nearest.ts';
import { arrange, svgDocument } from '../svg/picture.ts';
import { comparisonFigures } from './comparison-figures.ts';
import { figureKinds, type Subject } from './kinds.ts';

export type PlotSubject = Subject;

/** Names of the kinds of pictures that `plot` draws of a fit. */
export const plotKinds: readonly string[] = [...figureKinds.keys()];

/** Names of the kinds of pictures that `plotComparison` draws. */
export const comparisonPlotKinds = [
  'evidence',
  'probabilities',
  'loo',
  'weights',
  'pareto-k',
  'predictive',
] as const;

/**
 * A picture of a comparison as an SVG document that stands on its own.
 *
 * @param kind one of `comparisonPlotKinds`
 * @throws OptionError where there is no such kind, or nothing of it in the comparison.
 */
export function plotComparison(kind: string, comparison: AnyComparison): string {
  if (!comparisonPlotKinds.some((known) => known === kind)) throw noKind(kind, comparisonPlotKinds);
  const figure = comparisonFigures(comparison).find(({ name }) => name === kind);
  if (figure === undefined) {
    const lacking = {
      evidence: 'evidences',
      probabilities: 'evidences',
      predictive: 'predictions',
    };
    const what = lacking[kind as keyof typeof lacking] ?? 'leave-one-out densities';
    throw new OptionError(`the comparison has no ${what} for a ${kind} plot`);
  }
  return svgDocument(figure.picture);
}

/**
 * Pictures of a fit as one SVG document that stands on its own, light or dark as its reader prefers. Several pictures of
 * a kind, of several parameters, stand side by side.
 *
 * @param kind one of `plotKinds`
 * @param subject the fit, for some kinds with what it predicts, or with draws from its priors
 * @throws OptionError where there is no such kind or parameter, or nothing of the kind to draw.
 */
export function plot(kind: string, subject: Subject): string {
  const figure = figureKinds.get(kind);
  if (figure === undefined) throw noKind(kind, plotKinds);
  const pictures = figure.draw(subject);
  if (pictures.length === 0) {
    const reason = figure.absentHere?.(subject) ?? figure.absent;
    throw new OptionError(`there is no ${kind} plot of this fit: ${reason}`);
  }
  const columns = Math.ceil(Math.sqrt(pictures.length));
  return svgDocument(arrange(pictures, `${subject.fit.model}: ${figure.title}`, columns));
}

function noKind(kind: string, kinds: readonly string[]): OptionError {
  const nearest = nearestName(kind, kinds);
  const hint = nearest === undefined ? '' : `did you mean ${nearest}? `;
  return new OptionError(`there is no plot \`${kind}\`; ${hint}there are ${kinds.join(', ')}`);
}
