import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distributions/distribution.ts';
import { distributions } from '../../src/distributions/index.ts';
import { cases } from './cases.ts';
import { evaluate, ofOutcome, type Values } from './evaluate.ts';

const get = (name: string): Distribution => distributions.get(name)!;
const density = (name: string, values: Values): number =>
  evaluate(ofOutcome(get(name).logDensity), values)[0];

const onNumbers = Object.keys(cases);

describe('outside the support', () => {
  const integers = onNumbers.filter((name) => get(name).support.kind === 'integer');
  it.each(integers)('%s has no mass between the integers, below 0 and at infinity', (name) => {
    for (const x of [-1, 0.5, 1 + 1e-12, -1e300, Infinity, -Infinity]) {
      expect(density(name, { x, ...cases[name][0] }), `${x}`).toBe(-Infinity);
    }
  });

  const positive = onNumbers.filter((name) => {
    const { support } = get(name);
    return support.kind === 'real' && support.lower === 0;
  });
  it.each(positive)('%s has no mass below 0', (name) => {
    for (const x of [-1e-300, -1, -Infinity]) {
      const values = { x, ...cases[name][0] };
      expect(density(name, values), `${x}`).toBe(-Infinity);
      const { logCdf, logSurvival } = get(name).cumulative!;
      expect(evaluate(ofOutcome(logCdf), values)[0], `cdf of ${x}`).toBe(-Infinity);
      expect(evaluate(ofOutcome(logSurvival), values)[0], `survival of ${x}`).toBeCloseTo(0, 14);
    }
  });

  it.each(onNumbers)('%s has no density at infinity', (name) => {
    for (const arguments_ of cases[name]) {
      expect(density(name, { x: Infinity, ...arguments_ })).toBe(-Infinity);
      expect(density(name, { x: -Infinity, ...arguments_ })).toBe(-Infinity);
    }
  });

  it('a count above the trials has no mass', () => {
    expect(density('Binomial', { x: 4, trials: 3, p: 0.5 })).toBe(-Infinity);
    expect(density('BinomialLogit', { x: 4, trials: 3, logit: 0 })).toBe(-Infinity);
  });

  it.each(onNumbers)('%s of NaN is NaN', (name) => {
    expect(density(name, { x: Number.NaN, ...cases[name][0] })).toBeNaN();
  });

  it('categories of NaN are NaN', () => {
    expect(density('Categorical', { x: Number.NaN, p: [0.5, 0.5] })).toBeNaN();
    expect(density('CategoricalLogit', { x: Number.NaN, logits: [0, 0] })).toBeNaN();
    expect(density('Flat', { x: Number.NaN })).toBeNaN();
  });
});

describe('arguments outside their domain', () => {
  /** Values beside the support that a parameter declares. */
  function wrongValues({ parameters }: Distribution): { name: string; value: number }[] {
    return parameters.flatMap(({ name, support }) => {
      const wrong = [Number.NaN];
      if (support.kind === 'real' || support.kind === 'integer') {
        if (typeof support.lower === 'number' && support.lower > -Infinity) {
          wrong.push(support.lower - 0.5, support.lower - 1e-12);
          if (support.lowerOpen) wrong.push(support.lower);
        }
        if (typeof support.upper === 'number' && support.upper < Infinity) {
          wrong.push(support.upper + 0.5, support.upper + 1e-12);
        }
        if (support.kind === 'integer') wrong.push(2.5);
      }
      return wrong.map((value) => ({ name, value }));
    });
  }

  const rows = onNumbers.flatMap((name) =>
    wrongValues(get(name)).map((wrong) => ({ distribution: name, ...wrong })),
  );
  it.each(rows)('$distribution with $name = $value is NaN', ({ distribution, name, value }) => {
    const { cumulative, logDensity } = get(distribution);
    for (const x of [0, 1]) {
      const values = { x, ...cases[distribution][0], [name]: value };
      // at 1 every support has mass; at 0 some have none, and −inf is as true
      const [result] = evaluate(ofOutcome(logDensity), values);
      if (x === 1) expect(result).toBeNaN();
      else expect(Number.isNaN(result) || result === -Infinity, `${result}`).toBe(true);
      if (cumulative === undefined) continue;
      expect(evaluate(ofOutcome(cumulative.logCdf), values)[0]).toBeNaN();
      expect(evaluate(ofOutcome(cumulative.logSurvival), values)[0]).toBeNaN();
    }
  });

  it('an empty interval is NaN', () => {
    expect(density('Uniform', { x: 1, lower: 2, upper: 1 })).toBeNaN();
    expect(density('Uniform', { x: 1, lower: 1, upper: 1 })).toBeNaN();
  });

  it('probabilities that do not sum to 1 are NaN', () => {
    expect(density('Categorical', { x: 1, p: [0.5, 0.6] })).toBeNaN();
    expect(density('Categorical', { x: 1, p: [1.5, -0.5] })).toBeNaN();
    expect(density('Categorical', { x: 1, p: [0.5, 0.5 + 1e-10] })).toBeCloseTo(Math.log(0.5), 9);
  });
});

