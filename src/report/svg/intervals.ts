import { element } from '../markup.ts';
import type { Field } from './chart.ts';
import { across, chart, chartWidth, type LegendEntry } from './chart.ts';
import { dot } from './marks.ts';
import type { Picture } from './picture.ts';
import { type Domain, domainOf } from './scale.ts';

/** A middle with an inner and an outer interval around it. */
export interface IntervalRow {
  readonly label: string;
  readonly low: number;
  readonly innerLow: number;
  readonly middle: number;
  readonly innerHigh: number;
  readonly high: number;
  /** Not to be relied on: drawn in the colour of warnings. */
  readonly suspect?: boolean;
}

const rowHeight = 17;

/** A forest plot: one line a row, from the top down; at 0 a stronger line where 0 is in sight. */
export function forest(
  title: string,
  rows: readonly IntervalRow[],
  axis: { readonly title: string; readonly domain?: Domain; readonly width?: number },
): Picture {
  const domain =
    axis.domain ?? domainOf(rows.flatMap(({ low, middle, high }) => [low, middle, high]));
  const legend: LegendEntry[] = [];
  return chart(
    {
      title,
      width: axis.width ?? chartWidth,
      fieldHeight: rows.length * rowHeight + 8,
      x: { title: axis.title, domain },
      y: {
        title: '',
        domain: [rows.length - 0.5 + 4 / rowHeight, -0.5 - 4 / rowHeight],
        ticks: rows.map(({ label }, value) => ({ value, text: label })),
        grid: false,
      },
      legend,
    },
    (field) => [
      domain[0] < 0 && domain[1] > 0 ? zeroLine(field) : '',
      ...rows.map((row, k) => interval(field, row, k)),
    ],
  );
}

function zeroLine({ x, top, bottom }: Field): string {
  return element('line', { x1: x(0), x2: x(0), y1: top, y2: bottom, class: 'axis dashed' });
}

function interval(field: Field, row: IntervalRow, place: number): string {
  const y = field.y(place);
  const classes = row.suspect ? 'warning' : '';
  const part = (from: number, to: number, more: string): string => {
    if (!Number.isFinite(from) || !Number.isFinite(to)) return '';
    return across(field.x(from), field.x(to), y, `line ${more} ${classes}`.trimEnd());
  };
  return [
    part(row.low, row.high, ''),
    part(row.innerLow, row.innerHigh, 'thick'),
    dot(field, row.middle, place, classes),
  ].join('');
}
