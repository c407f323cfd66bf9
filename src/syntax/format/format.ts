import type { DiagnosticSink } from '../../diagnostics/diagnostic.ts';
import type { SourceFile } from '../../diagnostics/span.ts';
import { parse } from '../parse.ts';
import { gapsOf } from './comments.ts';
import { Layout } from './layout.ts';
import { print } from './print.ts';

/**
 * The text of a model in its one canonical layout, which means the same and has the same comments:
 * a statement a line, at most one empty line between two, longer ones with their parts on lines of
 * their own. Formatting it again changes nothing.
 *
 * Where the text cannot be read, what is wrong goes to `sink` and nothing is returned.
 */
export function format(source: SourceFile, sink: DiagnosticSink): string | undefined {
  const { parts, documentation, comments } = parse(source, sink).concrete;
  if (sink.hasErrors) return undefined;
  const { text } = source;
  const tokens = parts.flatMap((part) => part.tokens);
  const allComments = [...documentation, ...comments].sort((a, b) => a.startOffset - b.startOffset);
  const layout = new Layout(gapsOf(text, tokens, allComments));
  return print(
    layout.model(
      parts.map(({ tree }) => tree!),
      text.length,
    ),
  );
}
