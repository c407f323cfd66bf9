/** Functions of vectors and matrices. What data alone give is computed, and checked, at once. */
import { evaluate } from '../engines/reference/evaluate.ts';
import type { MatrixFunction } from '../functions/function.ts';
import { matrixFunctions } from '../functions/index.ts';
import type { Node, TensorData } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { isSymmetric } from '../linear-algebra/eigenvectors.ts';
import { isVariableAxis } from '../semantics/axes.ts';
import type { Axis, MatrixFunctionNode, TypedExpression } from '../semantics/typed-expression.ts';
import { align } from './align.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';

/** How far from symmetric rounding may leave a matrix of data, relative to its largest element. */
const SYMMETRY_TOLERANCE = 1e-8;

export function lowerMatrixFunction(e: MatrixFunctionNode, environment: Environment): Node {
  const b = environment.builder;
  const definition = matrixFunctions.get(e.function)!;
  const { takes, gives } = definition.forms[e.form];
  const batch = e.axes.slice(0, e.axes.length - gives.length);
  const arguments_ = e.arguments.map((argument, k) =>
    behindBatch(argument, takes[k].length, batch, environment),
  );
  checkNamedSizes(e, definition, environment);
  const result = b.broadcast(definition.build(b, arguments_, e.form), environment.shapeOf(e.axes));
  if (e.stage !== 'constant' && e.stage !== 'data') return result;
  const [values, ...given] = evaluate([result, ...arguments_]);
  if (!environment.isInBranch) checkKnown(e, definition, values, given, environment);
  return b.constant(values, result.shape);
}

/** An argument with its last own axes behind those of the batch, extent 1 where it lacks one. */
function behindBatch(
  argument: TypedExpression,
  rank: number,
  batch: readonly Axis[],
  environment: Environment,
): Node {
  const b = environment.builder;
  const plain = argument.axes.filter((axis) => !isVariableAxis(axis));
  const axes = [...batch, ...plain.slice(plain.length - rank)];
  const node = align(b, lowerExpression(argument, environment), argument.axes, axes);
  const missing = new Array<number>(axes.length - node.shape.length).fill(1);
  return b.reshape(node, [...missing, ...node.shape]);
}

/** Dimensions that the call names have as many members as the product has rows or columns. */
function checkNamedSizes(
  e: MatrixFunctionNode,
  { forms, sizes = {} }: MatrixFunction,
  environment: Environment,
): void {
  const { takes, gives } = forms[e.form];
  const axisOf = new Map<string, Axis>();
  takes.forEach((letters, k) => {
    const plain = e.arguments[k].axes.filter((axis) => !isVariableAxis(axis));
    const own = plain.slice(plain.length - letters.length);
    Array.from(letters).forEach((letter, place) => {
      axisOf.set(letter, own[place]);
    });
  });
  Array.from(gives).forEach((letter, place) => {
    if (sizes[letter] === undefined) return;
    const dimension = e.axes[e.axes.length - gives.length + place];
    const size = environment.sizeOfAxis(dimension);
    const extents = environment.shapeOf(Array.from(sizes[letter], (f) => axisOf.get(f)!));
    if (sizeOf(extents) === size) return;
    environment.fail(
      'dimension-size',
      e.span,
      `\`${dimension}\` has ${size} members, the ${e.function} product ${extents.join(' × ')} = ${sizeOf(extents)} pairs`,
    );
  });
}

function checkKnown(
  e: MatrixFunctionNode,
  { symmetric, undefinedWhere, forms }: MatrixFunction,
  values: TensorData,
  given: readonly TensorData[],
  environment: Environment,
): void {
  if (!given.every((data) => data.every(Number.isFinite))) return;
  const [matrix] = e.arguments;
  const written = environment.source.text.slice(matrix.span.start, matrix.span.end);
  const size = environment.sizeOfAxis(matrix.axes[matrix.axes.length - 1]);
  const each = size * size;
  const count = each === 0 ? 0 : given[0].length / each;
  const isOdd = (k: number): boolean =>
    !isSymmetric(
      Float64Array.from(given[0].subarray(k * each, (k + 1) * each)),
      size,
      SYMMETRY_TOLERANCE,
    );
  const complain = (what: string, k: number, of: number): never =>
    environment.fail(
      'matrix-value',
      e.span,
      `\`${e.function}\` has no value: \`${written}\` ${what}${of > 1 ? `, number ${k + 1} of ${of}` : ''}`,
    );
  for (let k = 0; symmetric === true && k < count; k++) {
    if (isOdd(k)) complain('is not symmetric', k, count);
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (undefinedWhere === undefined || wrong < 0) return;
  const batch = e.axes.length - forms[e.form].gives.length;
  const of = sizeOf(environment.shapeOf(e.axes.slice(0, batch)));
  complain(undefinedWhere, Math.floor((wrong * of) / values.length), of);
}
