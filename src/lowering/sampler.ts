/** Drawing outcomes: arguments are computed in a graph, for all elements at once, and the draws follow from their values. */
import { areArgumentsValid } from '../distributions/within-support.ts';
import type { NamedValues } from '../engines/engine.ts';
import { type Node, type Shape, sizeOf } from '../graph/node.ts';
import type { Random } from '../random/random.ts';
import { batchAxesOf, vectorFamilyOf } from '../semantics/distribution-facts.ts';
import type {
  Axis,
  CombinedDistribution,
  FamilyDistribution,
  TypedDistribution,
} from '../semantics/typed-model.ts';
import { combinators } from './combinators/index.ts';
import { definitionOf, lowerArguments, lowerVectorArguments, ownRank } from './distribution.ts';
import type { Environment } from './environment.ts';
import { innerAxesOf, lowerCombinedArgument } from './law.ts';

/** A draw in progress. */
export interface Drawing {
  readonly random: Random;
  /** The values of the arguments by their keys. */
  readonly values: NamedValues;
  /** A position along each axis of the outcome and of what it is made of. */
  readonly place: Int32Array;
  /** What has been drawn, in the shape of the outcome; NaN where a distribution does not exist. */
  readonly drawn: Float64Array;
}

/** Draws the event at a place, into `drawn`. */
export type Draw = (drawing: Drawing) => void;

/** What is at the place of a drawing. */
type AtPlace<T> = (drawing: Drawing) => T;

/** An axis in `place`. */
export interface Slot {
  readonly slot: number;
  readonly extent: number;
}

export interface Sampler {
  /** By key: of the axes of the outcome of their distribution, then their own; full shape. */
  readonly arguments: Readonly<Record<string, Node>>;
  /** The axes of the outcome that are not of one event: a draw for each place along them. */
  readonly batch: readonly Slot[];
  /** The length of a `place`. */
  readonly slots: number;
  readonly draw: Draw;
}

/** What a combinator makes its draws from. */
export interface DrawIngredients {
  readonly distribution: CombinedDistribution;
  readonly parts: readonly Draw[];
  /** The numbers of an argument; undefined where it is left out. */
  readonly argument: (name: string, ownAxes?: number) => AtPlace<Float64Array> | undefined;
  readonly slotOf: (axis: Axis) => Slot;
  /** The axes of one event. */
  readonly events: readonly Slot[];
  /** The element of `drawn` at the place. */
  readonly element: AtPlace<number>;
}

/** The sampler of an outcome with these axes. */
export function samplerOf(
  distribution: TypedDistribution,
  axes: readonly Axis[],
  environment: Environment,
): Sampler {
  const builder = new SamplerBuilder(axes, environment);
  const placed = axes.map((axis, slot) => ({ axis, slot }));
  const draw = builder.build(distribution, placed, '');
  const kept = batchAxesOf(distribution, axes);
  // a name may stand twice, in the batch and in the event: then those of the batch come first
  const batch = kept.map((axis, k) => {
    const slot = kept[k] === axes[k] ? k : axes.indexOf(axis);
    return { slot, extent: environment.sizeOfAxis(axis) };
  });
  return { arguments: builder.arguments, batch, slots: builder.extents.length, draw };
}

interface PlacedAxis {
  readonly axis: Axis;
  readonly slot: number;
}

class SamplerBuilder {
  readonly arguments: Record<string, Node> = {};
  readonly extents: number[];
  private readonly strides: readonly number[];
  private readonly environment: Environment;

  constructor(axes: readonly Axis[], environment: Environment) {
    this.environment = environment;
    this.extents = [...environment.shapeOf(axes)];
    this.strides = rowMajorStrides(this.extents);
  }

  build(distribution: TypedDistribution, placed: readonly PlacedAxis[], key: string): Draw {
    if (distribution.kind === 'combined') return this.buildCombined(distribution, placed, key);
    return vectorFamilyOf(distribution) === undefined
      ? this.buildFamily(distribution, placed, key)
      : this.buildVectorFamily(distribution, placed, key);
  }

