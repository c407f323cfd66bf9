import { type DrawColumn, Draws, elementCount } from './draws.ts';
import { STATISTICS } from './stan-csv.ts';

/** A file by its name and its text. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** A file of draws that cannot be read; its message says which, where and why. */
export class StanCsvError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StanCsvError';
  }
}

export interface StanOutput {
  readonly draws: Draws;
  /** What the comments of the first file say, by name: `method`, `seed`, `stan_version_major`, … */
  readonly comments: ReadonlyMap<string, string>;
}

interface Chain {
  readonly name: string;
  readonly header: string;
  readonly comments: ReadonlyMap<string, string>;
  readonly rows: readonly Float64Array[];
}

/**
 * The draws in CSV files as CmdStan, its interfaces and `stanCsv` write them (CmdStan guide, "Stan CSV file format"), one
 * file a chain. Draws of the warm-up are left out, and so is the mean that `variational` writes before its draws.
 *
 * @throws StanCsvError for a file that is none, or of another model or length than the first.
 */
export function readStanCsv(files: readonly NamedText[]): StanOutput {
  if (files.length === 0) throw new StanCsvError('there are no files of draws');
  const chains = files.map(readChain);
  const [first] = chains;
  for (const { name, header, rows } of chains) {
    if (header !== first.header)
      throw new StanCsvError(`${name}: has other columns than ${first.name}`);
    if (rows.length !== first.rows.length)
      throw new StanCsvError(
        `${name}: has ${rows.length} draws, ${first.name} ${first.rows.length}: chains are of one length`,
      );
  }
  const method = first.comments.get('method') ?? 'sample';
  const isMarkov = ['sample', 'nuts', 'generate_quantities'].includes(method);
  const rows = chains.flatMap((chain) => chain.rows);
  const { columns, statistics } = columnsOf(first, rows);
  const draws = new Draws(rows.length, columns, isMarkov ? chains.length : undefined, statistics);
  return { draws, comments: first.comments };
}

function readChain({ name, text }: NamedText): Chain {
  const comments = new Map<string, string>();
  let header: string | undefined;
  let width = 0;
  const rows: Float64Array[] = [];
  text.split('\n').forEach((written, k) => {
    const line = written.trim();
    if (line === '') return;
    if (line.startsWith('#')) {
      const found = /^#\s*([\w ]+?)\s*=\s*(.*?)(?:\s*\(Default\))?$/.exec(line);
      if (found !== null && !comments.has(found[1])) comments.set(found[1], found[2]);
      return;
    }
    const cells = line.split(',');
    if (header === undefined) {
      if (!/^[A-Za-z_]/.test(line))
        throw new StanCsvError(`${name}:${k + 1}: a line with the names of the columns is missing`);
      header = line;
      width = cells.length;
      return;
    }
    if (cells.length !== width)
      throw new StanCsvError(`${name}:${k + 1}: has ${cells.length} cells, the header ${width}`);
    rows.push(
      Float64Array.from(cells, (cell, column) => {
        const value = numberOf(cell);
        if (value !== undefined) return value;
        throw new StanCsvError(
          `${name}:${k + 1}: \`${cell}\` in column ${header!.split(',')[column]} is no number`,
        );
      }),
    );
  });
  if (header === undefined) throw new StanCsvError(`${name}: is empty`);
  const kept = rows.slice(notDraws(name, comments));
  if (kept.length === 0) throw new StanCsvError(`${name}: holds no draws`);
  return { name, header, comments, rows: kept };
}

function numberOf(cell: string): number | undefined {
  const word = cell.trim();
  const value = Number(word);
  if (word !== '' && !Number.isNaN(value)) return value;
  const special = /^([+-]?)(nan|inf|infinity)$/i.exec(word);
  if (special === null) return undefined;
  if (/nan/i.test(special[2])) return Number.NaN;
  return special[1] === '-' ? -Infinity : Infinity;
}

/** How many of the first lines are no draws of the posterior. */
function notDraws(name: string, comments: ReadonlyMap<string, string>): number {
  const method = comments.get('method');
  if (method === 'optimize')
    throw new StanCsvError(`${name}: holds the optimum of \`optimize\`, no draws`);
  if (method === 'variational') return 1;
  if (!/^(1|true)$/.test(comments.get('save_warmup') ?? '')) return 0;
  const warmup = Number(comments.get('num_warmup') ?? comments.get('warmup') ?? 0);
  return Math.ceil(warmup / Number(comments.get('thin') ?? 1));
}

/** Columns `theta.1`, `theta.2` together are one quantity; names that end in `__` are figures of the sampler. */
function columnsOf(
  { name: file, header }: Chain,
  rows: readonly Float64Array[],
): {
  readonly columns: readonly DrawColumn[];
  readonly statistics: Readonly<Record<string, Float64Array>>;
} {
  const known = new Map(STATISTICS.map(([own, stan]) => [stan, own]));
  const statistics: Record<string, Float64Array> = {};
  const quantities = new Map<string, { readonly at: number; readonly indices: number[] }[]>();
  header.split(',').forEach((written, at) => {
    const title = written.trim();
    if (title.endsWith('__')) {
      const own = known.get(title);
      if (own !== undefined) statistics[own] = Float64Array.from(rows, (row) => row[at]);
      return;
    }
    const [, name, tail] = /^(.+?)((?:\.\d+)*)$/.exec(title)!;
    const indices = tail.split('.').slice(1).map(Number);
    const elements = quantities.get(name) ?? [];
    quantities.set(name, elements);
    elements.push({ at, indices });
  });
  const columns = [...quantities].map(([name, elements]): DrawColumn => {
    const [{ indices }] = elements;
    const shape = indices.map((_, axis) => Math.max(...elements.map((e) => e.indices[axis])));
    const size = elementCount(shape);
    const places = elements.map((e) => e.indices.reduce((at, i, k) => at * shape[k] + i - 1, 0));
    if (places.length !== size || new Set(places).size !== size)
      throw new StanCsvError(`${file}: not all elements of ${name} have a column, or one has two`);
    const values = new Float64Array(rows.length * size);
    rows.forEach((row, draw) => {
      elements.forEach(({ at }, k) => {
        values[draw * size + places[k]] = row[at];
      });
    });
    return {
      name,
      shape,
      labels: shape.map(() => undefined),
      dimensions: shape.map((_, axis) => `${name}_${axis + 1}`),
      values,
    };
  });
  return { columns, statistics };
}
