import type { Influenced } from '../../semantics/influences.ts';
import { element } from '../markup.ts';
import type { Box } from './layout.ts';

/** The shape of a value: round where it is drawn from a distribution. */
export function outline(kind: Influenced['kind'], box: Box, look: string): string {
  const { x, y, width, height } = box;
  return kind === 'drawn'
    ? element('ellipse', { class: look, cx: x, cy: y, rx: width / 2, ry: height / 2 })
    : element('rect', {
        class: look,
        x: x - width / 2,
        y: y - height / 2,
        width,
        height,
        rx: kind === 'factor' ? 0 : 4,
      });
}
