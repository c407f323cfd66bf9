import type { Graph, Node } from './node.ts';
import { sameShape, sizeOf } from './node.ts';
import type { OpDefinition } from './op-definition.ts';
import { expectedType, GraphError } from './op-definition.ts';
import { ops, resultType } from './ops.ts';

/**
 * Checks that a graph holds together: every node once and after its inputs, shapes and types as the
 * table of ops says, all attributes there, no operation twice, nothing that no output needs.
 *
 * @throws GraphError that says what is wrong
 */
export function verify(graph: Graph): void {
  const seen = new Set<Node>();
  const names = new Set<string>();
  const operations = new Map<Node | undefined, Node[]>();
  for (const node of graph.nodes) {
    if (seen.has(node)) throw new GraphError(`${describe(node)} is listed twice`);
    if (node.inputs.some((input) => !seen.has(input))) {
      throw new GraphError(`${describe(node)} comes before one of its inputs`);
    }
    verifyNode(node);
    if (node.op === 'input') {
      if (names.has(node.attributes.name!)) {
        throw new GraphError(`two inputs are named ${node.attributes.name}`);
      }
      names.add(node.attributes.name!);
    }
    const siblings = operations.get(node.inputs[0]);
    const twin = siblings?.find((other) => sameOperation(node, other));
    if (twin !== undefined) {
      throw new GraphError(`${describe(node)} repeats ${describe(twin)}`);
    }
    if (siblings === undefined) operations.set(node.inputs[0], [node]);
    else siblings.push(node);
    seen.add(node);
  }
  verifyReach(graph, seen);
}

function verifyNode(node: Node): void {
  const definition: OpDefinition | undefined = ops[node.op];
  if (definition === undefined) throw new GraphError(`there is no op ${node.op}`);
  const { attributes, inputs } = node;
  const count = inputs.length;
  if (definition.arity === 'many' ? count === 0 : definition.arity !== count) {
    throw new GraphError(`${describe(node)} has ${count} inputs, not ${definition.arity}`);
  }
  for (const name of definition.attributes ?? []) {
    if (attributes[name] === undefined) {
      throw new GraphError(`${describe(node)} lacks its attribute ${name}`);
    }
  }
  if (attributes.data !== undefined && attributes.data.length !== sizeOf(node.shape)) {
    throw new GraphError(`${describe(node)} has ${attributes.data.length} values`);
  }
  inputs.forEach((input, k) => {
    const expected = expectedType(definition, k);
    if (expected !== 'any' && expected !== input.type) {
      throw new GraphError(`input ${k} of ${describe(node)} is ${input.type}, not ${expected}`);
    }
  });
  const shape = definition.shape(
    inputs.map((input) => input.shape),
    attributes,
  );
  definition.check?.(inputs, attributes);
  if (attributes.body !== undefined) verify(attributes.body);
  if (!sameShape(shape, node.shape)) {
    throw new GraphError(`${describe(node)} should have shape [${shape}]`);
  }
  const type = node.op === 'input' ? node.type : resultType(definition, inputs, attributes);
  if (type !== node.type) throw new GraphError(`${describe(node)} should be ${type}`);
}

function sameOperation(a: Node, b: Node): boolean {
  if (a.op !== b.op || a.type !== b.type || a.inputs.some((input, k) => input !== b.inputs[k])) {
    return false;
  }
  const { data: dataOfA, body: bodyOfA, ...restOfA } = a.attributes;
  const { data: dataOfB, body: bodyOfB, ...restOfB } = b.attributes;
  return (
    a.inputs.length === b.inputs.length &&
    dataOfA === dataOfB &&
    bodyOfA === bodyOfB &&
    JSON.stringify(restOfA) === JSON.stringify(restOfB)
  );
}

function verifyReach(graph: Graph, listed: ReadonlySet<Node>): void {
  if (graph.outputs.size === 0) throw new GraphError('a graph needs an output');
  const needed = new Set<Node>();
  for (const [name, node] of graph.outputs) {
    if (!listed.has(node)) throw new GraphError(`output ${name} is not among the nodes`);
    needed.add(node);
  }
  for (const node of graph.nodes.toReversed()) {
    if (!needed.has(node)) throw new GraphError(`no output needs ${describe(node)}`);
    for (const input of node.inputs) needed.add(input);
  }
  const inputs = graph.nodes.filter((node) => node.op === 'input');
  if (inputs.length !== graph.inputs.length || inputs.some((n, k) => n !== graph.inputs[k])) {
    throw new GraphError('the list of inputs is not that of the input nodes');
  }
}

function describe({ id, op, shape }: Node): string {
  return `node ${id} (${op} [${shape}])`;
}
