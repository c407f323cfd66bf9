import { chart } from './chart.ts';
import { dot, polyline } from './marks.ts';
import type { Picture } from './picture.ts';
import { domainOf } from './scale.ts';

/** Above it the leave-one-out density of an observation is not trustworthy (Vehtari, Gelman and Gabry 2017). */
const largestTrusted = 0.7;
/** Dots that are drawn of those that are trusted; of more an even selection. */
const mostDots = 1000;

/** Pareto k of each observation in their order, and the bound of what is trusted. */
export function paretoKDiagram(title: string, values: readonly number[]): Picture {
  const isTrusted = (k: number): boolean => !(values[k] > largestTrusted);
  const places = values.map((_, k) => k);
  const trusted = places.filter(isTrusted);
  const suspect = places.filter((k) => !isTrusted(k));
  const stride = Math.max(1, Math.ceil(trusted.length / mostDots));
  const x = domainOf([1, values.length]);
  const at = (k: number): number => (Number.isFinite(values[k]) ? values[k] : Number.NaN);
  return chart(
    {
      title,
      x: { title: 'observation', domain: x },
      y: { title: 'Pareto k', domain: domainOf([0, 1, ...values]) },
      legend: [
        { text: `up to ${largestTrusted}: ${trusted.length}`, mark: '', shape: 'dot' },
        ...(suspect.length === 0
          ? []
          : [
              {
                text: `above ${largestTrusted}: ${suspect.length}`,
                mark: 'warning',
                shape: 'dot' as const,
              },
            ]),
      ],
    },
    (field) => [
      polyline(field, x, [largestTrusted, largestTrusted], 'faded dashed'),
      ...trusted
        .filter((_, place) => place % stride === 0)
        .map((k) => dot(field, k + 1, at(k), 'cloud', 2.5)),
      ...suspect.map((k) => dot(field, k + 1, at(k), 'warning', 3.5)),
    ],
  );
}
