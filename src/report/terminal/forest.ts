import { nameOfKey } from '../../results/element-key.ts';
import type { SummaryRow } from '../../results/summary-table.ts';
import { selectRows } from '../select-rows.ts';
import { formatWithScale } from './format-number.ts';
import { cutMiddle, displayWidth } from './table.ts';

/** Below this many characters intervals cannot be told apart. */
const leastWidth = 16;
/** Wider pictures are not easier to read. */
const mostWidth = 60;
const mostNames = 24;

/**
 * The 90% intervals and medians of the elements of each vector, one line each, on one axis a vector: `├──●────┤`; 0 is
 * marked by `┊`, in an interval by `┼`. Nothing where no vector has several elements, or the lines are too narrow.
 */
export function renderForest(
  rows: readonly SummaryRow[],
  { most, width }: { readonly most: number; readonly width: number },
): string {
  const drawable = rows.filter(({ q5, q50, q95 }) => [q5, q50, q95].every(Number.isFinite));
  const groups = selectRows(drawable, most).filter(
    ({ name, rows: shown }) => shown.length > 1 && shown[0].key !== name,
  );
  return groups.map(({ name, rows: shown, more }) => panel(name, shown, more, width)).join('\n');
}

function panel(name: string, rows: readonly SummaryRow[], more: number, width: number): string {
  const names = rows.map(({ key, label }) => (label ?? key).slice(nameOfKey(key).length + 1, -1));
  const room = Math.min(mostNames, Math.max(...names.map(displayWidth)), Math.floor(width * 0.4));
  const field = Math.min(mostWidth, width - room - 2);
  if (field < leastWidth) return '';
  const low = Math.min(...rows.map(({ q5 }) => q5));
  const high = Math.max(...rows.map(({ q95 }) => q95));
  if (!(low < high)) return '';
  const place = (value: number): number => Math.round(((value - low) / (high - low)) * (field - 1));
  const zero = low < 0 && high > 0 ? place(0) : undefined;
  const lines = rows.map(({ q5, q50, q95 }, k) => {
    const cells = new Array<string>(field).fill(' ');
    if (zero !== undefined) cells[zero] = '┊';
    const [from, to] = [place(q5), place(q95)];
    for (let at = from; at <= to; at++) cells[at] = at === zero ? '┼' : '─';
    cells[from] = '├';
    cells[to] = '┤';
    cells[place(q50)] = '●';
    const label = cutMiddle(names[k], room);
    return `${label}${' '.repeat(room - displayWidth(label))}  ${cells.join('').trimEnd()}`;
  });
  const scale = high - low;
  const [left, right] = [low, high].map((value) => formatWithScale(value, scale / 10));
  const axis = `${left}${right.padStart(Math.max(1, field - left.length))}`;
  return [
    `${name}${more > 0 ? ` (${rows.length} of ${rows.length + more})` : ''}: 90% intervals and medians`,
    ...lines,
    `${' '.repeat(room)}  ${axis}`,
    '',
  ].join('\n');
}
