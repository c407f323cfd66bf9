import type { Expression, Statement } from './ast.ts';

/** What walks the tree recursively can count on this many levels of expressions at most. */
export const DEEPEST_EXPRESSION = 1000;

/** The first expression deeper than `DEEPEST_EXPRESSION` levels, found without recursion. */
export function tooDeep(statement: Statement): Expression | undefined {
  // a level takes a character at least
  if (statement.span.end - statement.span.start < DEEPEST_EXPRESSION) return undefined;
  const waiting: {
    readonly value: object;
    readonly depth: number;
    readonly at: Expression | undefined;
  }[] = [{ value: statement, depth: -1, at: undefined }];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    const isNode = 'kind' in entry.value;
    const depth = entry.depth + (isNode ? 1 : 0);
    const at = entry.at ?? (depth === 1 ? (entry.value as Expression) : undefined);
    if (depth > DEEPEST_EXPRESSION) return at;
    for (const value of Object.values(entry.value)) {
      if (typeof value === 'object' && value !== null) waiting.push({ value, depth, at });
    }
  }
  return undefined;
}
