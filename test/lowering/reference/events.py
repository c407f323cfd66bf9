"""Writes events.json: observed vectors and matrices, log densities of them as values; as generate.py.

Usage: python3 events.py > events.json      (mpmath 1.3, numpy 2.4, scipy 1.17)
"""

import math

import mpmath
import numpy as np
from generate import CASES, case, half_normal, main, normal
from scipy import special, stats

CASES.clear()

ROWS = [[1.0, 2.0], [0.5, -1.0], [3.0, 0.25], [-0.75, 1.5]]
GAPS = [[1.0, 2.0], [None, None], [3.0, 0.25], [-0.75, None]]
COV = np.array([[2.0, 0.5], [0.5, 1.0]])


def covariance(p, size):
    """A matrix from the coordinates of its Cholesky factor; the Jacobian is in the lower triangle of S."""
    factor = np.zeros((size, size))
    for i in range(size):
        for j in range(i):
            factor[i, j] = p.real()
        u = p.real()
        factor[i, i] = math.exp(u)
        p.log_jacobian += math.log(2) + (size - i + 1) * u
    return factor @ factor.T


@case(
    'chosen rows, by index variables',
    2,
    """
    dim n dim d
    data y[n, d]: real
    data V[d, d]: real
    data use[n]: binary
    param m[d] ~ Normal(0, 1)
    observe y[i in n, :] ~ MultiNormal(centre, cov = V) with centre = i * m where use[i] == 1
    """,
    {'y': ROWS, 'V': COV.tolist(), 'use': [1, 0, 1, 1]},
)
def _(p, data):
    m = p.real(2)
    rows = zip(data['y'], data['use'], range(1, 5))
    return normal(m, 0, 1) + sum(
        stats.multivariate_normal.logpdf(y, i * m, COV) for y, use, i in rows if use
    )


@case(
    'a range of rows, each given the one before',
    3,
    """
    dim time dim d
    data y[time, d]: real
    param A[d] ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    let L[i in d, j in d] = if i == j then s else if i > j then 0.5 else 0
    observe y[t in 2 .. size(time), :] ~ MultiNormal(A * y[t - 1, :], chol = L)
    """,
    {'y': ROWS},
)
def _(p, data):
    a, s = p.real(2), p.positive()
    factor = np.array([[s, 0], [0.5, s]])
    y = np.array(data['y'])
    return (
        normal(a, 0, 1)
        + half_normal(s)
        + sum(
            stats.multivariate_normal.logpdf(y[t], a * y[t - 1], factor @ factor.T)
            for t in range(1, 4)
        )
    )


@case(
    'rows without any cell are left out',
    2,
    """
    dim n dim d
    data y[n, d]: real?
    data V[d, d]: real
    param m[d] ~ Normal(0, 1)
    observe y ~ MultiNormal(m, cov = V)
    """,
    {'y': GAPS[:3], 'V': COV.tolist()},
)
def _(p, data):
    m = p.real(2)
    rows = [row for row in data['y'] if None not in row]
    return normal(m, 0, 1) + sum(stats.multivariate_normal.logpdf(y, m, COV) for y in rows)


@case(
    'rows that are complete',
    2,
    """
    dim n dim d
    data y[n, d]: real?
    data V[d, d]: real
    param m[d] ~ Normal(0, 1)
    let complete[i in n] = min[j in d](observed(y[i, j]))
    observe y[i in n, :] ~ MultiNormal(m, cov = V) where complete[i] == 1
    """,
    {'y': GAPS, 'V': COV.tolist()},
)
def _(p, data):
    m = p.real(2)
    rows = [row for row in data['y'] if None not in row]
    return normal(m, 0, 1) + sum(stats.multivariate_normal.logpdf(y, m, COV) for y in rows)


