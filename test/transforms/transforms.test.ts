import { describe, expect, it } from 'vitest';
import { Builder } from '../../src/graph/builder.ts';
import type { Node } from '../../src/graph/node.ts';
import {
  byElement,
  identity,
  interval,
  lower,
  transformFor,
  upper,
} from '../../src/transforms/index.ts';
import type { Bounds, Transform } from '../../src/transforms/transform.ts';
import { deviation, differentiate, evaluate, type Formula } from '../distributions/evaluate.ts';

type Part = 'forward' | 'inverse' | 'logJacobian';
interface Limits {
  readonly lower?: number;
  readonly upper?: number;
}

const formulaOf =
  (transform: Transform, part: Part, limits: Limits): Formula =>
  (b: Builder, { x }: Readonly<Record<string, Node>>) => {
    const bounds: Bounds = {
      ...(limits.lower === undefined ? {} : { lower: b.constant(limits.lower) }),
      ...(limits.upper === undefined ? {} : { upper: b.constant(limits.upper) }),
    };
    return transform[part](b, x, bounds);
  };

const cases: readonly (readonly [string, Transform, Limits])[] = [
  ['identity', identity, {}],
  ['lower 0', lower, { lower: 0 }],
  ['lower -3', lower, { lower: -3 }],
  ['upper 0', upper, { upper: 0 }],
  ['upper 2.5', upper, { upper: 2.5 }],
  ['unit', interval, { lower: 0, upper: 1 }],
  ['interval -1 to 0', interval, { lower: -1, upper: 0 }],
  ['interval -2 to 5', interval, { lower: -2, upper: 5 }],
  ['by element, lower -3', byElement, { lower: -3, upper: Infinity }],
  ['by element, upper 2.5', byElement, { lower: -Infinity, upper: 2.5 }],
  ['by element, only an upper', byElement, { upper: 0 }],
  ['by element, -2 to 5', byElement, { lower: -2, upper: 5 }],
  ['by element, no bound', byElement, { lower: -Infinity, upper: Infinity }],
];

const moderate = [-8, -2.5, -1, -1e-3, 0, 1e-3, 1, 2.5, 8];

describe.each(cases)('%s', (_, transform, limits) => {
  const call = (part: Part, x: number): number =>
    evaluate(formulaOf(transform, part, limits), { x })[0];

  it.each(moderate)('comes back to %d', (x) => {
    const back = call('inverse', call('forward', x));
    // near an upper bound a double no longer tells points apart: e^8 of them
    expect(deviation(back, x)).toBeLessThan(1e-12);
  });

  it.each(moderate)('has the derivative exp(logJacobian) at %d, up to its sign', (x) => {
    const { first, second } = differentiate(formulaOf(transform, 'forward', limits), { x }, ['x']);
    const jacobian = Math.exp(call('logJacobian', x));
    expect(deviation(Math.abs(first.x[0]), jacobian, 0)).toBeLessThan(1e-13);
    // the derivative of the log Jacobian is f″ / f′
    const log = differentiate(formulaOf(transform, 'logJacobian', limits), { x }, ['x']);
    expect(deviation(log.first.x[0], second.x[0] / first.x[0])).toBeLessThan(1e-12);
  });

  it.each(moderate)('has the difference quotient exp(logJacobian) at %d', (x) => {
    const central = (h: number): number =>
      (call('forward', x + h) - call('forward', x - h)) / (2 * h);
    const [a, b, c] = [central(0.02), central(0.01), central(0.005)];
    const extrapolated = (16 * ((4 * c - b) / 3) - (4 * b - a) / 3) / 15;
    const jacobian = Math.exp(call('logJacobian', x));
    expect(deviation(Math.abs(extrapolated), jacobian)).toBeLessThan(1e-9);
  });

  it.each([-1e300, -700, -40, 40, 700, 1e300])('is defined and within bounds at %d', (x) => {
    const value = call('forward', x);
    expect(value).not.toBeNaN();
    expect(value).toBeGreaterThanOrEqual(limits.lower ?? -Infinity);
    expect(value).toBeLessThanOrEqual(limits.upper ?? Infinity);
    expect(call('logJacobian', x)).not.toBeNaN();
    const { first } = differentiate(formulaOf(transform, 'forward', limits), { x }, ['x']);
    expect(first.x[0]).not.toBeNaN();
  });

  it('is of the shape of its argument', () => {
    const b = new Builder();
    const x = b.input('x', [2, 3]);
    const bounds = { lower: b.constant(0), upper: b.constant(1) };
    for (const part of ['forward', 'inverse', 'logJacobian'] as const) {
      expect(transform[part](b, x, bounds).shape).toEqual([2, 3]);
    }
  });
});

describe('interval', () => {
  const unit = { lower: 0, upper: 1 };
  it('keeps its precision near 0 at either end', () => {
    // mpmath: 1 / (1 + e^700) and its negative from the other end
    const tiny = 9.859676543759771e-305;
    const at0 = evaluate(formulaOf(interval, 'forward', unit), { x: -700 })[0];
    expect(deviation(at0, tiny, 0)).toBeLessThan(1e-14);
    const below0 = { lower: -1, upper: 0 };
    const fromBelow = evaluate(formulaOf(interval, 'forward', below0), { x: 700 })[0];
    expect(deviation(fromBelow, -tiny, 0)).toBeLessThan(1e-14);
  });

  it('has the log Jacobian log(u − l) + log σ(x) + log σ(−x)', () => {
    const jacobian = (x: number, limits: Limits): number =>
      evaluate(formulaOf(interval, 'logJacobian', limits), { x })[0];
    // mpmath: log(1/4), and at 40 and −2 with width 7
    expect(deviation(jacobian(0, unit), -1.3862943611198906)).toBeLessThan(1e-15);
    expect(deviation(jacobian(40, unit), -40)).toBeLessThan(1e-15);
    const wide = { lower: -2, upper: 5 };
    expect(deviation(jacobian(-2, wide), -0.3079458730306317)).toBeLessThan(1e-14);
  });
});

it('the transform is chosen by the bounds there are', () => {
  expect(transformFor(false, false)).toBe(identity);
  expect(transformFor(true, false)).toBe(lower);
  expect(transformFor(false, true)).toBe(upper);
  expect(transformFor(true, true)).toBe(interval);
});
