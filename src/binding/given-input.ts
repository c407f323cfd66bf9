import type { TypedData } from '../semantics/typed-model.ts';
import type { Table } from './table.ts';

/** One input as it was given: its cells in row-major order, and what is known of its shape. */
export interface GivenInput {
  readonly declaration: TypedData;
  readonly cells: ArrayLike<unknown>;
  /** By axis; `undefined` where the input does not say (a flat array, or inside an empty one). */
  readonly sizes: readonly (number | undefined)[];
  /** By axis: the labels under which the members stand, in the order of the cells. */
  readonly keys: readonly (readonly string[] | undefined)[];
  /** A typed array of all cells for several dimensions. */
  readonly isFlat: boolean;
  /** The cells as a file writes them. */
  readonly texts?: readonly string[];
  /** The table it is a part of, and its columns there. */
  readonly origin?: { readonly table: Table; readonly columns: readonly string[] };
  /** Where else it is from: the name of a file, or words for a default. */
  readonly place?: string;
}

/**
 * A cell as the user finds it: `` `y[3]` ``, `` `X[2, age]` in data.json ``,
 * `` `iq` in row 3 (line 4) of kids.csv, column `mom.iq` ``.
 */
export function describeCell(given: GivenInput, cell: number): string {
  const { declaration, origin, place } = given;
  if (origin !== undefined) {
    const width = origin.columns.length;
    const column = origin.columns[cell % width];
    const named = column === declaration.name ? '' : `, column \`${column}\``;
    const row = Math.floor(cell / width);
    return `\`${declaration.name}\` in ${origin.table.describeRow(row)}${named}`;
  }
  const position = positionOf(given, cell);
  const name = position === '' ? declaration.name : `${declaration.name}[${position}]`;
  return place === undefined ? `\`${name}\`` : `\`${name}\` in ${place}`;
}

/** The row that a problem with this cell is told for, from 1; none for a scalar. */
export function rowOf(given: GivenInput, cell: number): number | undefined {
  const rowLength = given.isFlat
    ? 1
    : given.sizes.slice(1).reduce<number>((n, s) => n * (s ?? 1), 1);
  return given.sizes.length === 0 ? undefined : Math.floor(cell / rowLength) + 1;
}

function positionOf(given: GivenInput, cell: number): string {
  if (given.isFlat) return String(cell + 1);
  const parts: string[] = [];
  let rest = cell;
  for (let axis = given.sizes.length - 1; axis >= 0; axis--) {
    const size = given.sizes[axis] ?? 1;
    const position = rest % size;
    rest = Math.floor(rest / size);
    parts.unshift(given.keys[axis]?.[position] ?? String(position + 1));
  }
  return parts.join(', ');
}
