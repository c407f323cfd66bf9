import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { distributions } from '../../src/distributions/index.ts';
import { logMass } from '../../src/distributions/truncation.ts';
import type { Node } from '../../src/graph/node.ts';
import { deviation, differentiate, evaluate, type Formula, type Values } from './evaluate.ts';

interface Interval {
  readonly distribution: string;
  readonly arguments: Readonly<Record<string, number>>;
  readonly from?: number;
  readonly to?: number;
  readonly logMass: number;
  readonly gradient: Readonly<Record<string, number>>;
}

/** mpmath at 60 digits: reference/generate.py. */
const intervals: readonly Interval[] = JSON.parse(
  readFileSync(new URL('reference/truncation.json', import.meta.url), 'utf8'),
);

const massOf =
  (name: string): Formula =>
  (b, { from, to, ...arguments_ }) => {
    const { logCdf, logSurvival } = distributions.get(name)!.cumulative!;
    const tails = {
      logCdf: (x: Node) => logCdf(b, x, arguments_),
      logSurvival: (x: Node) => logSurvival(b, x, arguments_),
    };
    return logMass(b, tails, from, to);
  };

const valuesOf = ({ arguments: arguments_, from, to }: Interval): Values => ({
  ...arguments_,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

describe.each(intervals)('$distribution $arguments from $from to $to', (row) => {
  it('has its mass', () => {
    const [value] = evaluate(massOf(row.distribution), valuesOf(row));
    expect(deviation(value, row.logMass), `${value}, not ${row.logMass}`).toBeLessThan(1e-12);
  });

  it('has its derivatives in the arguments and bounds', () => {
    const variables = Object.keys(row.gradient);
    const { first, second } = differentiate(massOf(row.distribution), valuesOf(row), variables);
    for (const variable of variables) {
      const [value] = first[variable];
      const message = `d / d ${variable} = ${value}, not ${row.gradient[variable]}`;
      expect(deviation(value, row.gradient[variable], 1e-6), message).toBeLessThan(1e-8);
      expect(second[variable][0]).toSatisfy(Number.isFinite);
    }
  });
});

describe('an interval', () => {
  const normal = massOf('Normal');
  it('without bounds has all the mass', () => {
    expect(evaluate(normal, { mean: 0, sd: 1 })).toEqual([0]);
  });
  it('that is empty has none', () => {
    expect(evaluate(normal, { mean: 0, sd: 1, from: 1, to: 1 })).toEqual([-Infinity]);
    expect(evaluate(normal, { mean: 0, sd: 1, from: 2, to: 1 })).toEqual([-Infinity]);
  });
  it('beside the support has none', () => {
    const values = { sd: 1, from: -2, to: -1 };
    expect(evaluate(massOf('HalfNormal'), values)).toEqual([-Infinity]);
  });
  it('with an infinite bound is one-sided', () => {
    const both = evaluate(normal, { mean: 0, sd: 1, from: 3, to: Infinity })[0];
    const one = evaluate(normal, { mean: 0, sd: 1, from: 3 })[0];
    expect(both).toBeCloseTo(one, 14);
  });
  it('from the end of the support has finite derivatives', () => {
    const values = { sd: 0.5, from: 0, to: 1 };
    const { first, second } = differentiate(massOf('HalfNormal'), values, ['sd', 'to']);
    // mpmath: of log erf(1 / (sd √2)) at sd 1/2
    expect(deviation(first.sd[0], -0.4525173929001535)).toBeLessThan(1e-13);
    expect(deviation(first.to[0], 0.22625869645007676)).toBeLessThan(1e-13);
    expect(second.sd[0]).toSatisfy(Number.isFinite);
  });
  it('with a wrong argument is NaN', () => {
    expect(evaluate(normal, { mean: 0, sd: -1, from: 0, to: 1 })[0]).toBeNaN();
  });
  it('works element by element with bounds and arguments that broadcast', () => {
    const values = evaluate(normal, { mean: 0, sd: 1, from: [-1, 0], to: [1, Infinity] });
    // scipy.special: erf(1 / sqrt 2) and 1/2
    expect(Math.exp(values[0])).toBeCloseTo(0.6826894921370859, 14);
    expect(Math.exp(values[1])).toBeCloseTo(0.5, 14);
  });
});
