/** Elements that only a later loop reads are computed there: they need not be written to memory and read again. */
import type { Graph, Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import { stridesOf } from '../../../graph/strides.ts';
import { kernelInputs, operands, tables } from './accesses.ts';
import { isElementwise } from './roles.ts';
import { endsLoop, type LoopStep, type Schedule, type Step, sameNumbers } from './schedule.ts';
import type { Views } from './views.ts';

/** Elements from which on memory is what takes the time; fewer are in a cache when they are read. */
const LARGE = 2 ** 14;

/** The same work with elements moved to where they are read, unless more than one other tensor had to be read there. */
export function postpone(graph: Graph, views: Views, scheduled: Schedule): Schedule {
  const { roles } = scheduled;
  const steps = scheduled.steps.map((step) =>
    step.kind === 'loop' ? { ...step, nodes: [...step.nodes] } : step,
  );
  const stepOf = new Map<Node, Step>();
  for (const [node, k] of scheduled.stepOf) stepOf.set(node, steps[k]);
  const outputs = new Set(Array.from(graph.outputs.values(), (node) => views.of(node).source));
  const readers = readersOf(scheduled, views);

  /** The loop that alone reads an element, each at its own position. */
  const onlyReader = (node: Node): LoopStep | undefined => {
    const [first, ...others] = readers.get(node) ?? [];
    if (first === undefined || outputs.has(node)) return undefined;
    const step = stepOf.get(first)!;
    if (step.kind !== 'loop' || others.some((other) => stepOf.get(other) !== step))
      return undefined;
    const dense = stridesOf(step.space);
    const readsInPlace = (reader: Node): boolean =>
      !tables(reader, views).includes(node) &&
      operands(reader, views).every(
        ({ source, offset, strides }) =>
          source !== node || (offset === 0 && sameNumbers(strides, dense)),
      );
    return [first, ...others].every(readsInPlace) ? step : undefined;
  };
  const isInMemory = (node: Node): boolean => {
    if (roles.get(node) !== 'element' || outputs.has(node)) return true;
    return readers.get(node)!.some((reader) => stepOf.get(reader) !== stepOf.get(node));
  };

  for (const node of graph.nodes.toReversed()) {
    const from = stepOf.get(node);
    if (from?.kind !== 'loop' || sizeOf(from.space) < LARGE) continue;
    if (!isElementwise(node) || endsLoop(node, from.space)) continue;
    const to = onlyReader(node);
    if (to === undefined || to === from || !sameNumbers(to.space, from.space)) continue;
    const read = new Set(to.nodes.flatMap((other) => operands(other, views).map((o) => o.source)));
    const sources = [...new Set(operands(node, views).map(({ source }) => source))];
    const others = sources.filter((source) => sizeOf(source.shape) > 1 && !read.has(source));
    if (others.length > 1 || !sources.every(isInMemory)) continue;
    from.nodes.splice(from.nodes.indexOf(node), 1);
    to.nodes.unshift(node);
    stepOf.set(node, to);
  }
  const left = steps.filter((step) => step.kind === 'kernel' || step.nodes.length > 0);
  const places = new Map(left.map((step, k) => [step, k]));
  return {
    roles,
    steps: left,
    stepOf: new Map(Array.from(stepOf, ([node, step]) => [node, places.get(step)!])),
  };
}

/** The nodes with code that read each node. */
function readersOf({ steps }: Schedule, views: Views): Map<Node, Node[]> {
  const readers = new Map<Node, Node[]>();
  const read = (source: Node, by: Node): void => {
    const known = readers.get(source);
    if (known === undefined) readers.set(source, [by]);
    else known.push(by);
  };
  for (const step of steps) {
    if (step.kind === 'kernel') {
      for (const source of kernelInputs(step.node, views)) read(source, step.node);
      continue;
    }
    for (const node of step.nodes) {
      for (const source of tables(node, views)) read(source, node);
      for (const { source } of operands(node, views)) read(source, node);
    }
  }
  return readers;
}
