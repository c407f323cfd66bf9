import type { TypedData } from '../semantics/typed-model.ts';
import type { GivenInput } from './given-input.ts';
import type { Problems } from './problems.ts';
import { counted, dimensionsInWords, listedLabels, shown } from './words.ts';

type BigArray = BigInt64Array | BigUint64Array;
type TypedArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | Uint8ClampedArray
  | BigArray;

export function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

export function isBigArray(array: TypedArray): array is BigArray {
  return array instanceof BigInt64Array || array instanceof BigUint64Array;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || isTypedArray(value);
}

function isKeyed(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isList(value);
}

/**
 * Reads a number, nested arrays or objects keyed by label as the cells of an input, and finds their
 * shape. `undefined` where the shape is wrong, which `problems` then tells.
 */
export function readValue(
  declaration: TypedData,
  value: unknown,
  fileName: string | undefined,
  problems: Problems,
): GivenInput | undefined {
  const rank = declaration.axes.length;
  const common = { declaration, ...(fileName === undefined ? {} : { place: fileName }) };
  if (rank > 1 && isTypedArray(value)) {
    const unknown = declaration.axes.map(() => undefined);
    return { ...common, cells: value, sizes: unknown, keys: unknown, isFlat: true };
  }
  if (rank === 1 && isList(value) && !hasNested(value)) {
    return { ...common, cells: value, sizes: [value.length], keys: [undefined], isFlat: false };
  }
  const reader = new NestedReader(declaration, problems);
  if (!reader.read(value)) return undefined;
  return { ...common, cells: reader.cells, sizes: reader.sizes, keys: reader.keys, isFlat: false };
}

function hasNested(list: ArrayLike<unknown>): boolean {
  if (isTypedArray(list)) return false;
  for (let i = 0; i < list.length; i++) {
    if (typeof list[i] === 'object' && list[i] !== null) return true;
  }
  return false;
}

/** Walks nested arrays and objects depth by depth; each depth must look the same everywhere. */
class NestedReader {
  readonly cells: unknown[] = [];
  readonly sizes: (number | undefined)[];
  readonly keys: (readonly string[] | undefined)[];
  private readonly declaration: TypedData;
  private readonly problems: Problems;
  /** By axis: where its size was first seen. */
  private readonly firstSeen: string[] = [];
  private isRight = true;

  constructor(declaration: TypedData, problems: Problems) {
    this.declaration = declaration;
    this.problems = problems;
    this.sizes = declaration.axes.map(() => undefined);
    this.keys = declaration.axes.map(() => undefined);
  }

  read(value: unknown): boolean {
    this.walk(value, 0, []);
    return this.isRight;
  }

  private walk(value: unknown, axis: number, path: readonly string[]): void {
    if (axis === this.sizes.length) this.cell(value, path);
    else if (isList(value)) this.list(value, axis, path);
    else if (isKeyed(value)) this.keyed(value, axis, path);
    else this.wrong(`${this.at(path)} is ${shown(value)}, but ${this.expected(axis)}.`);
  }

  private cell(value: unknown, path: readonly string[]): void {
    if (isList(value) || isKeyed(value)) {
      const what = isList(value)
        ? `an array of ${counted(value.length, 'value')}`
        : `an object with ${counted(Object.keys(value).length, 'key')}`;
      const { axes, name } = this.declaration;
      const expected =
        axes.length === 0
          ? `\`${name}\` has no dimensions: it is one value`
          : `\`${name}\` has only ${dimensionsInWords(axes)}`;
      this.wrong(`${this.at(path)} is ${what}, but ${expected}.`);
    }
    this.cells.push(value);
  }

  private list(list: ArrayLike<unknown>, axis: number, path: readonly string[]): void {
    if (this.keys[axis] !== undefined) {
      this.wrong(
        `${this.at(path)} is an array, but ${this.firstSeen[axis]} is an object keyed by label.`,
      );
      return;
    }
    const known = this.sizes[axis];
    if (known === undefined) {
      this.sizes[axis] = list.length;
      this.firstSeen[axis] = this.at(path);
    } else if (known !== list.length) {
      this.wrong(
        `${this.at(path)} has ${counted(list.length, 'value')}, but ${this.firstSeen[axis]} has ${known}.`,
      );
      return;
    }
    for (let i = 0; i < list.length; i++) this.walk(list[i], axis + 1, [...path, String(i + 1)]);
  }

  private keyed(
    object: Readonly<Record<string, unknown>>,
    axis: number,
    path: readonly string[],
  ): void {
    const given = Object.keys(object);
    const first = this.keys[axis];
    if (first === undefined) {
      if (this.sizes[axis] !== undefined) {
        this.wrong(
          `${this.at(path)} is an object keyed by label, but ${this.firstSeen[axis]} is an array.`,
        );
        return;
      }
      this.keys[axis] = given;
      this.sizes[axis] = given.length;
      this.firstSeen[axis] = this.at(path);
    } else {
      const missing = first.filter((key) => !Object.hasOwn(object, key));
      if (missing.length > 0) {
        this.wrong(
          `${this.at(path)} has no value for ${listedLabels(missing)}, but ${this.firstSeen[axis]} has.`,
        );
      }
      if (given.length > first.length - missing.length) {
        const extra = given.filter((key) => !first.includes(key));
        this.wrong(
          `${this.at(path)} has a value for ${listedLabels(extra)}, but ${this.firstSeen[axis]} has not.`,
        );
      }
      if (missing.length > 0) return;
    }
    for (const key of this.keys[axis]!) this.walk(object[key], axis + 1, [...path, key]);
  }

  private at(path: readonly string[]): string {
    const { name } = this.declaration;
    return path.length === 0 ? `\`${name}\`` : `\`${name}[${path.join(', ')}]\``;
  }

  private expected(axis: number): string {
    const { name, axes } = this.declaration;
    return axis === 0
      ? `\`${name}\` has ${dimensionsInWords(axes)}: an array was expected`
      : `an array over \`${axes[axis]}\` was expected there`;
  }

  private wrong(message: string): void {
    this.isRight = false;
    this.problems.add(this.declaration.name, message);
  }
}
