import type { IToken } from 'chevrotain';
import type { Allowance } from './ast.ts';
import type { Part } from './divide.ts';
import { spanOf } from './tokenize.ts';

const ALLOW = /^\/[/*]\s*credence:\s*allow\s+(.*?)\s*(?:\*\/)?$/;

/**
 * The comments `// credence: allow unused-data`, each with the statement whose warnings it silences: the
 * one that it stands in, or behind on the same line, otherwise the next one.
 */
export function allowancesIn(
  text: string,
  comments: readonly IToken[],
  parts: readonly Part[],
): Allowance[] {
  const spans = parts.map(({ tokens }) => ({
    start: tokens[0].startOffset,
    end: spanOf(tokens[tokens.length - 1]).end,
  }));
  return comments.flatMap((comment) => {
    const codes = ALLOW.exec(comment.image)?.[1].split(/[\s,]+/);
    if (codes === undefined) return [];
    const at = comment.startOffset;
    const before = spans.findLast(({ start }) => start < at);
    const isBehind = before !== undefined && !text.slice(before.end, at).includes('\n');
    const statement = isBehind ? before : spans.find(({ start }) => start > at);
    return [{ codes, statement: statement ?? spanOf(comment), span: spanOf(comment) }];
  });
}
