"""Writes models.json: small models, data, points and their log densities.

The log density is that of the unconstrained coordinates (Jacobians included), computed here from the
mathematics of each model with numpy and scipy.stats: element by element, with plain loops.

Usage: python3 generate.py > models.json      (numpy 2.4, scipy 1.17)
"""

import json
import math

import numpy as np
from scipy import special, stats

CASES = []


class Point:
    """Hands out unconstrained coordinates in order and gathers the log Jacobian of their transforms."""

    def __init__(self, coordinates):
        self.coordinates = coordinates
        self.used = 0
        self.log_jacobian = 0.0

    def real(self, *shape):
        count = math.prod(shape)
        part = self.coordinates[self.used : self.used + count]
        self.used += count
        return part.reshape(shape) if shape else part[0]

    def above(self, bound, *shape):
        u = self.real(*shape)
        self.log_jacobian += np.sum(u)
        return bound + np.exp(u)

    def below(self, bound, *shape):
        u = self.real(*shape)
        self.log_jacobian += np.sum(u)
        return bound - np.exp(u)

    def between(self, lower, upper, *shape):
        u = self.real(*shape)
        width = np.broadcast_to(np.subtract(upper, lower), np.shape(u))
        self.log_jacobian += np.sum(np.log(width) + special.log_expit(u) + special.log_expit(-u))
        return lower + width * special.expit(u)

    def positive(self, *shape):
        return self.above(0, *shape)

    def unit(self, *shape):
        return self.between(0, 1, *shape)


def case(name, dimension, model, data=None, forms=None, spread=1.0):
    """Registers a model; the decorated function gives its log density without the Jacobian."""

    def register(density):
        CASES.append((name, dimension, model, data or {}, forms, spread, density))
        return density

    return register


def normal(x, mean, sd):
    return np.sum(stats.norm.logpdf(x, mean, sd))


def half_normal(x, sd=1.0):
    return np.sum(stats.halfnorm.logpdf(x, scale=sd))


# ─── priors: every distribution and every constraint ─────────────────────────


@case(
    'priors on the real line',
    8,
    """
    param a ~ Normal(1, 2)
    param b ~ StudentT(3, -1, 0.5)
    param c ~ Cauchy(0.5, 2)
    param d ~ Laplace(1, 0.7)
    param e1 ~ Logistic(-0.3, 1.5)
    param f ~ Flat()
    param g ~ Normal(sd = 3, mean = -2)
    param h ~ StudentT(4.5, 0, 1)
    """,
    spread=2,
)
def _(p, _data):
    return (
        stats.norm.logpdf(p.real(), 1, 2)
        + stats.t.logpdf(p.real(), 3, -1, 0.5)
        + stats.cauchy.logpdf(p.real(), 0.5, 2)
        + stats.laplace.logpdf(p.real(), 1, 0.7)
        + stats.logistic.logpdf(p.real(), -0.3, 1.5)
        + 0 * p.real()
        + stats.norm.logpdf(p.real(), -2, 3)
        + stats.t.logpdf(p.real(), 4.5, 0, 1)
    )


@case(
    'priors on positive numbers',
    9,
    """
    param a ~ HalfNormal(2)
    param b ~ HalfStudentT(3, 1.5)
    param c ~ HalfCauchy(5)
    param d ~ LogNormal(0.5, 0.8)
    param e1 ~ Exponential(0.3)
    param f ~ Gamma(2.5, 1.5)
    param g ~ InverseGamma(3, 2)
    param h: positive ~ Flat()
    param i: nonnegative ~ Gamma(0.7, 0.1)
    """,
)
def _(p, _data):
    return (
        stats.halfnorm.logpdf(p.positive(), scale=2)
        + math.log(2) + stats.t.logpdf(p.positive(), 3, 0, 1.5)
        + stats.halfcauchy.logpdf(p.positive(), scale=5)
        + stats.lognorm.logpdf(p.positive(), 0.8, scale=math.exp(0.5))
        + stats.expon.logpdf(p.positive(), scale=1 / 0.3)
        + stats.gamma.logpdf(p.positive(), 2.5, scale=1 / 1.5)
        + stats.invgamma.logpdf(p.positive(), 3, scale=2)
        + 0 * p.positive()
        + stats.gamma.logpdf(p.positive(), 0.7, scale=10)
    )


@case(
    'priors on intervals',
    5,
    """
    data t: positive
    param a ~ Beta(2, 3.5)
    param b ~ Uniform(-1, 4)
    param c: unit ~ Flat()
    param d ~ Uniform(-t, t)
    param e1 ~ Beta(0.5, 0.5)
    """,
    {'t': 1.75},
    spread=2,
)
def _(p, data):
    t = data['t']
    a = p.unit()
    b = p.between(-1, 4)
    c = p.unit()
    d = p.between(-t, t)
    e = p.unit()
    return (
        stats.beta.logpdf(a, 2, 3.5)
        + stats.uniform.logpdf(b, -1, 5)
        + 0 * c
        + stats.uniform.logpdf(d, -t, 2 * t)
        + stats.beta.logpdf(e, 0.5, 0.5)
    )


@case(
    'bounds given by numbers, data and parameters on flat priors',
    6,
    """
    data low: real
    data high: real
    param a: real(lower = low) ~ Flat()
    param b: real(upper = high) ~ Flat()
    param c: real(lower = low, upper = high) ~ Flat()
    param d: unit ~ Flat()
    param e1: real(lower = 0, upper = 1 - d) ~ Flat()
    param f: real(lower = a + e1) ~ Flat()
    """,
    {'low': -2.5, 'high': 3.25},
)
def _(p, data):
    low, high = data['low'], data['high']
    a = p.above(low)
    p.below(high)
    p.between(low, high)
    d = p.unit()
    e = p.between(0, 1 - d)
    p.above(a + e)
    return 0.0


@case(
    'bounds that vary along a dimension',
    7,
    """
    dim k = 3
    dim two = 2
    data floor_of[two]: real
    param x[k]: real(lower = [0, 1, 2]) ~ Normal(1, 2)
    param y[two]: real(lower = floor_of, upper = 5) ~ Normal(0, 3)
    param w[two]: real(upper = y) ~ Flat()
    """,
    {'floor_of': [-1.0, 2.0]},
)
def _(p, data):
    total = 0.0
    x = p.above(np.array([0.0, 1.0, 2.0]), 3)
    for value, lower in zip(x, [0, 1, 2]):
        total += stats.norm.logpdf(value, 1, 2) - stats.norm.logsf(lower, 1, 2)
    lower = np.array(data['floor_of'])
    y = p.between(lower, 5, 2)
    for value, low in zip(y, lower):
        mass = stats.norm.cdf(5, 0, 3) - stats.norm.cdf(low, 0, 3)
        total += stats.norm.logpdf(value, 0, 3) - math.log(mass)
    p.below(y, 2)
    return total


