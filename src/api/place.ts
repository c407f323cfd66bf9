import { NumericalError } from '../diagnostics/diagnostic.ts';
import { shorten } from '../diagnostics/shorten.ts';
import type { SourceFile, Span } from '../diagnostics/span.ts';
import { IndexError } from '../engines/index-error.ts';

/** A piece of the model text and where it stands: `log(a - 9)` (model.bayes:3:8). */
export function quotePlace(source: SourceFile, span: Span): string {
  const { line, column } = source.position(span.start);
  const written = source.text.slice(span.start, span.end).replace(/\s+/g, ' ');
  return `\`${shorten(written)}\` (${source.name}:${line}:${column})`;
}

/** An error of an engine about a position, as one about its place in the model; other errors as they are. */
export function explainIndex(error: unknown, source: SourceFile): unknown {
  if (!(error instanceof IndexError)) return error;
  const span = error.node.origin;
  const place = span === undefined ? '' : `${quotePlace(source, span)}: `;
  return new NumericalError(`${place}${error.message}`, span);
}
