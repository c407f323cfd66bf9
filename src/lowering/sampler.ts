/** Drawing outcomes: arguments are computed in a graph, for all elements at once, and the draws follow from their values. */

import { areArgumentsValid } from '../distributions/within-support.ts';
import type { Executable, NamedValues } from '../engines/engine.ts';
import { Builder } from '../graph/builder.ts';
import { type Graph, type Node, type Shape, sizeOf, type TensorData } from '../graph/node.ts';
import { stridesOf } from '../graph/strides.ts';
import { smallestWhere } from '../numerics/invert-monotone.ts';
import { listAxis } from '../semantics/axes.ts';
import { batchAxesOf, vectorFamilyOf } from '../semantics/distribution-facts.ts';
import type {
  Axis,
  CombinedDistribution,
  FamilyDistribution,
  TypedDistribution,
  TypedExpression,
} from '../semantics/typed-expression.ts';
import { align } from './align.ts';
import { combinators } from './combinators/index.ts';
import {
  definitionOf,
  lowerArguments,
  lowerVectorArguments,
  ownRank,
  withOwnAxes,
} from './distribution.ts';
import type { AtPlace, Draw, Drawing, Slot } from './drawing.ts';
import type { Environment } from './environment.ts';
import { innerAxesOf, lawOf, lowerCombinedArgument } from './law.ts';

export interface Sampler {
  /** By key: of the axes of the outcome of their distribution, then their own; full shape. */
  readonly arguments: Readonly<Record<string, Node>>;
  /** The axes of the outcome that are not of one event: a draw for each place along them. */
  readonly batch: readonly Slot[];
  /** The length of a `place`. */
  readonly slots: number;
  readonly draw: Draw;
  /** Frees what engines hold for it. */
  readonly dispose: () => void;
}

/** The sampler of an outcome with these axes. */
export function samplerOf(
  distribution: TypedDistribution,
  axes: readonly Axis[],
  environment: Environment,
  prepare: Prepare,
): Sampler {
  const builder = new SamplerBuilder(axes, environment, prepare);
  const placed = axes.map((axis, slot) => ({ axis, slot }));
  const draw = builder.build(distribution, placed, '');
  const kept = batchAxesOf(distribution, axes);
  // a name may stand twice, in the batch and in the event: then those of the batch come first
  const batch = kept.map((axis, k) => {
    const slot = kept[k] === axes[k] ? k : axes.indexOf(axis);
    return { slot, extent: environment.sizeOfAxis(axis) };
  });
  return {
    arguments: builder.arguments,
    batch,
    slots: builder.extents.length,
    draw,
    dispose: () => {
      for (const executable of builder.executables) executable.dispose();
    },
  };
}

interface PlacedAxis {
  readonly axis: Axis;
  readonly slot: number;
}

/** An argument, the axes along which it has been repeated, and how many of its own are behind these. */
interface PlacedArgument {
  readonly expression: TypedExpression;
  readonly placed: readonly PlacedAxis[];
  readonly ownAxes: number;
}

export type Prepare = (graph: Graph) => Executable;

const POINT = 'point';

class SamplerBuilder {
  readonly arguments: Record<string, Node> = {};
  readonly executables: Executable[] = [];
  private readonly placed = new Map<string, PlacedArgument>();
  private readonly prepare: Prepare;
  readonly extents: number[];
  private readonly strides: readonly number[];
  private readonly environment: Environment;

