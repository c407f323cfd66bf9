import { describe, expect, it } from 'vitest';
import { adjoints, newRecord } from '../../src/differential-equations/adjoint.ts';
import { describeFailure } from '../../src/differential-equations/describe-failure.ts';
import { firstStep } from '../../src/differential-equations/first-step.ts';
import { type MethodName, methods, solve } from '../../src/differential-equations/solve.ts';
import type { Accuracy, AdjointSystem, System } from '../../src/differential-equations/system.ts';
import { problem, references } from './problems.ts';

const accuracy = (relative: number, absolute = relative * 1e-2, maxSteps = 1e5): Accuracy => ({
  relative,
  absolute,
  maxSteps,
});

/** z′ = f(t, z) of one number. */
const scalar = (f: (t: number, z: number) => number, slope = 0): System => ({
  size: 1,
  rows: 1,
  derivative: (t, z, to) => {
    to[0] = f(t, z[0]);
  },
  solution: (t, z, to) => {
    to[0] = f(t, z[0]);
  },
  jacobian: (_t, _z, to) => {
    to[0] = slope;
  },
});

function solveScalar(
  method: MethodName,
  system: System,
  [start, initial]: readonly [number, number],
  times: readonly number[],
  asked = accuracy(1e-8),
) {
  const solution = new Float64Array(times.length);
  const failure = solve(
    new methods[method](system),
    { start, initial: Float64Array.of(initial), times: Float64Array.from(times) },
    asked,
    solution,
  );
  return { solution: [...solution], failure };
}

describe('known problems', () => {
  const rows = (['lotkaVolterra', 'michaelisMenten', 'robertson'] as const).flatMap((name) =>
    [1e-4, 1e-6, 1e-8, 1e-10].flatMap((tolerance) =>
      (name === 'robertson' ? (['bdf'] as const) : (['rk45', 'bdf'] as const)).map((method) => ({
        name,
        tolerance,
        method,
      })),
    ),
  );

  // an error per step of a tenth of the tolerances; those of many steps add up and grow with the solution
  it.each(rows)('$name by $method to $tolerance', ({ name, tolerance, method }) => {
    const { system, initial, start, times, states } = problem(name);
    const asked = accuracy(tolerance, tolerance * (name === 'robertson' ? 1e-6 : 1e-2));
    const solution = new Float64Array(times.length * initial.length);
    const failure = solve(
      new methods[method](system),
      { start, initial: Float64Array.from(initial), times: Float64Array.from(times) },
      asked,
      solution,
    );
    expect(failure).toBeUndefined();
    const worst = states.flat().map((exact, k) => {
      return Math.abs(solution[k] - exact) / (asked.absolute + tolerance * Math.abs(exact));
    });
    expect(Math.max(...worst)).toBeLessThan(method === 'rk45' ? 3 : 10);
  });

  it('smaller tolerances cost as much as the order of the method says', () => {
    const { system, initial, start, times, counted } = problem('lotkaVolterra');
    const solution = new Float64Array(times.length * initial.length);
    const evaluations = [1e-6, 1e-11].map((tolerance) => {
      counted.evaluations = 0;
      const stepper = new methods.rk45(system);
      const state = Float64Array.from(initial);
      const given = { start, initial: state, times: Float64Array.from(times) };
      solve(stepper, given, accuracy(tolerance), solution);
      return counted.evaluations;
    });
    // five digits: 10 times the steps at order 5
    expect(evaluations[1] / evaluations[0]).toBeGreaterThan(6);
    expect(evaluations[1] / evaluations[0]).toBeLessThan(14);
  });

  it('a stiff problem needs few steps of the implicit method', () => {
    const { system, initial, start, times, counted } = problem('robertson');
    const solution = new Float64Array(times.length * initial.length);
    const state = Float64Array.from(initial);
    solve(
      new methods.bdf(system),
      { start, initial: state, times: Float64Array.from(times) },
      accuracy(1e-6, 1e-10),
      solution,
    );
    expect(counted.evaluations).toBeLessThan(3000);
  });
});

