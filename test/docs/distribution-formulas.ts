/**
 * What the reference says of each distribution beside the tables of the compiler: density and moments, written in the
 * language itself, and what its picture shows. distribution-formulas.test.ts compares them with the distributions.
 */

/** A number that does not always exist, and the condition under which it does. */
interface Conditional {
  readonly value: string;
  readonly where: string;
}

export interface Formulas {
  /** At `x`, within the support; of whole numbers and categories the probability. */
  readonly density: string;
  /** The language has no word for a part of the density, which stands here in the notation of mathematics. */
  readonly inWords?: true;
  readonly mean?: string | Conditional;
  /** Of vectors, that of each element; of matrices none. */
  readonly variance?: string | Conditional;
}

/** Values of arguments, and the range of x. */
export interface Pictured {
  readonly range: readonly [number, number];
  readonly arguments: readonly Readonly<Record<string, number | readonly number[]>>[];
}

export type PicturedFormulas = Formulas & { readonly picture: Pictured };

const ofGammas = 'lgamma((df + 1) / 2) - lgamma(df / 2)';
const share = 'successes / (successes + failures)';
const otherShare = 'failures / (successes + failures)';

/** Of numbers. */
export const formulas: Readonly<Record<string, PicturedFormulas>> = {
  Normal: {
    density: 'exp(-((x - mean) / sd)^2 / 2) / (sd * sqrt(2 * pi))',
    mean: 'mean',
    variance: 'sd^2',
    picture: {
      range: [-5, 5],
      arguments: [
        { mean: 0, sd: 1 },
        { mean: 1, sd: 2 },
      ],
    },
  },
  HalfNormal: {
    density: 'sqrt(2 / pi) / sd * exp(-(x / sd)^2 / 2)',
    mean: 'sd * sqrt(2 / pi)',
    variance: 'sd^2 * (1 - 2 / pi)',
    picture: { range: [-0.5, 5], arguments: [{ sd: 1 }, { sd: 2 }] },
  },
  StudentT: {
    density: `exp(${ofGammas}) / (scale * sqrt(df * pi)) * (1 + ((x - location) / scale)^2 / df)^(-(df + 1) / 2)`,
    mean: { value: 'location', where: 'df > 1' },
    variance: { value: 'scale^2 * df / (df - 2)', where: 'df > 2' },
    picture: {
      range: [-6, 6],
      arguments: [
        { df: 4, location: 0, scale: 1 },
        { df: 1, location: 0, scale: 1 },
      ],
    },
  },
  HalfStudentT: {
    density: `2 * exp(${ofGammas}) / (scale * sqrt(df * pi)) * (1 + (x / scale)^2 / df)^(-(df + 1) / 2)`,
    mean: {
      value: `2 * scale * sqrt(df / pi) * exp(${ofGammas}) / (df - 1)`,
      where: 'df > 1',
    },
    variance: {
      value: `scale^2 * (df / (df - 2) - 4 * df / pi * exp(2 * (${ofGammas})) / (df - 1)^2)`,
      where: 'df > 2',
    },
    picture: {
      range: [-0.5, 6],
      arguments: [
        { df: 4, scale: 1 },
        { df: 1, scale: 1 },
      ],
    },
  },
  Cauchy: {
    density: '1 / (pi * scale * (1 + ((x - location) / scale)^2))',
    picture: {
      range: [-6, 6],
      arguments: [
        { location: 0, scale: 1 },
        { location: 1, scale: 2 },
      ],
    },
  },
  HalfCauchy: {
    density: '2 / (pi * scale * (1 + (x / scale)^2))',
    picture: { range: [-0.5, 8], arguments: [{ scale: 1 }, { scale: 3 }] },
  },
  Laplace: {
    density: 'exp(-abs(x - location) / scale) / (2 * scale)',
    mean: 'location',
    variance: '2 * scale^2',
    picture: {
      range: [-6, 6],
      arguments: [
        { location: 0, scale: 1 },
        { location: 1, scale: 2 },
      ],
    },
  },
  Logistic: {
    density: 'sigmoid((x - location) / scale) * sigmoid(-(x - location) / scale) / scale',
    mean: 'location',
    variance: 'pi^2 * scale^2 / 3',
    picture: {
      range: [-8, 8],
      arguments: [
        { location: 0, scale: 1 },
        { location: 1, scale: 2 },
      ],
    },
  },
  Gumbel: {
    density: 'exp(-(x - location) / scale - exp(-(x - location) / scale)) / scale',
    mean: 'location - scale * digamma(1)',
    variance: 'pi^2 * scale^2 / 6',
    picture: {
      range: [-4, 9],
      arguments: [
        { location: 0, scale: 1 },
        { location: 1, scale: 2 },
      ],
    },
  },
  SkewNormal: {
    density:
      'exp(-((x - location) / scale)^2 / 2) / (scale * sqrt(pi / 2)) * normal_cdf(shape * (x - location) / scale)',
    mean: 'location + scale * sqrt(2 / pi) * shape / sqrt(1 + shape^2)',
    variance: 'scale^2 * (1 - 2 / pi * shape^2 / (1 + shape^2))',
    picture: {
      range: [-4, 4],
      arguments: [
        { location: 0, scale: 1, shape: 4 },
        { location: 0, scale: 1, shape: -1 },
      ],
    },
  },
  ExpModifiedNormal: {
    density:
      'rate * exp(rate * (mean - x) + (rate * sd)^2 / 2) * normal_cdf((x - mean) / sd - rate * sd)',
    mean: 'mean + 1 / rate',
    variance: 'sd^2 + 1 / rate^2',
    picture: {
      range: [-3, 8],
      arguments: [
        { mean: 0, sd: 1, rate: 0.5 },
        { mean: 0, sd: 0.5, rate: 2 },
      ],
    },
  },
  LogNormal: {
    density: 'exp(-((log(x) - mean) / sd)^2 / 2) / (x * sd * sqrt(2 * pi))',
    mean: 'exp(mean + sd^2 / 2)',
    variance: '(exp(sd^2) - 1) * exp(2 * mean + sd^2)',
    picture: {
      range: [-0.3, 5],
      arguments: [
        { mean: 0, sd: 0.5 },
        { mean: 0, sd: 1 },
      ],
    },
  },
  Exponential: {
    density: 'rate * exp(-rate * x)',
    mean: '1 / rate',
    variance: '1 / rate^2',
    picture: { range: [-0.3, 5], arguments: [{ rate: 1 }, { rate: 0.5 }] },
  },
  Gamma: {
    density: 'rate^shape * x^(shape - 1) * exp(-rate * x - lgamma(shape))',
    mean: 'shape / rate',
    variance: 'shape / rate^2',
    picture: {
      range: [-0.3, 8],
      arguments: [
        { shape: 2, rate: 1 },
        { shape: 5, rate: 2 },
      ],
    },
  },
  InverseGamma: {
    density: 'scale^shape * x^(-shape - 1) * exp(-scale / x - lgamma(shape))',
    mean: { value: 'scale / (shape - 1)', where: 'shape > 1' },
    variance: { value: 'scale^2 / ((shape - 1)^2 * (shape - 2))', where: 'shape > 2' },
    picture: {
      range: [-0.1, 3],
      arguments: [
        { shape: 3, scale: 2 },
        { shape: 2, scale: 0.5 },
      ],
    },
  },
  ChiSquared: {
    density: 'x^(df / 2 - 1) * exp(-x / 2 - lgamma(df / 2)) / 2^(df / 2)',
    mean: 'df',
    variance: '2 * df',
    picture: { range: [-0.5, 14], arguments: [{ df: 3 }, { df: 6 }] },
  },
  InverseChiSquared: {
    density: 'x^(-df / 2 - 1) * exp(-1 / (2 * x) - lgamma(df / 2)) / 2^(df / 2)',
    mean: { value: '1 / (df - 2)', where: 'df > 2' },
    variance: { value: '2 / ((df - 2)^2 * (df - 4))', where: 'df > 4' },
    picture: { range: [-0.03, 1], arguments: [{ df: 3 }, { df: 6 }] },
  },
  Weibull: {
    density: 'shape / scale * (x / scale)^(shape - 1) * exp(-(x / scale)^shape)',
    mean: 'scale * exp(lgamma(1 + 1 / shape))',
    variance: 'scale^2 * (exp(lgamma(1 + 2 / shape)) - exp(2 * lgamma(1 + 1 / shape)))',
    picture: {
      range: [-0.2, 4],
      arguments: [
        { shape: 2, scale: 1 },
        { shape: 1.2, scale: 2 },
      ],
    },
  },
  Frechet: {
    density: 'shape / scale * (x / scale)^(-shape - 1) * exp(-(x / scale)^(-shape))',
    mean: { value: 'scale * exp(lgamma(1 - 1 / shape))', where: 'shape > 1' },
    variance: {
      value: 'scale^2 * (exp(lgamma(1 - 2 / shape)) - exp(2 * lgamma(1 - 1 / shape)))',
      where: 'shape > 2',
    },
    picture: {
      range: [-0.2, 5],
      arguments: [
        { shape: 3, scale: 1 },
        { shape: 2, scale: 2 },
      ],
    },
  },
  Rayleigh: {
    density: 'x / scale^2 * exp(-(x / scale)^2 / 2)',
    mean: 'scale * sqrt(pi / 2)',
    variance: '(2 - pi / 2) * scale^2',
    picture: { range: [-0.3, 6], arguments: [{ scale: 1 }, { scale: 2 }] },
  },
  LogLogistic: {
    density: 'shape / x * sigmoid(shape * log(x / scale)) * sigmoid(-shape * log(x / scale))',
    mean: { value: 'scale * (pi / shape) / sin(pi / shape)', where: 'shape > 1' },
    variance: {
      value: 'scale^2 * (2 * pi / shape / sin(2 * pi / shape) - (pi / shape / sin(pi / shape))^2)',
      where: 'shape > 2',
    },
    picture: {
      range: [-0.2, 4],
      arguments: [
        { scale: 1, shape: 3 },
        { scale: 1, shape: 1.5 },
      ],
    },
  },
  InverseGaussian: {
    density: 'sqrt(shape / (2 * pi * x^3)) * exp(-shape * (x / mean - 1)^2 / (2 * x))',
    mean: 'mean',
    variance: 'mean^3 / shape',
    picture: {
      range: [-0.2, 4],
      arguments: [
        { mean: 1, shape: 3 },
        { mean: 1, shape: 0.5 },
      ],
    },
  },
  Pareto: {
    density: 'shape * minimum^shape / x^(shape + 1)',
    mean: { value: 'shape * minimum / (shape - 1)', where: 'shape > 1' },
    variance: {
      value: 'minimum^2 * shape / ((shape - 1)^2 * (shape - 2))',
      where: 'shape > 2',
    },
    picture: {
      range: [0.5, 5],
      arguments: [
        { minimum: 1, shape: 2 },
        { minimum: 1.5, shape: 1 },
      ],
    },
  },
  Uniform: {
    density: '1 / (upper - lower)',
    mean: '(lower + upper) / 2',
    variance: '(upper - lower)^2 / 12',
    picture: {
      range: [-1, 4],
      arguments: [
        { lower: 0, upper: 1 },
        { lower: 0.5, upper: 3 },
      ],
    },
  },
  Beta: {
    density: 'x^(a - 1) * (1 - x)^(b - 1) / exp(lbeta(a, b))',
    mean: 'a / (a + b)',
    variance: 'a * b / ((a + b)^2 * (a + b + 1))',
    picture: {
      range: [-0.05, 1.05],
      arguments: [
        { a: 2, b: 5 },
        { a: 3, b: 2 },
      ],
    },
  },
  BetaProportion: {
    density:
      'x^(mean * precision - 1) * (1 - x)^((1 - mean) * precision - 1) / exp(lbeta(mean * precision, (1 - mean) * precision))',
    mean: 'mean',
    variance: 'mean * (1 - mean) / (1 + precision)',
    picture: {
      range: [-0.05, 1.05],
      arguments: [
        { mean: 0.3, precision: 10 },
        { mean: 0.6, precision: 4 },
      ],
    },
  },
  VonMises: {
    density: 'exp(concentration * cos(x - mean)) / (2 * pi * I₀(concentration))',
    inWords: true,
    picture: {
      range: [-3.5, 3.5],
      arguments: [
        { mean: 0, concentration: 4 },
        { mean: 1, concentration: 1 },
      ],
    },
  },
  Triangular: {
    density:
      'if x < mode then 2 * (x - lower) / ((upper - lower) * (mode - lower)) else if x > mode then 2 * (upper - x) / ((upper - lower) * (upper - mode)) else 2 / (upper - lower)',
    mean: '(lower + mode + upper) / 3',
    variance: '((upper - lower)^2 - (mode - lower) * (upper - mode)) / 18',
    picture: {
      range: [-0.5, 3.5],
      arguments: [
        { lower: 0, mode: 1, upper: 3 },
        { lower: 0, mode: 1.5, upper: 2 },
      ],
    },
  },
  Flat: { density: '1', picture: { range: [-3, 3], arguments: [{}] } },
  Bernoulli: {
    density: 'p^x * (1 - p)^(1 - x)',
    mean: 'p',
    variance: 'p * (1 - p)',
    picture: { range: [0, 1], arguments: [{ p: 0.3 }] },
  },
  BernoulliLogit: {
    density: 'sigmoid(logit)^x * sigmoid(-logit)^(1 - x)',
    mean: 'sigmoid(logit)',
    variance: 'sigmoid(logit) * sigmoid(-logit)',
    picture: { range: [0, 1], arguments: [{ logit: 1 }] },
  },
  Binomial: {
    density: 'exp(lchoose(trials, x)) * p^x * (1 - p)^(trials - x)',
    mean: 'trials * p',
    variance: 'trials * p * (1 - p)',
    picture: {
      range: [0, 10],
      arguments: [
        { trials: 10, p: 0.25 },
        { trials: 10, p: 0.6 },
      ],
    },
  },
  BinomialLogit: {
    density: 'exp(lchoose(trials, x)) * sigmoid(logit)^x * sigmoid(-logit)^(trials - x)',
    mean: 'trials * sigmoid(logit)',
    variance: 'trials * sigmoid(logit) * sigmoid(-logit)',
    picture: {
      range: [0, 10],
      arguments: [
        { trials: 10, logit: -1 },
        { trials: 10, logit: 0.5 },
      ],
    },
  },
  BetaBinomial: {
    density: 'exp(lchoose(trials, x) + lbeta(x + a, trials - x + b) - lbeta(a, b))',
    mean: 'trials * a / (a + b)',
    variance: 'trials * a * b * (a + b + trials) / ((a + b)^2 * (a + b + 1))',
    picture: {
      range: [0, 10],
      arguments: [
        { trials: 10, a: 2, b: 4 },
        { trials: 10, a: 0.5, b: 0.5 },
      ],
    },
  },
  Poisson: {
    density: 'rate^x * exp(-rate - lgamma(x + 1))',
    mean: 'rate',
    variance: 'rate',
    picture: { range: [0, 14], arguments: [{ rate: 2 }, { rate: 6 }] },
  },
  PoissonLog: {
    density: 'exp(x * log_rate - exp(log_rate) - lgamma(x + 1))',
    mean: 'exp(log_rate)',
    variance: 'exp(log_rate)',
    picture: { range: [0, 14], arguments: [{ log_rate: 0.5 }, { log_rate: 1.8 }] },
  },
  NegativeBinomial: {
    density:
      'exp(lgamma(x + dispersion) - lgamma(dispersion) - lgamma(x + 1)) * (dispersion / (mean + dispersion))^dispersion * (mean / (mean + dispersion))^x',
    mean: 'mean',
    variance: 'mean + mean^2 / dispersion',
    picture: {
      range: [0, 14],
      arguments: [
        { mean: 3, dispersion: 2 },
        { mean: 6, dispersion: 10 },
      ],
    },
  },
  NegativeBinomialLog: {
    density:
      'exp(lgamma(x + dispersion) - lgamma(dispersion) - lgamma(x + 1)) * sigmoid(log(dispersion) - log_mean)^dispersion * sigmoid(log_mean - log(dispersion))^x',
    mean: 'exp(log_mean)',
    variance: 'exp(log_mean) + exp(2 * log_mean) / dispersion',
    picture: {
      range: [0, 14],
      arguments: [
        { log_mean: 1, dispersion: 2 },
        { log_mean: 1.8, dispersion: 10 },
      ],
    },
  },
  Geometric: {
    density: 'p * (1 - p)^x',
    mean: '(1 - p) / p',
    variance: '(1 - p) / p^2',
    picture: { range: [0, 12], arguments: [{ p: 0.25 }, { p: 0.5 }] },
  },
  Hypergeometric: {
    density:
      'exp(lchoose(successes, x) + lchoose(failures, draws - x) - lchoose(successes + failures, draws))',
    mean: `draws * ${share}`,
    variance: `draws * ${share} * ${otherShare} * (successes + failures - draws) / (successes + failures - 1)`,
    picture: {
      range: [0, 10],
      arguments: [
        { draws: 10, successes: 10, failures: 20 },
        { draws: 10, successes: 20, failures: 10 },
      ],
    },
  },
  DiscreteUniform: {
    density: '1 / (upper - lower + 1)',
    mean: '(lower + upper) / 2',
    variance: '((upper - lower + 1)^2 - 1) / 12',
    picture: { range: [0, 7], arguments: [{ lower: 1, upper: 6 }] },
  },
  Categorical: {
    density: 'p[x]',
    picture: { range: [1, 4], arguments: [{ p: [0.2, 0.5, 0.1, 0.2] }] },
  },
  CategoricalLogit: {
    density: 'exp(logits[x] - logsumexp(logits))',
    picture: { range: [1, 4], arguments: [{ logits: [-1, 0, 1, 0.5] }] },
  },
  OrderedLogistic: {
    density:
      'sigmoid(cuts[x] - location) - sigmoid(cuts[x - 1] - location), cuts[0] and one beyond the last −∞ and ∞',
    inWords: true,
    picture: { range: [1, 4], arguments: [{ location: 0.5, cuts: [-1, 0.5, 2] }] },
  },
  OrderedProbit: {
    density:
      'normal_cdf(cuts[x] - location) - normal_cdf(cuts[x - 1] - location), cuts[0] and one beyond the last −∞ and ∞',
    inWords: true,
    picture: { range: [1, 4], arguments: [{ location: 0.5, cuts: [-1, 0.5, 2] }] },
  },
};

