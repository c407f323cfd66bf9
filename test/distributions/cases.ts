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
};

/** Pairs of a distribution and one set of its arguments. */
export const allCases = Object.entries(cases).flatMap(([name, sets]) =>
  sets.map((arguments_) => ({ name, arguments_ })),
);
