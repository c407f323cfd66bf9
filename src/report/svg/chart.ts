import { element, escapeText } from '../markup.ts';
import { cut, cutMiddle, displayWidth } from '../terminal/table.ts';
import type { Picture } from './picture.ts';
import { type Domain, linearScale, type Scale, type Tick, ticksOf } from './scale.ts';

/** An axis: what it measures, in which unit where there is one, and from where to where. */
export interface Axis {
  readonly title: string;
  readonly domain: Domain;
  /** Round values unless said; an empty list for none. */
  readonly ticks?: readonly Tick[];
  /** Numbers without a meaning of their own have no lines across. */
  readonly grid?: boolean;
}

export interface LegendEntry {
  readonly text: string;
  /** Classes of its mark. */
  readonly mark: string;
  readonly shape: 'line' | 'area' | 'bar' | 'dot';
}

export interface ChartSpec {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly legend?: readonly LegendEntry[];
  readonly width?: number;
  /** Of the field that data are drawn in. */
  readonly fieldHeight?: number;
}

/** Where data are drawn: from values to places. */
export interface Field {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const chartWidth = 400;
const defaultFieldHeight = 190;
/** Mean width of a character of 12 units. */
const characterWidth = 6.5;
/** What wide letters and signs, capitals, digits and minus signs have more, in the widest of common fonts. */
const moreWidth = { wide: 3, capital: 2, digit: 1.2, minus: 3.6 } as const;
const textHeight = 16;
/** Titles are larger and heavier. */
const titleFactor = 1.35;
/** Between the title of the y axis and the field, so that a number at its upper end has room. */
const belowTitle = 10;
/** Of the width, at most as much for the names at the y axis. */
const widestNames = 0.42;

/** A field with axes, a title and a legend, and in it the marks that `draw` makes. */
export function chart(spec: ChartSpec, draw: (field: Field) => readonly string[]): Picture {
  const { title, x, y, legend = [], width = chartWidth } = spec;
  const { fieldHeight = defaultFieldHeight } = spec;
  const yTicks = y.ticks ?? ticksOf(y.domain, fieldHeight / 40);
  const names = yTicks.map(({ text }) => shortened(text, width * widestNames, cutMiddle));
  const widest = Math.max(0, ...names.map(widthOf));
  const left = Math.max(14, 10 + widest) + (y.title === '' ? 0 : 4);
  const right = width - 14;
  const entries = legendRows(legend, width - 12);
  const top = 10 + textHeight + entries.height + (y.title === '' ? 4 : textHeight - 3 + belowTitle);
  const bottom = top + fieldHeight;
  const field: Field = {
    left,
    right,
    top,
    bottom,
    x: linearScale(x.domain, [left, right]),
    y: linearScale(y.domain, [bottom, top]),
  };
  const xTicks = x.ticks ?? ticksOf(x.domain, (right - left) / 70);
  const grid = (axis: Axis) => axis.grid !== false;
  const height =
    bottom + (xTicks.length > 0 ? textHeight : 4) + (x.title === '' ? 6 : textHeight + 6);
  const body = [
    text(shortened(title, (width - 12) / titleFactor, cutMiddle), 6, 10 + 9, {
      class: 'title',
    }),
    element('g', { transform: `translate(6 ${10 + textHeight})` }, ...entries.marks),
    y.title === ''
      ? ''
      : text(shortened(y.title, width - 12), 6, top - belowTitle, { class: 'tick' }),
    ...(grid(y) ? yTicks : []).map(({ value }) => across(left, right, field.y(value), 'grid')),
    ...(grid(x) ? xTicks : []).map(({ value }) => down(field.x(value), top, bottom, 'grid')),
    ...yTicks.map(({ value }, k) =>
      text(names[k], left - 6, field.y(value) + 4, { class: 'tick', 'text-anchor': 'end' }),
    ),
    ...draw(field),
    across(left, right, bottom, 'axis'),
    ...xTicks.map((tick, k) =>
      text(tick.text, field.x(tick.value), bottom + 14, {
        class: 'tick',
        'text-anchor':
          k === xTicks.length - 1 && field.x(tick.value) > right - 8 ? 'end' : 'middle',
      }),
    ),
    x.title === ''
      ? ''
      : text(shortened(x.title, right - left), (left + right) / 2, height - 7, {
          class: 'tick',
          'text-anchor': 'middle',
        }),
  ];
  return { width, height, title, body: body.join('') };
}

/** A text of 12 units as far as there is room for it. */
function shortened(words: string, room: number, by = cut): string {
  let kept = displayWidth(words);
  let short = words;
  while (kept > 1 && widthOf(short) > room) short = by(words, --kept);
  return short;
}

/** About as wide as a text of 12 units is. */
function widthOf(words: string): number {
  const count = (kind: RegExp): number => words.match(kind)?.length ?? 0;
  return (
    displayWidth(words) * characterWidth +
    count(/[mwMW@%…<>=+]/g) * moreWidth.wide +
    count(/\p{Lu}/gu) * moreWidth.capital +
    count(/\p{Nd}/gu) * moreWidth.digit +
    count(/−/g) * moreWidth.minus
  );
}

/** Entries side by side, in as many rows as they need. */
function legendRows(
  entries: readonly LegendEntry[],
  width: number,
): { readonly marks: string[]; readonly height: number } {
  let left = 0;
  let row = 0;
  const marks = entries.map(({ text: words, mark, shape }) => {
    const wide = 26 + displayWidth(words) * characterWidth + 10;
    if (left > 0 && left + wide > width) {
      left = 0;
      row++;
    }
    const y = row * textHeight + 8;
    const sample = {
      line: element('line', { x1: left, x2: left + 20, y1: y, y2: y, class: `line ${mark}` }),
      area: element('rect', { x: left, y: y - 5, width: 20, height: 10, class: `area ${mark}` }),
      bar: element('rect', { x: left, y: y - 5, width: 20, height: 10, class: `bar ${mark}` }),
      dot: element('circle', { cx: left + 10, cy: y, r: 3.5, class: `dot ${mark}` }),
    }[shape];
    const entry = sample + text(words, left + 25, y + 4, { class: 'tick' });
    left += wide;
    return entry;
  });
  return { marks, height: entries.length === 0 ? 0 : (row + 1) * textHeight + 2 };
}

export function text(
  content: string,
  x: number,
  y: number,
  attributes: Readonly<Record<string, string>>,
): string {
  return element('text', { x, y, ...attributes }, escapeText(content));
}

export function across(from: number, to: number, y: number, classes: string): string {
  return element('line', { x1: from, x2: to, y1: y, y2: y, class: classes });
}

function down(x: number, from: number, to: number, classes: string): string {
  return element('line', { x1: x, x2: x, y1: from, y2: to, class: classes });
}
