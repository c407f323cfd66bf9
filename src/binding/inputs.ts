import { Table, TableColumn } from './table.ts';

export type { Table };

/**
 * What a user gives, by name:
 * - numbers, and truth values where the type is `binary`;
 * - nested arrays or typed arrays, in the order of the dimensions; for several dimensions also one
 *   flat typed array, row by row, of which at most one size is not known otherwise;
 * - arrays of labels or of positions from 1, for an index;
 * - objects keyed by label. A dimension without other labels has those of the first such input, in
 *   its order; all others are matched to them by label;
 * - a list of different texts under the name of a dimension: the labels of its members;
 * - columns of tables, as `mergeInputs` takes them from a `Table`: the rows are the first dimension;
 *   a second one stands in columns `X[1]`, `X[2]` or `X.1`, `X.2` by position, or `X[age]` by label.
 */
export type DataInputs = Readonly<Record<string, unknown>>;

/** Under this key, inputs that were read from a file carry the file's name, by input. */
const fileNames = Symbol('file names');

interface InputsFromFiles extends DataInputs {
  readonly [fileNames]?: ReadonlyMap<string, string>;
}

/** The file that an input was read from, where it was one. */
export function fileOf(inputs: DataInputs, name: string): string | undefined {
  return (inputs as InputsFromFiles)[fileNames]?.get(name);
}

/** The same inputs, which remember the file they came from. */
export function inputsFromFile(inputs: DataInputs, fileName: string): DataInputs {
  return collect(Object.entries(inputs), new Map(Object.keys(inputs).map((k) => [k, fileName])));
}

/** Inputs as they are, of a table its columns. */
export function inputsOf(data: DataInputs | Table): DataInputs {
  return data instanceof Table ? mergeInputs([data]) : data;
}

/** All inputs together; where two have the same name, the later wins. */
export function mergeInputs(list: readonly (DataInputs | Table)[]): DataInputs {
  const merged = new Map<string, unknown>();
  const files = new Map<string, string>();
  for (const inputs of list) {
    if (inputs instanceof Table) {
      for (const name of inputs.columns.keys()) {
        merged.set(name, new TableColumn(inputs, name));
        files.delete(name);
      }
    } else {
      for (const [name, value] of Object.entries(inputs)) {
        merged.set(name, value);
        const file = fileOf(inputs, name);
        if (file === undefined) files.delete(name);
        else files.set(name, file);
      }
    }
  }
  return collect(merged, files);
}

/** An object without a prototype, so that `__proto__` and `toString` are names like any other. */
function collect(
  entries: Iterable<readonly [string, unknown]>,
  files: ReadonlyMap<string, string>,
): DataInputs {
  const inputs = Object.create(null) as Record<string | symbol, unknown>;
  for (const [name, value] of entries) inputs[name] = value;
  inputs[fileNames] = files;
  return inputs;
}
