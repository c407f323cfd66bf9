/** `target[…]`: parts of the target where positions are known or go along with an index variable, gathers else. */
import { evaluate } from '../engines/reference/evaluate.ts';
import type { Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import type { Axis, IndexNode, TypedExpression, TypedItem } from '../semantics/typed-expression.ts';
import { align } from './align.ts';
import { checkEarlier, checkPositions } from './check-positions.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';
import { window } from './window.ts';

/** How one axis of the target is picked from. */
type Pick =
  | { readonly kind: 'all' }
  /** One known member, from 0. */
  | { readonly kind: 'member'; readonly place: number }
  /** Member after member along `axis`, from `begin` on; places outside are those of the nearest member. */
  | { readonly kind: 'window'; readonly axis: Axis; readonly begin: number }
  | { readonly kind: 'gather'; readonly item: Exclude<TypedItem, { kind: 'all' }> };

export function lowerIndex(e: IndexNode, environment: Environment): Node {
  const b = environment.builder;
  const target = lowerExpression(e.target, environment);
  e.items.forEach((item, k) => {
    if (item.kind === 'position') checkPositions(e, item.value, k, environment);
  });
  checkEarlier(e, environment);
  const picks = e.items.map((_, k) => pickOf(e.items, k, environment));
  const isEmpty = picks.some(({ kind }, k) => kind !== 'all' && target.shape[k] === 0);
  if (isEmpty) return b.broadcast(b.constant(0), environment.shapeOf(e.axes));

  const cut = picks.reduce((node, pick, k) => {
    if (pick.kind === 'member') return window(b, node, k, pick.place, 1);
    if (pick.kind !== 'window') return node;
    return window(b, node, k, pick.begin, environment.sizeOfAxis(pick.axis));
  }, target);

  const gathered = picks.flatMap((pick, k) =>
    pick.kind === 'gather' ? [{ item: pick.item, axis: k }] : [],
  );
  const others = picks.flatMap((pick, k) => (pick.kind === 'gather' ? [] : [k]));
  const indexAxes = [...new Set(gathered.flatMap(({ item }) => axesOf(item)))];
  const node = gather(cut, gathered, others, indexAxes, environment);

  // what the axes are now: index variables and dimensions by name, kept axes by their place
  const present: (Axis | number)[] = [...indexAxes];
  for (const k of others) {
    const pick = picks[k];
    if (pick.kind === 'window') present.push(pick.axis);
    if (pick.kind === 'all') present.push(k);
  }
  const kept = others.filter((k) => picks[k].kind !== 'member');
  const shape = [...environment.shapeOf(indexAxes), ...kept.map((k) => cut.shape[k])];
  const wanted = resultOrder(e);
  return b.transpose(
    b.reshape(node, shape),
    wanted.map((axis) => present.indexOf(axis)),
  );
}

function axesOf(item: TypedItem): readonly Axis[] {
  return item.kind === 'position' ? item.value.axes : [item.axis];
}

function pickOf(items: readonly TypedItem[], k: number, environment: Environment): Pick {
  const item = items[k];
  if (item.kind === 'all') return { kind: 'all' };
  if (item.kind === 'together') return { kind: 'gather', item };
  const known = knownNumber(item.value, environment);
  if (known !== undefined) return { kind: 'member', place: known - 1 };
  const shift = shiftOf(item.value, environment);
  if (shift === undefined) return { kind: 'gather', item };
  const { axis, offset } = shift;
  const isAlone = items.every(
    (other, j) => j === k || other.kind === 'all' || !axesOf(other).includes(axis),
  );
  if (!isAlone) return { kind: 'gather', item };
  return { kind: 'window', axis, begin: environment.extentOfAxis(axis).first + offset - 1 };
}

/** The number that an expression of data without dimensions is. */
function knownNumber(e: TypedExpression, environment: Environment): number | undefined {
  if (e.axes.length > 0 || (e.stage !== 'constant' && e.stage !== 'data')) return undefined;
  return evaluate([lowerExpression(e, environment)])[0][0];
}

/** An index variable plus a known number. */
function shiftOf(
  e: TypedExpression,
  environment: Environment,
): { readonly axis: Axis; readonly offset: number } | undefined {
  if (e.kind === 'positions') return { axis: e.axes[0], offset: 0 };
  if (e.kind !== 'binary' || (e.operator !== '+' && e.operator !== '-')) return undefined;
  const sign = e.operator === '+' ? 1 : -1;
  const left = shiftOf(e.left, environment);
  if (left !== undefined) {
    const by = knownNumber(e.right, environment);
    return by === undefined ? undefined : { axis: left.axis, offset: left.offset + sign * by };
  }
  const right = sign > 0 ? shiftOf(e.right, environment) : undefined;
  const by = right && knownNumber(e.left, environment);
  return by === undefined ? undefined : { axis: right!.axis, offset: right!.offset + by };
}

/** Tensor with all axes → [index axes…, other axes…]. */
function gather(
  node: Node,
  gathered: readonly {
    readonly item: Exclude<TypedItem, { kind: 'all' }>;
    readonly axis: number;
  }[],
  others: readonly number[],
  indexAxes: readonly Axis[],
  environment: Environment,
): Node {
  if (gathered.length === 0) return node;
  const b = environment.builder;
  const sizes = gathered.map(({ axis }) => node.shape[axis]);
  // one linear place, from 0, into the flattened axes that are picked from
  const linear = gathered.reduce<Node | undefined>((before, { item }, k) => {
    const place = align(b, placesOf(item, sizes[k], environment), axesOf(item), indexAxes);
    return before === undefined ? place : b.add(b.multiply(before, sizes[k]), place);
  }, undefined)!;
  const indices = b.toInt(b.broadcast(linear, environment.shapeOf(indexAxes)));
  const front = b.transpose(node, [...gathered.map(({ axis }) => axis), ...others]);
  const flat = b.reshape(front, [sizeOf(sizes), ...others.map((axis) => node.shape[axis])]);
  return b.gather(flat, indices);
}

/** Places from 0; those outside, whose values do not matter, become the nearest inside. */
function placesOf(
  item: Exclude<TypedItem, { kind: 'all' }>,
  size: number,
  environment: Environment,
): Node {
  const b = environment.builder;
  if (item.kind === 'together') {
    return b.constant(
      Float64Array.from({ length: size }, (_, k) => k),
      [size],
    );
  }
  const place = b.subtract(lowerExpression(item.value, environment), 1);
  const isMember = item.value.type.kind === 'index' && item.value.kind !== 'positions';
  return isMember ? place : b.minimum(b.maximum(place, 0), size - 1);
}

/** The axes of the result: kept ones by their place in the target, those of the positions by name. */
function resultOrder(e: IndexNode): (Axis | number)[] {
  const order: (Axis | number)[] = [];
  const count = new Set(e.items.flatMap((item) => (item.kind === 'all' ? [] : axesOf(item)))).size;
  let placed = false;
  e.items.forEach((item, k) => {
    if (item.kind === 'all') {
      order.push(k);
    } else if (!placed && axesOf(item).length > 0) {
      order.push(...e.axes.slice(order.length, order.length + count));
      placed = true;
    }
  });
  return order;
}
