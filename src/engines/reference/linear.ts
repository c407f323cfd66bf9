import { matrixFunctions } from '../matrix-functions.ts';
import type { Kernel } from './kernel.ts';

export const matmul: Kernel = (node, [a, b], out) => {
  const [rows, inner] = node.inputs[0].shape;
  const columns = node.shape[1];
  if (columns === 1) {
    return () => {
      for (let i = 0, at = 0; i < rows; i++) {
        let dot = 0;
        for (let k = 0; k < inner; k++) dot += a[at++] * b[k];
        out[i] = dot;
      }
    };
  }
  return () => {
    out.fill(0);
    for (let i = 0; i < rows; i++) {
      const to = i * columns;
      for (let k = 0, from = 0; k < inner; k++, from += columns) {
        const factor = a[i * inner + k];
        for (let j = 0; j < columns; j++) out[to + j] += factor * b[from + j];
      }
    }
  };
};

/** An op on a square matrix, and perhaps right-hand sides. */
export const ofMatrix =
  (op: keyof typeof matrixFunctions): Kernel =>
  ({ inputs: [matrix], attributes }, inputs, out) => {
    const [size] = matrix.shape;
    const options = { transposed: attributes.transposed === true, epsilon: Number.EPSILON };
    return () => out.set(matrixFunctions[op](size, inputs as Float64Array[], options));
  };
