import type { Builder } from '../../graph/builder.ts';
import type { Node, Shape } from '../../graph/node.ts';
import type { Axis, CombinedDistribution } from '../../semantics/typed-expression.ts';
import { align } from '../align.ts';
import type { Draw, DrawIngredients } from '../drawing.ts';
import type { Law } from '../law.ts';

/** What a combinator makes its law from. */
export interface Ingredients {
  readonly distribution: CombinedDistribution;
  readonly builder: Builder;
  /** Of the parts, whose outcomes have the axes `inner`. */
  readonly parts: readonly Law[];
  /** The axes of the outcome; `batch` are those that are not of one event. */
  readonly outcome: readonly Axis[];
  readonly batch: readonly Axis[];
  /** `batch`, the combinator's own axes, then those of the events of the parts. */
  readonly inner: readonly Axis[];
  readonly shapeOf: (axes: readonly Axis[]) => Shape;
  /**
   * An argument as it broadcasts against `batch`, with as many axes of its own behind as said;
   * undefined where it is left out. Other axes than `batch` to broadcast against are given by `against`.
   */
  readonly argument: (
    name: string,
    ownAxes?: number,
    against?: readonly Axis[],
  ) => Node | undefined;
  /** Whether an argument is known from data. */
  readonly isKnown: (name: string) => boolean;
  /** Whether all numbers of an argument are surely above 0, far enough not to be lost. */
  readonly isPositive: (name: string) => boolean;
  /** Stops with an error that only data could reveal. */
  readonly fail: (code: string, message: string, hint?: string) => never;
}

/** How a combinator makes a distribution of others. */
export interface Combinator {
  readonly law: (ingredients: Ingredients) => Law;
  readonly draw: (ingredients: DrawIngredients) => Draw;
}

/** `x`, which broadcasts against the axes `rank` many, with as many axes. */
export function ofRank(b: Builder, x: Node, rank: number): Node {
  const missing = new Array<number>(Math.max(0, rank - x.shape.length)).fill(1);
  return b.reshape(x, [...missing, ...x.shape]);
}

/** What broadcasts against the outcome, as it broadcasts against the outcome of the parts. */
export function toInner({ builder: b, outcome, inner }: Ingredients, x: Node): Node {
  return align(b, ofRank(b, x, outcome.length), outcome, inner);
}

/**
 * What broadcasts against the outcome of the parts, as it broadcasts against the outcome: 1 where it is
 * 1 for any member along the axes that the outcome lacks.
 */
export function anyOfInner({ builder: b, outcome, inner }: Ingredients, x: Node): Node {
  const added = inner.flatMap((axis, k) => (outcome.includes(axis) ? [] : [k]));
  const kept = inner.filter((axis) => outcome.includes(axis));
  return align(b, b.max(ofRank(b, x, inner.length), added), kept, outcome);
}
