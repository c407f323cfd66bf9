/** The order of the work: which nodes share a loop, and which loop comes after which. */
import type { Graph, Node } from '../../../graph/node.ts';
import { stridesOf } from '../../../graph/strides.ts';
import { operands, squeezed, tables } from './accesses.ts';
import { loopShape, type Role, roleOf } from './roles.ts';
import type { Views } from './views.ts';

/** A loop over `space` that computes these nodes, in this order, side by side. */
export interface LoopStep {
  readonly kind: 'loop';
  readonly space: readonly number[];
  readonly nodes: Node[];
}

/** A node with code of its own. */
export interface KernelStep {
  readonly kind: 'kernel';
  readonly node: Node;
}

export type Step = LoopStep | KernelStep;

export interface Schedule {
  readonly steps: readonly Step[];
  /** The step that computes each node that has code. */
  readonly stepOf: ReadonlyMap<Node, number>;
  readonly roles: ReadonlyMap<Node, Role>;
}

/** Straight code for scalars is divided into steps of at most this many nodes. */
const SCALARS_PER_STEP = 300;

/** Elements from which on a loop is long. */
const LONG = 64;

/**
 * Whether what follows a node is better left to a loop of its own. Each step of an exponential waits for the
 * one before it; the processor fills the time with the next elements, but looks only some 250
 * instructions ahead: with more in the same loop it finds too few of them.
 */
export function endsLoop({ op }: Node, space: readonly number[]): boolean {
  return op === 'exp' && space.length === 1 && space[0] >= LONG;
}

/**
 * Each node joins the earliest loop over its space that starts after everything it needs is complete
 * in memory; what the same loop computes at the same position it may use at once. So the value of a
 * density and its gradient come to share one loop over the rows of the data.
 */
export function schedule(graph: Graph, views: Views): Schedule {
  const steps: Step[] = [];
  const stepOf = new Map<Node, number>();
  const roles = new Map<Node, Role>();

  /** The first step at which all of `sources` are in memory. */
  const after = (sources: readonly Node[]): number =>
    Math.max(0, ...sources.map((source) => (stepOf.get(source) ?? -1) + 1));

  const join = (node: Node): number => {
    const space = squeezed(loopShape(node));
    const dense = stridesOf(space);
    let earliest = after(tables(node, views));
    const shared: number[] = [];
    for (const { source, offset, strides } of operands(node, views)) {
      const step = stepOf.get(source);
      if (step === undefined) continue;
      const inLoop =
        roles.get(source) === 'element' &&
        !endsLoop(source, space) &&
        offset === 0 &&
        sameNumbers((steps[step] as LoopStep).space, space) &&
        sameNumbers(strides, dense);
      if (inLoop) shared.push(step);
      else earliest = Math.max(earliest, step + 1);
    }
    earliest = Math.max(earliest, ...shared);
    for (let k = earliest; k < steps.length; k++) {
      const step = steps[k];
      if (step.kind !== 'loop' || !sameNumbers(step.space, space)) continue;
      if (space.length === 0 && step.nodes.length >= SCALARS_PER_STEP) continue;
      step.nodes.push(node);
      return k;
    }
    return steps.push({ kind: 'loop', space, nodes: [node] }) - 1;
  };

  // functions of inputs first: they would come between nodes that can share a loop
  const isEarly = (node: Node): boolean =>
    views.inFloat32.has(node) && views.of(node.inputs[0]).source.op === 'input';
  const early = graph.nodes.filter(isEarly);
  for (const node of [...early, ...graph.nodes.filter((node) => !isEarly(node))]) {
    const role = roleOf(node, views);
    roles.set(node, role);
    if (role === 'element' || role === 'sink') {
      stepOf.set(node, join(node));
    } else if (role === 'kernel') {
      stepOf.set(node, steps.push({ kind: 'kernel', node }) - 1);
    }
  }
  return { steps, stepOf, roles };
}

export function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, k) => value === b[k]);
}
