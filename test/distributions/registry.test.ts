import { describe, expect, it } from 'vitest';
import { distributions } from '../../src/distributions/index.ts';
import { allCases } from './cases.ts';
import { deviation, evaluate, ofOutcome } from './evaluate.ts';

/** As the language reference writes them. */
const signatures = [
  'Normal(mean, sd)',
  'HalfNormal(sd)',
  'StudentT(df, location, scale)',
  'HalfStudentT(df, scale)',
  'Cauchy(location, scale)',
  'HalfCauchy(scale)',
  'Laplace(location, scale)',
  'Logistic(location, scale)',
  'LogNormal(mean, sd)',
  'Exponential(rate)',
  'Gamma(shape, rate)',
  'InverseGamma(shape, scale)',
  'Beta(a, b)',
  'Uniform(lower, upper)',
  'Flat()',
  'Bernoulli(p)',
  'BernoulliLogit(logit)',
  'Binomial(trials, p)',
  'BinomialLogit(trials, logit)',
  'Poisson(rate)',
  'PoissonLog(log_rate)',
  'NegativeBinomial(mean, dispersion)',
  'Categorical(p)',
  'CategoricalLogit(logits)',
  'Gumbel(location, scale)',
  'SkewNormal(location, scale, shape)',
  'ExpModifiedNormal(mean, sd, rate)',
  'ChiSquared(df)',
  'InverseChiSquared(df)',
  'Weibull(shape, scale)',
  'Frechet(shape, scale)',
  'Rayleigh(scale)',
  'LogLogistic(scale, shape)',
  'InverseGaussian(mean, shape)',
  'Pareto(minimum, shape)',
  'BetaProportion(mean, precision)',
  'VonMises(mean, concentration)',
  'Triangular(lower, mode, upper)',
  'BetaBinomial(trials, a, b)',
  'NegativeBinomialLog(log_mean, dispersion)',
  'Geometric(p)',
  'Hypergeometric(draws, successes, failures)',
  'DiscreteUniform(lower, upper)',
  'OrderedLogistic(location, cuts)',
  'OrderedProbit(location, cuts)',
];

it('has the distributions of the language with their arguments in order', () => {
  const registered = [...distributions].map(([name, { parameters }]) => {
    return `${name}(${parameters.map((parameter) => parameter.name).join(', ')})`;
  });
  expect(registered.sort()).toEqual(signatures.toSorted());
});

it.each([...distributions.values()])('$name says what it is', ({ name, summary, parameters }) => {
  expect(distributions.get(name)!.name).toBe(name);
  for (const text of [summary, ...parameters.map((parameter) => parameter.summary)]) {
    expect(text).not.toBe('');
  }
});

describe('location and scale', () => {
  const families = allCases.filter(({ name }) => distributions.get(name)!.locationScale);
  it.each(families)('$name $arguments_ is location + scale z', ({ name, arguments_ }) => {
    const { logDensity, locationScale } = distributions.get(name)!;
    const { location, scale } = locationScale!;
    for (const z of [-2, 0, 0.5, 7]) {
      const x = arguments_[location] + arguments_[scale] * z;
      const [moved] = evaluate(ofOutcome(logDensity), { x, ...arguments_ });
      const standard = { x: z, ...arguments_, [location]: 0, [scale]: 1 };
      const [expected] = evaluate(ofOutcome(logDensity), standard);
      expect(deviation(moved + Math.log(arguments_[scale]), expected)).toBeLessThan(1e-12);
    }
  });
});
