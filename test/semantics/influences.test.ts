import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { type Influences, influencesOf } from '../../src/semantics/influences.ts';

const of = (text: string): Influences => influencesOf(compile(text).typed);
const arrowsOf = (text: string): string[] =>
  of(text)
    .arrows.map(({ from, to }) => `${from} > ${to}`)
    .sort();
const looksOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    of(text).values.map(({ label, kind, distribution, known, reported, dimensions }) => [
      label,
      [kind, distribution, known && 'known', reported && 'reported', `[${dimensions}]`]
        .filter(Boolean)
        .join(' '),
    ]),
  );

const radon = `
  dim home dim county
  data county[home]: county
  data floor[home]: binary
  data y[home]: real
  param mu ~ Normal(0, 10)
  param a[county] ~ Normal(mu, 1)
  param b ~ Normal(0, 10)
  let m = a[county] + b * floor
  let centred = y - mean(y)
  observe y ~ Normal(m, 1)
  output r = exp(b)
  output again[home] ~ Normal(m, 1)`;

describe('what follows from what', () => {
  it('a value points at what uses it', () => {
    expect(arrowsOf(radon)).toEqual([
      'a > m',
      'b > m',
      'b > r',
      'county > m',
      'floor > m',
      'm > again',
      'm > y',
      'mu > a',
      'y > centred',
    ]);
  });

  it('says what each value is', () => {
    expect(looksOf(radon)).toEqual({
      county: 'given known [home]',
      floor: 'given known [home]',
      y: 'drawn Normal known [home]',
      mu: 'drawn Normal []',
      a: 'drawn Normal [county]',
      b: 'drawn Normal []',
      m: 'computed [home]',
      centred: 'computed known [home]',
      r: 'computed reported []',
      again: 'drawn Normal reported [home]',
    });
  });

  it('an observed expression is a value of its own, elements of data are the data', () => {
    const text = (left: string) =>
      `dim t data y[t]: positive param m ~ Normal(0, 1) observe ${left} ~ Normal(m, 1)`;
    expect(looksOf(text('log(y)'))).toMatchObject({
      y: 'given known [t]',
      'log(y)': 'drawn Normal known [t]',
    });
    expect(arrowsOf(text('log(y)')).map((a) => a.replace(/\d+/, 'N'))).toEqual([
      'm > observe N',
      'y > observe N',
    ]);
    expect(looksOf(text('y[i in 2 .. size(t)]'))).toMatchObject({ y: 'drawn Normal known [t]' });
  });

  it('earlier elements, bounds, factors and mixtures', () => {
    const text = `
      dim time dim k = 2
      data y[time]: real
      param w[k] ~ Dirichlet(1)
      param top ~ HalfNormal(1)
      param s: real(lower = 0, upper = top) ~ Flat()
      param m[k]: ordered ~ Normal(0, s)
      let e[t in time] = if t == 1 then y[t] else y[t] - s * e[t - 1]
      observe y ~ mixture(w, Normal(m, 1))
      factor -sum(e^2)`;
    const arrows = arrowsOf(text).map((arrow) => arrow.replace(/factor \d+/, 'factor'));
    expect(arrows).toEqual([
      'e > e',
      'e > factor',
      'm > y',
      's > e',
      's > m',
      'top > s',
      'w > y',
      'y > e',
    ]);
    expect(looksOf(text)).toMatchObject({ y: 'drawn mixture(Normal) known [time]' });
    expect(looksOf(text)).toMatchObject({ e: 'computed [time]', factor: 'factor []' });
    expect(of(text).dimensions.get('k')).toBe('k = 2');
  });

  it('the weights of a network are one value', () => {
    const text = `
      dim row dim x dim digit = 0 .. 9
      data image[row, x]: real
      data label[row]: digit
      param s ~ HalfNormal(1)
      network f(x) -> digit { dense(4, activation = relu) dense(digit) weights ~ Normal(0, s) biases ~ Normal(0, s) }
      observe label ~ CategoricalLogit(f(image))`;
    expect(arrowsOf(text)).toEqual(['f > label', 'image > label', 's > f']);
    expect(looksOf(text)).toMatchObject({ f: 'drawn weights of a network []' });
  });
});
