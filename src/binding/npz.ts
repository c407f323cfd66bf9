import { unzipSync } from 'fflate';
import { DataError } from '../diagnostics/diagnostic.ts';
import { type DataInputs, inputsFromFile } from './inputs.ts';
import { NumpyError, parseNpy } from './npy.ts';

/**
 * Reads a `.npz` file of NumPy (`numpy.savez`, `numpy.savez_compressed`): a value for each array, by name.
 *
 * @throws DataError where it is no such file, or for each array that holds what is no number, truth value or text.
 */
export function parseNpz(bytes: Uint8Array, fileName: string): DataInputs {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes);
  } catch {
    const message = `${fileName} is not a file of NumPy arrays, as numpy.savez writes them: it is no whole ZIP archive.`;
    throw new DataError([{ input: fileName, message }]);
  }
  const values = new Map<string, unknown>();
  const problems: { input: string; message: string }[] = [];
  for (const [path, content] of Object.entries(files)) {
    const name = path.replace(/\.npy$/, '');
    try {
      const { shape, cells } = parseNpy(content);
      values.set(name, nested(cells, shape, 0, cells.length));
    } catch (error) {
      if (!(error instanceof NumpyError)) throw error;
      problems.push({ input: name, message: `\`${name}\` in ${fileName} ${error.message}.` });
    }
  }
  if (problems.length > 0) throw new DataError(problems);
  return inputsFromFile(Object.fromEntries(values), fileName);
}

/** The cells from `start` to `end` as arrays in arrays; of no dimension, the one cell itself. */
function nested(
  cells: Float64Array | readonly unknown[],
  shape: readonly number[],
  start: number,
  end: number,
): unknown {
  if (shape.length === 0) return cells[start];
  if (shape.length === 1) return cells.slice(start, end);
  const [size, ...inner] = shape;
  const stride = (end - start) / Math.max(1, size);
  return Array.from({ length: size }, (_, k) =>
    nested(cells, inner, start + k * stride, start + (k + 1) * stride),
  );
}
