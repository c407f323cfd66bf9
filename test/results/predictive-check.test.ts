import { expect, it } from 'vitest';
import { predictiveCheck } from '../../src/results/predictive-check.ts';

it('counts replications whose figure is larger, ties half', () => {
  // means 2, 3, 1 and 2 against 2; sds 1, 1, 1 and 2 against 1; …
  const replicated = Float64Array.of(1, 2, 3, 2, 3, 4, 0, 1, 2, 0, 2, 4);
  const { mean, sd, min, max } = predictiveCheck(Float64Array.of(1, 2, 3), replicated)!;
  expect([mean, sd, min, max]).toEqual([
    (0.5 + 1 + 0 + 0.5) / 4,
    (0.5 + 0.5 + 0.5 + 1) / 4,
    (0.5 + 1 + 0 + 0) / 4,
    (0.5 + 1 + 0 + 1) / 4,
  ]);
});

it('leaves out what is not observed, and says nothing of nothing', () => {
  const observed = Float64Array.of(1, Number.NaN, 3);
  const check = predictiveCheck(observed, Float64Array.of(2, 100, 4, 0, -100, 2))!;
  expect([check.mean, check.min, check.max]).toEqual([0.5, 0.5, 0.5]);
  expect(predictiveCheck(Float64Array.of(Number.NaN), Float64Array.of(1))).toBeUndefined();
});

it('has no share where a figure is undefined', () => {
  const one = predictiveCheck(Float64Array.of(1), Float64Array.of(2, 0))!;
  expect([one.mean, one.sd]).toEqual([0.5, Number.NaN]);
  const broken = predictiveCheck(Float64Array.of(1, 2), Float64Array.of(Number.NaN, 1, 1, 1))!;
  expect(broken.mean).toBeNaN();
});
