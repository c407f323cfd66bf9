import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { EULER_GAMMA } from './constants.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative, zeroOutside } from './domain.ts';
import { logOneMinusDoubleExp } from './extreme-value.ts';

const parameters = [
  { name: 'location', support: supports.real, summary: 'the mode' },
  { name: 'scale', support: supports.positive, summary: 'the scale; the sd is π / √6 times it' },
];

const standardised = (b: Builder, x: Node, { location, scale }: Arguments): Node =>
  b.divide(b.subtract(x, location), scale);

/** −z − e⁻ᶻ − log scale with z = (x − location) / scale. */
export const gumbel: Distribution = {
  name: 'Gumbel',
  summary: 'The Gumbel distribution: the largest of many values with exponential tails.',
  parameters,
  support: supports.real,
  locationScale: { location: 'location', scale: 'scale' },
  logDensity: (b, x, arguments_) => {
    const z = standardised(b, x, arguments_);
    const constant = b.subtract(argumentCheck(b, parameters, arguments_), b.log(arguments_.scale));
    const value = b.subtract(constant, b.add(z, b.exp(b.negate(z))));
    return zeroOutside(b, b.lessEqual(x, Number.NEGATIVE_INFINITY), value);
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => b.negate(b.exp(b.negate(standardised(b, x, arguments_)))),
    logSurvival: (b, x, arguments_) =>
      logOneMinusDoubleExp(b, b.negate(standardised(b, x, arguments_))),
  }),
  moments: ({ location, scale }) => ({
    mean: location + scale * EULER_GAMMA,
    variance: (scale * scale * Math.PI * Math.PI) / 6,
  }),
  sample: (random, arguments_) => {
    const { location, scale } = arguments_ as ArgumentValues;
    return location - scale * Math.log(random.exponential());
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -1.0,
      logCdf: -1.0,
      logSurvival: -0.4586751453870819,
    },
    {
      x: 1.5,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -1.72313016014843,
      logCdf: -0.22313016014842982,
      logSurvival: -1.6094914788905252,
    },
    {
      x: -3.0,
      arguments: { location: 2.0, scale: 1.5 },
      logDensity: -25.103756669300964,
      logCdf: -28.031624894526136,
      logSurvival: -6.699154432960635e-13,
    },
    {
      x: 50.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -50.0,
      logCdf: -1.9287498479639178e-22,
      logSurvival: -50.0,
    },
    {
      x: 900.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -900.0,
      logCdf: 0.0,
      logSurvival: -900.0,
    },
    {
      x: -6.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -397.4287934927351,
      logCdf: -403.4287934927351,
      logSurvival: 0.0,
    },
    {
      x: 3.0,
      arguments: { location: -100000.0, scale: 100000.0 },
      logDensity: -12.88082386992398,
      logCdf: -0.3678684049537513,
      logSurvival: -1.178331915879275,
    },
    {
      x: 2.5,
      arguments: { location: 2.0, scale: 0.001 },
      logDensity: -493.09224472101783,
      logCdf: 0.0,
      logSurvival: -500.0,
    },
    {
      x: 39.5,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -39.5,
      logCdf: -7.004352026168645e-18,
      logSurvival: -39.5,
    },
    {
      x: 1e-17,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -1.0,
      logCdf: -1.0,
      logSurvival: -0.4586751453870819,
    },
  ],
};
