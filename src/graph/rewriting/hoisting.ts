/** What the bodies of loops and of equations have in common at all steps is computed once, before them. */
import type { Builder } from '../builder.ts';
import type { Graph, Node } from '../node.ts';
import { uniformValue } from './facts.ts';

/** What stands for a node of the old body: something in the new one that is built from an input or not. */
export interface Received {
  /** The input of the loop, if one is needed. */
  readonly from?: { readonly node: Node; readonly isSliced: boolean };
  /** What stands for the node in the new body, given that input's. */
  readonly build: (body: Builder, input: Node) => Node;
}

export const distinct = (sources: readonly { readonly node: Node }[]): Node[] => [
  ...new Set(sources.map(({ node }) => node)),
];

export const whole = (node: Node): Received => ({
  from: { node, isSliced: false },
  build: (_, input) => input,
});

/** How an input of the body is received from the input `source` of the loop. */
export function receivedInput(b: Builder, part: Node, source: Node, isSliced: boolean): Received {
  const value = uniformValue(source);
  if (value !== undefined) {
    const data = source.type === 'int' ? Int32Array.of(value) : value;
    return { build: (body) => body.broadcast(body.constant(data), part.shape) };
  }
  if (isSliced && source.op === 'broadcast') {
    const [origin] = source.inputs;
    const rank = source.shape.length;
    if (origin.shape.length < rank || origin.shape[0] === 1) {
      const same = origin.shape.length < rank ? origin : b.reshape(origin, origin.shape.slice(1));
      return {
        from: { node: same, isSliced: false },
        build: (body, input) => body.broadcast(input, part.shape),
      };
    }
  }
  return { from: { node: source, isSliced }, build: (_, input) => input };
}

/**
 * The largest parts of a body that depend on its invariants and on nothing else but constants. A
 * broadcast stays inside: what it repeats is smaller.
 */
export function invariantNodes(body: Graph, isInvariant: (input: Node) => boolean): Set<Node> {
  const fixed = new Map<Node, 'constant' | 'invariant'>();
  for (const node of body.nodes) {
    if (node.op === 'input') {
      if (isInvariant(node)) fixed.set(node, 'invariant');
    } else if (node.inputs.every((input) => fixed.has(input))) {
      const some = node.inputs.some((input) => fixed.get(input) === 'invariant');
      fixed.set(node, some ? 'invariant' : 'constant');
    }
  }
  const largest = new Set<Node>();
  const visit = (node: Node): void => {
    if (fixed.get(node) !== 'invariant' || node.op === 'input') return;
    if (node.op === 'broadcast') visit(node.inputs[0]);
    else largest.add(node);
  };
  for (const node of body.outputs.values()) visit(node);
  for (const node of body.nodes) if (!fixed.has(node)) node.inputs.forEach(visit);
  return largest;
}

/** The nodes a body needs if the `given` ones are known, in order. */
export function neededNodes({ nodes, outputs }: Graph, given: ReadonlySet<Node>): Node[] {
  const needed = new Set<Node>(outputs.values());
  for (const node of nodes.toReversed()) {
    if (needed.has(node) && !given.has(node)) for (const input of node.inputs) needed.add(input);
  }
  return nodes.filter((node) => needed.has(node));
}

/** Nodes of a body, built where the loop is. */
export function builtOutside(
  builder: Builder,
  body: Graph,
  nodes: ReadonlySet<Node>,
  inputOf: (input: Node) => Node,
): ReadonlyMap<Node, Node> {
  const built = new Map<Node, Node>();
  const below = neededNodes(
    { ...body, outputs: new Map([...nodes].map((n, k) => [String(k), n])) },
    new Set(),
  );
  for (const node of below) {
    const make = (): Node =>
      node.op === 'input'
        ? inputOf(node)
        : builder.make(
            node.op,
            node.inputs.map((input) => built.get(input)!),
            node.attributes,
          );
    built.set(node, node.origin === undefined ? make() : builder.withOrigin(node.origin, make));
  }
  return built;
}

/**
 * Builds in another builder what a body needs, and says what stands for each node.
 *
 * @param standIn of a node that is not built from those it has as inputs
 */
export function rebuilt(
  b: Builder,
  body: Graph,
  hoisted: ReadonlySet<Node>,
  standIn: (part: Node) => Node | undefined,
): (part: Node) => Node {
  const built = new Map<Node, Node>();
  for (const part of neededNodes(body, hoisted)) {
    const make = (): Node =>
      b.make(
        part.op,
        part.inputs.map((input) => built.get(input)!),
        part.attributes,
      );
    const known = standIn(part);
    if (known !== undefined) built.set(part, known);
    else built.set(part, part.origin === undefined ? make() : b.withOrigin(part.origin, make));
  }
  return (part) => built.get(part)!;
}
