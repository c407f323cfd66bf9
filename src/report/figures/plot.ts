import { OptionError } from '../../api/forms.ts';
import { nearestName } from '../../diagnostics/nearest.ts';
import { arrange, svgDocument } from '../svg/picture.ts';
import { figureKinds, type Subject } from './kinds.ts';

export type PlotSubject = Subject;

/** Names of the kinds of pictures that `plot` draws of a fit. */
export const plotKinds: readonly string[] = [...figureKinds.keys()];

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
  if (figure === undefined) {
    const nearest = nearestName(kind, plotKinds);
    throw new OptionError(
      `there is no plot \`${kind}\`${nearest === undefined ? '' : `; did you mean ${nearest}?`} There are ${plotKinds.join(', ')}`,
    );
  }
  const pictures = figure.draw(subject);
  if (pictures.length === 0) {
    const reason =
      figure.name === 'prior' ? (subject.withoutPrior ?? figure.absent) : figure.absent;
    throw new OptionError(`there is no ${kind} plot of this fit: ${reason}`);
  }
  const columns = Math.ceil(Math.sqrt(pictures.length));
  return svgDocument(arrange(pictures, `${subject.fit.model}: ${figure.title}`, columns));
}
