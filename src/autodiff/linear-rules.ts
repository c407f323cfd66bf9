/**
 * Derivatives of linear algebra, one row an op, as in Giles, Collected matrix derivative results for
 * forward and reverse mode algorithmic differentiation (2008), and Murray, Differentiation of the
 * Cholesky decomposition (arXiv:1602.07527, 2016).
 */
import type { Builder } from '../graph/builder.ts';
import { halvedLowerTriangle, identityMatrix, lowerTriangle } from '../graph/matrix-composites.ts';
import type { Node } from '../graph/node.ts';
import type { DerivativeRule, Pullback, PullbackContext } from './rule.ts';

const transpose = (b: Builder, x: Node): Node => b.transpose(x, [1, 0]);

/**
 * A factor of a matrix product. In a guarded node what is not finite counts as 0: where it were used,
 * the product itself would not be finite.
 */
const factor: (input: number) => Pullback = (input) => (context, node, cotangent) => {
  const { builder: b } = context;
  const other = transpose(b, finitePart(context, node.inputs[1 - input]));
  return input === 0 ? b.matmul(cotangent, other) : b.matmul(other, cotangent);
};

/**
 * A matrix that is factorised or solved with. In a guarded node whose result is not finite, which has
 * cotangent 0, the identity instead: so that 0 stays 0.
 */
function matrixOf({ builder: b, guarded }: PullbackContext, matrix: Node, result: Node): Node {
  if (!guarded) return matrix;
  const finite = b.less(b.sum(b.abs(result)), Infinity);
  return b.where(finite, matrix, identityMatrix(b, matrix.shape[0]));
}

/** In a guarded node, what is not finite counts as 0. */
const finitePart = ({ builder: b, guarded }: PullbackContext, x: Node): Node =>
  guarded ? b.where(b.less(b.abs(x), Infinity), x, 0) : x;

/**
 * X = A⁻¹ B with right-hand side adjoint B̄ = A⁻ᵀ X̄ and matrix adjoint Ā = −B̄ Xᵀ; for X = A⁻ᵀ B,
 * B̄ = A⁻¹ X̄ and Ā = −X B̄ᵀ. What the op reads of the matrix is `part`.
 */
const solution = (
  op: 'solve' | 'triangularSolve',
  part: (b: Builder, adjoint: Node) => Node,
): DerivativeRule => {
  const adjointOfRight: Pullback = (context, node, cotangent) => {
    const matrix = matrixOf(context, node.inputs[0], node);
    return context.builder[op](matrix, cotangent, node.attributes.transposed !== true);
  };
  const adjointOfMatrix: Pullback = (context, node, cotangent, input) => {
    const { builder: b } = context;
    const right = adjointOfRight(context, node, cotangent, input);
    const result = finitePart(context, node);
    const product = node.attributes.transposed
      ? b.matmul(result, transpose(b, right))
      : b.matmul(right, transpose(b, result));
    return part(b, b.negate(product));
  };
  return [adjointOfMatrix, adjointOfRight];
};

/** Ā, the derivative in the entries of the lower triangle, which are the ones that are read. */
const cholesky: DerivativeRule = [
  (context, node, cotangent) =>
    context.builder.choleskyAdjoint(matrixOf(context, node, node), cotangent),
];

/**
 * The op is Ā = Φ(L⁻ᵀ (P + Pᵀ) L⁻¹) with P = Φ(Lᵀ L̄) and Φ the lower triangle with half the diagonal
 * (Murray 2016, equations 9 and 10). With H the symmetric matrix whose lower half is the cotangent of Ā
 * (its diagonal taken once), E = L⁻¹ H and F = Φ(E L⁻ᵀ), what it is the adjoint of gives the cotangent
 * L F of L̄, and that of L is L̄ Fᵀ − (Ā + Āᵀ) Eᵀ.
 */
