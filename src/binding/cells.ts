import { nearestName } from '../diagnostics/nearest.ts';
import type { BoundDimension } from './bound-data.ts';
import { describeCell, type GivenInput, rowOf } from './given-input.ts';
import { LabelIndex, labelsInWords, labelText } from './labels.ts';
import type { Problems } from './problems.ts';
import { isBigArray, isTypedArray } from './read-value.ts';
import { numberFromText } from './table.ts';
import { counted, isMissing, shown } from './words.ts';

/** The evaluated limits of a type. */
export interface Limits {
  readonly lower: Limit;
  readonly upper: Limit;
  readonly lowerOpen: boolean;
}

/** The same for all cells, or that of each, in their order. */
export type Limit = number | Float64Array;

const limitAt = (limit: Limit, cell: number): number =>
  typeof limit === 'number' ? limit : limit[cell];

/**
 * The cells of a numeric input as numbers; NaN for those that may be missing. Cells that are no
 * numbers of the declared type are told to `problems`.
 */
export function readNumbers(given: GivenInput, limits: Limits, problems: Problems): Float64Array {
  const { declaration } = given;
  const isInt = declaration.type.kind === 'int';
  const isBinary = isInt && limits.lower === 0 && limits.upper === 1;
  const { lowerOpen } = limits;
  const numbers = toNumbers(given, isBinary);
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i];
    const [lower, upper] = [limitAt(limits.lower, i), limitAt(limits.upper, i)];
    const isRight =
      value >= lower &&
      value <= upper &&
      Number.isFinite(value) &&
      !(lowerOpen && value === lower) &&
      (!isInt || Number.isSafeInteger(value));
    if (isRight || isLeftOut(given, i)) continue;
    tell(given, i, problems, () => explainNumber(given, i, limits, isBinary));
  }
  return numbers;
}

/** Whether a cell is missing that may be. */
function isLeftOut({ declaration, cells }: GivenInput, place: number): boolean {
  return declaration.type.optional === true && isMissing(cells[place]);
}

/** The number that each cell stands for; NaN for none. Always a copy. */
function toNumbers({ cells, texts }: GivenInput, isBinary: boolean): Float64Array {
  if (isTypedArray(cells) && !isBigArray(cells)) return new Float64Array(cells);
  const numbers = new Float64Array(cells.length);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (typeof cell === 'number') numbers[i] = cell;
    else if (typeof cell === 'bigint') numbers[i] = Number(cell);
    else if (typeof cell === 'boolean' && isBinary) numbers[i] = cell ? 1 : 0;
    // a file of text has no other way to write a number
    else if (typeof cell === 'string' && texts !== undefined) {
      numbers[i] = numberFromText(cell) ?? Number.NaN;
    } else numbers[i] = Number.NaN;
  }
  return numbers;
}

interface Explanation {
  /** What follows the name of the cell. */
  readonly message: string;
  readonly hint?: string;
}

function explainNumber(
  given: GivenInput,
  place: number,
  limits: Limits,
  isBinary: boolean,
): Explanation {
  const { name, type } = given.declaration;
  const declared = `\`${name}\` is \`${type.words}\``;
  if (isMissing(given.cells[place])) return missing(given, place);
  const cell = given.texts === undefined ? given.cells[place] : inNumbers(given.cells[place]);
  if (typeof cell === 'boolean') {
    return { message: `is ${cell}, but ${declared}: a number was expected.` };
  }
  if (typeof cell === 'string') {
    const number = numberFromText(cell);
    const what = number === undefined ? shown(cell) : `the text ${shown(cell)}`;
    const hint =
      number !== undefined
        ? 'write numbers without quotes'
        : isBinary && /^(?:true|false)$/i.test(cell.trim())
          ? 'write 1 for true and 0 for false'
          : given.texts === undefined
            ? undefined
            : hintForText(given, cell);
    return {
      message: `is ${what}, but ${declared}: a number was expected.`,
      ...(hint === undefined ? {} : { hint }),
    };
  }
  if (typeof cell !== 'number' && typeof cell !== 'bigint') {
    return { message: `is ${shown(cell)}, but ${declared}: a number was expected.` };
  }
  const value = Number(cell);
  if (!Number.isFinite(value)) {
    return { message: `is ${infinity(value)}, but data must be finite numbers.` };
  }
  if (type.kind === 'int' && !Number.isInteger(value)) {
    return { message: `is ${value}, but ${declared}: a whole number was expected.` };
  }
  if (type.kind === 'int' && !Number.isSafeInteger(value)) {
    return {
      message: `is ${cell}, but whole numbers beyond ${Number.MAX_SAFE_INTEGER} cannot be held exactly.`,
    };
  }
  const [lower, upper] = [limitAt(limits.lower, place), limitAt(limits.upper, place)];
  const within = range(lower, upper, limits.lowerOpen, isBinary);
  return { message: `is ${value}, but ${declared}: it must be ${within}.` };
}