describe.each(['rk45', 'bdf'] as const)('%s', (method) => {
  it('gives the initial state at the start, and equal states at equal times', () => {
    const { solution, failure } = solveScalar(
      method,
      scalar((_, z) => -z, -1),
      [2, 3],
      [2, 2, 3, 3, 3.5],
    );
    expect(failure).toBeUndefined();
    expect(solution.slice(0, 2)).toEqual([3, 3]);
    expect(solution[2]).toBe(solution[3]);
    expect(solution[2]).toBeCloseTo(3 * Math.exp(-1), 7);
    expect(solution[4]).toBeCloseTo(3 * Math.exp(-1.5), 7);
  });

  it('needs no step where there are no times, or only the start', () => {
    const never = scalar(() => {
      throw new Error('not asked for');
    });
    expect(solveScalar(method, never, [0, 1], [])).toEqual({ solution: [], failure: undefined });
    expect(solveScalar(method, never, [5, 1], [5]).solution).toEqual([1]);
  });

  it('follows equations that depend on time, at times far apart and close together', () => {
    const times = [0.5, 0.5 + 1e-12, 1, 100, 1000];
    const { solution } = solveScalar(method, scalar(Math.cos), [0, 0], times, accuracy(1e-10));
    times.forEach((t, k) => {
      expect(solution[k]).toBeCloseTo(Math.sin(t), 7);
    });
  });

  it('solves what has nothing to do, and polynomials exactly', () => {
    expect(
      solveScalar(
        method,
        scalar(() => 0),
        [0, 7],
        [1, 1e9],
      ).solution,
    ).toEqual([7, 7]);
    const { solution } = solveScalar(
      method,
      scalar((t) => 2 * t),
      [0, 0],
      [1, 3],
    );
    expect(solution[0]).toBeCloseTo(1, 8);
    expect(solution[1]).toBeCloseTo(9, 7);
  });

  it('is asked nothing beyond the last time', () => {
    let latest = 0;
    const system = scalar((t, z) => {
      latest = Math.max(latest, t);
      return -z;
    }, -1);
    solveScalar(method, system, [0, 1], [0.3, 1.7]);
    expect(latest).toBe(1.7);
  });

  it('says where a solution explodes: z² from 1 at 0 has its pole at 1', () => {
    const { solution, failure } = solveScalar(
      method,
      scalar((_, z) => z * z, 2),
      [0, 1],
      [0.5, 0.9, 1.5, 2],
    );
    expect(failure?.reason).toMatch(/explodes|steps/);
    expect(failure?.time).toBeCloseTo(1, 3);
    expect(solution[0]).toBeCloseTo(2, 5);
    expect(solution.slice(2)).toEqual([Number.NaN, Number.NaN]);
  });

  it('says where the right-hand side loses its meaning', () => {
    const system = scalar((t) => Math.sqrt(2 - t));
    const { failure, solution } = solveScalar(method, system, [0, 0], [1, 3]);
    expect(failure?.reason).toBe('explodes');
    expect(failure?.time).toBeCloseTo(2, 4);
    expect(solution[0]).toBeCloseTo((2 / 3) * (2 ** 1.5 - 1), 6);
    expect(solution[1]).toBeNaN();
  });

  it('refuses a derivative that is not finite, and times out of order', () => {
    expect(
      solveScalar(
        method,
        scalar(() => Number.NaN),
        [1, 0],
        [2],
      ).failure,
    ).toEqual({
      reason: 'derivative',
      time: 1,
    });
    const still = scalar(() => 0);
    expect(solveScalar(method, still, [0, 0], [2, 1]).failure?.reason).toBe('times');
    expect(solveScalar(method, still, [3, 0], [2]).failure).toEqual({ reason: 'times', time: 2 });
    expect(solveScalar(method, still, [0, 0], [Infinity]).failure?.reason).toBe('times');
    expect(solveScalar(method, still, [Number.NaN, 0], [1]).solution).toEqual([Number.NaN]);
  });

  it('stops after so many steps', () => {
    const system = scalar((t) => Math.cos(50 * t));
    const { failure } = solveScalar(method, system, [0, 0], [100], accuracy(1e-8, 1e-10, 50));
    expect(failure?.reason).toBe('steps');
    expect(failure?.time).toBeLessThan(20);
    expect(describeFailure(failure!, 50)).toContain('in 50 steps');
  });

  it('starts anew at each run', () => {
    const { system, initial, times } = problem('lotkaVolterra');
    const stepper = new methods[method](system);
    const run = (from: readonly number[]) => {
      const solution = new Float64Array(times.length * 2);
      solve(
        stepper,
        { start: 0, initial: Float64Array.from(from), times: Float64Array.from(times) },
        accuracy(1e-6),
        solution,
      );
      return [...solution];
    };
    const first = run(initial);
    run([0.1, 40]);
    expect(run(initial)).toEqual(first);
  });
});

