/**
 * The static computation graph. Every node is one tensor: an operation on earlier nodes, with a shape
 * known when it is built. Nothing is evaluated here; engines do that.
 */
import type { Span } from '../diagnostics/span.ts';
import type { OpName } from './ops.ts';

/** `float` is float64 in every engine but tfjs (float32); `int` is a signed 32-bit integer. */
export type ElementType = 'float' | 'int';

/** Dimension sizes, outermost first; `[]` is a scalar. Elements are stored in row-major order. */
export type Shape = readonly number[];

/** Values of a constant or of an input, in row-major order. */
export type TensorData = Float64Array | Int32Array;

/** What an op needs to know beside its inputs. Each op uses the fields its row in `ops.ts` names. */
export interface Attributes {
  /** `input`: the name under which an engine receives the values. */
  readonly name?: string;
  /** `constant`: the values. */
  readonly data?: TensorData;
  /** `reshape`, `broadcast`: the new shape. */
  readonly shape?: Shape;
  /** `transpose`: output axis k is input axis `permutation[k]`. */
  readonly permutation?: readonly number[];
  /** Reductions: the axes that vanish, ascending. */
  readonly axes?: readonly number[];
  /** `cumulativeSum`, `concatenate`, `argMax`, `argMin`: the axis. */
  readonly axis?: number;
  /** `cumulativeSum`, `scan`: from the last element or step to the first. */
  readonly reverse?: boolean;
  /** `slice`: first index and extent an axis. */
  readonly begin?: readonly number[];
  readonly size?: readonly number[];
  /** `pad`: zeros before and after, an axis. */
  readonly before?: readonly number[];
  readonly after?: readonly number[];
  /** `polygamma`: 0 is digamma, 1 trigamma. */
  readonly order?: number;
  /** Derivatives of the incomplete gamma and beta functions: how often in each shape, once or twice in all. */
  readonly orders?: readonly number[];
  /** `scatterAdd`: the extent of the first axis of the result. `scan`: the number of steps. */
  readonly extent?: number;
  /** `triangularSolve`, `solve`: with the transpose of the matrix. */
  readonly transposed?: boolean;
  /** `scan`: what one step computes; `loop.ts` says how. `ode`, `odeAdjoint`: the right-hand side, see `equation.ts`. */
  readonly body?: Graph;
  /** `scan`: how many of its inputs have a slice for each step. */
  readonly sliced?: number;
  /** `odeAdjoint`: by how many of its invariants, the first ones, it has derivatives. */
  readonly wanted?: number;
  /** `ode`: the method that solves it. */
  readonly method?: 'rk45' | 'bdf';
  /** `ode`: the rows of the state, a matrix whose first column is the solution. */
  readonly rows?: number;
  /** `ode`: what the error may be, relative and absolute, and how many steps it may take. */
  readonly relative?: number;
  readonly absolute?: number;
  readonly maxSteps?: number;
}

export interface Node {
  /** Unique in its builder, ascending in order of construction: inputs have smaller ids. */
  readonly id: number;
  readonly op: OpName;
  readonly inputs: readonly Node[];
  readonly attributes: Attributes;
  readonly shape: Shape;
  readonly type: ElementType;
  /** The part of the model text this node was first built for. */
  readonly origin?: Span;
}

export interface Graph {
  /** In topological order, each once, only those that an output needs. */
  readonly nodes: readonly Node[];
  /** The nodes of op `input`, in order of construction. */
  readonly inputs: readonly Node[];
  readonly outputs: ReadonlyMap<string, Node>;
}

/** The number of elements of a tensor of this shape (1 for a scalar). */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

/** `shape` with an extent of 1 in place of each of `axes`: a reduction laid out to broadcast back. */
export function keepingAxes(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
}
