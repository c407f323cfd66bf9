"""Reference values of the distributions of vectors and matrices, in mpmath at 420 digits, by inverses and determinants
and not by Cholesky factors; checked against scipy where it has them.

    python3 test/distributions/reference/vectors.py points NAME   prints the test points of a distribution
    python3 test/distributions/reference/vectors.py gradients     writes vector-gradients.json

`npx biome check --write` lays the files out.
"""
import json
import math
import pathlib
import sys

import numpy
from mpmath import beta, det, inf, log, log1p, loggamma, matrix, mp, mpf, pi, sin
from scipy import stats

mp.dps = 420  # more than the range of float64, within which no pivot is then taken for 0


def trace_of(a, b):
    product = a * b
    return sum(product[i, i] for i in range(product.rows))


def column(v):
    return matrix([[value] for value in v])


def quadratic(v, m):
    return (column(v).T * m * column(v))[0]


def spread_of(cov=None, chol=None, prec=None):
    """Inverse and log determinant of the covariance matrix."""
    if prec is not None:
        return matrix(prec), -log(det(matrix(prec)))
    cov = matrix(cov) if chol is None else matrix(chol) * matrix(chol).T
    return cov ** -1, log(det(cov))


def vector(value, size):
    return value if isinstance(value, list) else [value] * size


def multi_normal(x, mean, **spread):
    inverse, logdet = spread_of(**spread)
    d = [a - m for a, m in zip(x, vector(mean, len(x)))]
    return -(quadratic(d, inverse) + logdet + len(x) * log(2 * pi)) / 2


def multi_student_t(x, df, location, scale=None, chol=None):
    inverse, logdet = spread_of(scale, chol)
    k = len(x)
    q = quadratic([a - m for a, m in zip(x, vector(location, k))], inverse)
    return (loggamma((df + k) / 2) - loggamma(df / 2) - k * log(df * pi) / 2 - logdet / 2
            - (df + k) / 2 * log1p(q / df))


def xlog(a, v):
    return mpf(0) if a == 0 else -inf * a if v == 0 else a * log(v)


def dirichlet(x, concentration):
    a = vector(concentration, len(x))
    if min(x) < 0 or abs(sum(x) - 1) > 1e-6:
        return -inf
    return loggamma(sum(a)) - sum(map(loggamma, a)) + sum(xlog(c - 1, v) for c, v in zip(a, x))


def are_counts(x, trials):
    return all(v >= 0 and v == int(v) for v in x) and sum(x) == trials


def multinomial(x, trials, p):
    if not are_counts(x, trials):
        return -inf
    return loggamma(trials + 1) - sum(loggamma(v + 1) for v in x) + sum(xlog(v, q) for v, q in zip(x, p))


def multinomial_logit(x, trials, logits):
    terms = [mp.exp(v) for v in vector(logits, len(x))]
    return multinomial(x, trials, [t / sum(terms) for t in terms])


def dirichlet_multinomial(x, trials, concentration):
    if not are_counts(x, trials):
        return -inf
    a = vector(concentration, len(x))
    rising = sum(loggamma(c + v) - loggamma(c) - loggamma(v + 1) for c, v in zip(a, x))
    return loggamma(sum(a)) - loggamma(sum(a) + trials) + loggamma(trials + 1) + rising


def icar(x, node1, node2):
    return -sum((x[int(i) - 1] - x[int(j) - 1]) ** 2 for i, j in zip(node1, node2)) / 2


def lkj_normaliser(shape, size):
    """Of independent partial correlations, beta distributed on −1 to 1 (Lewandowski, Kurowicka and Joe 2009)."""
    total = mpf(0)
    for j in range(size - 1):
        half = shape + mpf(size - 2 - j) / 2
        total -= (size - 1 - j) * ((2 * half - 1) * log(2) + log(beta(half, half)))
    return total


def lkj(x, shape):
    if any(abs(x[i][i] - 1) > 1e-6 for i in range(len(x))) or det(matrix(x)) <= 0:
        return -inf
    return lkj_normaliser(shape, len(x)) + (shape - 1) * log(det(matrix(x)))


def lkj_cholesky(x, shape):
    size = len(x)
    if any(abs(sum(v * v for v in row) - 1) > 1e-6 for row in x):
        return -inf
    return lkj_normaliser(shape, size) + sum((size - 1 - k + 2 * shape - 2) * log(x[k][k]) for k in range(size))


