/** Typed expressions become graph nodes: one function a kind, every value a float tensor of its axes' sizes. */
import { elementwiseFunctions, reductions, scans } from '../functions/index.ts';
import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { describeAxis, isVariableAxis, listLength } from '../semantics/axes.ts';
import { vectorFamilyOf } from '../semantics/distribution-facts.ts';
import type {
  ApplyNode,
  Axis,
  BinaryNode,
  LabelNode,
  LabelNumbersNode,
  ListNode,
  LogDensityNode,
  MatmulNode,
  ReduceNode,
  RenameNode,
  ScanNode,
  TypedExpression,
} from '../semantics/typed-expression.ts';
import type { AxisRange } from '../semantics/typed-model.ts';
import { align, alignFully } from './align.ts';
import { lowerDecoded } from './decoded.ts';
import type { Environment } from './environment.ts';
import { lowerEquation } from './equation.ts';
import { lowerIndex } from './indexing.ts';
import { lawOf, lowerLogDensity } from './law.ts';
import { lowerLayer } from './layer.ts';
import { maskedReduction } from './masked-reduction.ts';
import { lowerMatrixFunction } from './matrix-functions.ts';

/** The node of an expression: a float tensor whose shape is the sizes of `expression.axes`. */
export function lowerExpression(expression: TypedExpression, environment: Environment): Node {
  const known = environment.lowered.get(expression);
  if (known !== undefined) return known;
  const node = environment.builder.withOrigin(expression.span, () =>
    build(expression, environment),
  );
  environment.lowered.set(expression, node);
  return node;
}

/** As `lowerExpression`, brought into the order of `axes` so that it broadcasts against them. */
export function lowerAligned(
  expression: TypedExpression,
  axes: readonly Axis[],
  environment: Environment,
): Node {
  const node = lowerExpression(expression, environment);
  return align(environment.builder, node, expression.axes, axes);
}

function build(e: TypedExpression, environment: Environment): Node {
  const b = environment.builder;
  switch (e.kind) {
    case 'number':
      return b.constant(e.value);
    case 'variable':
      return b.toFloat(environment.variable(e.name));
    case 'positions': {
      const { first, size } = environment.extentOfAxis(e.axes[0]);
      return b.constant(
        Float64Array.from({ length: size }, (_, k) => first + k),
        [size],
      );
    }
    case 'label':
      return b.constant(positionOfLabel(e, environment));
    case 'label-numbers':
      return lowerLabelNumbers(e, environment);
    case 'observed':
      return environment.observedCells(e.name);
    case 'size':
      return b.constant(environment.sizeOfDimension(e.dimension));
    case 'unary': {
      const operand = lowerExpression(e.operand, environment);
      return e.operator === '-' ? b.negate(operand) : b.not(operand);
    }
    case 'binary':
      return lowerBinary(e, environment);
    case 'matmul':
      return lowerMatmul(e, environment);
    case 'if':
      return b.broadcast(
        b.where(
          lowerAligned(e.condition, e.axes, environment),
          environment.inBranch(() => lowerAligned(e.then, e.axes, environment)),
          environment.inBranch(() => lowerAligned(e.else, e.axes, environment)),
        ),
        environment.shapeOf(e.axes),
      );
    case 'list':
      return lowerList(e, environment);
    case 'rename':
      return lowerRename(e, environment);
    case 'index':
      return lowerIndex(e, environment);
    case 'apply':
      return lowerApply(e, environment);
    case 'reduce':
      return lowerReduce(e, environment);
    case 'scan':
      return lowerScan(e, environment);
    case 'matrix-function':
      return lowerMatrixFunction(e, environment);
    case 'layer':
      return lowerLayer(e, environment);
    case 'equation':
      return lowerEquation(e, environment);
    case 'given':
      throw new Error('a value that nothing gives');
    case 'log-density':
      return lowerLogDensityOf(e, environment);
    case 'decoded':
      return lowerDecoded(e, environment);
  }
}

function lowerLabelNumbers({ dimension, span }: LabelNumbersNode, environment: Environment): Node {
  const labels = environment.bound.dimensions.get(dimension)?.labels ?? [];
  const numbers = labels.map((label) => (label.trim() === '' ? Number.NaN : Number(label)));
  const size = environment.sizeOfDimension(dimension);
  const wrong = numbers.findIndex((number) => !Number.isFinite(number));
  if (labels.length < size || wrong >= 0) {
    environment.fail(
      'label-not-a-number',
      span,
      labels.length < size
        ? `the data give \`${dimension}\` no labels`
        : `the labels of \`${dimension}\` are no numbers: one is "${labels[wrong]}"`,
    );
  }
  return environment.builder.constant(Float64Array.from(numbers), [size]);
}

