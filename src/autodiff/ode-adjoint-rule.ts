/**
 * The derivative of the adjoint of a solution. The adjoint v of a cotangent c is linear in it: for any direction w,
 * ⟨v, w⟩ = ⟨c, D w⟩ with D w the derivative of the solution in that direction. So the cotangent of c is D w, and those
 * of all that D depends on are those of ⟨c, D w⟩, whose equation has one column beside the solution.
 */
import { Builder } from '../graph/builder.ts';
import { type Equation, equationOf } from '../graph/equation.ts';
import { graft } from '../graph/graft.ts';
import type { Graph, Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { tangentSolution } from './ode-tangent.ts';
import type { DerivativeRule, Pullback, PullbackContext } from './rule.ts';

const CUT = 1;

const pullback: Pullback = (context, node, direction, input) => {
  const results = context.once(() => {
    const given = [direction, ...node.inputs.slice(CUT)];
    const names = new Map(given.map((value, k) => [nameOf(k), value]));
    return graft(context.builder, productWith(context, node), names);
  });
  return results[nameOf(input)];
};

/** The solution itself adds nothing: it depends on the same as its adjoint. */
export const odeAdjointRule: DerivativeRule = [null, pullback];

/** The direction takes the place of the solution among the inputs. */
const nameOf = (input: number): string => `input${input}`;

/**
 * Of the inputs of the node, the direction instead of the solution: D w under the name of the cotangent, and the
 * cotangents of ⟨c, D w⟩ under the names of the other inputs that are wanted.
 */
function productWith(context: PullbackContext, node: Node): Graph {
  const b = new Builder();
  const [direction, cotangent, initial, start, times, ...invariants] = node.inputs.map(
    ({ shape, type }, k) => b.input(nameOf(k), k === 0 ? node.shape : shape, type),
  );
  const equation: Equation = { ...equationOf(node), initial, start, times, invariants };
  const wanted = Array.from({ length: node.attributes.wanted! }, (_, k) => k);
  let begin = 0;
  const [ofInitial, ...ofWanted] = [initial, ...invariants.slice(0, wanted.length)].map((part) => {
    const size = sizeOf(part.shape);
    begin += size;
    return b.slice(direction, [begin - size], [size]);
  });
  const tangent = tangentSolution(context, b, equation, wanted, ofInitial, ofWanted);
  const others = [initial, start, times, ...invariants];
  const asked = others.filter((_, k) => context.isWanted(node.inputs[k + 1 + CUT]));
  const pulled = context.pullInside(b, [[tangent, cotangent]], asked);
  return b.finish({
    [cotangent.attributes.name!]: tangent,
    ...Object.fromEntries(asked.map((part, k) => [part.attributes.name!, pulled[k]])),
  });
}