@case(
    'truncation of priors with constant arguments',
    9,
    """
    param a: positive ~ Normal(1, 2)
    param b: real(upper = 0.5) ~ Normal(1, 2)
    param c: real(lower = -1, upper = 2) ~ Normal(0.5, 1.5)
    param d: unit ~ Exponential(2)
    param e1: real(lower = 2) ~ Gamma(3, 1)
    param f: real(upper = 0.5) ~ Beta(2, 2)
    param g: real(lower = 1, upper = 3) ~ LogNormal(0, 1)
    param h: positive ~ StudentT(4, 1, 2)
    param i: real(lower = 6, upper = 7) ~ Normal(0, 1)
    """,
)
def _(p, _data):
    def log_mass(distribution, lower, upper):
        return math.log(distribution.cdf(upper) - distribution.cdf(lower))

    total = stats.norm.logpdf(p.positive(), 1, 2) - stats.norm.logsf(0, 1, 2)
    total += stats.norm.logpdf(p.below(0.5), 1, 2) - stats.norm.logcdf(0.5, 1, 2)
    total += stats.norm.logpdf(p.between(-1, 2), 0.5, 1.5) - log_mass(stats.norm(0.5, 1.5), -1, 2)
    total += stats.expon.logpdf(p.unit(), scale=0.5) - stats.expon.logcdf(1, scale=0.5)
    total += stats.gamma.logpdf(p.above(2), 3) - stats.gamma.logsf(2, 3)
    total += stats.beta.logpdf(p.between(0, 0.5), 2, 2) - stats.beta.logcdf(0.5, 2, 2)
    total += stats.lognorm.logpdf(p.between(1, 3), 1) - log_mass(stats.lognorm(1), 1, 3)
    total += stats.t.logpdf(p.positive(), 4, 1, 2) - stats.t.logsf(0, 4, 1, 2)
    i = p.between(6, 7)
    total += stats.norm.logpdf(i) - math.log(stats.norm.sf(6) - stats.norm.sf(7))
    return total


@case(
    'truncation of priors with parameters as arguments',
    11,
    """
    dim k = 3
    param mu ~ Normal(0, 2)
    param tau ~ HalfNormal(2)
    param s: positive ~ Normal(mu, 2)
    param x[k]: real(lower = -1, upper = 1) ~ Normal(mu, tau)
    param r ~ Exponential(1)
    param y: real(upper = 2) ~ Exponential(r)
    param z: real(lower = r) ~ Cauchy(mu, tau)
    param v: positive ~ Laplace(mu, tau)
    param w: positive ~ Logistic(mu, tau)
    """,
)
def _(p, _data):
    mu = p.real()
    tau = p.positive()
    total = stats.norm.logpdf(mu, 0, 2) + half_normal(tau, 2)
    total += stats.norm.logpdf(p.positive(), mu, 2) - stats.norm.logsf(0, mu, 2)
    mass = stats.norm.cdf(1, mu, tau) - stats.norm.cdf(-1, mu, tau)
    for x in p.between(-1, 1, 3):
        total += stats.norm.logpdf(x, mu, tau) - math.log(mass)
    r = p.positive()
    total += stats.expon.logpdf(r)
    y = p.between(0, 2)
    total += stats.expon.logpdf(y, scale=1 / r) - stats.expon.logcdf(2, scale=1 / r)
    total += stats.cauchy.logpdf(p.above(r), mu, tau) - stats.cauchy.logsf(r, mu, tau)
    total += stats.laplace.logpdf(p.positive(), mu, tau) - stats.laplace.logsf(0, mu, tau)
    total += stats.logistic.logpdf(p.positive(), mu, tau) - stats.logistic.logsf(0, mu, tau)
    return total


# ─── likelihoods: every distribution ─────────────────────────────────────────


@case(
    'likelihoods of real and positive data',
    3,
    """
    dim obs
    data y[obs]: real
    data v[obs]: positive
    data q[obs]: unit
    param m ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    param k ~ Gamma(4, 1)
    observe y ~ Normal(m, s)
    observe y ~ StudentT(k, m, s)
    observe y ~ Cauchy(m, s)
    observe y ~ Laplace(m, s)
    observe y ~ Logistic(m, s)
    observe y ~ Uniform(-10 - s, 10 + k)
    observe v ~ HalfNormal(s)
    observe v ~ HalfStudentT(k, s)
    observe v ~ HalfCauchy(s)
    observe v ~ LogNormal(m, s)
    observe v ~ Exponential(k)
    observe v ~ Gamma(k, s)
    observe v ~ InverseGamma(k, s)
    observe q ~ Beta(k, s)
    """,
    {'y': [0.3, -1.2, 2.5, 0.0], 'v': [0.4, 1.7, 3.1, 0.02], 'q': [0.1, 0.5, 0.93, 0.99]},
)
def _(p, data):
    m, s, k = p.real(), p.positive(), p.positive()
    total = stats.norm.logpdf(m) + half_normal(s) + stats.gamma.logpdf(k, 4)
    for y in data['y']:
        total += stats.norm.logpdf(y, m, s) + stats.t.logpdf(y, k, m, s)
        total += stats.cauchy.logpdf(y, m, s) + stats.laplace.logpdf(y, m, s)
        total += stats.logistic.logpdf(y, m, s) - math.log(20 + s + k)
    for v in data['v']:
        total += stats.halfnorm.logpdf(v, scale=s) + math.log(2) + stats.t.logpdf(v, k, 0, s)
        total += stats.halfcauchy.logpdf(v, scale=s) + stats.lognorm.logpdf(v, s, scale=math.exp(m))
        total += stats.expon.logpdf(v, scale=1 / k) + stats.gamma.logpdf(v, k, scale=1 / s)
        total += stats.invgamma.logpdf(v, k, scale=s)
    for q in data['q']:
        total += stats.beta.logpdf(q, k, s)
    return total


@case(
    'likelihoods of counts',
    4,
    """
    dim obs
    data n[obs]: count
    data trials[obs]: count
    data k[obs]: count
    data b[obs]: binary
    param l ~ Normal(0, 1)
    param r ~ Gamma(2, 1)
    param p ~ Beta(2, 2)
    param phi ~ Exponential(1)
    observe n ~ Poisson(r)
    observe n ~ PoissonLog(l)
    observe n ~ NegativeBinomial(r, phi)
    observe k ~ Binomial(trials, p)
    observe k ~ BinomialLogit(trials, l)
    observe b ~ Bernoulli(p)
    observe b ~ BernoulliLogit(l)
    """,
    {'n': [0, 3, 12, 1], 'trials': [5, 3, 0, 20], 'k': [2, 3, 0, 0], 'b': [1, 0, 0, 1]},
)
def _(p, data):
    l, r, q, phi = p.real(), p.positive(), p.unit(), p.positive()
    total = stats.norm.logpdf(l) + stats.gamma.logpdf(r, 2) + stats.beta.logpdf(q, 2, 2)
    total += stats.expon.logpdf(phi)
    for n in data['n']:
        total += stats.poisson.logpmf(n, r) + stats.poisson.logpmf(n, math.exp(l))
        total += stats.nbinom.logpmf(n, phi, phi / (phi + r))
    for trials, k in zip(data['trials'], data['k']):
        total += stats.binom.logpmf(k, trials, q) + stats.binom.logpmf(k, trials, special.expit(l))
    for b in data['b']:
        total += stats.bernoulli.logpmf(b, q) + stats.bernoulli.logpmf(b, special.expit(l))
    return total


