import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative, zeroOutside } from './domain.ts';

const parameters = [
  { name: 'minimum', support: supports.positive, summary: 'the smallest value' },
  { name: 'shape', support: supports.positive, summary: 'the shape: the tail goes as x^−shape' },
];

/** log(x / minimum), precise also where the two are close. */
function logRatio(b: Builder, x: Node, { minimum }: Arguments): Node {
  const value = b.maximum(x, minimum);
  const isNear = b.less(value, b.multiply(2, minimum));
  const excess = b.divide(b.subtract(b.where(isNear, value, minimum), minimum), minimum);
  return b.where(isNear, b.log1p(excess), b.log(b.divide(value, minimum)));
}

/** log shape − log x − shape log(x / minimum) for x ≥ minimum. */
export const pareto: Distribution = {
  name: 'Pareto',
  summary: 'The Pareto distribution: a power tail from a minimum on.',
  parameters,
  scaling: { minimum: 1 },
  support: {
    kind: 'real',
    lower: { argument: 'minimum' },
    upper: Infinity,
    upperOpen: true,
    words: 'a number not below the minimum',
  },
  logDensity: (b, x, arguments_) => {
    const { minimum, shape } = arguments_;
    const fall = b.add(b.multiply(shape, logRatio(b, x, arguments_)), b.log(x));
    return b.add(
      zeroOutside(b, b.less(x, minimum), b.subtract(b.log(shape), fall)),
      argumentCheck(b, parameters, arguments_),
    );
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) =>
      b.log1mExp(b.negate(b.multiply(arguments_.shape, logRatio(b, x, arguments_)))),
    logSurvival: (b, x, arguments_) =>
      b.negate(b.multiply(arguments_.shape, logRatio(b, x, arguments_))),
  }),
  moments: ({ minimum, shape }) => {
    if (shape <= 1) return { mean: Infinity, variance: Number.NaN };
    const mean = minimum * (shape / (shape - 1));
    if (shape <= 2) return { mean, variance: Infinity };
    return { mean, variance: (mean * mean) / (shape * (shape - 2)) };
  },
  sample: (random, arguments_) => {
    const { minimum, shape } = arguments_ as ArgumentValues;
    return minimum * Math.exp(random.exponential() / shape);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 1.0,
      arguments: { minimum: 1.0, shape: 2.0 },
      logDensity: Math.LN2,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1.5,
      arguments: { minimum: 1.0, shape: 2.0 },
      logDensity: -0.5232481437645479,
      logCdf: -0.5877866649021191,
      logSurvival: -0.8109302162163288,
    },
    {
      x: 3.0,
      arguments: { minimum: 2.5, shape: 0.5 },
      logDensity: -1.8829202476250324,
      logCdf: -2.440364687036329,
      logSurvival: -0.09116077839697731,
    },
    {
      x: 10000000000.0,
      arguments: { minimum: 1.0, shape: 3.0 },
      logDensity: -91.00479143109372,
      logCdf: -1e-30,
      logSurvival: -69.07755278982137,
    },
    {
      x: 1.0000001,
      arguments: { minimum: 1.0, shape: 2.0 },
      logDensity: 0.6931468805599601,
      logCdf: -15.424948619814499,
      logSurvival: -1.999999901167741e-7,
    },
    {
      x: 1e-5,
      arguments: { minimum: 1e-6, shape: 20.0 },
      logDensity: -31.543044121356697,
      logCdf: -9.999999999999974e-21,
      logSurvival: -46.051701859880914,
    },
    {
      x: 700.0,
      arguments: { minimum: 600.0, shape: 1.5 },
      logDensity: -6.376841246676128,
      logCdf: -1.5777458799592523,
      logSurvival: -0.23122601974088747,
    },
    {
      x: 2.0,
      arguments: { minimum: 1.0, shape: 0.001 },
      logDensity: -7.6015956067226425,
      logCdf: -7.2746147531352054,
      logSurvival: -0.0006931471805599453,
    },
    {
      x: 0.5,
      arguments: { minimum: 1.0, shape: 2.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: -1.0,
      arguments: { minimum: 1.0, shape: 2.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};
