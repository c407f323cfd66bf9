import type { Graph, Node } from './node.ts';

/** The graph of these outputs: every node one of them needs, inputs before users, and no other. */
export function graphOf(outputs: Readonly<Record<string, Node>>): Graph {
  const needed = new Set<Node>();
  const pending = Object.values(outputs);
  while (pending.length > 0) {
    const node = pending.pop()!;
    if (needed.has(node)) continue;
    needed.add(node);
    for (const input of node.inputs) pending.push(input);
  }
  const nodes = [...needed].sort((a, b) => a.id - b.id);
  return {
    nodes,
    inputs: nodes.filter((n) => n.op === 'input'),
    outputs: new Map(Object.entries(outputs)),
  };
}
