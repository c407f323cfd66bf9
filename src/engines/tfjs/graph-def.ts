/**
 * Writes the graph format of TensorFlow (`GraphDef` as JSON, with the weights beside it) that
 * TensorFlow.js loads as a `GraphModel`.
 */
import type { io } from '@tensorflow/tfjs-core';
import type { ElementType, Shape, TensorData } from '../../graph/node.ts';
import { sizeOf } from '../../graph/node.ts';

/** The fields of an attribute follow TensorFlow's `attr_value.proto`. */
export type AttributeValue =
  | { readonly type: 'DT_FLOAT' | 'DT_INT32' | 'DT_BOOL' }
  | { readonly b: boolean }
  | { readonly i: number }
  | { readonly list: { readonly i: readonly number[] } }
  | { readonly shape: ShapeProto }
  | { readonly tensor: { readonly dtype: string; readonly tensorShape: ShapeProto } };

interface ShapeProto {
  readonly dim: readonly { readonly size: number }[];
}

export interface NodeDef {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, AttributeValue>>;
}

/** A named input or output of the whole model. */
export interface Endpoint {
  readonly key: string;
  readonly node: string;
  readonly shape: Shape;
  readonly type: ElementType;
}

const dataTypes = { float: 'DT_FLOAT', int: 'DT_INT32' } as const;
const weightTypes = { float: 'float32', int: 'int32' } as const;
const BYTES_PER_ELEMENT = 4;

interface Weight {
  readonly name: string;
  readonly shape: Shape;
  readonly type: ElementType;
  readonly data: TensorData | readonly number[];
}

const shapeProto = (shape: Shape): ShapeProto => ({ dim: shape.map((size) => ({ size })) });

/** Collects nodes and weights; every method returns the name of the node it wrote. */
export class GraphDefWriter {
  private readonly nodes: NodeDef[] = [];
  private readonly weights = new Map<string, Weight>();
  private readonly smallConstants = new Map<string, string>();

  node(
    op: string,
    input: readonly string[],
    attr: Readonly<Record<string, AttributeValue>> = {},
  ): string {
    const name = `n${this.nodes.length}`;
    this.nodes.push({ name, op, input, attr });
    return name;
  }

  placeholder(shape: Shape, type: ElementType): string {
    return this.node('Placeholder', [], {
      dtype: { type: dataTypes[type] },
      shape: { shape: shapeProto(shape) },
    });
  }

  /** A tensor of the given values; stored as float32 where it is not of integers. */
  tensor(data: TensorData | readonly number[], shape: Shape, type: ElementType): string {
    const name = this.node('Const', [], {
      dtype: { type: dataTypes[type] },
      value: { tensor: { dtype: dataTypes[type], tensorShape: shapeProto(shape) } },
    });
    this.weights.set(name, { name, shape, type, data });
    return name;
  }

  /** A list of integers, such as axes or a shape; equal lists are written once. */
  integers(values: readonly number[], shape: Shape = [values.length]): string {
    return this.shared(values, shape, 'int');
  }

  float(value: number): string {
    return this.shared([value], [], 'float');
  }

  integer(value: number): string {
    return this.shared([value], [], 'int');
  }

  /** A tensor that holds one value everywhere. */
  filled(value: number, shape: Shape, type: ElementType = 'float'): string {
    return this.tensor(new Float64Array(sizeOf(shape)).fill(value), shape, type);
  }

  /** The model: what no output needs is left out, except its inputs. */
  finish(inputs: readonly Endpoint[], outputs: readonly Endpoint[]): io.ModelArtifacts {
    const needed = new Set([...inputs, ...outputs].map(({ node }) => node));
    // nodes are written after their inputs, so one walk from the end finds all that is needed
    for (const node of this.nodes.toReversed()) {
      if (needed.has(node.name)) for (const input of node.input) needed.add(input);
    }
    const weights = [...this.weights.values()].filter(({ name }) => needed.has(name));
    return {
      format: 'graph-model',
      generatedBy: 'credence',
      modelTopology: {
        node: this.nodes.filter(({ name }) => needed.has(name)),
        versions: { producer: 1, minConsumer: 1 },
      },
      signature: { inputs: signature(inputs), outputs: signature(outputs) },
      userDefinedMetadata: { structuredOutputKeys: outputs.map(({ key }) => key) },
      weightSpecs: weights.map(({ name, shape, type }) => ({
        name,
        shape: [...shape],
        dtype: weightTypes[type],
      })),
      weightData: weightBytes(weights),
    };
  }

  private shared(values: readonly number[], shape: Shape, type: ElementType): string {
    const key = `${type}[${shape}]${values.map((v) => (Object.is(v, -0) ? '-0' : v))}`;
    const known = this.smallConstants.get(key);
    if (known !== undefined) return known;
    const name = this.tensor(values, shape, type);
    this.smallConstants.set(key, name);
    return name;
  }
}

function signature(endpoints: readonly Endpoint[]): Record<string, object> {
  return Object.fromEntries(
    endpoints.map(({ key, node, shape, type }) => [
      key,
      { name: `${node}:0`, dtype: dataTypes[type], tensorShape: shapeProto(shape) },
    ]),
  );
}

function weightBytes(weights: readonly Weight[]): ArrayBuffer {
  const length = weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const bytes = new ArrayBuffer(length * BYTES_PER_ELEMENT);
  let position = 0;
  for (const { shape, type, data } of weights) {
    const size = sizeOf(shape);
    const View = type === 'int' ? Int32Array : Float32Array;
    new View(bytes, position * BYTES_PER_ELEMENT, size).set(data);
    position += size;
  }
  return bytes;
}
