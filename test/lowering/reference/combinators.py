"""Writes combinators.json: distributions made of others; as generate.py.

Sums over components and over all paths of hidden states are written out; nothing is taken relative to
a largest term but by scipy's logsumexp.

Usage: python3 combinators.py > combinators.json      (numpy 2.4, scipy 1.17)
"""

import itertools
import math

import numpy as np
from generate import CASES, case, half_normal, main, normal
from generate_vectors import ordered
from scipy import special, stats

CASES.clear()

INF = math.inf


def pair(p, *shape):
    """Two probabilities, from one coordinate each: the last axis of the result."""
    x = special.expit(math.sqrt(2) * p.real(*shape))
    p.log_jacobian += np.sum(np.log(math.sqrt(2) * x * (1 - x)))
    return np.stack([x, 1 - x], axis=-1)


def dirichlet(w, a):
    return sum(stats.dirichlet.logpdf(row, [a] * len(row)) for row in w.reshape(-1, w.shape[-1]))


def log(x):
    with np.errstate(divide='ignore'):
        return np.log(x)


def mix(weights, logs):
    return special.logsumexp(logs, b=weights)


def paths(init, trans, evidence):
    """log p(y) by all paths; evidence[t][k]; trans either one matrix or one a step."""
    steps, states = np.shape(evidence)
    total = []
    for path in itertools.product(range(states), repeat=steps):
        value = log(init[path[0]]) + evidence[0][path[0]]
        for t in range(1, steps):
            row = trans[t] if np.ndim(trans) == 3 else trans
            value += log(row[path[t - 1]][path[t]]) + evidence[t][path[t]]
        total.append(value)
    return special.logsumexp(total)


# ─── truncate ────────────────────────────────────────────────────────────────

Y = [0.5, 1.25, 2.0, 0.75]


@case(
    'truncation of continuous distributions, at parameters and data too',
    5,
    """
    dim obs
    data y[obs]: real
    data low[obs]: real
    let from[i in obs] = if low[i] < -100 then -inf else low[i]
    param m ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    param u: real(lower = 3) ~ truncate(Cauchy(0, 2), upper = 10)
    param a ~ truncate(Normal(m, s), lower = 0)
    param b ~ truncate(Gamma(2, 1), lower = 0.5, upper = a + 4)
    observe y ~ truncate(Normal(m, s), lower = from, upper = u)
    observe y ~ truncate(StudentT(4, m, s), lower = -20)
    observe y ~ truncate(Normal(m, s), upper = 2)
    observe y ~ truncate(truncate(Logistic(m, s), lower = -1), upper = 3)
    """,
    {'y': Y, 'low': [0, -1000, 1.5, -30]},
)
def _(p, data):
    m, s = p.real(), p.positive()
    u = p.between(3, 10)
    a = p.positive()
    b = p.between(0.5, a + 4)
    total = normal(m, 0, 1) + half_normal(s)
    c = stats.cauchy(0, 2)
    total += c.logpdf(u) - math.log(c.cdf(10) - c.cdf(3))
    total += stats.norm.logpdf(a, m, s) - stats.norm.logsf(0, m, s)
    g = stats.gamma(2)
    total += g.logpdf(b) - math.log(g.cdf(a + 4) - g.cdf(0.5))
    for y, low in zip(data['y'], data['low']):
        low = -INF if low < -100 else low
        n = stats.norm(m, s)
        total += stats.truncnorm.logpdf(y, (low - m) / s, (u - m) / s, m, s)
        total += stats.t.logpdf(y, 4, m, s) - stats.t.logsf(-20, 4, m, s)
        total += n.logpdf(y) - n.logcdf(2)
        total += stats.logistic.logpdf(y, m, s) - math.log(
            stats.logistic.cdf(3, m, s) - stats.logistic.cdf(-1, m, s)
        )
    return total


