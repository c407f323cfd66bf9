import { type Node, sizeOf } from '../../../graph/node.ts';
import { isFloat32Name } from '../math/float32.ts';

/** In which large products of matrices, and some functions of many elements, are computed. */
export type BulkPrecision = 'float64' | 'float32';

/** Elements from which on a function is worth a pass of its own. */
const MANY = 64;

/** Whether a function is computed four elements at a time, in float32 (`kernels/float32-functions.ts`). */
export function isInFloat32({ op, shape }: Node, bulk: BulkPrecision): boolean {
  return bulk === 'float32' && isFloat32Name(op) && sizeOf(shape) >= MANY;
}
