import { evaluate } from '../engines/reference/evaluate.ts';
import { type Node, sizeOf, type TensorData } from '../graph/node.ts';
import { vectorRankOf } from '../semantics/distribution-facts.ts';
import type { Axis } from '../semantics/typed-expression.ts';
import type { TypedObserve } from '../semantics/typed-model.ts';
import { align } from './align.ts';
import type { Environment } from './environment.ts';
import { lowerAligned, lowerExpression } from './expression.ts';
import { lowerLogDensity } from './law.ts';

/** The log densities of what one `observe` is about. */
export interface Observations {
  /** Of each event: a cell, a vector or matrix, or what a combinator takes together. */
  readonly cells: Node;
  /** Which of them have anything observed in them; the log density of others is 0. Absent where all have. */
  readonly present?: readonly boolean[];
  /** Reads the observed values, row-major; they are not kept, as data are in memory once. */
  readonly values: () => TensorData;
}

export function lowerObserve(statement: TypedObserve, environment: Environment): Observations {
  const { left, distribution } = statement;
  const outcome = outcomeOf(statement, environment);
  if (outcome === undefined)
    return {
      cells: environment.builder.constant(0),
      present: [false],
      values: () => new Float64Array(),
    };
  const { values: node, present: known, chosen } = outcome;
  const cells = lowerLogDensity(distribution, node, left.axes, environment, known);
  const all = (): TensorData => evaluate([node])[0];
  if (chosen === undefined) return { cells, values: all };
  const together = chosen.length / sizeOf(cells.shape);
  const present = Array.from({ length: sizeOf(cells.shape) }, (_, event) =>
    chosen.subarray(event * together, (event + 1) * together).some((holds) => holds !== 0),
  );
  const extent = sizeOf(node.shape) / chosen.length;
  const isObserved = (k: number): boolean => chosen[Math.floor(k / extent)] !== 0;
  return { cells, present, values: () => all().filter((_, k) => isObserved(k)) };
}

/** What an `observe` says of its left side. */
export type Observation = Pick<TypedObserve, 'left' | 'distribution' | 'where' | 'present'>;

/** The values on the left side of an `observe`. */
export interface Outcome {
  readonly values: Node;
  /** Where not all are observed: 1 for each element that is, and the same for each number, vector or matrix. */
  readonly present?: Node;
  readonly chosen?: TensorData;
}

/** Undefined where nothing is observed. */
export function outcomeOf(statement: Observation, environment: Environment): Outcome | undefined {
  const b = environment.builder;
  const outcome = lowerExpression(statement.left, environment);
  const observed = observedMask(statement, environment);
  if (observed === undefined) return { values: outcome };
  const mask = partsOfEvents(statement, observed, environment) ?? observed.mask;
  const [chosen, values] = evaluate([mask, outcome]);
  const first = chosen.findIndex((holds) => holds !== 0);
  if (first < 0) return undefined;
  if (chosen.every((holds) => holds !== 0)) return { values: outcome };
  // the others may hold anything: in their place stands a value that is observed somewhere
  const extent = values.length / chosen.length;
  const filled = Float64Array.from(values, (value, k) => {
    const inEvent = k % extent;
    return chosen[(k - inEvent) / extent] === 0 ? values[first * extent + inEvent] : value;
  });
  // it is the same over a vector or matrix that is there as a whole
  const present = b.constant(
    Float64Array.from(chosen, (holds) => (holds === 0 ? 0 : 1)),
    outcome.shape.map((_, k) => mask.shape[k] ?? 1),
  );
  return { values: b.constant(filled, outcome.shape), present, chosen };
}

/**
 * 1 for each element that is observed, where vectors or matrices lack some of theirs; undefined where all that are
 * observed are whole.
 */
function partsOfEvents(
  { left, present }: Observation,
  { mask }: Observed,
  environment: Environment,
): Node | undefined {
  if (present === undefined) return undefined;
  const b = environment.builder;
  const shape = environment.shapeOf(left.axes);
  const events = b.reshape(mask, [...mask.shape, ...shape.slice(mask.shape.length).map(() => 1)]);
  const cells = lowerAligned(present, left.axes, environment);
  const isThere = b.broadcast(b.and(events, cells), shape);
  const [missing] = evaluate([b.and(events, b.not(isThere))]);
  return missing.some((value) => value !== 0) ? isThere : undefined;
}

/** What is observed of the left side: 1 for each element or event that is, and the axes of these. */
export interface Observed {
  readonly mask: Node;
  readonly axes: readonly Axis[];
}

/** Undefined where all of the left side is observed. */
export function observedMask(
  { left, distribution, where, present }: Observation,
  environment: Environment,
): Observed | undefined {
  const b = environment.builder;
  const axes = left.axes.slice(0, left.axes.length - vectorRankOf(distribution));
  const masks: Node[] = [];
  if (where !== undefined) masks.push(lowerAligned(where, axes, environment));
  if (present !== undefined) {
    const cells = b.broadcast(
      lowerAligned(present, left.axes, environment),
      environment.shapeOf(left.axes),
    );
    const event = left.axes.map((_, k) => k).slice(axes.length);
    masks.push(b.max(cells, event));
  }
  if (masks.length === 0) return undefined;
  const mask = masks.reduce((all, one) => b.and(all, one));
  return { mask: b.broadcast(mask, environment.shapeOf(axes)), axes };
}

/**
 * Of each element of a tensor with axes `axes` that stands in an `observe`, whether something observed
 * uses it.
 */
export function usedElements(
  { mask, axes: left }: Observed,
  axes: readonly Axis[],
  environment: Environment,
): ArrayLike<number> {
  const b = environment.builder;
  const whole = b.broadcast(mask, environment.shapeOf(left));
  const lost = left.flatMap((axis, k) => (axes.includes(axis) ? [] : [k]));
  const kept = left.filter((axis) => axes.includes(axis));
  const used = align(b, b.max(whole, lost), kept, axes);
  return evaluate([b.broadcast(used, environment.shapeOf(axes))])[0];
}
