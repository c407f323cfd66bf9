import { quantile } from '../../results/summary.ts';
import { selectRows } from '../select-rows.ts';
import { forest, type IntervalRow } from '../svg/intervals.ts';
import type { Picture } from '../svg/picture.ts';
import { domainOf } from '../svg/scale.ts';
import type { Element } from './elements.ts';

/** Rows of all forests together, and of each picture: more stand side by side. */
const mostRows = 120;
const mostOfPicture = 40;
/** Scalars share a picture where the widest interval is at most so many times the narrowest. */
const likeWidths = 20;

/** One picture for the scalars, as far as they are of one scale, and one for the elements of each vector. */
export function forests(elements: readonly Element[]): Picture[] {
  const drawable = elements.filter(({ row: { q5, q95 } }) => Number.isFinite(q5 + q95));
  const groups = selectRows(
    drawable.map(({ row }) => row),
    mostRows,
  );
  const byRow = new Map(drawable.map((element) => [element.row, element]));
  const pictures: Picture[] = [];
  let scalars: IntervalRow[] = [];
  const flush = (): void => {
    if (scalars.length > 0) pictures.push(forest('Scalars', scalars, { title: 'value' }));
    scalars = [];
  };
  for (const { name, rows, more } of groups) {
    if (rows.length === 0) continue;
    const drawn = rows.map((row) => intervalOf(byRow.get(row)!));
    if (rows[0].key === name) {
      if (scalars.length > 0 && !areAlike([...scalars, ...drawn])) flush();
      scalars.push(...drawn);
      continue;
    }
    // the names of members alone: what they are members of is the title
    const members = drawn.map((row) => ({ ...row, label: row.label.slice(name.length + 1, -1) }));
    pictures.push(...forestsOf(name, members, members.length + more));
  }
  flush();
  return pictures;
}

/** Elements of a vector, of more than one picture holds in several of one scale and about one length. */
function forestsOf(name: string, members: readonly IntervalRow[], count: number): Picture[] {
  const domain = domainOf(members.flatMap(({ low, middle, high }) => [low, middle, high]));
  const parts = Math.ceil(members.length / mostOfPicture);
  const length = Math.ceil(members.length / parts);
  return Array.from({ length: parts }, (_, k) => {
    const shown = members.slice(k * length, (k + 1) * length);
    const range = `${k * length + 1} to ${k * length + shown.length} of ${count}`;
    const title = shown.length === count ? name : `${name} (${range})`;
    return forest(title, shown, { title: 'value', domain });
  });
}

function areAlike(rows: readonly IntervalRow[]): boolean {
  const widths = rows.map(({ low, high }) => high - low);
  const whole = Math.max(...rows.map(({ high }) => high)) - Math.min(...rows.map(({ low }) => low));
  return whole <= likeWidths * Math.min(...widths);
}

function intervalOf({ label, row, values }: Element): IntervalRow {
  const ascending = values.slice().sort();
  return {
    label,
    low: row.q5,
    innerLow: quantile(ascending, 0.25),
    middle: row.q50,
    innerHigh: quantile(ascending, 0.75),
    high: row.q95,
    suspect: row.rhat !== undefined && row.rhat > 1.05,
  };
}
