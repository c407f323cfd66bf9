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
    length: 'size',
    len: 'size',
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
    log_determinant: 'logdet',
    dot_product: 'dot',
    diag_matrix: 'diag',
    eigenvalues_sym: 'eigenvalues',
    eigenvectors_sym: 'eigenvectors',
    sort_asc: 'sort',
    Phi: 'normal_cdf',
    Gaussian: 'Normal',
    Student: 'StudentT',
    NegBinomial: 'NegativeBinomial',
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
