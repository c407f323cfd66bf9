import type { Graph, Node } from '../../../graph/node.ts';
import { kernelInputs, operands, storedAccess, tables } from './accesses.ts';
import type { Schedule } from './schedule.ts';
import { sameNumbers } from './schedule.ts';
import type { Views } from './views.ts';

/**
 * Whether the elements of a result may be written where those of an input are: all that reads the input comes before,
 * or reads, earlier in the same round of the same loop, the very element that is written.
 */
export function mayReplace(
  input: Node,
  result: Node,
  graph: Graph,
  { steps, stepOf, roles }: Schedule,
  views: Views,
): boolean {
  if (roles.get(result) !== 'element') return false;
  for (const output of graph.outputs.values()) {
    if (views.of(output).source === input) return false;
  }
  const written = storedAccess(result).strides;
  const at = stepOf.get(result)!;
  return steps.slice(at).every((step, k) => {
    if (step.kind === 'kernel') return !kernelInputs(step.node, views).includes(input);
    const place = k === 0 ? step.nodes.indexOf(result) : -1;
    return step.nodes.every((node, position) => {
      if (tables(node, views).includes(input)) return false;
      return operands(node, views).every(
        ({ source, offset, strides }) =>
          source !== input || (position <= place && offset === 0 && sameNumbers(strides, written)),
      );
    });
  });
}
