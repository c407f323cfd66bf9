/** `target[…]`: slices where positions are known numbers, no work where index variables walk whole dimensions, gathers else. */
import type { Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import type { Axis, IndexNode, TypedExpression, TypedItem } from '../semantics/typed-model.ts';
import { align } from './align.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';

export function lowerIndex(e: IndexNode, environment: Environment): Node {
  const b = environment.builder;
  const target = lowerExpression(e.target, environment);
  const positions = e.items.flatMap((item, axis) =>
    item.kind === 'position' ? [{ axis, value: item.value }] : [],
  );
  const kept = e.items.flatMap((item, axis) => (item.kind === 'all' ? [axis] : []));
  const indexAxes = unionOfAxes(positions.map((p) => p.value));

  // target axes that are indexed come first, then those that stay
  const front = b.transpose(target, [...positions.map((p) => p.axis), ...kept]);
  const keptShape = kept.map((axis) => target.shape[axis]);
  const picked = pick(
    front,
    positions.map((p) => p.value),
    indexAxes,
    keptShape,
    environment,
  );
  return b.transpose(picked, resultOrder(e.items, indexAxes.length));
}

function unionOfAxes(expressions: readonly TypedExpression[]): Axis[] {
  return [...new Set(expressions.flatMap((e) => e.axes))];
}

/** Tensor [indexed…, kept…] → [index axes…, kept…]. */
function pick(
  front: Node,
  positions: readonly TypedExpression[],
  indexAxes: readonly Axis[],
  keptShape: readonly number[],
  environment: Environment,
): Node {
  const b = environment.builder;
  const indexedShape = front.shape.slice(0, positions.length);
  for (const [k, position] of positions.entries()) {
    checkKnownPosition(position, indexedShape[k], environment);
  }
  if (positions.length === 0) return front;

  if (walksWholeDimensions(positions)) {
    // x[i, j] under binders over the whole dimensions is x itself; the axes only change names
    return front;
  }

  const knownPositions = positions.map((p) => knownPosition(p, environment));
  if (knownPositions.every((p) => p !== undefined)) {
    const begin = [...knownPositions.map((p) => p - 1), ...keptShape.map(() => 0)];
    const size = [...positions.map(() => 1), ...keptShape];
    return b.reshape(b.slice(front, begin, size), keptShape);
  }

  // one linear, 0-based position into the flattened indexed axes
  let linear: Node | undefined;
  for (const [k, position] of positions.entries()) {
    const lowered = align(b, lowerExpression(position, environment), position.axes, indexAxes);
    const zeroBased = b.subtract(lowered, 1);
    linear =
      linear === undefined ? zeroBased : b.add(b.multiply(linear, indexedShape[k]), zeroBased);
  }
  const indices = b.toInt(b.broadcast(linear!, environment.shapeOf(indexAxes)));
  const flat = b.reshape(front, [sizeOf(indexedShape), ...keptShape]);
  return b.gather(flat, indices);
}

function walksWholeDimensions(positions: readonly TypedExpression[]): boolean {
  return (
    positions.every((p) => p.kind === 'positions') &&
    new Set(positions.map((p) => p.axes[0])).size === positions.length
  );
}

function knownPosition(position: TypedExpression, environment: Environment): number | undefined {
  if (position.axes.length > 0) return undefined;
  const node = lowerExpression(position, environment);
  return node.op === 'constant' ? node.attributes.data![0] : undefined;
}

function checkKnownPosition(
  position: TypedExpression,
  size: number,
  environment: Environment,
): void {
  const known = knownPosition(position, environment);
  if (known === undefined || (known >= 1 && known <= size)) return;
  environment.fail(
    'position-out-of-range',
    position.span,
    `position ${known} is outside a dimension of ${size} members`,
    'positions count from 1',
  );
}

/** From [index axes…, kept…] to the order of the items: index axes stand at the first item that has any. */
function resultOrder(items: readonly TypedItem[], indexRank: number): number[] {
  const order: number[] = [];
  let nextKept = indexRank;
  let placed = false;
  for (const item of items) {
    if (item.kind === 'all') {
      order.push(nextKept++);
    } else if (!placed && item.value.axes.length > 0) {
      for (let k = 0; k < indexRank; k++) order.push(k);
      placed = true;
    }
  }
  return order;
}
