/** Positions that only data tell, and what element-by-element forms cost. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { Builder } from '../../src/graph/builder.ts';
import type { Node } from '../../src/graph/node.ts';
import { sizeOf } from '../../src/graph/node.ts';
import { densityAndGradient } from '../../src/posterior/density.ts';

function nodesOf(text: string, data: Record<string, unknown>): readonly Node[] {
  const builder = new Builder();
  return builder.finish(densityAndGradient(builder, compile(text).bind(data).lowered)).nodes;
}

function message(text: string, data: Record<string, unknown>): string {
  try {
    compile(text).bind(data);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the data were accepted');
}

describe('what only data tell: positions outside their dimension, values outside their type', () => {
  const y = [1, 2, 3];
  it.each([
    [
      'a shift between dimensions',
      `dim time   dim step = 3
       data y[time]: real
       let d[s in step] = y[s + 1]
       observe y ~ Normal(sum(d), 1)`,
      { y },
      'model.bayes:3:22: position `s + 1` is 4 where s is 3, outside `time`, which has 3 members',
    ],
    [
      'a condition that leaves too many',
      `dim time
       data y[time]: real
       data has_previous[time]: binary
       let d[t in time] = if has_previous[t] == 1 then y[t - 1] else 0
       observe y ~ Normal(d, 1)`,
      { y, has_previous: [1, 1, 0] },
      'model.bayes:4:51: position `t - 1` is 0 where t is 1, outside `time`, which has 3 members',
    ],
    [
      'positions computed from data',
      `dim time
       data y[time]: real
       data k[time]: int
       let d[t in time] = y[k[t] + 1]
       observe y ~ Normal(d, 1)`,
      { y, k: [0, 3, 1] },
      'model.bayes:4:22: position `k[t] + 1` is 4 where t is 2, outside `time`, which has 3 members',
    ],
    [
      'a range',
      `dim time
       data y[time]: real
       data n: int
       let s = sum[t in 2 .. n](y[t])
       observe y ~ Normal(s, 1)`,
      { y, n: 4 },
      'model.bayes:4:28: position `t` is 4 where t is 4, outside `time`, which has 3 members',
    ],
    [
      'a size',
      `dim time
       data y[time]: real
       observe y ~ Normal(y[size(time) - 3], 1)`,
      { y },
      'model.bayes:3:22: position `size(time) - 3` is 0, outside `time`, which has 3 members',
    ],
  ])('%s', (_, text, data, expected) => {
    const lines = text.replace(/\n\s+/g, '\n');
    expect(message(lines, data)).toBe(expected);
  });

  it.each([
    [
      'a value of a declared type',
      `dim s   dim pattern = 2
       data y[s]: real
       data k[s]: int
       let p[i in s]: pattern = k[i] + 1
       param a[pattern] ~ Normal(0, 1)
       observe y ~ Normal(a[p], 1)`,
      { y, k: [0, 1, 2] },
      'model.bayes:4:26: `p` is declared `pattern`, but a value of it is 3; positions in it go from 1 to 2',
    ],
    [
      'a bound of a declared type',
      `dim s
       data y[s]: real
       let r[i in s]: positive = y[i] - 1
       observe y ~ Normal(r, 1)`,
      { y },
      'model.bayes:3:27: `r` is declared `positive`, but a value of it is 0',
    ],
    [
      'bounds of a declared type that vary',
      `dim s   dim k = 2
       data y[s]: real
       let r[i in s, j in k]: real(upper = y[i]) = j
       observe y ~ Normal(mean[k](r), 1)`,
      { y: [2, 1, 3] },
      'model.bayes:3:45: `r` is declared `real(upper = y[i])`, but a value of it is 2; the values there go from -Infinity to 1',
    ],
    [
      'labels that are no numbers',
      `dim s
       data y[s]: real
       let r[i in s] = label(i)
       observe y ~ Normal(r, 1)`,
      { y: { '2001': 1, '2002': 2, later: 3 } },
      'model.bayes:3:17: the labels of `s` are no numbers: one is "later"',
    ],
    [
      'a part beyond its dimension',
      `dim s   dim rest = s[3 .. 5]
       data y[s]: real
       param b[rest] ~ Normal(0, 1)
       observe y ~ Normal(sum(b), 1)`,
      { y },
      '`dim rest` takes the members 3 to 5 of `s`, which has 3 members.',
    ],
  ])('%s', (_, text, data, expected) => {
    expect(message(text.replace(/\n\s+/g, '\n'), data)).toContain(expected);
  });

  it('and conditions on data that leave them out are enough', () => {
    const text = `dim time
      data y[time]: real
      data has_previous[time]: binary
      param m ~ Normal(0, 1)
      let d[t in time] = if has_previous[t] == 1 then y[t - 1] else 0
      observe y ~ Normal(m + d, 1)`;
    const posterior = compile(text).bind({ y, has_previous: [0, 1, 0] });
    // log φ(0) + Σ log φ(y − d) with d = 0, 1, 0
    const expected = -0.5 * (1 + 1 + 9) - 2 * Math.log(2 * Math.PI);
    expect(posterior.logDensity(new Float64Array(1))).toBeCloseTo(expected, 12);
  });
});

describe('what element-by-element forms cost', () => {
  it('a shift by a constant is a slice, not a gather', () => {
    const nodes = nodesOf(
      `dim time
       data y[time]: real
       param a ~ Normal(0, 1)
       param z[time] ~ Normal(0, 1)
       let m[t in time] = if t == 1 then 0 else a * z[t - 1]
       observe y[t in 3 .. size(time)] ~ Normal(m[t] + z[t - 2] + y[t - 1], 1)`,
      { y: [1, 2, 3, 4, 5] },
    );
    expect(nodes.filter(({ op }) => op === 'gather' || op === 'scatterAdd')).toEqual([]);
  });

  it('what does not depend on an index variable is not computed along it', () => {
    const [n, p] = [40, 7];
    const X = Array.from({ length: n }, (_, i) => Array.from({ length: p }, (_, j) => i * j + 1));
    const nodes = nodesOf(
      `dim obs   dim predictor
       data X[obs, predictor]: real
       param b[predictor] ~ Normal(0, 1)
       param W[obs, predictor] ~ Normal(0, 1)
       let c[i in obs, j in predictor] = W[i, j] - mean[k in obs](W[k, j])
       let s[i in obs] = sum[j in predictor](c[i, j] * exp(b[j]) * sum[k in obs](X[k, j]^2))
       observe X ~ Normal(s, 1)`,
      { X },
    );
    expect(Math.max(...nodes.map(({ shape }) => sizeOf(shape)))).toBe(n * p);
  });
});
