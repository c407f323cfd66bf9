/** `ode` in models: values and gradients against test/differential-equations/reference/equations.py, and what data tell. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { ModelError, NumericalError } from '../../src/diagnostics/diagnostic.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { referenceEngine } from '../../src/engines/reference/engine.ts';
import { wasmEngine } from '../../src/engines/wasm/engine.ts';
import { references } from '../differential-equations/problems.ts';

/** The right-hand sides of the problems in the language. */
const functions = {
  lotkaVolterra: 'fun f(t, z, p) = [(p[1] - p[2] * z[2]) * z[1], (-p[3] + p[4] * z[1]) * z[2]]',
  michaelisMenten:
    'fun f(t, z, p) = [exp(-p[1] * t) * 15 * p[1] - p[3] / 2 * z[1] / (p[2] + z[1])]',
  robertson: `fun f(t, z, p) = [-slow + back, slow - fast - back, fast]
    with slow = p[1] * z[1], fast = p[2] * z[2]^2, back = p[3] * z[2] * z[3]`,
  cascade: `fun flow(k, p, z) = p[k] * z[k] * (1 + z[k % 8 + 1])
fun f(t, z, p) = [0.5 - flow(1, p, z)${Array.from({ length: 7 }, (_, k) => `, flow(${k + 1}, p, z) - flow(${k + 2}, p, z)`).join('')}]`,
} as const;

type Name = keyof typeof functions;

const options: Readonly<Record<Name, string>> = {
  lotkaVolterra: 'rtol = 1e-8, atol = 1e-9',
  michaelisMenten: 'rtol = 1e-8, atol = 1e-9',
  robertson: 'method = bdf, rtol = 1e-7, atol = 1e-13',
  cascade: 'method = bdf, rtol = 1e-8, atol = 1e-10',
};

/** All that a solution depends on is unknown; its elements are weighted, so that no error cancels. */
function posteriorOf(name: Name, asked: string = options[name]) {
  const { initial, times, start, parameters, states } = references[name];
  const weights = states.map((row, k) =>
    row.map((value, j) => (0.6 + Math.sin(1.7 * k + j)) / Math.max(Math.abs(value), 1e-6)),
  );
  const posterior = compile(`dim time
dim element = ${initial.length}
dim rate = ${parameters.length}
data w[time, element]: real
data t[time]: real
param start ~ Flat()
param later ~ Flat()
param z0[element] ~ Flat()
param p[rate] ~ Flat()
${functions[name]}
let z[time, element] = ode(f, z0, start, t + later, p, ${asked})
factor sum(w * z)`).bind({ w: weights, t: times });
  return {
    posterior,
    weights,
    point: Float64Array.from([start, 0, ...initial, ...parameters]),
  };
}

const engines: readonly Engine[] = [wasmEngine, referenceEngine];

describe.each(engines)('on the engine $name', (engine) => {
  it.each([
    ['lotkaVolterra', 'rk45'],
    ['michaelisMenten', 'rk45'],
    ['robertson', 'bdf'],
    ['cascade', 'bdf'],
    // the other way to the same derivatives
    ['lotkaVolterra', 'bdf', 'method = bdf, rtol = 1e-8, atol = 1e-9'],
  ] as const)(
    '%s has its value and gradient by %s',
    (name, method, asked: string = options[name]) => {
      const { posterior, weights, point } = posteriorOf(name, asked);
      const unknowns = references[name].initial.length + references[name].parameters.length;
      expect(posterior.density(engine).size.equations).toMatchObject([{ method, unknowns }]);
      const { states, derivatives } = references[name];
      const gradient = new Float64Array(point.length);
      const value = posterior.density(engine).logDensityGradient(point, gradient);
      const total = (of: (k: number, j: number) => number): number =>
        weights.flatMap((row, k) => row.map((w, j) => w * of(k, j))).reduce((a, b) => a + b, 0);
      const size = (of: (k: number, j: number) => number): number =>
        weights
          .flatMap((row, k) => row.map((w, j) => Math.abs(w * of(k, j))))
          .reduce((a, b) => a + b, 0);
      const close = (actual: number, of: (k: number, j: number) => number): void => {
        expect(Math.abs(actual - total(of)) / size(of)).toBeLessThan(1e-6);
      };
      close(value, (k, j) => states[k][j]);
      // the start and a shift of all times come first
      for (let p = 0; p < point.length - 2; p++) {
        close(gradient[p + 2], (k, j) => derivatives[k][j][p]);
      }
    },
  );

  it('has derivatives in the start and the times', () => {
    // autonomous: what moves the start and all times alike changes nothing
    const { posterior, weights, point } = posteriorOf('lotkaVolterra');
    const { states, parameters } = references.lotkaVolterra;
    const [a, b, c, d] = parameters;
    const gradient = new Float64Array(point.length);
    posterior.density(engine).logDensityGradient(point, gradient);
    const slope = states
      .map(([x, y], k) => {
        const [ofX, ofY] = weights[k];
        return ofX * (a - b * y) * x + ofY * (-c + d * x) * y;
      })
      .reduce((sum, term) => sum + term, 0);
    expect(gradient[1] / slope).toBeCloseTo(1, 7);
    expect(gradient[0] / slope).toBeCloseTo(-1, 6);
  });
});

