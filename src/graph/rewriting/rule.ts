import type { Builder } from '../builder.ts';
import type { Node } from '../node.ts';
import type { OpName } from '../ops.ts';

/**
 * Gives a simpler node of the same value, shape and derivatives, or `undefined` where the rule does not
 * apply. The inputs of `node` are simplified already; what a rule builds is simplified as it is built.
 */
export type RewriteRule = (builder: Builder, node: Node) => Node | undefined;

/** The rules of each op, tried in order. */
export type RewriteTable = Readonly<Partial<Record<OpName, readonly RewriteRule[]>>>;
