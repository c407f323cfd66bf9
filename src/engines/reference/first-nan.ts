import type { Graph, Node, TensorData } from '../../graph/node.ts';
import { broadcastStrides, offsets } from '../../graph/strides.ts';
import type { NamedValues } from '../engine.ts';
import { prepare } from './engine.ts';
import { failedEquation } from './failed-equation.ts';

/** Where a NaN was born. */
export interface NaNOrigin {
  readonly node: Node;
  /** Where it is a differential equation: why that has no solution, in a clause. */
  readonly reason: string | undefined;
}

/**
 * The first node whose value holds a NaN that reaches an output while no NaN goes into it: where a
 * NaN result was born. `undefined` if no output is NaN. A NaN in the branch that a `where` did not
 * choose, or that `multiplyNoNan` multiplied by zero, does not count.
 */
export function findFirstNaN(graph: Graph, inputs: NamedValues): NaNOrigin | undefined {
  const { values, run } = prepare(graph);
  run(inputs);
  const hasNaN = (node: Node): boolean => values.get(node)!.some(Number.isNaN);
  const seen = new Set<Node>();
  const pending = [...graph.outputs.values()].filter(hasNaN);
  let first: Node | undefined;
  while (pending.length > 0) {
    const node = pending.pop()!;
    if (seen.has(node)) continue;
    seen.add(node);
    const causes = reachingInputs(node, values).filter(hasNaN);
    pending.push(...causes);
    if (causes.length === 0 && (first === undefined || node.id < first.id)) first = node;
  }
  return first && { node: first, reason: failedEquation(first, values) };
}

/** The inputs a NaN can have come from. */
function reachingInputs(node: Node, values: ReadonlyMap<Node, TensorData>): Node[] {
  if (node.op === 'where') {
    const [condition, chosen, otherwise] = node.inputs;
    return [
      ...(nanWhere(node, chosen, condition, (c) => c !== 0, values) ? [chosen] : []),
      ...(nanWhere(node, otherwise, condition, (c) => c === 0, values) ? [otherwise] : []),
    ];
  }
  if (node.op === 'multiplyNoNan') {
    const [a, b] = node.inputs;
    return nanWhere(node, a, b, (factor) => factor !== 0, values) ? [a, b] : [b];
  }
  return [...node.inputs];
}

/** Whether `branch` is NaN at an element of the result at which `condition` passes `test`. */
function nanWhere(
  node: Node,
  branch: Node,
  condition: Node,
  test: (value: number) => boolean,
  values: ReadonlyMap<Node, TensorData>,
): boolean {
  const [ofBranch, ofCondition] = [branch, condition].map((input) =>
    offsets(node.shape, broadcastStrides(input.shape, node.shape)),
  );
  const branchValues = values.get(branch)!;
  const conditionValues = values.get(condition)!;
  return ofBranch.some(
    (at, i) => Number.isNaN(branchValues[at]) && test(conditionValues[ofCondition[i]]),
  );
}
