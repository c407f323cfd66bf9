import type { Builder } from '../graph/builder.ts';
import { logChoose } from '../graph/log-gamma.ts';
import type { Node } from '../graph/node.ts';
import { lchoose } from '../numerics/index.ts';
import type { Random } from '../random/random.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative, isNoCount, onlyInside } from './domain.ts';
import { successTails } from './success-tails.ts';

const parameters = [
  { name: 'draws', support: supports.count, summary: 'how many are drawn, at most all' },
  { name: 'successes', support: supports.count, summary: 'how many successes there are' },
  { name: 'failures', support: supports.count, summary: 'how many failures there are' },
];

/** By inversion from the mode outwards, which takes about as many steps as the sd. */
function draw(random: Random, draws: number, successes: number, failures: number): number {
  const total = successes + failures;
  if (!(draws <= total)) {
    throw new RangeError(`${draws} cannot be drawn from ${total} without replacement`);
  }
  const [least, most] = [Math.max(0, draws - failures), Math.min(draws, successes)];
  const highest = Math.floor(((draws + 1) * (successes + 1)) / (total + 2));
  const mode = Math.min(Math.max(highest, least), most);
  let left = random.uniform();
  let [below, above] = [mode, mode];
  let pBelow = Math.exp(
    lchoose(successes, mode) + lchoose(failures, draws - mode) - lchoose(total, draws),
  );
  let pAbove = pBelow;
  left -= pBelow;
  while (left >= 0 && (below > least || above < most)) {
    if (above < most) {
      // P(x + 1) / P(x)
      pAbove *=
        ((successes - above) / (above + 1)) * ((draws - above) / (failures - draws + above + 1));
      above++;
      left -= pAbove;
      if (left < 0) return above;
    }
    if (below > least) {
      pBelow *=
        (below / (successes - below + 1)) * ((failures - draws + below) / (draws - below + 1));
      below--;
      left -= pBelow;
      if (left < 0) return below;
    }
  }
  return mode;
}

/** 0, NaN where more are drawn than there are. */
const canDraw = (b: Builder, { draws, successes, failures }: Arguments): Node =>
  b.where(b.lessEqual(draws, b.add(successes, failures)), 0, Number.NaN);

/** Ways to have x successes and draws − x failures, over the ways to draw. */
const logDensity: Distribution['logDensity'] = (b, x, arguments_) => {
  const { draws, successes, failures } = arguments_;
  const total = b.add(successes, failures);
  const rest = b.subtract(draws, x);
  const possible = b.and(b.lessEqual(x, successes), b.lessEqual(rest, failures));
  const inside = b.and(b.and(possible, b.lessEqual(0, rest)), b.not(isNoCount(b, x)));
  const drawn = b.where(inside, x, 0);
  const ways = b.add(
    logChoose(b, successes, drawn),
    logChoose(b, failures, b.where(inside, rest, 0)),
  );
  const value = onlyInside(b, x, inside, b.subtract(ways, logChoose(b, total, draws)));
  return b.add(b.add(value, canDraw(b, arguments_)), argumentCheck(b, parameters, arguments_));
};

export const hypergeometric: Distribution = {
  name: 'Hypergeometric',
  summary: 'Successes among draws without replacement.',
  parameters,
  support: {
    kind: 'integer',
    lower: 0,
    upper: { argument: 'draws' },
    words: 'a whole number from max(0, draws − failures) to min(draws, successes)',
  },
  logDensity,
  // the beta binomial one of negative weights: the ratios of probabilities are the same
  cumulative: checkedCumulative(
    parameters,
    successTails(logDensity, (b, arguments_) => {
      const { draws, successes, failures } = arguments_;
      const known = canDraw(b, arguments_);
      return {
        trials: draws,
        success: b.negate(successes),
        failure: b.negate(failures),
        least: b.add(b.maximum(0, b.subtract(draws, failures)), known),
        most: b.add(b.minimum(draws, successes), known),
      };
    }),
  ),
  moments: ({ draws, successes, failures }) => {
    const total = successes + failures;
    if (total === 0) return { mean: 0, variance: 0 };
    const share = successes / total;
    const spread = total === 1 ? 0 : (total - draws) / (total - 1);
    return { mean: draws * share, variance: draws * share * (failures / total) * spread };
  },
  sample: (random, arguments_) => {
    const { draws, successes, failures } = arguments_ as ArgumentValues;
    return draw(random, draws, successes, failures);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { draws: 5.0, successes: 10.0, failures: 20.0 },
      logDensity: -2.218286048937051,
      logCdf: -2.218286048937051,
      logSurvival: -0.11518126971937301,
    },
    {
      x: 3.0,
      arguments: { draws: 5.0, successes: 10.0, failures: 20.0 },
      logDensity: -1.8326235681250662,
      logCdf: -0.03173919112001074,
      logSurvival: -3.466030670672163,
    },
    {
      x: 5.0,
      arguments: { draws: 5.0, successes: 10.0, failures: 20.0 },
      logDensity: -6.3377102955561755,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 0.0,
      arguments: { draws: 0.0, successes: 3.0, failures: 4.0 },
      logDensity: 0.0,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 4.0,
      arguments: { draws: 4.0, successes: 4.0, failures: 0.0 },
      logDensity: 0.0,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 50.0,
      arguments: { draws: 100.0, successes: 400.0, failures: 500.0 },
      logDensity: -3.169693734415165,
      logCdf: -0.10350937205087711,
      logSurvival: -2.319401420450068,
    },
    {
      x: 2.0,
      arguments: { draws: 1000.0, successes: 10.0, failures: 100000.0 },
      logDensity: -5.4851058169779545,
      logCdf: -0.00011350182670399254,
      logSurvival: -9.0837483772406,
    },
    {
      x: 300.0,
      arguments: { draws: 1000.0, successes: 100000.0, failures: 200000.0 },
      logDensity: -6.14454087933851,
      logCdf: -4.331056330128549,
      logSurvival: -0.013240920923469205,
    },
    {
      x: 6.0,
      arguments: { draws: 5.0, successes: 10.0, failures: 20.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 3.0,
      arguments: { draws: 5.0, successes: 2.0, failures: 20.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 1.0,
      arguments: { draws: 5.0, successes: 10.0, failures: 3.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: -1.0,
      arguments: { draws: 5.0, successes: 10.0, failures: 20.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 2.5,
      arguments: { draws: 5.0, successes: 10.0, failures: 20.0 },
      logDensity: -Infinity,
      logCdf: -0.21224571565263156,
      logSurvival: -1.6542571911740396,
    },
  ],
};
