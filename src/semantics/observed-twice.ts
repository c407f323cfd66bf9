import type { Expression, ObserveStatement } from '../syntax/ast.ts';
import { type Context, quote, textOf, warn } from './context.ts';

/** What an `observe` looks at, as far as its text tells. */
interface Observed {
  readonly statement: ObserveStatement;
  /** The variable, where the left side is one or elements of one. */
  readonly name?: string;
  readonly isWhole: boolean;
  readonly text: string;
}

/**
 * Warns of data whose density counts twice: of an `observe` of what one above it observes. Ranges and
 * conditions choose other values unless they are written alike or the other statement chooses none.
 */
export function warnOfObservedTwice(ctx: Context): void {
  const earlier: Observed[] = [];
  for (const { statement, checked } of ctx.scope.observed) {
    if (checked?.left.stage !== 'data') continue;
    const observed = observedBy(ctx, statement);
    const first = earlier.find((other) => overlap(observed, other));
    if (first !== undefined) {
      const { line } = ctx.source.position(first.statement.span.start);
      const { span } = statement.left;
      warn(
        ctx,
        'observed-twice',
        span,
        `${quote(ctx, span, 'this')} is observed in line ${line} already: its density counts twice`,
        'keep one of the two, or divide the data between them with `where`',
      );
    }
    earlier.push(observed);
  }
}

function observedBy(ctx: Context, statement: ObserveStatement): Observed {
  const { left, where } = statement;
  const name = left.kind === 'index' ? nameOf(left.target) : nameOf(left);
  const hasAll =
    left.kind !== 'index' || left.items.every(({ kind }) => kind === 'binder' || kind === 'all');
  const text = [left, ...(where === undefined ? [] : [where])]
    .map(({ span }) => textOf(ctx, span))
    .join(' where ');
  const isWhole = name !== undefined && hasAll && where === undefined;
  return { statement, ...(name !== undefined && { name }), isWhole, text };
}

function nameOf(expression: Expression): string | undefined {
  return expression.kind === 'name' ? expression.name : undefined;
}

function overlap(one: Observed, other: Observed): boolean {
  if (one.text === other.text) return true;
  return one.name !== undefined && one.name === other.name && (one.isWhole || other.isWhole);
}
