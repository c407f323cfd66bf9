/** Everything that is decided about a graph before its code is written. */
import type { Graph, Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import type { FlatInput } from '../../engine.ts';
import { blocksOf, isPacked, panelBytes } from '../kernels/packed-product.ts';
import type { BulkPrecision } from './bulk.ts';
import { type EquationPlan, planEquation } from './equation-plan.ts';
import { lower } from './lower.ts';
import { planWorkspace, type Workspace } from './memory.ts';
import { postpone } from './postpone.ts';
import { type BodyInput, type ScalarBody, scalarBody } from './scalar-body.ts';
import { type Schedule, schedule } from './schedule.ts';
import { Views } from './views.ts';

export interface Plan {
  readonly graph: Graph;
  readonly views: Views;
  readonly schedule: Schedule;
  readonly workspace: Workspace;
  /** The plans of the bodies of loops, which work in the scratch memory of the graph. */
  readonly bodies: ReadonlyMap<Node, BodyPlan>;
  readonly bulk: BulkPrecision;
  /** The plans of differential equations, likewise. */
  readonly equations: ReadonlyMap<Node, EquationPlan>;
  /** Equations whose adjoint is in the same graph and goes back over the steps of the solution. */
  readonly recorded: ReadonlySet<Node>;
}

/** The outputs of a body lie side by side: of a loop the next state, then what the step emits. */
export interface BodyPlan extends Plan {
  readonly inputs: readonly BodyInput[];
}

/** Plans a graph that is lowered already, and the bodies of its loops and equations. */
export function planGraph(
  graph: Graph,
  inputs: readonly FlatInput[],
  outputs: readonly string[],
  bulk: BulkPrecision,
): Plan {
  const planBodyOf = (body: Graph, names: readonly string[]) => planBody(body, names, bulk);
  const views = new Views(graph, bulk);
  const steps = postpone(graph, views, schedule(graph, views));
  const bodies = new Map<Node, BodyPlan>();
  const equations = new Map<Node, EquationPlan>();
  let scratch = 0;
  for (const node of graph.nodes) {
    if (node.op === 'scan') {
      bodies.set(node, planBodyOf(node.attributes.body!, ['next', 'emitted']));
    }
    if (node.op === 'ode' || node.op === 'odeAdjoint')
      equations.set(node, planEquation(node, planBodyOf));
    const bytes = bodies.get(node)?.workspace.bytes ?? equations.get(node)?.bytes;
    scratch = Math.max(scratch, bytes ?? scratchBytes(node, bulk));
  }
  const workspace = planWorkspace(graph, steps, views, inputs, outputs, scratch);
  const solved = graph.nodes.flatMap(({ op, inputs: [of] }) => (op === 'odeAdjoint' ? [of] : []));
  const recorded = new Set(solved.filter(({ op }) => op === 'ode'));
  return { graph, views, schedule: steps, workspace, bodies, equations, recorded, bulk };
}

/** Plans the outputs of a body of these names, in their order. */
function planBody(body: Graph, names: readonly string[], bulk: BulkPrecision): BodyPlan {
  const graph = lower(body, bulk);
  const { inputs, graph: planned } = scalarBody(graph, names) ?? wholeBody(graph, names);
  const slots = planned.inputs.map(({ attributes, shape }) => ({
    name: attributes.name!,
    size: sizeOf(shape),
  }));
  return { ...planGraph(planned, slots, [...planned.outputs.keys()], bulk), inputs };
}

/** A body with its inputs and outputs as they are. */
function wholeBody(graph: Graph, names: readonly string[]): ScalarBody {
  const inputs = graph.inputs.map((part) => ({
    part,
    name: part.attributes.name!,
    element: undefined,
  }));
  const outputs = new Map(names.map((name) => [name, graph.outputs.get(name)!]));
  return { graph: { ...graph, outputs }, inputs };
}

/** What the code of a kernel needs beside its result. */
function scratchBytes({ op, inputs, shape }: Node, bulk: BulkPrecision): number {
  if (op === 'matmul') {
    const [[m, k], n] = [inputs[0].shape, shape[1]];
    return isPacked(m, k, n, bulk) ? panelBytes(blocksOf(m, k)) : 0;
  }
  if (op !== 'solve' && op !== 'logAbsDeterminant') return 0;
  const [size] = inputs[0].shape;
  // the matrix, which elimination changes
  return 8 * size * size;
}

/** The plan with its memory `bytes` further on. */
export function shifted(plan: BodyPlan, bytes: number): BodyPlan {
  const { workspace } = plan;
  return {
    ...plan,
    workspace: {
      inputs: workspace.inputs + bytes,
      outputs: workspace.outputs + bytes,
      scratch: workspace.scratch + bytes,
      bytes: workspace.bytes,
      addresses: new Map(Array.from(workspace.addresses, ([node, at]) => [node, at + bytes])),
      copies: workspace.copies.map(({ output, address }) => ({ output, address: address + bytes })),
    },
  };
}
