/** How tables are written where commas stand in numbers: columns by semicolons, as spreadsheets of many countries save them. */

const separators = [',', ';', '\t'] as const;

/** What occurs most often in the header outside quotes, a comma where none does. */
export function separatorIn(text: string): string {
  const counts = new Map<string, number>(separators.map((separator) => [separator, 0]));
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '\n' || character === '\r') break;
    else if (counts.has(character)) counts.set(character, counts.get(character)! + 1);
  }
  return separators.reduce((a, b) => (counts.get(b)! > counts.get(a)! ? b : a));
}

const decimalComma = /^\s*[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+(?:[eE][+-]?\d+)?\s*$/;
const decimalPoint = /^\s*[+-]?\d*\.\d+(?:[eE][+-]?\d+)?\s*$/;

/**
 * The cells of a column whose numbers have decimal commas, with points in their place; `undefined` where it has none, or
 * others with points, so that nobody knows what a comma is.
 */
export function withDecimalPoints(cells: readonly string[]): string[] | undefined {
  if (!cells.some((cell) => decimalComma.test(cell))) return undefined;
  if (cells.some((cell) => decimalPoint.test(cell))) return undefined;
  return cells.map((cell) =>
    decimalComma.test(cell) ? cell.replaceAll('.', '').replace(',', '.') : cell,
  );
}

const groupedByPoints = /^\s*[+-]?\d{1,3}\.\d{3}\s*$/;

/** Whether all points of a column stand before three last digits, as those do that separate thousands. */
export function mayBeThousands(cells: readonly string[]): boolean {
  const pointed = cells.filter((cell) => cell.includes('.'));
  return pointed.length > 0 && pointed.every((cell) => groupedByPoints.test(cell));
}
