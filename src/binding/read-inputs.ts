import { nearestName } from '../diagnostics/nearest.ts';
import type { TypedData, TypedModel } from '../semantics/typed-model.ts';
import type { GivenInput } from './given-input.ts';
import { type DataInputs, fileOf } from './inputs.ts';
import type { Problems } from './problems.ts';
import { findMemberColumns, readColumn, readMemberColumns } from './read-table.ts';
import { readValue } from './read-value.ts';
import { rowLabels } from './row-labels.ts';
import { type Table, TableColumn } from './table.ts';
import { counted, listed } from './words.ts';

/** The inputs as given, by the name of their declaration; without those left to their default. */
export interface ReadInputs {
  readonly given: ReadonlyMap<string, GivenInput>;
  /** Declared inputs that cannot be read: `problems` says why. */
  readonly failed: ReadonlySet<string>;
  /** Labels of members that stand under the name of their dimension. */
  readonly memberLabels: ReadonlyMap<string, readonly string[]>;
}

/**
 * Finds the value of each declared input and reads its cells and its shape.
 *
 * @param mayMiss inputs that need not be given
 */
export function readInputs(
  model: TypedModel,
  inputs: DataInputs,
  problems: Problems,
  notes: string[],
  mayMiss: ReadonlySet<string>,
): ReadInputs {
  const given = new Map<string, GivenInput>();
  const failed = new Set<string>();
  const used = new Set<string>();
  const missing: TypedData[] = [];
  for (const declaration of model.statements) {
    if (declaration.kind !== 'data') continue;
    const key = declaration.column ?? declaration.name;
    const value = Object.hasOwn(inputs, key) ? inputs[key] : undefined;
    const members = value === undefined ? findMemberColumns(inputs, key) : undefined;
    let read: GivenInput | undefined;
    if (value !== undefined) {
      used.add(key);
      read =
        value instanceof TableColumn
          ? readColumn(declaration, value, problems)
          : readValue(declaration, value, fileOf(inputs, key), problems);
    } else if (members !== undefined) {
      for (const { column } of members) used.add(column.name);
      read = readMemberColumns(declaration, members, problems);
    } else {
      const { name, defaultValue } = declaration;
      if (defaultValue === undefined && !mayMiss.has(name)) missing.push(declaration);
      continue;
    }
    if (read === undefined) failed.add(declaration.name);
    else given.set(declaration.name, read);
  }
  const memberLabels = readMemberLabels(model, inputs, used);
  const unused = Object.keys(inputs).filter((name) => !used.has(name) && !memberLabels.has(name));
  for (const declaration of missing) {
    failed.add(declaration.name);
    tellMissing(declaration, inputs, unused, problems);
  }
  checkRows(given.values(), problems);
  const labelled = labelRows(model, given, notes);
  noteIgnored(inputs, unused, labelled, notes);
  return { given, failed, memberLabels };
}

/** `"school": ["Choate", "Deerfield", …]`: a list of different texts under the name of a dimension. */
function readMemberLabels(
  model: TypedModel,
  inputs: DataInputs,
  used: ReadonlySet<string>,
): Map<string, readonly string[]> {
  const labels = new Map<string, readonly string[]>();
  for (const dimension of model.dimensions.keys()) {
    if (used.has(dimension) || !Object.hasOwn(inputs, dimension)) continue;
    const value = inputs[dimension];
    const isText = Array.isArray(value) && value.every((label) => typeof label === 'string');
    if (isText && new Set(value).size === value.length) labels.set(dimension, value);
  }
  return labels;
}

function tellMissing(
  declaration: TypedData,
  inputs: DataInputs,
  unused: readonly string[],
  problems: Problems,
): void {
  const { name, column, type, axes } = declaration;
  const key = column ?? name;
  const near =
    nearestName(key, unused) ??
    unused.find((other) => plain(other) === plain(key)) ??
    unused.find((other) => plain(other).startsWith(plain(key)));
  const dimensions = axes.length === 0 ? '' : `[${axes.join(', ')}]`;
  const asked = column === undefined ? '' : ` (as \`${column}\`)`;
  const hint = hintForMissing(near, inputs, unused);
  problems.add(
    name,
    `The data give no value for \`${name}${dimensions}: ${type.words}\`${asked}.`,
    hint === undefined ? {} : { hint },
  );
}