const ways = 'exp(lgamma(trials + 1) - sum(lgamma(x + 1)))';
const shares = 'concentration / sum(concentration)';
/** The logarithm of Γ_K(df / 2), K the size of the matrix. */
const multivariateGamma =
  'size(k) * (size(k) - 1) / 4 * log(pi) + sum[j in k](lgamma((df + 1 - j) / 2))';

/** Of vectors and matrices, whose dimension is `k` here. */
export const vectorFormulas: Readonly<Record<string, Formulas>> = {
  MultiNormal: {
    density:
      'exp(-quad_form(inverse(cov), x - mean) / 2 - logdet(cov) / 2) / (2 * pi)^(size(k) / 2)',
    mean: 'mean',
    variance: 'diagonal(cov)',
  },
  MultiStudentT: {
    density:
      'exp(lgamma((df + size(k)) / 2) - lgamma(df / 2) - logdet(scale) / 2) / (df * pi)^(size(k) / 2) * (1 + quad_form(inverse(scale), x - location) / df)^(-(df + size(k)) / 2)',
    mean: { value: 'location', where: 'df > 1' },
    variance: { value: 'df / (df - 2) * diagonal(scale)', where: 'df > 2' },
  },
  Dirichlet: {
    density:
      'exp(lgamma(sum(concentration)) - sum(lgamma(concentration)) + sum((concentration - 1) * log(x)))',
    mean: shares,
    variance: `${shares} * (1 - ${shares}) / (sum(concentration) + 1)`,
  },
  Multinomial: {
    density: `${ways} * exp(sum(x * log(p)))`,
    mean: 'trials * p',
    variance: 'trials * p * (1 - p)',
  },
  MultinomialLogit: {
    density: `${ways} * exp(sum(x * (logits - logsumexp(logits))))`,
    mean: 'trials * exp(logits - logsumexp(logits))',
    variance: 'trials * exp(logits - logsumexp(logits)) * (1 - exp(logits - logsumexp(logits)))',
  },
  DirichletMultinomial: {
    density: `${ways} * exp(lgamma(sum(concentration)) - lgamma(trials + sum(concentration)) + sum(lgamma(x + concentration) - lgamma(concentration)))`,
    mean: `trials * ${shares}`,
    variance: `trials * ${shares} * (1 - ${shares}) * (trials + sum(concentration)) / (1 + sum(concentration))`,
  },
  ICAR: {
    density: 'exp(-sum[e in edge]((x[node1[e]] - x[node2[e]])^2) / 2), not normalised',
    inWords: true,
  },
  LKJ: {
    density: 'c det(x)^(shape - 1), c its constant for a matrix of that size',
    inWords: true,
  },
  LKJCholesky: {
    density: 'c ∏ᵢ x[i, i]^(size(k) - i + 2 shape - 2) over i from 2 on, c the constant of LKJ',
    inWords: true,
  },
  Wishart: {
    density: `exp((df - size(k) - 1) / 2 * logdet(x) - trace(inverse(scale) @ x) / 2 - df / 2 * (size(k) * log(2) + logdet(scale)) - (${multivariateGamma}))`,
    mean: 'df * scale',
  },
  InverseWishart: {
    density: `exp(df / 2 * logdet(scale) - (df + size(k) + 1) / 2 * logdet(x) - trace(scale @ inverse(x)) / 2 - df / 2 * size(k) * log(2) - (${multivariateGamma}))`,
    mean: { value: 'scale / (df - size(k) - 1)', where: 'df > size(k) + 1' },
  },
};
