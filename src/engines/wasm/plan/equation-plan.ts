/** Where the right-hand side of a differential equation finds what it needs. */
import { graphOf } from '../../../graph/collect.ts';
import { equationInputNames } from '../../../graph/equation-shape.ts';
import type { Graph, Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import type { BodyPlan } from './plan.ts';

export interface EquationPlan {
  readonly derivative: BodyPlan;
  /** For implicit methods. */
  readonly jacobian: BodyPlan | undefined;
  /** In bytes beyond the start of the scratch memory, by their names in the body: time, state and invariants. */
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
  equationInputNames(node.inputs.length).forEach((name, k) => {
    if (name === 'time') place(name, 1);
    else if (name !== 'start') place(name, sizeOf(node.inputs[k].shape));
  });
  const plan = (name: string): BodyPlan | undefined => {
    const output = node.attributes.body!.outputs.get(name);
    return output && planBody(graphOf({ [name]: output }), [name]);
  };
  const [derivative, jacobian] = [plan('derivative')!, plan('jacobian')];
  const work = Math.max(derivative.workspace.bytes, jacobian?.workspace.bytes ?? 0);
  return { derivative, jacobian, inputs, work: bytes, bytes: bytes + work };
}
