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

/** Pareto k of each observation, with the bounds above which its leave-one-out density is not to be trusted. */
export function paretoKs(title: string, values: Float64Array): Picture {
  const places = Float64Array.from(values, (_, k) => k + 1);
  const finite = values.filter(Number.isFinite);
  const highest = finite.reduce((a, b) => Math.max(a, b), 1);
  const lowest = finite.reduce((a, b) => Math.min(a, b), 0);
  return chart(
    {
      title,
      x: { title: 'observation', domain: domainOf([0, values.length + 1], 0) },
      y: {
        title: 'Pareto k (to be trusted up to 0.7)',
        domain: [lowest - 0.05, highest + 0.1],
        ticks: [0, 0.5, 0.7, 1].map((value) => ({ value, text: String(value) })),
      },
    },
    (field) => [...values].map((k, i) => dot(field, places[i], k, k > 0.7 ? 'warning' : '', 2.5)),
  );
}
