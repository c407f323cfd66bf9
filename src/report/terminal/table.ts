import { characterWidth } from '../../diagnostics/display-width.ts';

export interface Column {
  readonly title: string;
  /** Text stands left, numbers right. */
  readonly align: 'left' | 'right';
}

/**
 * A plain table: columns as wide as they need, two spaces between, a rule under the titles. Where that is wider than the
 * terminal, the figures of each row stand below its name, each with its title.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  lineWidth = Number.POSITIVE_INFINITY,
): string {
  const widths = columns.map((column, k) =>
    Math.max(displayWidth(column.title), widest(rows.map((row) => row[k]))),
  );
  if (widths.reduce((sum, width) => sum + width, 2 * (widths.length - 1)) > lineWidth)
    return renderStacked(columns, rows);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, k) => {
        const space = ' '.repeat(widths[k] - displayWidth(cell));
        return columns[k].align === 'left' ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd();
  return [
    line(columns.map((column) => column.title)),
    widths.map((width) => '─'.repeat(width)).join('──'),
    ...rows.map(line),
    '',
  ].join('\n');
}

function renderStacked(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const width = widest(columns.slice(1).map(({ title }) => title));
  return rows
    .map(([name, ...cells]) => {
      const lines = cells.flatMap((cell, k) => {
        const { title } = columns[k + 1];
        return cell === ''
          ? []
          : [`  ${title}${' '.repeat(width - displayWidth(title))}  ${cell}\n`];
      });
      return `${name === '' ? '' : `${name}\n`}${lines.join('')}`;
    })
    .join('');
}

/** Of any number of texts: a network has hundreds of thousands of rows, and functions take fewer arguments. */
export function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}

/** A text cut to fit a width, with an ellipsis in place of what is left out. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const characters = [...text];
  while (displayWidth(characters.join('')) > width - 1) characters.pop();
  return `${characters.join('')}…`;
}

/** As `cut`, but with both ends kept: names of one variable's elements differ at their ends. */
export function cutMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const characters = [...text];
  const head = characters.splice(0, Math.ceil(characters.length / 2));
  while (displayWidth([...head, ...characters].join('')) > width - 1) {
    if (head.length > characters.length) head.pop();
    else characters.shift();
  }
  return `${head.join('')}…${characters.join('')}`;
}

/** The number of terminal columns a text takes. */
export function displayWidth(text: string): number {
  return [...text].reduce((sum, character) => sum + characterWidth(character), 0);
}
