/** How tests compare numbers with those of a reference, and derivatives with differences. */
import { expect } from 'vitest';

/** |actual − expected| relative to the larger of the expected value and 1. */
export function expectClose(
  actual: number,
  expected: number,
  tolerance: number,
  what = 'value',
): void {
  const error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  expect(error, `${what}: ${actual} for ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** f′ at 0 by central differences, extrapolated twice (Richardson): error of order h⁶. */
export function derivative(f: (step: number) => number): number {
  const central = (h: number): number => (f(h) - f(-h)) / (2 * h);
  const h = 4e-3;
  const [d1, d2, d4] = [central(h / 4), central(h / 2), central(h)];
  const [first, second] = [(4 * d1 - d2) / 3, (4 * d2 - d4) / 3];
  return (16 * first - second) / 15;
}

/** The derivative of a function of a vector along a direction. */
export function slopeAlong(
  f: (x: Float64Array) => number,
  at: Float64Array,
  direction: Float64Array,
): number {
  return derivative((step) => f(at.map((value, k) => value + step * direction[k])));
}
