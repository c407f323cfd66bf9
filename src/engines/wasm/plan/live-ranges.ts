/** From which step to which the result of a node has to stay in memory. */
import type { Graph, Node } from '../../../graph/node.ts';
import { kernelInputs, operands, tables } from './accesses.ts';
import type { Schedule } from './schedule.ts';
import type { Views } from './views.ts';

export interface LiveRange {
  readonly node: Node;
  /** The step that writes it and the last one that reads it. */
  readonly first: number;
  readonly last: number;
}

/**
 * The live ranges of what is computed and read from memory. What only its own loop uses is not among
 * them; outputs live to the end.
 */
export function liveRanges(
  graph: Graph,
  { steps, stepOf, roles }: Schedule,
  views: Views,
): LiveRange[] {
  const last = new Map<Node, number>();
  const use = (source: Node, step: number): void => {
    if (stepOf.has(source)) last.set(source, Math.max(step, last.get(source) ?? 0));
  };
  steps.forEach((step, k) => {
    if (step.kind === 'kernel') {
      for (const source of kernelInputs(step.node, views)) use(source, k);
      last.set(step.node, Math.max(k, last.get(step.node) ?? 0));
      return;
    }
    for (const node of step.nodes) {
      for (const source of tables(node, views)) use(source, k);
      for (const { source } of operands(node, views)) {
        // within a loop it is in a local variable
        if (stepOf.get(source) !== k) use(source, k);
      }
      if (roles.get(node) === 'sink') last.set(node, Math.max(k, last.get(node) ?? 0));
    }
  });
  for (const output of graph.outputs.values()) use(views.of(output).source, steps.length);
  return Array.from(last, ([node, end]) => ({ node, first: stepOf.get(node)!, last: end }));
}
