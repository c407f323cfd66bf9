/**
 * The layout of a plate diagram. Rows come from the arrows (`rows.ts`) and columns from the dimensions
 * (`columns.ts`): all values of one column have the same dimensions, so a rectangle around a run of columns
 * holds the values of its dimension and no others, however dimensions overlap.
 */
import type { Influenced, Influences } from '../../semantics/influences.ts';
import { displayWidth } from '../terminal/table.ts';
import { byDimensions, type Column, columnsOf, type Piece, piecesOf } from './columns.ts';
import { rowsOf } from './rows.ts';

/** A rectangle by its centre. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedPlate extends Box {
  readonly label: string;
  /** Whether the label stands at the right end of the lower edge. */
  readonly labelRight: boolean;
}

export interface Layout {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly plates: readonly PlacedPlate[];
}

/** Between neighbours in a row, and between rows. */
const gap = 22;
const rowHeight = 84;
/** A row of more is divided. */
const widest = 6;
/** Between a plate and what it holds; each plate around another stands out by `step` more. */
const margin = 12;
const step = 12;
const labelHeight = 18;

export function layOut(influences: Influences): Layout {
  const rows = rowsOf(influences);
  const middle = divided(rows.middle);
  const above = divided(rows.above);
  const below = divided(rows.below);
  const columns = columnsOf(middle.flat(), influences);
  const plates = withLevels(piecesOf(columns));
  const top = Math.max(0, ...plates.map((plate) => plate.inset));

  const sizes = new Map(influences.values.map((value) => [value.key, sizeOf(value)]));
  const y = new Map<string, number>();
  const middleTop = above.length * rowHeight + (above.length > 0 ? top : 0);
  const belowTop = middleTop + middle.length * rowHeight + top + (top > 0 ? labelHeight : 0);
  const place = (rows: readonly (readonly Influenced[])[], start: number): void => {
    for (const [k, row] of rows.entries()) {
      for (const { key } of row) y.set(key, start + k * rowHeight);
    }
  };
  place(above, 0);
  place(middle, middleTop);
  place(below, belowTop);

  const x = placeColumns({
    columns,
    plates,
    middle,
    free: [...above, ...below],
    influences,
    sizes,
  });
  const boxes = new Map(
    influences.values.map(({ key }) => [
      key,
      { x: x.get(key)!, y: y.get(key)!, ...sizes.get(key)! },
    ]),
  );
  return {
    boxes,
    plates: plates.map((plate) => around(plate, columns, boxes, influences)),
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Room for the label at 13 pixels and the distribution at 11, which in an ellipse reach less far. */
function sizeOf({ kind, label, distribution }: Influenced): Size {
  if (kind === 'factor') return { width: 14, height: 14 };
  const text = Math.max(displayWidth(label) * 7.4, displayWidth(distribution ?? '') * 6.2);
  return kind === 'drawn'
    ? { width: Math.max(62, text * 1.2 + 22), height: 48 }
    : { width: Math.max(44, text + 20), height: 34 };
}

/** Rows of at most `widest` values on the same plates: others go to rows of their own, in turn. */
function divided(rows: readonly (readonly Influenced[])[]): Influenced[][] {
  return rows.flatMap((row) => {
    const groups = byDimensions(row);
    const most = Math.max(0, ...groups.map((group) => group.length));
    const parts = Array.from({ length: Math.ceil(most / widest) }, (): Influenced[] => []);
    for (const group of groups) {
      const used = Math.ceil(group.length / widest);
      group.forEach((value, k) => {
        parts[parts.length - used + (k % used)]!.push(value);
      });
    }
    return parts;
  });
}

interface LevelledPiece extends Piece {
  /** How far the plate stands out from the values in it. */
  readonly inset: number;
}

/**
 * Plates that share a column stand out by different lengths, the narrow ones by less; of equally wide ones that
 * of a value's first dimension is the outer one.
 */
function withLevels(pieces: readonly Piece[]): LevelledPiece[] {
  const levels: { piece: Piece; level: number }[] = [];
  for (const piece of pieces.toReversed().sort((a, b) => a.last - a.first - (b.last - b.first))) {
    const shared = levels.filter(
      ({ piece: other }) => other.first <= piece.last && piece.first <= other.last,
    );
    levels.push({ piece, level: Math.max(-1, ...shared.map(({ level }) => level)) + 1 });
  }
  return levels.map(({ piece, level }) => ({ ...piece, inset: margin + level * step }));
}

interface Horizontal {
  readonly columns: readonly Column[];
  readonly plates: readonly LevelledPiece[];
  readonly middle: readonly (readonly Influenced[])[];
  /** Rows above and below the columns. */
  readonly free: readonly (readonly Influenced[])[];
  readonly influences: Influences;
  readonly sizes: ReadonlyMap<string, Size>;
}

/**
 * Centres of all values. In a column each row is centred; rows outside stand as near to their neighbours as
 * they can. The order in each row is that of the neighbours' centres, found in a few sweeps (the barycentre
 * method of Sugiyama, Tagawa and Toda 1981).
 */
function placeColumns(horizontal: Horizontal): Map<string, number> {
  const { columns, plates, middle, free, influences, sizes } = horizontal;
  const linked = new Map<string, string[]>();
  for (const { from, to } of influences.arrows) {
    if (from === to) continue;
    linked.set(from, [...(linked.get(from) ?? []), to]);
    linked.set(to, [...(linked.get(to) ?? []), from]);
  }
  const widthOf = (row: readonly Influenced[]): number =>
    row.reduce((sum, { key }) => sum + sizes.get(key)!.width + gap, -gap);
  const x = new Map<string, number>();
  const wishOf = (key: string): number => {
    const others = (linked.get(key) ?? []).flatMap((other) => x.get(other) ?? []);
    return others.length === 0 ? (x.get(key) ?? 0) : others.reduce((a, b) => a + b) / others.length;
  };
  const ordered = (row: readonly Influenced[]): Influenced[] => {
    const wishes = new Map(row.map((value) => [value, wishOf(value.key)]));
    return [...row].sort((a, b) => wishes.get(a)! - wishes.get(b)!);
  };

  let left = 0;
  const placed = columns.map((column, k) => {
    const rows = middle.map((row) => row.filter((value) => column.values.includes(value)));
    const labels = plates.filter(({ first }) => first === k);
    const width = Math.max(
      ...rows.map(widthOf),
      ...labels.map(({ dimension }) => labelWidth(influences.dimensions.get(dimension)!)),
    );
    const insets = (end: 'first' | 'last', at: number): number =>
      Math.max(0, ...plates.filter((plate) => plate[end] === at).map(({ inset }) => inset));
    left += k === 0 ? 0 : insets('last', k - 1) + insets('first', k) + gap;
    const centre = left + width / 2;
    left += width;
    return { rows, centre };
  });
  for (let sweep = 0; sweep < 6; sweep++) {
    for (const { rows, centre } of placed) {
      for (const row of rows) {
        let at = centre - widthOf(row) / 2;
        for (const { key } of ordered(row)) {
          const { width } = sizes.get(key)!;
          x.set(key, at + width / 2);
          at += width + gap;
        }
      }
    }
    for (const row of free) {
      const members = ordered(row);
      const centres = spread(
        members.map(({ key }) => ({ wish: wishOf(key), width: sizes.get(key)!.width })),
      );
      members.forEach(({ key }, k) => {
        x.set(key, centres[k]!);
      });
    }
  }
  return x;
}

/**
 * Centres in the given order, `gap` apart at least and as near to the wished ones as that allows, in least
 * squares: neighbours that would overlap are pooled and stand around the mean of their wishes.
 */
function spread(items: readonly { readonly wish: number; readonly width: number }[]): number[] {
  const offsets: number[] = [];
  items.forEach(({ width }, k) => {
    const before = items[k - 1];
    offsets.push(before === undefined ? 0 : offsets[k - 1]! + (before.width + width) / 2 + gap);
  });
  const pools: { start: number; count: number }[] = [];
  items.forEach(({ wish }, k) => {
    let pool = { start: wish - offsets[k]!, count: 1 };
    for (
      let last = pools.at(-1);
      last !== undefined && last.start > pool.start;
      last = pools.at(-1)
    ) {
      pools.pop();
      const count = last.count + pool.count;
      pool = { start: (last.start * last.count + pool.start * pool.count) / count, count };
    }
    pools.push(pool);
  });
  const starts = pools.flatMap(({ start, count }) => Array<number>(count).fill(start));
  return offsets.map((offset, k) => offset + starts[k]!);
}

/** Of a label at 11 pixels, with its distance from both ends of the edge. */
function labelWidth(label: string): number {
  return displayWidth(label) * 6.6 + 16;
}

function around(
  { dimension, first, last, inset }: LevelledPiece,
  columns: readonly Column[],
  boxes: ReadonlyMap<string, Box>,
  { dimensions }: Influences,
): PlacedPlate {
  const members = columns
    .slice(first, last + 1)
    .flatMap(({ values }) => values.map(({ key }) => boxes.get(key)!));
  const label = dimensions.get(dimension)!;
  const left = Math.min(...members.map(({ x, width }) => x - width / 2)) - inset;
  const right = Math.max(...members.map(({ x, width }) => x + width / 2)) + inset;
  const top = Math.min(...members.map(({ y, height }) => y - height / 2)) - inset;
  const levels = (inset - margin) / step + 1;
  const bottom =
    Math.max(...members.map(({ y, height }) => y + height / 2)) + 4 + labelHeight * levels;
  const crowd = (k: number): number => columns[k]!.dimensions.size;
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    width: Math.max(right - left, labelWidth(label)),
    height: bottom - top,
    label,
    labelRight: crowd(last) < crowd(first),
  };
}
