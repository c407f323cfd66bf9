/** Values that have the same dimensions stand in one column, so that a plate is a run of columns. */
import type { Influenced, Influences } from '../../semantics/influences.ts';

export interface Column {
  readonly dimensions: ReadonlySet<string>;
  readonly values: readonly Influenced[];
}

/** Values that have the same dimensions, together. */
export function byDimensions(values: readonly Influenced[]): Influenced[][] {
  const groups = new Map<string, Influenced[]>();
  for (const value of values) {
    const key = [...value.dimensions].sort().join(' ');
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return [...groups.values()];
}

/** The columns of some values, ordered so that few plates fall into pieces and arrows are short. */
export function columnsOf(values: readonly Influenced[], { arrows }: Influences): Column[] {
  const columns = byDimensions(values).map(
    (members): Column => ({ dimensions: new Set(members[0]!.dimensions), values: members }),
  );
  const columnOf = new Map(columns.flatMap((c) => c.values.map(({ key }) => [key, c] as const)));
  const between = arrows.flatMap(({ from, to }) => {
    const [first, second] = [columnOf.get(from), columnOf.get(to)];
    const isBetween = first !== undefined && second !== undefined && first !== second;
    return isBetween ? [[first, second] as const] : [];
  });
  return improve(columns, (order) => {
    const place = new Map(order.map((column, k) => [column, k]));
    const length = between.reduce(
      (sum, [a, b]) => sum + Math.abs(place.get(a)! - place.get(b)!) - 1,
      0,
    );
    return 1000 * piecesOf(order).length + length;
  });
}

/** Moves single members of an order as long as that makes its cost smaller. */
function improve<T>(start: readonly T[], costOf: (order: readonly T[]) => number): T[] {
  let best = [...start];
  let least = costOf(best);
  for (let improved = true; improved; ) {
    improved = false;
    for (let from = 0; from < best.length; from++) {
      for (let to = 0; to < best.length; to++) {
        const order = best.toSpliced(from, 1).toSpliced(to, 0, best[from]!);
        const cost = costOf(order);
        if (cost >= least) continue;
        [best, least, improved] = [order, cost, true];
      }
    }
  }
  return best;
}

/** A run of neighbouring columns that share a dimension. */
export interface Piece {
  readonly dimension: string;
  readonly first: number;
  readonly last: number;
}

/** The plates of an order of columns: one for each dimension, or several where it falls into pieces. */
export function piecesOf(columns: readonly Column[]): Piece[] {
  const dimensions = new Set(columns.flatMap((column) => [...column.dimensions]));
  return [...dimensions].flatMap((dimension) => {
    const pieces: Piece[] = [];
    columns.forEach((column, k) => {
      if (!column.dimensions.has(dimension)) return;
      const last = pieces.at(-1);
      if (last?.last === k - 1) pieces[pieces.length - 1] = { ...last, last: k };
      else pieces.push({ dimension, first: k, last: k });
    });
    return pieces;
  });
}
