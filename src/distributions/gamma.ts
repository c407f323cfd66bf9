import { type ArgumentValues, type Distribution, supports } from './distribution.ts';
import { argumentCheck, checkedCumulative, zeroOutside } from './domain.ts';

const parameters = [
  { name: 'shape', support: supports.positive, summary: 'the shape' },
  { name: 'rate', support: supports.positive, summary: 'the rate; the mean is shape / rate' },
];

/** shape log rate − log Γ(shape) + (shape − 1) log x − rate x for x ≥ 0. */
export const gamma: Distribution = {
  name: 'Gamma',
  summary: 'The gamma distribution.',
  parameters,
  scaling: { rate: -1 },
  support: supports.nonnegative,
  logDensity: (b, x, arguments_) => {
    const { shape, rate } = arguments_;
    const constant = b.add(
      b.subtract(b.multiply(shape, b.log(rate)), b.lgamma(shape)),
      argumentCheck(b, parameters, arguments_),
    );
    // at shape 1 the power of x is 1 even at x = 0
    const power = b.multiplyNoNan(b.log(x), b.subtract(shape, 1));
    const value = b.add(b.subtract(power, b.multiply(rate, x)), constant);
    return zeroOutside(b, b.or(b.less(x, 0), b.lessEqual(Number.POSITIVE_INFINITY, x)), value);
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, { shape, rate }) => b.logGammaP(shape, b.multiply(rate, b.maximum(x, 0))),
    logSurvival: (b, x, { shape, rate }) => b.logGammaQ(shape, b.multiply(rate, b.maximum(x, 0))),
  }),
  moments: ({ shape, rate }) => ({ mean: shape / rate, variance: shape / (rate * rate) }),
  sample: (random, arguments_) => {
    const { shape, rate } = arguments_ as ArgumentValues;
    return random.gamma(shape) / rate;
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { shape: 1.0, rate: 3.0 },
      logDensity: 1.0986122886681098,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 0.0,
      arguments: { shape: 2.0, rate: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 0.0,
      arguments: { shape: 0.5, rate: 1.0 },
      logDensity: Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1.0,
      arguments: { shape: 1.0, rate: 1.0 },
      logDensity: -1.0,
      logCdf: -0.4586751453870819,
      logSurvival: -1.0,
    },
    {
      x: 2.5,
      arguments: { shape: 2.0, rate: 0.5 },
      logDensity: -1.7200036292457355,
      logCdf: -1.034612080025605,
      logSurvival: -0.43906978378367123,
    },
    {
      x: 0.01,
      arguments: { shape: 0.1, rate: 0.5 },
      logDensity: 1.8176257975990817,
      logCdf: -0.4804133493497196,
      logSurvival: -0.9637169628624732,
    },
    {
      x: 1e-100,
      arguments: { shape: 0.001, rate: 1.0 },
      logDensity: 223.1210719047213,
      logCdf: -0.2296821157011212,
      logSurvival: -1.5837029769521687,
    },
    {
      x: 100.0,
      arguments: { shape: 3.0, rate: 2.0 },
      logDensity: -189.40336526690393,
      logCdf: 0.0,
      logSurvival: -190.08651261288554,
    },
    {
      x: 150.0,
      arguments: { shape: 100.0, rate: 1.0 },
      logDensity: -13.08131125404608,
      logCdf: -5.924557885642327e-6,
      logSurvival: -12.036407454461646,
    },
    {
      x: 0.2,
      arguments: { shape: 25.0, rate: 4.0 },
      logDensity: -59.55388026853346,
      logCdf: -64.35097861732415,
      logSurvival: -1.1290809537168915e-28,
    },
    {
      x: 10000.0,
      arguments: { shape: 10000.0, rate: 1.0 },
      logDensity: -5.524117052526095,
      logCdf: -0.6904910944019723,
      logSurvival: -0.69581034030382,
    },
    {
      x: -1.0,
      arguments: { shape: 2.0, rate: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};
