import type { IToken } from 'chevrotain';
import type { DiagnosticSink } from '../diagnostics/diagnostic.ts';
import { spanOf } from './tokenize.ts';

/** A number alone, behind which brackets may close. */
const DIVISOR = /^\/\/\s*(\d+(?:\.\d+)?)[\s)\]]*$/;
/** What a line ends with where it ends with an operand. */
const OPERAND = /([\p{L}\p{N}_.]+|[)\]])[ \t]*$/u;

/** Warns of comments that may be meant as the whole division of Python, `n // 2`: they change what a line says. */
export function warnOfDivisions(
  text: string,
  comments: readonly IToken[],
  sink: DiagnosticSink,
): void {
  for (const comment of comments) {
    const divisor = DIVISOR.exec(comment.image)?.[1];
    if (divisor === undefined) continue;
    const lineStart = text.lastIndexOf('\n', comment.startOffset) + 1;
    if (!OPERAND.test(text.slice(lineStart, comment.startOffset))) continue;
    sink.warning(
      'division-comment',
      spanOf(comment),
      `\`${comment.image.trimEnd()}\` is a comment: \`//\` does not divide`,
      `write \`floor(a / ${divisor})\` for a whole quotient, or words in the comment`,
    );
  }
}