@case(
    'two normal distributions mixed by hand',
    11,
    """
    dim n dim d dim group = 2
    data y[n, d]: real
    param w[group] ~ Dirichlet(1)
    param m[group, d] ~ Normal(0, 1)
    param S[group, d, d] ~ Wishart(3, [[1, 0.25], [0.25, 1]])
    let each[i in n, g in group] = logpdf(MultiNormal(m[g, :], cov = S[g, :, :]), y[i, :])
    factor sum[i in n](logsumexp[g in group](log(w[g]) + each[i, g]))
    """,
    {'y': ROWS},
    spread=0.5,
)
def _(p, data):
    u = p.real()
    w = special.expit(np.array([1, -1]) * math.sqrt(2) * u)
    p.log_jacobian += math.log(math.sqrt(2) * w[0] * w[1])
    m = p.real(2, 2)
    s = [covariance(p, 2) for _ in range(2)]
    scale = np.array([[1, 0.25], [0.25, 1]])
    total = stats.dirichlet.logpdf(w, [1, 1]) + normal(m, 0, 1)
    total += sum(stats.wishart.logpdf(x, 3, scale) for x in s)
    for y in data['y']:
        total += special.logsumexp(
            [math.log(w[g]) + stats.multivariate_normal.logpdf(y, m[g], s[g]) for g in range(2)]
        )
    return total


@case(
    'log densities of vectors and matrices as values',
    5,
    """
    dim d = 2 dim k = 2
    data V[d, d]: real
    data R[d, d]: real
    data q[k]: real
    param m[d] ~ Normal(0, 1)
    param S[d, d] ~ InverseWishart(4, V)
    factor logpdf(MultiStudentT(3, m, scale = S), [0.5, -1])
    factor 2 * logpdf(Wishart(5, S), V) + logpdf(LKJ(1.5), R)
    factor logpdf(Dirichlet(concentration), q) with concentration = exp(m[1])
    factor logpdf(Multinomial(7, q), [3, 4])
    """,
    {'V': COV.tolist(), 'R': [[1, 0.25], [0.25, 1]], 'q': [0.25, 0.75]},
    spread=0.5,
)
def _(p, data):
    m = p.real(2)
    s = covariance(p, 2)
    lkj = stats.beta.logpdf((1 + 0.25) / 2, 1.5, 1.5) - math.log(2)
    return (
        normal(m, 0, 1)
        + stats.invwishart.logpdf(s, 4, COV)
        + stats.multivariate_t.logpdf([0.5, -1], m, s, df=3)
        + 2 * stats.wishart.logpdf(COV, 5, s)
        + lkj
        + stats.dirichlet.logpdf([0.25, 0.75], [math.exp(m[0])] * 2)
        + stats.multinomial.logpmf([3, 4], 7, [0.25, 0.75])
    )


@case(
    'observed matrices',
    4,
    """
    dim n dim d
    data x[n, d, d]: real
    param S[d, d] ~ Wishart(3, scale) with scale = [[1, 0], [0, 1]]
    param extra ~ HalfNormal(3)
    observe x ~ Wishart(1 + extra, S)
    """,
    {'x': [[[2.0, 0.5], [0.5, 1.0]], [[1.5, -0.25], [-0.25, 0.5]]]},
    spread=0.4,
)
def _(p, data):
    s = covariance(p, 2)
    extra = p.positive()
    return (
        stats.wishart.logpdf(s, 3, np.eye(2))
        + half_normal(extra, 3)
        + sum(stats.wishart.logpdf(np.array(x), 1 + extra, s) for x in data['x'])
    )


def factor(p, size):
    """The Cholesky factor of a correlation matrix from partial correlations tanh(u), row by row."""
    out = np.zeros((size, size))
    for i in range(size):
        left = 1.0
        for j in range(i):
            z = math.tanh(p.real())
            p.log_jacobian += math.log1p(-z * z) + 0.5 * math.log(left)
            out[i, j] = z * math.sqrt(left)
            left *= 1 - z * z
        out[i, i] = math.sqrt(left)
    return out


def lkj_cholesky(l, shape):
    """Stan Functions Reference, "Cholesky LKJ correlation distribution", with the normaliser of LKJ."""
    size = len(l)
    total = 0.0
    for k in range(1, size):
        # c_k of Lewandowski, Kurowicka and Joe (2009), equation 17 and the remark after it
        total -= 0.5 * k * math.log(math.pi)
        total -= math.lgamma(shape + (size - 1 - k) / 2) - math.lgamma(shape + (size - 1) / 2)
    for k in range(size):
        total += (size - 1 - k + 2 * shape - 2) * math.log(l[k, k])
    return total