@case(
    'priors of skewed, heavy-tailed and bounded families',
    14,
    """
    data t: positive
    param a ~ Gumbel(0.5, 2)
    param b ~ SkewNormal(1, 2, 3)
    param c ~ ExpModifiedNormal(-1, 0.5, 2)
    param d ~ ChiSquared(3)
    param f ~ InverseChiSquared(4)
    param g ~ Weibull(1.5, 2)
    param h ~ Frechet(2.5, 1.5)
    param i ~ Rayleigh(2)
    param j ~ LogLogistic(2, 3)
    param k ~ InverseGaussian(1.5, 2)
    param l ~ Pareto(t, 2.5)
    param m ~ BetaProportion(0.3, 5)
    param n ~ VonMises(0.5, 2)
    param o ~ Triangular(-1, 0.5, 3)
    """,
    {'t': 0.75},
)
def _(p, data):
    t = data['t']
    return (
        stats.gumbel_r.logpdf(p.real(), 0.5, 2)
        + stats.skewnorm.logpdf(p.real(), 3, 1, 2)
        + stats.exponnorm.logpdf(p.real(), 1 / (0.5 * 2), -1, 0.5)
        + stats.chi2.logpdf(p.positive(), 3)
        + stats.invgamma.logpdf(p.positive(), 2, scale=0.5)
        + stats.weibull_min.logpdf(p.positive(), 1.5, scale=2)
        + stats.invweibull.logpdf(p.positive(), 2.5, scale=1.5)
        + stats.rayleigh.logpdf(p.positive(), scale=2)
        + stats.fisk.logpdf(p.positive(), 3, scale=2)
        + stats.invgauss.logpdf(p.positive(), 1.5 / 2, scale=2)
        + stats.pareto.logpdf(p.above(t), 2.5, scale=t)
        + stats.beta.logpdf(p.unit(), 0.3 * 5, 0.7 * 5)
        + stats.vonmises.logpdf(p.between(-math.pi, math.pi), 2, 0.5)
        + stats.triang.logpdf(p.between(-1, 3), 1.5 / 4, -1, 4)
    )


@case(
    'likelihoods of skewed, heavy-tailed and bounded families',
    4,
    """
    dim obs
    data y[obs]: real
    data v[obs]: positive
    data q[obs]: unit
    param m ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    param k ~ Gamma(4, 1)
    param u ~ Beta(2, 2)
    observe y ~ Gumbel(m, s)
    observe y ~ SkewNormal(m, s, k)
    observe y ~ ExpModifiedNormal(m, s, k)
    observe y ~ VonMises(m, k)
    observe y ~ Triangular(-10, u, 10 + k)
    observe v ~ ChiSquared(k)
    observe v ~ InverseChiSquared(k)
    observe v ~ Weibull(k, s)
    observe v ~ Frechet(k, s)
    observe v ~ Rayleigh(s)
    observe v ~ LogLogistic(s, k)
    observe v ~ InverseGaussian(s, k)
    observe v + 1 ~ Pareto(u, k)
    observe q ~ BetaProportion(u, k)
    """,
    {'y': [0.3, -1.2, 2.5, 0.0], 'v': [0.4, 1.7, 3.1, 0.25], 'q': [0.1, 0.5, 0.93, 0.99]},
    spread=0.5,
)
def _(p, data):
    m, s, k, u = p.real(), p.positive(), p.positive(), p.unit()
    total = stats.norm.logpdf(m) + half_normal(s) + stats.gamma.logpdf(k, 4)
    total += stats.beta.logpdf(u, 2, 2)
    for y in data['y']:
        total += stats.gumbel_r.logpdf(y, m, s) + stats.skewnorm.logpdf(y, k, m, s)
        total += stats.exponnorm.logpdf(y, 1 / (s * k), m, s) + stats.vonmises.logpdf(y, k, m)
        total += stats.triang.logpdf(y, (u + 10) / (20 + k), -10, 20 + k)
    for v in data['v']:
        total += stats.chi2.logpdf(v, k) + stats.invgamma.logpdf(v, k / 2, scale=0.5)
        total += stats.weibull_min.logpdf(v, k, scale=s) + stats.invweibull.logpdf(v, k, scale=s)
        total += stats.rayleigh.logpdf(v, scale=s) + stats.fisk.logpdf(v, k, scale=s)
        total += stats.invgauss.logpdf(v, s / k, scale=k) + stats.pareto.logpdf(v + 1, k, scale=u)
    for q in data['q']:
        total += stats.beta.logpdf(q, u * k, (1 - u) * k)
    return total


@case(
    'likelihoods of further counts and of ordered outcomes',
    6,
    """
    dim obs   dim cut = 2
    data n[obs]: count
    data trials[obs]: count
    data k[obs]: count
    data rank[obs]: int(lower = 1, upper = 3)
    param l ~ Normal(0, 1)
    param a ~ Gamma(2, 1)
    param p ~ Beta(2, 2)
    param step ~ HalfNormal(1)
    param base ~ Normal(0, 1)
    param x ~ Normal(0, 1)
    let cuts[cut] = [base, base + step]
    observe k ~ BetaBinomial(trials, a, step)
    observe n ~ NegativeBinomialLog(l, a)
    observe n ~ Geometric(p)
    observe k ~ Hypergeometric(trials, 8, 12)
    observe n ~ DiscreteUniform(0, 20)
    observe rank ~ OrderedLogistic(x, cuts)
    observe rank ~ OrderedProbit(l, cuts)
    """,
    {'n': [0, 3, 12, 1], 'trials': [5, 3, 0, 10], 'k': [2, 3, 0, 0], 'rank': [1, 3, 2, 2]},
)
def _(p, data):
    l, a, q = p.real(), p.positive(), p.unit()
    step, base, x = p.positive(), p.real(), p.real()
    total = stats.norm.logpdf(l) + stats.gamma.logpdf(a, 2) + stats.beta.logpdf(q, 2, 2)
    total += half_normal(step) + stats.norm.logpdf(base) + stats.norm.logpdf(x)
    for n in data['n']:
        total += stats.nbinom.logpmf(n, a, a / (a + math.exp(l)))
        total += n * math.log1p(-q) + math.log(q) - math.log(21)
    for trials, k in zip(data['trials'], data['k']):
        total += stats.betabinom.logpmf(k, trials, a, step)
        total += stats.hypergeom.logpmf(k, 20, 8, trials)
    cuts = [-math.inf, base, base + step, math.inf]
    for rank in data['rank']:
        low, high = cuts[rank - 1], cuts[rank]
        total += math.log(special.expit(high - x) - special.expit(low - x))
        total += math.log(stats.norm.cdf(high - l) - stats.norm.cdf(low - l))
    return total


@case(
    'categories',
    6,
    """
    dim obs
    dim colour = ["red", "green", "blue"]
    data c[obs]: colour
    data x[obs]: real
    param a[colour] ~ Normal(0, 2)
    param b[colour] ~ Normal(0, 1)
    let logits[i in obs, c in colour] = x[i] * b[c]
    observe c ~ CategoricalLogit(a)
    observe c ~ Categorical(softmax(b))
    observe c ~ Categorical([0.2, 0.3, 0.5])
    observe c[i in obs] ~ CategoricalLogit(a + logits[i, :])
    """,
    {'c': ['green', 'red', 'blue', 'blue'], 'x': [0.5, -1, 2, 0.25]},
)
def _(p, data):
    a, b = p.real(3), p.real(3)
    total = normal(a, 0, 2) + normal(b, 0, 1)
    for c, x in zip([1, 0, 2, 2], data['x']):
        total += special.log_softmax(a)[c] + special.log_softmax(b)[c]
        total += math.log([0.2, 0.3, 0.5][c]) + special.log_softmax(a + x * b)[c]
    return total


@case(
    'expressions of data on the left',
    2,
    """
    dim obs
    data y[obs]: positive
    param m ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    observe log(y) ~ Normal(m, s)
    observe y[2] ~ Exponential(s)
    observe sum(y) / 2 ~ Normal(m, 3)
    """,
    {'y': [0.5, 2.25, 7.5]},
)
def _(p, data):
    m, s = p.real(), p.positive()
    y = data['y']
    total = stats.norm.logpdf(m) + half_normal(s) + normal(np.log(y), m, s)
    return total + stats.expon.logpdf(y[1], scale=1 / s) + stats.norm.logpdf(sum(y) / 2, m, 3)