@case(
    'truncation of counts, both bounds included',
    2,
    """
    dim obs
    data n[obs]: count
    data most[obs]: count
    param r ~ HalfNormal(3)
    param q ~ Uniform(0, 1)
    observe n ~ truncate(Poisson(r), lower = 1)
    observe n ~ truncate(Poisson(r), lower = 1, upper = most)
    observe n ~ truncate(Geometric(q), upper = 6)
    observe n ~ truncate(Binomial(8, q), lower = 0.5, upper = 7.5)
    """,
    {'n': [1, 3, 6, 2], 'most': [1, 5, 7, 40]},
)
def _(p, data):
    r, q = p.positive(), p.unit()
    total = half_normal(r, 3)
    for n, most in zip(data['n'], data['most']):
        poisson = stats.poisson(r)
        total += 2 * poisson.logpmf(n) - poisson.logsf(0)
        total -= math.log(sum(poisson.pmf(k) for k in range(1, most + 1)))
        geometric = stats.geom(q, -1)
        total += geometric.logpmf(n) - geometric.logcdf(6)
        binomial = stats.binom(8, q)
        total += binomial.logpmf(n) - math.log(sum(binomial.pmf(k) for k in range(1, 8)))
    return total


# ─── censor ──────────────────────────────────────────────────────────────────


@case(
    'censoring at bounds that differ by row',
    2,
    """
    dim obs
    data t[obs]: positive
    data stop[obs]: positive
    let last[i in obs] = if stop[i] > 100 then inf else stop[i]
    data n[obs]: count
    param rate ~ HalfNormal(1)
    param k ~ HalfNormal(2)
    observe t ~ censor(Exponential(rate), upper = last)
    observe t ~ censor(Weibull(k, 2), lower = 0.5, upper = last)
    observe n ~ censor(Poisson(3 * rate), lower = 1, upper = 5)
    observe log(t) ~ censor(Normal(rate, k), upper = log(last))
    """,
    {'t': [0.5, 1.25, 2.0, 0.25], 'stop': [4, 1.25, 1.5, 1000], 'n': [0, 1, 4, 7]},
)
def _(p, data):
    rate, k = p.positive(), p.positive()
    total = half_normal(rate) + half_normal(k, 2)
    for t, stop, n in zip(data['t'], data['stop'], data['n']):
        e = stats.expon(scale=1 / rate)
        total += e.logsf(stop) if t >= stop else e.logpdf(t)
        w = stats.weibull_min(k, scale=2)
        total += w.logcdf(0.5) if t <= 0.5 else w.logsf(stop) if t >= stop else w.logpdf(t)
        q = stats.poisson(3 * rate)
        total += q.logcdf(1) if n <= 1 else q.logsf(4) if n >= 5 else q.logpmf(n)
        m = stats.norm(rate, k)
        total += m.logsf(math.log(stop)) if t >= stop else m.logpdf(math.log(t))
    return total


# ─── mixture ─────────────────────────────────────────────────────────────────


@case(
    'Two-component mixture',
    5,
    """
    dim obs   dim component = 2
    data y[obs]: real
    param w[component] ~ Dirichlet(1)
    param mu[component]: ordered ~ Normal(0, 2)
    param sigma[component] ~ HalfNormal(2)
    observe y ~ mixture(w, Normal(mu, sigma))
    """,
    {'y': Y},
)
def _(p, data):
    w = pair(p)
    mu, sigma = ordered(p, 2), p.positive(2)
    total = dirichlet(w, 1) + normal(mu, 0, 2) + math.log(2) + half_normal(sigma, 2)
    return total + sum(mix(w, stats.norm.logpdf(y, mu, sigma)) for y in data['y'])


