import type { TypedModel } from '../semantics/typed-model.ts';
import type { GivenInput } from './given-input.ts';
import type { Table } from './table.ts';
import { isMissing } from './words.ts';

/** What the given inputs say about one dimension. */
export interface DimensionEvidence {
  /** Inputs over the dimension, and how many members they have. */
  readonly sizes: { readonly input: string; readonly words: string; readonly size: number }[];
  /** Labels under which members were given. */
  readonly keys: {
    readonly input: string;
    readonly words: string;
    readonly labels: readonly string[];
  }[];
  /** Inputs whose values are members of the dimension. */
  readonly indexes: GivenInput[];
}

export function collectEvidence(
  model: TypedModel,
  given: ReadonlyMap<string, GivenInput>,
  notes: string[],
): ReadonlyMap<string, DimensionEvidence> {
  const evidence = new Map<string, DimensionEvidence>();
  for (const name of model.dimensions.keys()) {
    evidence.set(name, { sizes: [], keys: [], indexes: [] });
  }
  const labelledTables = new Set<Table>();
  for (const input of given.values()) {
    const { declaration, origin } = input;
    const { name, axes, type } = declaration;
    axes.forEach((dimension, axis) => {
      const found = evidence.get(dimension)!;
      const size = input.sizes[axis];
      const labels = input.keys[axis];
      const words = `\`${name}\``;
      if (labels !== undefined) found.keys.push({ input: name, words, labels });
      else if (size !== undefined) found.sizes.push({ input: name, words, size });
    });
    if (type.dimension !== undefined) evidence.get(type.dimension)!.indexes.push(input);
    if (origin !== undefined && !labelledTables.has(origin.table)) {
      labelledTables.add(origin.table);
      const found = evidence.get(axes[0])!;
      const labels = rowLabels(origin.table, axes[0], notes);
      const words = `column \`${axes[0]}\` of ${origin.table.name}`;
      if (labels !== undefined) found.keys.push({ input: name, words, labels });
    }
  }
  return evidence;
}

/** The labels of a table's rows: a column of text, named as the dimension of the rows. */
function rowLabels(table: Table, dimension: string, notes: string[]): string[] | undefined {
  const column = table.columns.get(dimension);
  if (column === undefined || column.cells instanceof Float64Array) return undefined;
  if (!column.cells.every((cell) => typeof cell === 'string' && !isMissing(cell))) return undefined;
  const labels = column.cells.map((cell) => String(cell).trim());
  const seen = new Set<string>();
  const repeated = labels.find((label) => seen.size === seen.add(label).size);
  if (repeated === undefined) return labels;
  notes.push(
    `Column \`${dimension}\` of ${table.name} does not label its rows: ${JSON.stringify(repeated)} stands there more than once.`,
  );
  return undefined;
}
