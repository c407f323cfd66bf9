import { describe, expect, it } from 'vitest';
import { reductions, scans } from '../../src/functions/index.ts';
import { GraphError } from '../../src/graph/op-definition.ts';
import { deviation, differentiate, evaluate, type Formula } from '../distributions/evaluate.ts';

const x = [0.5, -1.25, 3, 2, 0, -0.75];

/** The reduction of the 2 × 3 matrix over the axes. */
const reduced =
  (name: string, axes: readonly number[]): Formula =>
  (b, inputs) =>
    reductions.get(name)!.build(b, b.reshape(inputs.x, [2, 3]), axes);

const scanned =
  (name: string, axis: number): Formula =>
  (b, inputs) =>
    scans.get(name)!.build(b, b.reshape(inputs.x, [2, 3]), axis);

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, k) => {
    expect(deviation(value, expected[k], 0.1), `element ${k}: ${value}`).toBeLessThan(1e-14);
  });
}

/** numpy 2 and scipy.special.logsumexp of [[0.5, −1.25, 3], [2, 0, −0.75]]: over rows, columns, all. */
const expectedReductions: Readonly<Record<string, readonly (readonly number[] | null)[]>> = {
  sum: [[2.5, -1.25, 2.25], [2.25, 1.25], [3.5]],
  mean: [[1.25, -0.625, 1.125], [0.75, 0.4166666666666667], [0.5833333333333334]],
  prod: [[1.0, -0.0, -2.25], [-1.875, -0.0], [0.0]],
  min: [[0.5, -1.25, -0.75], [-1.25, -0.75], [-1.25]],
  max: [[2.0, 0.0, 3.0], [3.0, 2.0], [3.0]],
  logsumexp: [
    [2.2014132779827524, 0.2519290813453729, 3.023245464372425],
    [3.0919857805919686, 2.1817073218930823],
    [3.430179501227656],
  ],
  variance: [[1.125, 0.78125, 7.03125], [4.5625, 2.0208333333333335], [2.666666666666667]],
  sd: [
    [1.0606601717798212, 0.8838834764831844, 2.6516504294495533],
    [2.1360009363293826, 1.4215601757693317],
    [1.632993161855452],
  ],
  argmax: [[2, 2, 1], [3, 1], null],
  argmin: [[1, 1, 2], [2, 3], null],
};

describe.each(Object.entries(expectedReductions))('%s', (name, [down, along, all]) => {
  it('over the first axis', () => expectClose(evaluate(reduced(name, [0]), { x }), down!));
  it('over the last axis', () => expectClose(evaluate(reduced(name, [1]), { x }), along!));
  it.runIf(all !== null)('over both', () =>
    expectClose(evaluate(reduced(name, [0, 1]), { x }), all!),
  );
});

it('every reduction has expected values', () => {
  expect(Object.keys(expectedReductions).sort()).toEqual([...reductions.keys()].sort());
});

it.each(['argmax', 'argmin'])('%s is taken along one axis only', (name) => {
  expect(() => evaluate(reduced(name, [0, 1]), { x })).toThrow(GraphError);
});

it.each([...reductions.values()].filter(({ identity }) => identity !== undefined))(
  '$name of nothing is $identity',
  ({ build, identity }) => {
    expect(evaluate((b, inputs) => build(b, inputs.x, [0]), { x: [] })).toEqual([identity]);
  },
);

it('sd and variance of a single element are NaN', () => {
  for (const name of ['sd', 'variance']) {
    const { build } = reductions.get(name)!;
    expect(evaluate((b, inputs) => build(b, inputs.x, [0]), { x: [3] })[0]).toBeNaN();
  }
});

it('variance far from 0 does not cancel', () => {
  const { build } = reductions.get('variance')!;
  const far = [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16];
  // exactly 30: NIST's example of a cancelling formula
  expect(evaluate((b, inputs) => build(b, inputs.x, [0]), { x: far })).toEqual([30]);
});

