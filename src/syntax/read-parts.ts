import type { IToken } from 'chevrotain';
import type { StatementCstNode } from '../../grammar/cst-types.ts';
import { DECISIONS } from '../../grammar/decisions.ts';
import { normaliseName } from '../../grammar/names.ts';
import { BayesParser } from '../../grammar/rules.ts';
import * as t from '../../grammar/tokens.ts';
import type { Diagnostic, DiagnosticSink } from '../diagnostics/diagnostic.ts';
import { checkBrackets } from './bracket-depth.ts';
import { divide, type Part } from './divide.ts';
import { explain } from './messages.ts';
import { retag } from './retag.ts';
import { explainStray } from './stray.ts';
import { tokenize, unreadable } from './tokenize.ts';

/** A statement of a text as its concrete tree, which holds every token. */
export interface TextPart extends Part {
  /** Absent where the statement could not be read, which has then been reported. */
  readonly tree?: StatementCstNode;
}

export interface TextParts {
  readonly parts: readonly TextPart[];
  /** The `///` comments and the others, each in the order of the text. */
  readonly documentation: readonly IToken[];
  readonly comments: readonly IToken[];
}

let parser: BayesParser | undefined;

/**
 * Divides a text into statements and reads the concrete tree of each, with at most one error a statement.
 *
 * 1. The text is divided into tokens; foreign spellings are reported and repaired (`tokenize`).
 * 2. Words become keywords or names by where they stand (`retag`).
 * 3. The tokens are divided at the statement keywords (`divide`).
 * 4. Each statement has its brackets checked and is parsed (`readTree`).
 */
export function readParts(text: string, sink: DiagnosticSink): TextParts {
  const { tokens: raw, documentation, comments } = tokenize(text, sink);
  const { tokens, corrected } = retag(text, raw, sink);
  const divided = withoutBlockEnds(divide(text, tokens));
  const data = namesOfData(divided);
  const parts = divided.map((part, i) => {
    const isCorrected = corrected.has(part.tokens[0]);
    const tree = readTree({ text, part, next: divided[i + 1], isCorrected, data }, sink);
    return tree === undefined ? part : { ...part, tree };
  });
  return { parts, documentation, comments };
}

interface Place {
  readonly text: string;
  readonly part: Part;
  /** The one behind it. */
  readonly next: Part | undefined;
  /** Whether its keyword was written as something else, which has been reported. */
  readonly isCorrected: boolean;
  /** The names that the text declares as data. */
  readonly data: ReadonlySet<string>;
}

function readTree(
  { text, part, next, isCorrected, data }: Place,
  sink: DiagnosticSink,
): StatementCstNode | undefined {
  const { tokens } = part;
  const problem = part.stray
    ? (unreadable(tokens[0]) ?? explainStray(text, tokens, data))
    : (firstUnreadable(tokens) ?? checkBrackets(tokens));
  if (problem) {
    sink.add(problem);
    return undefined;
  }
  parser ??= new BayesParser({ decisions: DECISIONS });
  parser.input = [...tokens];
  const tree = parser.statement() as StatementCstNode;
  const [error] = parser.errors;
  if (error === undefined) return tree;
  if (!isCorrected) sink.add(explain(text, tokens, error, next?.tokens[0]));
  return undefined;
}

function firstUnreadable(tokens: readonly IToken[]): Diagnostic | undefined {
  for (const token of tokens) {
    const diagnostic = unreadable(token);
    if (diagnostic) return diagnostic;
  }
  return undefined;
}

function namesOfData(parts: readonly Part[]): ReadonlySet<string> {
  return new Set(
    parts.flatMap(({ tokens: [keyword, name] }) =>
      keyword.tokenType === t.Data && name !== undefined ? [normaliseName(name.image)] : [],
    ),
  );
}

/**
 * Statements inside braces of a conditional or a loop, which are reported where they open, without
 * the ends of the braces behind them: `}`, `} else {`.
 */
function withoutBlockEnds(parts: readonly Part[]): readonly Part[] {
  let open = 0;
  return parts.map((part) => {
    const { tokens } = part;
    let depth = 0;
    let end = tokens.length;
    tokens.forEach(({ tokenType }, i) => {
      if (tokenType === t.LeftBrace) depth++;
      if (tokenType === t.RightBrace) depth--;
      if (depth < 0 && open > 0 && end > i) end = i;
    });
    if (part.stray) open = Math.max(0, open + depth);
    if (part.stray || end === tokens.length) return part;
    open = Math.max(0, open + depth);
    return { ...part, tokens: tokens.slice(0, end) };
  });
}
