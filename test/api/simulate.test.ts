import { describe, expect, it } from 'vitest';
import { averagePredictions } from '../../src/api/average-predictions.ts';
import { compile, DataError, OptionError } from '../../src/index.ts';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, x) => sum + x, 0) / values.length;
const sd = (values: readonly number[]): number => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (values.length - 1));
};
/** Within four standard errors of independent draws of a normal. */
function expectMoments(values: readonly number[], center: number, spread: number): void {
  const n = values.length;
  expect(Math.abs(mean(values) - center)).toBeLessThan((4 * spread) / Math.sqrt(n));
  expect(Math.abs(sd(values) / spread - 1)).toBeLessThan(4 / Math.sqrt(2 * n));
}
const columnOf = (draws: readonly unknown[], k: number): number[] =>
  draws.map((draw) => (draw as number[])[k]);

describe('simulation from the prior', () => {
  const model = compile(`dim school
data y[school]: real
data sigma[school]: positive
param mu ~ Normal(1, 3)
param theta[school] ~ Normal(mu, 4)
let twice[school] = 2 * theta
observe y ~ Normal(theta, sigma)
output gap = twice[1] - twice[2]
output z ~ Normal(gap, 1)
`);

  it('draws parameters, what is observed, and outputs, each from what it depends on', async () => {
    const simulated = await model.simulate({ sigma: [12, 5, 1] }, { draws: 4000, seed: 2 });
    expectMoments(simulated.draws('mu') as number[], 1, 3);
    expectMoments(columnOf(simulated.draws('theta'), 0), 1, 5);
    expectMoments(columnOf(simulated.draws('y'), 0), 1, 13);
    expectMoments(columnOf(simulated.draws('y'), 1), 1, Math.sqrt(50));
    // 2 (θ₁ − θ₂): the common mean cancels
    expectMoments(simulated.draws('gap') as number[], 0, 2 * Math.sqrt(32));
    expectMoments(simulated.draws('z') as number[], 0, Math.sqrt(129));
    expect(simulated.names).toEqual(['mu', 'theta', 'y', 'gap', 'z']);
    const json = JSON.parse(JSON.stringify(simulated));
    expect(Object.keys(json.parameters)).toEqual(['mu', 'theta[1]', 'theta[2]', 'theta[3]']);
    expect(Object.keys(json.observed)).toEqual(['y[1]', 'y[2]', 'y[3]']);
    expect(json.checks).toEqual({});
  });

  it('takes the same seed to the same numbers, and ends on request', async () => {
    const draws = async (seed: number, count: number) =>
      (await model.simulate({ sigma: [1, 2] }, { draws: count, seed })).draws('y');
    expect((await draws(3, 20)).slice(0, 10)).toEqual(await draws(3, 10));
    expect(await draws(3, 10)).not.toEqual(await draws(4, 10));
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(model.simulate({ sigma: [1, 2] }, { draws: 1e6, signal })).rejects.toThrow(
      'enough',
    );
  });

  it('needs what the model cannot go without', async () => {
    await expect(model.simulate({ y: [1, 2] })).rejects.toThrow(DataError);
    const needed = compile('data n: count\ndata y: real\nlet z = y - n\nobserve z ~ Normal(0, 1)');
    const simulated = await needed.simulate({ n: 3 }, { draws: 5 });
    expect(simulated.names).toEqual(['z']);
    const used = compile('data y: real\nparam m ~ Normal(y, 1)\nobserve y ~ Normal(m, 1)');
    await expect(used.simulate({})).rejects.toThrow('y');
  });

  it('draws elements in order where they build on each other', async () => {
    const walk = compile(`dim time = 5
param x[t in time] ~ if t == 1 then Normal(0, 1) else Normal(x[t - 1], 1)
`);
    const draws = (await walk.simulate({}, { draws: 4000 })).draws('x');
    for (const k of [0, 1, 4]) expectMoments(columnOf(draws, k), 0, Math.sqrt(k + 1));
  });

  it('puts ordered elements in order', async () => {
    const ordered = compile('dim k = 2\nparam m[k]: ordered ~ Normal(0, 1)');
    const draws = (await ordered.simulate({}, { draws: 4000 })).draws('m') as number[][];
    expect(draws.every(([a, b]) => a < b)).toBe(true);
    // the larger of two standard normals: mean 1/√π, variance 1 − 1/π
    expectMoments(columnOf(draws, 1), 1 / Math.sqrt(Math.PI), Math.sqrt(1 - 1 / Math.PI));
  });

  it('draws within bounds and within constraints', async () => {
    const within = compile(`dim k = 3
param s: positive ~ Normal(0, 1)
param far: real(lower = 8) ~ Normal(0, 1)
param z[k]: sum_to_zero ~ Normal(0, [1, 1, 2])
param apart[k]: ordered ~ Normal([0, 5, 10], 1)
`);
    const simulated = await within.simulate({}, { draws: 4000 });
    expectMoments(
      simulated.draws('s') as number[],
      Math.sqrt(2 / Math.PI),
      Math.sqrt(1 - 2 / Math.PI),
    );
    // scipy.stats.truncnorm(8, inf): mean and sd
    const far = simulated.draws('far') as number[];
    expect(Math.min(...far)).toBeGreaterThan(8);
    expect(mean(far)).toBeCloseTo(8.12136, 1);
    const z = simulated.draws('z') as number[][];
    expect(Math.max(...z.map((row) => Math.abs(row[0] + row[1] + row[2])))).toBeLessThan(1e-12);
    // Σ − Σ 1 1ᵀ Σ / 1ᵀ Σ 1: variances 1 − 1/6 and 4 − 16/6
    expectMoments(columnOf(z, 0), 0, Math.sqrt(5 / 6));
    expectMoments(columnOf(z, 2), 0, Math.sqrt(4 / 3));
    for (const k of [0, 1, 2]) expectMoments(columnOf(simulated.draws('apart'), k), 5 * k, 1);
  });

  it.each([
    [{ draws: 0 }, 'draws is a whole number from 1, not 0'],
    [{ draws: 2.5 }, 'draws is a whole number from 1, not 2.5'],
    [{ seed: 0.5 }, 'seed is a whole number, not 0.5'],
  ])('refuses numbers that are none of draws and no seed: %o', async (options, message) => {
    const refused = new OptionError(message);
    await expect(model.simulate({ sigma: [1, 2] }, options)).rejects.toThrow(refused);
    const coin = compile('data y: binary param p ~ Beta(1, 1) observe y ~ Bernoulli(p)');
    const fit = await coin.bind({ y: 1 }).fit({ method: 'laplace', draws: 10 });
    for (const asked of [fit.predict({ y: 1 }, options), fit.evaluate({ y: 1 }, options)])
      await expect(asked).rejects.toThrow(refused);
    await expect(fit.acquire({}, { count: 0 })).rejects.toThrow('count is a whole number from 1');
  });

  it('refuses what is no probability distribution, all by name', async () => {
    const improper = compile('param a ~ Flat()\nparam b ~ Normal(0, 1)\nparam c ~ Flat()');
    const refusal = improper.simulate();
    await expect(refusal).rejects.toThrow(OptionError);
    await expect(refusal).rejects.toThrow(/`a`, Flat, .*`c`, Flat/);
  });

  it('says that factors are left out, and numbers elements as the model does', async () => {
    const model = compile(`dim time = 4
data y[time]: real
param a ~ Normal(0, 1)
factor -a^2
observe y[t in 3 .. size(time)] ~ Normal(a, 1)
`);
    const simulated = await model.simulate({}, { draws: 10 });
    expect(simulated.notes.at(-1)).toContain('`factor`');
    expect(simulated.summary().map(({ key, label }) => label ?? key)).toEqual([
      'a',
      'y[3]',
      'y[4]',
    ]);
  });
});