def multivariate_gamma(a, size):
    return mpf(size * (size - 1)) / 4 * log(pi) + sum(loggamma(a - mpf(j) / 2) for j in range(size))


def is_positive(x):
    return all(det(matrix([row[:k] for row in x[:k]])) > 0 for k in range(1, len(x) + 1))


def wishart(x, df, scale):
    size = len(x)
    if not is_positive(x):
        return -inf
    return ((df - size - 1) / 2 * log(det(matrix(x))) - trace_of(matrix(scale) ** -1, matrix(x)) / 2
            - df / 2 * log(det(matrix(scale))) - df * size / 2 * log(2) - multivariate_gamma(df / 2, size))


def inverse_wishart(x, df, scale):
    size = len(x)
    if not is_positive(x):
        return -inf
    return (df / 2 * log(det(matrix(scale))) - (df + size + 1) / 2 * log(det(matrix(x)))
            - trace_of(matrix(scale), matrix(x) ** -1) / 2 - df * size / 2 * log(2) - multivariate_gamma(df / 2, size))


A = [[2.0, 0.5, -0.25], [0.5, 1.0, 0.125], [-0.25, 0.125, 0.5]]
B = [[1.5, -0.75, 0.5], [-0.75, 2.5, 0.25], [0.5, 0.25, 1.25]]
L = [[1.5, 0.0, 0.0], [-0.5, 0.75, 0.0], [0.25, 1.0, 2.0]]
NEAR_SINGULAR = [[1.0, 0.999999], [0.999999, 1.0]]
TINY = [[1e-200, 0.0], [0.0, 1e-100]]
R = [[1.0, 0.5, -0.25], [0.5, 1.0, 0.125], [-0.25, 0.125, 1.0]]
R2 = [[1.0, -0.96], [-0.96, 1.0]]
C = [[1.0, 0.0, 0.0], [0.6, 0.8, 0.0], [-0.28, 0.0, 0.96]]
EYE = [[1.0, 0.0], [0.0, 1.0]]

