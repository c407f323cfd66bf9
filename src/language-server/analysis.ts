import { type Diagnostic, DiagnosticSink } from '../diagnostics/diagnostic.ts';
import { SourceFile } from '../diagnostics/span.ts';
import { examine } from '../semantics/check.ts';
import type { Scope } from '../semantics/scope.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import type { Model } from '../syntax/ast.ts';
import { parse } from '../syntax/parse.ts';
import { type Occurrence, occurrencesIn } from './occurrences.ts';

/** What the compiler knows of one version of a text, which may have errors. */
export interface Analysis {
  readonly source: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
  /** The statements that could be read. */
  readonly model: Model;
  /** Whether all could. */
  readonly isComplete: boolean;
  readonly scope: Scope;
  /** Where there are no errors. */
  readonly typed: TypedModel | undefined;
  /** Every name in the text, in its order. */
  readonly occurrences: readonly Occurrence[];
}

export function analyseText(name: string, text: string): Analysis {
  const source = new SourceFile(name, text);
  const sink = new DiagnosticSink();
  const { model, poisoned } = parse(source, sink);
  const isComplete = !sink.hasErrors;
  const { typed, scope } = examine(model, source, sink, poisoned);
  const occurrences = occurrencesIn(model, scope);
  return { source, diagnostics: sink.all(), model, isComplete, scope, typed, occurrences };
}