@case(
    'mixtures by list, of lists, with weights by row, nested, missing cells',
    4,
    """
    dim obs   dim group = 2   dim kind = 3
    data y[obs]: real?
    data v[obs, kind]: unit
    data n[obs]: count
    param m[kind] ~ Normal(0, 1)
    param b ~ mixture([0.5, 0.5], [Normal(0, 0.1), Normal(0, 2)])
    observe y ~ mixture([0.25, 0.75], [Normal(b, 1), Cauchy(0, 2)])
    observe y ~ mixture([0.25, 0.75], Normal([0, 3], 1))
    observe y ~ mixture(v, StudentT(4, m, 1))
    observe y[i in obs] ~ mixture([0.5, 0, 0.5], Normal(m * i, 1))
    observe y ~ mixture([0.5, 0.5], [mixture([0.2, 0.3, 0.5], Normal(m, 1)), Laplace(b, 1)])
    observe n ~ mixture([0.5, 0.5], [Poisson(2), truncate(Poisson(exp(b)), lower = 1)])
    """,
    {
        'y': [0.5, None, 2.0, -0.75],
        'v': [[0.2, 0.3, 0.5], [1, 0, 0], [0, 0.5, 0.5], [0.1, 0.1, 0.8]],
        'n': [0, 3, 1, 2],
    },
)
def _(p, data):
    m, b = p.real(3), p.real()
    half = [0.5, 0.5]
    total = normal(m, 0, 1) + mix(half, [stats.norm.logpdf(b, 0, 0.1), stats.norm.logpdf(b, 0, 2)])
    for i, (y, v, n) in enumerate(zip(data['y'], data['v'], data['n'])):
        rest = stats.poisson(math.exp(b))
        counts = [stats.poisson.logpmf(n, 2), rest.logpmf(n) - rest.logsf(0) if n > 0 else -INF]
        total += mix(half, counts)
        if y is None:
            continue
        total += mix([0.25, 0.75], [stats.norm.logpdf(y, b), stats.cauchy.logpdf(y, 0, 2)])
        total += mix([0.25, 0.75], stats.norm.logpdf(y, [0, 3]))
        total += mix(v, stats.t.logpdf(y, 4, m))
        total += mix([0.5, 0, 0.5], stats.norm.logpdf(y, m * (i + 1)))
        inner = mix([0.2, 0.3, 0.5], stats.norm.logpdf(y, m))
        total += mix(half, [inner, stats.laplace.logpdf(y, b)])
    return total


@case(
    'mixtures of vectors, and of priors element by element',
    7,
    """
    dim obs   dim d   dim c = 2
    data y[obs, d]: real
    data V[d, d]: real
    param m[c, d] ~ Normal(0, 2)
    param w[c] ~ Dirichlet(2)
    param b[c] ~ mixture(w[j], [Normal(0, 1), Normal(0, 10)]) with j = [1, 2]
    observe y ~ mixture(w, MultiNormal(m, cov = V))
    observe y ~ mixture(w, [MultiNormal(0, cov = V), each[d](Normal(1, 2))])
    """,
    {'y': [[1, 2], [0.5, -1], [3, 0.25]], 'V': [[2, 0.5], [0.5, 1]]},
)
def _(p, data):
    m, w, b = p.real(2, 2), pair(p), p.real(2)
    total = normal(m, 0, 2) + dirichlet(w, 2)
    total += sum(mix(w, [stats.norm.logpdf(x), stats.norm.logpdf(x, 0, 10)]) for x in b)
    for y in data['y']:
        total += mix(w, [stats.multivariate_normal.logpdf(y, mean, data['V']) for mean in m])
        whole = stats.multivariate_normal.logpdf(y, [0, 0], data['V'])
        total += mix(w, [whole, normal(y, 1, 2)])
    return total


# ─── zeros ───────────────────────────────────────────────────────────────────


@case(
    'counts and amounts with their zeros apart',
    3,
    """
    dim obs
    data n[obs]: count
    data x[obs]: nonnegative
    param p ~ Uniform(0, 1)
    param r ~ HalfNormal(2)
    param k ~ HalfNormal(2)
    observe n ~ zero_inflated(p, Poisson(r))
    observe n ~ hurdle(p, Poisson(r))
    observe n ~ hurdle(0.25, NegativeBinomial(r, k))
    observe x ~ zero_inflated(p, Gamma(k, r))
    observe x ~ hurdle(p, LogNormal(r, k))
    observe n ~ zero_inflated(0, mixture([p, 1 - p], [Poisson(r), Poisson(2 * r)]))
    """,
    {'n': [0, 3, 0, 1], 'x': [0, 0.5, 2.25, 0]},
)
def _(p, data):
    q, r, k = p.unit(), p.positive(), p.positive()
    total = half_normal(r, 2) + half_normal(k, 2)
    weights = [q, 1 - q]
    for n, x in zip(data['n'], data['x']):
        poisson = stats.poisson(r)
        zero = 0 if n == 0 else -INF
        total += mix(weights, [zero, poisson.logpmf(n)])
        total += log(q) if n == 0 else math.log1p(-q) + poisson.logpmf(n) - math.log1p(-math.exp(-r))
        f = stats.nbinom(k, k / (k + r))
        total += log(0.25) if n == 0 else log(0.75) + f.logpmf(n) - math.log1p(-f.pmf(0))
        total += log(q) if x == 0 else math.log1p(-q) + stats.gamma.logpdf(x, k, scale=1 / r)
        total += log(q) if x == 0 else math.log1p(-q) + stats.lognorm.logpdf(x, k, scale=math.exp(r))
        total += mix(weights, [poisson.logpmf(n), stats.poisson.logpmf(n, 2 * r)])
    return total


