/** The functions of vectors and matrices: one row a function. */
import type { Builder } from '../graph/builder.ts';
import { eachMatrix, swapped } from '../graph/matrix-batches.ts';
import {
  diagonal,
  diagonalMatrix,
  identityMatrix,
  logDeterminantFromCholesky,
} from '../graph/matrix-composites.ts';
import type { Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import type { MatrixFunction } from './function.ts';

const SINGULAR = 'is singular';

const productsAndShapes: readonly MatrixFunction[] = [
  {
    name: 'transpose',
    parameters: ['A'],
    forms: [{ takes: ['ab'], gives: 'ba' }],
    summary: 'Aᵀ',
    result: 'same',
    build: (b, [a]) => swapped(b, a),
  },
  {
    name: 'diag',
    parameters: ['x'],
    forms: [{ takes: ['n'], gives: 'nn' }],
    summary: 'the matrix with diagonal x and zeros beside it',
    result: 'same',
    build: (b, [x]) => diagonalMatrix(b, x),
  },
  {
    name: 'diagonal',
    parameters: ['A'],
    forms: [{ takes: ['nn'], gives: 'n' }],
    summary: 'the diagonal of A',
    result: 'same',
    build: (b, [a]) => diagonal(b, a),
  },
  {
    name: 'trace',
    parameters: ['A'],
    forms: [{ takes: ['nn'], gives: '' }],
    summary: 'the sum of the diagonal of A',
    result: 'same',
    build: (b, [a]) => sumOverLast(b, diagonal(b, a)),
  },
  {
    name: 'dot',
    parameters: ['x', 'y'],
    forms: [{ takes: ['n', 'n'], gives: '' }],
    summary: 'Σᵢ xᵢ yᵢ',
    result: 'same',
    build: (b, [x, y]) => sumOverLast(b, b.multiply(x, y)),
  },
  {
    name: 'outer',
    parameters: ['x', 'y'],
    forms: [{ takes: ['a', 'b'], gives: 'ab' }],
    summary: 'x yᵀ, the products xᵢ yⱼ',
    result: 'same',
    build: (b, [x, y]) => b.multiply(asColumn(b, x), asRow(b, y)),
  },
  {
    name: 'quad_form',
    parameters: ['A', 'x'],
    forms: [
      { takes: ['nn', 'n'], gives: '' },
      { takes: ['nn', 'nm'], gives: 'mm' },
    ],
    summary: 'xᵀ A x',
    result: 'same',
    build: (b, [a, x], form) =>
      form === 0
        ? quadraticForm(b, a, x)
        : eachMatrix(b, [a, x], ([m, y]) => b.matmul(swapped(b, y), b.matmul(m, y))),
  },
  {
    name: 'kronecker',
    parameters: ['A', 'B'],
    forms: [{ takes: ['ab', 'cd'], gives: 'pq' }],
    sizes: { p: 'ac', q: 'bd' },
    summary: 'A ⊗ B, with Aᵢⱼ Bₖₗ in the row of the pair (i, k) and the column of the pair (j, l)',
    result: 'same',
    build: kronecker,
  },
];

const systemsAndFactors: readonly MatrixFunction[] = [
  {
    name: 'cholesky',
    parameters: ['A'],
    forms: [{ takes: ['nn'], gives: 'nn' }],
    summary: 'the lower triangular L with L Lᵀ = A, of a symmetric positive definite A',
    result: 'real',
    symmetric: true,
    undefinedWhere: 'is not positive definite',
    build: (b, [a]) => eachMatrix(b, [a], ([m]) => b.cholesky(m)),
  },
  {
    name: 'solve',
    parameters: ['A', 'b'],
    forms: [
      { takes: ['nn', 'n'], gives: 'n' },
      { takes: ['nn', 'nm'], gives: 'nm' },
    ],
    summary: 'A⁻¹ b, the x with A @ x = b',
    result: 'real',
    undefinedWhere: SINGULAR,
    build: (b, [a, right], form) =>
      form === 0
        ? solveForVectors(b, a, right)
        : eachMatrix(b, [a, right], ([m, r]) => solve(b, m, r)),
  },
  {
    name: 'inverse',
    parameters: ['A'],
    forms: [{ takes: ['nn'], gives: 'nn' }],
    summary: 'A⁻¹; `solve(A, b)` is quicker and more accurate than `inverse(A) @ b`',
    result: 'real',
    undefinedWhere: SINGULAR,
    build: (b, [a]) => eachMatrix(b, [a], ([m]) => solve(b, m, identityMatrix(b, m.shape[0]))),
  },
  {
    name: 'logdet',
    parameters: ['A'],
    forms: [{ takes: ['nn'], gives: '' }],
    summary: 'log |det A|, of any square A; −∞ of a singular one',
    result: 'real',
    undefinedWhere: SINGULAR,
    build: (b, [a]) =>
      eachMatrix(b, [a], ([m]) =>
        m.op === 'cholesky'
          ? b.multiply(0.5, logDeterminantFromCholesky(b, m))
          : b.logAbsDeterminant(m),
      ),
  },
  {
    name: 'eigenvalues',
    parameters: ['A'],
    forms: [{ takes: ['nn'], gives: 'n' }],
    summary: 'the eigenvalues of a symmetric A, ascending',
    result: 'real',
    symmetric: true,
    build: (b, [a]) => eachMatrix(b, [a], ([m]) => b.eigenvalues(m)),
  },
  {
    name: 'eigenvectors',
    parameters: ['A'],
    forms: [{ takes: ['nn'], gives: 'nn' }],
    summary:
      'the orthonormal eigenvectors of a symmetric A: column j goes with eigenvalue j, and its largest element is positive',
    result: 'real',
    symmetric: true,
    build: (b, [a]) => eachMatrix(b, [a], ([m]) => b.eigenvectors(m)),
  },
];

export const matrixFunctionRows: readonly MatrixFunction[] = [
  ...productsAndShapes,
  ...systemsAndFactors,
];

const sumOverLast = (b: Builder, x: Node): Node => b.sum(x, [x.shape.length - 1]);

const asColumn = (b: Builder, x: Node): Node => b.reshape(x, [...x.shape, 1]);

const asRow = (b: Builder, x: Node): Node =>
  b.reshape(x, [...x.shape.slice(0, -1), 1, x.shape[x.shape.length - 1]]);

/** Whether there is one matrix for a whole batch. */
const isShared = (matrix: Node): boolean => sizeOf(matrix.shape.slice(0, -2)) === 1;

/** Σᵢⱼ xᵢ Aᵢⱼ xⱼ; with one A for all x by a product of matrices. */
function quadraticForm(b: Builder, a: Node, x: Node): Node {
  const size = x.shape[x.shape.length - 1];
  if (!isShared(a)) {
    const products = b.multiply(a, b.multiply(asColumn(b, x), asRow(b, x)));
    return sumOverLast(b, sumOverLast(b, products));
  }
  const rows = b.reshape(x, [sizeOf(x.shape.slice(0, -1)), size]);
  const image = b.matmul(rows, b.reshape(a, [size, size]));
  return sumOverLast(b, b.multiply(b.reshape(image, x.shape), x));
}

/** A Cholesky factor, or its transpose, is triangular. */
function solve(b: Builder, matrix: Node, right: Node): Node {
  if (matrix.op === 'cholesky') return b.triangularSolve(matrix, right);
  const [source] = matrix.inputs;
  return matrix.op === 'transpose' && source.op === 'cholesky'
    ? b.triangularSolve(source, right, true)
    : b.solve(matrix, right);
}

/** With one matrix for all vectors they are the columns of one right-hand side. */
function solveForVectors(b: Builder, a: Node, right: Node): Node {
  const size = right.shape[right.shape.length - 1];
  if (!isShared(a)) {
    const solved = eachMatrix(b, [a, asColumn(b, right)], ([m, r]) => solve(b, m, r));
    return b.reshape(solved, solved.shape.slice(0, -1));
  }
  const rows = b.reshape(right, [sizeOf(right.shape.slice(0, -1)), size]);
  const solved = solve(b, b.reshape(a, [size, size]), b.transpose(rows, [1, 0]));
  return b.reshape(b.transpose(solved, [1, 0]), right.shape);
}

/** [a, b], [c, d] → [a c, b d] by way of [a, c, b, d]. */
function kronecker(b: Builder, [x, y]: readonly Node[]): Node {
  const [rows, columns] = x.shape.slice(-2);
  const [innerRows, innerColumns] = y.shape.slice(-2);
  const left = b.reshape(x, [...x.shape.slice(0, -2), rows, 1, columns, 1]);
  const right = b.reshape(y, [...y.shape.slice(0, -2), 1, innerRows, 1, innerColumns]);
  const pairs = b.multiply(left, right);
  return b.reshape(pairs, [...pairs.shape.slice(0, -4), rows * innerRows, columns * innerColumns]);
}
