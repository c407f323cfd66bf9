import type { AnyComparison } from '../../api/comparison.ts';
import { version } from '../../version.ts';
import type { Subject } from '../figures/kinds.ts';
import { element, escapeText } from '../markup.ts';
import { comparisonSection } from './comparison-section.ts';
import { fitSection } from './fit-section.ts';
import { faintParagraph, htmlPage } from './page.ts';
import { severalFits } from './several-fits.ts';

/** A fit by the name it is to have in the report. */
export interface NamedSubject {
  readonly name: string;
  readonly subject: Subject;
}

export interface NamedComparison {
  readonly name: string;
  readonly comparison: AnyComparison;
}

/**
 * Fits and comparisons as one HTML page that stands on its own: no scripts, nothing loaded from elsewhere, light or dark
 * as its reader prefers.
 *
 * @throws RangeError where there is nothing to report.
 */
export function renderReport({
  fits = [],
  comparisons = [],
}: {
  readonly fits?: readonly NamedSubject[];
  readonly comparisons?: readonly NamedComparison[];
}): string {
  if (fits.length + comparisons.length === 0) throw new RangeError('there is nothing to report');
  const isSingle = fits.length === 1 && comparisons.length === 0;
  const title = isSingle ? fits[0].subject.fit.model : reportTitle(fits, comparisons);
  const parts = [
    element('h1', {}, escapeText(title)),
    ...(fits.length > 1 ? [severalFits(fits)] : []),
    ...comparisons.map(
      ({ name, comparison }) =>
        element('h2', {}, escapeText(`Comparison: ${name}`)) + comparisonSection(comparison),
    ),
    ...fits.map(({ name, subject }) => {
      const heading = name === subject.fit.model ? name : `${subject.fit.model} (${name})`;
      return isSingle
        ? fitSection(subject, 'h2')
        : element('h2', {}, escapeText(heading)) + fitSection(subject, 'h3');
    }),
    faintParagraph(`Written by credence ${version}.`),
  ];
  return htmlPage(title, parts.join('\n'));
}

function reportTitle(
  fits: readonly NamedSubject[],
  comparisons: readonly NamedComparison[],
): string {
  if (fits.length === 0) return comparisons.length === 1 ? 'Models compared' : 'Comparisons';
  const models = [...new Set(fits.map(({ subject }) => subject.fit.model))];
  return models.length === 1 ? models[0] : `${models.length} models`;
}