SEEN = [[0, 0, 0], [1, 0, 1], [0, 1, 0], [0, 0, 0]]


@case(
    'Occupancy of sites by a species',
    2,
    """
    dim site   dim visit
    data seen[site, visit]: binary
    param omega ~ Uniform(0, 1)
    param p ~ Uniform(0, 1)
    observe seen ~ zero_inflated(1 - omega, each[visit](Bernoulli(p)))
    """,
    {'seen': SEEN},
)
def _(p, data):
    omega, q = p.unit(), p.unit()
    total = 0
    for row in data['seen']:
        zero = 0 if sum(row) == 0 else -INF
        total += mix([1 - omega, omega], [zero, np.sum(stats.bernoulli.logpmf(row, q))])
    return total


@case(
    'occupancy with missing visits, a hurdle, covariates by visit, dimensions in another order',
    3,
    """
    dim site   dim visit
    data seen[site, visit]: binary?
    data turned[visit, site]: binary
    data x[site, visit]: real
    param omega ~ Uniform(0, 1)
    param a ~ Normal(0, 1)
    param b ~ Normal(0, 1)
    observe seen ~ zero_inflated(1 - omega, each[visit](BernoulliLogit(a + b * x)))
    observe seen ~ hurdle(1 - omega, each[visit](BernoulliLogit(a + b * x)))
    observe turned ~ hurdle(1 - omega, each[visit](BernoulliLogit(a)))
    observe seen[s in site, v in visit] ~ mixture([omega, 1 - omega],
      [each[visit](Bernoulli(0.5)), each[visit](BernoulliLogit(a + b * x[s, v]))])
    """,
    {
        'seen': [[0, None, 0], [1, 0, None], [0, 1, 0], [None, None, None]],
        'turned': np.transpose(SEEN).tolist(),
        'x': [[0.5, 1, -1], [0, 0.25, 2], [1, 1, 0.5], [-1, 0.5, 0]],
    },
)
def _(p, data):
    omega, a, b = p.unit(), p.real(), p.real()
    total = normal(a, 0, 1) + normal(b, 0, 1)
    for seen, x in zip(data['seen'], np.array(data['x'])):
        q = special.expit(a + b * x)
        known = [k for k, value in enumerate(seen) if value is not None]
        part = sum(stats.bernoulli.logpmf(seen[k], q[k]) for k in known)
        none = all(seen[k] == 0 for k in known)
        if known:
            total += mix([1 - omega, omega], [0 if none else -INF, part])
            # sum over what is missing, of all visits with a detection
            each = []
            for whole in itertools.product([0, 1], repeat=3):
                if any(whole) and all(whole[k] == seen[k] for k in known):
                    each.append(np.sum(stats.bernoulli.logpmf(whole, q)))
            detected = special.logsumexp(each) - math.log1p(-np.prod(1 - q)) if each else -INF
            total += mix([1 - omega, omega], [0 if none else -INF, detected])
            total += mix([omega, 1 - omega], [len(known) * math.log(0.5), part])
    q = special.expit(a)
    for seen in SEEN:
        if any(seen):
            value = np.sum(stats.bernoulli.logpmf(seen, q)) - math.log1p(-((1 - q) ** 3))
            total += math.log(omega) + value
        else:
            total += math.log1p(-omega)
    return total


