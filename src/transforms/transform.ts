import type { Builder } from '../graph/builder.ts';
import type { Node, Shape } from '../graph/node.ts';

/** A parameter's bounds as tensors that broadcast with it; an absent bound is infinite. */
export interface Bounds {
  readonly lower?: Node;
  readonly upper?: Node;
}

/**
 * A smooth bijection from unconstrained reals onto a constrained set, elementwise for scalar
 * constraints: everything inference works with lives on the unconstrained side.
 */
export interface Transform {
  readonly name: string;
  /** One line for `inspect` and the reference. */
  readonly summary: string;
  /** How many of the last axes of the constrained tensor it takes together; absent where none. */
  readonly eventRank?: 1 | 2;
  /** The shape of the unconstrained tensor, where it is not that of the constrained one. */
  readonly unconstrainedShape?: (constrained: Shape) => Shape;
  /**
   * The unconstrained coordinate of a parameter in a user's words: `log(tau)`, `logit(p)`.
   *
   * @param lower the bounds as the model writes them, where they are not 0 and 1
   */
  readonly describe: (name: string, lower?: string, upper?: string) => string;
  /** The constrained value for an unconstrained tensor. */
  readonly forward: (b: Builder, unconstrained: Node, bounds: Bounds) => Node;
  /** The unconstrained tensor of a constrained value strictly inside the set. */
  readonly inverse: (b: Builder, constrained: Node, bounds: Bounds) => Node;
  /**
   * log |d constrained / d unconstrained|: elementwise of the unconstrained tensor's shape, else one
   * for each event, without the axes of the event.
   */
  readonly logJacobian: (b: Builder, unconstrained: Node, bounds: Bounds) => Node;
}
