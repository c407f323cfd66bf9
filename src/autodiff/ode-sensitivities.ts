/**
 * Sensitivities of a solution as further columns of the state, beside z′ = f(t, z): with p an element of the initial
 * state or of an invariant,
 *
 *     (∂z/∂p)′ = J ∂z/∂p + ∂f/∂p,   ∂z/∂p = 1 or 0 at the start,
 *
 * solved to the same tolerances (Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, section I.14).
 * They are again an equation, so derivatives of any order follow.
 */
import type { Builder } from '../graph/builder.ts';
import { type Equation, equationArguments, equationBody, solution } from '../graph/equation.ts';
import { graft } from '../graph/graft.ts';
import type { Graph, Node } from '../graph/node.ts';
import { identityMatrix, jacobian } from './jacobian.ts';
import type { PullbackContext } from './rule.ts';

type Context = Pick<PullbackContext, 'pullInside'>;

/**
 * The solution with its sensitivities to the initial state, where `ofState` is its size and not 0, and then to the wanted
 * invariants: [times, n (1 + m)].
 */
export function withSensitivities(
  context: PullbackContext,
  equation: Equation,
  wanted: readonly number[],
  ofState: number,
  columns: number,
): Node {
  const { builder: b } = context;
  const [size] = equation.initial.shape;
  const seeds = new Float64Array(size * columns);
  if (ofState > 0) {
    const identity = identityMatrix(size);
    for (let i = 0; i < size; i++) {
      seeds.set(identity.subarray(i * size, (i + 1) * size), i * columns);
    }
  }
  return withColumns(context, equation, wanted, {
    columns: b.constant(seeds, [size, columns]),
    more: [],
    own: (inner, ofInvariants) => {
      const driven = [inner.broadcast(inner.constant(0), [size, ofState]), ...ofInvariants];
      return inner.concatenate(
        driven.filter(({ shape }) => shape[1] > 0),
        1,
      );
    },
  });
}

/**
 * The derivative of the solution in one direction: [times, n].
 *
 * @param ofInitial the direction in the initial state [n]
 * @param ofWanted those in the wanted invariants, as vectors
 */
export function tangentSolution(
  context: Context,
  b: Builder,
  equation: Equation,
  wanted: readonly number[],
  ofInitial: Node,
  ofWanted: readonly Node[],
): Node {
  const [size] = ofInitial.shape;
  const [count] = equation.times.shape;
  const all = withColumns({ ...context, builder: b }, equation, wanted, {
    columns: b.reshape(ofInitial, [size, 1]),
    more: ofWanted,
    own: (inner, ofInvariants, directions) =>
      ofInvariants
        .map((local, k) => inner.matmul(local, inner.reshape(directions[k], [local.shape[1], 1])))
        .reduce((sum, part) => inner.add(sum, part), inner.broadcast(inner.constant(0), [size, 1])),
  });
  const states = b.reshape(all, [count, size, 2]);
  return b.reshape(b.slice(states, [0, 0, 1], [count, size, 1]), [count, size]);
}

/** Columns beside the solution: S′ = J S + own. */
interface Columns {
  /** At the start: [n, m]. */
  readonly columns: Node;
  /** Further invariants that `own` is given. */
  readonly more: readonly Node[];
  /** [n, m], from the Jacobians in the wanted invariants. */
  own(b: Builder, ofInvariants: readonly Node[], more: readonly Node[]): Node;
}

function withColumns(
  context: Context & Pick<PullbackContext, 'builder'>,
  equation: Equation,
  wanted: readonly number[],
  { columns, more, own }: Columns,
): Node {
  const { builder: b } = context;
  const { initial, invariants, options, body } = equation;
  const [size, count] = columns.shape;
  const all = [...invariants, ...more];
  const extended = equationBody(size * (1 + count), all, (inner, time, state, given) => {
    const others = given.slice(0, invariants.length);
    const matrix = inner.reshape(state, [size, 1 + count]);
    const z = inner.reshape(inner.slice(matrix, [0, 0], [size, 1]), [size]);
    const sensitivities = inner.slice(matrix, [0, 1], [size, count]);
    const { ofZ, ofOthers, derivative } = slopes(context, inner, equation, {
      time,
      z,
      others,
      wanted,
    });
    const driven = own(inner, ofOthers, given.slice(invariants.length));
    const change = inner.add(inner.matmul(ofZ, sensitivities), driven);
    const rows = inner.concatenate([inner.reshape(derivative, [size, 1]), change], 1);
    const result = { derivative: inner.reshape(rows, [size * (1 + count)]) };
    if (options.method !== 'bdf') return result;
    const base = graft(inner, body, equationArguments(time, z, others));
    return { ...result, solution: base.solution, jacobian: base.jacobian };
  });
  const whole = b.concatenate([b.reshape(initial, [size, 1]), columns], 1);
  return solution(b, {
    ...equation,
    initial: b.reshape(whole, [size * (1 + count)]),
    invariants: all,
    body: extended,
  });
}

/** The right-hand side and its Jacobians, built where they are used from graph inputs alone. */
function slopes(
  context: Context,
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

/** A body without its Jacobian. */
export const derivativeOf = ({ nodes, inputs, outputs }: Graph): Graph => ({
  nodes,
  inputs,
  outputs: new Map([['derivative', outputs.get('derivative')!]]),
});