function positionOfLabel(e: LabelNode, environment: Environment): number {
  const labels = environment.bound.dimensions.get(e.dimension)?.labels;
  if (labels === undefined) {
    environment.fail(
      'unlabelled-dimension',
      e.span,
      `the data give \`${e.dimension}\` no labels, so "${e.label}" names none of its members`,
      'use a position, counted from 1, or data with labels',
    );
  }
  const position = labels.indexOf(e.label);
  if (position < 0) {
    const some = labels.slice(0, 8).map((label) => `"${label}"`);
    environment.fail(
      'unknown-label',
      e.span,
      `\`${e.dimension}\` has no member "${e.label}"`,
      `its members are ${some.join(', ')}${labels.length > 8 ? ', …' : ''}`,
    );
  }
  return position + 1;
}

const binaryOps: Record<BinaryNode['operator'], (b: Builder, x: Node, y: Node) => Node> = {
  '+': (b, x, y) => b.add(x, y),
  '-': (b, x, y) => b.subtract(x, y),
  '*': (b, x, y) => b.multiply(x, y),
  '/': (b, x, y) => b.divide(x, y),
  '%': (b, x, y) => b.modulo(x, y),
  '^': (b, x, y) => b.power(x, y),
  '==': (b, x, y) => b.equal(x, y),
  '!=': (b, x, y) => b.not(b.equal(x, y)),
  '<': (b, x, y) => b.less(x, y),
  '<=': (b, x, y) => b.lessEqual(x, y),
  '>': (b, x, y) => b.greater(x, y),
  '>=': (b, x, y) => b.greaterEqual(x, y),
  and: (b, x, y) => b.and(x, y),
  or: (b, x, y) => b.or(x, y),
};

function lowerBinary(e: BinaryNode, environment: Environment): Node {
  const b = environment.builder;
  return binaryOps[e.operator](
    b,
    lowerAligned(e.left, e.axes, environment),
    lowerAligned(e.right, e.axes, environment),
  );
}

function lowerMatmul(e: MatmulNode, environment: Environment): Node {
  const b = environment.builder;
  const [leftAxes, rightAxes] = [e.left.axes, e.right.axes];
  const last = leftAxes.findLastIndex((axis) => !isVariableAxis(axis));
  const first = rightAxes.findIndex((axis) => !isVariableAxis(axis));
  const without = <T>(list: readonly T[], place: number): T[] => list.toSpliced(place, 1);
  const rowAxes = without(leftAxes, last);
  const columnAxes = without(rightAxes, first);
  const shape = environment.shapeOf([...rowAxes, ...columnAxes]);
  const rows = sizeOf(shape.slice(0, rowAxes.length));
  const columns = sizeOf(shape.slice(rowAxes.length));
  const inner = environment.sizeOfAxis(leftAxes[last]);
  const left = (): Node => {
    const node = lowerExpression(e.left, environment);
    const order = leftAxes.map((_, k) => k);
    return b.reshape(b.transpose(node, [...without(order, last), last]), [rows, inner]);
  };
  const right = (): Node => {
    const node = lowerExpression(e.right, environment);
    const order = rightAxes.map((_, k) => k);
    return b.reshape(b.transpose(node, [first, ...without(order, first)]), [inner, columns]);
  };
  const product = multiplyMatrices(b, e, left, right, environment);
  return align(b, b.reshape(product, shape), [...rowAxes, ...columnAxes], e.axes);
}

/** A diagonal matrix scales the rows or columns of the other. */
function multiplyMatrices(
  b: Builder,
  e: MatmulNode,
  left: () => Node,
  right: () => Node,
  environment: Environment,
): Node {
  const scaleOf = (factor: TypedExpression): TypedExpression | undefined =>
    factor.kind === 'matrix-function' && factor.function === 'diag' && factor.axes.length === 2
      ? factor.arguments[0]
      : undefined;
  const [ofRows, ofColumns] = [scaleOf(e.left), scaleOf(e.right)];
  if (ofRows !== undefined) {
    const scale = lowerExpression(ofRows, environment);
    return b.multiply(b.reshape(scale, [scale.shape[0], 1]), right());
  }
  if (ofColumns !== undefined) return b.multiply(left(), lowerExpression(ofColumns, environment));
  return b.matmul(left(), right());
}

function lowerList(e: ListNode, environment: Environment): Node {
  const b = environment.builder;
  const elementAxes = e.axes.slice(1);
  const elementShape = environment.shapeOf(elementAxes);
  const elements = e.elements.map((element) => {
    const node = lowerExpression(element, environment);
    const full = alignFully(b, node, element.axes, elementAxes, elementShape);
    return b.reshape(full, [1, ...elementShape]);
  });
  return b.concatenate(elements, 0);
}

