import type { Shape, TensorData } from '../graph/node.ts';

/** A number, or arrays of arrays of numbers. */
export type Nested = number | Nested[];

/** A tensor as nested arrays, outermost axis first; a scalar as a number. */
export function nest(data: TensorData, shape: Shape, offset = 0): Nested {
  if (shape.length === 0) return data[offset];
  const [extent, ...inner] = shape;
  const stride = inner.reduce((product, n) => product * n, 1);
  return Array.from({ length: extent }, (_, k) => nest(data, inner, offset + k * stride));
}
