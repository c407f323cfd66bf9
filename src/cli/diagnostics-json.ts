import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/span.ts';

/** Diagnostics with lines and columns, for programs to read. */
export function diagnosticsAsJson(
  source: SourceFile,
  diagnostics: readonly Diagnostic[],
): Record<string, unknown>[] {
  return diagnostics.map(({ code, severity, message, span, hint }) => ({
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    start: source.position(span.start),
    end: source.position(span.end),
  }));
}
