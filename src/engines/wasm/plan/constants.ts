/** The constants that the generated code reads, laid out in memory once. */
import type { Node, Shape, TensorData } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import { IndexError, positionProblem } from '../../index-error.ts';

interface Resident {
  readonly address: number;
  readonly write: (memory: ArrayBufferLike, address: number) => void;
}

/** The address below which nothing is laid out, so that no address is 0. */
const START = 16;

/** Constants get an address when the code that reads them is written, each once. */
export class Constants {
  private readonly residents = new Map<TensorData | string, Resident>();
  private readonly paired: PairedMatrix[] = [];
  private readonly outer: Constants | undefined;
  /** Tells the nodes of this graph from those of others. */
  private readonly scope: string;
  private next = START;

  constructor(outer?: Constants, scope = '') {
    this.outer = outer;
    this.scope = scope;
  }

  /** The constants of a body of a node, laid out with these. */
  ofBody(owner: Node, name = 'body'): Constants {
    return new Constants(this, `${this.scope}${name} of ${owner.id}: `);
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
   * The elements of a matrix [n, k], or [k, n] if `transposed`, by pairs of rows (of columns), each pair
   * column by column: loops over pairs read them in order. A matrix and its transpose, which the
   * derivative of a product has, are there once.
   */
  rowPairs(matrix: Node, transposed = false): number {
    const known = this.paired.find((other) => isSameMatrix(other, { matrix, transposed }));
    const address = known?.address ?? this.placePairs(matrix, transposed);
    // each can be read back
    if (known?.matrix !== matrix) this.paired.push({ matrix, transposed, address });
    return address;
  }

  /** Writes all constants into a memory. */
  write(memory: ArrayBufferLike): void {
    for (const { address, write } of this.residents.values()) write(memory, address);
  }

  /** Ways to read the constants back from the memory that they were written to. */
  readers(memory: ArrayBufferLike): WeakMap<TensorData, () => TensorData> {
    const readers = new WeakMap<TensorData, () => TensorData>();
    for (const { matrix, transposed, address } of this.paired) {
      // a reader that mentioned the matrix would hold its elements a second time
      const { shape } = matrix;
      readers.set(matrix.attributes.data!, () => {
        const result = new Float64Array(sizeOf(shape));
        const view = new Float64Array(memory, address, pairedSize(shape, transposed));
        eachPaired(shape, transposed, (at, inPairs) => {
          result[at] = view[inPairs];
        });
        return result;
      });
    }
    for (const [data, { address }] of this.residents) {
      // positions and the like are not what the graph has
      if (typeof data === 'string') continue;
      const view = new Float64Array(memory, address, data.length);
      readers.set(data, data instanceof Int32Array ? () => Int32Array.from(view) : () => view);
    }
    return readers;
  }

  private placePairs(matrix: Node, transposed: boolean): number {
    const data = matrix.attributes.data!;
    const size = pairedSize(matrix.shape, transposed);
    return this.place(`${this.scope}pairs ${matrix.id}`, 8 * size, (memory, address) => {
      const target = new Float64Array(memory, address, size);
      eachPaired(matrix.shape, transposed, (at, inPairs) => {
        target[inPairs] = data[at];
      });
    });
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

/** Numbers of a matrix by pairs of rows. */
function pairedSize(shape: Shape, transposed: boolean): number {
  const [rows, columns] = transposed ? shape.toReversed() : shape;
  return columns * (rows + (rows % 2));
}

/** Calls `visit` with the position of each element in a matrix and by pairs of rows. */
function eachPaired(
  shape: Shape,
  transposed: boolean,
  visit: (at: number, inPairs: number) => void,
): void {
  const [rows, columns] = transposed ? shape.toReversed() : shape;
  const [rowStep, columnStep] = transposed ? [1, rows] : [columns, 1];
  for (let i = 0; i < rows; i++) {
    const start = (i - (i % 2)) * columns + (i % 2);
    for (let j = 0; j < columns; j++) visit(i * rowStep + j * columnStep, start + 2 * j);
  }
}

/** A matrix laid out by pairs of rows. */
interface PairedMatrix extends Orientation {
  readonly address: number;
}

interface Orientation {
  readonly matrix: Node;
  readonly transposed: boolean;
}

function isSameMatrix(a: Orientation, b: Orientation): boolean {
  if (a.transposed === b.transposed) return a.matrix === b.matrix;
  const [rows, columns] = a.matrix.shape;
  if (b.matrix.shape[0] !== columns || b.matrix.shape[1] !== rows) return false;
  const [first, second] = [a.matrix.attributes.data!, b.matrix.attributes.data!];
  for (let i = 0, from = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      if (!Object.is(first[from++], second[j * rows + i])) return false;
    }
  }
  return true;
}
