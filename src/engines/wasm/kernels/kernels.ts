import type { Node } from '../../../graph/node.ts';
import type { OpName } from '../../../graph/ops.ts';
import type { Context, Scope } from '../emit/context.ts';
import { isNarrowProduct, isNarrowTransposedProduct } from '../plan/roles.ts';
import { cumulativeSum, extremePosition } from './along-axis.ts';
import { cholesky } from './cholesky.ts';
import { choleskyAdjoint } from './cholesky-adjoint.ts';
import { concatenate, pad } from './copy.ts';
import { logAbsDeterminant, solve } from './elimination.ts';
import { float32Function } from './float32-functions.ts';
import { callHostKernel } from './host-kernels.ts';
import { matmul } from './matmul.ts';
import { narrowProduct, narrowTransposedProduct } from './narrow-products.ts';
import { ode, odeAdjoint } from './ode.ts';
import { scan } from './scan.ts';
import { triangularSolve } from './triangular-solve.ts';

/** Writes the code of one node. */
export type Kernel = (context: Context, scope: Scope, node: Node) => void;

const product: Kernel = (context, scope, node) => {
  if (isNarrowProduct(node)) narrowProduct(context, scope, node);
  else if (isNarrowTransposedProduct(node)) narrowTransposedProduct(context, scope, node);
  else matmul(context, scope, node);
};

/** The ops with code of their own. */
export const kernels: Readonly<Partial<Record<OpName, Kernel>>> = {
  concatenate,
  pad,
  cumulativeSum,
  argMax: extremePosition,
  argMin: extremePosition,
  matmul: product,
  cholesky,
  choleskyAdjoint,
  triangularSolve,
  solve,
  logAbsDeterminant,
  eigenvalues: callHostKernel,
  eigenvectors: callHostKernel,
  argSort: callHostKernel,
  scan,
  ode,
  odeAdjoint,
  softplus: float32Function,
  sigmoid: float32Function,
};
