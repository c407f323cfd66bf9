import type { Builder } from '../../graph/builder.ts';
import type { Node, Shape } from '../../graph/node.ts';
import type { Axis, CombinedDistribution } from '../../semantics/typed-model.ts';
import type { Law } from '../law.ts';
import type { Draw, DrawIngredients } from '../sampler.ts';

/** What a combinator makes its law from. */
export interface Ingredients {
  readonly distribution: CombinedDistribution;
  readonly builder: Builder;
  /** Of the parts, whose outcomes have the axes `inner`. */
  readonly parts: readonly Law[];
  /** The axes of the outcome; `batch` are those that are not of one event. */
  readonly outcome: readonly Axis[];
  readonly batch: readonly Axis[];
  /** `batch`, then the axes that the combinator adds, then those of the event. */
  readonly inner: readonly Axis[];
  readonly shapeOf: (axes: readonly Axis[]) => Shape;
  /**
   * An argument as it broadcasts against `batch`, with as many axes of its own behind as said;
   * undefined where it is left out.
   */
  readonly argument: (name: string, ownAxes?: number) => Node | undefined;
}

/** How a combinator makes a distribution of others. */
export interface Combinator {
  readonly law: (ingredients: Ingredients) => Law;
  readonly draw: (ingredients: DrawIngredients) => Draw;
}
