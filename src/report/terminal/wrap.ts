import { displayWidth } from './table.ts';

/** A paragraph broken between words to fit a width, with a line break at its end. */
export function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return `${[...lines, line].join('\n')}\n`;
}