def some_cells(density, row, location, scale):
    """The density of the elements of a row that are there, 0 where there are none."""
    there = [k for k, value in enumerate(row) if value is not None]
    if not there:
        return 0.0
    values = np.array([row[k] for k in there])
    return density(values, location[there], scale[np.ix_(there, there)])


@case(
    'vectors that lack some of their cells',
    13,
    """
    dim n dim d
    data y[n, d]: real?
    data used[n]: binary
    param m[d] ~ Normal(0, 1)
    param s[n] ~ HalfNormal(1)
    param L[d, d] ~ LKJCholesky(1.5)
    param w ~ Uniform(0, 1)
    let S = L @ transpose(L)
    observe y ~ MultiNormal(m, chol = L)
    observe y[i in n, :] ~ MultiNormal(s[i] * m, cov = V) with V = s[i] * S
    observe y ~ MultiNormal(0, prec = S)
    observe y ~ MultiStudentT(3, m, scale = S)
    observe y[i in n, :] ~ MultiStudentT(4, m, chol = L) where used[i] == 1
    observe y ~ mixture([w, 1 - w], [MultiNormal(m, chol = L), MultiStudentT(3, 0, scale = S)])
    """,
    {
        'y': [
            [1.0, None, 2.0],
            [None, None, None],
            [0.5, 0.2, -1.0],
            [None, 0.3, None],
            [2.0, None, 1.0],
            [None, 0.4, 0.1],
        ],
        'used': [1, 1, 1, 0, 0, 1],
    },
)
def _(p, data):
    m, s = p.real(3), p.positive(6)
    l = factor(p, 3)
    w = p.unit()
    scale, zero = l @ l.T, np.zeros(3)
    gaussian = stats.multivariate_normal.logpdf

    def student(df):
        return lambda x, location, shape: stats.multivariate_t.logpdf(x, location, shape, df)

    total = normal(m, 0, 1) + half_normal(s) + lkj_cholesky(l, 1.5)
    for row, used, si in zip(data['y'], data['used'], s):
        total += some_cells(gaussian, row, m, scale)
        total += some_cells(gaussian, row, si * m, si * scale)
        total += some_cells(gaussian, row, zero, np.linalg.inv(scale))
        total += some_cells(student(3), row, m, scale)
        total += some_cells(student(4), row, m, scale) if used else 0
        first = some_cells(gaussian, row, m, scale)
        second = some_cells(student(3), row, zero, scale)
        total += np.logaddexp(np.log(w) + first, np.log1p(-w) + second)
    return total


def slopes(form):
    """Varying intercepts and slopes, McElreath, Statistical Rethinking, chapter 14."""

    @case(
        f'correlated varying slopes, {form or "as the compiler chooses"}',
        14,
        """
        dim row  dim group = 3  dim column = 2
        data x[row]: real
        data g[row]: group
        data y[row]: real
        data V[column, column]: real
        param m[column] ~ Normal(0, 1)
        param s[column] ~ HalfNormal(1)
        param L[column, column] ~ LKJCholesky(2)
        let F[i in column, j in column] = s[i] * L[i, j]
        param b[group, column] ~ MultiNormal(m, chol = F)
        param sigma ~ HalfNormal(1)
        param v[column] ~ MultiStudentT(4, m, scale = V)
        let mu[i in row] = b[g[i], 1] + b[g[i], 2] * x[i] + v[1]
        observe y ~ Normal(mu, sigma)
        """,
        {
            'x': [0.5, -1, 2, 0.25],
            'g': [1, 2, 3, 2],
            'y': [1, 0.5, -1, 2],
            'V': [[2, 0.5], [0.5, 1]],
        },
        {'b': form, 'v': form} if form else None,
        spread=0.5,
    )
    def _(p, data):
        non_centred = form != 'centred'
        m, s = p.real(2), p.positive(2)
        l = factor(p, 2)
        f = np.diag(s) @ l
        b = p.real(3, 2)
        total = normal(m, 0, 1) + half_normal(s) + lkj_cholesky(l, 2)
        if non_centred:
            total += normal(b, 0, 1)
            b = m + b @ f.T
        else:
            total += sum(stats.multivariate_normal.logpdf(row, m, f @ f.T) for row in b)
        sigma = p.positive()
        v = p.real(2)
        if non_centred:
            total += stats.multivariate_t.logpdf(v, np.zeros(2), np.eye(2), df=4)
            v = m + np.linalg.cholesky(COV) @ v
        else:
            total += stats.multivariate_t.logpdf(v, m, COV, df=4)
        for x, g, y in zip(data['x'], data['g'], data['y']):
            total += stats.norm.logpdf(y, b[g - 1, 0] + b[g - 1, 1] * x + v[0], sigma)
        return total + half_normal(sigma)