describe('prediction', () => {
  const model = compile(`dim home
dim county
data county[home]: county
data y[home]: real
param mu ~ Normal(0, 1)
param a[county] ~ Normal(mu, 0.5)
observe y ~ Normal(a[county], 0.1)
output a_mean = mean(a)
`);
  const data = { county: ['a', 'a', 'b', 'b', 'b'], y: [1, 1.1, -1, -1.2, -0.9] };

  it('keeps the parameters of members that are known, by label, and draws those of new ones', async () => {
    const fit = await model.bind(data).fit({ method: 'nuts', chains: 2, draws: 1000, workers: 1 });
    const prediction = await fit.predict({ county: ['c', 'b', 'b'] });
    const [mus, as] = [fit.draws('mu') as number[], fit.draws('a') as number[][]];
    const [fresh, known, same] = [0, 1, 2].map((k) => columnOf(prediction.draws('y'), k));
    const spread = Math.sqrt(sd(mus) ** 2 + 0.25 + 0.01);
    expect(Math.abs(mean(fresh) - mean(mus))).toBeLessThan((4 * spread) / Math.sqrt(1000));
    expect(Math.abs(sd(fresh) / spread - 1)).toBeLessThan(0.1);
    const ofB = as.map((row) => row[1]);
    for (const draws of [known, same]) {
      const errors = draws.map((y, k) => y - ofB[k]);
      expectMoments(errors, 0, 0.1);
    }
    expect(prediction.notes).toEqual([
      '1 of 2 elements of `a` are of members that the fit does not know: they are drawn from their prior.',
    ]);
    expect(prediction.checks).toEqual({});
  });

  it('from draws that were resampled has errors that count their weights', async () => {
    const rare = compile(`dim i
data y[i]: count
param rate ~ Exponential(1)
observe y ~ Poisson(rate)
output twice = 2 * rate`);
    const fit = await rare.bind({ y: [0, 1] }).fit({ method: 'laplace', draws: 500 });
    const [ofRate] = fit.summary();
    expect(ofRate.mcseMean).toBeGreaterThan((1.02 * ofRate.sd) / Math.sqrt(500));
    const { outputs } = (await fit.predict()).toJSON();
    expect(Number(outputs.twice.mcseMean)).toBeCloseTo(2 * ofRate.mcseMean, 10);
  });

  it('of the data of the fit is checked against them', async () => {
    const wide = compile(
      'dim i\ndata y[i]: real\nparam m ~ Normal(0, 1)\nobserve y ~ Normal(m, 1)',
    );
    const y = Array.from({ length: 50 }, (_, k) => (k - 24.5) / 5);
    const fit = await wide.bind({ y }).fit({ method: 'laplace', draws: 2000 });
    const { checks } = await fit.predict();
    // replicated data have sd 1, these 2.9 and ends at ±4.9; the mean fits
    expect(checks.y.mean).toBeGreaterThan(0.2);
    expect(checks.y.mean).toBeLessThan(0.8);
    expect([checks.y.sd, checks.y.max]).toEqual([0, expect.closeTo(0, 2)]);
    expect(checks.y.min).toBeCloseTo(1, 2);
    expect((await fit.predict({ y })).checks).toEqual(checks);
  });

  it('takes draws from all over the fit where only some are asked for', async () => {
    const coin = compile(
      'data y: binary param p ~ Beta(1, 1) observe y ~ Bernoulli(p) output q = p',
    );
    const fit = await coin.bind({ y: 1 }).fit({ method: 'laplace', draws: 100 });
    const all = fit.draws('p');
    const some = (await fit.predict({ y: 1 }, { draws: 8 })).draws('q');
    expect(some).toEqual([0, 12, 25, 37, 50, 62, 75, 87].map((row) => all[row]));
  });

  it('refuses new members whose parameters cannot be drawn', async () => {
    const flat = compile(`dim obs
dim group
data g[obs]: group
data y[obs]: real
param b[group] ~ Flat()
observe y ~ Normal(b[g], 1)
`);
    const fit = await flat.bind({ g: ['x', 'y'], y: [1, 2] }).fit({ method: 'laplace', draws: 10 });
    expect((await fit.predict({ g: ['y'] })).names).toEqual(['y']);
    await expect(fit.predict({ g: ['z'] })).rejects.toThrow(
      'the data have members that the fit does not know, and the prior of `b`, Flat, is no probability distribution',
    );
    await expect(fit.predict({ g: [1] })).rejects.toThrow('had labels in the data of the fit');
    const shares = compile(`dim obs
dim k
data kind[obs]: k
data y[obs]: real
param w[k] ~ Dirichlet(1)
observe y ~ Normal(w[kind], 1)
`);
    const whole = await shares
      .bind({ kind: ['x', 'y'], y: [0, 1] })
      .fit({ method: 'laplace', draws: 10 });
    await expect(whole.predict({ kind: ['x', 'y', 'z'] })).rejects.toThrow(
      'the elements of `w` follow one distribution together',
    );
  });
});

