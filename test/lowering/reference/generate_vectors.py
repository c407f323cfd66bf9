"""Writes vectors.json: models of vectors and matrices; as generate.py.

Usage: python3 generate_vectors.py > vectors.json      (numpy 2.4, scipy 1.17)
"""

import math

import numpy as np
from generate import CASES, case, half_normal, main, normal
from scipy import special, stats

CASES.clear()


def ordered(p, size):
    u = p.real(size)
    p.log_jacobian += np.sum(u[1:])
    return u[0] + np.concatenate([[0], np.cumsum(np.exp(u[1:]))])


@case('identical elements in order', 3, 'dim k = 3\nparam m[k]: ordered ~ Normal(1, 2)')
def _(p, data):
    return normal(ordered(p, 3), 1, 2) + math.log(6)


@case(
    'elements in order whose priors depend on a parameter: not normalised',
    4,
    'dim k = 3\nparam a ~ Normal(0, 1)\nparam m[i in k]: ordered ~ Normal(a * i, 2)',
)
def _(p, data):
    a = p.real()
    return normal(a, 0, 1) + normal(ordered(p, 3), a * np.arange(1, 4), 2)


@case('positive elements in order', 3, 'dim k = 3\nparam m[k]: positive_ordered ~ HalfNormal(2)')
def _(p, data):
    u = p.real(3)
    p.log_jacobian += np.sum(u)
    return half_normal(np.cumsum(np.exp(u)), 2) + math.log(6)


@case('two probabilities a row', 2, 'dim s = 2\nparam t[s, s] ~ Dirichlet(2.5)')
def _(p, data):
    x = special.expit(math.sqrt(2) * p.real(2))
    p.log_jacobian += np.sum(np.log(math.sqrt(2) * x * (1 - x)))
    return sum(stats.dirichlet.logpdf([v, 1 - v], [2.5, 2.5]) for v in x)


@case('a factor of correlations', 1, 'dim d = 2\nparam L[d, d] ~ LKJCholesky(2)')
def _(p, data):
    r = np.tanh(p.real())
    p.log_jacobian += math.log1p(-r * r)
    return stats.beta.logpdf((1 + r) / 2, 2, 2) - math.log(2)


ROWS = {'y': [[1.0, 2.0], [0.5, -1.0], [3.0, 0.0]]}
V = 'let V[i in d, j in d] = if i == j then 2 else 0.5'
COV = np.array([[2, 0.5], [0.5, 2]])


@case(
    'rows of a normal distribution by its covariance',
    2,
    f'dim d\ndim n\ndata y[n, d]: real\n{V}\nparam m[d] ~ Normal(0, 1)\nobserve y ~ MultiNormal(m, cov = V)',
    ROWS,
)
def _(p, data):
    m = p.real(2)
    return normal(m, 0, 1) + np.sum(stats.multivariate_normal.logpdf(np.array(data['y']), m, COV))


@case(
    'rows of a normal distribution by its precision, the mean one number',
    1,
    f'dim d\ndim n\ndata y[n, d]: real\n{V}\nparam m ~ Normal(0, 1)\nobserve y ~ MultiNormal(m, prec = V)',
    ROWS,
)
def _(p, data):
    m = p.real()
    cov = np.linalg.inv(COV)
    rows = np.array(data['y'])
    return normal(m, 0, 1) + np.sum(stats.multivariate_normal.logpdf(rows, [m, m], cov))


@case(
    'observed shares',
    1,
    'dim k\ndim n\ndata y[n, k]: unit\nparam a ~ HalfNormal(1)\nobserve y ~ Dirichlet(a)',
    {'y': [[0.5, 0.25, 0.25], [0.125, 0.375, 0.5]]},
)
def _(p, data):
    a = p.positive()
    return half_normal(a) + sum(stats.dirichlet.logpdf(row, [a] * 3) for row in data['y'])


if __name__ == '__main__':
    main()
