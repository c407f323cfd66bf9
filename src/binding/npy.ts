/** An array of a `.npy` file. */
export interface NumpyArray {
  /** None of a scalar. */
  readonly shape: readonly number[];
  /** Row by row (the last index fastest), whichever way the file stores them. */
  readonly cells: Float64Array | readonly (string | boolean)[];
}

/** Why an array cannot be read: a sentence without its subject. */
export class NumpyError extends Error {}

const MAGIC = '\u0093NUMPY';

/**
 * Reads a `.npy` file: numbers of all widths in either byte order, truth values, and texts.
 *
 * Source of the format: NumPy Enhancement Proposal 1, and `numpy.lib.format`.
 *
 * @throws NumpyError where it is no such file, or holds what is no number and no text.
 */
export function parseNpy(bytes: Uint8Array): NumpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || String.fromCharCode(...bytes.subarray(0, 6)) !== MAGIC)
    throw new NumpyError('is not an array as NumPy writes it');
  const isShort = bytes[6] === 1;
  const headerEnd = isShort ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  const header = new TextDecoder().decode(bytes.subarray(isShort ? 10 : 12, headerEnd));
  const { type, shape, isColumnMajor } = readHeader(header);
  const read = cellReader(type);
  const count = shape.reduce((product, size) => product * size, 1);
  if (bytes.length < headerEnd + count * read.width)
    throw new NumpyError(`ends too early: ${count} values were expected`);
  const place = isColumnMajor ? columnMajorPlaces(shape) : (k: number) => k;
  const at = (k: number): number => headerEnd + place(k) * read.width;
  if (read.kind === 'number')
    return { shape, cells: Float64Array.from({ length: count }, (_, k) => read.cell(view, at(k))) };
  return { shape, cells: Array.from({ length: count }, (_, k) => read.cell(view, at(k))) };
}

/** `{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }`, a literal of Python. */
function readHeader(text: string): { type: string; shape: number[]; isColumnMajor: boolean } {
  const type = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape':\s*\(([\d,\sL]*)\)/.exec(text)?.[1];
  if (type === undefined && text.includes("'descr'"))
    throw new NumpyError('holds records; save each of their fields as an array of its own');
  if (type === undefined || order === undefined || sizes === undefined)
    throw new NumpyError('has a header that cannot be read');
  return {
    type,
    shape: [...sizes.matchAll(/\d+/g)].map(([size]) => Number(size)),
    isColumnMajor: order === 'True',
  };
}

/** Where the cells stand, which are asked for row by row, in a file that has them column by column. */
function columnMajorPlaces(shape: readonly number[]): (k: number) => number {
  const strides = shape.map((_, axis) =>
    shape.slice(0, axis).reduce((product, size) => product * size, 1),
  );
  return (k) => {
    let [rest, place] = [k, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += (rest % shape[axis]) * strides[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    return place;
  };
}

type CellReader = { readonly width: number } & (
  | { readonly kind: 'number'; cell(view: DataView, offset: number): number }
  | { readonly kind: 'other'; cell(view: DataView, offset: number): string | boolean }
);

const WHAT_ELSE: Readonly<Record<string, string>> = {
  O: 'Python objects',
  c: 'complex numbers',
  M: 'dates (save them as texts)',
  m: 'time spans (save them as numbers)',
  V: 'raw bytes',
};

function cellReader(type: string): CellReader {
  const [, order, kind, size] = /^([<>|=]?)([a-zA-Z])(\d*)/.exec(type) ?? ['', '', '', ''];
  const little = order !== '>';
  const width = Number(size);
  const number = (cell: (view: DataView, at: number) => number): CellReader => ({
    kind: 'number',
    width,
    cell,
  });
  switch (kind + size) {
    case 'f8':
      return number((view, at) => view.getFloat64(at, little));
    case 'f4':
      return number((view, at) => view.getFloat32(at, little));
    case 'f2':
      return number((view, at) => fromHalf(view.getUint16(at, little)));
    case 'i8':
      return number((view, at) => exactly(view.getBigInt64(at, little)));
    case 'u8':
      return number((view, at) => exactly(view.getBigUint64(at, little)));
    case 'i4':
      return number((view, at) => view.getInt32(at, little));
    case 'u4':
      return number((view, at) => view.getUint32(at, little));
    case 'i2':
      return number((view, at) => view.getInt16(at, little));
    case 'u2':
      return number((view, at) => view.getUint16(at, little));
    case 'i1':
      return number((view, at) => view.getInt8(at));
    case 'u1':
      return number((view, at) => view.getUint8(at));
    case 'b1':
      return { kind: 'other', width, cell: (view, at) => view.getUint8(at) !== 0 };
  }
  // texts are filled up with zeros
  if (kind === 'U')
    return {
      kind: 'other',
      width: 4 * width,
      cell: (view, at) =>
        Array.from({ length: width }, (_, k) => view.getUint32(at + 4 * k, little))
          .map((code) => (code === 0 ? '' : String.fromCodePoint(code)))
          .join(''),
    };
  if (kind === 'S') {
    const decoder = new TextDecoder();
    return {
      kind: 'other',
      width,
      cell: (view, at) =>
        decoder
          .decode(new Uint8Array(view.buffer, view.byteOffset + at, width))
          .replace(/\0+$/, ''),
    };
  }
  throw new NumpyError(
    `holds ${WHAT_ELSE[kind] ?? `values of the type ${type}`}, but numbers, truth values or texts were expected`,
  );
}

/** IEEE 754 binary16: a sign, five bits of an exponent, ten of a fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 0) return sign * fraction * 2 ** -14;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction) * 2 ** (exponent - 15);
}

function exactly(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new NumpyError(
      `holds ${value}, a whole number above 2^53 that a float64 cannot hold exactly; save it as text`,
    );
  return number;
}