/** What to do where an input is missing and one of a near name, or what nobody asked for, is there. */
function hintForMissing(
  near: string | undefined,
  inputs: DataInputs,
  unused: readonly string[],
): string | undefined {
  if (near !== undefined) {
    return looksLikeSeveral(inputs[near])
      ? `the only column is \`${near}\`: separate columns by commas, semicolons or tabs`
      : `there is \`${near}\`: rename it, or write \`from "${near}"\` in the model`;
  }
  if (unused.length === 0) return undefined;
  return `what the model does not use: ${listed(unused)}; \`from "column"\` takes one of another name`;
}

/** Whether a table was read as one column, though header and first row look like several. */
function looksLikeSeveral(value: unknown): boolean {
  if (!(value instanceof TableColumn) || value.table.columns.size > 1) return false;
  const first = value.content.texts?.[0]?.trim() ?? '';
  return [/\s+/, '|', ':'].some((separator) => {
    const count = value.name.split(separator).length;
    return count > 1 && first.split(separator).length === count;
  });
}

/** A name without case, dots and underscores. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The rows of a table are one dimension. */
function checkRows(given: Iterable<GivenInput>, problems: Problems): void {
  const first = new Map<Table, TypedData>();
  for (const { declaration, origin } of given) {
    if (origin === undefined) continue;
    const other = first.get(origin.table);
    if (other === undefined) first.set(origin.table, declaration);
    else if (other.axes[0] !== declaration.axes[0]) {
      problems.add(
        declaration.name,
        `\`${other.name}[${other.axes[0]}]\` and \`${declaration.name}[${declaration.axes[0]}]\` both come from ${origin.table.name}, but the rows of a table are one dimension.`,
        { hint: 'give one of the two in another file' },
      );
    }
  }
}

/** Gives the inputs from a table the labels of its rows; returns which column of it holds them. */
function labelRows(
  model: TypedModel,
  given: Map<string, GivenInput>,
  notes: string[],
): ReadonlyMap<Table, string> {
  const labels = new Map<Table, readonly string[] | undefined>();
  const columns = new Map<Table, string>();
  for (const [name, input] of given) {
    const { declaration, origin } = input;
    if (origin === undefined) continue;
    const { table } = origin;
    const dimension = declaration.axes[0];
    if (!labels.has(table)) {
      labels.set(table, rowLabels(table, model.dimensions.get(dimension)!, notes));
      if (labels.get(table) !== undefined) columns.set(table, dimension);
      notes.push(...table.remarks);
    }
    given.set(name, { ...input, keys: [labels.get(table), ...input.keys.slice(1)] });
  }
  return columns;
}

function noteIgnored(
  inputs: DataInputs,
  unused: readonly string[],
  labelColumns: ReadonlyMap<Table, string>,
  notes: string[],
): void {
  const columns = new Map<Table, string[]>();
  const others: string[] = [];
  for (const name of unused) {
    const value = inputs[name];
    if (!(value instanceof TableColumn)) others.push(name);
    else if (labelColumns.get(value.table) !== name) {
      const ignored = columns.get(value.table);
      if (ignored === undefined) columns.set(value.table, [name]);
      else ignored.push(name);
    }
  }
  if (others.length > 0) {
    notes.push(
      `Ignored ${counted(others.length, 'input')} that the model does not declare: ${listed(others)}.`,
    );
  }
  for (const [table, names] of columns) {
    notes.push(
      `Ignored ${counted(names.length, 'column')} of ${table.name} that the model does not declare: ${listed(names)}.`,
    );
  }
}