describe('the uncertainty of predictions', () => {
  it('of numbers is that of the noise and that of the mean', async () => {
    const model = compile(`
      dim obs
      data y[obs]: real
      param m ~ Normal(0, 1)
      observe y ~ Normal(m, 0.5)
    `);
    const fit = await model.bind({ y: [1, 2, 3, 2] }).fit({ method: 'laplace', draws: 4000 });
    const { uncertainty } = await fit.predict({ y: [0] });
    // conjugate: precision 1 + 4 / 0.25 = 17
    expect(uncertainty).toHaveLength(1);
    const [row] = uncertainty;
    if (row.kind !== 'number') throw new Error('a number is expected');
    expect(row.key).toBe('y[1]');
    expect(row.aleatoric).toEqual({ value: 0.25, standardError: 0 });
    expect(Math.abs(row.epistemic.value - 1 / 17)).toBeLessThan(4 * row.epistemic.standardError);
    expect(row.total.value).toBeCloseTo(row.aleatoric.value + row.epistemic.value, 12);
    expect((await model.simulate({ y: [1] })).uncertainty).toEqual([]);
  });

  it('of an average of predictions holds what the models disagree on', async () => {
    const of = (mean: number) =>
      compile(`dim obs data y[obs]: real param m ~ Normal(${mean}, 0.1) observe y ~ Normal(m, 1)`)
        .bind({ y: [1] })
        .fit({ method: 'laplace', draws: 1000 })
        .then((fit) => fit.predict({ y: [0] }));
    const predictions = { low: await of(0), high: await of(4) };
    const average = averagePredictions(predictions, { low: 1, high: 1 }, { draws: 1000 });
    const [row] = average.uncertainty;
    if (row.kind !== 'number') throw new Error('a number is expected');
    // means 1 / 101 and 401 / 101: half their distance squared, and the variance of each, 1 / 101
    const between = (400 / 101 / 2) ** 2 + 1 / 101;
    expect(row.aleatoric.value).toBeCloseTo(1, 12);
    expect(Math.abs(row.epistemic.value / between - 1)).toBeLessThan(0.02);
  });

  it('of classes is an entropy, with the classes by name', async () => {
    const model = compile(`
      dim obs
      dim kind = ["cat", "dog", "owl"]
      data seen[obs]: kind
      param p[kind] ~ Dirichlet(1)
      observe seen ~ Categorical(p)
    `);
    const data = { seen: ['cat', 'cat', 'dog', 'cat'] };
    const fit = await model.bind(data).fit({ method: 'nuts', chains: 2, draws: 500, workers: 1 });
    const prediction = await fit.predict({ seen: ['cat'] });
    const [row] = prediction.uncertainty;
    if (row.kind !== 'class') throw new Error('a class is expected');
    expect([row.likeliest, row.classes]).toEqual(['cat', ['cat', 'dog', 'owl']]);
    // Dirichlet(4, 2, 1): means 4/7, 2/7, 1/7; expected entropy Σ pₖ (ψ(8) − ψ(αₖ + 1)), ψ(n + 1) = ψ(n) + 1 / n
    const harmonic = (from: number): number => {
      let sum = 0;
      for (let n = from; n < 8; n++) sum += 1 / n;
      return sum;
    };
    const expected = (4 * harmonic(5) + 2 * harmonic(3) + harmonic(2)) / 7;
    [4 / 7, 2 / 7, 1 / 7].forEach((p, k) => {
      expect(Math.abs(row.probabilities[k] - p)).toBeLessThan(0.03);
    });
    expect(Math.abs(row.expectedEntropy.value - expected)).toBeLessThan(0.03);
    expect(row.mutualInformation.value).toBeCloseTo(
      row.entropy.value - row.expectedEntropy.value,
      12,
    );
    expect(prediction.toJSON().uncertainty).toMatchObject({ 'seen[1]': { likeliest: 'cat' } });
  });
});
