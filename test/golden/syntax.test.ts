import { DiagnosticSink } from '../../src/diagnostics/diagnostic.ts';
import { parse } from '../../src/syntax/parse.ts';
import { goldenTests } from './golden.ts';

goldenTests('syntax', (source) => {
  const sink = new DiagnosticSink();
  parse(source, sink);
  return sink.all();
});
