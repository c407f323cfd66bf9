/** Loops: what all steps have in common leaves the body, and what no step uses leaves the loop. */
import type { Builder } from '../builder.ts';
import { loopBody } from '../loop.ts';
import type { Graph, Node } from '../node.ts';
import { bodyInputNames } from '../scan-shape.ts';
import {
  builtOutside,
  distinct,
  invariantNodes,
  neededNodes,
  type Received,
  rebuilt,
  receivedInput,
  whole,
} from './hoisting.ts';

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
    const built = rebuilt(b, body, hoisted, (part) => {
      const stand = received.get(part);
      if (stand === undefined) return part.op === 'input' ? state : undefined;
      const { from } = stand;
      const own = from?.isSliced
        ? slices[sliced.indexOf(from.node)]
        : wholes[invariants.indexOf(from?.node as Node)];
      return stand.build(b, own);
    });
    const [next, emitted] = ['next', 'emitted'].map((name) => built(body.outputs.get(name)!));
    return { next, emitted };
  });
  return builder.make('scan', [initial, ...sliced, ...invariants], {
    ...attributes,
    body: newBody,
    sliced: sliced.length,
  });
}
