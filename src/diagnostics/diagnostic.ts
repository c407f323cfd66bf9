import type { SourceFile, Span } from './span.ts';

export type Severity = 'error' | 'warning' | 'note';

/** One finding about a model text. */
export interface Diagnostic {
  /** A stable name in kebab case, such as `unknown-name`. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what is wrong and what was expected, in words of the language. */
  readonly message: string;
  /** The whole offending text, not only where it starts. */
  readonly span: Span;
  /** What to write instead, where that is known. */
  readonly hint?: string;
  /** Other places that explain this one (an opening bracket, a first declaration). */
  readonly related?: readonly { readonly message: string; readonly span: Span }[];
}

/** Collects the diagnostics of one run, in order, each only once. */
export class DiagnosticSink {
  private readonly found: Diagnostic[] = [];
  private readonly seen = new Set<string>();

  add(diagnostic: Diagnostic): void {
    const key = `${diagnostic.code}:${diagnostic.span.start}:${diagnostic.span.end}:${diagnostic.message}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.found.push(diagnostic);
  }

  error(code: string, span: Span, message: string, hint?: string): void {
    this.add({ code, severity: 'error', message, span, ...(hint === undefined ? {} : { hint }) });
  }

  warning(code: string, span: Span, message: string, hint?: string): void {
    this.add({ code, severity: 'warning', message, span, ...(hint === undefined ? {} : { hint }) });
  }

  /** Takes back all that `isMeant`, and gives them. */
  takeBack(isMeant: (diagnostic: Diagnostic) => boolean): readonly Diagnostic[] {
    const taken = this.found.filter(isMeant);
    this.found.splice(0, this.found.length, ...this.found.filter((d) => !taken.includes(d)));
    return taken;
  }

  get hasErrors(): boolean {
    return this.found.some((d) => d.severity === 'error');
  }

  /** All diagnostics in the order of the text. */
  all(): Diagnostic[] {
    return [...this.found].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  }
}

/** Thrown where a model text has errors: all of them, with the source they point into. */
export class ModelError extends Error {
  readonly source: SourceFile;
  readonly diagnostics: readonly Diagnostic[];

  constructor(source: SourceFile, diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter((d) => d.severity === 'error');
    const first = errors[0];
    const at = first ? source.position(first.span.start) : { line: 1, column: 1 };
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    super(`${source.name}:${at.line}:${at.column}: ${first?.message ?? 'invalid model'}${more}`);
    this.name = 'ModelError';
    this.source = source;
    this.diagnostics = diagnostics;
  }
}

/** One mismatch between data and model. */
export interface DataProblem {
  /** The input's name in the model. */
  readonly input: string;
  /** One sentence that names the input, the row or cell where there is one, and what was expected. */
  readonly message: string;
  readonly hint?: string;
  /** Row of the file or position in the array, from 1. */
  readonly row?: number;
}

/** Thrown where data do not fit the model: every mismatch found. */
export class DataError extends Error {
  readonly problems: readonly DataProblem[];

  constructor(problems: readonly DataProblem[]) {
    super(problems.map((p) => (p.hint ? `${p.message} (${p.hint})` : p.message)).join('\n'));
    this.name = 'DataError';
    this.problems = problems;
  }
}

/** Thrown where a number of the model is not a number: the statement that produced it. */
export class NumericalError extends Error {
  readonly span: Span | undefined;

  constructor(message: string, span?: Span) {
    super(message);
    this.name = 'NumericalError';
    this.span = span;
  }
}
