/**
 * Kernels that stay in JavaScript, on the memory of the graph: iterations and sorts, whose time is not
 * that of a call. What they compute is what the reference engine computes.
 */
import type { Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import { sortOrder } from '../../../linear-algebra/sort-order.ts';
import type { WebAssemblyMemory } from '../../../webassembly/host.ts';
import { matrixFunctions } from '../../matrix-functions.ts';
import type { Context, Scope } from '../emit/context.ts';
import { denseInput, denseResult } from './dense.ts';

/** Fills the elements of a result from those of a tensor whose last axis has the given extent. */
type HostKernel = (x: Float64Array, extent: number, result: Float64Array) => void;

const ofMatrix =
  (op: 'eigenvalues' | 'eigenvectors'): HostKernel =>
  (matrix, size, result) =>
    result.set(matrixFunctions[op](size, [matrix], { transposed: false, epsilon: Number.EPSILON }));

const hostKernels = {
  eigenvalues: ofMatrix('eigenvalues'),
  eigenvectors: ofMatrix('eigenvectors'),
  argSort: sortOrder,
} as const satisfies Record<string, HostKernel>;

/** What a module that uses any of them imports as `kernels`, over its memory. */
export function hostKernelsOver(
  memory: WebAssemblyMemory,
): Readonly<
  Record<
    string,
    (from: number, size: number, extent: number, to: number, resultSize: number) => void
  >
> {
  return Object.fromEntries(
    Object.entries(hostKernels).map(([op, kernel]: [string, HostKernel]) => [
      op,
      (from, size, extent, to, resultSize) => {
        // the memory may have grown since the last call
        const { buffer } = memory;
        kernel(
          new Float64Array(buffer, from, size),
          extent,
          new Float64Array(buffer, to, resultSize),
        );
      },
    ]),
  );
}

/** Calls the kernel of the op; the operand's elements lie in order. */
export function callHostKernel(context: Context, scope: Scope, node: Node): void {
  const { code } = scope;
  const [x] = node.inputs;
  const from = denseInput(context, scope, x);
  const to = denseResult(context, scope, node);
  code.get(from.pointer).i32(from.address).do('i32Add');
  code.i32(sizeOf(x.shape)).i32(x.shape[x.shape.length - 1]);
  code.get(to.pointer).i32(to.address).do('i32Add');
  code.i32(sizeOf(node.shape)).call(context.library.hostKernel(node.op, 5));
}
