/** That no distribution is without a fixture of any kind: the tests beside this one skip what is not there. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { distributions, vectorDistributions } from '../../src/distributions/index.ts';
import { cases } from './cases.ts';

interface ScalarGradients {
  readonly distribution: string;
  readonly logDensity: Readonly<Record<string, number>>;
  readonly logCdf?: Readonly<Record<string, number>>;
  readonly logSurvival?: Readonly<Record<string, number>>;
}

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`reference/${name}.json`, import.meta.url), 'utf8'));
const gradients = read<readonly ScalarGradients[]>('gradients');
const slopes =
  read<readonly { readonly distribution: string; readonly variable: string }[]>('vector-gradients');

/** Of categories, which have no order, and of what is no probability. */
const WITHOUT_TAILS: readonly string[] = ['Categorical', 'CategoricalLogit', 'Flat'];
/** Drawn by their probabilities: chi-square in sampler.test.ts. */
const OF_CATEGORIES: readonly string[] = [
  'Categorical',
  'CategoricalLogit',
  'OrderedLogistic',
  'OrderedProbit',
];

describe.each([...distributions.values()])('$name', (distribution) => {
  const { name, parameters, support, testPoints, cumulative, sample, improper } = distribution;

  it('has points of its density, an edge of the support or one outside it among them', () => {
    expect(testPoints.length).toBeGreaterThanOrEqual(improper ? 4 : 8);
    const isBounded = support.kind !== 'real' || Number.isFinite(support.lower);
    if (isBounded) {
      expect(testPoints.map(({ logDensity }) => logDensity)).toContain(-Infinity);
    }
  });

  it('has a distribution function with points of both tails, or can have none', () => {
    expect(cumulative === undefined).toBe(WITHOUT_TAILS.includes(name));
    if (cumulative === undefined) return;
    for (const tail of ['logCdf', 'logSurvival'] as const) {
      const values = testPoints.flatMap((point) => point[tail] ?? []);
      expect(values.filter(Number.isFinite).length).toBeGreaterThanOrEqual(5);
    }
  });

  it('has derivatives in the outcome and in each argument that is a number and continuous', () => {
    const arguments_ = parameters.flatMap(({ name: parameter, support: own, eventRank }) =>
      own.kind === 'real' && eventRank === undefined ? [parameter] : [],
    );
    const isSmooth = support.kind === 'real' && !improper;
    const variables = isSmooth ? ['x', ...arguments_] : arguments_;
    const rows = gradients.filter((row) => row.distribution === name);
    const functions = ['logDensity', ...(cumulative ? (['logCdf', 'logSurvival'] as const) : [])];
    const missing = functions.flatMap((of) =>
      variables.filter(
        (variable) => !rows.some((row) => row[of as 'logDensity']?.[variable] !== undefined),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('has a sampler that is tested, or is no probability', () => {
    expect(sample === undefined).toBe(improper === true);
    if (sample !== undefined) expect(name in cases).toBe(!OF_CATEGORIES.includes(name));
  });
});

/** Not differentiated: whole numbers and places in a graph. */
const DISCRETE: readonly string[] = ['trials', 'node1', 'node2'];

describe.each([...vectorDistributions.values()])('$name', ({ name, parameters, testPoints }) => {
  it('has points of its density', () => {
    expect(testPoints.length).toBeGreaterThanOrEqual(4);
  });

  it('has derivatives in each continuous argument', () => {
    const found = slopes.filter((row) => row.distribution === name).map((row) => row.variable);
    const continuous = parameters.map((parameter) => parameter.name);
    const missing = continuous.filter((v) => !DISCRETE.includes(v) && !found.includes(v));
    expect(missing).toEqual([]);
  });
});
