import { describe, expect, it } from 'vitest';
import { bayesFactor } from '../../src/api/bayes-factor.ts';
import { compare } from '../../src/api/compare.ts';
import { compareFits } from '../../src/api/compare-fits.ts';
import { compile } from '../../src/api/compile.ts';
import type { Fit } from '../../src/api/fit.ts';
import type { FitOptions } from '../../src/api/fit-options.ts';
import { OptionError } from '../../src/api/option-error.ts';
import { ModelError } from '../../src/diagnostics/diagnostic.ts';
import { InferenceError } from '../../src/inference/method.ts';
import { byQuickClock } from '../quick-clock.ts';
import { counts, eightSchools, normalMean } from './models.ts';

const conjugate = compile(normalMean.model).bind(normalMean.data);
const schools = compile(eightSchools.model).bind(eightSchools.data);

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (values.length - 1);
}

/** The numbers of a fit, without its times. */
function numbersOf(fit: Fit): unknown {
  const { timing, ...rest } = fit.toJSON();
  expect(timing.runMs).toBeGreaterThan(0);
  return rest;
}

describe('options of a fit', () => {
  it('has defaults', async () => {
    const fit = await conjugate.fit();
    expect(fit).toMatchObject({ seed: 1, model: 'model.bayes' });
    expect(fit.draws('m')).toHaveLength(4000);
    const chosen = fit.diagnostics.notes.find(({ code }) => code === 'method');
    expect(chosen?.message).toMatch(new RegExp(`^Method ${fit.method}, chosen because`));
  });

  it('takes a method, draws and a seed', async () => {
    const fit = await conjugate.fit({ method: 'vi', draws: 10, seed: -7 });
    expect(fit).toMatchObject({ method: 'vi', seed: -7 });
    expect(fit.draws('m')).toHaveLength(10);
    expect(fit.diagnostics.notes.some((note) => note.code === 'method')).toBe(false);
  });

  it.each([{ method: 'vi', family: 'full-rank' }, { method: 'pathfinder' }] as const)(
    'fits by %o',
    async (options) => {
      // a normal posterior, which both meet
      const [exact] = (await conjugate.fit({ method: 'laplace', draws: 4000 })).summary();
      const [row] = (await conjugate.fit({ ...options, draws: 4000 })).summary();
      expect(Math.abs(row.mean - exact.mean) / exact.sd).toBeLessThan(0.1);
      expect(Math.abs(row.sd / exact.sd - 1)).toBeLessThan(0.06);
    },
  );

  it.each<[FitOptions, string]>([
    [{ method: 'lapalce' }, 'there is no method lapalce; did you mean laplace?'],
    [{ method: 'mc-dropout' }, 'this model has no dropout layer'],
    [{ method: 'vi', family: 'fullrank' }, 'there is no family fullrank; did you mean full-rank?'],
    [{ method: 'nuts', metric: 'dens' }, 'there is no metric dens; did you mean dense?'],
    [{ method: 'vi', metric: 'dense' }, 'metric is a setting of nuts, not of vi'],
    [{ method: 'nuts', family: 'full-rank' }, 'family is a setting of vi, not of nuts'],
    [{ family: 'full-rank' }, 'family is a setting of vi: choose the method vi with it'],
    [{ targetAcceptance: 1 }, 'targetAcceptance is a number between 0 and 1, not 1'],
    [{ targetAcceptance: Number.NaN }, 'targetAcceptance is a number between 0 and 1'],
    [{ method: 'vi', targetAcceptance: 0.9 }, 'targetAcceptance is a setting of nuts, not of vi'],
    [{ steps: 10 }, 'steps are of training networks with hidden layers: the model has none'],
    [{ draws: 0 }, 'draws is a whole number from 1, not 0'],
    [{ draws: 1.5 }, 'not 1.5'],
    [{ draws: Number.NaN }, 'not NaN'],
    [{ draws: 1e12 }, 'do not fit into memory; at most'],
    [{ seed: 0.5 }, 'seed is a whole number, not 0.5'],
    [{ seed: Number.POSITIVE_INFINITY }, 'seed is a whole number'],
    [{ engine: 'tfsj' as 'tfjs' }, 'tfsj is not an engine; did you mean tfjs?'],
    [{ engine: 'tfjs', backend: 'gpu' as 'cpu' }, 'gpu is not a backend; did you mean'],
    [{ backend: 'cpu' }, 'a backend goes with the engine tfjs'],
    [{ engine: 'tfjs', backend: 'cpu', method: 'laplace' }, 'laplace needs float64'],
  ])('refuses %o', async (options, message) => {
    const failed = conjugate.fit(options);
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toBeInstanceOf(OptionError);
  });

  it('names the option that a slip was meant to be, here and wherever else there are options', async () => {
    const slip: object = { sed: 2 };
    const message = 'there is no option sed; did you mean seed?';
    const fit = await conjugate.fit({ method: 'laplace', draws: 5 });
    const refused: (() => Promise<unknown>)[] = [
      () => conjugate.fit(slip),
      () => conjugate.evidence(slip),
      () => compare({ one: conjugate, other: conjugate }, slip),
      () => compareFits({ one: fit, other: fit }, slip),
      () => bayesFactor(conjugate, conjugate, slip),
      () => compile(normalMean.model).simulate(normalMean.data, slip),
      () => fit.predict(undefined, slip),
      () => fit.evaluate({}, slip),
      () => fit.withTemperature({}, slip),
      () => fit.acquire({}, slip),
    ];
    for (const call of refused) {
      await expect(call()).rejects.toThrow(message);
      await expect(call()).rejects.toBeInstanceOf(OptionError);
    }
    expect(() => compile(normalMean.model).bind({}, { form: {} } as object)).toThrow(
      'there is no option form; did you mean forms?',
    );
  });

  it('refuses a model without parameters', async () => {
    const none = compile('dim obs\ndata y[obs]: real\nobserve y ~ Normal(0, 1)').bind({ y: [1] });
    await expect(none.fit()).rejects.toThrow('no parameters');
  });

  it('says which statement has no density where no fit can begin', async () => {
    const posterior = compile(
      'param a ~ Normal(0, 1)\nparam b ~ Normal(0, 1)\nfactor b * log(a - 1000)',
    ).bind({});
    const failed = posterior.fit({ method: 'laplace' });
    await expect(failed).rejects.toBeInstanceOf(InferenceError);
    await expect(failed).rejects.toThrow(
      'that of `factor b * log(a - 1000)` (model.bayes:3:1) is undefined',
    );
  });
});

