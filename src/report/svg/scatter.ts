import { chart } from './chart.ts';
import { dot } from './marks.ts';
import type { Picture } from './picture.ts';
import { domainOf } from './scale.ts';

/** Dots of one pair that are drawn; of more draws an even selection, of divergent ones all. */
const mostDots = 400;

export interface NamedValues {
  readonly name: string;
  readonly values: Float64Array;
}

/** Draws of two quantities against each other. */
export function scatter(
  x: NamedValues,
  y: NamedValues,
  correlation: number,
  isDiverging: (draw: number) => boolean,
): Picture {
  const count = x.values.length;
  const stride = Math.max(1, Math.ceil(count / mostDots));
  const regular: number[] = [];
  const divergent: number[] = [];
  for (let draw = 0; draw < count; draw++) {
    if (isDiverging(draw)) divergent.push(draw);
    else if (draw % stride === 0) regular.push(draw);
  }
  return chart(
    {
      title: `${y.name} against ${x.name}`,
      x: {
        title: `${x.name} (rank correlation ${correlation.toFixed(2).replace('-', '−')})`,
        domain: domainOf(x.values),
      },
      y: { title: y.name, domain: domainOf(y.values) },
      legend:
        divergent.length === 0
          ? []
          : [{ text: `${divergent.length} divergent`, mark: 'warning', shape: 'dot' }],
    },
    (field) => [
      ...regular.map((draw) => dot(field, x.values[draw], y.values[draw], 'cloud', 2)),
      ...divergent.map((draw) => dot(field, x.values[draw], y.values[draw], 'warning', 2.5)),
    ],
  );
}