# ─── hidden_markov ───────────────────────────────────────────────────────────

SERIES = [0.5, 3.25, 2.0, -0.75, 10.5]


@case(
    'a hidden Markov model',
    5,
    """
    dim time   dim state = 2
    data y[time]: real
    param init[state] ~ Dirichlet(1)
    param trans[state, state] ~ Dirichlet(1)
    param m[state]: ordered ~ Normal(0, 10)
    observe y ~ hidden_markov(init, trans, Normal(m, 1))
    """,
    {'y': SERIES},
)
def _(p, data):
    init, trans, m = pair(p), pair(p, 2), ordered(p, 2)
    total = dirichlet(init, 1) + dirichlet(trans, 1) + normal(m, 0, 10) + math.log(2)
    return total + paths(init, trans, [stats.norm.logpdf(y, m) for y in data['y']])


@case(
    'hidden chains of several sequences, with missing cells, of counts and of mixtures',
    4,
    """
    dim animal   dim time   dim state = 3   dim part = 2
    data y[animal, time]: real?
    data n[time]: count
    data few[animal, time]: count
    data init[state]: unit
    data trans[state, state]: unit
    param m[state] ~ Normal(0, 2)
    param s ~ HalfNormal(1)
    observe y ~ hidden_markov(init, trans, Normal(m, s))
    observe n ~ hidden_markov(init, trans, Poisson(exp(m)))
    observe few ~ hidden_markov([0.5, 0.5], [[0.9, 0.1], [0, 1]], zero_inflated(0.3, Poisson([1, 5] * s)))
    observe n ~ hidden_markov(init, trans, mixture([0.5, 0.5], Poisson([[1, 2], [3, 4], [5, 6]])))
    """,
    {
        'y': [[0.5, None, 2.0, -0.75], [1.5, 1.25, None, None]],
        'n': [0, 3, 6, 1],
        'few': [[0, 4, 2, 0], [1, 0, 0, 7]],
        'init': [0.2, 0.3, 0.5],
        'trans': [[0.8, 0.1, 0.1], [0.2, 0.6, 0.2], [0.05, 0.05, 0.9]],
    },
)
def _(p, data):
    m, s = p.real(3), p.positive()
    total = normal(m, 0, 2) + half_normal(s)
    init, trans = data['init'], data['trans']
    for row in data['y']:
        total += paths(init, trans, [m * 0 if y is None else stats.norm.logpdf(y, m, s) for y in row])
    total += paths(init, trans, [stats.poisson.logpmf(n, np.exp(m)) for n in data['n']])
    rates = np.array([1, 5]) * s
    for row in data['few']:
        seen = [
            [mix([0.3, 0.7], [0 if n == 0 else -INF, stats.poisson.logpmf(n, r)]) for r in rates]
            for n in row
        ]
        total += paths([0.5, 0.5], [[0.9, 0.1], [0, 1]], seen)
    pairs = [[1, 2], [3, 4], [5, 6]]
    mixed = [[mix([0.5, 0.5], stats.poisson.logpmf(n, r)) for r in pairs] for n in data['n']]
    return total + paths(init, trans, mixed)


