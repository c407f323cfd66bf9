import type { DataInputs } from '../binding/inputs.ts';
import { TableColumn } from '../binding/table.ts';
import type { Subject } from '../report/figures/kinds.ts';
import { subjectWithAccuracy, subjectWithData } from '../report/figures/subject.ts';
import { dataOptions } from './model-options.ts';
import { didYouMean, type ParsedOptions } from './options.ts';
import { readData } from './read-files.ts';
import { type FitPaths, readFit } from './read-fit.ts';
import { type Terminal, UsageError } from './terminal.ts';

/** What `readSubject` looks at, and the file of the result. */
export const subjectOptions = {
  ...dataOptions,
  by: {
    type: 'string',
    value: 'NAME',
    summary:
      'for the pictures `band` and `uncertainty`: the value in the data along which predictions are drawn',
  },
  grid: {
    type: 'string',
    value: 'FILE',
    summary:
      'for the picture `uncertainty`: data without what is observed, at whose values --by its bands are drawn',
  },
  out: { type: 'string', value: 'FILE', summary: 'standard output unless said' },
} as const;

/** A fit, and what it says of the data that the options name. */
export async function readSubject(
  paths: FitPaths,
  options: ParsedOptions,
  terminal: Terminal,
): Promise<Subject> {
  const fit = await readFit(paths, terminal);
  const files = options.list('data');
  const settings = options.list('set');
  const grid = options.text('grid');
  const by = options.text('by');
  if (files.length === 0 && settings.length === 0) {
    if (by !== undefined) throw new UsageError('--by names a column of --data FILE');
    if (grid !== undefined) throw new UsageError('--grid goes with --data FILE and --by NAME');
    return fit.parts.foreign === undefined ? { fit } : subjectWithAccuracy(fit, undefined);
  }
  if (fit.parts.foreign !== undefined)
    throw new UsageError('--data is for saved fits: draws of another program come without a model');
  const data = await readData(files, settings, terminal);
  const { signal } = terminal;
  if (by === undefined) {
    if (grid !== undefined) throw new UsageError('--grid goes with --by NAME');
    return subjectWithData(fit, data, { signal });
  }
  const along = { name: by, values: valuesOf(by, data, 'in the data') };
  if (grid === undefined) return subjectWithData(fit, data, { along, signal });
  const rows = await readData([grid], settings, terminal);
  const values = valuesOf(by, rows, 'in the grid');
  return subjectWithData(fit, data, { along, grid: { data: rows, values }, signal });
}

/** One number an observation. */
function valuesOf(name: string, data: DataInputs, where: string): number[] {
  const given = data[name];
  if (given === undefined)
    throw new UsageError(`there is no \`${name}\` ${where}${didYouMean(name, Object.keys(data))}`);
  const values = given instanceof TableColumn ? given.content.cells : given;
  const isList = Array.isArray(values) || ArrayBuffer.isView(values);
  const numbers = isList ? Array.from(values as ArrayLike<unknown>) : [];
  if (numbers.length === 0 || !numbers.every((value) => typeof value === 'number'))
    throw new UsageError(`--by takes a list of numbers, one an observation; \`${name}\` is none`);
  return numbers as number[];
}
