/** Likelihoods of many rows that need only a few numbers of their data: the same density from those. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { prepare } from '../../src/engines/reference/engine.ts';
import { evaluate } from '../../src/engines/reference/evaluate.ts';
import { wasmEngine } from '../../src/engines/wasm/engine.ts';
import { Builder } from '../../src/graph/builder.ts';
import type { Graph } from '../../src/graph/node.ts';
import { sizeOf } from '../../src/graph/node.ts';
import { SimplifyingBuilder } from '../../src/graph/simplify.ts';
import { densityAndGradient } from '../../src/posterior/density.ts';

const ROWS = 400;
const GROUPS = 7;

/** Numbers between 0 and 1 without a pattern. */
const uniform = (n: number, seed: number): number[] =>
  Array.from({ length: n }, (_, k) => {
    const x = Math.sin(12.9898 * (k + 1) + 78.233 * seed) * 43758.5453;
    return x - Math.floor(x);
  });
const reals = (n: number, seed: number): number[] => uniform(n, seed).map((u) => 6 * u - 3);
const counts = (n: number, seed: number): number[] =>
  uniform(n, seed).map((u) => Math.floor(9 * u * u));
const indices = (n: number, size: number, seed: number): number[] =>
  uniform(n, seed).map((u, k) => (k < size ? k + 1 : 1 + Math.floor(size * u)));
const binary = (n: number, seed: number): number[] => uniform(n, seed).map((u) => Number(u < 0.4));
const matrix = (rows: number, columns: number, seed: number): number[][] =>
  Array.from({ length: rows }, (_, row) => reals(columns, seed + 0.37 * row));

interface Model {
  readonly name: string;
  readonly text: string;
  readonly data: Record<string, unknown>;
  /** The largest extent of what each run computes: ROWS if nothing has collapsed. */
  readonly extent: number;
}

const y = reals(ROWS, 1);
const k = counts(ROWS, 2);
const g = indices(ROWS, GROUPS, 3);
const h = indices(ROWS, 5, 4);
const x = reals(ROWS, 5);
const positive = uniform(ROWS, 6).map((u) => 0.2 + 3 * u);
const X = matrix(ROWS, 3, 7);
const trials = k.map((count, row) => count + (row % 4));

const iid = (
  observed: string,
  values: number[],
  parameters: string,
  distribution: string,
  extent: number,
  others: Record<string, unknown> = {},
): Model => ({
  name: distribution,
  text: `dim obs dim group
    data y[obs]: ${observed} data g[obs]: group
    ${Object.keys(others)
      .map((name) => `data ${name}[obs]: count`)
      .join(' ')}
    ${parameters} observe y ~ ${distribution}`,
  data: { y: values, g, ...others },
  extent,
});