# name: (density, points); a point: (x, arguments)
DISTRIBUTIONS = {
    'MultiNormal': (multi_normal, [
        ([0.5, -1.0, 2.0], {'mean': [0.0, 0.0, 0.0], 'cov': A}), ([0.5, -1.0, 2.0], {'mean': [1.0, 0.5, -0.25], 'chol': L}),
        ([0.5, -1.0, 2.0], {'mean': 0.0, 'prec': A}), ([3.0], {'mean': [1.0], 'cov': [[4.0]]}),
        ([1.0, 1.00001], {'mean': 0.0, 'cov': NEAR_SINGULAR}), ([1e-100, 2e-50], {'mean': 0.0, 'cov': TINY}),
        ([1e100, 0.0], {'mean': 0.0, 'prec': TINY}), ([40.0, -30.0, 25.0], {'mean': 0.0, 'cov': B})]),
    'MultiStudentT': (multi_student_t, [
        ([0.5, -1.0, 2.0], {'df': 4.0, 'location': [0.0, 0.0, 0.0], 'scale': A}),
        ([0.5, -1.0, 2.0], {'df': 0.5, 'location': [1.0, 0.5, -0.25], 'chol': L}),
        ([3.0], {'df': 7.0, 'location': [1.0], 'scale': [[4.0]]}), ([1e6, -2e6, 1.0], {'df': 3.0, 'location': 0.0, 'scale': B}),
        ([0.5, -1.0, 2.0], {'df': 1e10, 'location': 0.0, 'scale': A}),
        ([1.0, 1.00001], {'df': 25.0, 'location': 0.0, 'scale': NEAR_SINGULAR})]),
    'Dirichlet': (dirichlet, [
        ([0.25, 0.75], {'concentration': [1.0, 1.0]}), ([0.25, 0.25, 0.5], {'concentration': 1.0}),
        ([0.125, 0.375, 0.5], {'concentration': [0.5, 2.0, 30.0]}), ([0.0, 0.5, 0.5], {'concentration': [1.0, 2.0, 3.0]}),
        ([0.0, 1.0], {'concentration': [2.0, 2.0]}), ([1e-300, 1.0], {'concentration': [0.01, 3.0]}),
        ([1.0], {'concentration': [2.5]}), ([0.25, 0.5], {'concentration': 1.0}), ([-0.25, 1.25], {'concentration': 2.0}),
        ([0.25, 0.25, 0.5], {'concentration': [2500.0, 2600.0, 4900.0]})]),
    'Multinomial': (multinomial, [
        ([1.0, 2.0, 3.0], {'trials': 6.0, 'p': [0.25, 0.25, 0.5]}), ([0.0, 0.0], {'trials': 0.0, 'p': [0.5, 0.5]}),
        ([0.0, 4.0], {'trials': 4.0, 'p': [0.0, 1.0]}), ([1.0, 3.0], {'trials': 4.0, 'p': [0.0, 1.0]}),
        ([30.0, 50.0, 20.0], {'trials': 100.0, 'p': [0.25, 0.5, 0.25]}), ([1.0, 2.0], {'trials': 4.0, 'p': [0.5, 0.5]}),
        ([-1.0, 2.0], {'trials': 1.0, 'p': [0.5, 0.5]}), ([0.5, 0.5], {'trials': 1.0, 'p': [0.5, 0.5]})]),
    'MultinomialLogit': (multinomial_logit, [
        ([1.0, 2.0, 3.0], {'trials': 6.0, 'logits': [0.5, -1.0, 2.0]}), ([0.0, 0.0], {'trials': 0.0, 'logits': [1.0, 2.0]}),
        ([2.0, 4.0], {'trials': 6.0, 'logits': [700.0, -700.0]}), ([30.0, 50.0, 20.0], {'trials': 100.0, 'logits': 0.0}),
        ([1.0, 2.0], {'trials': 4.0, 'logits': [0.0, 0.0]}), ([0.5, 0.5], {'trials': 1.0, 'logits': [0.0, 0.0]})]),
    'DirichletMultinomial': (dirichlet_multinomial, [
        ([1.0, 2.0, 3.0], {'trials': 6.0, 'concentration': [0.5, 1.0, 2.0]}),
        ([0.0, 0.0], {'trials': 0.0, 'concentration': [1.0, 2.0]}), ([2.0, 4.0], {'trials': 6.0, 'concentration': 1.0}),
        ([30.0, 50.0, 20.0], {'trials': 100.0, 'concentration': [1e9, 2e9, 1e9]}),
        ([3.0, 0.0, 1.0], {'trials': 4.0, 'concentration': [1e-6, 1e-3, 2.0]}),
        ([1.0, 2.0], {'trials': 4.0, 'concentration': 1.0}), ([0.5, 0.5], {'trials': 1.0, 'concentration': 1.0})]),
    'ICAR': (icar, [
        ([0.5, -1.0, 2.0], {'node1': [1.0, 2.0], 'node2': [2.0, 3.0]}), ([1.0, 1.0], {'node1': [1.0], 'node2': [2.0]}),
        ([1e8, 1e8, 1e8 + 1], {'node1': [1.0, 1.0, 2.0], 'node2': [2.0, 3.0, 3.0]}),
        ([3.0, 0.0, -4.0, 1.0], {'node1': [4.0, 1.0], 'node2': [1.0, 3.0]})]),
    'LKJ': (lkj, [
        (R, {'shape': 1.0}), (R, {'shape': 2.5}), (R, {'shape': 0.25}), (R2, {'shape': 1.0}), (R2, {'shape': 40.0}),
        ([[1.0]], {'shape': 3.0}), ([[1.0, 0.5], [0.5, 1.25]], {'shape': 1.0}), ([[1.0, 1.5], [1.5, 1.0]], {'shape': 2.0})]),
    'LKJCholesky': (lkj_cholesky, [
        (C, {'shape': 1.0}), (C, {'shape': 2.5}), (C, {'shape': 0.25}), ([[1.0, 0.0], [0.6, 0.8]], {'shape': 40.0}),
        ([[1.0]], {'shape': 3.0}), ([[1.0, 0.0], [0.5, 0.5]], {'shape': 1.0})]),
    'Wishart': (wishart, [
        (A, {'df': 5.0, 'scale': B}), (B, {'df': 2.25, 'scale': A}), ([[2.5]], {'df': 3.0, 'scale': [[0.5]]}),
        (EYE, {'df': 400.0, 'scale': NEAR_SINGULAR}), (NEAR_SINGULAR, {'df': 3.0, 'scale': EYE}),
        ([[1.0, 1.5], [1.5, 1.0]], {'df': 3.0, 'scale': EYE})]),
    'InverseWishart': (inverse_wishart, [
        (A, {'df': 5.0, 'scale': B}), (B, {'df': 2.25, 'scale': A}), ([[2.5]], {'df': 3.0, 'scale': [[0.5]]}),
        (EYE, {'df': 400.0, 'scale': NEAR_SINGULAR}), (NEAR_SINGULAR, {'df': 3.0, 'scale': EYE}),
        ([[1.0, 1.5], [1.5, 1.0]], {'df': 3.0, 'scale': EYE})]),
}
DISCRETE = {'Multinomial', 'MultinomialLogit', 'DirichletMultinomial'}
NOT_CONTINUOUS = {'trials', 'node1', 'node2'}

