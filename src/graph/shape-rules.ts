/** How the shape of a result follows from the shapes of the inputs, of ops without a body of their own. */
import type { Attributes, Shape } from './node.ts';
import { sizeOf } from './node.ts';
import { GraphError } from './op-definition.ts';

type Shapes = readonly Shape[];

/** Shapes aligned at their last axes; an extent of 1 stretches (NumPy's rule). */
export function broadcastShapes(...shapes: readonly Shape[]): Shape {
  const rank = Math.max(0, ...shapes.map((s) => s.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (let k = 0; k < shape.length; k++) {
      const axis = rank - shape.length + k;
      const extent = shape[k];
      if (extent === 1 || extent === result[axis]) continue;
      if (result[axis] !== 1) {
        throw new GraphError(
          `shapes do not broadcast: ${shapes.map((s) => `[${s}]`).join(' and ')}`,
        );
      }
      result[axis] = extent;
    }
  }
  return result;
}

export function elementwise(shapes: Shapes): Shape {
  return broadcastShapes(...shapes);
}

export function reshapedShape([from]: Shapes, { shape: to }: Attributes): Shape {
  if (to === undefined || sizeOf(from) !== sizeOf(to)) {
    throw new GraphError(`[${from}] cannot be reshaped to [${to}]`);
  }
  return to;
}

export function transposedShape([from]: Shapes, { permutation }: Attributes): Shape {
  fitsRank(from, permutation);
  if (new Set(permutation).size !== from.length)
    throw new GraphError(`[${permutation}] is no permutation`);
  return permutation!.map((axis) => from[axis]);
}

export function broadcastShape([from]: Shapes, { shape: to }: Attributes): Shape {
  const joined = to === undefined ? undefined : broadcastShapes(from, to);
  if (
    to === undefined ||
    joined === undefined ||
    joined.length !== to.length ||
    joined.some((n, k) => n !== to[k])
  ) {
    throw new GraphError(`[${from}] does not broadcast to [${to}]`);
  }
  return to;
}

export function concatenatedShape(shapes: Shapes, attributes: Attributes): Shape {
  const axis = axisOf(shapes[0], attributes);
  const total = shapes.reduce((sum, s) => sum + s[axis], 0);
  for (const s of shapes) {
    if (s.length !== shapes[0].length || s.some((n, k) => k !== axis && n !== shapes[0][k])) {
      throw new GraphError(
        `shapes do not concatenate along axis ${axis}: ${shapes.map((t) => `[${t}]`).join(', ')}`,
      );
    }
  }
  return shapes[0].with(axis, total);
}

export function slicedShape([from]: Shapes, { begin, size }: Attributes): Shape {
  fitsRank(from, begin, size);
  if (from.some((n, k) => begin![k] < 0 || size![k] < 0 || begin![k] + size![k] > n)) {
    throw new GraphError(`slice [${begin}] + [${size}] leaves a tensor of shape [${from}]`);
  }
  return size!;
}

export function paddedShape([from]: Shapes, { before, after }: Attributes): Shape {
  fitsRank(from, before, after);
  return from.map((n, k) => n + before![k] + after![k]);
}

export function withoutAxes([shape]: Shapes, { axes }: Attributes): Shape {
  if (
    axes === undefined ||
    axes.some((a, k) => a < 0 || a >= shape.length || (k > 0 && a <= axes[k - 1]))
  ) {
    throw new GraphError(`axes [${axes}] do not fit a tensor of shape [${shape}]`);
  }
  return shape.filter((_, axis) => !axes.includes(axis));
}

export function withoutAxis([shape]: Shapes, attributes: Attributes): Shape {
  return shape.toSpliced(axisOf(shape, attributes), 1);
}

export function sortedShape([shape]: Shapes): Shape {
  if (shape.length === 0) throw new GraphError('a scalar cannot be sorted');
  return shape;
}

export function cumulativeShape([shape]: Shapes, attributes: Attributes): Shape {
  axisOf(shape, attributes);
  return shape;
}

export function gatheredShape([x, indices]: Shapes): Shape {
  if (x.length === 0) throw new GraphError('a scalar cannot be gathered from');
  return [...indices, ...x.slice(1)];
}

export function scatteredShape([updates, indices]: Shapes, { extent }: Attributes): Shape {
  if (extent === undefined || indices.some((n, k) => n !== updates[k])) {
    throw new GraphError(`[${updates}] cannot be scattered by indices [${indices}]`);
  }
  return [extent, ...updates.slice(indices.length)];
}

export function productShape([a, b]: Shapes): Shape {
  if (a.length !== 2 || b.length !== 2 || a[1] !== b[0]) {
    throw new GraphError(`matrices [${a}] and [${b}] cannot be multiplied`);
  }
  return [a[0], b[1]];
}

/** Of ops that make a square matrix of one. */
export function squareShape([matrix]: Shapes): Shape {
  if (matrix.length !== 2 || matrix[0] !== matrix[1]) {
    throw new GraphError(`[${matrix}] is the shape of no square matrix`);
  }
  return matrix;
}

export function choleskyAdjointShape([factor, cotangent]: Shapes): Shape {
  squareShape([factor]);
  if (squareShape([cotangent])[0] !== factor[0]) {
    throw new GraphError(`[${cotangent}] is no adjoint of a factor [${factor}]`);
  }
  return factor;
}

/** Of a matrix and the right-hand sides in the columns of another. */
export function solutionShape([a, b]: Shapes): Shape {
  squareShape([a]);
  if (b.length !== 2 || b[0] !== a[0]) {
    throw new GraphError(`[${b}] is no right-hand side for a matrix [${a}]`);
  }
  return b;
}

export function determinantShape(shapes: Shapes): Shape {
  squareShape(shapes);
  return [];
}

export function eigenvaluesShape(shapes: Shapes): Shape {
  return [squareShape(shapes)[0]];
}

function axisOf(shape: Shape, { axis }: Attributes): number {
  if (axis === undefined || axis < 0 || axis >= shape.length) {
    throw new GraphError(`axis ${axis} does not fit a tensor of shape [${shape}]`);
  }
  return axis;
}

function fitsRank(shape: Shape, ...lists: (readonly number[] | undefined)[]): void {
  if (lists.some((list) => list === undefined || list.length !== shape.length)) {
    throw new GraphError(`one entry an axis was expected for a tensor of shape [${shape}]`);
  }
}
