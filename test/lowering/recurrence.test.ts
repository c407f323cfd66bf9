/** What recurrences are made of, and what only data tell; their values are in reference/recurrences.py. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { evaluate } from '../../src/engines/reference/evaluate.ts';
import { graphOf } from '../../src/graph/collect.ts';
import { simplify } from '../../src/graph/simplify.ts';
import { canBeNonCentred } from '../../src/lowering/parameter.ts';

const ARMA = `dim time
data y[time]: real
param mu ~ Normal(0, 1)
param theta ~ Normal(0, 1)
let err[t in time] = y[t] - (if t == 1 then mu else mu * y[t - 1] + theta * err[t - 1])
factor -0.5 * sum(err^2)`;

function nodesOf(text: string, data: Record<string, unknown>) {
  const { logDensity } = compile(text).bind(data).lowered;
  return simplify(graphOf({ logDensity }), evaluate).nodes;
}

/** Of the standard normal priors of n parameters at 0. */
const atZero = (n: number): number => -0.5 * n * Math.log(2 * Math.PI);

describe('a recurrence', () => {
  it('is one loop, whose body has no branch and none of what does not use the value itself', () => {
    const loops = nodesOf(ARMA, { y: [1, 2, 3, 4] }).filter(({ op }) => op === 'scan');
    expect(loops).toHaveLength(1);
    const { body, extent } = loops[0].attributes;
    expect(extent).toBe(3);
    const operations = body!.nodes.map(({ op }) => op).filter((op) => /^[a-z]+$/.test(op));
    expect(operations).not.toContain('where');
    expect(operations.filter((op) => op === 'multiply')).toHaveLength(1);
  });

  it('of fewer elements than it looks back needs no loop', () => {
    expect(nodesOf(ARMA, { y: [3] }).some(({ op }) => op === 'scan')).toBe(false);
    // err = y at mu = theta = 0
    const density = (y: number[]): number =>
      compile(ARMA).bind({ y }).logDensity(Float64Array.of(0, 0));
    expect(density([3])).toBeCloseTo(atZero(2) - 4.5, 12);
    expect(density([])).toBeCloseTo(atZero(2), 12);
    expect(density([3, 1])).toBeCloseTo(atZero(2) - 5, 12);
  });

  it('stops where data let an element through that is not there', () => {
    const text = `dim time
data start[time]: binary
param m ~ Normal(0, 1)
let x[t in time] = if start[t] == 1 then m else 2 * x[t - 1]
factor sum(x)`;
    const bind = (start: number[]) => compile(text).bind({ start });
    // m + 2 m + m
    expect(bind([1, 0, 1]).logDensity(Float64Array.of(0.5))).toBeCloseTo(atZero(1) - 0.125 + 2, 12);
    expect(() => bind([0, 1, 1])).toThrow(
      'model.bayes:4:55: position `t - 1` is 0 where t is 1, outside `time`, which has 3 members',
    );
  });
});

describe('elements at positions of data', () => {
  const tree = `dim node
data parent[node]: node
param m ~ Normal(0, 1)
let x[i in node] = if i == 1 then m else 2 * x[parent[i]]
factor sum(x)`;

  it('are those before, whatever their order; where the value does not matter they may be any', () => {
    const at = (parent: number[]) =>
      compile(tree).bind({ parent }).logDensity(Float64Array.of(0.5));
    // m (1 + 2 + 4 + 2) and m (1 + 2 + 2 + 4)
    expect(at([4, 1, 2, 1])).toBeCloseTo(atZero(1) - 0.125 + 4.5, 12);
    expect(at([1, 1, 1, 3])).toBeCloseTo(atZero(1) - 0.125 + 4.5, 12);
  });

  it('are told where they are none before', () => {
    const message = (parent: number[], k: number) =>
      `model.bayes:4:48: position \`parent[i]\` is ${k} where i is ${parent.indexOf(k, 1) + 1}: elements are computed in order, and that is no earlier one`;
    for (const [parent, k] of [
      [[1, 1, 4, 1], 4],
      [[1, 2, 1, 1], 2],
    ] as const) {
      expect(() => compile(tree).bind({ parent })).toThrow(message([...parent], k));
    }
    const prior = `dim node
data parent[node]: node
param x[i in node] ~ Normal(if i == 1 then 0 else x[parent[i]], 1)`;
    expect(() => compile(prior).bind({ parent: [1, 3, 1] })).toThrow(
      'model.bayes:3:53: position `parent[i]` is 3 where i is 2',
    );
  });
});

it('a parameter whose prior looks back is drawn as it is written', () => {
  const text = `dim time = 3
param s ~ HalfNormal(1)
param x[t in time] ~ if t == 1 then Normal(0, 10) else Normal(x[t - 1], s)`;
  const { parameters } = compile(text).bind({}).lowered;
  expect(parameters.map(({ form }) => form)).toEqual(['centred', 'centred']);
  expect(canBeNonCentred(parameters[1].declaration)).toBe(false);
  expect(() => compile(text).bind({}, { forms: { x: 'non-centred' } })).toThrow(/non-centred/);
});
