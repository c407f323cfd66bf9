import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type LbfgsState,
  lbfgsDefaults,
  maximise,
  startLbfgs,
  stepLbfgs,
} from '../../src/inference/lbfgs.ts';
import { lineSearch, type Objective } from '../../src/inference/line-search.ts';

/** Minus the extended Rosenbrock function: maximum 0 at (1, …, 1) (Moré, Garbow and Hillstrom 1981, no. 21). */
const rosenbrock: Objective = (x, gradient) => {
  let value = 0;
  for (let i = 0; i < x.length; i += 2) {
    const a = 1 - x[i];
    const b = x[i + 1] - x[i] ** 2;
    value -= a * a + 100 * b * b;
    gradient[i] = 2 * a + 400 * b * x[i];
    gradient[i + 1] = -200 * b;
  }
  return value;
};

/** −½ Σ cᵢ (xᵢ − i)². */
const quadratic =
  (curvatures: readonly number[]): Objective =>
  (x, gradient) =>
    curvatures.reduce((sum, c, i) => {
      gradient[i] = -c * (x[i] - i);
      return sum - 0.5 * c * (x[i] - i) ** 2;
    }, 0);

describe('the line search', () => {
  it('takes a step whose increase is lost in rounding, on the slope alone', () => {
    // neighbours of 1e8 are 1.5e-8 apart, and values are one of them too low away from the start
    const start = Float64Array.of(1e-5);
    const objective: Objective = (x, gradient) => {
      gradient[0] = -x[0];
      return 1e8 - (x[0] === start[0] ? 0 : 1.5e-8);
    };
    const direction = Float64Array.of(-1e-5);
    const trial = lineSearch(objective, start, 1e8, 1e-10, direction, 1);
    expect(trial?.point[0]).toBe(0);
  });
});

describe('L-BFGS', () => {
  it.each([2, 100])('reaches the maximum of the Rosenbrock function in %i dimensions', (size) => {
    const start = Array.from({ length: size }, (_, i) => (i % 2 === 0 ? -1.2 : 1));
    let gradients = 0;
    const counted: Objective = (x, g) => {
      gradients++;
      return rosenbrock(x, g);
    };
    const { point, status } = maximise(counted, start, 1000)!;
    expect(status).toBe('converged');
    for (const x of point) expect(Math.abs(x - 1)).toBeLessThan(1e-6);
    expect(gradients).toBeLessThan(150);
  });

  it('reaches the maximum of a quadratic of condition 1e8', () => {
    const curvatures = Array.from({ length: 9 }, (_, i) => 10 ** (i - 4));
    const { point, status } = maximise(quadratic(curvatures), new Array(9).fill(0), 2000)!;
    expect(status).toBe('converged');
    point.forEach((x, i) => {
      expect(Math.abs(x - i) * Math.sqrt(curvatures[i])).toBeLessThan(1e-5);
    });
  });

  it('takes one step to the maximum of a quadratic whose curvature it is given', () => {
    const curvatures = [1e-6, 1, 1e6];
    const inverse = (x: Float64Array) => x.map((value, i) => value / curvatures[i]);
    const objective = quadratic(curvatures);
    const start = startLbfgs(objective, [5, 5, 5])!;
    const { point } = stepLbfgs(objective, start, lbfgsDefaults, inverse);
    point.forEach((x, i) => {
      expect(Math.abs(x - i)).toBeLessThan(1e-9);
    });
  });

  it('learns how the curvature differs from what it is given', () => {
    const inverse = (x: Float64Array) => x.map((value, i) => value * (i % 2 === 0 ? 1 : 1 / 200));
    let state = startLbfgs(
      rosenbrock,
      Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
    )!;
    while (state.status === 'running') state = stepLbfgs(rosenbrock, state, lbfgsDefaults, inverse);
    expect(state.status).toBe('converged');
    for (const x of state.point) expect(Math.abs(x - 1)).toBeLessThan(1e-6);
    expect(state.iteration).toBeLessThan(100);
  });

  it('fits a regression whose predictor has the scale 1e4', () => {
    // Five points, errors of known sd 1; the least-squares line by numpy.polyfit on the centred predictor.
    const xs = [10000, 10100, 10200, 10300, 10400];
    const ys = [3.1, 3.9, 5.2, 5.8, 7.1];
    const density: Objective = (b, gradient) => {
      gradient.fill(0);
      return xs.reduce((sum, x, i) => {
        const residual = ys[i] - b[0] - b[1] * x;
        gradient[0] += residual;
        gradient[1] += residual * x;
        return sum - 0.5 * residual ** 2;
      }, 0);
    };
    const { point } = maximise(density, [0, 0], 5000)!;
    // Slope 0.0099, mean 5.02 at 10200, so the intercept is 5.02 − 0.0099 · 10200 = −95.96.
    expect(point[1]).toBeCloseTo(0.0099, 7);
    expect(point[0]).toBeCloseTo(-95.96, 2);
  });

  it('backs off from a region where the objective is not defined', () => {
    const density: Objective = (x, gradient) => {
      gradient[0] = 3 / x[0] - 1;
      return 3 * Math.log(x[0]) - x[0]; // NaN below 0
    };
    expect(maximise(density, [1e-3], 200)!.point[0]).toBeCloseTo(3, 6);
    expect(startLbfgs(density, [-1])).toBeUndefined();
  });

  it('reaches random quadratics from random starts', () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 12 }), (pairs) => {
        const curvatures = pairs.map(([power]) => 10 ** (power / 2));
        const start = pairs.map(([, x]) => x);
        const { point } = maximise(quadratic(curvatures), start, 1000)!;
        point.forEach((x, i) => {
          expect(Math.abs(x - i) * Math.sqrt(curvatures[i])).toBeLessThan(1e-5);
        });
      }),
    );
  });

  it('continues to identical numbers after its state went through JSON', () => {
    const start = [-1.2, 1, -1.2, 1];
    let straight = startLbfgs(rosenbrock, start)!;
    let stored = straight;
    while (straight.status === 'running') {
      straight = stepLbfgs(rosenbrock, straight, lbfgsDefaults);
      stored = stepLbfgs(rosenbrock, JSON.parse(JSON.stringify(stored)) as LbfgsState);
    }
    expect(stored).toEqual(straight);
  });
});