# ─── hierarchies, centred and non-centred ────────────────────────────────────

SCHOOLS = """
    dim school
    data y[school]: real
    data sigma[school]: positive
    param mu ~ Normal(0, 5)
    param tau ~ HalfCauchy(5)
    param theta[school] ~ Normal(mu, tau)
    observe y ~ Normal(theta, sigma)
    """
SCHOOLS_DATA = {
    'y': [28, 8, -3, 7, -1, 1, 18, 12],
    'sigma': [15, 10, 16, 11, 9, 11, 10, 18],
}


@case('eight schools, non-centred', 10, SCHOOLS, SCHOOLS_DATA)
def _(p, data):
    mu, tau, z = p.real(), p.positive(), p.real(8)
    total = stats.norm.logpdf(mu, 0, 5) + stats.halfcauchy.logpdf(tau, scale=5)
    return total + normal(z, 0, 1) + normal(data['y'], mu + tau * z, data['sigma'])


@case('eight schools, centred', 10, SCHOOLS, SCHOOLS_DATA, {'theta': 'centred'})
def _(p, data):
    mu, tau, theta = p.real(), p.positive(), p.real(8)
    total = stats.norm.logpdf(mu, 0, 5) + stats.halfcauchy.logpdf(tau, scale=5)
    return total + normal(theta, mu, tau) + normal(data['y'], theta, data['sigma'])


@case(
    'non-centred forms of every location-scale family',
    10,
    """
    param m ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    param nu ~ Gamma(5, 1)
    param a ~ Normal(m, 2)
    param b ~ StudentT(nu, m, s)
    param c ~ Cauchy(0, s)
    param d ~ Laplace(m, s)
    param f ~ Logistic(m, s)
    param g ~ Normal(a + b, exp(c / 10))
    param h ~ StudentT(nu, 1, 2)
    factor -(a * b + c - d * f + g) / 100
    """,
)
def _(p, _data):
    m, s, nu = p.real(), p.positive(), p.positive()
    total = stats.norm.logpdf(m) + half_normal(s) + stats.gamma.logpdf(nu, 5)
    z = p.real(6)
    total += stats.norm.logpdf(z[0]) + stats.t.logpdf(z[1], nu) + stats.cauchy.logpdf(z[2])
    total += stats.laplace.logpdf(z[3]) + stats.logistic.logpdf(z[4]) + stats.norm.logpdf(z[5])
    a, b, c, d, f = m + 2 * z[0], m + s * z[1], s * z[2], m + s * z[3], m + s * z[4]
    g = a + b + math.exp(c / 10) * z[5]
    total += stats.t.logpdf(p.real(), nu, 1, 2)
    return total - (a * b + c - d * f + g) / 100


@case(
    'a prior that varies along two dimensions in transposed order',
    17,
    """
    dim row = 2
    dim col = 3
    param a[row] ~ Normal(0, 1)
    param s[col] ~ HalfNormal(1)
    param x[row, col] ~ Normal(a, s)
    param y[col, row] ~ Normal(x, 2)
    factor sum(x * y) / 10
    """,
    forms={'y': 'centred'},
)
def _(p, _data):
    a, s, z, y = p.real(2), p.positive(3), p.real(2, 3), p.real(3, 2)
    total = normal(a, 0, 1) + half_normal(s) + normal(z, 0, 1)
    for i in range(2):
        for j in range(3):
            x = a[i] + s[j] * z[i, j]
            total += stats.norm.logpdf(y[j, i], x, 2) + x * y[j, i] / 10
    return total


# ─── indexing ────────────────────────────────────────────────────────────────


@case(
    'varying intercepts through an index',
    7,
    """
    dim home   dim county
    data county[home]: county
    data floor[home]: binary
    data log_radon[home]: real
    param mu_a ~ Normal(0, 10)
    param sigma_a ~ HalfNormal(1)
    param a[county] ~ Normal(mu_a, sigma_a)
    param b ~ Normal(0, 10)
    param sigma_y ~ HalfNormal(1)
    observe log_radon ~ Normal(a[county] + b * floor, sigma_y)
    """,
    {
        'county': ['Aitkin', 'Cook', 'Aitkin', 'Becker', 'Cook'],
        'floor': [1, 0, 0, 0, 1],
        'log_radon': [0.83, 0.83, 1.1, 0.1, 1.16],
    },
)
def _(p, data):
    mu, sigma, z, b, sigma_y = p.real(), p.positive(), p.real(3), p.real(), p.positive()
    total = stats.norm.logpdf(mu, 0, 10) + half_normal(sigma) + normal(z, 0, 1)
    total += stats.norm.logpdf(b, 0, 10) + half_normal(sigma_y)
    # labels sorted: Aitkin, Becker, Cook
    for county, floor, y in zip([0, 2, 0, 1, 2], data['floor'], data['log_radon']):
        total += stats.norm.logpdf(y, mu + sigma * z[county] + b * floor, sigma_y)
    return total


PAIRS = {
    'g': [2, 1, 1, 3],
    'h': ['mon', 'wed', 'tue', 'mon'],
    'y': [0.1, -0.4, 1.5, 0.2],
}


@case(
    'pairs, labels, positions and whole dimensions as indices',
    12,
    """
    dim obs   dim group = 3   dim day = ["mon", "tue", "wed"]
    data g[obs]: group
    data h[obs]: day
    data y[obs]: real
    param theta[group, day] ~ Normal(0, 1)
    param m[day] ~ Normal(0, 1)
    observe y ~ Normal(theta[g, h], 1)
    observe y ~ Normal(theta[2, h] + m["tue"], 1)
    observe y ~ Normal(theta[g, "wed"] * m[last(day)], 2)
    factor sum(theta[:, "mon"] * [1, -2, 0.5]) + sum(theta[3, :] * m)
    factor theta[1, 2]
    """,
    PAIRS,
)
def _(p, data):
    theta, m = p.real(3, 3), p.real(3)
    total = normal(theta, 0, 1) + normal(m, 0, 1)
    for g, h, y in zip([1, 0, 0, 2], [0, 2, 1, 0], data['y']):
        total += stats.norm.logpdf(y, theta[g, h], 1)
        total += stats.norm.logpdf(y, theta[1, h] + m[1], 1)
        total += stats.norm.logpdf(y, theta[g, 2] * m[2], 2)
    total += theta[0, 0] - 2 * theta[1, 0] + 0.5 * theta[2, 0] + np.sum(theta[2] * m)
    return total + theta[0, 1]


@case(
    'an index beside dimensions that stay',
    12,
    """
    dim obs   dim group = 2   dim predictor = 3
    data g[obs]: group
    data X[obs, predictor]: real
    data y[obs]: real
    param beta[group, predictor] ~ Normal(0, 1)
    param gamma[predictor, group] ~ Normal(0, 1)
    observe y ~ Normal(sum[predictor](X * beta[g, :]), 1)
    observe y ~ Normal(sum[predictor](X * gamma[:, g]), 2)
    observe y[i in obs] ~ Normal(X[i, :] @ beta[g[i], :] + gamma[1, g[i]], 3)
    """,
    {
        'g': [2, 1, 2, 2],
        'X': [[1, 0.5, -1], [0.2, 2, 1], [1, 1, 1], [-0.5, 0, 0.3]],
        'y': [0.4, -1, 2, 0.7],
    },
)
def _(p, data):
    beta, gamma = p.real(2, 3), p.real(3, 2)
    total = normal(beta, 0, 1) + normal(gamma, 0, 1)
    for g, x, y in zip(data['g'], np.array(data['X']), data['y']):
        total += stats.norm.logpdf(y, x @ beta[g - 1], 1)
        total += stats.norm.logpdf(y, x @ gamma[:, g - 1], 2)
        total += stats.norm.logpdf(y, x @ beta[g - 1] + gamma[0, g - 1], 3)
    return total