/** numpy 2 and scipy.special: softmax, log_softmax; along rows, then along columns. */
const expectedScans: Readonly<Record<string, readonly (readonly number[])[]>> = {
  softmax: [
    [
      0.18242552380635632, 0.22270013882530884, 0.9770226300899744, 0.8175744761936437,
      0.7772998611746911, 0.02297736991002561,
    ],
    [
      0.07487121456204028, 0.01301066620537013, 0.9121181192325896, 0.8338453529847986,
      0.11284869702173102, 0.05330594999347029,
    ],
  ],
  log_softmax: [
    [
      -1.7014132779827524, -1.501929081345373, -0.023245464372425105, -0.20141327798275246,
      -0.25192908134537295, -3.773245464372425,
    ],
    [
      -2.5919857805919686, -4.341985780591969, -0.09198578059196878, -0.1817073218930825,
      -2.1817073218930827, -2.9317073218930827,
    ],
  ],
  cumsum: [
    [0.5, -1.25, 3.0, 2.5, -1.25, 2.25],
    [0.5, -0.75, 2.25, 2.0, 2.0, 1.25],
  ],
  cumprod: [
    [0.5, -1.25, 3.0, 1.0, -0.0, -2.25],
    [0.5, -0.625, -1.875, 2.0, 0.0, -0.0],
  ],
  // numpy.sort
  sort: [
    [0.5, -1.25, -0.75, 2.0, 0.0, 3.0],
    [-1.25, 0.5, 3.0, -0.75, 0.0, 2.0],
  ],
  standardise: [
    [
      -Math.SQRT1_2,
      -0.7071067811865475,
      0.7071067811865475,
      Math.SQRT1_2,
      0.7071067811865475,
      -0.7071067811865475,
    ],
    [
      -0.11704114719613057, -0.9363291775690445, 1.0533703247651751, 1.1137997253450433,
      -0.2931051908802746, -0.8206945344647689,
    ],
  ],
};

describe.each(Object.entries(expectedScans))('%s', (name, [down, along]) => {
  it('along the first axis', () => expectClose(evaluate(scanned(name, 0), { x }), down));
  it('along the last axis', () => expectClose(evaluate(scanned(name, 1), { x }), along));
});

it('every scan has expected values', () => {
  expect(Object.keys(expectedScans).sort()).toEqual([...scans.keys()].sort());
});

describe('extremes', () => {
  const along = (name: string, values: readonly number[]): number[] =>
    evaluate((b, inputs) => scans.get(name)!.build(b, inputs.x, 0), { x: values });

  it('softmax does not overflow', () => {
    for (const share of along('softmax', [1000, 1000])) expect(share).toBeCloseTo(0.5, 12);
    expect(along('softmax', [-1e300, 0])).toEqual([0, 1]);
    expect(along('log_softmax', [-1e300, 0])).toEqual([-1e300, 0]);
    expect(along('softmax', [-Infinity, 0])).toEqual([0, 1]);
  });
  it('a product passes zeros and signs', () => {
    expect(along('cumprod', [2, -3, 0, 5]).map((v) => v + 0)).toEqual([2, -6, 0, 0]);
  });
});

/** f(x + h) in direction k. */
const shifted = (k: number, h: number): number[] => x.map((v, j) => (j === k ? v + h : v));

/** Ridders: central differences at h and h/2, extrapolated twice: error of order h⁶. */
function difference(f: (h: number) => number): number {
  const central = (h: number): number => (f(h) - f(-h)) / (2 * h);
  const [a, b, c] = [central(0.02), central(0.01), central(0.005)];
  const [ab, bc] = [(4 * b - a) / 3, (4 * c - b) / 3];
  return (16 * bc - ab) / 15;
}

describe('derivatives against extrapolated differences', () => {
  const smooth = [...reductions.keys()].filter((name) => !name.startsWith('arg'));
  const formulas: readonly (readonly [string, Formula])[] = [
    ...smooth.map((name) => [name, reduced(name, [1])] as const),
    ...[...scans.keys()].map((name) => [name, scanned(name, 1)] as const),
  ];
  it.each(formulas)('%s', (_, formula) => {
    // weights tell the elements of the result apart
    const weighted: Formula = (b, inputs) => {
      const value = formula(b, inputs);
      const size = value.shape.reduce((product, extent) => product * extent, 1);
      const weights = Float64Array.from({ length: size }, (__, k) => 1 + 0.3 * k);
      return b.multiply(value, b.constant(weights, value.shape));
    };
    const sum = (values: readonly number[]): number =>
      evaluate(weighted, { x: values }).reduce((total, v) => total + v, 0);
    const { first } = differentiate(weighted, { x }, ['x']);
    x.forEach((_x, k) => {
      const expected = difference((h) => sum(shifted(k, h)));
      expect(deviation(first.x[k], expected), `${first.x[k]}, not ${expected}`).toBeLessThan(1e-8);
    });
  });
});
