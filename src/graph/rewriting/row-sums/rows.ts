/** The elements of a tensor as rows: what each row takes from where. */
import type { Builder } from '../../builder.ts';
import type { Attributes, Node, Shape } from '../../node.ts';
import { sizeOf } from '../../node.ts';
import { type OpName, ops } from '../../ops.ts';
import { aligned, isCheck, isRounded } from '../facts.ts';

/** A number for each row. */
export type RowValue =
  /** The same in all rows: a scalar. */
  | { readonly kind: 'fixed'; readonly node: Node }
  /** Known. */
  | { readonly kind: 'known'; readonly values: ArrayLike<number> }
  /** The elements of a vector at known positions. */
  | { readonly kind: 'picked'; readonly from: Node; readonly positions: Int32Array }
  /** The product of a known matrix [rows, columns] with a vector. */
  | {
      readonly kind: 'product';
      readonly matrix: ArrayLike<number>;
      readonly columns: number;
      readonly vector: Node;
    }
  /** An elementwise op. */
  | {
      readonly kind: 'operation';
      readonly op: OpName;
      readonly attributes: Attributes;
      readonly operands: readonly RowValue[];
      /** Whether its results carry rounding errors, or are 0 or NaN anyway. */
      readonly isInexact: boolean;
    };

const ELEMENTWISE: ReadonlySet<string> = new Set(['unary', 'binary', 'ternary', 'quaternary']);

/** Reads tensors of as many elements as there are rows, in row-major order. */
export class RowReader {
  readonly rows: number;
  private readonly builder: Builder;
  private readonly known = new Map<Node, RowValue | undefined>();
  private readonly positions = new Map<string, Int32Array>();

  constructor(builder: Builder, rows: number) {
    this.builder = builder;
    this.rows = rows;
  }

  /** `undefined` where an element is something else than a `RowValue`. */
  read(node: Node): RowValue | undefined {
    if (!this.known.has(node)) this.known.set(node, this.build(node));
    return this.known.get(node);
  }

  private build(node: Node): RowValue | undefined {
    const { op, inputs, attributes, shape } = node;
    if (node.type !== 'float') return undefined;
    switch (op) {
      case 'constant':
        return { kind: 'known', values: attributes.data! };
      case 'reshape':
        return this.read(inputs[0]);
      case 'broadcast':
        return this.operand(inputs[0], shape);
      case 'gather':
        return this.picked(inputs[0], inputs[1]);
      case 'matmul': {
        const [matrix, vector] = inputs;
        const { shape: inner, op: source } = matrix;
        if (source !== 'constant' || vector.shape[1] !== 1) return undefined;
        const { data } = matrix.attributes;
        const flat = this.builder.reshape(vector, [inner[1]]);
        return { kind: 'product', matrix: data!, columns: inner[1], vector: flat };
      }
      default: {
        if (!ELEMENTWISE.has(ops[op].kind)) return undefined;
        const operands: RowValue[] = [];
        for (const input of inputs) {
          const operand = this.operand(input, shape);
          if (operand === undefined) return undefined;
          operands.push(operand);
        }
        return { kind: 'operation', op, attributes, operands, isInexact: isInexact(node) };
      }
    }
  }

  /** What the rows take from a tensor that broadcasts to `shape`. */
  private operand(node: Node, shape: Shape): RowValue | undefined {
    const size = sizeOf(node.shape);
    if (size === this.rows) return this.read(node);
    if (size === 1) return { kind: 'fixed', node: this.builder.reshape(node, []) };
    const positions = this.positionsIn(node.shape, shape);
    if (node.op === 'constant') {
      const values = Float64Array.from(positions, (position) => node.attributes.data![position]);
      return { kind: 'known', values };
    }
    return { kind: 'picked', from: this.builder.reshape(node, [size]), positions };
  }

  private positionsIn(source: Shape, shape: Shape): Int32Array {
    return this.remembered(`${source} in ${shape}`, () => {
      const extents = aligned(source, shape.length);
      const positions = new Int32Array(this.rows);
      for (let row = 0; row < this.rows; row++) {
        let rest = row;
        let stride = 1;
        for (let axis = shape.length - 1; axis >= 0; axis--) {
          if (extents[axis] > 1) positions[row] += stride * (rest % shape[axis]);
          stride *= extents[axis];
          rest = Math.floor(rest / shape[axis]);
        }
      }
      return positions;
    });
  }