/** What to do with a text of a file in a column of numbers. */
function hintForText({ declaration: { name, axes }, texts }: GivenInput, cell: string): string {
  if (/^\s*[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\s*$/.test(cell))
    return 'write numbers without commas between thousands';
  if (/\d,\d/.test(cell))
    return 'write numbers with a decimal point, or separate the columns by semicolons';
  if (/\d/.test(cell)) return 'write the number alone, without units or other signs';
  const isWords = axes.length === 1 && texts!.every((text) => numberFromText(text) === undefined);
  if (isWords)
    return `words say what a row belongs to: declare \`dim ${name}\` and \`data ${name}[${axes[0]}]: ${name}\``;
  return 'where a value is missing, leave the cell empty or write NA';
}

function range(lower: number, upper: number, lowerOpen: boolean, isBinary: boolean): string {
  if (isBinary) return '0 or 1';
  const above = lowerOpen ? `greater than ${lower}` : `at least ${lower}`;
  if (upper === Number.POSITIVE_INFINITY) return above;
  if (lower === Number.NEGATIVE_INFINITY) return `at most ${upper}`;
  return lowerOpen ? `${above} and at most ${upper}` : `from ${lower} to ${upper}`;
}

function infinity(value: number): string {
  return value > 0 ? 'infinite' : 'minus infinity';
}

/** A text that writes a number as that number. */
function inNumbers(cell: unknown): unknown {
  return typeof cell === 'string' ? (numberFromText(cell) ?? cell) : cell;
}

function missing(given: GivenInput, place: number): Explanation {
  const { name, type } = given.declaration;
  const written = String(given.texts?.[place] ?? given.cells[place]).trim();
  const words = given.declaration.axes.length === 0 ? '' : 'leave it out with its row, or ';
  return {
    message: `is ${written === '' ? 'empty' : written}, but \`${name}\` must have a value everywhere.`,
    hint: `${words}declare that it may be missing: \`${type.words}?\``,
  };
}

/**
 * The cells of an index input as 1-based positions in its dimension: matched to its labels where it
 * has some, otherwise positions as they are. Other cells are told to `problems` and become 0, as do
 * cells that may be missing.
 */
export function readPositions(
  given: GivenInput,
  dimension: BoundDimension,
  problems: Problems,
): Int32Array {
  const { cells } = given;
  const positions = new Int32Array(cells.length);
  const find = dimension.labels === undefined ? undefined : labelFinder(given, dimension.labels);
  for (let i = 0; i < cells.length; i++) {
    if (isLeftOut(given, i)) continue;
    const position = find === undefined ? cells[i] : find(i);
    if (typeof position === 'number' && isPosition(position, dimension.size)) {
      positions[i] = position;
    } else if (typeof position === 'bigint' && isPosition(Number(position), dimension.size)) {
      positions[i] = Number(position);
    } else {
      tell(given, i, problems, () => explainPosition(given, cells[i], i, dimension));
    }
  }
  return positions;
}

function isPosition(value: number, size: number): boolean {
  return value >= 1 && value <= size && Number.isInteger(value);
}

/** Finds a cell's position by label: as the file writes it, or as the number it is. */
function labelFinder(
  given: GivenInput,
  labels: readonly string[],
): (cell: number) => number | undefined {
  const index = new LabelIndex(labels);
  const known = new Map<unknown, number | undefined>();
  return (cell) => {
    const value = given.texts?.[cell] ?? given.cells[cell];
    if (known.has(value)) return known.get(value);
    const text = labelText(given, cell);
    const number = given.cells[cell];
    let position = text === undefined ? undefined : index.position(text);
    if (position === undefined && typeof number === 'number')
      position = index.position(String(number));
    known.set(value, position);
    return position;
  };
}

function explainPosition(
  given: GivenInput,
  cell: unknown,
  place: number,
  dimension: BoundDimension,
): Explanation {
  const { name, axes } = given.declaration;
  if (isMissing(cell)) return missing(given, place);
  if (dimension.labels !== undefined) {
    const text = labelText(given, place);
    // near numbers are no slips of the keyboard
    const isWord = text !== undefined && numberFromText(text) === undefined;
    const near = isWord ? nearestName(text, dimension.labels) : undefined;
    const hint =
      near === undefined ? labelsInWords(dimension) : `did you mean ${JSON.stringify(near)}?`;
    const what = typeof cell === 'number' ? String(cell) : shown(cell);
    return { message: `is ${what}, which is not a label of \`${dimension.name}\`.`, hint };
  }
  const expected = `a position in \`${dimension.name}\` was expected`;
  if (typeof cell !== 'number' && typeof cell !== 'bigint') {
    return { message: `is ${shown(cell)}, but ${expected}.` };
  }
  if (!Number.isInteger(Number(cell))) {
    return { message: `is ${cell}, but ${expected}, a whole number.` };
  }
  const head = axes.length === 0 ? name : `${name}[${axes.join(', ')}]`;
  return {
    message: `is ${cell}, but \`${dimension.name}\` has ${counted(dimension.size, 'member')}: ${dimension.size === 0 ? 'nothing can be a member of it' : `positions go from 1 to ${dimension.size}`}.`,
    ...(Number(cell) < 1
      ? { hint: `if the values are labels, write \`data ${head}: ${dimension.name} by label\`` }
      : {}),
  };
}

function tell(
  given: GivenInput,
  cell: number,
  problems: Problems,
  explain: () => Explanation,
): void {
  problems.addLazily(given.declaration.name, () => {
    const { message, hint } = explain();
    const row = rowOf(given, cell);
    return {
      message: `${describeCell(given, cell)} ${message}`,
      ...(hint === undefined ? {} : { hint }),
      ...(row === undefined ? {} : { row }),
    };
  });
}
