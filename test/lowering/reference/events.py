"""Writes events.json: observed vectors and matrices, log densities of them as values; as generate.py.

Usage: python3 events.py > events.json      (numpy 2.4, scipy 1.17)
"""

import math

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


if __name__ == '__main__':
    main(10)
