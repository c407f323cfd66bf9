/**
 * A document with the part between `<!-- NAME -->` and `<!-- end of NAME -->` replaced.
 *
 * @throws where the document lacks one of the two markers.
 */
export function replaceBetweenMarkers(document: string, name: string, content: string): string {
  const opening = `<!-- ${name} -->`;
  const closing = `<!-- end of ${name} -->`;
  const start = document.indexOf(opening);
  const end = document.indexOf(closing);
  if (start < 0 || end < start) throw new Error(`the document has no part marked ${name}`);
  return `${document.slice(0, start + opening.length)}\n\n${content.trim()}\n\n${document.slice(end)}`;
}

/** The part of a document between two markers. */
export function betweenMarkers(document: string, name: string): string {
  const opening = `<!-- ${name} -->`;
  const start = document.indexOf(opening);
  const end = document.indexOf(`<!-- end of ${name} -->`);
  if (start < 0 || end < start) throw new Error(`the document has no part marked ${name}`);
  return document.slice(start + opening.length, end).trim();
}

/** A Markdown table; a vertical bar in a cell is escaped. */
export function markdownTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}
