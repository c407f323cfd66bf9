/** What samplers of families and combinators share. */
import type { Distribution } from '../distributions/distribution.ts';
import type { NamedValues } from '../engines/engine.ts';
import type { Random } from '../random/random.ts';
import type { Axis, CombinedDistribution } from '../semantics/typed-expression.ts';

/** A draw in progress. */
export interface Drawing {
  readonly random: Random;
  /** The values of the arguments by their keys. */
  readonly values: NamedValues;
  /** A position along each axis of the outcome and of what it is made of. */
  readonly place: Int32Array;
  /** What has been drawn, in the shape of the outcome; NaN where a distribution does not exist. */
  readonly drawn: Float64Array;
  /** Where the outcome follows a family of single numbers: told of each element what it follows. */
  readonly see?: SeeFamily;
}

/** The family that an element of an outcome follows, and its arguments, which are valid. */
export type SeeFamily = (
  element: number,
  family: Distribution,
  arguments_: Readonly<Record<string, number | ArrayLike<number>>>,
) => void;

/** Draws the event at a place, into `drawn`. */
export type Draw = (drawing: Drawing) => void;

/** What is at the place of a drawing. */
export type AtPlace<T> = (drawing: Drawing) => T;

/** An axis in `place`. */
export interface Slot {
  readonly slot: number;
  readonly extent: number;
}

/** What a combinator makes its draws from. */
export interface DrawIngredients {
  readonly distribution: CombinedDistribution;
  readonly parts: readonly Draw[];
  /** The numbers of an argument; undefined where it is left out. */
  readonly argument: (
    name: string,
    ownAxes?: number,
    against?: readonly Axis[],
  ) => AtPlace<Float64Array> | undefined;
  readonly slotOf: (axis: Axis) => Slot;
  readonly batch: readonly Axis[];
  /** The axes of one event. */
  readonly events: readonly Slot[];
  /** The element of `drawn` at the place. */
  readonly element: AtPlace<number>;
  /**
   * Of a distribution of single numbers: the number below which a given probability lies, or above
   * which.
   */
  readonly quantile: (drawing: Drawing, probability: number) => number;
}

/** Moves a place to each place along some axes in turn, in row-major order. */
export function forEachPlace(
  axes: readonly Slot[],
  place: Int32Array,
  see: () => void,
  from = 0,
): void {
  if (from === axes.length) {
    see();
    return;
  }
  const { slot, extent } = axes[from];
  for (let k = 0; k < extent; k++) {
    place[slot] = k;
    forEachPlace(axes, place, see, from + 1);
  }
}

/** Sets all elements of the event at a place. */
export function fillEvent(
  { events, element }: Pick<DrawIngredients, 'events' | 'element'>,
  drawing: Drawing,
  value: number,
): void {
  forEachPlace(events, drawing.place, () => {
    drawing.drawn[element(drawing)] = value;
  });
}
