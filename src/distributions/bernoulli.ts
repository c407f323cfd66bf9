import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { type ArgumentValues, type Distribution, supports } from './distribution.ts';
import { argumentCheck, checkedCumulative, onlyInside } from './domain.ts';
import { orthogonal } from './information.ts';

const parameters = [{ name: 'p', support: supports.unit, summary: 'the probability of 1' }];

/** 1 where `x` is 0 or 1. */
export const isBinary = (b: Builder, x: Node): Node => b.or(b.equal(x, 0), b.equal(x, 1));

/** `below` for x < 0, `between` for 0 ≤ x < 1, `above` from 1 on: a step function of two steps. */
export function binarySteps(
  b: Builder,
  x: Node,
  { below, between, above }: { below: number; between: Node; above: number },
): Node {
  return b.where(b.less(x, 0), below, b.where(b.less(x, 1), between, above));
}

/** log p of 1, log(1 − p) of 0. */
export const bernoulli: Distribution = {
  name: 'Bernoulli',
  summary: '1 with probability p, else 0.',
  parameters,
  support: supports.binary,
  logDensity: (b, x, arguments_) => {
    const { p } = arguments_;
    const value = b.where(b.equal(x, 0), b.log1p(b.negate(p)), b.log(p));
    const checked = b.add(value, argumentCheck(b, parameters, arguments_));
    return onlyInside(b, x, isBinary(b, x), checked);
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, { p }) =>
      binarySteps(b, x, { below: -Infinity, between: b.log1p(b.negate(p)), above: 0 }),
    logSurvival: (b, x, { p }) =>
      binarySteps(b, x, { below: 0, between: b.log(p), above: -Infinity }),
  }),
  information: orthogonal({ p: ({ p }) => 1 / (p * (1 - p)) }),
  moments: ({ p }) => ({ mean: p, variance: p * (1 - p) }),
  sample: (random, arguments_) => {
    const { p } = arguments_ as ArgumentValues;
    return random.uniform() < p ? 1 : 0;
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { p: 0.25 },
      logDensity: -0.2876820724517809,
      logCdf: -0.2876820724517809,
      logSurvival: -1.3862943611198906,
    },
    {
      x: 1.0,
      arguments: { p: 0.25 },
      logDensity: -1.3862943611198906,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    { x: 0.0, arguments: { p: 0.0 }, logDensity: 0.0, logCdf: 0.0, logSurvival: -Infinity },
    { x: 1.0, arguments: { p: 0.0 }, logDensity: -Infinity, logCdf: 0.0, logSurvival: -Infinity },
    { x: 0.0, arguments: { p: 1.0 }, logDensity: -Infinity, logCdf: -Infinity, logSurvival: 0.0 },
    { x: 1.0, arguments: { p: 1.0 }, logDensity: 0.0, logCdf: 0.0, logSurvival: -Infinity },
    {
      x: 0.0,
      arguments: { p: 1e-20 },
      logDensity: -1e-20,
      logCdf: -1e-20,
      logSurvival: -46.051701859880914,
    },
    {
      x: 1.0,
      arguments: { p: 1e-300 },
      logDensity: -690.7755278982137,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 0.5,
      arguments: { p: 0.5 },
      logDensity: -Infinity,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    { x: 2.0, arguments: { p: 0.5 }, logDensity: -Infinity, logCdf: 0.0, logSurvival: -Infinity },
    { x: -1.0, arguments: { p: 0.5 }, logDensity: -Infinity, logCdf: -Infinity, logSurvival: 0.0 },
  ],
};
