/** Differential equations: what their right-hand sides have in common at all times is computed once. */
import type { Builder } from '../builder.ts';
import { type DefineEquation, equationBody, equationOf, solution } from '../equation.ts';
import { equationInputNames } from '../equation-shape.ts';
import type { Graph, Node } from '../node.ts';
import { sizeOf } from '../node.ts';
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
 * The equation with a simplified body. What depends on neither time nor state is computed before, where that leaves
 * the equation no more numbers to be differentiated with respect to than it had.
 *
 * @param simplifyBody simplifies a graph
 */
export function simplifiedEquation(
  builder: Builder,
  node: Node,
  simplifyBody: (body: Graph) => Graph,
): Node {
  const equation = equationOf(node);
  const body = simplifyBody(equation.body);
  const names = equationInputNames(node.inputs.length);
  const positionOf = (input: Node): number => names.indexOf(input.attributes.name!);
  const sourceOf = (input: Node): Node => node.inputs[positionOf(input)];
  const isInvariant = (input: Node): boolean => positionOf(input) > 2;

  const receive = (hoisted: ReadonlySet<Node>): ReadonlyMap<Node, Received> => {
    const outside = builtOutside(builder, body, hoisted, sourceOf);
    return new Map(
      neededNodes(body, hoisted).flatMap((part): [Node, Received][] => {
        if (hoisted.has(part)) return [[part, whole(outside.get(part)!)]];
        if (part.op !== 'input' || !isInvariant(part)) return [];
        return [[part, receivedInput(builder, part, sourceOf(part), false)]];
      }),
    );
  };
  const largest = invariantNodes(body, isInvariant);
  const fewest = [new Set<Node>(), largest].map((hoisted) => {
    const received = receive(hoisted);
    const sources = distinct([...received.values()].flatMap(({ from }) => from ?? []));
    const numbers = sources.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    return { hoisted, received, sources, numbers };
  });
  const { hoisted, received, sources } = fewest[fewest[1].numbers <= fewest[0].numbers ? 1 : 0];
  const newBody = equationBody(
    sizeOf(equation.initial.shape),
    sources,
    (b, time, state, invariants) => {
      const built = rebuilt(b, body, hoisted, (part) => {
        const stand = received.get(part);
        if (stand !== undefined) {
          return stand.build(b, invariants[sources.indexOf(stand.from?.node as Node)]);
        }
        if (part.op !== 'input') return undefined;
        return part.attributes.name === 'time' ? time : state;
      });
      const outputs = Array.from(body.outputs, ([name, output]) => [name, built(output)]);
      return Object.fromEntries(outputs) as ReturnType<DefineEquation>;
    },
  );
  return solution(builder, { ...equation, invariants: sources, body: newBody });
}

/** The node with a simplified body, which sees what it saw: what its elements are derivatives in stays. */
export function withSimplifiedBody(
  builder: Builder,
  { op, inputs, attributes }: Node,
  simplifyBody: (body: Graph) => Graph,
): Node {
  return builder.make(op, inputs, { ...attributes, body: simplifyBody(attributes.body!) });
}
