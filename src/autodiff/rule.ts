import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';

/** What a pullback may use. */
export interface PullbackContext {
  readonly builder: Builder;
  /**
   * Whether the node lies below a branch of a `where`, so that its value and its local derivative may
   * be NaN or infinite at elements nobody uses. There the cotangent is 0.
   */
  readonly guarded: boolean;
  /** local · cotangent; in a guarded node 0 wherever the cotangent is 0. */
  product(local: Node | number, cotangent: Node): Node;
  /** What the pullbacks of the inputs of one node share: it is built at the first call only. */
  once<T>(build: () => T): T;
  /** Whether the cotangent of this input is needed at all. */
  isWanted(input: Node): boolean;
  /**
   * The gradient of Σ ⟨output, cotangent⟩ in the builder of a body, with the body's nodes guarded if
   * the node is.
   */
  pullInside(
    body: Builder,
    seeds: readonly (readonly [output: Node, cotangent: Node])[],
    inputs: readonly Node[],
  ): Node[];
}

/**
 * The cotangent of one input of `node` from the cotangent of `node`. It has the shape of that input, or
 * of `node` if that input was broadcast: the caller sums it back.
 */
export type Pullback = (
  context: PullbackContext,
  node: Node,
  cotangent: Node,
  input: number,
) => Node;

/**
 * One pullback an input, `null` where the derivative is zero everywhere. The last entry serves all
 * further inputs.
 */
export type DerivativeRule = readonly (Pullback | null)[];

/** A derivative was asked for that has no rule. */
export class NotDifferentiable extends Error {
  readonly node: Node;

  constructor(node: Node, message: string) {
    super(message);
    this.name = 'NotDifferentiable';
    this.node = node;
  }
}
