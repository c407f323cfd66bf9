import type { Node } from '../../../graph/node.ts';
import type { OpName } from '../../../graph/ops.ts';
import type { Context, Scope } from '../emit/context.ts';
import { cumulativeSum, extremePosition } from './along-axis.ts';
import { cholesky } from './cholesky.ts';
import { choleskyAdjoint } from './cholesky-adjoint.ts';
import { concatenate, pad } from './copy.ts';
import { logAbsDeterminant, solve } from './elimination.ts';
import { callHostKernel } from './host-kernels.ts';
import { matmul } from './matmul.ts';
import { scan } from './scan.ts';
import { triangularSolve } from './triangular-solve.ts';

/** Writes the code of one node. */
export type Kernel = (context: Context, scope: Scope, node: Node) => void;

/** The ops with code of their own. */
export const kernels: Readonly<Partial<Record<OpName, Kernel>>> = {
  concatenate,
  pad,
  cumulativeSum,
  argMax: extremePosition,
  argMin: extremePosition,
  matmul,
  cholesky,
  choleskyAdjoint,
  triangularSolve,
  solve,
  logAbsDeterminant,
  eigenvalues: callHostKernel,
  eigenvectors: callHostKernel,
  argSort: callHostKernel,
  scan,
};
