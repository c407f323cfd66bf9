/** Where the elements that a value uses of itself stand, if only data tell how far back that is. */
import { evaluate } from '../engines/reference/evaluate.ts';
import { visit } from '../semantics/tree.ts';
import type { Axis, IndexNode, TypedExpression } from '../semantics/typed-expression.ts';
import type { Recurrence } from '../semantics/typed-model.ts';
import type { Environment } from './environment.ts';
import { lowerAligned } from './expression.ts';

export interface LookBack {
  /** How many elements back the farthest is. */
  readonly farthest: number;
  /** By each use of the value: positions among the last `farthest` elements, along its dimension too. */
  readonly positions: ReadonlyMap<IndexNode, TypedExpression>;
}

/** @param axis the dimension along which the value is computed in order */
export function lookBackOf(
  name: string,
  value: TypedExpression,
  { along, reverse }: Recurrence,
  axis: Axis,
  outer: Environment,
): LookBack {
  const b = outer.builder;
  const uses: { readonly use: IndexNode; readonly there: TypedExpression }[] = [];
  visit(value, (part) => {
    if (part.kind !== 'index' || part.target.kind !== 'variable') return;
    const item = part.items[along];
    if (part.target.name !== name || item.kind !== 'position') return;
    uses.push({ use: part, there: item.value });
  });
  const found = uses.map(({ use, there }) => {
    const { type, stage, span } = there;
    const axes = [axis, ...there.axes.filter((other) => other !== axis)];
    const here: TypedExpression = { kind: 'positions', axes: [axis], type, stage, span };
    const [first, second] = reverse ? [there, here] : [here, there];
    const difference = b.subtract(
      lowerAligned(first, axes, outer),
      lowerAligned(second, axes, outer),
    );
    const shape = outer.shapeOf(axes);
    const [distances] = evaluate([b.broadcast(difference, shape)]);
    const position: TypedExpression = { kind: 'rename', operand: there, axes, type, stage, span };
    return { use, distances, shape, position };
  });
  // what is not before the element is nothing that a condition or a range lets through
  let farthest = 1;
  for (const { distances } of found) {
    for (const distance of distances) farthest = Math.max(farthest, distance);
  }
  for (const { distances, shape, position } of found) {
    const places = Float64Array.from(distances, (distance) => farthest + 1 - Math.max(distance, 1));
    outer.lowered.set(position, b.constant(places, shape));
  }
  return { farthest, positions: new Map(found.map(({ use, position }) => [use, position])) };
}
