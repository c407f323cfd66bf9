import { parse } from 'csv-parse/browser/esm/sync';
import { DataError } from '../diagnostics/diagnostic.ts';
import { mayBeThousands, separatorIn, withDecimalPoints } from './csv-dialect.ts';
import { type ColumnCells, columnFromTexts, Table } from './table.ts';
import { counted, listed } from './words.ts';

export interface CsvOptions {
  /** Named in messages. */
  readonly fileName: string;
  /** What separates columns: `'\t'` for TSV; unless said `,`, `;` or a tab, whichever the header has most of. */
  readonly delimiter?: string;
}

/** So many broken rows are told. */
const TOLD_ROWS = 20;

/**
 * Reads CSV text (RFC 4180: quoted fields, which may hold line breaks and doubled quotes) with a
 * header. A column is numeric if every cell that is not missing (empty, `NA`, `NaN`) writes a number.
 * Blank lines are skipped, but in a file of one column a blank line before the end is a missing cell. Where commas do not
 * separate columns, numbers may have decimal commas. A column without a name, as R and pandas write the names of rows, is
 * left out. A first line `sep=;`, as Excel understands it, says what separates columns.
 *
 * @throws DataError for a broken header, broken quotes, and rows with too many or too few fields.
 */
export function parseCsv(written: string, { fileName, delimiter: given }: CsvOptions): Table {
  if (written.trim() === '')
    throw error(fileName, [`${fileName} is empty, but a header was expected.`]);
  const [said, own] = /^\uFEFF?(?:sep=([,;\t])(?:\r\n|\n|\r))?/.exec(written)!;
  const text = written.slice(said.length);
  const delimiter = given ?? own ?? separatorIn(text);
  const above = own === undefined ? 0 : 1;
  const records = splitRecords(text, fileName, delimiter, above);
  const header = readHeader(records[0], fileName);
  while (records.length > 1 && isBlank(records[records.length - 1])) records.pop();

  const columns: string[][] = header.map(() => []);
  const lines: number[] = [];
  const broken: { message: string; row: number }[] = [];
  let brokenCount = 0;
  let line = above + 1 + lineBreaks(records[0]);
  for (let r = 1; r < records.length; r++) {
    const record = records[r];
    line++;
    if (header.length > 1 && isBlank(record)) continue;
    lines.push(line);
    if (record.length !== header.length && ++brokenCount <= TOLD_ROWS) {
      const row = lines.length;
      const message = `Row ${row} (line ${line}) of ${fileName} has ${counted(record.length, 'field')}, but the header has ${header.length}.`;
      broken.push({ message, row });
    }
    for (let k = 0; k < header.length; k++) columns[k].push(record[k] ?? '');
    line += lineBreaks(record);
  }
  if (brokenCount > TOLD_ROWS) {
    throw error(fileName, [...broken, `And ${brokenCount - TOLD_ROWS} more such rows.`]);
  }
  if (brokenCount > 0) throw error(fileName, broken);
  const { contents, remarks } = readColumns(header, columns, delimiter, fileName);
  return new Table(fileName, contents, lines.length, Int32Array.from(lines), remarks);
}

/** Texts as cells, column by column, and what should be known of how they were read. */
function readColumns(
  header: readonly string[],
  columns: readonly (readonly string[])[],
  delimiter: string,
  fileName: string,
): { readonly contents: Map<string, ColumnCells>; readonly remarks: string[] } {
  const contents = new Map<string, ColumnCells>();
  const withCommas: string[] = [];
  const grouped: string[] = [];
  const nameless: number[] = [];
  header.forEach((name, k) => {
    if (name === '') {
      if (columns[k].some((cell) => cell.trim() !== '')) nameless.push(k + 1);
      return;
    }
    const pointed = delimiter === ',' ? undefined : withDecimalPoints(columns[k]);
    if (pointed !== undefined) withCommas.push(name);
    else if (mayBeThousands(columns[k])) grouped.push(name);
    contents.set(name, columnFromTexts(pointed ?? columns[k]));
  });
  const remarks: string[] = [];
  const inWords = (names: readonly string[]): string =>
    `${counted(names.length, 'column')} of ${fileName}: ${listed(names)}`;
  if (withCommas.length > 0)
    remarks.push(`Took commas for decimal commas in ${inWords(withCommas)}.`);
  if (withCommas.length > 0 && grouped.length > 0)
    remarks.push(
      `Took points for decimal points in ${inWords(grouped)}. If they separate thousands, as in 1.234 for 1234, write the numbers without them.`,
    );
  if (nameless.length > 0)
    remarks.push(
      `Left out what has no name in the header of ${fileName}: column ${nameless.join(', ')}.`,
    );
  return { contents, remarks };
}

const LINE_BREAK = /\r\n|\n|\r/;

/**
 * Without quotes, line breaks and delimiters are all there is to CSV; splitting them is many
 * times faster than the parser, which large files of numbers need.
 */
function splitRecords(
  text: string,
  fileName: string,
  delimiter: string,
  linesAbove: number,
): string[][] {
  if (!text.includes('"')) return text.split(LINE_BREAK).map((line) => line.split(delimiter));
  try {
    return parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
    });
  } catch (thrown) {
    const { code, lines = 1 } = thrown as { code?: string; lines?: number };
    // of a quote without an end the parser only says where the text ends
    const line = code === 'CSV_QUOTE_NOT_CLOSED' ? lineOfLastQuote(text) : lines;
    throw error(fileName, [`${fileName}, line ${linesAbove + line}: ${quoteProblem(code)}`]);
  }
}

/** Where the last quote is opened. */
function lineOfLastQuote(text: string): number {
  let isOpen = false;
  let opened = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    // a doubled one stands for itself
    if (isOpen && text[at + 1] === '"') at++;
    else {
      isOpen = !isOpen;
      if (isOpen) opened = at;
    }
  }
  return 1 + lineBreaks([text.slice(0, opened)]);
}

function quoteProblem(code: string | undefined): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'A quote (") is opened here, but never closed.';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'Something follows the closing quote (") of a field; a quote inside a field is doubled ("").';
    default:
      return 'A quote (") stands inside a field; quote the whole field and double the quotes inside it.';
  }
}

function readHeader(record: readonly string[], fileName: string): string[] {
  if (isBlank(record)) {
    throw error(fileName, [`${fileName} starts with an empty line, but a header was expected.`]);
  }
  const header = record.map((name) => name.trim());
  const first = new Map<string, number>();
  const problems: string[] = [];
  header.forEach((name, k) => {
    const other = first.get(name);
    if (name === '') return;
    if (other === undefined) first.set(name, k + 1);
    else problems.push(`Columns ${other} and ${k + 1} of ${fileName} are both named \`${name}\`.`);
  });
  if (first.size === 0) problems.push(`The header of ${fileName} has no names.`);
  if (problems.length > 0) throw error(fileName, problems);
  return header;
}

function isBlank(record: readonly string[]): boolean {
  return record.length === 1 && record[0].trim() === '';
}

function lineBreaks(record: readonly string[]): number {
  let count = 0;
  for (const cell of record) {
    if (cell.includes('\n') || cell.includes('\r')) count += cell.split(LINE_BREAK).length - 1;
  }
  return count;
}

function error(
  fileName: string,
  problems: readonly (string | { message: string; row: number })[],
): DataError {
  return new DataError(
    problems.map((p) => ({ input: fileName, ...(typeof p === 'string' ? { message: p } : p) })),
  );
}