for form in [None, 'centred', 'non-centred']:
    slopes(form)


@case(
    'non-centred vectors, by matrices of each and by precisions',
    17,
    """
    dim g = 2  dim d = 2
    data y[g, d]: real
    param S[g, d, d] ~ Wishart(3, [[1, 0], [0, 1]])
    param a[g, d] ~ MultiNormal(0, cov = S)
    param Q[d, d] ~ InverseWishart(4, [[1, 0], [0, 1]])
    param c[g, d] ~ MultiNormal(a, prec = Q)
    observe y ~ Normal(a + c, 1)
    """,
    {'y': [[1, 2], [0, -1]]},
    forms={'a': 'non-centred', 'c': 'non-centred'},
    spread=0.5,
)
def _(p, data):
    s = [covariance(p, 2) for _ in range(2)]
    total = sum(stats.wishart.logpdf(x, 3, np.eye(2)) for x in s)
    z = p.real(2, 2)
    total += normal(z, 0, 1)
    a = np.array([np.linalg.cholesky(x) @ row for x, row in zip(s, z)])
    q = covariance(p, 2)
    total += stats.invwishart.logpdf(q, 4, np.eye(2))
    w = p.real(2, 2)
    total += normal(w, 0, 1)
    c = a + np.array([np.linalg.solve(np.linalg.cholesky(q).T, row) for row in w])
    return total + normal(np.array(data['y']), a + c, 1)


def zero_sum_basis(size):
    """Orthonormal columns whose elements sum to 0: Stan Reference Manual, "Zero sum vector"."""
    basis = np.zeros((size, size - 1))
    for j in range(size - 1):
        basis[: j + 1, j] = 1
        basis[j + 1, j] = -(j + 1)
        basis[:, j] /= math.sqrt((j + 1) * (j + 2))
    return basis


def gaussian_on_zero_sums(u, mean, precision):
    """The density of u in x = H u, normalised: proportional to a normal density of x."""
    basis = zero_sum_basis(len(mean))
    a = basis.T @ precision @ basis
    b = basis.T @ precision @ mean
    return stats.multivariate_normal.logpdf(u, np.linalg.solve(a, b), np.linalg.inv(a))


@case(
    'sums of 0 of independent normal elements',
    6,
    """
    dim k = 5
    param s ~ HalfNormal(1)
    param centre ~ Normal(0, 1)
    let m[i in k] = centre * i
    let d[i in k] = s / i
    param x[k]: sum_to_zero ~ Normal(m, d)
    """,
    spread=0.5,
)
def _(p, data):
    s, centre = p.positive(), p.real()
    i = np.arange(1, 6)
    u = p.real(4)
    return half_normal(s) + normal(centre, 0, 1) + gaussian_on_zero_sums(u, centre * i, np.diag((i / s) ** 2))


def zero_sum_vector(argument, precision):
    @case(
        f'sums of 0 of a normal vector by {argument}',
        2,
        f"""
        dim k = 2
        data V[k, k]: real
        param a ~ Normal(0, 1)
        let m[i in k] = a * i
        param x[k]: sum_to_zero ~ MultiNormal(m, {argument} = V)
        """,
        {'V': [[2, 0], [0.5, 1]] if argument == 'chol' else COV.tolist()},
    )
    def _(p, data):
        a = p.real()
        return normal(a, 0, 1) + gaussian_on_zero_sums(p.real(1), a * np.array([1, 2]), precision)


zero_sum_vector('cov', np.linalg.inv(COV))
zero_sum_vector('prec', COV)
L = np.array([[2, 0], [0.5, 1]])
zero_sum_vector('chol', np.linalg.inv(L @ L.T))


