import { drawCategory, pickCategory } from './category.ts';
import { type Distribution, type Parameter, supports } from './distribution.ts';
import { argumentCheck } from './domain.ts';

const parameters: readonly Parameter[] = [
  { name: 'p', support: supports.simplex, eventRank: 1, summary: 'the probability of each' },
];

/** log p[x]. */
export const categorical: Distribution = {
  name: 'Categorical',
  summary: 'One of several categories, by their probabilities.',
  parameters,
  support: { kind: 'category', argument: 'p', words: 'one of the categories' },
  logDensity: (b, x, arguments_) =>
    b.add(
      pickCategory(b, x, arguments_.p, (p) => b.log(p)),
      argumentCheck(b, parameters, arguments_),
    ),
  information: {
    arguments: ['p'],
    // Σ eₖ eₖᵀ / pₖ
    roots: (given) => {
      const p = Array.from(given.p as ArrayLike<number>);
      return p.map((own, k) => ({ p: p.map((_, j) => (j === k ? 1 / Math.sqrt(own) : 0)) }));
    },
  },
  moments: () => ({ mean: Number.NaN, variance: Number.NaN }),
  probabilities: ({ p }) => p,
  sample: (random, arguments_) => drawCategory(arguments_.p as ArrayLike<number>, random.uniform()),
  testPoints: [
    // mpmath, 50 digits
    { x: 1.0, arguments: { p: [0.25, 0.75] }, logDensity: -1.3862943611198906 },
    { x: 2.0, arguments: { p: [0.25, 0.75] }, logDensity: -0.2876820724517809 },
    { x: 3.0, arguments: { p: [0.5, 0.25, 0.25] }, logDensity: -1.3862943611198906 },
    { x: 1.0, arguments: { p: [1.0] }, logDensity: 0.0 },
    { x: 1.0, arguments: { p: [0.0, 1.0] }, logDensity: -Infinity },
    { x: 2.0, arguments: { p: [0.0, 1.0] }, logDensity: 0.0 },
    { x: 2.0, arguments: { p: [1e-300, 1.0] }, logDensity: 0.0 },
    { x: 1.0, arguments: { p: [1e-300, 1.0] }, logDensity: -690.7755278982137 },
    { x: 0.0, arguments: { p: [0.5, 0.5] }, logDensity: -Infinity },
    { x: 3.0, arguments: { p: [0.5, 0.5] }, logDensity: -Infinity },
    { x: 1.5, arguments: { p: [0.5, 0.5] }, logDensity: -Infinity },
    { x: -1.0, arguments: { p: [0.5, 0.5] }, logDensity: -Infinity },
  ],
};
