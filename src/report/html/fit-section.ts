import type { Fit } from '../../api/fit.ts';
import { kernelDensity } from '../../results/kernel-density.ts';
import { elementsOf } from '../figures/elements.ts';
import { figureKinds, type Subject } from '../figures/kinds.ts';
import { element, escapeText } from '../markup.ts';
import { selectRows } from '../select-rows.ts';
import { sparkDensity } from '../svg/densities.ts';
import { type Picture, svgElement } from '../svg/picture.ts';
import { figuresInWords, provenance } from '../terminal/fit-table.ts';
import { formatCount, formatWithScale } from '../terminal/format-number.ts';
import { highlight } from './highlight.ts';
import {
  definitions,
  faintParagraph,
  htmlTable,
  type PartLevel,
  partHeading,
  scrollable,
} from './page.ts';

/** Rows of the table of one fit. */
const mostRows = 100;

/** All that is told of one fit, below its heading, in parts with headings of the next level. */
export function fitSection(subject: Subject, level: PartLevel): string {
  return [verdict(subject.fit), asked(subject, level), resultParts(subject, level)].join('\n');
}

/** What came out: the table and the pictures. */
export function resultParts(subject: Subject, level: PartLevel): string {
  return [parameterTable(subject.fit, level), figureParts(subject, level)].join('\n');
}

/** Whether to trust the result, and why. */
export function verdict({ diagnostics: { trustworthy, notes } }: Pick<Fit, 'diagnostics'>): string {
  const warnings = notes.filter(({ severity }) => severity === 'warning');
  const words = trustworthy
    ? 'The method found nothing that speaks against this result.'
    : 'This result should not be trusted as it stands.';
  const items = [...warnings, ...notes.filter(({ severity }) => severity === 'note')].map(
    ({ severity, message }) =>
      element(
        'li',
        {},
        severity === 'warning' ? element('strong', {}, 'Warning: ') : '',
        escapeText(message),
      ),
  );
  return element(
    'div',
    { class: trustworthy ? 'verdict' : 'verdict bad' },
    element('p', {}, element('strong', {}, words)),
    items.length === 0 ? '' : element('ul', {}, ...items),
  );
}

function asked({ fit, prediction }: Subject, level: PartLevel): string {
  const { draws, origin, foreign } = fit.parts;
  const drawn =
    draws.chains === undefined
      ? `${draws.count}`
      : `${draws.chains} chains of ${draws.count / draws.chains}`;
  const figures = ['Figures', figuresInWords(fit.diagnostics.values)] as const;
  if (foreign !== undefined)
    return [
      partHeading(level, 'What was read'),
      definitions([['Method', provenance(fit)], ['Draws', drawn], figures]),
    ].join('\n');
  const { source, fileName, data, settings, forms } = origin();
  const options = Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const nonCentred = Object.entries(forms).flatMap(([name, form]) =>
    form === 'non-centred' ? [name] : [],
  );
  const sameData = prediction?.parts.isDataOfFit;
  const entries: (readonly [string, string])[] = [
    ['Method', provenance(fit)],
    ['Options', options.length === 0 ? 'the usual ones' : options.join(', ')],
    ['Draws', drawn],
    ...(nonCentred.length > 0 ? [['Non-centred', nonCentred.join(', ')] as const] : []),
    figures,
    ['Data', `fingerprint ${data}`],
    ...(sameData === undefined
      ? []
      : [
          [
            'Checked on',
            sameData ? 'the data of the fit' : 'other data than those of the fit',
          ] as const,
        ]),
  ];
  const code = scrollable(
    `The model ${fileName}`,
    element('pre', {}, element('code', {}, highlight(source))),
  );
  return [
    partHeading(level, 'What was asked'),
    definitions(entries),
    element(
      'details',
      { open: '' },
      element('summary', {}, `The model, ${escapeText(fileName)}`),
      code,
    ),
  ].join('\n');
}

function parameterTable(fit: Fit, level: PartLevel): string {
  const elements = new Map(elementsOf(fit).map((one) => [one.row, one]));
  const groups = selectRows(fit.summary(), mostRows);
  const ofChains = fit.parts.draws.chains !== undefined;
  const head = ['', 'density', 'mean', 'sd', '5%', '50%', '95%'];
  if (ofChains) head.push('ESS', 'ESS tail', 'R-hat');
  else head.push('MCSE');
  const rows = groups.flatMap(({ name, rows: shown, more }) => {
    const lines = shown.map((row) => {
      const { label, values } = elements.get(row)!;
      const curve = row.nonFinite > 0 ? undefined : kernelDensity(values);
      const { mean, sd, q5, q50, q95, rhat = Number.NaN } = row;
      return [
        escapeText(label),
        curve === undefined ? '' : svgElement(sparkDensity(curve, `density of ${label}`)),
        ...[mean, sd, q5, q50, q95].map((value) => formatWithScale(value, sd)),
        ...(ofChains
          ? [formatCount(row.essBulk), formatCount(row.essTail), rhatCell(rhat)]
          : [formatWithScale(row.mcseMean, sd / 10)]),
      ];
    });
    if (more > 0)
      lines.push([escapeText(`… ${more} more of ${name}`), ...head.slice(1).map(() => '')]);
    return lines;
  });
  return `${partHeading(level, 'Summary')}\n${htmlTable('Summary of the draws', { head, rows })}`;
}

function rhatCell(rhat: number): string {
  if (Number.isNaN(rhat)) return '–';
  const text = rhat.toFixed(3);
  return rhat > 1.05 ? element('strong', { class: 'warning-text' }, text) : text;
}

/** All kinds of pictures that the fit has something to show for; what data would add is said at the end. */
function figureParts(subject: Subject, level: PartLevel): string {
  const parts: string[] = [];
  const missing: string[] = [];
  const { foreign } = subject.fit.parts;
  const isWithoutData = subject.prediction === undefined && foreign === undefined;
  for (const { title, summary, needsData, draw } of figureKinds.values()) {
    const pictures = draw(subject);
    if (pictures.length > 0) parts.push(figureGroup(level, title, summary, pictures));
    else if (needsData && isWithoutData) missing.push(title.toLowerCase());
  }
  if (subject.withoutPrior !== undefined)
    parts.push(faintParagraph(`No pictures of priors: ${sentence(subject.withoutPrior)}`));
  if (subject.withoutAccuracy !== undefined)
    parts.push(faintParagraph(`No leave-one-out accuracy: ${sentence(subject.withoutAccuracy)}`));
  if (missing.length > 0)
    parts.push(
      faintParagraph(
        `A fit does not hold its data. With them (--data FILE) this page also shows ${missing.join(', ')}.`,
      ),
    );
  return parts.join('\n');
}

const sentence = (words: string): string => (words.endsWith('.') ? words : `${words}.`);

export function figureGroup(
  level: PartLevel,
  title: string,
  summary: string,
  pictures: readonly Picture[],
): string {
  const figures = pictures.map((picture) => element('figure', {}, svgElement(picture)));
  return [
    partHeading(level, title),
    faintParagraph(summary),
    element('div', { class: 'figures' }, ...figures),
  ].join('\n');
}
