/**
 * Sequential loops: `state` runs through the steps, and each step emits a vector.
 *
 *     state₀ = initial;  stateₜ₊₁, emittedₜ = body(stateₜ, slicesₜ, invariants)
 *
 * The body is a graph of its own with the outputs `next` [S] and `emitted` [E]. Its inputs are named
 * `state` [S], `slice0`, `slice1`, … (what the step sees of the tensors that have a slice a step) and
 * `invariant0`, … (tensors that every step sees whole); it may leave out any of them.
 *
 * One op, `scan`, gives what all steps emitted and the last state, side by side in one vector. So a
 * derivative is again a loop, with the adjoints of slices emitted and those of invariants added up in
 * the state, and the memory of both is linear in the number of steps.
 */
import { Builder } from './builder.ts';
import type { ElementType, Graph, Node, Shape } from './node.ts';
import { sizeOf } from './node.ts';
import { bodyInputNames, loopPart } from './scan-shape.ts';

/** The inputs of a loop. */
export interface LoopInputs {
  /** [S] */
  readonly initial: Node;
  /** Each [steps, …]; a step sees one slice of each. */
  readonly sliced: readonly Node[];
  /** What every step sees whole. */
  readonly invariants: readonly Node[];
}

export interface Loop extends LoopInputs {
  readonly steps: number;
  readonly body: Graph;
  /** From the last slice to the first. */
  readonly reverse: boolean;
}

/** What one step computes, in the body's own builder. */
export type DefineStep = (
  b: Builder,
  state: Node,
  slices: readonly Node[],
  invariants: readonly Node[],
) => { readonly next: Node; readonly emitted: Node };

/** What the nodes that go into a loop are like. */
export interface LoopInputTypes {
  readonly initial: TensorType;
  readonly sliced: readonly TensorType[];
  readonly invariants: readonly TensorType[];
}

interface TensorType {
  readonly shape: Shape;
  readonly type: ElementType;
}

/** The body of a loop over such inputs. */
export function loopBody(inputs: LoopInputTypes, define: DefineStep): Graph {
  const b = new Builder();
  const tensors = [inputs.initial, ...inputs.sliced, ...inputs.invariants];
  const count = inputs.sliced.length;
  const [state, ...others] = bodyInputNames(tensors.length, count).map((name, k) =>
    b.input(name, loopPart(tensors[k].shape, k, count), tensors[k].type),
  );
  return b.finish({ ...define(b, state, others.slice(0, count), others.slice(count)) });
}

/** Runs a loop: what each step emitted [steps, E], in the order of the slices, and the last state [S]. */
export function scan(
  b: Builder,
  { initial, sliced, invariants, steps, body, reverse }: Loop,
): { emitted: Node; last: Node } {
  const result = b.make('scan', [initial, ...sliced, ...invariants], {
    body,
    extent: steps,
    sliced: sliced.length,
    reverse,
  });
  const [width] = body.outputs.get('emitted')!.shape;
  return {
    emitted: b.reshape(b.slice(result, [0], [steps * width]), [steps, width]),
    last: b.slice(result, [steps * width], [sizeOf(initial.shape)]),
  };
}
