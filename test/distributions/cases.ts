import type { ArgumentValues } from '../../src/distributions/distribution.ts';

/** Arguments for the tests that need no expected values: integrals, moments, samplers. */
export const cases: Readonly<Record<string, readonly ArgumentValues[]>> = {
  Normal: [
    { mean: 1, sd: 2 },
    { mean: -3, sd: 0.01 },
  ],
  HalfNormal: [{ sd: 1 }, { sd: 30 }],
  StudentT: [
    { df: 5, location: 1, scale: 2 },
    { df: 0.8, location: 0, scale: 1 },
    { df: 200, location: -2, scale: 0.5 },
  ],
  HalfStudentT: [
    { df: 5, scale: 2 },
    { df: 0.8, scale: 1 },
    { df: 200, scale: 3 },
  ],
  Cauchy: [
    { location: 1, scale: 2 },
    { location: 0, scale: 0.1 },
  ],
  HalfCauchy: [{ scale: 2 }, { scale: 0.1 }],
  Laplace: [
    { location: 1, scale: 2 },
    { location: -1, scale: 0.1 },
  ],
  Logistic: [
    { location: 1, scale: 2 },
    { location: -1, scale: 0.1 },
  ],
  LogNormal: [
    { mean: 0.5, sd: 0.75 },
    { mean: -1, sd: 0.1 },
  ],
  Exponential: [{ rate: 2 }, { rate: 0.01 }],
  Gamma: [
    { shape: 2.5, rate: 2 },
    { shape: 0.3, rate: 1 },
    { shape: 80, rate: 10 },
  ],
  InverseGamma: [
    { shape: 4.5, scale: 2 },
    { shape: 12, scale: 10 },
  ],
  Beta: [
    { a: 2, b: 3 },
    { a: 1, b: 1 },
    { a: 0.4, b: 1.5 },
    { a: 60, b: 20 },
  ],
  Uniform: [
    { lower: -1, upper: 3 },
    { lower: 5, upper: 5.5 },
  ],
  Bernoulli: [{ p: 0.3 }, { p: 0.99 }],
  BernoulliLogit: [{ logit: 0.5 }, { logit: -3 }],
  Binomial: [
    { trials: 12, p: 0.3 },
    { trials: 200, p: 0.95 },
    { trials: 1, p: 0.5 },
  ],
  BinomialLogit: [
    { trials: 12, logit: -0.5 },
    { trials: 200, logit: 2 },
  ],
  Poisson: [{ rate: 0.5 }, { rate: 60 }],
  PoissonLog: [{ log_rate: -1 }, { log_rate: 4 }],
  NegativeBinomial: [
    { mean: 3, dispersion: 1.5 },
    { mean: 20, dispersion: 0.5 },
    { mean: 40, dispersion: 1e4 },
  ],
  Gumbel: [
    { location: 1, scale: 2 },
    { location: -3, scale: 0.1 },
  ],
  SkewNormal: [
    { location: 1, scale: 2, shape: 3 },
    { location: -1, scale: 0.5, shape: -0.5 },
    { location: 0, scale: 1, shape: 0 },
  ],
  ExpModifiedNormal: [
    { mean: 1, sd: 2, rate: 0.5 },
    { mean: -1, sd: 0.5, rate: 20 },
    { mean: 0, sd: 1, rate: 0.1 },
  ],
  ChiSquared: [{ df: 3 }, { df: 0.7 }, { df: 120 }],
  InverseChiSquared: [{ df: 9 }, { df: 30 }],
  Weibull: [
    { shape: 1.5, scale: 2 },
    { shape: 0.6, scale: 1 },
    { shape: 9, scale: 3 },
  ],
  Frechet: [
    { shape: 5, scale: 2 },
    { shape: 1.5, scale: 1 },
    { shape: 0.8, scale: 1 },
  ],
  Rayleigh: [{ scale: 1 }, { scale: 30 }],
  LogLogistic: [
    { scale: 2, shape: 5 },
    { scale: 1, shape: 1.5 },
    { scale: 1, shape: 0.8 },
  ],
  InverseGaussian: [
    { mean: 2, shape: 3 },
    { mean: 1, shape: 0.2 },
    { mean: 1, shape: 60 },
  ],
  Pareto: [
    { minimum: 0.5, shape: 5 },
    { minimum: 3, shape: 1.5 },
    { minimum: 1, shape: 0.8 },
  ],
  BetaProportion: [
    { mean: 0.4, precision: 5 },
    { mean: 0.75, precision: 80 },
  ],
  VonMises: [
    { mean: 1, concentration: 2 },
    { mean: 7, concentration: 0 },
    { mean: -3, concentration: 40 },
    { mean: 0, concentration: 1e-6 },
  ],
  Triangular: [
    { lower: -1, mode: 0.5, upper: 3 },
    { lower: 0, mode: 0, upper: 2 },
    { lower: 0.5, mode: 2, upper: 2 },
  ],
  BetaBinomial: [
    { trials: 12, a: 2, b: 3 },
    { trials: 200, a: 0.4, b: 0.7 },
    { trials: 50, a: 1e5, b: 3e5 },
  ],
  NegativeBinomialLog: [
    { log_mean: 1, dispersion: 1.5 },
    { log_mean: 3, dispersion: 0.5 },
    { log_mean: 3.5, dispersion: 1e4 },
  ],
  Geometric: [{ p: 0.3 }, { p: 0.05 }],
  Hypergeometric: [
    { draws: 12, successes: 20, failures: 30 },
    { draws: 40, successes: 45, failures: 5 },
    { draws: 300, successes: 500, failures: 900 },
  ],
  DiscreteUniform: [
    { lower: 0, upper: 6 },
    { lower: 3, upper: 40 },
  ],
};

/** Pairs of a distribution and one set of its arguments. */
export const allCases = Object.entries(cases).flatMap(([name, sets]) =>
  sets.map((arguments_) => ({ name, arguments_ })),
);