  private picked(source: Node, indices: Node): RowValue | undefined {
    if (indices.op !== 'constant' || source.type !== 'float') return undefined;
    const inner = sizeOf(source.shape.slice(1));
    const { data } = indices.attributes;
    const positions = this.remembered(`${indices.id} by ${inner}`, () =>
      Int32Array.from(
        { length: this.rows },
        (_, row) => data![Math.floor(row / inner)] * inner + (row % inner),
      ),
    );
    return {
      kind: 'picked',
      from: this.builder.reshape(source, [sizeOf(source.shape)]),
      positions,
    };
  }

  private remembered(key: string, build: () => Int32Array): Int32Array {
    let positions = this.positions.get(key);
    if (positions === undefined) {
      positions = build();
      this.positions.set(key, positions);
    }
    return positions;
  }
}

/** Whether sums of a node's elements lose nothing that the elements have. */
export const isInexact = (node: Node): boolean => isRounded(node) || isCheck(node);

/** What tells rows apart: known numbers and positions, one number a row each. */
export function columnsOf(
  value: RowValue,
  found = new Set<ArrayLike<number>>(),
): Set<ArrayLike<number>> {
  switch (value.kind) {
    case 'fixed':
      break;
    case 'known':
      found.add(value.values);
      break;
    case 'picked':
      found.add(value.positions);
      break;
    case 'product':
      found.add(value.matrix);
      break;
    case 'operation':
      for (const operand of value.operands) columnsOf(operand, found);
  }
  return found;
}

/** Whether a value depends on nothing known but positions. */
export function isOfPositions(value: RowValue): boolean {
  if (value.kind === 'operation') return value.operands.every(isOfPositions);
  return value.kind === 'fixed' || value.kind === 'picked';
}

/** Builds values at some of the rows only, each once. */
export class ChosenRows {
  readonly rows: Int32Array;
  private readonly builder: Builder;
  private readonly built = new Map<RowValue, Node>();
  private readonly indices = new Map<Int32Array, Node>();

  constructor(builder: Builder, rows: Int32Array) {
    this.builder = builder;
    this.rows = rows;
  }

  /** The values, as a vector; a scalar where all rows have the same, or there is but one. */
  valuesOf(value: RowValue): Node {
    let node = this.built.get(value);
    if (node === undefined) {
      node = this.build(value);
      this.built.set(value, node);
    }
    return node;
  }

  private build(value: RowValue): Node {
    const { builder: b, rows } = this;
    switch (value.kind) {
      case 'fixed':
        return value.node;
      case 'known':
        return knownVector(
          b,
          Float64Array.from(rows, (row) => value.values[row]),
        );
      case 'picked': {
        const picked = b.gather(value.from, this.indicesOf(value.positions));
        return rows.length === 1 ? b.reshape(picked, []) : picked;
      }
      case 'product': {
        const { matrix, columns, vector } = value;
        const chosen = Float64Array.from(
          { length: rows.length * columns },
          (_, k) => matrix[rows[Math.floor(k / columns)] * columns + (k % columns)],
        );
        return matrixTimes(b, chosen, vector);
      }
      case 'operation': {
        const operands = value.operands.map((operand) => this.valuesOf(operand));
        return b.make(value.op, operands, value.attributes);
      }
    }
  }

  private indicesOf(positions: Int32Array): Node {
    let node = this.indices.get(positions);
    if (node === undefined) {
      const chosen = Int32Array.from(this.rows, (row) => positions[row]);
      node = this.builder.constant(chosen, [chosen.length]);
      this.indices.set(positions, node);
    }
    return node;
  }
}

/** A constant vector; a scalar where all its elements are the same. */
export function knownVector(b: Builder, values: Float64Array): Node {
  return values.length > 0 && values.every((value) => Object.is(value, values[0]))
    ? b.constant(values[0])
    : b.constant(values, [values.length]);
}

/** The product of a known matrix, row-major, with a vector; a scalar where the matrix is one row. */
export function matrixTimes(b: Builder, matrix: Float64Array, vector: Node): Node {
  const [columns] = vector.shape;
  const rows = matrix.length / columns;
  if (rows === 1) return b.sum(b.multiply(vector, b.constant(matrix, [columns])));
  const product = b.matmul(b.constant(matrix, [rows, columns]), b.reshape(vector, [columns, 1]));
  return b.reshape(product, [rows]);
}
