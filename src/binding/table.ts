import { DataError } from '../diagnostics/diagnostic.ts';
import { isMissingText } from './words.ts';

/** One column: a cell a row. */
export interface ColumnCells {
  /** Numbers, `NaN` where missing, or cells of any kind, `null` where missing. */
  readonly cells: Float64Array | readonly unknown[];
  /** The cells as the file writes them (`007`), which is how labels are matched. */
  readonly texts?: readonly string[];
}

/** Columns with names over rows, as a CSV file or a list of records gives them. */
export class Table {
  /** The file's name, or another name for messages. */
  readonly name: string;
  readonly columns: ReadonlyMap<string, ColumnCells>;
  readonly rowCount: number;
  /** What should be known of how the file was read, in sentences. */
  readonly remarks: readonly string[];
  private readonly lines: Int32Array | undefined;

  /** @param lines the line of the file on which each row starts, where there is a file. */
  constructor(
    name: string,
    columns: ReadonlyMap<string, ColumnCells>,
    rowCount: number,
    lines?: Int32Array,
    remarks: readonly string[] = [],
  ) {
    this.name = name;
    this.columns = columns;
    this.rowCount = rowCount;
    this.lines = lines;
    this.remarks = remarks;
  }

  /** The row at this position (from 0) as people find it: `row 3 (line 4) of schools.csv`. */
  describeRow(position: number): string {
    const line = this.lines === undefined ? '' : ` (line ${this.lines[position]})`;
    return `row ${position + 1}${line} of ${this.name}`;
  }
}

/** One column of a table, as the value of an input. */
export class TableColumn {
  readonly table: Table;
  readonly name: string;

  constructor(table: Table, name: string) {
    this.table = table;
    this.name = name;
  }

  get content(): ColumnCells {
    return this.table.columns.get(this.name)!;
  }
}

/** A number as a file may write it: digits, a point, an exponent, a sign; `Inf` in its spellings. */
const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[iI]nf(?:inity)?)$/;

/** The number that a text writes, `undefined` where it writes none. */
export function numberFromText(text: string): number | undefined {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) return undefined;
  const infinite = /inf/i.test(trimmed);
  return infinite ? (trimmed.startsWith('-') ? -Infinity : Infinity) : Number(trimmed);
}

/** The cells of a column of text: numbers where every cell that is not missing writes one. */
export function columnFromTexts(texts: readonly string[]): ColumnCells {
  const numbers = new Float64Array(texts.length);
  for (let row = 0; row < texts.length; row++) {
    const number = isMissingText(texts[row]) ? Number.NaN : numberFromText(texts[row]);
    if (number === undefined) {
      return { cells: texts.map((text) => (isMissingText(text) ? null : text)), texts };
    }
    numbers[row] = number;
  }
  return { cells: numbers, texts };
}

/**
 * A table from a list of records, one object a row: `[{ "y": 28, "sigma": 15 }, …]`. A key that a
 * record lacks is a missing cell.
 *
 * @throws DataError where an element is not an object.
 */
export function tableFromRecords(records: readonly unknown[], name: string): Table {
  const columns = new Map<string, unknown[]>();
  records.forEach((record, row) => {
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      throw new DataError([
        {
          input: name,
          message: `Element ${row + 1} of ${name} is not an object, but a list of rows holds one object a row.`,
          row: row + 1,
        },
      ]);
    }
    for (const [key, cell] of Object.entries(record)) {
      let cells = columns.get(key);
      if (cells === undefined) {
        cells = new Array<unknown>(records.length).fill(null);
        columns.set(key, cells);
      }
      cells[row] = cell;
    }
  });
  const content = new Map([...columns].map(([key, cells]) => [key, { cells }] as const));
  return new Table(name, content, records.length);
}
