/**
 * The derivative of a solution by its sensitivities: with p what it is differentiated with respect to, an element of
 * the initial state or of an invariant,
 *
 *     (∂z/∂p)′ = J ∂z/∂p + ∂f/∂p,   ∂z/∂p = 1 or 0 at the start,
 *
 * are solved beside z′ = f(t, z) as further columns of the state (Hairer, Nørsett and Wanner, Solving Ordinary
 * Differential Equations I, section I.14), to the same tolerances. They are again an equation, so derivatives of
 * any order follow. Of the times and the start: ∂z/∂t = f(t, z), ∂z/∂start = −∂z/∂initial f(start, initial).
 */
import type { Builder } from '../graph/builder.ts';
import {
  type Equation,
  equationArguments,
  equationBody,
  equationOf,
  solution,
} from '../graph/equation.ts';
import { graft } from '../graph/graft.ts';
import { loopBody, scan } from '../graph/loop.ts';
import type { Graph, Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { identityMatrix, jacobian } from './jacobian.ts';
import type { DerivativeRule, PullbackContext } from './rule.ts';

const [INITIAL, START, TIMES, INVARIANTS] = [0, 1, 2, 3];

export const odeRule: DerivativeRule = [
  (context, node, cotangent, input) => {
    const { builder: b } = context;
    const equation = equationOf(node);
    const { initial, start, invariants } = equation;
    if (input === TIMES) return ofTimes(context, node, cotangent);
    const { ofInitial, ofInvariants } = context.once(() => adjoints(context, equation, cotangent));
    if (input === INITIAL) return ofInitial!;
    if (input === START) {
      const given = equationArguments(start, initial, invariants);
      const { derivative } = graft(b, derivativeOf(equation.body), given);
      return b.negate(b.sum(b.multiply(ofInitial!, derivative)));
    }
    const wanted = invariants.slice(0, input - INVARIANTS).filter(context.isWanted);
    return ofInvariants[wanted.length];
  },
];

interface Adjoints {
  /** Absent where neither the initial state nor the start is wanted. */
  readonly ofInitial: Node | undefined;
  /** Of those that are wanted. */
  readonly ofInvariants: readonly Node[];
}

function adjoints(context: PullbackContext, equation: Equation, cotangent: Node): Adjoints {
  const { builder: b, isWanted } = context;
  const { initial, start, times, invariants } = equation;
  const [size] = initial.shape;
  const [count] = times.shape;
  const wanted = invariants.flatMap((invariant, k) => (isWanted(invariant) ? [k] : []));
  const ofState = isWanted(initial) || isWanted(start) ? size : 0;
  const sizes = wanted.map((k) => sizeOf(invariants[k].shape));
  const columns = sizes.reduce((sum, extent) => sum + extent, ofState);
  const all = withSensitivities(context, equation, wanted, ofState, columns);
  const states = b.reshape(all, [count, size, 1 + columns]);
  const sensitivities = b.slice(states, [0, 0, 1], [count, size, columns]);
  const products = context.product(sensitivities, b.reshape(cotangent, [count, size, 1]));
  const sums = b.sum(products, [0, 1]);
  let begin = ofState;
  return {
    ofInitial: ofState === 0 ? undefined : b.slice(sums, [0], [size]),
    ofInvariants: wanted.map((k, j) => {
      begin += sizes[j];
      return b.reshape(b.slice(sums, [begin - sizes[j]], [sizes[j]]), invariants[k].shape);
    }),
  };
}

/** The solution with its sensitivities to the initial state and then to the wanted invariants: [times, n (1 + m)]. */
function withSensitivities(
  context: PullbackContext,
  equation: Equation,
  wanted: readonly number[],
  ofState: number,
  columns: number,
): Node {
  const { builder: b } = context;
  const { initial, start, times, invariants, options, body } = equation;
  const [size] = initial.shape;
  const seeds = new Float64Array(size * columns);
  if (ofState > 0) {
    const identity = identityMatrix(size);
    for (let i = 0; i < size; i++) {
      seeds.set(identity.subarray(i * size, (i + 1) * size), i * columns);
    }
  }
  const whole = b.concatenate(
    [b.reshape(initial, [size, 1]), b.constant(seeds, [size, columns])],
    1,
  );
  const extended = equationBody(size * (1 + columns), invariants, (inner, time, state, others) => {
    const matrix = inner.reshape(state, [size, 1 + columns]);
    const z = inner.reshape(inner.slice(matrix, [0, 0], [size, 1]), [size]);
    const sensitivities = inner.slice(matrix, [0, 1], [size, columns]);
    const { ofZ, ofOthers, derivative } = slopes(context, inner, equation, {
      time,
      z,
      others,
      wanted,
    });
    const driven = [inner.broadcast(inner.constant(0), [size, ofState]), ...ofOthers];
    const own = inner.concatenate(
      driven.filter(({ shape }) => shape[1] > 0),
      1,
    );
    const change = inner.add(inner.matmul(ofZ, sensitivities), own);
    const rows = inner.concatenate([inner.reshape(derivative, [size, 1]), change], 1);
    const result = { derivative: inner.reshape(rows, [size * (1 + columns)]) };
    if (options.method !== 'bdf') return result;
    const base = graft(inner, body, equationArguments(time, z, others));
    return { ...result, solution: base.solution, jacobian: base.jacobian };
  });
  return solution(b, {
    initial: b.reshape(whole, [size * (1 + columns)]),
    start,
    times,
    invariants,
    body: extended,
    options,
  });
}

/** The right-hand side and its Jacobians, built where they are used from graph inputs alone. */
function slopes(
  context: PullbackContext,
  b: Builder,
  { body }: Equation,
  at: {
    readonly time: Node;
    readonly z: Node;
    readonly others: readonly Node[];
    readonly wanted: readonly number[];
  },
): { readonly ofZ: Node; readonly ofOthers: readonly Node[]; readonly derivative: Node } {
  const { time, z, others, wanted } = at;
  const [size] = z.shape;
  const local = equationBody(size, others, (inner, t, state, invariants) => {
    const { derivative } = graft(
      inner,
      derivativeOf(body),
      equationArguments(t, state, invariants),
    );
    const [ofState, ...ofOthers] = jacobian(inner, context.pullInside, derivative, [
      state,
      ...wanted.map((k) => invariants[k]),
    ]);
    const outputs = { derivative, ofState };
    return { ...outputs, ...Object.fromEntries(ofOthers.map((part, k) => [`of ${k}`, part])) };
  });
  const built = graft(b, local, equationArguments(time, z, others));
  return {
    ofZ: built.ofState,
    ofOthers: wanted.map((_, k) => built[`of ${k}`]),
    derivative: built.derivative,
  };
}

/** ⟨f(t, z), cotangent⟩ at each of the times. */
function ofTimes({ builder: b }: PullbackContext, node: Node, cotangent: Node): Node {
  const { times, invariants, body } = equationOf(node);
  const [count, size] = node.shape;
  const sliced = [times, node, cotangent];
  const none = b.constant(new Float64Array(0), [0]);
  const steps = loopBody(
    { initial: none, sliced, invariants },
    (inner, state, [time, z, weights], others) => {
      const given = equationArguments(time, inner.reshape(z, [size]), others);
      const { derivative } = graft(inner, derivativeOf(body), given);
      const product = inner.sum(inner.multiplyNoNan(derivative, weights));
      return { next: state, emitted: inner.reshape(product, [1]) };
    },
  );
  const { emitted } = scan(b, {
    initial: none,
    sliced,
    invariants,
    steps: count,
    body: steps,
    reverse: false,
  });
  return b.reshape(emitted, [count]);
}

/** A body without its Jacobian. */
const derivativeOf = ({ nodes, inputs, outputs }: Graph): Graph => ({
  nodes,
  inputs,
  outputs: new Map([['derivative', outputs.get('derivative')!]]),
});