it('engines take the same steps', () => {
  const { posterior, point } = posteriorOf('michaelisMenten');
  const [one, other] = engines.map((engine) => {
    const gradient = new Float64Array(point.length);
    return [posterior.density(engine).logDensityGradient(point, gradient), ...gradient];
  });
  one.forEach((value, k) => {
    expect(Math.abs(value - other[k])).toBeLessThanOrEqual(1e-11 * Math.abs(value));
  });
});

it.each(['rk45', 'bdf'])('has second derivatives by %s', (method) => {
  const asked = `method = ${method}, ${options.lotkaVolterra}`;
  const { posterior, point } = posteriorOf('lotkaVolterra', asked);
  const n = point.length;
  const hessian = posterior.density(wasmEngine).hessian(point);
  const slopesAt = (moved: Float64Array): Float64Array => {
    const gradient = new Float64Array(n);
    posterior.logDensityGradient(moved, gradient);
    return gradient;
  };
  for (const [k, step] of [
    [2, 0.01],
    [5, 1e-5],
    [6, 1e-4],
  ]) {
    const [up, down] = [1, -1].map((sign) => slopesAt(point.with(k, point[k] + sign * step)));
    for (let j = 0; j < n; j++) {
      const expected = (up[j] - down[j]) / (2 * step);
      const scale = Math.sqrt(Math.abs(hessian[k * n + k] * hessian[j * n + j]));
      expect(Math.abs(hessian[k * n + j] - expected)).toBeLessThan(1e-3 * Math.max(scale, 1));
    }
  }
});

it('differentiates a vector like its elements, beyond a few by a loop', () => {
  const model = (body: string): string => `dim cell = 12
dim time = 2
data t[time]: real
param z0[cell] ~ Normal(0, 1)
param p ~ Normal(0, 1)
fun chain(t, z, p) = ${body}
factor sum(ode(chain, z0, 0, t, p, method = bdf)^2)`;
  const list = Array.from({ length: 12 }, (_, k) => `-p * z[${k + 1}]^2 + sin(t)`).join(', ');
  const [one, other] = [`[${list}]`, '-p * z^2 + sin(t)'].map((body) => {
    const posterior = compile(model(body)).bind({ t: [0.5, 1] });
    const gradient = new Float64Array(13);
    const point = Float64Array.from({ length: 13 }, (_, k) => 0.2 + 0.05 * k);
    return [posterior.logDensityGradient(point, gradient), ...gradient];
  });
  one.forEach((value, k) => {
    expect(other[k]).toBeCloseTo(value, 8);
  });
});

