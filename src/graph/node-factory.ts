import type { Span } from '../diagnostics/span.ts';
import type { Attributes, ElementType, Node, Shape, TensorData } from './node.ts';
import { sameShape, sizeOf } from './node.ts';
import { expectedType, GraphError, type OpDefinition } from './op-definition.ts';
import { OperationKeys } from './operation-key.ts';
import { type OpName, ops, resultType } from './ops.ts';

/**
 * Makes the nodes of a graph. Equal operations on equal inputs are made once, so common subexpressions are
 * shared by construction. Shapes are checked as nodes are made; a misfit is a `GraphError`.
 */
export class NodeFactory {
  private count = 0;
  private readonly known = new Map<string, Node>();
  private readonly inputs = new Map<string, Node>();
  private readonly keys = new OperationKeys();
  private currentOrigin: Span | undefined;

  /** Nodes first built inside `build` remember `origin` as the text they came from. */
  withOrigin<T>(origin: Span, build: () => T): T {
    const outer = this.currentOrigin;
    this.currentOrigin = origin;
    try {
      return build();
    } finally {
      this.currentOrigin = outer;
    }
  }

  /** An input that an engine receives by name at each run. */
  input(name: string, shape: Shape, type: ElementType = 'float'): Node {
    const existing = this.inputs.get(name);
    if (existing !== undefined) {
      if (!sameShape(existing.shape, shape) || existing.type !== type) {
        throw new GraphError(`input ${name} is built twice with different shapes or types`);
      }
      return existing;
    }
    const node = this.append('input', [], { name, shape }, shape, type);
    this.inputs.set(name, node);
    return node;
  }

  /** A constant tensor; the data are not copied and must not change. */
  constant(data: TensorData | number, shape: Shape = []): Node {
    const values = typeof data === 'number' ? Float64Array.of(data) : data;
    if (values.length !== sizeOf(shape)) {
      throw new GraphError(`${values.length} values do not fill a tensor of shape [${shape}]`);
    }
    return this.make('constant', [], { data: values, shape });
  }

  /** A constant tensor whose data are asked for each time they are read, as they may have moved. */
  stored(source: { readonly data: TensorData }, shape: Shape): Node {
    const attributes: Attributes = {
      get data() {
        return source.data;
      },
      shape,
    };
    return this.make('constant', [], attributes);
  }

  /** Any op by its name: for passes that rebuild graphs. */
  make(op: OpName, inputs: readonly Node[], attributes: Attributes): Node {
    const definition: OpDefinition = ops[op];
    if (definition.arity !== 'many' && definition.arity !== inputs.length) {
      throw new GraphError(`${op} takes ${definition.arity} inputs, not ${inputs.length}`);
    }
    inputs.forEach((input, k) => {
      const expected = expectedType(definition, k);
      if (expected !== 'any' && input.type !== expected) {
        throw new GraphError(`input ${k} of ${op} is ${input.type}, not ${expected}`);
      }
    });
    const shape = definition.shape(
      inputs.map((i) => i.shape),
      attributes,
    );
    definition.check?.(inputs, attributes);
    return this.append(op, inputs, attributes, shape, resultType(definition, inputs, attributes));
  }

  private append(
    op: OpName,
    inputs: readonly Node[],
    attributes: Attributes,
    shape: Shape,
    type: ElementType,
  ): Node {
    const key = this.keys.of(
      op,
      inputs.map((i) => i.id),
      attributes,
    );
    const existing = this.known.get(key);
    if (existing !== undefined) return existing;
    const node: Node = {
      id: this.count++,
      op,
      inputs,
      attributes,
      shape,
      type,
      ...(this.currentOrigin === undefined ? {} : { origin: this.currentOrigin }),
    };
    this.known.set(key, node);
    return node;
  }
}