@case(
    'an index of an index',
    6,
    """
    dim pupil   dim class   dim school
    data class[pupil]: class
    data school[class]: school
    data score[pupil]: real
    param a[class] ~ Normal(0, 1)
    param b[school] ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    observe score ~ Normal(a[class] + b[school[class]], s)
    """,
    {
        'class': [1, 2, 3, 3, 1],
        'school': ['south', 'north', 'south'],
        'score': [1.5, 0.2, -0.3, 2.2, 0.9],
    },
)
def _(p, data):
    a, b, s = p.real(3), p.real(2), p.positive()
    total = normal(a, 0, 1) + normal(b, 0, 1) + half_normal(s)
    school = [1, 0, 1]
    for c, y in zip(data['class'], data['score']):
        total += stats.norm.logpdf(y, a[c - 1] + b[school[c - 1]], s)
    return total


# ─── comprehensions, matrix products, reductions ─────────────────────────────


@case(
    'comprehension heads in other orders',
    6,
    """
    dim row   dim col
    data Y[row, col]: real
    param a[row] ~ Normal(0, 1)
    param b[col] ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    let m[i in row, j in col] = a[i] * b[j] + 0.1 * i - 0.2 * j
    let t[j in col, i in row] = m[i, j] + a[i]
    observe Y ~ Normal(m, s)
    observe Y ~ Normal(t, 2)
    observe Y[i in row, j in col] ~ Normal(a[i] - b[j], s)
    """,
    {'Y': [[1, 2, 0.5], [0.3, -0.7, 1.1]]},
)
def _(p, data):
    a, b, s = p.real(2), p.real(3), p.positive()
    total = normal(a, 0, 1) + normal(b, 0, 1) + half_normal(s)
    for i in range(2):
        for j in range(3):
            y = data['Y'][i][j]
            m = a[i] * b[j] + 0.1 * (i + 1) - 0.2 * (j + 1)
            total += stats.norm.logpdf(y, m, s) + stats.norm.logpdf(y, m + a[i], 2)
            total += stats.norm.logpdf(y, a[i] - b[j], s)
    return total


@case(
    'matrix products of all ranks',
    11,
    """
    dim obs   dim predictor   dim out = 2
    data X[obs, predictor]: real
    data W[obs, obs]: real
    param beta[predictor] ~ Normal(0, 1)
    param B[predictor, out] ~ Normal(0, 1)
    param v[out] ~ Normal(0, 1)
    factor sum((X @ beta)^2)
    factor sum(sin(X @ B))
    factor sum(cos((X @ B) @ v))
    factor beta @ beta + (beta @ B) @ v
    factor sum(exp(W @ (X @ beta) / 20))
    factor sum(W @ W * W) / 100 * v[1]
    factor sum((X @ beta) @ W) / 10
    """,
    {
        'X': [[1, 0.5, -1], [0.2, 2, 1], [1, 1, 1], [-0.5, 0, 0.3]],
        'W': [[1, 2, 0, 1], [0.5, 1, -1, 0], [0, 0.25, 1, 2], [3, 0, -0.5, 1]],
    },
)
def _(p, data):
    X, W = np.array(data['X']), np.array(data['W'])
    beta, B, v = p.real(3), p.real(3, 2), p.real(2)
    total = normal(beta, 0, 1) + normal(B, 0, 1) + normal(v, 0, 1)
    total += np.sum((X @ beta) ** 2) + np.sum(np.sin(X @ B)) + np.sum(np.cos(X @ B @ v))
    total += beta @ beta + beta @ B @ v + np.sum(np.exp(W @ X @ beta / 20))
    return total + np.sum((W @ W) * W) / 100 * v[0] + np.sum(X @ beta @ W) / 10


@case(
    'reductions by name, over variables and over everything',
    7,
    """
    dim row = 2   dim col = 3
    param x[row, col] ~ Normal(0, 1)
    param w ~ Normal(0, 1)
    factor sum(square(sum[col](x)))
    factor sum(prod[row](x)) + mean[row, col](x) * w
    factor sum(min[col](x)) - 2 * sum(max[row](x))
    factor sum(logsumexp[col](x)) + logsumexp(x * w)
    factor sum(variance[col](x)) + sd(x) + sum(sd[row](x))
    factor sum[i in row, j in col](i * x[i, j] - j * w) + sum[i in row](prod[j in col](x[i, j]))
    factor sum[i in row](w) + prod(x) + max(x) * min(x)
    factor sum[j in col](mean[i in row](x[i, j]^2))
    """,
)
def _(p, _data):
    x, w = p.real(2, 3), p.real()
    total = normal(x, 0, 1) + stats.norm.logpdf(w)
    total += np.sum(np.sum(x, 1) ** 2)
    total += np.sum(np.prod(x, 0)) + np.mean(x) * w
    total += np.sum(np.min(x, 1)) - 2 * np.sum(np.max(x, 0))
    total += np.sum(special.logsumexp(x, axis=1)) + special.logsumexp(x * w)
    total += np.sum(np.var(x, axis=1, ddof=1)) + np.std(x, ddof=1) + np.sum(np.std(x, axis=0, ddof=1))
    for i in range(2):
        for j in range(3):
            total += (i + 1) * x[i, j] - (j + 1) * w
        total += np.prod(x[i])
    total += 2 * w + np.prod(x) + np.max(x) * np.min(x)
    return total + np.sum(np.mean(x**2, axis=0))


@case(
    'functions along a dimension',
    9,
    """
    dim row = 2   dim col = 4
    param x[row, col] ~ Normal(0, 1)
    param w ~ Normal(0, 1)
    factor sum(square(softmax[col](x))) + sum(softmax[row](x * w) * x)
    factor sum(log_softmax[col](x) * x) / 10
    factor sum(square(cumsum[col](x))) / 10 + sum(cumsum[row](x) * x)
    factor sum(square(cumprod[col](x))) / 10
    factor sum(standardise[col](x) * x)
    """,
)
def _(p, _data):
    x, w = p.real(2, 4), p.real()
    total = normal(x, 0, 1) + stats.norm.logpdf(w)
    total += np.sum(special.softmax(x, axis=1) ** 2) + np.sum(special.softmax(x * w, axis=0) * x)
    total += np.sum(special.log_softmax(x, axis=1) * x) / 10
    total += np.sum(np.cumsum(x, 1) ** 2) / 10 + np.sum(np.cumsum(x, 0) * x)
    total += np.sum(np.cumprod(x, 1) ** 2) / 10
    mean, sd = np.mean(x, 1, keepdims=True), np.std(x, axis=1, ddof=1, keepdims=True)
    return total + np.sum((x - mean) / sd * x)


