import type { SummaryRow } from '../../results/summary-table.ts';
import { type RowGroup, selectRows } from '../select-rows.ts';
import { formatCount, formatWithScale } from './format-number.ts';
import { cutMiddle, renderTable, widest } from './table.ts';
import { wrap } from './wrap.ts';

/** Rows shown unless all are asked for. */
const MOST_ROWS = 30;
/** Names of elements are cut to what the figures leave of the line, but never below this. */
const NARROWEST_NAME = 12;
/** Figures that a narrow terminal is spared, in this order, until the others have room. */
const SPARED = ['ESS tail', '50%', 'ESS', 'R-hat'];

/** The summary of draws as a table; of more than 30 rows a selection, unless all are asked for. */
export function renderSummary(
  rows: readonly SummaryRow[],
  { all, width }: { readonly all: boolean; readonly width: number },
): string {
  const groups = selectRows(rows, all ? rows.length : MOST_ROWS);
  const more = groups.some((group) => group.more > 0);
  return `${renderGroups(groups, width)}${more ? `--all shows all ${rows.length} rows\n` : ''}`;
}

function renderGroups(groups: readonly RowGroup<SummaryRow>[], width: number): string {
  const rows = groups.flatMap((group) => group.rows);
  const names = rows.map(({ key, label }) => label ?? key);
  const longest = widest(names);
  const columns = figureColumns(rows).map((column) => ({
    ...column,
    align: 'right' as const,
    width: Math.max(column.title.length, widest(column.cells)),
  }));
  const roomBeside = (shown: typeof columns): number =>
    width - shown.reduce((sum, column) => sum + column.width + 2, 0);
  // where names would be cut, figures that others imply give way
  const needed = columns.filter((column) => !column.implied);
  let shown = roomBeside(columns) < longest ? needed : columns;
  const spared: string[] = [];
  for (const title of SPARED) {
    if (roomBeside(shown) >= Math.min(longest, NARROWEST_NAME)) break;
    if (shown.some((column) => column.title === title)) spared.push(title);
    shown = shown.filter((column) => column.title !== title);
  }
  const room = Math.max(NARROWEST_NAME, roomBeside(shown));
  const short = names.map((name) => cutMiddle(name, room));
  // cut to less than half, or to the same as another, a name says nothing
  const isAbove = longest > 2 * room || new Set(short).size < new Set(names).size;
  const above = new Map<number, string>();
  const lines: string[][] = [];
  let next = 0;
  for (const { rows: own, more } of groups) {
    for (const _ of own) {
      const cells = shown.map((column) => column.cells[next]);
      const isHere = !isAbove || names[next] === short[next];
      if (!isHere) above.set(lines.length, names[next]);
      lines.push([isHere ? short[next] : '', ...cells]);
      next += 1;
    }
    if (more > 0) lines.push([`… ${more} more`, ...shown.map(() => '')]);
  }
  const table = withNamesAbove(
    renderTable([{ title: '', align: 'left' }, ...shown], lines),
    above,
    width,
  );
  return spared.length === 0
    ? table
    : table + wrap(`wider terminals have ${spared.join(', ')}`, width);
}

/** The lines of a table, with names that are longer than their column on lines of their own above their figures. */
function withNamesAbove(table: string, above: ReadonlyMap<number, string>, width: number): string {
  const [titles, rule, ...rows] = table.split('\n');
  const lines = rows.flatMap((row, k) => {
    const name = above.get(k);
    return name === undefined ? [row] : [cutMiddle(name, width), row];
  });
  return [titles, rule, ...lines].join('\n');
}

interface FigureColumn {
  readonly title: string;
  readonly cells: string[];
  /** Other columns say as much: the error of the mean follows from the sd and the (effective) number of draws. */
  readonly implied: boolean;
}

function figureColumns(rows: readonly SummaryRow[]): FigureColumn[] {
  const column = (title: string, cell: (row: SummaryRow) => string, implied = false) => ({
    title,
    cells: rows.map(cell),
    implied,
  });
  const ofChains = rows.some((row) => row.rhat !== undefined);
  return [
    column('mean', ({ mean, sd }) => formatWithScale(mean, sd)),
    column('sd', ({ sd }) => formatWithScale(sd, sd)),
    column('5%', ({ q5, sd }) => formatWithScale(q5, sd)),
    column('50%', ({ q50, sd }) => formatWithScale(q50, sd)),
    column('95%', ({ q95, sd }) => formatWithScale(q95, sd)),
    column('MCSE', ({ mcseMean, sd }) => formatWithScale(mcseMean, sd / 10), true),
    ...(ofChains
      ? [
          column('ESS', (row) => formatCount(row.essBulk)),
          column('ESS tail', (row) => formatCount(row.essTail)),
          column('R-hat', ({ rhat = Number.NaN }) => (Number.isNaN(rhat) ? '–' : rhat.toFixed(3))),
        ]
      : []),
  ];
}
