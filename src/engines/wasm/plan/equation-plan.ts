/** Where the right-hand side of a differential equation finds what it needs. */
import { graphOf } from '../../../graph/collect.ts';
import { EQUATION_OUTPUTS, type EquationOutput, equationOf } from '../../../graph/equation.ts';
import type { Graph, Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import type { BodyPlan } from './plan.ts';

export interface EquationPlan {
  /** By the names of the outputs. */
  readonly bodies: ReadonlyMap<EquationOutput, BodyPlan>;
  /** In bytes beyond the start of the scratch memory, by their names in the body: time, state, of an adjoint the cotangent, and invariants. */
  readonly inputs: ReadonlyMap<string, number>;
  /** Behind the inputs, where the bodies work. */
  readonly work: number;
  readonly bytes: number;
}

export function planEquation(
  node: Node,
  planBody: (body: Graph, names: readonly string[]) => BodyPlan,
): EquationPlan {
  const inputs = new Map<string, number>();
  let bytes = 0;
  const place = (name: string, size: number): void => {
    inputs.set(name, bytes);
    // what is copied in pairs may end one element later
    bytes += 16 * Math.ceil((size + 1) / 2);
  };
  const { initial, invariants } = equationOf(node);
  place('time', 1);
  place('state', sizeOf(initial.shape));
  if (node.op === 'odeAdjoint') place('cotangent', sizeOf(initial.shape));
  for (const [k, { shape }] of invariants.entries()) place(`invariant${k}`, sizeOf(shape));
  const bodies = new Map<EquationOutput, BodyPlan>();
  for (const name of EQUATION_OUTPUTS) {
    const output = node.attributes.body!.outputs.get(name);
    if (output !== undefined) bodies.set(name, planBody(graphOf({ [name]: output }), [name]));
  }
  const work = Math.max(...Array.from(bodies.values(), ({ workspace }) => workspace.bytes));
  return { bodies, inputs, work: bytes, bytes: bytes + work };
}
