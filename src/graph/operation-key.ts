import type { Attributes, Graph, Node, TensorData } from './node.ts';

/** Data of up to this many elements are compared by value, larger ones by identity. */
const COMPARED_BY_VALUE = 16;

/** Texts that are equal for equal operations on equal inputs. */
export class OperationKeys {
  /** Weak, as data that are needed no more should not be kept for being known. */
  private readonly dataIds = new WeakMap<TensorData, number>();
  private lastDataId = 0;

  of(op: string, inputs: readonly number[], attributes: Attributes): string {
    let key = `${op}(${inputs})`;
    for (const [name, value] of Object.entries(attributes)) {
      key += `;${name}=${this.valueKey(name as keyof Attributes, value)}`;
    }
    return key;
  }

  private valueKey(name: keyof Attributes, value: Attributes[keyof Attributes]): string {
    if (name === 'data') return this.dataKey(value as TensorData);
    if (name === 'body') return this.graphKey(value as Graph);
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  }

  private graphKey({ nodes, outputs }: Graph): string {
    const positions = new Map<Node, number>(nodes.map((node, k) => [node, k]));
    const operations = nodes.map(({ op, inputs, attributes, type }) => {
      const key = this.of(
        op,
        inputs.map((input) => positions.get(input)!),
        attributes,
      );
      return op === 'input' ? `${key}:${type}` : key;
    });
    const results = Array.from(outputs, ([name, node]) => `${name}=${positions.get(node)}`);
    return `{${[...operations, ...results].join('|')}}`;
  }

  private dataKey(data: TensorData): string {
    if (data.length <= COMPARED_BY_VALUE) {
      const kind = data instanceof Int32Array ? 'int' : 'float';
      // -0 and 0 differ: 1 / -0
      return `${kind}[${Array.from(data, (v) => (Object.is(v, -0) ? '-0' : String(v)))}]`;
    }
    let id = this.dataIds.get(data);
    if (id === undefined) {
      id = ++this.lastDataId;
      this.dataIds.set(data, id);
    }
    return `#${id}`;
  }
}