@case(
    'positions of the largest and the smallest as indices',
    5,
    """
    dim obs
    data y[obs]: real
    param m[obs] ~ Normal(0, 1)
    factor m[argmax(y)] * 2 + square(m[argmin[obs](y)])
    """,
    {'y': [0.5, 3.5, -2, 1, 3]},
)
def _(p, _data):
    m = p.real(5)
    return normal(m, 0, 1) + 2 * m[1] + m[2] ** 2


@case(
    'a matrix whose dimension stands twice',
    4,
    """
    dim obs
    data x[obs]: real
    param rho ~ Gamma(25, 4)
    param alpha ~ HalfNormal(2)
    param sigma ~ HalfNormal(1)
    param v ~ Normal(0, 1)
    let K[i in obs, j in obs] =
      alpha^2 * exp(-0.5 * ((x[i] - x[j]) / rho)^2) + (if i == j then sigma else 0)
    let T[i in obs, j in obs] = K[j, i] * x[i] * v
    factor sum(K) - sum(K * K) / 10
    factor x @ (K @ x) + sum[i in obs](K[i, i])
    factor sum[i in obs, j in obs](T[i, j] * j)
    """,
    {'x': [0.1, 1.5, 4]},
)
def _(p, data):
    rho, alpha, sigma, v = p.positive(), p.positive(), p.positive(), p.real()
    total = stats.gamma.logpdf(rho, 25, scale=0.25) + half_normal(alpha, 2) + half_normal(sigma)
    total += stats.norm.logpdf(v)
    x = np.array(data['x'])
    for i in range(3):
        for j in range(3):
            k = alpha**2 * math.exp(-0.5 * ((x[i] - x[j]) / rho) ** 2) + (sigma if i == j else 0)
            total += k - k**2 / 10 + x[i] * k * x[j] + (k if i == j else 0)
            total += k * x[i] * v * (j + 1)
    return total


# ─── broadcasting by name ────────────────────────────────────────────────────


@case(
    'broadcasting by name in every order',
    8,
    """
    dim obs   dim predictor
    data X[obs, predictor]: real
    data Z[predictor, obs]: real
    data y[obs]: real
    param beta[predictor] ~ Normal(0, 2.5)
    param c[obs] ~ Normal(0, 1)
    observe y ~ Normal(sum[predictor](X * beta), 1)
    observe y ~ Normal(sum[predictor](beta * X + Z), 2)
    observe y ~ Normal(sum[predictor](Z * beta - X / (1 + beta^2)), 3)
    observe y ~ Normal(c * sum[predictor](Z * X), 4)
    observe Z ~ Normal(X * beta + c, 2)
    observe X ~ Normal(Z, 1 + beta^2)
    factor sum(c * X * Z)
    """,
    {
        'X': [[1, 0.5, -1], [0.2, 2, 1], [1, 1, 1], [-0.5, 0, 0.3], [0.1, 0.2, 0.3]],
        'Z': [[0.3, 1, 2, 0, -1], [1, 1.5, -0.5, 0.2, 2], [0, -1, 0.4, 1, 1]],
        'y': [0.4, -1, 2, 0.7, 0],
    },
)
def _(p, data):
    X, Z, y = np.array(data['X']), np.array(data['Z']), data['y']
    beta, c = p.real(3), p.real(5)
    total = normal(beta, 0, 2.5) + normal(c, 0, 1)
    for i in range(5):
        one = two = three = four = 0
        for j in range(3):
            one += X[i, j] * beta[j]
            two += beta[j] * X[i, j] + Z[j, i]
            three += Z[j, i] * beta[j] - X[i, j] / (1 + beta[j] ** 2)
            four += Z[j, i] * X[i, j]
            total += stats.norm.logpdf(Z[j, i], X[i, j] * beta[j] + c[i], 2)
            total += stats.norm.logpdf(X[i, j], Z[j, i], 1 + beta[j] ** 2)
            total += c[i] * X[i, j] * Z[j, i]
        total += stats.norm.logpdf(y[i], one, 1) + stats.norm.logpdf(y[i], two, 2)
        total += stats.norm.logpdf(y[i], three, 3) + stats.norm.logpdf(y[i], c[i] * four, 4)
    return total


@case(
    'three dimensions, each operand with others of them',
    9,
    """
    dim a = 2   dim b = 3   dim c = 4
    data y[c, a, b]: real
    param p[a] ~ Normal(0, 1)
    param q[b] ~ Normal(0, 1)
    param r[c] ~ Normal(0, 1)
    let pq[i in a, j in b] = p[i] * q[j]
    let cube[k in c, i in a, j in b] = pq[i, j] + r[k]
    observe y ~ Normal(pq + cube, exp(r / 4))
    """,
    {'y': [[[k / 2 + i - j for j in range(3)] for i in range(2)] for k in range(4)]},
)
def _(p, data):
    a, b, c = p.real(2), p.real(3), p.real(4)
    total = normal(a, 0, 1) + normal(b, 0, 1) + normal(c, 0, 1)
    for k in range(4):
        for i in range(2):
            for j in range(3):
                mean = 2 * a[i] * b[j] + c[k]
                total += stats.norm.logpdf(data['y'][k][i][j], mean, math.exp(c[k] / 4))
    return total


# ─── if, lists, functions, sizes, defaults ───────────────────────────────────


@case(
    'the branch that is not taken does not leak',
    3,
    """
    dim obs
    data x[obs]: real
    data flag[obs]: binary
    param a ~ Normal(0, 1)
    param b ~ HalfNormal(1)
    param c ~ Normal(0, 1)
    factor sum(if x > 0 then log(x) * a else a * b)
    factor if a > 0 then log(a) else log(1 - a)
    factor if c < 0 then sqrt(-c) else sqrt(c) * b
    factor sum(if flag then b / x else c)
    """,
    {'x': [1.5, 0, -2, 0.25], 'flag': [1, 0, 1, 0]},
)
def _(p, data):
    a, b, c = p.real(), p.positive(), p.real()
    total = stats.norm.logpdf(a) + half_normal(b) + stats.norm.logpdf(c)
    for x, flag in zip(data['x'], data['flag']):
        total += math.log(x) * a if x > 0 else a * b
        total += b / x if flag else c
    total += math.log(a) if a > 0 else math.log(1 - a)
    return total + (math.sqrt(-c) if c < 0 else math.sqrt(c) * b)


@case(
    'a condition along one dimension, branches along others',
    12,
    """
    dim row   dim col = 4
    data flag[row]: binary
    param a[col] ~ Normal(0, 1)
    param B[row, col] ~ Normal(0, 1)
    let m[row, col] = if flag then B else 3 * B
    factor sum(square(m))
    factor sum(if a > 0 then B else 2 * a)
    factor sum(if B > 0 then a else B)
    """,
    {'flag': [1, 0]},
)
def _(p, data):
    a, B = p.real(4), p.real(2, 4)
    total = normal(a, 0, 1) + normal(B, 0, 1)
    for i in range(2):
        for j in range(4):
            total += (B[i, j] if data['flag'][i] else 3 * B[i, j]) ** 2
            total += B[i, j] if a[j] > 0 else 2 * a[j]
            total += a[j] if B[i, j] > 0 else B[i, j]
    return total