def icar(size, edges):
    @case(
        f'neighbours in a graph of {size}, their effects having the sum 0',
        size,
        f"""
        dim area = {size}  dim edge
        data node1[edge]: area
        data node2[edge]: area
        data y[area]: count
        param tau ~ HalfNormal(1)
        param phi[area]: sum_to_zero ~ ICAR(node1, node2)
        observe y ~ PoissonLog(tau * phi)
        """,
        {
            'node1': [i for i, _ in edges],
            'node2': [j for _, j in edges],
            'y': [k % 3 for k in range(size)],
        },
        spread=0.5,
    )
    def _(p, data):
        tau, u = p.positive(), p.real(size - 1)
        laplacian = np.zeros((size, size))
        for i, j in edges:
            d = np.zeros(size)
            d[i - 1], d[j - 1] = 1, -1
            laplacian += np.outer(d, d)
        phi = zero_sum_basis(size) @ u
        return (
            half_normal(tau)
            + gaussian_on_zero_sums(u, np.zeros(size), laplacian)
            + np.sum(stats.poisson.logpmf(data['y'], np.exp(tau * phi)))
        )


icar(2, [(1, 2)])
icar(5, [(1, 2), (2, 3), (3, 4), (4, 5), (5, 1), (1, 3)])
# 2 rows of 5
icar(10, [(k, k + 1) for k in range(1, 10) if k != 5] + [(k, k + 5) for k in range(1, 6)])


def by_middle(first, middle, last, lower=-mpmath.inf):
    """log P(lower < x < y < z): over y, the distribution function of x times what z has beyond."""
    f = lambda y: middle[0](y) * (first[1](y) - first[1](lower)) * (1 - last[1](y))
    cuts = [lower, -10, -3, -1, 0, 0.5, 1, 2, 5, 20, mpmath.inf]
    return float(mpmath.log(mpmath.quad(f, [c for c in cuts if c >= lower])))


def mp_normal(m, s):
    return lambda x: mpmath.npdf(x, m, s), lambda x: mpmath.ncdf(x, m, s)


def mp_laplace(m, s):
    pdf = lambda x: mpmath.exp(-abs(x - m) / s) / (2 * s)
    cdf = lambda x: mpmath.exp((x - m) / s) / 2 if x < m else 1 - mpmath.exp((m - x) / s) / 2
    return pdf, cdf


def ordered(p, size, positive=False):
    u = p.real(size)
    p.log_jacobian += np.sum(u if positive else u[1:])
    steps = np.cumsum(np.exp(u[1:]))
    first = math.exp(u[0]) if positive else u[0]
    return first + np.concatenate([[0], steps])


@case(
    'normal elements in an order against their means',
    3,
    'dim k = 3\nparam x[k]: ordered ~ Normal([3, 1, -2], [1, 0.5, 2])',
)
def _(p, data):
    mass = by_middle(mp_normal(3, 1), mp_normal(1, 0.5), mp_normal(-2, 2))
    return normal(ordered(p, 3), [3, 1, -2], [1, 0.5, 2]) - mass


@case(
    'positive normal elements in order',
    3,
    'dim k = 3\nparam x[k]: positive_ordered ~ Normal([0, 1, -1], 1)',
    spread=0.5,
)
def _(p, data):
    mass = by_middle(mp_normal(0, 1), mp_normal(1, 1), mp_normal(-1, 1), 0)
    return normal(ordered(p, 3, True), [0, 1, -1], 1) - mass


@case(
    'Laplace elements in order, group by group',
    6,
    'dim g = 2\ndim k = 3\ndata m[g, k]: real\nparam x[g, k]: ordered ~ Laplace(m, 1)',
    {'m': [[0, 0.5, 1], [2, 0, -1]]},
)
def _(p, data):
    total = 0.0
    for row in data['m']:
        u = p.real(3)
        p.log_jacobian += np.sum(u[1:])
        x = u[0] + np.concatenate([[0], np.cumsum(np.exp(u[1:]))])
        mass = by_middle(*[mp_laplace(mpmath.mpf(m), 1) for m in row])
        total += np.sum(stats.laplace.logpdf(x, row)) - mass
    return total


