import { describe, expect, it } from 'vitest';
import { defaultEngine } from '../../src/api/engines.ts';
import { compile } from '../../src/index.ts';
import { PriorPoints } from '../../src/posterior/prior-points.ts';
import { Simulation } from '../../src/posterior/simulation.ts';
import { TemperedDensity } from '../../src/posterior/tempered-density.ts';
import { Random } from '../../src/random/random.ts';

const { engine } = defaultEngine();

/** Every transform, bounds and truncations that depend on parameters, all forms that have others. */
const models: Readonly<Record<string, string>> = {
  scalars: `
    param a ~ Normal(1, 2)
    param b ~ HalfCauchy(5)
    param c ~ Uniform(-3, 2)
    param d: real(lower = 0, upper = 1 - c / 10) ~ Beta(2, 2)
    param e: real(upper = a) ~ Normal(0, 1)`,
  'some bounded elements': `
    dim k = 4
    param a ~ Normal(1, 2)
    param b[i in k] ~ if i == 1 then HalfNormal(2) else if i == 2 then Uniform(-5, 1) else Normal(a, 1)
    param c[i in k]: real(lower = if i > 2 then a else -inf) ~ Normal(0, 2)`,
  vectors: `
    dim k = 3
    param p[k]: simplex ~ Dirichlet([1, 2, 3])
    param o[k]: ordered ~ Normal(0, 2)
    param q[k]: positive_ordered ~ Exponential(1)
    param z[k]: sum_to_zero ~ Normal(0, 1)
    param R[k, k]: corr_matrix ~ LKJ(2)
    param L[k, k]: cholesky_corr ~ LKJCholesky(2)`,
  hierarchies: `
    dim k = 4
    dim m = 2
    param mu ~ Normal(0, 5)
    param tau ~ HalfNormal(2)
    param theta[k] ~ Normal(mu, tau)
    let S[i in m, j in m] = if i == j then tau^2 + 1 else tau
    param cov[m] ~ MultiNormal(mu, cov = S)
    param factor[m] ~ MultiNormal([mu, 1], chol = cholesky(S))
    param prec[k, m] ~ MultiNormal(mu, prec = S)
    param student[m] ~ MultiStudentT(4, mu, scale = S)`,
};

describe.each(Object.entries(models))('prior draws of %s', (_, source) => {
  const forms = ['non-centred', 'centred'] as const;
  it.each(forms)('as points of the %s form are the values that were drawn', (form) => {
    const first = compile(source).bind({});
    const two = first.lowered.parameters.filter((p) => p.form === 'non-centred');
    const chosen = Object.fromEntries(two.map((p) => [p.declaration.name, form]));
    const { typed, bound, lowered, ...posterior } = compile(source).bind({}, { forms: chosen });
    const points = new PriorPoints(typed, bound, lowered, engine);
    const simulation = new Simulation(typed, bound, engine);
    for (let k = 0; k < 20; k++) {
      const drawn = simulation.run(new Map(), Random.fromSeed(k));
      const point = points.draw(Random.fromSeed(k));
      expect(point.length).toBe(posterior.coordinates.dimension);
      const back = compile(source).bind({}, { forms: chosen }).constrain(point);
      for (const { declaration } of lowered.parameters) {
        const { name } = declaration;
        const values = [back[name]].flat(9) as number[];
        values.forEach((value, i) => {
          const scale = Math.max(1, Math.abs(drawn[name][i]));
          expect(Math.abs(value - drawn[name][i])).toBeLessThan(1e-8 * scale);
        });
      }
    }
    points.dispose();
    simulation.dispose();
  });
});

it('the tempered density goes from the prior to the posterior', () => {
  const source = `
    dim n
    data y[n]: real
    param mu ~ Normal(0, 2)
    param s ~ HalfNormal(1)
    observe y ~ Normal(mu, s)
    factor -abs(y[1]) * mu^2`;
  const posterior = compile(source).bind({ y: [1, 2, 4] });
  const prior = compile('param mu ~ Normal(0, 2) param s ~ HalfNormal(1)').bind({});
  const density = new TemperedDensity(posterior.lowered, engine);
  expect(density.dimension).toBe(3);
  const x = [0.7, -0.3];
  const gradient = new Float64Array(3);
  const at = (...point: number[]): number =>
    density.logDensityGradient(Float64Array.from(point), gradient);
  const whole = posterior.logDensity(Float64Array.from(x));
  const alone = prior.logDensity(Float64Array.from(x));
  expect(at(...x, 1)).toBeCloseTo(whole, 12);
  expect(at(...x, 0)).toBeCloseTo(alone, 12);
  expect(at(...x, 0.3)).toBeCloseTo(0.7 * alone + 0.3 * whole, 12);
  expect(gradient[2]).toBeCloseTo(whole - alone, 12);
  const [slope] = gradient;
  const h = 1e-5;
  const difference = (at(0.7 + h, -0.3, 0.3) - at(0.7 - h, -0.3, 0.3)) / (2 * h);
  expect(slope).toBeCloseTo(difference, 7);
});