@case(
    'list literals',
    7,
    """
    dim state = ["up", "down"]   dim k = 3
    param m[state] ~ Normal([3, 10], [1, 2])
    param w ~ Normal(0, 1)
    param A[k] ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    let M[state, k] = [[1, w, 2], [w^2, 0, s]]
    let v[k] = [w, 2 * w, m[1]]
    factor sum(M @ A) + sum(m * [1, -1]) + sum(v * A) + [w, 7][1]
    factor sum[i in k]([A[i], i * w][2])
    """,
)
def _(p, _data):
    m, w, A, s = p.real(2), p.real(), p.real(3), p.positive()
    total = stats.norm.logpdf(m[0], 3, 1) + stats.norm.logpdf(m[1], 10, 2)
    total += stats.norm.logpdf(w) + normal(A, 0, 1) + half_normal(s)
    M = np.array([[1, w, 2], [w**2, 0, s]])
    total += np.sum(M @ A) + m[0] - m[1] + w * A[0] + 2 * w * A[1] + m[0] * A[2] + w
    return total + 6 * w


@case(
    'user functions',
    4,
    """
    dim obs
    data x[obs]: real
    data y[obs]: real
    param top ~ HalfNormal(2)
    param k ~ HalfNormal(1)
    param n ~ Gamma(4, 2)
    param s ~ Exponential(1)
    fun hill(x, k, n) = x^n / (k^n + x^n)
    fun twice(f) = 2 * f
    fun curve(x, top, k, n) = top * hill(x, k, n) + twice(hill(n = 1, x = x, k = k))
    fun centred(z) = z - mean(z)
    observe y ~ Normal(curve(x, top, k, n), s)
    observe y ~ Normal(sum(centred(y)) + centred(x), s)
    """,
    {'x': [0.1, 0.5, 1, 4], 'y': [0.2, 0.9, 1.3, 2.8]},
)
def _(p, data):
    top, k, n, s = p.positive(), p.positive(), p.positive(), p.positive()
    total = half_normal(top, 2) + half_normal(k) + stats.gamma.logpdf(n, 4, scale=0.5)
    total += stats.expon.logpdf(s)
    middle = np.mean(data['x'])
    for x, y in zip(data['x'], data['y']):
        mean = top * x**n / (k**n + x**n) + 2 * x / (k + x)
        total += stats.norm.logpdf(y, mean, s) + stats.norm.logpdf(y, x - middle, s)
    return total


@case(
    'sizes and defaults that are expressions of data',
    7,
    """
    dim time
    dim step = size(time) - 1
    data order: int = 2
    dim lag = order
    data y[time]: real
    data scale: positive = 2 * sd(y)
    data weight[time]: real = y - mean(y)
    param d[step] ~ Normal(0, scale)
    param phi[lag] ~ Normal(0, 1 / size(lag))
    param s ~ HalfNormal(scale)
    observe y ~ Normal(weight * s, last(time) + first(time))
    factor sum(d) * size(time) + sum(phi)
    """,
    {'y': [1.0, 2.5, -1.0, 0.5, 4.0]},
)
def _(p, data):
    y = np.array(data['y'])
    scale = 2 * np.std(y, ddof=1)
    d, phi, s = p.real(4), p.real(2), p.positive()
    total = normal(d, 0, scale) + normal(phi, 0, 0.5) + half_normal(s, scale)
    return total + normal(y, (y - np.mean(y)) * s, 6) + 5 * np.sum(d) + np.sum(phi)


@case(
    'integer labels and sub-dimensions of positions',
    6,
    """
    dim example   dim digit = 0 .. 3
    data label[example]: digit
    data by[example]: real
    param b[digit] ~ Normal(0, 1)
    param c ~ Normal(0, 1)
    param unseen ~ Normal(5, 2)
    observe by ~ Normal(b[label], 1)
    observe by ~ Normal(b["2"] * c, 2)
    factor b[1] * 3
    """,
    {'label': [0, 3, 3, 1], 'by': [0.5, 1, 2, -1]},
)
def _(p, data):
    b, c, unseen = p.real(4), p.real(), p.real()
    total = normal(b, 0, 1) + stats.norm.logpdf(c) + stats.norm.logpdf(unseen, 5, 2)
    for label, y in zip(data['label'], data['by']):
        total += stats.norm.logpdf(y, b[label], 1) + stats.norm.logpdf(y, b[2] * c, 2)
    return total + 3 * b[0]


@case(
    'values from objects keyed by label',
    3,
    """
    dim school
    data y[school]: real
    data n[school]: positive
    param m ~ Normal(0, 1)
    param d[school] ~ Normal(0, 1)
    observe y ~ Normal(m + d, n)
    """,
    {'y': {'north': 1.5, 'south': -0.5}, 'n': {'south': 2.0, 'north': 0.5}},
)
def _(p, data):
    m, d = p.real(), p.real(2)
    total = stats.norm.logpdf(m) + normal(d, 0, 1)
    total += stats.norm.logpdf(1.5, m + d[0], 0.5)
    return total + stats.norm.logpdf(-0.5, m + d[1], 2)


@case(
    'elementwise functions of parameters',
    2,
    """
    param x ~ Normal(0, 1)
    param y ~ HalfNormal(1)
    factor exp(x) + log(y) + log2(y) + log10(y) + log1p(y) + expm1(x) + sqrt(y) + square(x) + inv(y)
    factor abs(x) + sign(x) + min(x, y) + max(x, y) + clip(x, -0.5, 0.5)
    factor sin(x) + cos(x) + tan(x / 4) + asin(sigmoid(x)) + acos(sigmoid(x)) + atan(x) + atan2(x, y)
    factor sinh(x) + cosh(x) + tanh(x) + logit(sigmoid(x) / 2) + softplus(x) + relu(x) + silu(x) + gelu(x)
    factor erf(x) + erfc(x) + normal_cdf(x) + normal_quantile(sigmoid(x)) + lgamma(y) + digamma(y)
    factor lbeta(y, 2) + lchoose(5 + y, 2) + log_add_exp(x, y) + log_diff_exp(y + abs(x) + 1, x)
    factor log1m(sigmoid(x)) + log1m_exp(-y) + log1p_exp(x) + log_mix(sigmoid(x), x, y)
    factor x^2 + x^3 + y^x + 2^x + y^0.5 + (x + 10) % 3
    """,
)
def _(p, _data):
    x, y = p.real(), p.positive()
    s = special.expit(x)
    total = stats.norm.logpdf(x) + half_normal(y)
    total += math.exp(x) + math.log(y) + math.log2(y) + math.log10(y) + math.log1p(y)
    total += math.expm1(x) + math.sqrt(y) + x * x + 1 / y
    total += abs(x) + np.sign(x) + min(x, y) + max(x, y) + min(max(x, -0.5), 0.5)
    total += math.sin(x) + math.cos(x) + math.tan(x / 4) + math.asin(s) + math.acos(s)
    total += math.atan(x) + math.atan2(x, y) + math.sinh(x) + math.cosh(x) + math.tanh(x)
    total += special.logit(s / 2) + math.log1p(math.exp(x)) + max(x, 0) + x * s
    total += x * stats.norm.cdf(x)
    total += math.erf(x) + math.erfc(x) + stats.norm.cdf(x) + stats.norm.ppf(s)
    total += math.lgamma(y) + special.digamma(y) + special.betaln(y, 2)
    total += math.lgamma(6 + y) - math.lgamma(3) - math.lgamma(4 + y)
    total += np.logaddexp(x, y) + math.log(math.exp(y + abs(x) + 1) - math.exp(x))
    total += math.log1p(-s) + math.log(-math.expm1(-y)) + math.log1p(math.exp(x))
    total += np.logaddexp(math.log(s) + x, math.log1p(-s) + y)
    return total + x**2 + x**3 + y**x + 2**x + math.sqrt(y) + (x + 10) % 3


