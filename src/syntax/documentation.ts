import type { IToken } from 'chevrotain';
import type { SourceFile } from '../diagnostics/span.ts';

/**
 * The text of the run of `///` lines that ends on the line directly above each offset. A comment
 * behind other text on its line documents nothing, and what stands behind other text is not documented.
 */
export function documentationAbove(
  source: SourceFile,
  comments: readonly IToken[],
): (offset: number) => string | undefined {
  const lines = new Map<number, string>();
  for (const { startOffset, image } of comments) {
    const { line, column } = source.position(startOffset);
    if (
      source
        .line(line)
        .slice(0, column - 1)
        .trim() !== ''
    )
      continue;
    lines.set(line, image.slice(3).replace(/^ /, '').trimEnd());
  }
  return (offset) => {
    const { line: own, column } = source.position(offset);
    const before = source.line(own).slice(0, column - 1);
    if (before.replace(/\/\*.*?\*\//g, '').trim() !== '') return undefined;
    const run: string[] = [];
    let line = own - 1;
    for (let text = lines.get(line); text !== undefined; text = lines.get(--line)) run.push(text);
    return run.length === 0 ? undefined : run.reverse().join('\n');
  };
}
