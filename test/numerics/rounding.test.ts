import { describe, expect, it } from 'vitest';
import { cotPi, modulo, roundHalfAway, sinPi } from '../../src/numerics/index.ts';

describe('modulo', () => {
  // Python 3: math and the % operator of floats
  it.each([
    [7, 3, 1],
    [-7, 3, 2],
    [7, -3, -2],
    [-7, -3, -1],
    [5.5, 2, 1.5],
    [-5.5, 2, 0.5],
    [-1e-20, 1, 1],
    [6, 3, 0],
    [-6, 3, 0],
    [6, -3, -0],
    [0, 5, 0],
    [1e308, 7, 3],
    [5, Infinity, 5],
    [-5, Infinity, Infinity],
    [5, -Infinity, -Infinity],
    [1, 0, Number.NaN],
    [Infinity, 2, Number.NaN],
    [Number.NaN, 2, Number.NaN],
    [1, Number.NaN, Number.NaN],
  ])('of %d by %d is %d', (a, b, expected) => {
    expect(modulo(a, b)).toBe(expected);
  });
});

describe('roundHalfAway', () => {
  // C99 round(), by definition
  it.each([
    [0.5, 1],
    [-0.5, -1],
    [2.5, 3],
    [-2.5, -3],
    [0.49999999999999994, 0],
    [-0.3, -0],
    [2.4, 2],
    [2251799813685248.5, 2251799813685249],
    [9007199254740991, 9007199254740991],
    [-0, -0],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [Number.NaN, Number.NaN],
  ])('of %d is %d', (x, expected) => {
    expect(roundHalfAway(x)).toBe(expected);
  });
});

describe('sinPi and cotPi', () => {
  it('are exact at multiples of a half', () => {
    for (const n of [0, 1, -1, 2, 1e6, -(2 ** 52)]) {
      expect(Math.abs(sinPi(n))).toBe(0);
      expect(Math.abs(cotPi(n))).toBe(Infinity);
    }
    expect([0.5, 1.5, -0.5, 1000.5].map(sinPi)).toEqual([1, -1, -1, 1]);
    expect([0.5, -0.5, 3.5, 1000.5].map((x) => Math.abs(cotPi(x)))).toEqual([0, 0, 0, 0]);
  });

  // mpmath: sinpi, cospi/sinpi
  it.each([
    [0.3, 0.8090169943749475, 0.7265425280053609],
    [0.7, 0.8090169943749475, -0.7265425280053607],
    [-2.25, -Math.SQRT1_2, -1],
    [1e9 + 0.125, 0.3826834323650898, 2.414213562373095],
    [1 - 2 ** -40, 2.857261873568671e-12, -349985421095.133],
  ])('of %d', (x, sine, cotangent) => {
    expect(Math.abs(sinPi(x) / sine - 1)).toBeLessThan(1e-15);
    expect(Math.abs(cotPi(x) / cotangent - 1)).toBeLessThan(1e-15);
  });
});
