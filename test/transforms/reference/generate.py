"""Reference values of the transforms of vectors and matrices, element by element in mpmath at 60 digits: the constrained
values, and the logarithms of the Jacobian determinants by central differences.

    python3 test/transforms/reference/generate.py      writes events.json
"""
import json
import pathlib

from mpmath import det, exp, gamma, log, matrix, mp, mpf, pi, sqrt, tanh

mp.dps = 60


def helmert(u):
    """H u with the columns (1, …, 1, −(j + 1), 0, …) / √((j + 1)(j + 2))."""
    n = len(u)
    return [sum((1 if i <= j else -(j + 1) if i == j + 1 else 0) / sqrt(mpf((j + 1) * (j + 2))) * u[j] for j in range(n))
            for i in range(n + 1)]


def simplex(u):
    terms = [exp(v) for v in helmert(u)]
    return [t / sum(terms) for t in terms]


def ordered(u):
    return [u[0] + sum(exp(v) for v in u[1:k + 1]) for k in range(len(u))]


def positive_ordered(u):
    return [sum(exp(v) for v in u[:k + 1]) for k in range(len(u))]


def unit_vector(u):
    length = sqrt(sum(v * v for v in u))
    return [v / length for v in u]


def cholesky_corr(u):
    size = next(k for k in range(1, 50) if k * (k - 1) // 2 == len(u))
    rest = iter(u)
    rows = []
    for i in range(size):
        row = []
        for _ in range(i):
            row.append(tanh(next(rest)) * sqrt(1 - sum(v * v for v in row)))
        row.append(sqrt(1 - sum(v * v for v in row)))
        rows.append(row + [mpf(0)] * (size - i - 1))
    return rows


def cholesky_cov(u):
    size = next(k for k in range(1, 50) if k * (k + 1) // 2 == len(u))
    rest = iter(u)
    return [[next(rest) for _ in range(i)] + [exp(next(rest))] + [mpf(0)] * (size - i - 1) for i in range(size)]


def gram(rows):
    return [[sum(a * b for a, b in zip(p, q)) for q in rows] for p in rows]


def triangle(rows, diagonal):
    return [rows[i][j] for i in range(len(rows)) for j in range(i + diagonal)]


def jacobian(function, u):
    step = mpf(10) ** -20
    columns = []
    for k in range(len(u)):
        up, down = list(u), list(u)
        up[k] += step
        down[k] -= step
        columns.append([(a - b) / (2 * step) for a, b in zip(function(up), function(down))])
    return matrix(columns).T


# name: (forward, the elements in which volumes are measured; None: on the surface)
TRANSFORMS = {
    'simplex': (simplex, lambda x: x[:-1]),
    'ordered': (ordered, lambda x: x),
    'positive_ordered': (positive_ordered, lambda x: x),
    'sum_to_zero': (helmert, None),
    'cholesky_corr': (cholesky_corr, lambda x: triangle(x, 0)),
    'corr_matrix': (lambda u: gram(cholesky_corr(u)), lambda x: triangle(x, 0)),
    'cholesky_cov': (cholesky_cov, lambda x: triangle(x, 1)),
    'cov_matrix': (lambda u: gram(cholesky_cov(u)), lambda x: triangle(x, 1)),
}
POINTS = {
    1: [[0.0], [-1.5]],
    2: [[0.5, -1.0]],
    3: [[0.0, 0.0, 0.0], [0.25, -1.5, 2.0], [8.0, -7.5, 3.0]],
    6: [[0.1, -0.7, 1.3, 0.4, -2.0, 0.9], [4.0, -3.5, 2.5, -5.0, 0.01, 6.0]],
}


def flat(x):
    return [v for row in x for v in row] if isinstance(x[0], list) else x


def main():
    rows = []
    for name, (forward, free) in TRANSFORMS.items():
        for count, points in POINTS.items():
            if ('corr' in name or 'cov' in name) and count == 2:
                continue
            for point in points:
                u = [mpf(v) for v in point]
                if free is None:
                    j = jacobian(forward, u)
                    volume = sqrt(det(j.T * j))
                else:
                    volume = abs(det(jacobian(lambda v: free(forward(v)), u)))
                rows.append({'transform': name, 'unconstrained': point,
                             'constrained': [float(v) for v in flat(forward(u))], 'logJacobian': float(log(volume))})
    for count, points in POINTS.items():
        for point in points:
            u = [mpf(v) for v in point]
            if all(v == 0 for v in u):
                continue
            # the standard normal density of u, by the area of the sphere 2 π^(K/2) / Γ(K/2)
            half = mpf(count) / 2
            value = -sum(v * v for v in u) / 2 - half * log(2 * pi) + log(2 * pi ** half / gamma(half))
            rows.append({'transform': 'unit_vector', 'unconstrained': point,
                         'constrained': [float(v) for v in unit_vector(u)], 'logJacobian': float(value)})
    text = '[\n' + ',\n'.join('  ' + json.dumps(row) for row in rows) + '\n]\n'
    (pathlib.Path(__file__).parent / 'events.json').write_text(text)


main()
