/**
 * The derivative s of a solution in one direction, as a second column of the state, beside z′ = f(t, z, p):
 *
 *     s′ = ∂f/∂z s + ∂f/∂p d,   s = the direction in the initial state at the start,
 *
 * with d the direction in the invariants p, solved to the same tolerances (Hairer, Nørsett and Wanner, Solving Ordinary
 * Differential Equations I, section I.14). It is again an equation, so derivatives of any order follow.
 */
import type { Builder } from '../graph/builder.ts';
import { type Equation, equationArguments, equationBody, solution } from '../graph/equation.ts';
import { graft } from '../graph/graft.ts';
import type { Graph, Node } from '../graph/node.ts';
import { jacobian } from './jacobian.ts';
import type { PullbackContext } from './rule.ts';

type Context = Pick<PullbackContext, 'pullInside'>;

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
  const { initial, times, invariants, options, body } = equation;
  const [size] = ofInitial.shape;
  const [count] = times.shape;
  const column = (inner: Builder, part: Node): Node => inner.reshape(part, [part.shape[0], 1]);
  const all = [...invariants, ...ofWanted];
  const extended = equationBody(2 * size, all, (inner, time, state, given) => {
    const others = given.slice(0, invariants.length);
    const directions = given.slice(invariants.length);
    const matrix = inner.reshape(state, [size, 2]);
    const z = inner.reshape(inner.slice(matrix, [0, 0], [size, 1]), [size]);
    const s = inner.slice(matrix, [0, 1], [size, 1]);
    const at = { time, z, others, wanted };
    const { ofZ, ofOthers, derivative } = slopes(context, inner, equation, at);
    const change = ofOthers
      .map((local, k) => inner.matmul(local, column(inner, directions[k])))
      .reduce((sum, part) => inner.add(sum, part), inner.matmul(ofZ, s));
    const rows = inner.concatenate([column(inner, derivative), change], 1);
    const result = { derivative: inner.reshape(rows, [2 * size]) };
    if (options.method !== 'bdf') return result;
    const base = graft(inner, body, equationArguments(time, z, others));
    return { ...result, solution: base.solution, jacobian: base.jacobian };
  });
  const whole = b.concatenate([column(b, initial), column(b, ofInitial)], 1);
  const solved = solution(b, {
    ...equation,
    initial: b.reshape(whole, [2 * size]),
    invariants: all,
    body: extended,
  });
  const states = b.reshape(solved, [count, size, 2]);
  return b.reshape(b.slice(states, [0, 0, 1], [count, size, 1]), [count, size]);
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
