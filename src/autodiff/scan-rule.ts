/**
 * The derivative of a loop: a loop the other way round. With λ the adjoint of the state,
 *
 *     λ, x̄ₜ, v̄ ← the body's adjoints at (stateₜ, xₜ, v) from λ and the cotangent of emittedₜ,
 *
 * the adjoints x̄ₜ of the slices are emitted and those of the invariants, v̄, add up in the state.
 */
import type { Builder } from '../graph/builder.ts';
import { graft } from '../graph/graft.ts';
import { type Loop, type LoopInputTypes, loopBody, scan } from '../graph/loop.ts';
import type { Graph, Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { bodyInputNames } from '../graph/scan-shape.ts';
import type { DerivativeRule, PullbackContext } from './rule.ts';

/** A range of the elements of the state. */
interface Range {
  readonly begin: number;
  readonly end: number;
}

export const scanRule: DerivativeRule = [
  (context, node, cotangent, input) => {
    const { builder: b } = context;
    const loop = loopOf(node);
    const [states] = loop.initial.shape;
    const width = loop.body.outputs.get('emitted')!.shape[0];
    const ofEmitted = b.slice(cotangent, [0], [loop.steps * width]);
    const ofLast = b.slice(cotangent, [loop.steps * width], [states]);
    if (loop.steps === 0) {
      const { shape } = node.inputs[input];
      return input === 0 ? ofLast : b.broadcast(b.constant(0), shape);
    }

    const { emitted, last } = context.once(() =>
      adjointLoop(context, loop, node, b.reshape(ofEmitted, [loop.steps, width]), ofLast),
    );
    const target = node.inputs[input];
    if (input === 0) return b.slice(last, [0], [states]);
    if (input <= loop.sliced.length) {
      const begin = offsetOf(loop.sliced.slice(0, input - 1), context, sliceSize);
      const columns = b.slice(emitted, [0, begin], [loop.steps, sliceSize(target)]);
      return b.reshape(columns, target.shape);
    }
    const before = loop.invariants.slice(0, input - 1 - loop.sliced.length);
    const begin = states + offsetOf(before, context, ({ shape }) => sizeOf(shape));
    return b.reshape(b.slice(last, [begin], [sizeOf(target.shape)]), target.shape);
  },
];

function adjointLoop(
  context: PullbackContext,
  loop: Loop,
  node: Node,
  ofEmitted: Node,
  ofLast: Node,
): { emitted: Node; last: Node } {
  const { builder: b } = context;
  const [states] = loop.initial.shape;
  // which elements of the state the adjoint needs is known once its body is built
  const read = readRange(adjointBody(context, loop, { begin: 0, end: states }));
  const body = adjointBody(context, loop, read);
  const [carried] = body.outputs.get('next')!.shape;
  return scan(b, {
    initial: b.pad(ofLast, [0], [carried - states]),
    sliced: [ofEmitted, statesBefore(b, loop, node, read), ...loop.sliced],
    invariants: loop.invariants,
    steps: loop.steps,
    body,
    reverse: !loop.reverse,
  });
}

const sliceSize = ({ shape }: Node): number => sizeOf(shape.slice(1));

/** How many elements the adjoints of these inputs take, of the ones that are wanted. */
function offsetOf(
  inputs: readonly Node[],
  { isWanted }: PullbackContext,
  size: (input: Node) => number,
): number {
  return inputs.reduce((total, input) => total + (isWanted(input) ? size(input) : 0), 0);
}

function loopOf({ inputs, attributes }: Node): Loop {
  const sliced = attributes.sliced!;
  return {
    initial: inputs[0],
    sliced: inputs.slice(1, 1 + sliced),
    invariants: inputs.slice(1 + sliced),
    steps: attributes.extent!,
    body: attributes.body!,
    reverse: attributes.reverse!,
  };
}

/**
 * The body of the adjoint loop. Its slices are the cotangent of what the step emitted, the part `read`
 * of the state before the step, and the slices of the loop.
 */
function adjointBody(context: PullbackContext, loop: Loop, read: Range): Graph {
  const [states] = loop.initial.shape;
  const [width] = loop.body.outputs.get('emitted')!.shape;
  const wantedOf = (inputs: readonly Node[]): number[] =>
    inputs.flatMap((input, k) => (context.isWanted(input) ? [k] : []));
  const wantedSlices = wantedOf(loop.sliced);
  const wantedInvariants = wantedOf(loop.invariants);
  const sums = wantedInvariants.map((k) => sizeOf(loop.invariants[k].shape));
  const vector = (size: number) => ({ shape: [size], type: 'float' }) as const;
  const rows = (size: number) => ({ shape: [loop.steps, size], type: 'float' }) as const;
  const inputs: LoopInputTypes = {
    initial: vector(sums.reduce((total, size) => total + size, states)),
    sliced: [rows(width), rows(read.end - read.begin), ...loop.sliced],
    invariants: loop.invariants,
  };
  return loopBody(inputs, (b, state, [ofEmitted, kept, ...slices], invariants) => {
    const zeros = (count: number): Node => b.broadcast(b.constant(0), [count]);
    const padded = [zeros(read.begin), kept, zeros(states - read.end)];
    const before =
      states === 0
        ? kept
        : b.concatenate(
            padded.filter(({ shape }) => shape[0] > 0),
            0,
          );
    const own = [before, ...slices, ...invariants];
    const names = bodyInputNames(own.length, slices.length);
    const outputs = graft(b, loop.body, new Map(names.map((name, k) => [name, own[k]])));
    const adjoints = context.pullInside(
      b,
      [
        [outputs.next, b.slice(state, [0], [states])],
        [outputs.emitted, ofEmitted],
      ],
      [
        before,
        ...wantedSlices.map((k) => slices[k]),
        ...wantedInvariants.map((k) => invariants[k]),
      ],
    );
    const flat = adjoints.map((adjoint) => b.reshape(adjoint, [sizeOf(adjoint.shape)]));
    const ofSlices = flat.slice(1, 1 + wantedSlices.length);
    let position = states;
    const added = flat.slice(1 + wantedSlices.length).map((adjoint, k) => {
      const sum = b.slice(state, [position], [sums[k]]);
      position += sums[k];
      return b.add(sum, adjoint);
    });
    return {
      next: b.concatenate([flat[0], ...added], 0),
      emitted: ofSlices.length === 0 ? zeros(0) : b.concatenate(ofSlices, 0),
    };
  });
}

/** What an adjoint body reads of the state before the step. */
function readRange({ nodes }: Graph): Range {
  let begin = Infinity;
  let end = 0;
  const widen = (from: number, to: number): void => {
    begin = Math.min(begin, from);
    end = Math.max(end, to);
  };
  for (const { op, inputs, attributes } of nodes) {
    for (const { attributes: source, shape } of inputs) {
      if (source.name !== 'slice1') continue;
      if (op === 'slice') {
        const [from] = attributes.begin!;
        widen(from, from + attributes.size![0]);
      } else widen(0, shape[0]);
    }
  }
  return begin < end ? { begin, end } : { begin: 0, end: 0 };
}

/** The part `read` of the state before each step [steps, …]. */
function statesBefore(b: Builder, loop: Loop, node: Node, { begin, end }: Range): Node {
  const { steps, body, initial, reverse } = loop;
  const [states] = initial.shape;
  const size = end - begin;
  if (size === 0) return b.broadcast(b.constant(0), [steps, 0]);
  if (body.outputs.get('next') === body.outputs.get('emitted')) {
    // the states after all steps but the last are there
    const after = b.reshape(b.slice(node, [0], [steps * states]), [steps, states]);
    const others = b.slice(after, [reverse ? 1 : 0, begin], [steps - 1, size]);
    const first = b.reshape(b.slice(initial, [begin], [size]), [1, size]);
    return b.concatenate(reverse ? [others, first] : [first, others], 0);
  }
  const inputs = [initial, ...loop.sliced, ...loop.invariants];
  const names = bodyInputNames(inputs.length, loop.sliced.length);
  const recording = loopBody(loop, (inner, state, slices, invariants) => {
    const own = [state, ...slices, ...invariants];
    const { next } = graft(inner, body, new Map(names.map((name, k) => [name, own[k]])));
    return { next, emitted: inner.slice(state, [begin], [size]) };
  });
  return scan(b, { ...loop, body: recording }).emitted;
}
