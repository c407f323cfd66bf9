import type { io } from '@tensorflow/tfjs-core';
import type { Span } from '../../diagnostics/span.ts';
import type { Graph, Node, Shape } from '../../graph/node.ts';
import { sizeOf } from '../../graph/node.ts';
import { EngineLimitError } from '../engine-limit.ts';
import { type Endpoint, GraphDefWriter } from './graph-def.ts';
import { type LogicalOp, logicalLowerings, lowerings, type NumericOp } from './lowerings.ts';

/** TensorFlow.js's WebAssembly kernels give garbage beyond this many dimensions. */
const MAX_RANK = 6;

/** What to do about a limit of the engine. */
export const OTHER_ENGINE = 'the engine wasm can, in float64 too; it is the default';

/** Writes one node, returns the name of what it wrote. */
export type Lower = (to: Lowering, node: Node) => string;

/** Whether backends give the result the data of the operand, under another shape. */
function keepsData({ op, inputs: [x], attributes: { permutation } }: Node): boolean {
  if (op !== 'transpose') return op === 'reshape';
  const moved = permutation!.filter((axis) => x.shape[axis] !== 1);
  return moved.every((axis, k) => k === 0 || axis > moved[k - 1]);
}

/** Which of the written values have the same data, and the shapes of those that are right factors. */
class SharedData {
  private readonly owners = new Map<string, string>();
  private readonly shapes = new Map<string, string>();

  note(name: string, from: string): void {
    this.owners.set(name, this.ownerOf(from));
  }

  isFactorOfOneShape(name: string, shape: Shape): boolean {
    const owner = this.ownerOf(name);
    const known = this.shapes.get(owner);
    if (known === undefined) this.shapes.set(owner, String(shape));
    return known === undefined || known === String(shape);
  }

  private ownerOf(name: string): string {
    return this.owners.get(name) ?? name;
  }
}

/** Translates the nodes of one graph. */
export class Lowering {
  readonly writer: GraphDefWriter;
  /** Whether positions are checked at each run, by ops that only our engine has. */
  readonly checked: boolean;
  private readonly data: SharedData;
  private readonly values: Map<Node, string>;
  private readonly flags: Map<Node, string>;
  /** The node of the whole graph that the nodes are part of, where they are those of a body. */
  private readonly owner: Node | undefined;

  constructor(checked: boolean, outer?: Lowering, owner?: Node) {
    this.checked = checked;
    this.writer = outer?.writer ?? new GraphDefWriter();
    this.data = outer?.data ?? new SharedData();
    this.values = new Map(outer?.values);
    this.flags = new Map(outer?.flags);
    this.owner = owner;
  }

  /** Writes nodes of the body of `owner`, knowing all that is written so far. */
  inside(owner: Node): Lowering {
    return new Lowering(this.checked, this, this.owner ?? owner);
  }

  /** What an input of a body is. */
  receive(input: Node, name: string): void {
    this.values.set(input, name);
  }

  /** The id by which a check of this node that fails while the graph runs is told. */
  reportedId(node: Node): number {
    return (this.owner ?? node).id;
  }

  /** The text of the model that a node came from. */
  originOf(node: Node): Span | undefined {
    return node.origin ?? this.owner?.origin;
  }

  /** The name of the written node with this node's value. */
  readonly value = (node: Node): string => {
    let name = this.values.get(node);
    if (name === undefined) {
      // only comparisons and logic are not written yet: as numbers, on demand
      name = this.writer.node('Cast', [this.flag(node)], { DstT: { type: 'DT_FLOAT' } });
      this.values.set(node, name);
    }
    return name;
  };

  /** The value as a truth value: whether it is not 0. */
  readonly flag = (node: Node): string => {
    let name = this.flags.get(node);
    if (name === undefined) {
      name = this.writer.node('NotEqual', [this.value(node), this.writer.float(0)]);
      this.flags.set(node, name);
    }
    return name;
  };

  lower(node: Node): void {
    if (node.shape.length > MAX_RANK) {
      throw new EngineLimitError(
        this.originOf(node),
        `the engine tfjs cannot compute with more than ${MAX_RANK} dimensions; this value has ${node.shape.length}`,
        OTHER_ENGINE,
      );
    }
    if (node.op === 'input') {
      this.values.set(node, this.writer.placeholder(node.shape, node.type));
    } else if (sizeOf(node.shape) === 0) {
      // backends stumble over tensors of no elements, and there is nothing to compute
      this.values.set(node, this.writer.tensor([], node.shape, node.type));
    } else if (node.op in logicalLowerings) {
      this.flags.set(node, logicalLowerings[node.op as LogicalOp](this, node));
    } else {
      const name = lowerings[node.op as NumericOp](this, node);
      this.values.set(node, name);
      if (keepsData(node)) this.data.note(name, this.value(node.inputs[0]));
    }
  }

  /**
   * The value of a right factor of a matrix product. The wasm backend keeps what it prepares for a
   * product by the data of its right factor, which tensors of other shapes may share: such a one
   * becomes a copy.
   */
  rightFactor(node: Node): string {
    const name = this.value(node);
    return this.data.isFactorOfOneShape(name, node.shape)
      ? name
      : this.writer.node('Mul', [name, this.writer.float(1)]);
  }
}

/**
 * The graph as a TensorFlow.js graph model, in memory. Inputs and outputs have their names in the
 * signature.
 *
 * @param checked whether positions and conversions to integers are checked at each run; such a
 *   model needs the ops of `custom-ops.ts`
 */
export function lowerGraph(graph: Graph, checked: boolean): io.ModelArtifacts {
  const lowering = new Lowering(checked);
  for (const node of graph.nodes) lowering.lower(node);
  const inputs = graph.inputs.map(
    (node): Endpoint => ({
      key: node.attributes.name!,
      node: lowering.value(node),
      shape: node.shape,
      type: node.type,
    }),
  );
  const outputs = Array.from(
    graph.outputs,
    ([key, node]): Endpoint => ({
      key,
      // a node of its own each: two outputs may be the same value, or an input
      node: lowering.writer.node('Identity', [lowering.value(node)]),
      shape: node.shape,
      type: node.type,
    }),
  );
  return lowering.writer.finish(inputs, outputs);
}
