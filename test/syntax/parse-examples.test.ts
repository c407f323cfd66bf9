import { describe, expect, it } from 'vitest';
import { DiagnosticSink } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { SourceFile } from '../../src/diagnostics/span.ts';
import { parse } from '../../src/syntax/parse.ts';
import { EXAMPLES } from './examples.ts';

describe('examples of the language description', () => {
  for (const [name, text] of Object.entries(EXAMPLES)) {
    it(`parses without a diagnostic: ${name}`, () => {
      const source = new SourceFile('example.bayes', text);
      const sink = new DiagnosticSink();
      const { model, poisoned } = parse(source, sink);
      expect(renderDiagnostics(source, sink.all())).toBe('');
      const starts = text.match(
        /(^|\s{2,}|\n)(dim|data|param|let|observe|factor|output|fun|network) /g,
      );
      expect(model.statements.length).toBe(starts?.length);
      expect(poisoned.size).toBe(0);
    });
  }
});
