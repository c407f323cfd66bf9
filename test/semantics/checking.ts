import { type Diagnostic, DiagnosticSink } from '../../src/diagnostics/diagnostic.ts';
import { SourceFile } from '../../src/diagnostics/span.ts';
import { check } from '../../src/semantics/check.ts';
import type { TypedModel } from '../../src/semantics/typed-model.ts';
import { parse } from '../../src/syntax/parse.ts';

export interface Checked {
  readonly model: TypedModel | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses and checks a model text. */
export function checkSource(source: SourceFile): Checked {
  const sink = new DiagnosticSink();
  const { model, poisoned } = parse(source, sink);
  const typed = check(model, source, sink, poisoned);
  return { model: typed, diagnostics: sink.all() };
}

export function checkText(text: string): Checked {
  return checkSource(new SourceFile('test.bayes', text));
}

/** The typed model of a text that has no errors; throws with the messages otherwise. */
export function typedModel(text: string): TypedModel {
  const { model, diagnostics } = checkText(text);
  if (model === undefined) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  return model;
}