const models: readonly Model[] = [
  iid('real', y, 'param m ~ Normal(0, 1) param s ~ Exponential(1)', 'Normal(m, s)', 1),
  iid('real', y, 'param m ~ Normal(0, 1)', 'Normal(m, 2)', 1),
  iid('real', y, 'param m ~ Normal(0, 1) param v ~ Exponential(1)', 'Normal(m, sqrt(v))', 1),
  iid(
    'positive',
    positive,
    'param m ~ Normal(0, 1) param s ~ Exponential(1)',
    'LogNormal(m, s)',
    1,
  ),
  iid('positive', positive, 'param s ~ Exponential(1)', 'HalfNormal(s)', 1),
  iid('positive', positive, 'param r ~ Exponential(1)', 'Exponential(r)', 1),
  iid('positive', positive, 'param a ~ Exponential(1) param r ~ Exponential(1)', 'Gamma(a, r)', 1),
  iid(
    'positive',
    positive,
    'param a ~ Exponential(1) param r ~ Exponential(1)',
    'InverseGamma(a, r)',
    1,
  ),
  iid(
    'unit',
    uniform(ROWS, 8),
    'param a ~ Exponential(1) param c ~ Exponential(1)',
    'Beta(a, c)',
    1,
  ),
  iid('count', k, 'param r ~ Exponential(1)', 'Poisson(r)', 1),
  iid('count', k, 'param r ~ Normal(0, 1)', 'PoissonLog(r)', 1),
  iid('count', k, 'param p ~ Beta(1, 1)', 'Geometric(p)', 1),
  iid('count', k, 'param m ~ Exponential(1) param d ~ Exponential(1)', 'NegativeBinomial(m, d)', 9),
  iid('binary', binary(ROWS, 9), 'param p ~ Beta(1, 1)', 'Bernoulli(p)', 2),
  iid('binary', binary(ROWS, 9), 'param p ~ Normal(0, 1)', 'BernoulliLogit(p)', 2),
  iid('count', k, 'param p ~ Beta(1, 1)', 'Binomial(trials, p)', 1, { trials }),
  iid('count', k, 'param p ~ Normal(0, 1)', 'BinomialLogit(trials, p)', 1, { trials }),
  iid('int', k, 'param t ~ Exponential(1)', 'StudentT(4, t, 1)', 9),
  // by group
  iid(
    'real',
    y,
    'param m[group] ~ Normal(0, 1) param s ~ Exponential(1)',
    'Normal(m[g], s)',
    GROUPS,
  ),
  iid(
    'real',
    y,
    'param m ~ Normal(0, 1) param s[group] ~ Exponential(1)',
    'Normal(m, s[g])',
    GROUPS,
  ),
  iid(
    'real',
    y,
    'param m[group] ~ Normal(0, 1) param s[group] ~ Exponential(1)',
    'Normal(m[g], s[g])',
    GROUPS,
  ),
  iid('count', k, 'param r[group] ~ Exponential(1)', 'Poisson(r[g])', GROUPS),
  iid('count', k, 'param r[group] ~ Normal(0, 1)', 'PoissonLog(0.3 + r[g])', GROUPS),
  iid('positive', positive, 'param r[group] ~ Exponential(1)', 'Gamma(2, r[g])', GROUPS),
  iid(
    'binary',
    binary(ROWS, 9),
    'param p[group] ~ Normal(0, 1)',
    'BernoulliLogit(p[g])',
    2 * GROUPS,
  ),
  iid('count', k, 'param p[group] ~ Beta(1, 1)', 'Binomial(trials, p[g])', GROUPS, { trials }),
  {
    name: 'two factors',
    text: `dim obs dim group dim kind
      data y[obs]: real data g[obs]: group data h[obs]: kind
      param a[group] ~ Normal(0, 1) param c[kind] ~ Normal(0, 1) param s ~ Exponential(1)
      observe y ~ Normal(a[g] + c[h], s)`,
    data: { y, g, h },
    extent: 5 * GROUPS,
  },
  {
    name: 'a table with an effect of each row',
    text: `dim row dim col
      data y[row, col]: real
      param a[row] ~ Normal(0, 1) param s ~ Exponential(1)
      observe y ~ Normal(a, s)`,
    data: { y: matrix(9, 40, 10) },
    extent: 9,
  },
  {
    name: 'a table with an effect of each column',
    text: `dim row dim col
      data y[row, col]: count
      param a[col] ~ Exponential(1)
      observe y ~ Poisson(a)`,
    data: { y: Array.from({ length: 40 }, (_, row) => counts(9, row)) },
    extent: 9,
  },
  // regressions
  {
    name: 'a line',
    text: `dim obs
      data y[obs]: real data x[obs]: real
      param a ~ Normal(0, 1) param b ~ Normal(0, 1) param s ~ Exponential(1)
      observe y ~ Normal(a + b * x, s)`,
    data: { y, x },
    extent: 1,
  },
  {
    name: 'a matrix of predictors',
    text: `dim obs dim predictor
      data y[obs]: real data X[obs, predictor]: real
      param a ~ Normal(0, 1) param b[predictor] ~ Normal(0, 1) param s ~ Exponential(1)
      observe y ~ Normal(a + X @ b, s)`,
    data: { y, X },
    extent: 3,
  },
  {
    name: 'a matrix with a column of ones and no intercept',
    text: `dim obs dim predictor
      data y[obs]: real data X[obs, predictor]: real
      param b[predictor] ~ Normal(0, 1) param s ~ Exponential(1)
      observe y ~ Normal(X @ b, s)`,
    data: { y, X: X.map((row) => [1, ...row.slice(1)]) },
    extent: 3,
  },
  {
    name: 'coefficients one by one',
    text: `dim obs dim coefficient = 4
      data y[obs]: real data x[obs]: real data h[obs]: int
      param b[coefficient] ~ Normal(0, 1) param s ~ Exponential(1)
      observe y ~ Normal(b[1] + b[2] * x + b[3] * (h == 2) + b[4] * x * (h == 3), s)`,
    data: { y, x, h },
    extent: 4,
  },
  {
    name: 'known standard errors',
    text: `dim obs
      data y[obs]: real data x[obs]: real data se[obs]: positive
      param a ~ Normal(0, 1) param b ~ Normal(0, 1) param s ~ Exponential(1)
      observe y ~ Normal(a + b * x, s * se)`,
    data: { y, x, se: positive },
    extent: 1,
  },
  {
    name: 'intercepts by group',
    text: `dim obs dim group
      data y[obs]: real data x[obs]: real data g[obs]: group
      param a[group] ~ Normal(0, 1) param b ~ Normal(0, 1) param s ~ Exponential(1)
      observe y ~ Normal(a[g] + b * x, s)`,
    data: { y, x, g },
    extent: GROUPS,
  },
  {
    name: 'intercepts and slopes by group, not centred',
    text: `dim obs dim group
      data y[obs]: real data x[obs]: real data g[obs]: group
      param m ~ Normal(0, 1) param t ~ Exponential(1) param s ~ Exponential(1)
      param a[group] ~ Normal(m, t) param b[group] ~ Normal(0, t)
      observe y ~ Normal(a[g] + b[g] * x, s)`,
    data: { y, x, g },
    extent: GROUPS,
  },
  {
    name: 'a predictor that is the same in each group',
    text: `dim obs dim group
      data y[obs]: real data u[group]: real data g[obs]: group
      param a[group] ~ Normal(0, 1) param b ~ Normal(0, 1) param s ~ Exponential(1)
      observe y ~ Normal(a[g] + b * u[g], s)`,
    data: { y, u: reals(GROUPS, 11), g },
    extent: GROUPS,
  },
  {
    name: 'a few kinds of rows',
    text: `dim obs dim predictor
      data y[obs]: binary data X[obs, predictor]: binary
      param a ~ Normal(0, 1) param b[predictor] ~ Normal(0, 1)
      observe y ~ BernoulliLogit(a + X @ b)`,
    data: { y: binary(ROWS, 9), X: X.map((row) => row.map((value) => Number(value > 0))) },
    extent: 16,
  },
  {
    name: 'missing cells',
    text: `dim obs
      data y[obs]: real?
      param m ~ Normal(0, 1) param s ~ Exponential(1)
      observe y ~ Normal(m, s)`,
    data: { y: y.map((value, row) => (row % 3 === 1 ? null : value)) },
    extent: 1,
  },
];

