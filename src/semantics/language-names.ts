/**
 * The names that the language has. Those that no registry knows are refused as not supported yet
 * instead of as unknown.
 */

/** Distributions. */
export const DISTRIBUTION_NAMES: ReadonlySet<string> = new Set(
  `Normal StudentT Cauchy Laplace Logistic Gumbel SkewNormal ExpModifiedNormal Flat
   HalfNormal HalfStudentT HalfCauchy LogNormal Exponential Gamma InverseGamma ChiSquared
   InverseChiSquared Weibull Frechet Rayleigh LogLogistic InverseGaussian Pareto
   Uniform Beta BetaProportion VonMises Triangular
   Bernoulli BernoulliLogit Binomial BinomialLogit BetaBinomial Poisson PoissonLog NegativeBinomial
   NegativeBinomialLog Geometric Hypergeometric DiscreteUniform Categorical CategoricalLogit
   OrderedLogistic OrderedProbit
   MultiNormal MultiStudentT Dirichlet Multinomial MultinomialLogit DirichletMultinomial ICAR
   LKJ LKJCholesky Wishart InverseWishart`.split(/\s+/),
);

/** Functions of values, and functions of distributions. */
export const FUNCTION_NAMES: ReadonlySet<string> = new Set(
  `exp log log2 log10 log1p expm1 sqrt abs sign square inv floor ceil round min max clip
   sin cos tan asin acos atan atan2 sinh cosh tanh sigmoid logit softplus relu gelu silu
   erf erfc normal_cdf normal_quantile lgamma digamma lbeta lchoose log_add_exp log_diff_exp
   log1m log1m_exp log1p_exp log_mix observed
   transpose cholesky solve inverse logdet diag diagonal trace dot outer quad_form kronecker
   eigenvalues eigenvectors label ode
   sum mean prod logsumexp variance sd argmax argmin
   softmax log_softmax cumsum cumprod standardise sort
   logpdf logcdf logccdf state_probability most_likely_path`.split(/\s+/),
);

/** Constraints on vectors and matrices. */
export const CONSTRAINT_NAMES: ReadonlySet<string> = new Set(
  `simplex ordered positive_ordered unit_vector sum_to_zero cholesky_corr corr_matrix cov_matrix
   cholesky_cov`.split(/\s+/),
);

/** What other languages call things that have another name here. */
export const FOREIGN_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    inv_logit: 'sigmoid',
    expit: 'sigmoid',
    ln: 'log',
    var: 'variance',
    std: 'sd',
    product: 'prod',
    average: 'mean',
    log_sum_exp: 'logsumexp',
    cumulative_sum: 'cumsum',
    standardize: 'standardise',
    fabs: 'abs',
    gammaln: 'lgamma',
    chol: 'cholesky',
    kron: 'kronecker',
    mdivide_left: 'solve',
    π: 'pi',
    Inf: 'inf',
    Infinity: 'inf',
    log_determinant: 'logdet',
    dot_product: 'dot',
    diag_matrix: 'diag',
    eigenvalues_sym: 'eigenvalues',
    eigenvectors_sym: 'eigenvectors',
    sort_asc: 'sort',
    Phi: 'normal_cdf',
    arctan2: 'atan2',
    inv_Phi: 'normal_quantile',
    probit: 'normal_quantile',
    Phi_approx: 'normal_cdf',
    logaddexp: 'log_add_exp',
    N: 'Normal',
    Gaussian: 'Normal',
    Student: 'StudentT',
    NegBinomial: 'NegativeBinomial',
    neg_binomial_2: 'NegativeBinomial',
    neg_binomial_2_log: 'NegativeBinomialLog',
    MvNormal: 'MultiNormal',
    MultivariateNormal: 'MultiNormal',
    MvStudentT: 'MultiStudentT',
    multi_student_t: 'MultiStudentT',
    InvGamma: 'InverseGamma',
    inv_gamma: 'InverseGamma',
    inv_chi_square: 'InverseChiSquared',
    inv_wishart: 'InverseWishart',
    Expon: 'Exponential',
    double_exponential: 'Laplace',
    DoubleExponential: 'Laplace',
    exp_mod_normal: 'ExpModifiedNormal',
    Wald: 'InverseGaussian',
    lkj_corr: 'LKJ',
    LKJCorr: 'LKJ',
    lkj_corr_cholesky: 'LKJCholesky',
    improper_uniform: 'Flat',
    Mixture: 'mixture',
    NormalMixture: 'mixture',
    Truncated: 'truncate',
    Censored: 'censor',
    ZeroInflatedPoisson: 'zero_inflated',
    ZeroInflatedBinomial: 'zero_inflated',
    HurdlePoisson: 'hurdle',
    dunif: 'Uniform',
    dgamma: 'Gamma',
    dbeta: 'Beta',
    dexp: 'Exponential',
    dpois: 'Poisson',
    dbern: 'Bernoulli',
    dbin: 'Binomial',
    dcat: 'Categorical',
    integer: 'int',
    float: 'real',
    double: 'real',
    number: 'real',
    vector: 'real',
    bool: 'binary',
    boolean: 'binary',
    probability: 'unit',
    linear: 'dense',
    fully_connected: 'dense',
    conv: 'conv2d',
    convolution: 'conv2d',
    mean_pool: 'average_pool',
    batch_norm: 'layer_norm',
  }),
);