SCIPY = {
    'MultiNormal': lambda x, mean, cov: stats.multivariate_normal(mean, cov).logpdf(x),
    'MultiStudentT': lambda x, df, location, scale: stats.multivariate_t(location, scale, df).logpdf(x),
    'Dirichlet': lambda x, concentration: stats.dirichlet(concentration).logpdf(x),
    'Multinomial': lambda x, trials, p: stats.multinomial(int(trials), p).logpmf(x),
    'DirichletMultinomial': lambda x, trials, concentration: stats.dirichlet_multinomial(concentration, int(trials)).logpmf(
        [int(v) for v in x]),
    'Wishart': lambda x, df, scale: stats.wishart(df, numpy.array(scale)).logpdf(numpy.array(x)),
    'InverseWishart': lambda x, df, scale: stats.invwishart(df, numpy.array(scale)).logpdf(numpy.array(x)),
}


def exact(value):
    return [exact(v) for v in value] if isinstance(value, list) else mpf(value)


def number(v):
    if isinstance(v, list):
        return f"[{', '.join(map(number, v))}]"
    if abs(v) == math.log(2):
        return '-Math.LN2' if v < 0 else 'Math.LN2'
    return 'Infinity' if v == math.inf else '-Infinity' if v == -math.inf else repr(float(v)).replace('e+', 'e')


def points(name):
    density, rows = DISTRIBUTIONS[name]
    for index, (x, arguments) in enumerate(rows):
        value = float(density(exact(x), **{k: exact(v) for k, v in arguments.items()}))
        if index == 0 and name in SCIPY:
            assert abs(value - SCIPY[name](x, **arguments)) < 1e-10, (name, value)
        named = ', '.join(f'{p}: {number(v)}' for p, v in arguments.items())
        print(f'    {{ x: {number(x)}, arguments: {{ {named} }}, logDensity: {number(value)} }},')


def gradients():
    rows = []
    for name, (density, all_points) in DISTRIBUTIONS.items():
        for index, (x, arguments) in enumerate(all_points):
            values = {'x': exact(x), **{k: exact(v) for k, v in arguments.items()}}
            if mp.isinf(density(**values)) or (name == 'Dirichlet' and 0.0 in x):
                continue
            for variable, value in values.items():
                if variable in NOT_CONTINUOUS or (variable == 'x' and name in DISCRETE):
                    continue
                is_matrix = isinstance(value, list) and isinstance(value[0], list)
                symmetric = is_matrix and variable != 'chol' and name != 'LKJCholesky'
                step = mpf(10) ** -15
                direction = moved_by(value, symmetric)
                up, down = (shifted(value, direction, s) for s in (step, -step))
                slope = (density(**{**values, variable: up}) - density(**{**values, variable: down})) / (2 * step)
                rows.append({'distribution': name, 'point': index, 'variable': variable,
                             'direction': flat(direction), 'slope': float(slope)})
    text = '[\n' + ',\n'.join('  ' + json.dumps(row) for row in rows) + '\n]\n'
    (pathlib.Path(__file__).parent / 'vector-gradients.json').write_text(text)


def moved_by(value, symmetric):
    """Unequal steps for the elements; in a symmetric matrix symmetric, in a factor none above the diagonal."""
    if not isinstance(value, list):
        return abs(value) or mpf(1)
    if not isinstance(value[0], list):
        return [(abs(v) or 1) * mpf(float(sin(k + 1))) for k, v in enumerate(value)]
    return [[mpf(0) if not symmetric and j > i else (abs(v) or 0) * mpf(float(sin(1 + i + j)))
             for j, v in enumerate(row)] for i, row in enumerate(value)]


def shifted(value, direction, step):
    if isinstance(value, list):
        return [shifted(v, d, step) for v, d in zip(value, direction)]
    return value + step * direction


def flat(value):
    if not isinstance(value, list):
        return [float(value)]
    return [v for row in value for v in flat(row)]


if __name__ == '__main__':
    points(sys.argv[2]) if sys.argv[1] == 'points' else gradients()