function lowerRename(e: RenameNode, environment: Environment): Node {
  const node = lowerExpression(e.operand, environment);
  for (const [k, axis] of e.axes.entries()) {
    const length = listLength(e.operand.axes[k]);
    const size = environment.sizeOfAxis(axis);
    if (length !== undefined && length !== size) {
      environment.fail(
        'list-size',
        e.span,
        `a list of ${length} stands where \`${describeAxis(axis)}\` has ${size} members`,
        `write ${size} elements, or one number for all`,
      );
    }
  }
  return node;
}

function lowerApply(e: ApplyNode, environment: Environment): Node {
  const arguments_ = e.arguments.map((argument) => lowerAligned(argument, e.axes, environment));
  return elementwiseFunctions.get(e.function)!.build(environment.builder, ...arguments_);
}

/** The operand with at least the given axes: along one it does not depend on it is repeated. */
function withAxes(
  operand: TypedExpression,
  axes: readonly Axis[],
  environment: Environment,
): { node: Node; axes: readonly Axis[] } {
  const missing = [...new Set(axes)].filter((axis) => !operand.axes.includes(axis));
  const node = lowerExpression(operand, environment);
  if (missing.length === 0) return { node, axes: operand.axes };
  const all = [...missing, ...operand.axes];
  return { node: environment.builder.broadcast(node, environment.shapeOf(all)), axes: all };
}

function lowerReduce(e: ReduceNode, environment: Environment): Node {
  const b = environment.builder;
  const varying = e.over.flatMap((axis) => {
    const range = environment.varyingRange(axis);
    return range === undefined ? [] : [{ axis, range }];
  });
  const needed = varying.flatMap(({ range }) => [...range.from.axes, ...range.to.axes]);
  const { node, axes } = withAxes(e.operand, [...e.over, ...needed], environment);
  // a full reduction may meet a repeated name (`sum(K)`): then every axis goes
  const positions = axes.flatMap((axis, k) => (e.over.includes(axis) ? [k] : []));
  const masks = varying.map(({ axis, range }) => insideRange(axis, range, axes, environment));
  const result =
    masks.length === 0
      ? reductions.get(e.reduction)!.build(b, node, positions)
      : maskedReduction(
          b,
          e.reduction,
          node,
          b.broadcast(
            masks.reduce((all, mask) => b.and(all, mask)),
            node.shape,
          ),
          positions,
        );
  const isPosition = reductions.get(e.reduction)!.result === 'position';
  const { first } = isPosition ? environment.extentOfAxis(e.over[0]) : { first: 1 };
  return first === 1 ? b.toFloat(result) : b.add(b.toFloat(result), first - 1);
}

/** Whether the index variable of `axis` lies in its range, as it broadcasts against `axes`. */
function insideRange(
  axis: Axis,
  { from, to }: AxisRange,
  axes: readonly Axis[],
  environment: Environment,
): Node {
  const b = environment.builder;
  const { first, size } = environment.extentOfAxis(axis);
  const values = Float64Array.from({ length: size }, (_, k) => first + k);
  const value = align(b, b.constant(values, [size]), [axis], axes);
  return b.and(
    b.greaterEqual(value, lowerAligned(from, axes, environment)),
    b.lessEqual(value, lowerAligned(to, axes, environment)),
  );
}

function lowerScan(e: ScanNode, environment: Environment): Node {
  const { node, axes } = withAxes(e.operand, [e.along], environment);
  const result = scans.get(e.scan)!.build(environment.builder, node, axes.indexOf(e.along));
  return align(environment.builder, result, axes, e.axes);
}

function lowerLogDensityOf(
  { function: which, distribution, at, outcome, axes }: LogDensityNode,
  environment: Environment,
): Node {
  const b = environment.builder;
  const rank = distribution.kind === 'family' ? (vectorFamilyOf(distribution)?.eventRank ?? 0) : 0;
  if (rank > 0) {
    const [batch, event] = [at.axes.slice(0, -rank), at.axes.slice(-rank)];
    const places = event.map((_, k) => `event ${k}`);
    const node = lowerExpression(at, environment);
    const shape = [...environment.shapeOf(axes), ...environment.shapeOf(event)];
    const x = alignFully(b, node, [...batch, ...places], [...axes, ...places], shape);
    return lowerLogDensity(distribution, x, outcome, environment);
  }
  const x = lowerAligned(at, outcome, environment);
  const law = lawOf(distribution, outcome, environment);
  // the checker lets through only distributions whose distribution function is known
  const value =
    which === 'logpdf'
      ? law.logDensity(x)
      : which === 'logcdf'
        ? law.cumulative!.logCdf(x)
        : law.cumulative!.logSurvival(x);
  return b.broadcast(value, environment.shapeOf(axes));
}
