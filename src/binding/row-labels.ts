import type { TypedDimension } from '../semantics/typed-model.ts';
import type { Table } from './table.ts';
import { isMissing } from './words.ts';

/**
 * The labels of a table's rows: the column named as the dimension of the rows, where it is of text
 * (or of numbers, if the model gives the dimension's labels) and each label stands there once.
 */
export function rowLabels(
  table: Table,
  { name, definition }: TypedDimension,
  notes: string[],
): readonly string[] | undefined {
  const column = table.columns.get(name);
  if (column === undefined) return undefined;
  const hasLabels = definition.kind === 'labels' || definition.kind === 'integers';
  const holdsText = !(column.cells instanceof Float64Array) && column.cells.some(isText);
  if (!hasLabels && !holdsText) return undefined;
  const seen = new Set<string>();
  for (let row = 0; row < table.rowCount; row++) {
    const label = String(column.texts?.[row] ?? column.cells[row]).trim();
    const problem = isMissing(column.cells[row])
      ? `${table.describeRow(row)} has none`
      : seen.has(label)
        ? `${JSON.stringify(label)} stands there more than once`
        : undefined;
    if (problem !== undefined) {
      notes.push(`Column \`${name}\` of ${table.name} does not label its rows: ${problem}.`);
      return undefined;
    }
    seen.add(label);
  }
  return [...seen];
}

function isText(cell: unknown): boolean {
  return typeof cell === 'string' && !isMissing(cell);
}
