import { type Distribution, supports } from './distribution.ts';

/** log density 0 everywhere: the integral is infinite. */
export const flat: Distribution = {
  name: 'Flat',
  summary: 'The improper flat prior with density 1.',
  parameters: [],
  support: supports.real,
  improper: true,
  // of a NaN the log density is NaN too
  logDensity: (b, x) => b.where(b.equal(x, x), 0, x),
  moments: () => ({ mean: Number.NaN, variance: Number.NaN }),
  testPoints: [
    // by definition
    { x: 0, arguments: {}, logDensity: 0 },
    { x: -3.5, arguments: {}, logDensity: 0 },
    { x: 1e300, arguments: {}, logDensity: 0 },
    { x: -1e-300, arguments: {}, logDensity: 0 },
  ],
};
