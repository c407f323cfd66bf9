import { parse } from 'csv-parse/browser/esm/sync';
import { DataError } from '../diagnostics/diagnostic.ts';
import { separatorIn, withDecimalPoints } from './csv-dialect.ts';
import { columnFromTexts, Table } from './table.ts';
import { counted } from './words.ts';

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
 * separate columns, numbers may have decimal commas.
 *
 * @throws DataError for a broken header, broken quotes, and rows with too many or too few fields.
 */
export function parseCsv(written: string, { fileName, delimiter: given }: CsvOptions): Table {
  if (written.trim() === '')
    throw error(fileName, [`${fileName} is empty, but a header was expected.`]);
  const text = written.replace(/^\uFEFF/, '');
  const delimiter = given ?? separatorIn(text);
  const records = splitRecords(text, fileName, delimiter);
  const header = readHeader(records[0], fileName);
  while (records.length > 1 && isBlank(records[records.length - 1])) records.pop();

  const columns: string[][] = header.map(() => []);
  const lines: number[] = [];
  const broken: { message: string; row: number }[] = [];
  let brokenCount = 0;
  let line = 1 + lineBreaks(records[0]);
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
  const withCommas: string[] = [];
  const contents = header.map((name, k) => {
    const pointed = delimiter === ',' ? undefined : withDecimalPoints(columns[k]);
    if (pointed !== undefined) withCommas.push(name);
    return [name, columnFromTexts(pointed ?? columns[k])] as const;
  });
  const rows = Int32Array.from(lines);
  return new Table(fileName, new Map(contents), lines.length, rows, withCommas);
}

const LINE_BREAK = /\r\n|\n|\r/;

/**
 * Without quotes, line breaks and delimiters are all there is to CSV; splitting them is many
 * times faster than the parser, which large files of numbers need.
 */
function splitRecords(text: string, fileName: string, delimiter: string): string[][] {
  if (!text.includes('"')) return text.split(LINE_BREAK).map((line) => line.split(delimiter));
  try {
    return parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
    });
  } catch (thrown) {
    const { code, lines } = thrown as { code?: string; lines?: number };
    throw error(fileName, [`${fileName}, line ${lines ?? 1}: ${quoteProblem(code)}`]);
  }
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
    if (name === '') problems.push(`Column ${k + 1} of ${fileName} has no name in the header.`);
    else if (other === undefined) first.set(name, k + 1);
    else problems.push(`Columns ${other} and ${k + 1} of ${fileName} are both named \`${name}\`.`);
  });
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
