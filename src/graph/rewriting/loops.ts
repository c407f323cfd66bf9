/** Loops: what all steps have in common leaves the body, and what no step uses leaves the loop. */
import type { Builder } from '../builder.ts';
import { loopBody } from '../loop.ts';
import type { Graph, Node } from '../node.ts';
import { bodyInputNames } from '../scan-shape.ts';
import { uniformValue } from './facts.ts';

/** What stands for a node of the old body: something in the new one that is built from an input or not. */
interface Received {
  /** The input of the loop, if one is needed. */
  readonly from?: { readonly node: Node; readonly isSliced: boolean };
  /** What stands for the node in the new body, given that input's. */
  readonly build: (body: Builder, input: Node) => Node;
}

/**
 * The loop with a simplified body, in which nothing is left that depends on neither the state nor the
 * step: that is computed once, before the loop. Slices that are the same in all steps become
 * invariants, known numbers become constants of the body, and inputs that the body does not use go.
 *
 * @param simplifyBody simplifies a graph
 */
export function simplifiedLoop(
  builder: Builder,
  node: Node,
  simplifyBody: (body: Graph) => Graph,
): Node {
  const { attributes, inputs } = node;
  const [initial] = inputs;
  if (attributes.extent === 0) return initial;
  const body = simplifyBody(attributes.body!);
  const names = bodyInputNames(inputs.length, attributes.sliced!);
  const positionOf = (input: Node): number => names.indexOf(input.attributes.name!);
  const hoisted = invariantNodes(body, (input) => positionOf(input) > attributes.sliced!);
  const outside = builtOutside(builder, body, hoisted, (input) => inputs[positionOf(input)]);

  const received = new Map<Node, Received>();
  for (const part of neededNodes(body, hoisted)) {
    const k = part.op === 'input' ? positionOf(part) : undefined;
    if (k === 0) continue;
    if (hoisted.has(part)) received.set(part, whole(outside.get(part)!));
    else if (k !== undefined)
      received.set(part, receivedInput(builder, part, inputs[k], k <= attributes.sliced!));
  }
  const sources = [...received.values()].flatMap(({ from }) => from ?? []);
  const sliced = distinct(sources.filter(({ isSliced }) => isSliced));
  const invariants = distinct(sources.filter(({ isSliced }) => !isSliced));

  const newBody = loopBody({ initial, sliced, invariants }, (b, state, slices, wholes) => {
    const built = new Map<Node, Node>();
    for (const part of neededNodes(body, hoisted)) {
      const stand = received.get(part);
      if (stand !== undefined) {
        const { from } = stand;
        const own = from?.isSliced
          ? slices[sliced.indexOf(from.node)]
          : wholes[invariants.indexOf(from?.node as Node)];
        built.set(part, stand.build(b, own));
      } else if (part.op === 'input') {
        built.set(part, state);
      } else {
        const make = (): Node =>
          b.make(
            part.op,
            part.inputs.map((input) => built.get(input)!),
            part.attributes,
          );
        built.set(part, part.origin === undefined ? make() : b.withOrigin(part.origin, make));
      }
    }
    const [next, emitted] = ['next', 'emitted'].map((name) => built.get(body.outputs.get(name)!)!);
    return { next, emitted };
  });
  return builder.make('scan', [initial, ...sliced, ...invariants], {
    ...attributes,
    body: newBody,
    sliced: sliced.length,
  });
}

const distinct = (sources: readonly { readonly node: Node }[]): Node[] => [
  ...new Set(sources.map(({ node }) => node)),
];

const whole = (node: Node): Received => ({
  from: { node, isSliced: false },
  build: (_, input) => input,
});

/** How an input of the body is received from the input `source` of the loop. */
function receivedInput(b: Builder, part: Node, source: Node, isSliced: boolean): Received {
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
function invariantNodes(body: Graph, isInvariant: (input: Node) => boolean): Set<Node> {
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
function neededNodes({ nodes, outputs }: Graph, given: ReadonlySet<Node>): Node[] {
  const needed = new Set<Node>(outputs.values());
  for (const node of nodes.toReversed()) {
    if (needed.has(node) && !given.has(node)) for (const input of node.inputs) needed.add(input);
  }
  return nodes.filter((node) => needed.has(node));
}

/** Nodes of a body, built where the loop is. */
function builtOutside(
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