describe('extremes', () => {
  it('a large count keeps the rounding of its terms', () => {
    // mpmath: x log r − r − log x! at x = r = 1e9, whose terms are 2e10
    expect(density('Poisson', { x: 1e9, rate: 1e9 })).toBeCloseTo(-11.280571451761212, 5);
    // mpmath: Binomial(5e8; 1e9, 1/2)
    expect(density('Binomial', { x: 5e8, trials: 1e9, p: 0.5 })).toBeCloseTo(
      -10.587424271367933,
      5,
    );
  });

  it('extreme log odds do not overflow', () => {
    expect(density('BernoulliLogit', { x: 1, logit: -Infinity })).toBe(-Infinity);
    expect(density('BernoulliLogit', { x: 0, logit: -1e300 })).toBeCloseTo(0, 15);
    expect(density('BinomialLogit', { x: 0, trials: 3, logit: -Infinity })).toBeCloseTo(0, 15);
    expect(density('PoissonLog', { x: 0, log_rate: -Infinity })).toBeCloseTo(0, 15);
    expect(density('PoissonLog', { x: 3, log_rate: 800 })).toBe(-Infinity);
  });
});

describe('shapes', () => {
  it('outcomes and arguments broadcast', () => {
    const normal = evaluate(
      (b, { x, mean }) =>
        get('Normal').logDensity(b, x, { mean: b.reshape(mean, [2, 1]), sd: b.constant(1) }),
      { x: [0, 1, 2], mean: [0, 1] },
    );
    // −½ (x − mean)² − ½ log 2π
    const expected = [0, -0.5, -2, -0.5, 0, -0.5].map((v) => v - 0.5 * Math.log(2 * Math.PI));
    normal.forEach((value, k) => {
      expect(value).toBeCloseTo(expected[k], 14);
    });
  });

  it('a row of probabilities an outcome', () => {
    const value = evaluate(
      (b, { x, p }) => get('Categorical').logDensity(b, x, { p: b.reshape(p, [3, 2]) }),
      { x: [1, 2, 2], p: [0.25, 0.75, 0.5, 0.5, 0.125, 0.875] },
    );
    [0.25, 0.5, 0.875].forEach((p, k) => {
      expect(value[k]).toBeCloseTo(Math.log(p), 14);
    });
  });

  it('one row of logits for every outcome, and every row for one outcome', () => {
    const logits = [0, Math.log(3), 0, 0];
    const shared = evaluate(
      (b, inputs) => get('CategoricalLogit').logDensity(b, inputs.x, { logits: inputs.logits }),
      { x: [1, 2, 1], logits: logits.slice(0, 2) },
    );
    [0.25, 0.75, 0.25].forEach((p, k) => {
      expect(shared[k]).toBeCloseTo(Math.log(p), 14);
    });
    const rows = evaluate(
      (b, inputs) =>
        get('CategoricalLogit').logDensity(b, inputs.x, {
          logits: b.reshape(inputs.logits, [2, 2]),
        }),
      { x: 2, logits },
    );
    [0.75, 0.5].forEach((p, k) => {
      expect(rows[k]).toBeCloseTo(Math.log(p), 14);
    });
  });
});
