import { CompressionType, setCompressionCodec, tableFromIPC } from '@uwdata/flechette';
import { DataError } from '../diagnostics/diagnostic.ts';
import { decompressLz4 } from './lz4.ts';
import { type ColumnCells, Table } from './table.ts';

// what pandas and R compress with unless told otherwise
setCompressionCodec(CompressionType.LZ4_FRAME, {
  decode: decompressLz4,
  encode: () => {
    throw new Error('tables are only read');
  },
});

/** No file has more rows: a cell takes a bit at least, and LZ4 makes 255 bytes of one at most. */
const MOST_ROWS_OF_BYTE = 8 * 255;

/**
 * Reads a table of Apache Arrow: the IPC format as a file (which is Feather, version 2) or as a stream, its buffers
 * plain or compressed by LZ4. Numbers, truth values, texts and categories are taken as they are, dates and times
 * as texts of ISO 8601; null is a missing cell.
 *
 * @throws DataError where it is no such file, and for each column of lists, records or bytes.
 */
export function parseArrow(bytes: Uint8Array, fileName: string): Table {
  const columns = new Map<string, ColumnCells>();
  const problems: { input: string; message: string }[] = [];
  let rows = 0;
  try {
    const table = tableFromIPC(bytes, { useDate: true });
    rows = table.numRows;
    const children = table.schema.fields.map((_, k) => table.getChildAt(k));
    // in a broken file; cells would be counted up to such a number for hours
    if (rows > bytes.length * MOST_ROWS_OF_BYTE || children.some(({ length }) => length !== rows))
      throw new RangeError('columns of other lengths than the table');
    table.schema.fields.forEach(({ name }, k) => {
      const cells = Array.from(children[k] as Iterable<unknown>, plain);
      const other = cells.find((cell) => typeof cell === 'object' && cell !== null);
      if (other === undefined) columns.set(name, columnOf(cells));
      else problems.push({ input: name, message: notPlain(name, fileName, other as object) });
    });
  } catch (error) {
    throw new DataError([{ input: fileName, message: whyUnreadable(error, fileName) }]);
  }
  if (problems.length > 0) throw new DataError(problems);
  return new Table(fileName, columns, rows);
}

function plain(cell: unknown): unknown {
  if (!(cell instanceof Date)) return cell ?? null;
  return cell.toISOString().replace('T00:00:00.000Z', '');
}

function columnOf(cells: readonly unknown[]): ColumnCells {
  const isNumeric = cells.every((cell) => cell === null || typeof cell === 'number');
  if (!isNumeric) return { cells };
  return { cells: Float64Array.from(cells, (cell) => (cell as number | null) ?? Number.NaN) };
}

function notPlain(name: string, fileName: string, cell: object): string {
  const what = cell instanceof Uint8Array ? 'bytes' : Symbol.iterator in cell ? 'lists' : 'records';
  const columns = what === 'lists' ? ` Write them as columns \`${name}[1]\`, \`${name}[2]\`.` : '';
  return `Column \`${name}\` of ${fileName} holds ${what}, but numbers, truth values or texts were expected.${columns}`;
}

function whyUnreadable(error: unknown, fileName: string): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (/compression codec/i.test(reason))
    return `${fileName} is compressed in another way than by LZ4; write it with compression "lz4" or "uncompressed".`;
  if (/BigInt|integer/i.test(reason))
    return `${fileName} holds whole numbers above 2^53, which a float64 cannot hold exactly; write them as texts.`;
  return `${fileName} is not a table of Apache Arrow (an IPC file, also called Feather version 2, or a stream).`;
}
