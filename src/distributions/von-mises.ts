import type { Random } from '../random/random.ts';
import { LOG_TWO_PI } from './constants.ts';
import { type ArgumentValues, type Distribution, supports } from './distribution.ts';
import { argumentCheck, checkedCumulative, onlyInside } from './domain.ts';
import { logScaledBesselI0 } from './log-bessel.ts';
import { vonMisesCumulative } from './von-mises-tails.ts';

const parameters = [
  { name: 'mean', support: supports.real, summary: 'the mean direction, in radians' },
  {
    name: 'concentration',
    support: supports.nonnegative,
    summary: 'the concentration around it; 0 is uniform',
  },
];

/** Below this s = 1 / κ + κ to rounding (as in NumPy, where the exact form would cancel). */
const LOW = 1e-5;

/**
 * The deviation from the mean, by D. J. Best and N. I. Fisher, "Efficient simulation of the von Mises
 * distribution", Applied Statistics 28 (1979), 152-157: from a wrapped Cauchy envelope.
 */
function drawDeviation(random: Random, concentration: number): number {
  if (concentration === 0) return Math.PI * (2 * random.uniform() - 1);
  let s = 1 / concentration + concentration;
  if (concentration >= LOW) {
    const r = 1 + Math.sqrt(1 + 4 * concentration * concentration);
    const rho = (r - Math.sqrt(2 * r)) / (2 * concentration);
    s = (1 + rho * rho) / (2 * rho);
  }
  for (;;) {
    // 1 − cos of a uniform angle, so that a high concentration does not cancel
    const half = Math.sin(0.5 * Math.PI * random.uniform()) ** 2;
    const z = 1 - 2 * half;
    // 1 − w with w = (1 + s z) / (s + z)
    const short = ((s - 1) * 2 * half) / (s + z);
    const y = concentration * (s - 1 + short);
    const v = random.uniform();
    if (y * (2 - y) > v || Math.log(y / v) + 1 - y >= 0) {
      const angle = 2 * Math.asin(Math.sqrt(0.5 * short));
      return random.uniform() < 0.5 ? -angle : angle;
    }
  }
}

/** concentration cos(x − mean) − log I₀(concentration) − log 2π for −π ≤ x ≤ π. */
export const vonMises: Distribution = {
  name: 'VonMises',
  summary: 'The von Mises distribution of an angle, from −π to π.',
  parameters,
  support: { kind: 'real', lower: -Math.PI, upper: Math.PI, words: 'an angle from −π to π' },
  logDensity: (b, x, arguments_) => {
    const { mean, concentration } = arguments_;
    const inside = b.lessEqual(b.abs(x), Math.PI);
    const half = b.multiply(0.5, b.subtract(b.where(inside, x, 0), mean));
    // cos d − 1 = −2 sin² (d / 2), and I₀ with its factor exp(concentration) taken out
    const kernel = b.multiply(b.multiply(-2, concentration), b.square(b.sin(half)));
    const constant = b.add(logScaledBesselI0(b, concentration), LOG_TWO_PI);
    const value = onlyInside(b, x, inside, b.subtract(kernel, constant));
    return b.add(value, argumentCheck(b, parameters, arguments_));
  },
  cumulative: checkedCumulative(parameters, vonMisesCumulative),
  // of the angle as a number they have no closed form
  moments: () => ({ mean: Number.NaN, variance: Number.NaN }),
  sample: (random, arguments_) => {
    const { mean, concentration } = arguments_ as ArgumentValues;
    const angle = mean + drawDeviation(random, concentration);
    return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { mean: 0.0, concentration: 1.0 },
      logDensity: -1.0737914249165241,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 1.5,
      arguments: { mean: 0.5, concentration: 2.0 },
      logDensity: -1.5812659961560223,
      logCdf: -0.11124295248702891,
      logSurvival: -2.2511446130105197,
    },
    {
      x: -3.0,
      arguments: { mean: 3.0, concentration: 0.5 },
      logDensity: -1.4193416422696439,
      logCdf: -3.365861562471129,
      logSurvival: -0.03514258171688622,
    },
    {
      x: 0.25,
      arguments: { mean: 0.0, concentration: 0.0 },
      logDensity: -1.8378770664093456,
      logCdf: -0.616577446024308,
      logSurvival: -0.7760696248724572,
    },
    {
      x: 0.1,
      arguments: { mean: 0.0, concentration: 49.75 },
      logDensity: 0.7834855604486763,
      logCdf: -0.2756862492612617,
      logSurvival: -1.423170178014917,
    },
    {
      x: 0.1,
      arguments: { mean: 0.0, concentration: 50.25 },
      logDensity: 0.7860132017171384,
      logCdf: -0.2742348755820562,
      logSurvival: -1.4277561969322334,
    },
    {
      x: 0.01,
      arguments: { mean: 0.0, concentration: 10000.0 },
      logDensity: 3.1862233188111313,
      logCdf: -0.1727585725934976,
      logSurvival: -1.8409962252141476,
    },
    {
      x: 1.0,
      arguments: { mean: 1.0, concentration: 1e-8 },
      logDensity: -1.8378770564093454,
      logCdf: -0.41679665564680984,
      logSurvival: -1.076327279599268,
    },
    {
      x: 2.0,
      arguments: { mean: 20.0, concentration: 12.0 },
      logDensity: -3.7635790665832274,
      logCdf: -0.0023953843581794054,
      logSurvival: -6.035409030514497,
    },
    {
      x: 1.0,
      arguments: { mean: 1.0000001, concentration: 1000000000000.0 },
      logDensity: 12.891572024753637,
      logCdf: -0.7761545927806279,
      logSurvival: -0.6165050100721019,
    },
    {
      x: 0.3,
      arguments: { mean: 0.0, concentration: 300.0 },
      logDensity: -11.466517921729768,
      logCdf: -1.1425853930592288e-7,
      logSurvival: -15.984802124810642,
    },
    {
      x: 4.0,
      arguments: { mean: 1.0, concentration: 1.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: -4.0,
      arguments: { mean: 1.0, concentration: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: -3.125,
      arguments: { mean: 1.0, concentration: 40.0 },
      logDensity: -61.24524498745837,
      logCdf: -65.05397124375544,
      logSurvival: -5.590095958231876e-29,
    },
    {
      x: 3.125,
      arguments: { mean: -1.0, concentration: 40.0 },
      logDensity: -61.24524498745837,
      logCdf: -5.590095958231876e-29,
      logSurvival: -65.05397124375544,
    },
    {
      x: -3.125,
      arguments: { mean: 0.0, concentration: 300.0 },
      logDensity: -598.0261681839175,
      logCdf: -602.1524182837509,
      logSurvival: 0.0,
    },
    {
      x: 1.0,
      arguments: { mean: 3.0, concentration: 1000.0 },
      logDensity: -1413.6120225034213,
      logCdf: -12.466935076402438,
      logSurvival: -3.851941887611239e-6,
    },
    {
      x: -2.0,
      arguments: { mean: -3.140625, concentration: 25.0 },
      logDensity: -13.888941908937735,
      logCdf: -0.6893139079054198,
      logSurvival: -0.6969952037546887,
    },
  ],
};