/** The largest number of elements of anything computed. */
function largestExtent(graph: Graph): number {
  return Math.max(...graph.nodes.map(({ op, shape }) => (op === 'constant' ? 0 : sizeOf(shape))));
}

function graphsOf({ text, data }: Model): { direct: Graph; collapsed: Graph } {
  const { lowered } = compile(text).bind(data);
  const [plain, simplifying] = [new Builder(), new SimplifyingBuilder(evaluate)];
  return {
    direct: plain.finish(densityAndGradient(plain, lowered)),
    collapsed: simplifying.finish(densityAndGradient(simplifying, lowered)),
  };
}

type Inputs = Record<string, Float64Array>;

const pointsOf = ({ inputs }: Graph): Inputs[] =>
  [0, 1, 2].map((seed) =>
    Object.fromEntries(
      inputs.map(({ attributes, shape }, k) => [
        attributes.name!,
        Float64Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(2.3 * i + k + 3 * seed)),
      ]),
    ),
  );

describe('sufficient statistics', () => {
  it.each(models)('$name: the same value and gradient from fewer rows', (model) => {
    const { direct, collapsed } = graphsOf(model);
    expect(largestExtent(collapsed)).toBeLessThanOrEqual(
      Math.max(model.extent, ...direct.inputs.map(({ shape }) => sizeOf(shape))),
    );
    for (const point of pointsOf(direct)) {
      const expected = prepare(direct).run(point);
      for (const actual of [
        prepare(collapsed).run(point),
        wasmEngine.prepare(collapsed).run(point),
      ]) {
        for (const [name, values] of Object.entries(expected)) {
          // slopes are sums of terms of both signs: relative to the larger of them
          const scale = Math.max(Math.abs(expected.logDensity[0]), ...values.map(Math.abs));
          values.forEach((value, i) => {
            expect(Math.abs(actual[name][i] - value)).toBeLessThanOrEqual(1e-12 * scale);
          });
        }
      }
    }
  });
});