  private buildFamily(
    family: FamilyDistribution,
    placed: readonly PlacedAxis[],
    key: string,
  ): Draw {
    const definition = definitionOf(family);
    const axes = placed.map(({ axis }) => axis);
    const lowered = lowerArguments(family, axes, this.environment);
    const readers = definition.parameters.map(({ name, eventRank = 0 }) => ({
      name,
      isNumber: eventRank === 0,
      read: this.reader(key + name, lowered[name], placed, eventRank),
    }));
    return (drawing) => {
      const arguments_: Record<string, number | ArrayLike<number>> = {};
      for (const { name, isNumber, read } of readers) {
        const values = read(drawing);
        arguments_[name] = isNumber ? values[0] : values;
      }
      drawing.drawn[this.element(drawing)] = areArgumentsValid(definition, arguments_)
        ? definition.sample!(drawing.random, arguments_)
        : Number.NaN;
    };
  }

  private buildVectorFamily(
    family: FamilyDistribution,
    placed: readonly PlacedAxis[],
    key: string,
  ): Draw {
    const definition = vectorFamilyOf(family)!;
    const batch = placed.slice(0, placed.length - definition.eventRank);
    const events = placed.slice(batch.length);
    const axes = placed.map(({ axis }) => axis);
    const lowered = lowerVectorArguments(family, definition, axes, this.environment);
    const readers = definition.parameters.flatMap((parameter) => {
      const { name } = parameter;
      const expression = family.arguments[name];
      if (expression === undefined) return [];
      const rank = ownRank(parameter, expression);
      const read = this.reader(key + name, lowered[name], batch, rank);
      return [{ name, isNumber: rank === 0, read }];
    });
    const size = this.extents[events[events.length - 1].slot];
    return (drawing) => {
      const arguments_: Record<string, number | ArrayLike<number>> = {};
      for (const { name, isNumber, read } of readers) {
        const values = read(drawing);
        arguments_[name] = isNumber ? values[0] : values;
      }
      for (const { slot } of events) drawing.place[slot] = 0;
      const event = areArgumentsValid(definition, arguments_)
        ? definition.sample!(drawing.random, arguments_, size)
        : new Float64Array(size ** definition.eventRank).fill(Number.NaN);
      drawing.drawn.set(event, this.element(drawing));
    };
  }

  private buildCombined(
    distribution: CombinedDistribution,
    placed: readonly PlacedAxis[],
    key: string,
  ): Draw {
    const axes = placed.map(({ axis }) => axis);
    const { events, batch, inner } = innerAxesOf(distribution, axes);
    const all = [...placed];
    for (const axis of inner) {
      if (axes.includes(axis)) continue;
      all.push({ axis, slot: this.extents.length });
      this.extents.push(this.environment.sizeOfAxis(axis));
    }
    const find = (axis: Axis): PlacedAxis => all.find((other) => other.axis === axis)!;
    const slotOf = (axis: Axis): Slot => {
      const { slot } = find(axis);
      return { slot, extent: this.extents[slot] };
    };
    const parts = distribution.parts.map((part, k) =>
      this.build(part, inner.map(find), `${key}${partName(distribution, k)}/`),
    );
    return combinators.get(distribution.name)!.draw({
      distribution,
      parts,
      slotOf,
      events: events.map(slotOf),
      element: (drawing) => this.element(drawing),
      argument: (name, ownAxes = 0) => {
        const node = lowerCombinedArgument(distribution, name, ownAxes, batch, this.environment);
        return node && this.reader(key + name, node, batch.map(find), ownAxes);
      },
    });
  }

  /** Registers an argument under its key: how its numbers at a place are read from the values. */
  private reader(
    key: string,
    node: Node,
    placed: readonly PlacedAxis[],
    ownAxes: number,
  ): AtPlace<Float64Array> {
    const own = node.shape.slice(node.shape.length - ownAxes);
    const shape = [...placed.map(({ slot }) => this.extents[slot]), ...own];
    this.arguments[key] = this.environment.builder.broadcast(node, shape);
    const extent = sizeOf(own);
    const strides = rowMajorStrides(shape);
    return ({ values, place }) => {
      let first = 0;
      for (let k = 0; k < placed.length; k++) first += strides[k] * place[placed[k].slot];
      return values[key].subarray(first, first + extent) as Float64Array;
    };
  }

  private element({ place }: Drawing): number {
    let element = 0;
    for (let k = 0; k < this.strides.length; k++) element += this.strides[k] * place[k];
    return element;
  }
}

/** The part in the keys of arguments: `part`, or numbered where there are several. */
function partName({ parts }: CombinedDistribution, k: number): string {
  return parts.length === 1 ? 'part' : `part ${k + 1}`;
}

function rowMajorStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let k = shape.length - 1; k >= 0; k--) {
    strides[k] = stride;
    stride *= shape[k];
  }
  return strides;
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
