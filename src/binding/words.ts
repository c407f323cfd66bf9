/** Small words that messages about data share. */

/** `1 value`, `8 values`. */
export function counted(count: number, singular: string): string {
  return `${count} ${singular}${count === 1 ? '' : 's'}`;
}

/** So many names of a list are told. */
const LISTED = 5;

/** Names as `a, b, c`, or the first five and how many more. */
export function listed(names: readonly string[], quote = inBackticks): string {
  const first = names.slice(0, LISTED).map(quote).join(', ');
  return names.length > LISTED ? `${first} and ${names.length - LISTED} more` : first;
}

function inBackticks(name: string): string {
  return `\`${name}\``;
}

/** Labels, which stand in double quotes as in a model, listed as names are. */
export function listedLabels(labels: readonly string[]): string {
  return listed(labels, (label) => JSON.stringify(label));
}

/** The dimensions of an input: `the dimension [school]`, `the dimensions [obs, predictor]`. */
export function dimensionsInWords(axes: readonly string[]): string {
  return `the dimension${axes.length === 1 ? '' : 's'} [${axes.join(', ')}]`;
}

/** A value as the user would recognise it: text in quotes, numbers as they are. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value);
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  return String(value);
}

/** Text that stands for a cell without a value, as R, NumPy and spreadsheets write it. */
export function isMissingText(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || trimmed === 'NA' || trimmed === 'NaN' || trimmed === 'nan';
}

/** Whether a cell holds no value: `null`, `NaN`, `NA` or nothing at all. */
export function isMissing(cell: unknown): boolean {
  if (cell === null || cell === undefined) return true;
  if (typeof cell === 'number') return Number.isNaN(cell);
  return typeof cell === 'string' && isMissingText(cell);
}
