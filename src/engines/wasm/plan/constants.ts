/** The constants that the generated code reads, laid out in memory once. */
import type { Graph, Node, TensorData } from '../../../graph/node.ts';
import { IndexError, positionProblem } from '../../index-error.ts';

interface Resident {
  readonly address: number;
  readonly write: (memory: ArrayBufferLike, address: number) => void;
}

/** The address below which nothing is laid out, so that no address is 0. */
const START = 16;

/** Constants get an address when the code that reads them is written, each once. */
export class Constants {
  private readonly graph: Graph;
  private readonly residents = new Map<TensorData | string, Resident>();
  private readonly byColumns = new Map<Node, number>();
  private readonly outer: Constants | undefined;
  /** Tells the nodes of this graph from those of others. */
  private readonly scope: string;
  private next = START;

  constructor(graph: Graph, outer?: Constants, scope = '') {
    this.graph = graph;
    this.outer = outer;
    this.scope = scope;
  }

  /** The constants of the body of a node, laid out with these. */
  ofBody(owner: Node, body: Graph): Constants {
    return new Constants(body, this, `${this.scope}body of ${owner.id}: `);
  }

  /** The number of bytes up to the end of the last constant. */
  get bytes(): number {
    return this.next;
  }

  /** Elements as float64, integers too. */
  elements(node: Node): number {
    const data = node.attributes.data!;
    return this.place(data, 8 * data.length, (memory, address) =>
      new Float64Array(memory, address, data.length).set(data),
    );
  }

  /**
   * Positions as int32, multiplied by `scale` bytes.
   *
   * @throws IndexError where a position is not below `extent`
   */
  positions(indices: Node, scale: number, extent: number, user: Node): number {
    const data = indices.attributes.data!;
    const problem = positionProblem(data, extent);
    if (problem !== undefined) throw new IndexError(user, problem);
    return this.place(
      `${this.scope}positions ${indices.id} ${scale}`,
      4 * data.length,
      (memory, address) => {
        const target = new Int32Array(memory, address, data.length);
        for (let k = 0; k < data.length; k++) target[k] = data[k] * scale;
      },
    );
  }

  /**
   * The elements of a matrix [n, k] column by column. Where the graph holds its transpose as another
   * constant, as derivatives of products do, that one serves.
   */
  columns(matrix: Node): number {
    let address = this.byColumns.get(matrix);
    if (address === undefined) {
      address = this.placeColumns(matrix);
      this.byColumns.set(matrix, address);
    }
    return address;
  }

  /** Writes all constants into a memory. */
  write(memory: ArrayBufferLike): void {
    for (const { address, write } of this.residents.values()) write(memory, address);
  }

  /** Ways to read the constants back from the memory that they were written to. */
  readers(memory: ArrayBufferLike): WeakMap<TensorData, () => TensorData> {
    const readers = new WeakMap<TensorData, () => TensorData>();
    for (const [matrix, address] of this.byColumns) {
      const [rows, columns] = matrix.shape;
      const view = new Float64Array(memory, address, rows * columns);
      readers.set(matrix.attributes.data!, () => transpose(view, columns, rows));
    }
    for (const [data, { address }] of this.residents) {
      // positions and the like are not what the graph has
      if (typeof data === 'string') continue;
      const view = new Float64Array(memory, address, data.length);
      readers.set(data, data instanceof Int32Array ? () => Int32Array.from(view) : () => view);
    }
    return readers;
  }

  private placeColumns(matrix: Node): number {
    const [rows, columns] = matrix.shape;
    const data = matrix.attributes.data!;
    const known = this.graph.nodes.find(
      ({ op, shape, attributes }) =>
        op === 'constant' &&
        shape.length === 2 &&
        shape[0] === columns &&
        shape[1] === rows &&
        isTranspose(data, attributes.data!, rows, columns),
    );
    if (known !== undefined) return this.elements(known);
    return this.place(`${this.scope}columns ${matrix.id}`, 8 * data.length, (memory, address) =>
      new Float64Array(memory, address, data.length).set(transpose(data, rows, columns)),
    );
  }

  private place(key: TensorData | string, bytes: number, write: Resident['write']): number {
    if (this.outer !== undefined) return this.outer.place(key, bytes, write);
    const known = this.residents.get(key);
    if (known !== undefined) return known.address;
    const address = this.next;
    this.residents.set(key, { address, write });
    // pairs of elements are read one element beyond an odd end
    this.next += Math.ceil((bytes + 8) / 16) * 16;
    return address;
  }
}

/** Of a matrix [rows, columns], row by row. */
function transpose(data: TensorData, rows: number, columns: number): Float64Array {
  const result = new Float64Array(data.length);
  for (let i = 0, from = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = data[from++];
  }
  return result;
}

function isTranspose(a: TensorData, b: TensorData, rows: number, columns: number): boolean {
  for (let i = 0, from = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      if (!Object.is(a[from++], b[j * rows + i])) return false;
    }
  }
  return true;
}
