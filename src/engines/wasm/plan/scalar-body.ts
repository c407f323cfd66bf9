/** Bodies of loops and equations taken apart into scalars, which their code keeps in local variables. */
import { Builder } from '../../../graph/builder.ts';
import type { Graph, Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import { ops } from '../../../graph/ops.ts';
import { broadcastStrides, offsets, stridesOf } from '../../../graph/strides.ts';

/** An input of a body as its code wants it: whole, or one element of it. */
export interface BodyInput {
  readonly part: Node;
  /** The name of the input in the body. */
  readonly name: string;
  readonly element: number | undefined;
}

export interface ScalarBody {
  /** Outputs: the elements of those asked for, one after the other, by their positions. */
  readonly graph: Graph;
  readonly inputs: readonly BodyInput[];
}

/** Bodies of more scalars than this stay as they are. */
const MAX_SCALARS = 600;

/**
 * The outputs of a body of these names in scalars; `undefined` where it is too large or holds an op that does not
 * come apart.
 */
export function scalarBody(body: Graph, names: readonly string[]): ScalarBody | undefined {
  const apart = new Apart();
  for (const node of body.nodes) {
    const elements = apart.take(node);
    if (elements === undefined || apart.count > MAX_SCALARS) return undefined;
    apart.elements.set(node, elements);
  }
  const outputs = names.flatMap((name) => apart.elements.get(body.outputs.get(name)!)!);
  const graph = apart.builder.finish(Object.fromEntries(outputs.map((output, k) => [k, output])));
  return { graph, inputs: apart.inputs.filter(({ part }) => graph.inputs.includes(part)) };
}

class Apart {
  readonly builder = new Builder();
  readonly elements = new Map<Node, readonly Node[]>();
  readonly inputs: BodyInput[] = [];
  count = 0;

  /** The elements of a node in row-major order, from those of its inputs. */
  take(node: Node): readonly Node[] | undefined {
    const { builder: b } = this;
    const { op, inputs, attributes, shape, type } = node;
    const size = sizeOf(shape);
    this.count += size;
    if (this.count > MAX_SCALARS) return undefined;
    const given = inputs.map((input) => this.elements.get(input)!);
    const [x] = given;
    switch (ops[op].kind) {
      case 'unary':
      case 'binary':
      case 'ternary':
      case 'quaternary': {
        const from = inputs.map((input) => offsets(shape, broadcastStrides(input.shape, shape)));
        return Array.from({ length: size }, (_, k) =>
          b.make(
            op,
            given.map((list, i) => list[from[i][k]]),
            attributes,
          ),
        );
      }
      default:
    }
    switch (op) {
      case 'input':
        return Array.from({ length: size }, (_, element) => {
          const name = attributes.name!;
          const part = b.input(`${name}.${element}`, [], type);
          this.inputs.push({ part, name, element });
          return part;
        });
      case 'constant':
        return Array.from(attributes.data!, (value) =>
          b.constant(type === 'int' ? Int32Array.of(value) : value),
        );
      case 'reshape':
        return x;
      case 'transpose': {
        const strides = stridesOf(inputs[0].shape);
        return pick(
          x,
          offsets(
            shape,
            attributes.permutation!.map((axis) => strides[axis]),
          ),
        );
      }
      case 'broadcast':
        return pick(x, offsets(shape, broadcastStrides(inputs[0].shape, shape)));
      case 'slice': {
        const strides = stridesOf(inputs[0].shape);
        const start = attributes.begin!.reduce((sum, n, axis) => sum + n * strides[axis], 0);
        return pick(x, offsets(shape, strides, start));
      }
      case 'concatenate':
        return this.concatenated(node, given);
      case 'pad': {
        const strides = stridesOf(shape);
        const start = attributes.before!.reduce((sum, n, axis) => sum + n * strides[axis], 0);
        const result = new Array<Node>(size).fill(b.constant(0));
        offsets(inputs[0].shape, strides, start).forEach((at, k) => {
          result[at] = x[k];
        });
        return result;
      }
      case 'sum':
        return this.reduced(node, x, b.constant(0), (a, c) => b.add(a, c));
      case 'max':
        return this.reduced(node, x, b.constant(-Infinity), (a, c) => b.maximum(a, c));
      case 'min':
        return this.reduced(node, x, b.constant(Infinity), (a, c) => b.minimum(a, c));
      case 'matmul':
        return this.product(node, given);
      case 'gather':
        return this.gathered(node, given);
      default:
        return undefined;
    }
  }

  private concatenated({ inputs, attributes, shape }: Node, given: readonly (readonly Node[])[]) {
    const strides = stridesOf(shape);
    const axis = attributes.axis!;
    const result = new Array<Node>(sizeOf(shape));
    let position = 0;
    inputs.forEach((input, p) => {
      offsets(input.shape, strides, position * strides[axis]).forEach((at, k) => {
        result[at] = given[p][k];
      });
      position += input.shape[axis];
    });
    return result;
  }

  private reduced(
    { inputs: [source], attributes }: Node,
    x: readonly Node[],
    ofNothing: Node,
    join: (a: Node, b: Node) => Node,
  ): Node[] {
    const { shape } = source;
    const strides = stridesOf(shape);
    const axes = attributes.axes!;
    const along = (chosen: readonly number[]): Int32Array =>
      offsets(
        chosen.map((axis) => shape[axis]),
        chosen.map((axis) => strides[axis]),
      );
    const members = along(axes);
    const starts = along([...shape.keys()].filter((axis) => !axes.includes(axis)));
    this.count += x.length;
    return Array.from(starts, (start) =>
      members.length === 0
        ? ofNothing
        : Array.from(members, (member) => x[start + member]).reduce(join),
    );
  }

  private product(
    { inputs: [a], shape: [rows, columns] }: Node,
    [x, y]: readonly (readonly Node[])[],
  ) {
    const { builder: b } = this;
    const inner = a.shape[1];
    this.count += 2 * rows * columns * inner;
    return Array.from({ length: rows * columns }, (_, k) => {
      const [row, column] = [Math.floor(k / columns), k % columns];
      const terms = Array.from({ length: inner }, (_, i) =>
        b.multiply(x[row * inner + i], y[i * columns + column]),
      );
      return terms.length === 0 ? b.constant(0) : terms.reduce((sum, term) => b.add(sum, term));
    });
  }

  /** From a table in memory, which an input or a constant is. */
  private gathered(
    { inputs: [table, indices] }: Node,
    [, positions]: readonly (readonly Node[])[],
  ): Node[] | undefined {
    const { builder: b } = this;
    const { op, attributes, shape, type } = table;
    if (op !== 'input' && op !== 'constant') return undefined;
    const name = attributes.name ?? '';
    const whole =
      op === 'constant' ? b.constant(attributes.data!, shape) : b.input(name, shape, type);
    if (op === 'input' && this.inputs.every(({ part }) => part !== whole)) {
      this.inputs.push({ part: whole, name, element: undefined });
    }
    const [extent, ...row] = shape;
    const width = sizeOf(row);
    const flat = b.reshape(whole, [extent, width]);
    const count = sizeOf(indices.shape);
    return Array.from({ length: count * width }, (_, k) => {
      const column = b.reshape(b.slice(flat, [0, k % width], [extent, 1]), [extent]);
      return b.gather(column, positions[Math.floor(k / width)]);
    });
  }
}

const pick = (x: readonly Node[], from: Int32Array): Node[] => Array.from(from, (at) => x[at]);
