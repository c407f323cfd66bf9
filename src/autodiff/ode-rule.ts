/**
 * The derivative of a solution in its initial state and invariants, by the adjoint of its steps; in the times and the
 * start: ∂z/∂t = f(t, z), ∂z/∂start = −∂z/∂initial f(start, initial).
 */
import { adjointBody, equationArguments, equationOf, solutionAdjoint } from '../graph/equation.ts';
import { graft } from '../graph/graft.ts';
import { loopBody, scan } from '../graph/loop.ts';
import type { Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { derivativeOf } from './ode-tangent.ts';
import type { DerivativeRule, PullbackContext } from './rule.ts';

const [INITIAL, START, TIMES, INVARIANTS] = [0, 1, 2, 3];

export const odeRule: DerivativeRule = [
  (context, node, cotangent, input) => {
    const { builder: b } = context;
    const equation = equationOf(node);
    const { initial, start, invariants } = equation;
    if (input === TIMES) return ofTimes(context, node, cotangent);
    const { ofInitial, ofInvariants } = context.once(() => adjoints(context, node, cotangent));
    if (input === INITIAL) return ofInitial;
    if (input === START) {
      const given = equationArguments(start, initial, invariants);
      const { derivative } = graft(b, derivativeOf(equation.body), given);
      return b.negate(b.sum(b.multiply(ofInitial, derivative)));
    }
    const wanted = invariants.slice(0, input - INVARIANTS).filter(context.isWanted);
    return ofInvariants[wanted.length];
  },
];

interface Adjoints {
  readonly ofInitial: Node;
  /** Of those that are wanted. */
  readonly ofInvariants: readonly Node[];
}

/**
 * By the adjoint of the steps: it goes once more over the steps, where sensitivities, further columns of the state, repeat
 * the right-hand side for each number that is wanted, and were not cheaper even for one.
 */
function adjoints(context: PullbackContext, node: Node, cotangent: Node): Adjoints {
  const { builder: b } = context;
  const equation = equationOf(node);
  const { initial, invariants, options, body } = equation;
  const [size] = initial.shape;
  const wanted = invariants.flatMap((invariant, k) => (context.isWanted(invariant) ? [k] : []));
  // those that are wanted come first
  const order = [...wanted, ...invariants.keys()].filter((k, at, all) => all.indexOf(k) === at);
  const ordered = order.map((k) => invariants[k]);
  const adjoint = adjointBody(size, ordered, (inner, time, state, others, ofDerivative) => {
    const original = invariants.map((_, k) => others[order.indexOf(k)]);
    const given = equationArguments(time, state, original);
    const { derivative } = graft(inner, derivativeOf(body), given);
    const parts = context.pullInside(
      inner,
      [[derivative, ofDerivative]],
      [state, ...others.slice(0, wanted.length)],
    );
    const flat = parts.map((part) => inner.reshape(part, [sizeOf(part.shape)]));
    const outputs = { derivative, adjoint: inner.concatenate(flat, 0) };
    if (options.method !== 'bdf') return outputs;
    const { solution, jacobian } = graft(inner, body, given);
    return { ...outputs, solution, jacobian };
  });
  const all = solutionAdjoint(
    b,
    node,
    cotangent,
    { ...equation, invariants: ordered, body: adjoint },
    wanted.length,
  );
  let begin = size;
  return {
    ofInitial: b.slice(all, [0], [size]),
    ofInvariants: wanted.map((k) => {
      const { shape } = invariants[k];
      begin += sizeOf(shape);
      return b.reshape(b.slice(all, [begin - sizeOf(shape)], [sizeOf(shape)]), shape);
    }),
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
