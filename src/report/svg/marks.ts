import { coordinate, element } from '../markup.ts';
import type { Field } from './chart.ts';

/** A line through points; where a coordinate is not finite it breaks. */
export function polyline(
  { x, y }: Field,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  classes: string,
): string {
  let path = '';
  let pen = 'M';
  for (let k = 0; k < xs.length; k++) {
    if (!Number.isFinite(xs[k]) || !Number.isFinite(ys[k])) {
      pen = 'M';
      continue;
    }
    path += `${pen}${coordinate(x(xs[k]))} ${coordinate(y(ys[k]))}`;
    pen = 'L';
  }
  return path === '' ? '' : element('path', { d: path, class: `line ${classes}` });
}

/** The area between two curves over the same points. */
export function band(
  { x, y }: Field,
  xs: ArrayLike<number>,
  lows: ArrayLike<number>,
  highs: ArrayLike<number>,
  classes: string,
): string {
  const at = (k: number, value: number): string =>
    `${coordinate(x(xs[k]))} ${coordinate(y(value))}`;
  const places = Array.from({ length: xs.length }, (_, k) => k);
  const path = [
    ...places.map((k) => at(k, highs[k])),
    ...places.toReversed().map((k) => at(k, lows[k])),
  ].join('L');
  return path === '' ? '' : element('path', { d: `M${path}Z`, class: `area ${classes}` });
}

/** A line of horizontal and vertical pieces: `heights[k]` from `edges[k]` to `edges[k + 1]`. */
export function steps(
  field: Field,
  edges: ArrayLike<number>,
  heights: ArrayLike<number>,
  classes: string,
): string {
  const xs: number[] = [];
  const ys: number[] = [];
  for (let k = 0; k < heights.length; k++) {
    xs.push(edges[k], edges[k + 1]);
    ys.push(heights[k], heights[k]);
  }
  return polyline(field, xs, ys, classes);
}

export function bar(
  { x, y }: Field,
  from: number,
  to: number,
  height: number,
  classes: string,
  base = 0,
): string {
  const [top, bottom] = [Math.min(y(height), y(base)), Math.max(y(height), y(base))];
  return element('rect', {
    x: x(from),
    y: top,
    width: x(to) - x(from),
    height: bottom - top,
    class: `bar ${classes}`.trim(),
  });
}

export function dot({ x, y }: Field, atX: number, atY: number, classes = '', radius = 3): string {
  if (!Number.isFinite(atX) || !Number.isFinite(atY)) return '';
  return element('circle', { cx: x(atX), cy: y(atY), r: radius, class: `dot ${classes}`.trim() });
}