@case(
    'waiting times in order',
    5,
    'dim k = 5\nparam x[k]: positive_ordered ~ Exponential([1, 2, 0.5, 30, 0.001])',
    spread=0.5,
)
def _(p, data):
    # which of independent exponential clocks rings first, then which of those left
    rates = np.array([1, 2, 0.5, 30, 0.001])
    mass = sum(math.log(rates[k] / rates[k:].sum()) for k in range(5))
    return np.sum(stats.expon.logpdf(ordered(p, 5, True), scale=1 / rates)) - mass


@case(
    'identical positive elements in order, with a parameter',
    11,
    'dim k = 10\nparam s ~ HalfNormal(1)\nparam x[k]: positive_ordered ~ Normal(0.5, s)',
    spread=0.5,
)
def _(p, data):
    s = p.positive()
    mass = 10 * stats.norm.logsf(0, 0.5, s) - math.lgamma(11)
    return half_normal(s) + normal(ordered(p, 10, True), 0.5, s) - mass


def vector_autoregression(prior):
    @case(
        f'a vector autoregression as a prior: {prior}',
        12,
        f"""
        dim time dim k
        data y[time, k]: real
        data V[k, k]: real
        param a[k, k] ~ Normal(0, 0.5)
        param s ~ HalfNormal(1)
        param m[k] ~ Normal(0, 1)
        param level ~ Normal(0, 1)
        let S[i in k, j in k] = s * V[i, j]
        param x[t in time, k] ~ {prior}
        observe y ~ Normal(level + x, 1)
        """,
        {'y': [[1.0, 2.0], [0.5, -1.0]], 'V': COV.tolist()},
        spread=0.7,
    )
    def _(p, data):
        a, s, m, level = p.real(2, 2), p.positive(), p.real(2), p.real()
        y = np.array(data['y'])
        x = p.real(2, 2)
        total = normal(a, 0, 0.5) + half_normal(s) + normal(m, 0, 1) + normal(level, 0, 1)
        total += stats.multivariate_normal.logpdf(x[0], m, COV)
        total += stats.multivariate_normal.logpdf(x[1], a @ x[0], s * COV)
        return total + normal(y, level + x, 1)


vector_autoregression(
    'if t == 1 then MultiNormal(m, cov = V) else MultiNormal(a @ x[t - 1, :], cov = S)'
)
vector_autoregression(
    'MultiNormal(if t == 1 then m else a @ x[t - 1, :], cov = U) '
    'with U = (if t == 1 then V else S)'
)


@case(
    'two walks of probabilities, each step around the one before',
    17,
    """
    dim walk = 2 dim time = 4 dim k = 3
    param c ~ HalfNormal(1)
    param x[i in walk, t in time, k] ~
      if t == 1 then Dirichlet([1, 2, 3]) else Dirichlet(c * i * x[i, t - 1, :] + 0.5)
    factor sum(x^2)
    """,
)
def _(p, data):
    c = p.positive()
    total = half_normal(c)
    for i in (1, 2):
        for t in range(4):
            now = special.softmax(zero_sum_basis(3) @ p.real(2))
            # of softmax(H u): the product of the probabilities times the root of their number
            total += np.sum(np.log(now)) + 0.5 * np.log(3) + np.sum(now**2)
            total += stats.dirichlet.logpdf(now, [1, 2, 3] if t == 0 else c * i * before + 0.5)
            before = now
    return total


@case(
    'sums of 0 around those of the step before',
    8,
    """
    dim time = 3 dim k = 3
    param s ~ HalfNormal(1)
    param rho ~ Normal(0, 1)
    param x[t in time, k]: sum_to_zero ~ Normal(if t == 1 then [1, 0, 2] else rho * x[t - 1, :], s)
    """,
)
def _(p, data):
    s, rho = p.positive(), p.real()
    total = half_normal(s) + normal(rho, 0, 1)
    before = np.array([1, 0, 2])
    for t in range(3):
        u = p.real(2)
        mean = before if t == 0 else rho * before
        total += gaussian_on_zero_sums(u, mean, np.eye(3) / s**2)
        before = zero_sum_basis(3) @ u
    return total


if __name__ == '__main__':
    main(10)