@case(
    'hidden chains with transitions that vary, in time and by sequence, and with vectors emitted',
    3,
    """
    dim animal   dim time   dim state = 2   dim d
    data y[time, animal]: real
    data z[time, d]: real
    data x[time]: real
    data V[d, d]: real
    param a ~ Normal(0, 1)
    param m[state] ~ Normal(0, 2)
    let stay[i in animal, t in time] = sigmoid(a + i * x[t])
    let trans[i in animal, t in time, j in state, k in state] =
      if j == k then stay[i, t] else 1 - stay[i, t]
    let shared[t in time, j in state, k in state] = trans[1, t, j, k]
    let of_animal[i in animal, j in state, k in state] = trans[i, 1, j, k]
    let first[i in animal, j in state] = if j == 1 then 0.25 * i else 1 - 0.25 * i
    observe y[t in time, i in animal] ~ Normal(m[1], 1)
    observe z ~ hidden_markov([0.5, 0.5], shared, MultiNormal(c, cov = V)) with c = m * [1, 1]
    observe z ~ hidden_markov([0.5, 0.5], shared, each[d](Normal(m, 1)))
    factor sum(logpdf(hidden_markov(first, trans, Normal(m, 1)), w)) with w = transposed
    factor sum(logpdf(hidden_markov(first, of_animal, Normal(m, 1)), transposed))
    """.replace(
        'observe y[t in time, i in animal] ~ Normal(m[1], 1)',
        'let transposed[i in animal, t in time] = y[t, i]',
    ).replace(
        'MultiNormal(c, cov = V)) with c = m * [1, 1]', 'MultiNormal(centre, cov = V))'
    ).replace(
        'observe z ~ hidden_markov([0.5, 0.5], shared, MultiNormal',
        'let centre[k in state, e1 in d] = m[k] * e1\n'
        '    observe z ~ hidden_markov([0.5, 0.5], shared, MultiNormal',
    ),
    {
        'y': [[0.5, 1.0], [3.25, -1.0], [2.0, 0.5]],
        'z': [[1, 2], [0.5, -1], [3, 0.25]],
        'x': [0.25, -0.5, 1],
        'V': [[2, 0.5], [0.5, 1]],
    },
)
def _(p, data):
    a, m = p.real(), p.real(2)
    total = normal(a, 0, 1) + normal(m, 0, 2)
    stay = [[special.expit(a + i * x) for x in data['x']] for i in (1, 2)]
    square = lambda s: [[s, 1 - s], [1 - s, s]]
    shared = np.array([square(s) for s in stay[0]])
    together = [
        [stats.multivariate_normal.logpdf(z, [k, 2 * k], data['V']) for k in m] for z in data['z']
    ]
    total += paths([0.5, 0.5], shared, together)
    total += paths([0.5, 0.5], shared, [[normal(z, k, 1) for k in m] for z in data['z']])
    for i, y in enumerate(np.transpose(data['y'])):
        seen = [stats.norm.logpdf(v, m) for v in y]
        first = [0.25 * (i + 1), 1 - 0.25 * (i + 1)]
        total += paths(first, np.array([square(s) for s in stay[i]]), seen)
        total += paths(first, square(stay[i][0]), seen)
    return total


# ─── choice, and functions of distributions as values ────────────────────────


@case(
    'distributions of different families by a condition on data',
    4,
    """
    dim obs
    data y[obs]: real
    data late[obs]: binary
    param m ~ Normal(0, 1)
    param x[i in obs] ~ if i == 1 then Cauchy(0, 2) else if i == 2 then Normal(x[i - 1], 1) else mixture([0.5, 0.5], Normal([0, 5], 1))
    observe y ~ if late then StudentT(3, m, 1) else truncate(Normal(m, 1), lower = -1)
    """,
    {'y': [0.5, 1.25, -3.0], 'late': [0, 0, 1]},
)
def _(p, data):
    m, x = p.real(), p.real(3)
    total = normal(m, 0, 1) + stats.cauchy.logpdf(x[0], 0, 2) + normal(x[1], x[0], 1)
    total += mix([0.5, 0.5], stats.norm.logpdf(x[2], [0, 5]))
    for y, late in zip(data['y'], data['late']):
        n = stats.norm(m)
        total += stats.t.logpdf(y, 3, m) if late else n.logpdf(y) - n.logsf(-1)
    return total