const choleskyAdjoint: DerivativeRule = [
  (context, node, cotangent) => {
    const { builder: b } = context;
    const { solved, halved } = secondOrder(context, node, cotangent);
    const adjoint = finitePart(context, node);
    const twice = b.add(adjoint, transpose(b, adjoint));
    const first = b.matmul(
      lowerTriangle(b, finitePart(context, node.inputs[1])),
      transpose(b, halved),
    );
    return lowerTriangle(b, b.subtract(first, b.matmul(twice, transpose(b, solved))));
  },
  (context, node, cotangent) => {
    const { factor, halved } = secondOrder(context, node, cotangent);
    return lowerTriangle(context.builder, context.builder.matmul(factor, halved));
  },
];

/** L, E and F of the derivative of `choleskyAdjoint`. */
function secondOrder(context: PullbackContext, node: Node, cotangent: Node) {
  const { builder: b } = context;
  const factor = lowerTriangle(b, matrixOf(context, node.inputs[0], node));
  const half = halvedLowerTriangle(b, cotangent);
  const solved = b.triangularSolve(factor, b.add(half, transpose(b, half)));
  const halved = halvedLowerTriangle(b, b.triangularSolve(factor, transpose(b, solved)));
  return { factor, solved, halved };
}

/** ∂ log |det A| / ∂A = A⁻ᵀ. */
const logAbsDeterminant: DerivativeRule = [
  (context, node, cotangent) => {
    const { builder: b } = context;
    const matrix = matrixOf(context, node.inputs[0], node);
    const inverse = b.solve(matrix, identityMatrix(b, matrix.shape[0]), true);
    return context.product(inverse, cotangent);
  },
];

/** Ā = V diag(λ̄) Vᵀ. Of equal eigenvalues, one of the many values that this can have. */
const eigenvalues: DerivativeRule = [
  (context, node, cotangent) => {
    const { builder: b } = context;
    const [size] = node.shape;
    const vectors = b.eigenvectors(matrixOf(context, node.inputs[0], node));
    const scaled = b.multiply(vectors, b.reshape(cotangent, [1, size]));
    return b.matmul(scaled, transpose(b, vectors));
  },
];

/**
 * 1 / (λⱼ − λᵢ) beside the diagonal, on which it is 0. NaN where the two eigenvalues cannot be told
 * apart: there the eigenvectors have no derivative.
 */
function inverseGaps(b: Builder, values: Node): Node {
  const [size] = values.shape;
  const identity = identityMatrix(b, size);
  const gaps = b.subtract(b.reshape(values, [1, size]), b.reshape(values, [size, 1]));
  const roundOff = b.multiply(b.max(b.abs(values)), size * Number.EPSILON);
  const isBeside = b.subtract(1, identity);
  const isRepeated = b.and(isBeside, b.lessEqual(b.abs(gaps), roundOff));
  return b.divide(isBeside, b.add(b.where(isRepeated, Number.NaN, gaps), identity));
}

/** Ā = V sym(F ∘ (Vᵀ V̄)) Vᵀ with Fᵢⱼ = 1 / (λⱼ − λᵢ) (Giles 2008, section 3.1). */
const eigenvectors: DerivativeRule = [
  (context, node, cotangent) => {
    const { builder: b } = context;
    const matrix = matrixOf(context, node.inputs[0], node);
    const vectors = b.eigenvectors(matrix);
    const inner = b.matmul(transpose(b, vectors), cotangent);
    const turned = context.product(inverseGaps(b, b.eigenvalues(matrix)), inner);
    const symmetric = b.multiply(0.5, b.add(turned, transpose(b, turned)));
    return b.matmul(b.matmul(vectors, symmetric), transpose(b, vectors));
  },
];

export const linearRules = {
  matmul: [factor(0), factor(1)],
  cholesky,
  choleskyAdjoint,
  triangularSolve: solution('triangularSolve', lowerTriangle),
  solve: solution('solve', (_, adjoint) => adjoint),
  logAbsDeterminant,
  eigenvalues,
  eigenvectors,
} as const satisfies Record<string, DerivativeRule>;
