import { evaluate } from '../engines/reference/evaluate.ts';
import type { Node } from '../graph/node.ts';
import { axisDimension, describeAxis, isVariableAxis } from '../semantics/axes.ts';
import type { Axis, IndexNode, TypedExpression } from '../semantics/typed-expression.ts';
import { align } from './align.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';

/**
 * Stops where a position along axis `k` of the target is no member's, although its value matters.
 * Positions that depend on parameters are members by their type.
 */
export function checkPositions(
  e: IndexNode,
  position: TypedExpression,
  k: number,
  environment: Environment,
): void {
  if (position.stage !== 'constant' && position.stage !== 'data') return;
  if (e.validWhere === undefined && position.axes.length > 0) return;
  const b = environment.builder;
  const conditions = (e.validWhere ?? []).filter(({ axes }) => new Set(axes).size === axes.length);
  const axes = [...new Set([...position.axes, ...conditions.flatMap((c) => c.axes)])];
  const shape = environment.shapeOf(axes);
  const full = (part: TypedExpression): Node =>
    b.broadcast(align(b, lowerExpression(part, environment), part.axes, axes), shape);
  const [positions, ...known] = evaluate([position, ...conditions].map(full));
  const size = environment.sizeOfAxis(e.target.axes[k]);
  const wrong = positions.findIndex(
    (p, n) => !(p >= 1 && p <= size && Number.isInteger(p)) && known.every((c) => c[n] !== 0),
  );
  if (wrong < 0) return;
  const { text } = environment.source;
  const written = text.slice(position.span.start, position.span.end).replace(/\s+/g, ' ');
  const dimension = axisDimension(e.target.axes[k]);
  const along = dimension === undefined ? describeAxis(e.target.axes[k]) : `\`${dimension}\``;
  const value = positions[wrong];
  const isWritten = String(value) === written;
  const what = isWritten
    ? `position ${value} is`
    : `position \`${written}\` is ${value}${place(axes, wrong, environment)},`;
  environment.fail(
    'position-out-of-range',
    position.span,
    `${what} outside ${along}, which has ${size} ${size === 1 ? 'member' : 'members'}`,
    isWritten
      ? 'positions count from 1'
      : 'leave such positions out by an `if` on data, or by the range of an index variable',
  );
}

/** Stops where an element of a declaration itself is none that comes before the one being defined. */
export function checkEarlier(e: IndexNode, environment: Environment): void {
  if (e.earlier === undefined) return;
  const { along, here, where } = e.earlier;
  const item = e.items[along];
  if (item.kind !== 'position') return;
  const conditions = where.filter(({ axes }) => new Set(axes).size === axes.length);
  const parts = [here, item.value, ...conditions];
  const axes = [...new Set(parts.flatMap((part) => part.axes))];
  const shape = environment.shapeOf(axes);
  const b = environment.builder;
  const [places, positions, ...known] = evaluate(
    parts.map((part) =>
      b.broadcast(align(b, lowerExpression(part, environment), part.axes, axes), shape),
    ),
  );
  const wrong = positions.findIndex((p, n) => !(p < places[n]) && known.every((c) => c[n] !== 0));
  if (wrong < 0) return;
  const { text } = environment.source;
  const written = text.slice(item.value.span.start, item.value.span.end).replace(/\s+/g, ' ');
  environment.fail(
    'not-an-earlier-element',
    item.value.span,
    `position \`${written}\` is ${positions[wrong]}${place(axes, wrong, environment)}: elements are computed in order, and that is no earlier one`,
    'leave elements that have none before them out by an `if` on data',
  );
}

/** ` where t is 1`: which members of the index variables an element belongs to. */
function place(axes: readonly Axis[], element: number, environment: Environment): string {
  let rest = element;
  const words: string[] = [];
  for (const axis of [...axes].reverse()) {
    const { first, size } = environment.extentOfAxis(axis);
    const name = isVariableAxis(axis)
      ? axis.slice(0, axis.indexOf('#'))
      : `the position in ${axis}`;
    words.unshift(`${name} is ${first + (rest % size)}`);
    rest = Math.floor(rest / size);
  }
  return words.length === 0 ? '' : ` where ${words.join(' and ')}`;
}
