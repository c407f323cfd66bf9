/** Small words that messages about data share. */

/** `1 value`, `8 values`. */
export function counted(count: number, singular: string): string {
  return `${count} ${singular}${count === 1 ? '' : 's'}`;
}

/** `a, b, c`, or the first five and how many more. */
export function listed(names: readonly string[], limit = 5): string {
  const shown = names.slice(0, limit).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
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

/** Text that stands for a cell without a value. */
export function isMissingText(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || trimmed === 'NA' || trimmed === 'NaN';
}

/** Whether a cell holds no value: `null`, `NaN`, `NA` or nothing at all. */
export function isMissing(cell: unknown): boolean {
  if (cell === null || cell === undefined) return true;
  if (typeof cell === 'number') return Number.isNaN(cell);
  return typeof cell === 'string' && isMissingText(cell);
}