  constructor(axes: readonly Axis[], environment: Environment, prepare: Prepare) {
    this.prepare = prepare;
    this.environment = environment;
    this.extents = [...environment.shapeOf(axes)];
    this.strides = stridesOf(this.extents);
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
      read: this.reader(key + name, family.arguments[name], lowered[name], placed, eventRank),
    }));
    return (drawing) => {
      const arguments_: Record<string, number | ArrayLike<number>> = {};
      for (const { name, isNumber, read } of readers) {
        const values = read(drawing);
        arguments_[name] = isNumber ? values[0] : values;
      }
      const element = this.element(drawing);
      const isValid = areArgumentsValid(definition, arguments_);
      drawing.drawn[element] = isValid
        ? definition.sample!(drawing.random, arguments_)
        : Number.NaN;
      if (isValid) drawing.see?.(element, definition, arguments_);
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
      const read = this.reader(key + name, expression, lowered[name], batch, rank);
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
      batch,
      argument: (name, ownAxes = 0, against = batch) => {
        const node = lowerCombinedArgument(distribution, name, ownAxes, against, this.environment);
        const expression = distribution.arguments[name];
        return node && this.reader(key + name, expression, node, against.map(find), ownAxes);
      },
      quantile: this.quantile(distribution, placed, key),
    });
  }

  /** Inverts the distribution function of a distribution of single numbers with these axes, at a place. */
  private quantile(
    distribution: CombinedDistribution,
    placed: readonly PlacedAxis[],
    key: string,
  ): (drawing: Drawing, probability: number) => number {
    let tails: ((drawing: Drawing, x: number) => NamedValues) | undefined;
    return (drawing, probability) => {
      tails ??= this.tailsAt(distribution, placed, key);
      const isLower = probability < 0.5;
      const [lower, upper] = [Math.log(probability), Math.log1p(-probability)];
      const found = smallestWhere((x) => {
        const { logCdf, logSurvival } = tails!(drawing, x);
        return isLower ? logCdf[0] >= lower : logSurvival[0] <= upper;
      });
      return Number.isFinite(found) ? found : Number.NaN;
    };
  }

  /** The logarithms of the distribution function and of the rest to 1 at a number, with the arguments of a place. */
  private tailsAt(
    distribution: CombinedDistribution,
    placed: readonly PlacedAxis[],
    key: string,
  ): (drawing: Drawing, x: number) => NamedValues {
    const b = new Builder();
    const axes = placed.map(({ axis }) => axis);
    // a list of one is there so that a place without axes has a graph of its own, too
    const one = [listAxis(1), ...axes].reduce(
      (outer, axis) => outer.forOneAlong(axis, b),
      this.environment,
    );
    const blocks = [...this.placed].filter(([name]) => name.startsWith(key));
    const inputs = blocks.map(([name, argument]) => {
      const { expression, ownAxes } = argument;
      const inner = argument.placed.filter(({ axis }) => !axes.includes(axis));
      const wanted = withOwnAxes(expression, ownAxes);
      const own = wanted.slice(wanted.length - ownAxes);
      const ownShape = this.arguments[name].shape.slice(argument.placed.length);
      const extents = inner.map(({ slot }) => this.extents[slot]);
      const whole = b.input(name, [...extents, ...ownShape]);
      // along axes that it lacks it was repeated
      const has = inner.map(({ axis }) => expression.axes.includes(axis));
      const kept = b.slice(
        whole,
        whole.shape.map(() => 0),
        whole.shape.map((extent, k) => (has[k] === false ? 1 : extent)),
      );
      const names = [...inner.filter((_, k) => has[k]).map(({ axis }) => axis), ...own];
      const shape = kept.shape.filter((_, k) => has[k] !== false);
      const ordered = align(b, b.reshape(kept, shape), names, wanted);
      const batch = expression.axes.slice(0, expression.axes.length - ownAxes);
      one.lowered.set(expression, b.reshape(ordered, [...one.shapeOf(batch), ...ownShape]));
      return {
        name,
        first: this.first(argument.placed, ownShape, axes),
        size: sizeOf(whole.shape),
      };
    });
    const x = b.input(
      POINT,
      axes.map(() => 1),
    );
    const { logCdf, logSurvival } = lawOf(distribution, axes, one).cumulative!;
    const graph = b.finish({
      logCdf: b.reshape(logCdf(x), [1]),
      logSurvival: b.reshape(logSurvival(x), [1]),
    });
    const executable = this.prepare(graph);
    this.executables.push(executable);
    const point = new Float64Array(1);
    return (drawing, at) => {
      point[0] = at;
      const values: Record<string, TensorData> = { [POINT]: point };
      for (const { name, first, size } of inputs) {
        const from = first(drawing);
        values[name] = drawing.values[name].subarray(from, from + size);
      }
      return executable.run(values);
    };
  }

  /** Where the numbers of an argument begin that belong to a place along the given axes. */
  private first(placed: readonly PlacedAxis[], own: Shape, axes: readonly Axis[]): AtPlace<number> {
    const strides = stridesOf([...placed.map(({ slot }) => this.extents[slot]), ...own]);
    return ({ place }) =>
      placed.reduce(
        (sum, { axis, slot }, k) => sum + (axes.includes(axis) ? strides[k] * place[slot] : 0),
        0,
      );
  }

  /** Registers an argument under its key: how its numbers at a place are read from the values. */
  private reader(
    key: string,
    expression: TypedExpression,
    node: Node,
    placed: readonly PlacedAxis[],
    ownAxes: number,
  ): AtPlace<Float64Array> {
    this.placed.set(key, { expression, placed, ownAxes });
    const own = node.shape.slice(node.shape.length - ownAxes);
    const shape = [...placed.map(({ slot }) => this.extents[slot]), ...own];
    this.arguments[key] = this.environment.builder.broadcast(node, shape);
    const extent = sizeOf(own);
    const strides = stridesOf(shape);
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
