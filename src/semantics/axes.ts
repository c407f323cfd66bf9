import type { Axis } from './typed-expression.ts';

/**
 * The axis along which the index variable `name` walks, over a dimension or over a range of whole
 * numbers; `serial` makes it unique in its model.
 */
export function variableAxis(name: string, serial: number, dimension?: string): Axis {
  return dimension === undefined ? `${name}#${serial}` : `${name}#${serial}:${dimension}`;
}

/** The axis of a list literal that has not met a dimension. */
export function listAxis(length: number): Axis {
  return `[${length}]`;
}

/** The number of elements of a list literal's axis, undefined for other axes. */
export function listLength(axis: Axis): number | undefined {
  return axis.startsWith('[') ? Number(axis.slice(1, -1)) : undefined;
}

export function isListAxis(axis: Axis): boolean {
  return axis.startsWith('[');
}

export function isVariableAxis(axis: Axis): boolean {
  return axis.includes('#');
}

/** The declared dimension behind an axis, undefined for those of list literals and plain ranges. */
export function axisDimension(axis: Axis): string | undefined {
  if (axis.startsWith('[')) return undefined;
  const colon = axis.indexOf(':');
  if (colon >= 0) return axis.slice(colon + 1);
  return isVariableAxis(axis) ? undefined : axis;
}

/** As a user would write it: `i in county`, `county`, `a list of 3`. */
export function describeAxis(axis: Axis): string {
  const length = listLength(axis);
  if (length !== undefined) return `a list of ${length}`;
  const mark = axis.indexOf('#');
  if (mark < 0) return axis;
  const dimension = axisDimension(axis);
  const name = axis.slice(0, mark);
  return dimension === undefined ? name : `${name} in ${dimension}`;
}

/** What a tensor has, in words: `no dimensions`, `[obs, predictor]`, `a list of 3`. */
export function axesInWords(axes: readonly Axis[]): string {
  if (axes.length === 0) return 'no dimensions';
  return axes.every(isListAxis)
    ? `a list of ${axes.map(listLength).join(' by ')}`
    : describeAxes(axes);
}

/** `has no dimensions`, `has [obs, predictor]`, `is a list of 3`. */
export function shapeInWords(axes: readonly Axis[]): string {
  return `${axes.length > 0 && axes.every(isListAxis) ? 'is' : 'has'} ${axesInWords(axes)}`;
}

/** A list of axes as a user would write it: `[obs, predictor]`; a scalar is `[]`. */
export function describeAxes(axes: readonly Axis[]): string {
  return `[${axes.map(describeAxis).join(', ')}]`;
}
