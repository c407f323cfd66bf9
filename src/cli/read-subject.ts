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
    summary: 'for the picture `band`: the value in the data along which predictions are drawn',
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
  if (files.length === 0 && settings.length === 0) {
    if (options.text('by') !== undefined)
      throw new UsageError('--by names a column of --data FILE');
    return fit.parts.foreign === undefined ? { fit } : subjectWithAccuracy(fit, undefined);
  }
  if (fit.parts.foreign !== undefined)
    throw new UsageError('--data is for saved fits: draws of another program come without a model');
  const data = await readData(files, settings, terminal);
  const along = alongOf(data, options.text('by'));
  return { ...(await subjectWithData(fit, data, terminal.signal)), ...(along && { along }) };
}

function alongOf(data: DataInputs, name: string | undefined): Subject['along'] {
  if (name === undefined) return undefined;
  const given = data[name];
  if (given === undefined)
    throw new UsageError(`the data have no \`${name}\`${didYouMean(name, Object.keys(data))}`);
  const values = given instanceof TableColumn ? given.content.cells : given;
  const isList = Array.isArray(values) || ArrayBuffer.isView(values);
  const numbers = isList ? Array.from(values as ArrayLike<unknown>) : [];
  if (numbers.length === 0 || !numbers.every((value) => typeof value === 'number'))
    throw new UsageError(`--by takes a list of numbers, one an observation; \`${name}\` is none`);
  return { name, values: numbers as number[] };
}