/** What other languages, and books, call arguments: the names here of which a distribution has one. */
export const FOREIGN_ARGUMENTS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    mu: ['mean', 'location', 'log_mean'],
    loc: ['location', 'mean'],
    location: ['mean'],
    mean: ['location'],
    sigma: ['sd', 'scale'],
    std: ['sd', 'scale'],
    scale: ['sd'],
    lambda: ['rate'],
    lam: ['rate'],
    alpha: ['shape', 'a', 'concentration'],
    beta: ['b', 'rate', 'scale'],
    n: ['trials'],
    N: ['trials'],
    size: ['trials', 'dispersion'],
    prob: ['p'],
    probs: ['p'],
    theta: ['p'],
    nu: ['df'],
    phi: ['dispersion', 'precision'],
    kappa: ['concentration', 'precision'],
    eta: ['shape'],
    cutpoints: ['cuts'],
    Sigma: ['cov', 'scale'],
    covariance: ['cov'],
    precision: ['prec'],
    min: ['lower', 'minimum'],
    max: ['upper'],
    low: ['lower'],
    high: ['upper'],
    w: ['weights'],
  }),
);

const OF_VARIANCE = { sd: 'sqrt(…)' };
const OF_PRECISION = { sd: '1 / sqrt(…)' };

/** Arguments that say the same as one here in another measure, and how that is computed of them. */
export const FOREIGN_MEASURES: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  Object.entries({
    scale: { rate: '1 / …' },
    variance: OF_VARIANCE,
    var: OF_VARIANCE,
    sigma2: OF_VARIANCE,
    precision: OF_PRECISION,
    tau: OF_PRECISION,
  }),
);

const POWER = 'write `a ^ b`';
const CONDITIONAL = 'write `if … then … else …`';
const EACH_ELEMENT = 'a number goes with every dimension: write it as it is';
const BY_INDEX = 'say what each element is: `let x[i in obs] = …`';
const SIZE = '`size(obs)` is the number of members of a dimension `obs`';
const LOG_DENSITY = 'write `logpdf(Normal(m, s), y)`, or `observe y ~ Normal(m, s)`';

/** What other languages write as a function or a distribution, and this one in another form. */
export const FOREIGN_FORMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    length: SIZE,
    len: SIZE,
    num_elements: SIZE,
    rows: SIZE,
    cols: SIZE,
    nrow: SIZE,
    ncol: SIZE,
    dims: SIZE,
    dim: SIZE,
    shape: SIZE,
    nobs: SIZE,
    NOT: 'write `not …`',
    Not: 'write `not …`',
    pow: POWER,
    power: POWER,
    where: CONDITIONAL,
    ifelse: CONDITIONAL,
    if_else: CONDITIONAL,
    step: CONDITIONAL,
    switch: CONDITIONAL,
    rep_vector: EACH_ELEMENT,
    rep_matrix: EACH_ELEMENT,
    rep_array: EACH_ELEMENT,
    rep: EACH_ELEMENT,
    matmul: 'write `X @ b`',
    multiply: 'write `a * b`',
    inv_sqrt: 'write `1 / sqrt(x)`',
    choose: 'write `exp(lchoose(n, k))`',
    det: 'write `exp(logdet(A))`',
    zeros: EACH_ELEMENT,
    ones: EACH_ELEMENT,
    to_vector: 'leave it out: an array is what its dimensions say',
    to_matrix: BY_INDEX,
    to_array_1d: BY_INDEX,
    append_row: BY_INDEX,
    append_col: BY_INDEX,
    concatenate: BY_INDEX,
    stack: BY_INDEX,
    range: BY_INDEX,
    seq: BY_INDEX,
    arange: BY_INDEX,
    linspace: BY_INDEX,
    dnorm: 'write `Normal(m, 1 / sqrt(tau))` for the precision `tau`',
    dlnorm: 'write `LogNormal(m, 1 / sqrt(tau))` for the precision `tau`',
    dt: 'write `StudentT(df, m, 1 / sqrt(tau))` for the precision `tau`',
    dmnorm: 'write `MultiNormal(m, prec = P)` for the precision matrix `P`',
    multi_normal_prec: 'write `MultiNormal(m, prec = P)`',
    multi_normal_cholesky: 'write `MultiNormal(m, chol = L)`',
    std_normal: 'write `Normal(0, 1)`',
    normal_lpdf: LOG_DENSITY,
    poisson_lpmf: LOG_DENSITY,
  }),
);
