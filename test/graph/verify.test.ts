import { describe, expect, it } from 'vitest';
import { Builder } from '../../src/graph/builder.ts';
import type { Attributes, Graph, Node } from '../../src/graph/node.ts';
import { GraphError } from '../../src/graph/op-definition.ts';
import { verify } from '../../src/graph/verify.ts';

const b = new Builder();
const x = b.input('x', [2, 3]);
const y = b.exp(x);
const total = b.sum(y, [1]);
const sound = b.finish({ total });

/** `sound` with one node replaced, in the lists and as an input of others. */
function withNode(node: Node, change: Partial<Node>): Graph {
  const replaced = new Map<Node, Node>();
  const nodes = sound.nodes.map((old) => {
    const inputs = old.inputs.map((input) => replaced.get(input)!);
    const copy = { ...old, inputs, ...(old === node ? change : {}) };
    replaced.set(old, copy);
    return copy;
  });
  return {
    nodes,
    inputs: sound.inputs.map((input) => replaced.get(input)!),
    outputs: new Map([['total', replaced.get(total)!]]),
  };
}

describe('verify', () => {
  it('accepts what a builder makes', () => {
    expect(() => verify(sound)).not.toThrow();
  });

  it.each<[string, Graph, RegExp]>([
    ['a node before its input', { ...sound, nodes: [x, total, y] }, /before one of its inputs/],
    ['a node twice', { ...sound, nodes: [x, x, y, total] }, /listed twice/],
    ['a missing node', { ...sound, nodes: [y, total] }, /before one of its inputs/],
    ['a dead node', { ...sound, nodes: [x, y, total, b.log(x)] }, /no output needs/],
    ['a dead input', { ...sound, nodes: [x, b.input('z', []), y, total] }, /no output needs/],
    ['a wrong list of inputs', { ...sound, inputs: [] }, /list of inputs/],
    ['no output', { ...sound, outputs: new Map() }, /needs an output/],
    ['an output of another graph', { ...sound, outputs: new Map([['y', b.log(x)]]) }, /not among/],
    ['a wrong shape', withNode(y, { shape: [3, 2] }), /should have shape \[2,3\]/],
    ['a wrong type', withNode(y, { type: 'int' }), /should be float/],
    ['an input of a wrong type', withNode(x, { type: 'int' }), /is int, not float/],
    ['a missing attribute', withNode(total, { attributes: {} }), /lacks its attribute axes/],
    ['an axis too many', withNode(total, { attributes: { axes: [2] } }), /axes \[2\] do not fit/],
    ['an unknown op', withNode(y, { op: 'cube' as Node['op'] }), /no op cube/],
    ['too few inputs', withNode(y, { op: 'add' }), /has 1 inputs, not 2/],
  ])('rejects %s', (_, graph, message) => {
    expect(() => verify(graph)).toThrow(GraphError);
    expect(() => verify(graph)).toThrow(message);
  });

  it('rejects an operation that is there twice', () => {
    const other = new Builder();
    const z = other.input('z', []);
    const first = other.exp(z);
    const second: Node = { ...first, id: 2 };
    const sum: Node = { ...other.add(first, first), id: 3, inputs: [first, second] };
    const graph = { nodes: [z, first, second, sum], inputs: [z], outputs: new Map([['sum', sum]]) };
    expect(() => verify(graph)).toThrow(/repeats node 1/);
  });

  it('rejects constants that do not fill their shape and inputs of one name', () => {
    const attributes: Attributes = { data: new Float64Array(3), shape: [2] };
    const constant: Node = {
      id: 0,
      op: 'constant',
      inputs: [],
      attributes,
      shape: [2],
      type: 'float',
    };
    const alone = { nodes: [constant], inputs: [], outputs: new Map([['c', constant]]) };
    expect(() => verify(alone)).toThrow(/has 3 values/);

    const one = new Builder().input('u', [1]);
    const two: Node = { ...new Builder().input('u', [2]), id: 1 };
    const inputs = [one, two];
    const outputs = new Map([
      ['one', one],
      ['two', two],
    ]);
    expect(() => verify({ nodes: inputs, inputs, outputs })).toThrow(/two inputs are named u/);
  });
});
