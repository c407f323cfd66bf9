import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import type { SourceFile } from '../diagnostics/span.ts';
import type { Terminal } from './terminal.ts';

/** Diagnostics for people, on the error stream. */
export function writeDiagnostics(
  source: SourceFile,
  diagnostics: readonly Diagnostic[],
  terminal: Terminal,
): void {
  terminal.err(`${renderDiagnostics(source, diagnostics, { color: terminal.color })}\n`);
}
