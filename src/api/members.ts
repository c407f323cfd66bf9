import type { BoundData } from '../binding/bound-data.ts';
import type { Quantity } from '../posterior/generated.ts';
import type { DrawColumn } from '../results/draws.ts';
import { axisDimension } from '../semantics/axes.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { OptionError } from './option-error.ts';

/** Of each element of a parameter under new data, its place among the elements in the fit; −1 for new ones. */
export function placesInFit(
  quantity: Quantity,
  column: DrawColumn,
  typed: TypedModel,
  bound: BoundData,
  isSameData: boolean,
): Int32Array {
  const members = quantity.axes.map((axis, k) =>
    membersInFit(axisDimension(axis)!, column, k, typed, bound, isSameData),
  );
  let places = Int32Array.of(0);
  members.forEach((positions, axis) => {
    const extent = column.shape[axis];
    const next = new Int32Array(places.length * positions.length);
    places.forEach((outer, k) => {
      positions.forEach((position, m) => {
        const isNew = outer < 0 || position < 0;
        next[k * positions.length + m] = isNew ? -1 : outer * extent + position;
      });
    });
    places = next;
  });
  return places;
}

/**
 * Members are the same where their labels are, or, where a dimension has none, their positions. What are just rows of
 * something observed, without labels and never indexed into, are new rows unless the data are those of the fit.
 */
function membersInFit(
  dimension: string,
  column: DrawColumn,
  axis: number,
  typed: TypedModel,
  bound: BoundData,
  isSameData: boolean,
): Int32Array {
  const { size, labels } = bound.dimensions.get(dimension)!;
  const before = column.labels[axis];
  if ((labels === undefined) !== (before === undefined)) {
    throw new OptionError(
      before === undefined
        ? `the members of \`${dimension}\` have labels in these data, and had none in those of the fit`
        : `the members of \`${dimension}\` had labels in the data of the fit (${before[0]}, …): give them here too`,
    );
  }
  if (labels !== undefined) {
    const positions = new Map(before!.map((label, k) => [label, k]));
    return Int32Array.from(labels, (label) => positions.get(label) ?? -1);
  }
  const extent = column.shape[axis];
  const isSame = isSameData || areNumbered(dimension, typed);
  return Int32Array.from({ length: size }, (_, k) => (isSame && k < extent ? k : -1));
}

/**
 * Whether positions say who a member is: the model gives the size, data index into the dimension, or nothing that is
 * observed runs along it, as with the predictors of a regression: these are no rows.
 */
function areNumbered(dimension: string, typed: TypedModel): boolean {
  if (typed.dimensions.get(dimension)!.definition.kind !== 'data') return true;
  const isIndexed = typed.statements.some(
    (s) => s.kind === 'data' && s.type.dimension === dimension,
  );
  const hasRows = typed.statements.some(
    (s) => s.kind === 'observe' && s.left.axes.some((axis) => axisDimension(axis) === dimension),
  );
  return isIndexed || !hasRows;
}
