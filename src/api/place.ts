import { ModelError, NumericalError } from '../diagnostics/diagnostic.ts';
import { shorten } from '../diagnostics/shorten.ts';
import type { SourceFile, Span } from '../diagnostics/span.ts';
import { EngineLimitError } from '../engines/engine-limit.ts';
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

/** A limit of an engine, as an error of the statement that exceeds it; other errors as they are. */
export function explainLimit(error: unknown, source: SourceFile): unknown {
  if (!(error instanceof EngineLimitError)) return error;
  const { message, hint, origin } = error;
  const span = origin ?? { start: 0, end: 0 };
  return new ModelError(source, [{ code: 'engine-limit', severity: 'error', message, span, hint }]);
}
