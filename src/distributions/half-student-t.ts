import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { lgammaIncrement } from '../numerics/index.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative, zeroOutside } from './domain.ts';
import { logInside, logKernel, logNormaliser, logOutside } from './student-t-kernel.ts';

const parameters = [
  { name: 'df', support: supports.positive, summary: 'degrees of freedom' },
  { name: 'scale', support: supports.positive, summary: "the scale of the whole Student's t" },
];

const standardised = (b: Builder, x: Node, { scale }: Arguments): Node =>
  b.divide(b.maximum(x, 0), scale);

/** The density of Student's t around 0, twice, for x ≥ 0. */
export const halfStudentT: Distribution = {
  name: 'HalfStudentT',
  summary: "The absolute value of a Student's t around 0.",
  parameters,
  scaling: { scale: 1 },
  support: supports.nonnegative,
  logDensity: (b, x, arguments_) => {
    const { df, scale } = arguments_;
    const constant = b.add(b.subtract(logNormaliser(b, df), b.log(scale)), Math.LN2);
    const checked = b.add(constant, argumentCheck(b, [parameters[0]], arguments_));
    const value = b.add(logKernel(b, df, b.divide(x, scale)), checked);
    return zeroOutside(b, b.less(x, 0), value);
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => logInside(b, arguments_.df, standardised(b, x, arguments_)),
    logSurvival: (b, x, arguments_) => logOutside(b, arguments_.df, standardised(b, x, arguments_)),
  }),
  moments: ({ df, scale }) => {
    if (df <= 1) return { mean: Infinity, variance: Number.NaN };
    const ratio = Math.exp(lgammaIncrement(df / 2, 0.5));
    const mean = (2 * scale * Math.sqrt(df / Math.PI) * ratio) / (df - 1);
    return { mean, variance: df > 2 ? (scale * scale * df) / (df - 2) - mean * mean : Infinity };
  },
  sample: (random, arguments_) => {
    const { df, scale } = arguments_ as ArgumentValues;
    return Math.abs(scale * random.normal()) / Math.sqrt(random.gamma(df / 2) / (df / 2));
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { df: 3.0, scale: 1.0 },
      logDensity: -0.3077416690635644,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1e-9,
      arguments: { df: 3.0, scale: 1.0 },
      logDensity: -0.3077416690635644,
      logCdf: -21.031007506009974,
      logSurvival: -7.351051941659126e-10,
    },
    {
      x: 0.5,
      arguments: { df: 3.0, scale: 2.5 },
      logDensity: -1.2505228544377607,
      logCdf: -1.9260019437287221,
      logSurvival: -0.1575075904984275,
    },
    {
      x: 1.0,
      arguments: { df: 1.0, scale: 1.0 },
      logDensity: -1.1447298858494002,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 4.0,
      arguments: { df: 7.0, scale: 0.5 },
      logDensity: -8.835318701395494,
      logCdf: -9.115336605059642e-5,
      logSurvival: -9.303012705162752,
    },
    {
      x: 1000000.0,
      arguments: { df: 2.0, scale: 1.0 },
      logDensity: -40.75338449333588,
      logCdf: -9.99999999999e-13,
      logSurvival: -27.631021115930047,
    },
    {
      x: 2.0,
      arguments: { df: 30.0, scale: 1.0 },
      logDensity: -2.1741518606059937,
      logCdf: -0.056173652366947484,
      logSurvival: -2.9072628024457496,
    },
    {
      x: 100.0,
      arguments: { df: 4.0, scale: 10.0 },
      logDensity: -10.735508510499532,
      logCdf: -0.0005621616059461688,
      logSurvival: -7.484002261977496,
    },
    { x: 2.0, arguments: { df: 10000000000.0, scale: 1.0 }, logDensity: -2.2257913524697273 },
    {
      x: -0.5,
      arguments: { df: 3.0, scale: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};
