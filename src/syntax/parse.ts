import type { IToken } from 'chevrotain';
import { normaliseName } from '../../grammar/names.ts';
import { Identifier } from '../../grammar/tokens.ts';
import type { DiagnosticSink } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/span.ts';
import { allowancesIn } from './allowances.ts';
import type { Model, Statement, StringLiteral } from './ast.ts';
import { buildStatement, type Title } from './build-statement.ts';
import { DEEPEST_EXPRESSION, tooDeep } from './depth.ts';
import type { Part } from './divide.ts';
import { warnOfDivisions } from './division-comments.ts';
import { documentationAbove } from './documentation.ts';
import type { Context } from './precedence.ts';
import { readParts, type TextPart, type TextParts } from './read-parts.ts';

export interface Parsed {
  readonly model: Model;
  /** Names whose declarations were dropped: nothing should be said about their absence. */
  readonly poisoned: ReadonlySet<string>;
  /** The text's statements as concrete trees, and its comments. */
  readonly concrete: TextParts;
}

/**
 * Reads a model text. Never throws: whatever is wrong goes to `sink`, at most one syntax error a
 * statement, and the statements that could not be read are left out of the model.
 *
 * The text is divided into the concrete trees of its statements (`readParts`), and each becomes one
 * of the language (`readStatement`).
 */
export function parse(source: SourceFile, sink: DiagnosticSink): Parsed {
  const { text } = source;
  const concrete = readParts(text, sink);
  const { parts, documentation } = concrete;
  const documentationOf = documentationAbove(source, documentation);

  const statements: Statement[] = [];
  const poisoned = new Set<string>();
  let title: StringLiteral | undefined;
  parts.forEach((part, i) => {
    const read = readStatement(text, part, sink);
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
  warnOfDivisions(text, concrete.comments, sink);
  const span = { start: 0, end: text.length };
  const allowances = allowancesIn(text, concrete.comments, parts);
  return {
    model: { ...(title && { title }), statements, allowances, span },
    poisoned,
    concrete,
  };
}

/** The statement, or nothing where something is wrong with it, which has then been reported. */
function readStatement(
  text: string,
  { tree }: TextPart,
  sink: DiagnosticSink,
): Statement | Title | undefined {
  if (tree === undefined) return undefined;
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

/** The name a statement declares; of a stray line, the names that it could be meant to declare. */
function declaredNames({ tokens, stray }: Part): string[] {
  const candidates: readonly IToken[] = stray ? tokens.slice(0, 2) : tokens.slice(1, 2);
  return candidates
    .filter(({ tokenType }) => tokenType === Identifier)
    .map(({ image }) => normaliseName(image));
}
