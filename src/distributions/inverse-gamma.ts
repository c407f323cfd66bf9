import { type ArgumentValues, type Distribution, supports } from './distribution.ts';
import { argumentCheck, checkedCumulative, zeroOutside } from './domain.ts';

const parameters = [
  { name: 'shape', support: supports.positive, summary: 'the shape' },
  {
    name: 'scale',
    support: supports.positive,
    summary: 'the scale; the mean is scale / (shape − 1)',
  },
];

/** shape log scale − log Γ(shape) − (shape + 1) log x − scale / x for x > 0. */
export const inverseGamma: Distribution = {
  name: 'InverseGamma',
  summary: 'The inverse of a gamma variable.',
  parameters,
  scaling: { scale: 1 },
  support: supports.positive,
  logDensity: (b, x, arguments_) => {
    const { shape, scale } = arguments_;
    const constant = b.add(
      b.subtract(b.multiply(shape, b.log(scale)), b.lgamma(shape)),
      argumentCheck(b, parameters, arguments_),
    );
    const power = b.multiply(b.add(shape, 1), b.log(x));
    const value = b.subtract(constant, b.add(power, b.divide(scale, x)));
    return zeroOutside(b, b.lessEqual(x, 0), value);
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, { shape, scale }) => b.logGammaQ(shape, b.divide(scale, b.maximum(x, 0))),
    logSurvival: (b, x, { shape, scale }) => b.logGammaP(shape, b.divide(scale, b.maximum(x, 0))),
  }),
  moments: ({ shape, scale }) => {
    if (shape <= 1) return { mean: Infinity, variance: Number.NaN };
    const mean = scale / (shape - 1);
    return { mean, variance: shape > 2 ? (mean * mean) / (shape - 2) : Infinity };
  },
  sample: (random, arguments_) => {
    const { shape, scale } = arguments_ as ArgumentValues;
    return scale / random.gamma(shape);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 1.0,
      arguments: { shape: 1.0, scale: 1.0 },
      logDensity: -1.0,
      logCdf: -1.0,
      logSurvival: -0.4586751453870819,
    },
    {
      x: 2.5,
      arguments: { shape: 2.0, scale: 0.5 },
      logDensity: -4.335166556742355,
      logCdf: -0.017678443206045374,
      logSurvival: -4.0442354792701725,
    },
    {
      x: 0.01,
      arguments: { shape: 3.0, scale: 2.0 },
      logDensity: -180.19302489492773,
      logCdf: -190.08651261288554,
      logSurvival: 0.0,
    },
    {
      x: 0.001,
      arguments: { shape: 0.1, scale: 0.001 },
      logDensity: 3.6550426272479313,
      logCdf: -3.7244094871979376,
      logSurvival: -0.02442317621109893,
    },
    {
      x: 10000000000.0,
      arguments: { shape: 0.5, scale: 1.0 },
      logDensity: -35.111141337935386,
      logCdf: -1.1283855333035134e-5,
      logSurvival: -11.392143227368317,
    },
    {
      x: 0.04,
      arguments: { shape: 100.0, scale: 4.0 },
      logDensity: 4.601689054101938,
      logCdf: -0.7201048930254738,
      logSurvival: -0.6668971505852895,
    },
    {
      x: 30.0,
      arguments: { shape: 4.5, scale: 100.0 },
      logDensity: -3.770389666371219,
      logCdf: -0.39782582751446555,
      logSurvival: -1.1140681867537516,
    },
    {
      x: 1000000.0,
      arguments: { shape: 3.0, scale: 1.0 },
      logDensity: -55.95519041241704,
      logCdf: -1.6666654166671666e-19,
      logSurvival: -43.23829189312086,
    },
    {
      x: 0.0,
      arguments: { shape: 2.0, scale: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: -1.0,
      arguments: { shape: 2.0, scale: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};