describe('the adjoint', () => {
  /** z′ = p₁ t³ + p₂, whose solution and interpolant are exact. */
  const pull: AdjointSystem['pull'] = (t, _, [c], to) => to.set([0, c * t ** 3, c]);
  const slope = (t: number, _: Float64Array, to: Float64Array) => to.set([2 * t ** 3 - 1]);
  const times = Float64Array.of(1, 1, 1.25, 3, 4);
  const given = { start: 1, initial: Float64Array.of(0.5), times };

  const adjointOf = (method: MethodName, cotangents: readonly number[], maxSteps = 1000) => {
    const flat = (_t: number, _z: Float64Array, to: Float64Array) => to.set([0]);
    const system = { size: 1, rows: 1, derivative: slope, solution: slope, jacobian: flat };
    const stepper = new methods[method](system);
    const record = newRecord(method, 1);
    stepper.record = record;
    const solution = new Float64Array(times.length);
    solve(stepper, given, { ...accuracy(1e-6), maxSteps }, solution);
    const result = new Float64Array(3);
    const adjoint = new adjoints[method]({ ...system, invariants: 2, pull });
    // what an earlier run left behind does not matter
    for (let run = 0; run < 2; run++) {
      adjoint.run(record, given, solution, Float64Array.from(cotangents), result);
    }
    return [...result];
  };

  it.each([
    ['rk45', 12],
    ['bdf', 5],
  ] as const)('of %s is as exact as the solution', (method, digits) => {
    const cotangents = [1, -0.5, 2, 0.25, -3];
    const total = (of: (t: number) => number): number =>
      cotangents.reduce((sum, c, k) => sum + c * of(times[k]), 0);
    const [ofInitial, ofFirst, ofSecond] = adjointOf(method, cotangents);
    expect(ofInitial).toBeCloseTo(-0.25, 14);
    expect(ofFirst / total((t) => (t ** 4 - 1) / 4)).toBeCloseTo(1, digits);
    expect(ofSecond / total((t) => t - 1)).toBeCloseTo(1, digits);
  });

  it.each(['rk45', 'bdf'] as const)(
    'of %s asks nothing of times without a solution, and has no value where something is',
    (method) => {
      expect(adjointOf(method, [1, 0.5, 0, 0, 0], 1)).toEqual([1.5, 0, 0]);
      const none = [Number.NaN, Number.NaN, Number.NaN];
      expect(adjointOf(method, [1, 0.5, 0, 0, 1e-9], 1)).toEqual(none);
    },
  );
});

it('references are of the stiff problem too', () => {
  expect(references.robertson.states.at(-1)![2]).toBeGreaterThan(0.999);
});

describe('the first step', () => {
  const first = (derivative: (t: number) => number, longest: number): number =>
    firstStep(
      scalar(derivative),
      0,
      Float64Array.of(1),
      Float64Array.of(1),
      4,
      longest,
      accuracy(1e-6, 1e-6),
    );

  it('is a hundredth of what the slope takes to the state, where the next slope has no value', () => {
    expect(first((t) => (t > 0 ? Number.NaN : 1), 10)).toBeCloseTo(0.01, 15);
  });

  it('is no longer than it may be, and where slopes stay the same as long as their order allows', () => {
    // in units of the allowed error 2e-6: slope 5e5, (0.01 / 5e5)^(1/5)
    expect(first(() => 1, 10)).toBeCloseTo((0.01 / 5e5) ** 0.2, 12);
    expect(first(() => 1, 1e-3)).toBe(1e-3);
  });
});