describe('what ode takes', () => {
  /** Σ of the log density at a point. */
  const densityAt = (text: string, data: Record<string, unknown>, at: readonly number[]): number =>
    compile(text).bind(data).logDensity(Float64Array.from(at));

  it('a state without dimensions, one time, and a state of two dimensions', () => {
    const decay = `param k ~ Flat()
fun f(t, z, k) = -k * z
factor ode(f, 2, 0, 1.5, k)`;
    expect(densityAt(decay, {}, [0.5])).toBeCloseTo(2 * Math.exp(-0.75), 5);
    const matrix = `dim a = 2
dim b = 3
data x[a, b]: real
param k ~ Flat()
fun f(t, z, k) = -k * z
let z[a, b] = ode(f, x, 0, 1, k)
factor sum[i in a, j in b](z[i, j] * x[i, j])`;
    const x = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    expect(densityAt(matrix, { x }, [0.3])).toBeCloseTo(91 * Math.exp(-0.3), 4);
  });

  it('a list as its state, data as an index, numbers of data as tolerances', () => {
    const text = `dim time
dim element = 2
data t[time]: real
data which: int
data tolerance: real
param k ~ Flat()
fun f(t, z, k, i) = [-k * z[1], k * z[i]]
let z[time, element] = ode(f, [1, 0], 0, t, k, which, rtol = tolerance)
factor sum(z)`;
    const at = (tolerance: number) => densityAt(text, { t: [1, 2], which: 1, tolerance }, [0.7]);
    expect(at(1e-8)).toBeCloseTo(2, 7);
    expect(() => at(3)).toThrow('`rtol` is a number above 0 and below 1, not 3');
  });

  it('one system for each member of index variables', () => {
    const text = `dim patient
dim visit
data dose[patient]: positive
data t[patient, visit]: real
param k[patient] ~ Flat()
fun f(t, z, k) = [-k * z[1], k * z[1]]
let left[p in patient, v in visit] = ode(f, [dose[p], 0], 0, t[p, :], k[p])[v, 1]
factor sum(left)`;
    const data = {
      dose: [10, 20, 30],
      t: [
        [1, 2],
        [0.5, 3],
        [0, 1],
      ],
    };
    const rates = [0.1, 0.2, 0.3];
    const posterior = compile(text).bind(data);
    const gradient = new Float64Array(3);
    const value = posterior.logDensityGradient(Float64Array.from(rates), gradient);
    const each = rates.map((k, p) =>
      data.t[p].map((t) => ({
        value: data.dose[p] * Math.exp(-k * t),
        slope: -t * data.dose[p] * Math.exp(-k * t),
      })),
    );
    expect(value).toBeCloseTo(
      each.flat().reduce((sum, e) => sum + e.value, 0),
      4,
    );
    each.forEach((row, p) => {
      expect(gradient[p]).toBeCloseTo(
        row.reduce((sum, e) => sum + e.slope, 0),
        4,
      );
    });
  });

  it('of data alone in its steps: the adjoint of a loop goes over them again', () => {
    const text = `dim time
data t[time]: real
param a ~ Flat()
param k[time] ~ Flat()
fun f(t, z, k) = -k * z
let z[i in time] = ode(f, exp(a), 0, t[i], k[i])
factor sum(z * z)`;
    const [t, a, k] = [[0, 1, 1.5], 0.3, [0.4, 0.2, -0.1]];
    const gradient = new Float64Array(4);
    compile(text)
      .bind({ t })
      .logDensityGradient(Float64Array.of(a, ...k), gradient);
    const squares = t.map((time, i) => Math.exp(2 * (a - k[i] * time)));
    const expected = [
      2 * squares.reduce((sum, x) => sum + x, 0),
      ...squares.map((x, i) => -2 * t[i] * x),
    ];
    expected.forEach((slope, i) => {
      expect(gradient[i]).toBeCloseTo(slope, 5);
    });
  });

  it('steps of a recurrence: doses at known times', () => {
    const text = `dim time
data t[time]: real
data dose[time]: real
param k ~ Flat()
fun f(t, z, k) = -k * z
let z[i in time] = if i == 1 then dose[i] else ode(f, z[i - 1], t[i - 1], t[i], k) + dose[i]
factor z[last(time)]`;
    const [t, dose, k] = [[0, 1, 1.5, 4], [5, 0, 2, 1], 0.4];
    const expected = t.reduce((sum, time, i) => sum + dose[i] * Math.exp(-k * (4 - time)), 0);
    expect(densityAt(text, { t, dose }, [k])).toBeCloseTo(expected, 5);
  });
});

