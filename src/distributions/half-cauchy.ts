import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { LOG_TWO_OVER_PI } from './constants.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { checkedCumulative, zeroOutside } from './domain.ts';

const parameters = [{ name: 'scale', support: supports.positive, summary: 'the median' }];

const standardised = (b: Builder, x: Node, { scale }: Arguments): Node =>
  b.divide(b.maximum(x, 0), scale);

/** log 2/π − log scale − log(1 + (x / scale)²) for x ≥ 0. */
export const halfCauchy: Distribution = {
  name: 'HalfCauchy',
  summary: 'The absolute value of a Cauchy around 0.',
  parameters,
  scaling: { scale: 1 },
  support: supports.nonnegative,
  logDensity: (b, x, { scale }) => {
    const kernel = b.negate(b.log1p(b.square(b.divide(x, scale))));
    return zeroOutside(
      b,
      b.less(x, 0),
      b.subtract(kernel, b.subtract(b.log(scale), LOG_TWO_OVER_PI)),
    );
  },
  cumulative: checkedCumulative(parameters, {
    // 2/π times the angle of the point (1, z), and of (z, 1)
    logCdf: (b, x, arguments_) =>
      b.add(b.log(b.atan2(standardised(b, x, arguments_), 1)), LOG_TWO_OVER_PI),
    logSurvival: (b, x, arguments_) =>
      b.add(b.log(b.atan2(1, standardised(b, x, arguments_))), LOG_TWO_OVER_PI),
  }),
  moments: () => ({ mean: Infinity, variance: Number.NaN }),
  sample: (random, arguments_) => {
    const { scale } = arguments_ as ArgumentValues;
    return scale * Math.tan(0.5 * Math.PI * random.uniform());
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { scale: 5.0 },
      logDensity: -2.061020617723555,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1e-100,
      arguments: { scale: 1.0 },
      logDensity: -0.4515827052894549,
      logCdf: -230.71009200469402,
      logSurvival: 0.0,
    },
    {
      x: 1.0,
      arguments: { scale: 1.0 },
      logDensity: -1.1447298858494002,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 0.5,
      arguments: { scale: 2.5 },
      logDensity: -1.4070941503168912,
      logCdf: -2.074128350686884,
      logSurvival: -0.13429272965717134,
    },
    {
      x: 25.0,
      arguments: { scale: 5.0 },
      logDensity: -5.319117155745038,
      logCdf: -0.13429272965717134,
      logSurvival: -2.074128350686884,
    },
    {
      x: 1000000.0,
      arguments: { scale: 1.0 },
      logDensity: -28.082603821219003,
      logCdf: -6.366199750098224e-7,
      logSurvival: -14.267093263254063,
    },
    {
      x: 1e100,
      arguments: { scale: 2.0 },
      logDensity: -460.2754541235386,
      logCdf: 0.0,
      logSurvival: -230.01694482413407,
    },
    {
      x: 3.0,
      arguments: { scale: 100000000.0 },
      logDensity: -18.87226344924182,
      logCdf: -17.77365116057371,
      logSurvival: -1.909859335340557e-8,
    },
    {
      x: -1e-10,
      arguments: { scale: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};