@case(
    'logic and comparisons in arithmetic',
    2,
    """
    dim obs
    data x[obs]: real
    data k[obs]: int
    dim day = ["mon", "tue"]
    data day[obs]: day
    param a ~ Normal(0, 1)
    param b ~ Normal(0, 1)
    factor a * sum((x > 0) + (x <= 1) * 2 + (k == 2 or x != 0.5) - (not (x < 0) and k >= 1))
    factor b * sum((day == "tue") * x + k % 3 - (true + false) + pi * e)
    """,
    {'x': [0.5, -1, 2, 0], 'k': [2, -4, 0, 7], 'day': ['tue', 'mon', 'tue', 'tue']},
)
def _(p, data):
    a, b = p.real(), p.real()
    total = stats.norm.logpdf(a) + stats.norm.logpdf(b)
    for x, k, day in zip(data['x'], data['k'], data['day']):
        count = (x > 0) + (x <= 1) * 2 + (k == 2 or x != 0.5) - (not (x < 0) and k >= 1)
        total += a * count
        total += b * ((day == 'tue') * x + k % 3 - 1 + math.pi * math.e)
    return total


@case(
    'robust regression with a matrix of predictors',
    6,
    """
    dim obs   dim predictor
    data X[obs, predictor]: real
    data y[obs]: real
    param alpha ~ Normal(0, 10)
    param beta[predictor] ~ Normal(0, 2.5)
    param nu ~ Gamma(2, 0.1)
    param sigma ~ HalfCauchy(5)
    observe y ~ StudentT(nu, alpha + X @ beta, sigma)
    output r2 = variance(X @ beta) / (variance(X @ beta) + sigma^2)
    """,
    {
        'X': [[1, 0.5, -1], [0.2, 2, 1], [1, 1, 1], [-0.5, 0, 0.3]],
        'y': [0.4, -1, 2, 0.7],
    },
)
def _(p, data):
    alpha, beta, nu, sigma = p.real(), p.real(3), p.positive(), p.positive()
    total = stats.norm.logpdf(alpha, 0, 10) + normal(beta, 0, 2.5)
    total += stats.gamma.logpdf(nu, 2, scale=10) + stats.halfcauchy.logpdf(sigma, scale=5)
    for x, y in zip(np.array(data['X']), data['y']):
        total += stats.t.logpdf(y, nu, alpha + x @ beta, sigma)
    return total


@case(
    'a negative binomial regression with an offset',
    6,
    """
    dim obs   dim site = ["a", "b", "c"]
    data n[obs]: count
    data exposure[obs]: positive
    data x[obs]: real
    data site[obs]: site
    param a[site] ~ StudentT(4, 0, 1)
    param b ~ Normal(0, 1)
    param phi ~ HalfNormal(2)
    param slack: real(lower = -1, upper = b + 5) ~ Flat()
    observe n ~ NegativeBinomial(exposure * exp(a[site] + b * x), phi)
    """,
    {
        'n': [0, 2, 7, 1],
        'exposure': [1.5, 2, 0.5, 1],
        'x': [0.1, -0.4, 1.2, 0],
        'site': ['c', 'a', 'b', 'b'],
    },
)
def _(p, data):
    a, b, phi = p.real(3), p.real(), p.positive()
    p.between(-1, b + 5)
    total = np.sum(stats.t.logpdf(a, 4)) + stats.norm.logpdf(b) + half_normal(phi, 2)
    for n, exposure, x, site in zip(data['n'], data['exposure'], data['x'], [2, 0, 1, 1]):
        mean = exposure * math.exp(a[site] + b * x)
        total += stats.nbinom.logpmf(n, phi, phi / (phi + mean))
    return total


@case(
    'truncation of priors and distribution functions with parameters as shapes',
    12,
    """
    dim obs
    data n[obs]: count
    param nu ~ Gamma(4, 1)
    param k ~ Gamma(3, 1)
    param a: real(lower = -0.5) ~ StudentT(nu, 0, k)
    param b: real(lower = 0.5, upper = 4) ~ Gamma(nu, k)
    param c: real(upper = 2) ~ InverseGamma(nu, k)
    param d: real(lower = 0.25) ~ Beta(nu, k)
    param f: real(lower = 0.1, upper = 0.9) ~ Beta(k, nu)
    param g: real(lower = 1) ~ ChiSquared(nu)
    param h: real(upper = 1) ~ HalfStudentT(k, 2)
    param i: real(upper = 0.5) ~ BetaProportion(d, nu)
    param j: real(lower = 0.1) ~ InverseChiSquared(k)
    param m ~ Gamma(2, 0.5)
    factor sum(logcdf(NegativeBinomial(m, k), n)) + sum(logccdf(NegativeBinomial(m, k), n))
    factor sum(logccdf(Gamma(k, 1), n + nu)) + sum(logcdf(Beta(nu, k), (n + 1) / 9))
    """,
    {'n': [0, 3, 7]},
)
def _(p, data):
    nu, k = p.positive(), p.positive()
    total = stats.gamma.logpdf(nu, 4) + stats.gamma.logpdf(k, 3)

    def truncated(x, distribution, lower=None, upper=None):
        above = 0 if lower is None else distribution.cdf(lower)
        below = 1 if upper is None else distribution.cdf(upper)
        return distribution.logpdf(x) - math.log(below - above)

    total += truncated(p.above(-0.5), stats.t(nu, 0, k), lower=-0.5)
    total += truncated(p.between(0.5, 4), stats.gamma(nu, scale=1 / k), 0.5, 4)
    total += truncated(p.between(0, 2), stats.invgamma(nu, scale=k), upper=2)
    d = p.between(0.25, 1)
    total += truncated(d, stats.beta(nu, k), lower=0.25)
    total += truncated(p.between(0.1, 0.9), stats.beta(k, nu), 0.1, 0.9)
    total += truncated(p.above(1), stats.chi2(nu), lower=1)
    h = p.between(0, 1)
    total += math.log(2) + stats.t.logpdf(h, k, 0, 2) - math.log(2 * stats.t.cdf(1, k, 0, 2) - 1)
    total += truncated(p.between(0, 0.5), stats.beta(d * nu, (1 - d) * nu), upper=0.5)
    j = p.above(0.1)
    total += truncated(j, stats.invgamma(k / 2, scale=0.5), lower=0.1)
    m = p.positive()
    total += stats.gamma.logpdf(m, 2, scale=2)
    n = np.array(data['n'])
    counts = stats.nbinom(k, k / (k + m))
    total += np.sum(counts.logcdf(n)) + np.sum(counts.logsf(n))
    total += np.sum(stats.gamma.logsf(n + nu, k)) + np.sum(stats.beta.logcdf((n + 1) / 9, nu, k))
    return total


def main(count=4):
    random = np.random.default_rng(20240601)
    cases = []
    for name, dimension, model, data, forms, spread, density in CASES:
        points = []
        for _ in range(count):
            coordinates = np.round(random.normal(0, spread, dimension), 3)
            point = Point(coordinates)
            value = float(density(point, data) + point.log_jacobian)
            assert point.used == dimension, name
            assert math.isfinite(value), name
            points.append({'point': coordinates.tolist(), 'logDensity': value})
        text = '\n'.join(line.strip() for line in model.strip().splitlines())
        entry = {'name': name, 'model': text, 'data': data, 'points': points}
        if forms is not None:
            entry['forms'] = forms
        cases.append(entry)
    print(json.dumps(cases, indent=1, ensure_ascii=False))


if __name__ == '__main__':
    main()
