import type { IToken } from 'chevrotain';
import type { StatementCstNode } from '../../grammar/cst-types.ts';
import { DECISIONS } from '../../grammar/decisions.ts';
import { normaliseName } from '../../grammar/names.ts';
import { BayesParser } from '../../grammar/rules.ts';
import { Identifier } from '../../grammar/tokens.ts';
import type { Diagnostic, DiagnosticSink } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/span.ts';
import type { Model, Statement, StringLiteral } from './ast.ts';
import { checkBrackets } from './bracket-depth.ts';
import { buildStatement, type Title } from './build-statement.ts';
import { DEEPEST_EXPRESSION, tooDeep } from './depth.ts';
import { divide, type Part } from './divide.ts';
import { documentationAbove } from './documentation.ts';
import { explain } from './messages.ts';
import type { Context } from './precedence.ts';
import { retag } from './retag.ts';
import { explainStray } from './stray.ts';
import { tokenize, unreadable } from './tokenize.ts';

export interface Parsed {
  readonly model: Model;
  /** Names whose declarations were dropped: nothing should be said about their absence. */
  readonly poisoned: ReadonlySet<string>;
}

let parser: BayesParser | undefined;

/**
 * Reads a model text. Never throws: whatever is wrong goes to `sink`, at most one syntax error a
 * statement, and the statements that could not be read are left out of the model.
 *
 * 1. The text is divided into tokens; foreign spellings are reported and repaired (`tokenize`).
 * 2. Words become keywords or names by where they stand (`retag`).
 * 3. The tokens are divided at the statement keywords (`divide`).
 * 4. Each statement has its brackets checked, is parsed, and becomes a tree (`readStatement`).
 */
export function parse(source: SourceFile, sink: DiagnosticSink): Parsed {
  const { text } = source;
  const { tokens: raw, documentation } = tokenize(text, sink);
  const { tokens, corrected } = retag(text, raw, sink);
  const parts = divide(text, tokens);
  const documentationOf = documentationAbove(source, documentation);

  const statements: Statement[] = [];
  const poisoned = new Set<string>();
  let title: StringLiteral | undefined;
  parts.forEach((part, i) => {
    const wasCorrected = corrected.has(part.tokens[0]);
    const read = readStatement(text, part, parts[i + 1], wasCorrected, sink);
    if (read === undefined) {
      for (const name of declaredNames(part)) poisoned.add(name);
    } else if (read.kind === 'title') {
      if (title) {
        const hint = 'keep one `model "…"`';
        sink.error('second-title', read.span, 'the model has a title already', hint);
      } else if (i > 0) {
        const hint = 'move it to the top of the text';
        sink.error('title-not-first', read.span, 'the title is the first statement', hint);
      }
      title ??= read.text;
    } else {
      const comment = documentationOf(read.span.start);
      statements.push(comment === undefined ? read : { ...read, documentation: comment });
    }
  });
  const span = { start: 0, end: text.length };
  return { model: { ...(title && { title }), statements, span }, poisoned };
}

/** The statement, or nothing where something is wrong with it, which has then been reported. */
function readStatement(
  text: string,
  part: Part,
  next: Part | undefined,
  wasCorrected: boolean,
  sink: DiagnosticSink,
): Statement | Title | undefined {
  const { tokens } = part;
  const problem = part.stray
    ? (unreadable(tokens[0]) ?? explainStray(text, tokens))
    : (firstUnreadable(tokens) ?? checkBrackets(tokens));
  if (problem) {
    sink.add(problem);
    return undefined;
  }
  parser ??= new BayesParser({ decisions: DECISIONS });
  parser.input = [...tokens];
  const tree = parser.statement() as StatementCstNode;
  const [error] = parser.errors;
  if (error) {
    if (!wasCorrected) sink.add(explain(text, tokens, error, next?.tokens[0]));
    return undefined;
  }
  let failed = false;
  const context: Context = {
    text,
    error: (code, span, message, hint) => {
      failed = true;
      sink.error(code, span, message, hint);
    },
  };
  const statement = buildStatement(tree, context);
  const deep = statement.kind === 'title' ? undefined : tooDeep(statement);
  if (deep) {
    const message = `this expression is more than ${DEEPEST_EXPRESSION} levels deep`;
    context.error('expression-too-long', deep.span, message, 'name parts of it with `let`');
  }
  return failed ? undefined : statement;
}

function firstUnreadable(tokens: readonly IToken[]): Diagnostic | undefined {
  for (const token of tokens) {
    const diagnostic = unreadable(token);
    if (diagnostic) return diagnostic;
  }
  return undefined;
}

/** The name a statement declares; of a stray line, the names that it could be meant to declare. */
function declaredNames({ tokens, stray }: Part): string[] {
  const candidates: readonly IToken[] = stray ? tokens.slice(0, 2) : tokens.slice(1, 2);
  return candidates
    .filter(({ tokenType }) => tokenType === Identifier)
    .map(({ image }) => normaliseName(image));
}