@case(
    'distribution functions of combinators',
    2,
    """
    dim obs
    data y[obs]: real
    data n[obs]: count
    param m ~ Normal(0, 1)
    param r ~ HalfNormal(2)
    factor sum(logcdf(truncate(Normal(m, 1), lower = -1, upper = 3), y) + logccdf(truncate(Normal(m, 1), lower = -1, upper = 3), y))
    factor sum(logcdf(truncate(Poisson(r), lower = 1, upper = 6), n) + logccdf(truncate(Poisson(r), lower = 1, upper = 6), n))
    factor sum(logcdf(mixture([0.3, 0.7], Normal([m, 4], 1)), y) + logccdf(mixture([0.3, 0.7], [Normal(m, 1), Cauchy(0, 1)]), y))
    factor sum(logcdf(censor(Normal(m, 1), lower = -1, upper = 3), y) + logccdf(censor(Normal(m, 1), lower = -1, upper = 3), y))
    factor sum(logcdf(zero_inflated(0.3, Poisson(r)), n) + logccdf(zero_inflated(0.3, Poisson(r)), n))
    factor sum(logcdf(hurdle(0.3, Poisson(r)), n) + logccdf(hurdle(0.3, Poisson(r)), n))
    factor sum(logcdf(hurdle(0.3, Normal(m, 1)), y) + logccdf(hurdle(0.3, Normal(m, 1)), y))
    factor logpdf(zero_inflated(0.5, each[obs](Poisson(r))), n)
    """,
    {'y': [-0.5, 1.25, 0.75], 'n': [1, 3, 5]},
)
def _(p, data):
    m, r = p.real(), p.positive()
    total = normal(m, 0, 1) + half_normal(r, 2)
    n1, poisson = stats.norm(m), stats.poisson(r)
    mass = n1.cdf(3) - n1.cdf(-1)
    counts = sum(poisson.pmf(k) for k in range(1, 7))
    positive = 1 - math.exp(-r)
    for y, n in zip(data['y'], data['n']):
        total += math.log((n1.cdf(y) - n1.cdf(-1)) / mass) + math.log((n1.cdf(3) - n1.cdf(y)) / mass)
        total += math.log(sum(poisson.pmf(k) for k in range(1, n + 1)) / counts)
        total += math.log(sum(poisson.pmf(k) for k in range(n + 1, 7)) / counts)
        total += math.log(0.3 * n1.cdf(y) + 0.7 * stats.norm.cdf(y, 4))
        total += math.log(0.3 * n1.sf(y) + 0.7 * stats.cauchy.sf(y))
        total += n1.logcdf(y) + n1.logsf(y)
        total += math.log(0.3 + 0.7 * poisson.cdf(n)) + math.log(0.7 * poisson.sf(n))
        total += math.log(0.3 + 0.7 * (poisson.cdf(n) - math.exp(-r)) / positive)
        total += math.log(0.7 * poisson.sf(n) / positive)
        total += math.log(0.7 * n1.cdf(y) + (0.3 if y >= 0 else 0))
        total += math.log(0.7 * n1.sf(y) + (0.3 if y < 0 else 0))
    return total + math.log(0.5) + np.sum(poisson.logpmf(data['n']))


# ─── vectors ─────────────────────────────────────────────────────────────────


@case(
    'priors of vectors and of exchangeable elements',
    14,
    """
    dim n = 2   dim k = 2   dim c = 2   dim r = 3
    data first[n]: binary
    param a[c, k] ~ HalfNormal(1)
    param p[n, k] ~ mixture([0.25, 0.75], Dirichlet(a))
    param q[n, k] ~ if first == 1 then Dirichlet(2) else Dirichlet([1, 3])
    param o[r]: ordered ~ mixture([0.5, 0.5], each[r](Normal([0, 3], 1)))
    param u[r]: ordered ~ hidden_markov([0.5, 0.5], [[0.9, 0.1], [0.2, 0.8]], Normal([0, 3], 1))
    """,
    {'first': [0, 1]},
)
def _(p, data):
    a = p.positive(2, 2)
    w, q = pair(p, 2), pair(p, 2)
    total = half_normal(a)
    for row in w:
        total += mix([0.25, 0.75], [stats.dirichlet.logpdf(row, a[k]) for k in range(2)])
    total += stats.dirichlet.logpdf(q[0], [1, 3]) + stats.dirichlet.logpdf(q[1], [2, 2])
    o, u = ordered(p, 3), ordered(p, 3)
    # of three that are alike, one of 3! orders; the order of a chain is not renormalised
    total += math.log(6) + mix([0.5, 0.5], [normal(o, m, 1) for m in (0, 3)])
    evidence = [stats.norm.logpdf(x, [0, 3], 1) for x in u]
    return total + paths([0.5, 0.5], [[0.9, 0.1], [0.2, 0.8]], evidence)


if __name__ == '__main__':
    main()
