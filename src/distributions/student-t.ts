import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative } from './domain.ts';
import { orthogonal } from './information.ts';
import { logKernel, logNormaliser, logOutside } from './student-t-kernel.ts';

const parameters = [
  { name: 'df', support: supports.positive, summary: 'degrees of freedom' },
  { name: 'location', support: supports.real, summary: 'the centre' },
  { name: 'scale', support: supports.positive, summary: 'the scale' },
];

/** log P(T ≤ z): half the mass outside |z| on the left, 1 less that half on the right. */
function logLower(b: Builder, df: Node, z: Node): Node {
  const left = b.less(z, 0);
  // not `abs`, which has no slope at 0
  const outside = logOutside(b, df, b.where(left, b.negate(z), z));
  const half = b.subtract(outside, Math.LN2);
  return b.where(left, half, b.log1p(b.negate(b.exp(half))));
}

const standardised = (b: Builder, x: Node, { location, scale }: Arguments): Node =>
  b.divide(b.subtract(x, location), scale);

/** log Γ((df+1)/2) − log Γ(df/2) − ½ log(df π) − log scale − (df+1)/2 · log(1 + z²/df). */
export const studentT: Distribution = {
  name: 'StudentT',
  summary: "Student's t distribution: heavier tails the smaller df.",
  parameters,
  support: supports.real,
  locationScale: { location: 'location', scale: 'scale' },
  logDensity: (b, x, arguments_) => {
    const { df, scale } = arguments_;
    const constant = b.subtract(logNormaliser(b, df), b.log(scale));
    const kernel = logKernel(b, df, standardised(b, x, arguments_));
    return b.add(kernel, b.add(constant, argumentCheck(b, [parameters[0]], arguments_)));
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => logLower(b, arguments_.df, standardised(b, x, arguments_)),
    logSurvival: (b, x, arguments_) =>
      logLower(b, arguments_.df, b.negate(standardised(b, x, arguments_))),
  }),
  information: orthogonal(
    {
      location: ({ df, scale }) => (df + 1) / ((df + 3) * scale * scale),
      scale: ({ df, scale }) => (2 * df) / ((df + 3) * scale * scale),
    },
    'scale',
  ),
  moments: ({ df, location, scale }) => ({
    mean: df > 1 ? location : Number.NaN,
    variance: df > 2 ? (scale * scale * df) / (df - 2) : df > 1 ? Infinity : Number.NaN,
  }),
  sample: (random, arguments_) => {
    const { df, location, scale } = arguments_ as ArgumentValues;
    return location + (scale * random.normal()) / Math.sqrt(random.gamma(df / 2) / (df / 2));
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { df: 4.0, location: 0.0, scale: 1.0 },
      logDensity: -0.9808292530117262,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 1.25,
      arguments: { df: 4.0, location: 0.0, scale: 1.0 },
      logDensity: -1.805212468942896,
      logCdf: -0.15049715405178352,
      logSurvival: -1.9681161352880105,
    },
    {
      x: -2.5,
      arguments: { df: 3.0, location: 1.0, scale: 0.5 },
      logDensity: -6.0130045288902,
      logCdf: -5.811436335068797,
      logSurvival: -0.0029976162144188063,
    },
    {
      x: 1e-9,
      arguments: { df: 4.0, location: 0.0, scale: 1.0 },
      logDensity: -0.9808292530117262,
      logCdf: -0.6931471798099453,
      logSurvival: -0.6931471813099453,
    },
    {
      x: 1e-5,
      arguments: { df: 3.0, location: 0.0, scale: 1.0 },
      logDensity: -1.0008888496901764,
      logCdf: -0.6931398295350254,
      logSurvival: -0.6931545316389032,
    },
    {
      x: 50.0,
      arguments: { df: 5.0, location: 0.0, scale: 2.0 },
      logDensity: -16.170612490469104,
      logCdf: -9.553393485342019e-7,
      logSurvival: -13.861199698473921,
    },
    {
      x: -1000000.0,
      arguments: { df: 2.0, location: 0.0, scale: 1.0 },
      logDensity: -41.44653167389582,
      logCdf: -28.324168296489994,
      logSurvival: -4.99999999999375e-13,
    },
    {
      x: 0.7,
      arguments: { df: 0.1, location: 0.0, scale: 1.0 },
      logDensity: -2.8861445343697025,
      logCdf: -0.5628069480905993,
      logSurvival: -0.8430587596635801,
    },
    {
      x: 100000000.0,
      arguments: { df: 1.0, location: 0.0, scale: 1.0 },
      logDensity: -37.98609137375413,
      logCdf: -3.183098866903966e-9,
      logSurvival: -19.565410629801764,
    },
    {
      x: 2.0,
      arguments: { df: 100.0, location: 0.5, scale: 1.5 },
      logDensity: -1.829395307736157,
      logCdf: -0.17418920763732984,
      logSurvival: -1.8334438486699305,
    },
    {
      x: -3.0,
      arguments: { df: 25.5, location: 0.0, scale: 1.0 },
      logDensity: -4.93396149884599,
      logCdf: -5.81581759229285,
      logSurvival: -0.00298449204019934,
    },
    {
      x: 1.5,
      arguments: { df: 10000000000.0, location: 0.0, scale: 1.0 },
      logDensity: -2.04393853321561,
    },
    {
      x: -40.0,
      arguments: { df: 10000000000.0, location: 0.0, scale: 1.0 },
      logDensity: -800.9188746132365,
    },
  ],
};