describe('progress and interruption', () => {
  it('reports progress of the method that runs', async () => {
    const seen: { method: string; progress: number; message: string }[] = [];
    await byQuickClock(() =>
      schools.fit({ method: 'vi', draws: 5, onProgress: (p) => seen.push(p) }),
    );
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.every(({ method, message }) => method === 'vi' && message !== '')).toBe(true);
    expect(seen.at(-1)!.progress).toBe(1);
  });

  it('ends with the reason of the signal: before it began, while it runs, while it draws', async () => {
    const reason = new Error('enough');
    await expect(conjugate.fit({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const running = new AbortController();
    const onProgress = () => running.abort(reason);
    await expect(
      byQuickClock(() => schools.fit({ method: 'vi', signal: running.signal, onProgress })),
    ).rejects.toBe(reason);
    const drawing = new AbortController();
    const onDone = ({ progress }: { progress: number }) => {
      if (progress === 1) drawing.abort(reason);
    };
    const options = { method: 'laplace', draws: 20_000, onProgress: onDone };
    await expect(
      byQuickClock(() => conjugate.fit({ ...options, signal: drawing.signal })),
    ).rejects.toBe(reason);
  });
});

describe('the numbers of a fit', () => {
  it('are the same for the same seed, alone or beside another fit', async () => {
    const options = { method: 'vi', draws: 50 } as const;
    const other = compile(counts.model).bind(counts.data);
    const alone = [
      numbersOf(await schools.fit({ ...options, seed: 3 })),
      numbersOf(await other.fit({ ...options, seed: 3 })),
    ];
    const both = await Promise.all([
      schools.fit({ ...options, seed: 3 }),
      other.fit({ ...options, seed: 3 }),
      schools.fit({ ...options, seed: 4 }),
    ]);
    expect(both.slice(0, 2).map(numbersOf)).toEqual(alone);
    expect(both[2].draws('mu')).not.toEqual(both[0].draws('mu'));
  }, 20_000);

  it('are those of a conjugate posterior and its predictive distribution', async () => {
    // Normal(0, 2) prior, four values of mean 1.5 with sd 1: precision 4 + 1/4
    const precision = 4.25;
    const posteriorMean = 6 / precision;
    const fit = await conjugate.fit({ method: 'laplace', draws: 20_000, seed: 11 });
    const draws = (name: string) => fit.draws(name) as number[];
    const check = (name: string, expectedMean: number, expectedVariance: number): void => {
      const values = draws(name);
      // four standard errors of a mean and of a variance of normal values
      const n = values.length;
      expect(Math.abs(mean(values) - expectedMean)).toBeLessThan(
        4 * Math.sqrt(expectedVariance / n),
      );
      expect(Math.abs(variance(values) / expectedVariance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    };
    check('m', posteriorMean, 1 / precision);
    check('y_new', posteriorMean, 1 + 1 / precision);
    // y_new + m = 2 m + noise
    check('sum_new', 2 * posteriorMean, 1 + 4 / precision);
    const predictive = 1 + 1 / precision;
    const square = posteriorMean ** 2 + predictive;
    // E count = 3 E y²; Var count = E rate + Var rate, Var y² = 2 v² + 4 m² v
    const rateVariance = 9 * (2 * predictive ** 2 + 4 * posteriorMean ** 2 * predictive);
    const error = Math.sqrt((3 * square + rateVariance) / 20_000);
    expect(Math.abs(mean(draws('count')) - 3 * square)).toBeLessThan(4 * error);
    const [y, m] = [draws('y_new'), draws('m')];
    expect(draws('sum_new')).toEqual(y.map((value, k) => value + m[k]));
  });

  it('of one output do not depend on the others', async () => {
    const text = (outputs: string) => `param m ~ Normal(0, 1)\n${outputs}\noutput y ~ Normal(m, 1)`;
    const drawsOfY = async (outputs: string) =>
      (await compile(text(outputs)).bind({}).fit({ method: 'laplace', draws: 20 })).draws('y');
    const alone = await drawsOfY('');
    expect(await drawsOfY('output z ~ Gamma(2, 1)\noutput w = m')).toEqual(alone);
    expect(new Set(alone).size).toBe(20);
  });

  it('of lets come when asked for, and unknown names do not', async () => {
    const fit = await schools.fit({ method: 'vi', draws: 25 });
    const [shrunk, theta, mu] = ['shrunk', 'theta', 'mu'].map((name) => fit.draws(name));
    const expected = theta.map((row, k) => (row as number[]).map((x) => x - (mu[k] as number)));
    expect(shrunk).toEqual(expected);
    expect(fit.summary().some(({ key }) => key.startsWith('shrunk'))).toBe(false);
    expect(() => fit.draws('thta')).toThrow(RangeError);
    expect(() => fit.draws('y')).toThrow('there are no draws of y');
  });

  it('are NaN, and said to be, where the distribution of an output does not exist', async () => {
    const posterior = compile(
      'param a ~ Normal(0, 1)\noutput n ~ Poisson(a)\noutput x ~ Normal(0, a)\noutput l = log(a)',
    ).bind({});
    const fit = await posterior.fit({ method: 'laplace', draws: 40 });
    const a = fit.draws('a') as number[];
    for (const name of ['n', 'x', 'l']) {
      const values = fit.draws(name) as number[];
      expect(values.map(Number.isNaN)).toEqual(a.map((value) => value < 0));
      const { notes, trustworthy } = fit.diagnostics;
      expect(trustworthy).toBe(false);
      expect(notes.some(({ message }) => message.startsWith(`${name} is not a number`))).toBe(true);
    }
    const { n } = fit.toJSON().outputs;
    expect(n).toMatchObject({ mean: null, q50: null, nonFinite: a.filter((x) => x < 0).length });
  });
});

describe('the JSON of a fit', () => {
  it('has the shape of the interface', async () => {
    const fit = await schools.fit({ method: 'vi', draws: 30, seed: 5 });
    const json = JSON.parse(JSON.stringify(fit));
    expect(Object.keys(json)).toEqual([
      'model',
      'method',
      'engine',
      'seed',
      'parameters',
      'outputs',
      'diagnostics',
      'timing',
    ]);
    expect(json).toMatchObject({ model: 'Eight schools', method: 'vi', seed: 5 });
    const schoolsOf = (name: string) => Array.from({ length: 8 }, (_, k) => `${name}[${k + 1}]`);
    expect(Object.keys(json.parameters)).toEqual(['mu', 'tau', ...schoolsOf('theta')]);
    expect(Object.keys(json.outputs)).toEqual([
      'best',
      ...schoolsOf('y_new'),
      ...schoolsOf('twice'),
      'total',
    ]);
    expect(json.parameters['theta[2]'].label).toBe('theta[B]');
    expect(Object.keys(json.parameters.mu)).toEqual([
      ...['mean', 'sd', 'q5', 'q50', 'q95'],
      ...['mcseMean', 'mcseSd', 'mcseQ5', 'mcseQ50', 'mcseQ95'],
    ]);
    const draws = fit.draws('mu') as number[];
    expect(json.parameters.mu.mean).toBeCloseTo(mean(draws), 12);
    expect(json.parameters.mu.sd).toBeCloseTo(Math.sqrt(variance(draws)), 12);
    expect(typeof json.diagnostics.trustworthy).toBe('boolean');
    for (const note of json.diagnostics.notes) {
      expect(Object.keys(note).sort()).toEqual(['code', 'message', 'severity']);
    }
    expect(Object.keys(json.timing)).toEqual(['compileMs', 'runMs']);
  });
});

/** Where k is 0, which no random point is, twelve steps are enough. */
const decay = 'data y: real  param k ~ Normal(0, 1)\nfun f(t, z, k) = sin(1000 * k * t) * z';

describe('the engine tfjs', () => {
  it('gives the numbers of the reference engine within their errors', async () => {
    const options = { method: 'vi', draws: 2000, seed: 2 } as const;
    const reference = await conjugate.fit({ ...options, engine: 'reference' });
    const tfjs = await conjugate.fit({ ...options, engine: 'tfjs', backend: 'cpu' });
    expect([reference.engine, tfjs.engine]).toEqual(['reference', 'tfjs (cpu)']);
    const rows = reference.summary();
    tfjs.summary().forEach((row, k) => {
      const { mean: expected, mcseMean } = rows[k];
      expect(Math.abs(row.mean - expected), row.key).toBeLessThan(5 * mcseMean);
      expect(row.sd / rows[k].sd, row.key).toBeCloseTo(1, 1);
    });
  }, 60_000);

  it.each([
    [
      'a long recurrence',
      'dim t  data y[t]: real  param a ~ Uniform(-1, 1)\nlet m[k in t] = if k == first(t) then 0 else a * m[k - 1] + y[k - 1]\nobserve y ~ Normal(m, 1)',
      { y: new Array(9_000).fill(0) },
      /^the engine tfjs writes out each step of a recurrence: 8999 steps of \d+ operations/,
      'let m[k in t] = if k == first(t) then 0 else a * m[k - 1] + y[k - 1]',
    ],
    [
      'a differential equation',
      `${decay}\nobserve y ~ Normal(ode(f, 1, 0, 2, k), 1)`,
      { y: 1 },
      /^the engine tfjs cannot solve differential equations/,
      'ode(f, 1, 0, 2, k)',
    ],
  ])('refuses %s at its place', async (_, text, data, message, place) => {
    const fit = compile(text).bind(data).fit({ engine: 'tfjs', backend: 'cpu', method: 'vi' });
    const error: ModelError = await fit.then(
      () => expect.fail('should be refused'),
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(ModelError);
    const [{ code, message: said, span, hint }] = error.diagnostics;
    expect([code, text.slice(span.start, span.end)]).toEqual(['engine-limit', place]);
    expect(said).toMatch(message);
    expect(hint).toContain('the engine wasm can');
  });
});

describe('an equation that takes too many steps wherever a fit begins', () => {
  const text = `${decay}\nlet z = ode(f, 1, 0, 2, k, max_steps = 12)\nobserve y ~ Normal(z, 1)`;
  const posterior = compile(text).bind({ y: 1 });

  it.each([
    ['wasm', 'nuts'],
    ['reference', 'nuts'],
  ] as const)('is named on the engine %s', async (engine, method) => {
    await expect(posterior.fit({ engine, method })).rejects.toThrow(
      /With the unconstrained coordinates at random .* that of `observe y ~ Normal\(z, 1\)` \(model.bayes:4:1\) is undefined, as `ode\(f, 1, 0, 2, k, max_steps = 12\)` \(model.bayes:3:9\) has no solution: the solution got to time [\d.]+ in 12 steps/,
    );
  });
});
