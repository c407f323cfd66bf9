/** The formulas of the reference, compiled, against the distributions: densities at their test points, moments, draws. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { distributions, vectorDistributions } from '../../src/distributions/index.ts';
import { evaluateData } from '../../src/posterior/evaluate-data.ts';
import { Random } from '../../src/random/random.ts';
import { type Formulas, formulas, vectorFormulas } from './distribution-formulas.ts';

type Value = number | readonly number[] | readonly (readonly number[])[];
type Values = Readonly<Record<string, Value>>;

/** Formulas at values of their names: vectors along `k`, matrices along `k` twice; `p[x]` picks an element. */
function evaluate<Name extends string>(
  written: Readonly<Record<Name, string>>,
  given: Values,
): Record<Name, number[]> {
  const names = Object.keys(written) as Name[];
  const picks = names.some((name) => written[name].includes('[x]'));
  const data = Object.entries(given).map(([name, value]) => {
    if (typeof value === 'number') return `data ${name}: ${name === 'x' && picks ? 'k' : 'real'}`;
    return `data ${name}[${Array.isArray(value[0]) ? 'k, k' : 'k'}]: real`;
  });
  const hasVectors = Object.values(given).some((value) => typeof value !== 'number');
  const lets = names.map((name) => `let of_${name} = ${written[name]}`);
  const lines = [...(hasVectors ? ['dim k'] : []), ...data, 'param u ~ Normal(0, 1)', ...lets];
  const { typed, bound } = compile(lines.join('\n')).bind(given);
  const values = typed.statements.flatMap((statement) =>
    statement.kind === 'let' ? [[...evaluateData(typed, statement.value, bound).data]] : [],
  );
  return Object.fromEntries(names.map((name, k) => [name, values[k]])) as Record<Name, number[]>;
}

const conditional = (moment: NonNullable<Formulas['mean']>) =>
  typeof moment === 'string' ? { value: moment, where: '0 < 1' } : moment;

/** `if … then 1 else 0`, as a formula gives numbers. */
const asNumber = (condition: string): string => `if ${condition} then 1 else 0`;

const POINTS = 4;

/** Points that a formula as books write it reaches without overflow, cancellation or 0 log 0. */
function moderate<Point extends { x: Value; arguments: Values; logDensity: number }>(
  points: readonly Point[],
): Point[] {
  const isFine = (value: Value): boolean =>
    typeof value === 'number'
      ? Math.abs(value) <= 50
      : value.flat().every((v) => Math.abs(v) <= 50 && (v !== 0 || Array.isArray(value[0])));
  return points
    .filter(({ logDensity }) => Math.abs(logDensity) < 40)
    .filter(({ x, arguments: given }) => [x, ...Object.values(given)].every(isFine))
    .slice(0, POINTS);
}

it('every distribution has formulas, and nothing else has', () => {
  expect(Object.keys(formulas)).toEqual([...distributions.keys()]);
  expect(Object.keys(vectorFormulas)).toEqual([...vectorDistributions.keys()]);
});

describe('numbers', () => {
  it.each([...distributions.values()])('$name', (distribution) => {
    const { density, inWords, mean, variance } = formulas[distribution.name];
    const points = moderate(distribution.testPoints);
    expect(points.length).toBeGreaterThan(1);
    for (const { x, arguments: arguments_, logDensity } of points) {
      const given = { x, ...arguments_ };
      if (!inWords) {
        const [value] = evaluate({ density }, given).density;
        const error = Math.abs(Math.log(value) - logDensity) / Math.max(1, Math.abs(logDensity));
        expect(error, `at ${JSON.stringify(given)}`).toBeLessThan(1e-9);
      }
      if (Object.values(arguments_).some((value) => typeof value !== 'number')) continue;
      const expected = distribution.moments(arguments_ as Record<string, number>);
      for (const [name, moment] of Object.entries({ mean, variance })) {
        const is = expected[name as 'mean' | 'variance'];
        if (moment === undefined) {
          expect(is, name).not.toSatisfy(Number.isFinite);
          continue;
        }
        const { value, where } = conditional(moment);
        const found = evaluate({ value, exists: asNumber(where) }, given);
        expect(found.exists[0] === 1, name).toBe(Number.isFinite(is));
        if (Number.isFinite(is)) {
          const error = Math.abs(found.value[0] - is);
          expect(error, name).toBeLessThanOrEqual(1e-9 * Math.abs(is));
        }
      }
    }
  });
});

describe('vectors and matrices', () => {
  const DRAWS = 4000;
  const written = [...vectorDistributions.values()].filter(
    ({ name }) => !vectorFormulas[name].inWords,
  );

  it.each(written)('$name', (distribution) => {
    const { density, mean, variance } = vectorFormulas[distribution.name];
    // written in the first of the ways to give a matrix
    const points = moderate(
      distribution.testPoints.filter(
        ({ arguments: given }) => !('chol' in given || 'prec' in given),
      ),
    );
    expect(points.length).toBeGreaterThan(0);
    for (const { x, arguments: arguments_, logDensity } of points) {
      const size = x.length;
      const given = { x, ...spread(arguments_, size, distribution.parameters) } as Values;
      const [value] = evaluate({ density }, given).density;
      const error = Math.abs(Math.log(value) - logDensity) / Math.max(1, Math.abs(logDensity));
      expect(error, `at ${JSON.stringify(given)}`).toBeLessThan(1e-9);
    }

    const [{ x, arguments: arguments_ }] = points;
    const size = x.length;
    const given = spread(arguments_, size, distribution.parameters) as Values;
    const flat = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        typeof value === 'number' ? value : (value.flat() as number[]),
      ]),
    );
    const random = Random.fromSeed(7);
    const draws = Array.from({ length: DRAWS }, () => distribution.sample!(random, flat, size));
    const moments = draws[0].length === size ? { mean, variance } : { mean };
    const centre = evaluate({ mean: conditional(mean!).value }, given).mean;
    for (const [name, moment] of Object.entries(moments)) {
      if (moment === undefined) continue;
      const { value, where } = conditional(moment);
      const found = evaluate({ value, exists: asNumber(where) }, given);
      if (found.exists[0] !== 1) continue;
      draws[0].forEach((_, k) => {
        const values = draws.map((draw) =>
          name === 'mean' ? draw[k] : (draw[k] - centre[k]) ** 2,
        );
        const average = values.reduce((sum, v) => sum + v, 0) / DRAWS;
        const spreadOf = values.reduce((sum, v) => sum + (v - average) ** 2, 0) / DRAWS;
        const error = Math.sqrt(spreadOf / DRAWS);
        expect(Math.abs(average - found.value[k]), `${name} ${k}`).toBeLessThan(5 * error + 1e-9);
      });
    }
  });

  /** One number for all elements of a vector as that vector. */
  function spread(
    given: object,
    size: number,
    parameters: readonly { readonly name: string; readonly eventRank?: number }[],
  ): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(given).map(([name, value]) => {
        const { eventRank = 0 } = parameters.find((parameter) => parameter.name === name)!;
        const isSpread = typeof value === 'number' && eventRank === 1;
        return [name, isSpread ? new Array<number>(size).fill(value) : value];
      }),
    );
  }
});