describe('what data tell', () => {
  const text = `dim time
data t[time]: real
data start: real
param k ~ Normal(0, 1)
fun f(t, z, k) = k * z^2
factor sum(ode(f, 1, start, t, k))`;

  const problemOf = (data: Record<string, unknown>, model = text) => {
    try {
      compile(model).bind(data);
    } catch (error) {
      if (error instanceof ModelError) return error.diagnostics[0];
      throw error;
    }
    throw new Error('was bound');
  };

  it('times must not decrease, nor begin before the start', () => {
    expect(problemOf({ t: [1, 3, 2], start: 0 })).toMatchObject({
      code: 'ode-times',
      message: 'the times of `ode` must not decrease: number 3 of `t` is 2, after 3',
      hint: 'sort the rows by time',
    });
    expect(problemOf({ t: [1, 3], start: 2 }).message).toBe(
      'the times of `ode` must not be before its start: number 1 of `t` is 1, before 2',
    );
  });

  it('a list of derivatives has as many elements as the state', () => {
    const model = `dim element
data x[element]: real
param k ~ Normal(0, 1)
fun f(t, z, k) = [k, k * z[1]]
factor sum(ode(f, x, 0, 1, k))`;
    expect(problemOf({ x: [1, 2, 3] }, model).message).toBe(
      'a list of 2 stands where `element` has 3 members',
    );
  });

  it('an equation of data alone must have a solution', () => {
    const model = text.replace('param k ~ Normal(0, 1)', 'data k: real\nparam m ~ Normal(0, 1)');
    expect(problemOf({ t: [0.5, 2], start: 0, k: 1 }, model)).toMatchObject({
      code: 'no-solution',
      message: expect.stringMatching(
        /^`ode` has no solution: the solution explodes .* at time 1(\.0000\d*)?,/,
      ),
    });
    compile(model).bind({ t: [0.5, 0.9], start: 0, k: 1 });
  });
});

describe('without a solution', () => {
  const text = `dim time
data t[time]: real
param k ~ Normal(0, 1)
param later ~ Normal(0, 1)
fun f(t, z, k) = k * z^2
let z[i in time] = ode(f, 1, 0, t[i] + later, k, max_steps = 1000)
observe t ~ Normal(z, 1)`;

  const messageAt = (point: readonly number[], model = text): string => {
    const posterior = compile(model, { fileName: 'm.bayes' }).bind({ t: [0.5, 2] });
    try {
      posterior.logDensityGradient(Float64Array.from(point), new Float64Array(2));
    } catch (error) {
      if (error instanceof NumericalError) return error.message;
      throw error;
    }
    throw new Error('has a density');
  };

  it('says which call, why and when', () => {
    expect(messageAt([1, 0])).toMatch(
      /^the log density is not a number: `ode\(f, 1, 0, .*` \(m\.bayes:6:20\) has no value at this point: the solution explodes .* at time 1(\.0\d*)?,/,
    );
    expect(messageAt([0.1, -3])).toContain('its times decrease, begin before the start');
    const alone = text.replace('[i in time]', '[time]').replace('t[i]', 't');
    expect(messageAt([1, 0], alone)).toContain('at time 1');
    expect(messageAt([0.4, 0], alone.replace('1000', '3'))).toContain('in 3 steps');
  });

  it('nuts goes on where the density has a value', async () => {
    const posterior = compile(text).bind({ t: [0.5, 2] });
    const fit = await posterior.fit({ method: 'nuts', seed: 1, chains: 1, draws: 50, warmup: 100 });
    // the pole is beyond both times
    const [k, later] = ['k', 'later'].map((name) => fit.draws(name) as number[]);
    k.forEach((value, i) => {
      expect(value * (2 + later[i])).toBeLessThan(1);
    });
  });
});
