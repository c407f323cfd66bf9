"""Reference values of the functions of vectors and matrices, in mpmath at 50 digits.

    python3 test/functions/reference/matrix_functions.py     writes matrix-functions.json beside this file

A row: function, form, the shape and elements of each argument (float64, so exact), the elements of the
value, and for most the gradient of the weighted sum of the value's elements, element k with the weight
((7 k + 3) mod 11 - 5) / 4, by central differences. Where `symmetric` is set, the argument of the function
is (X + X') / 2 of the first argument X, of which the derivative is taken.
"""
import json
import pathlib

import mpmath as mp
import numpy as np

mp.mp.dps = 50
rng = np.random.default_rng(11)
rows = []


def weight(k):
    return mp.mpf((7 * k + 3) % 11 - 5) / 4


def eigen(a):
    n = a.rows
    values, vectors = mp.eigsy(a)
    order = sorted(range(n), key=lambda k: values[k])
    columns = []
    for k in order:
        column = [vectors[i, k] for i in range(n)]
        largest = max(abs(v) for v in column)
        first = next(v for v in column if abs(v) > largest * (1 - mp.mpf(10) ** -8))
        columns.append([v * mp.sign(first) for v in column])
    return [values[k] for k in order], mp.matrix(n, n) if n == 0 else mp.matrix(columns).T


def flat(m):
    return [m[i, j] for i in range(m.rows) for j in range(m.cols)]


def column(x):
    return x.T if x.rows == 1 else x


def kron(a, b):
    return mp.matrix([[a[i // b.rows, j // b.cols] * b[i % b.rows, j % b.cols] for j in range(a.cols * b.cols)]
                      for i in range(a.rows * b.rows)])


def dot(x, y):
    return sum(p * q for p, q in zip(flat(x), flat(y)))


FUNCTIONS = {
    'transpose': lambda a: flat(a.T),
    'diag': lambda x: flat(mp.diag(flat(x))),
    'diagonal': lambda a: [a[i, i] for i in range(a.rows)],
    'trace': lambda a: [sum(a[i, i] for i in range(a.rows))],
    'dot': lambda x, y: [dot(x, y)],
    'outer': lambda x, y: [p * q for p in flat(x) for q in flat(y)],
    'quad_form': lambda a, x: flat(x.T * a * x),
    'kronecker': lambda a, b: flat(kron(a, b)),
    'cholesky': lambda a: flat(mp.cholesky(a)),
    'solve': lambda a, b: flat(mp.inverse(a) * b),
    'inverse': lambda a: flat(mp.inverse(a)),
    'logdet': lambda a: [mp.log(abs(mp.det(a)))],
    'eigenvalues': lambda a: eigen(a)[0],
    'eigenvectors': lambda a: flat(eigen(a)[1]),
}


def exact(array):
    array = np.asarray(array, dtype=float)
    return mp.matrix(array.reshape(-1, 1).tolist()) if array.ndim == 1 else mp.matrix(array.tolist())


def add(name, arguments, form=0, symmetric=False, derivatives=True, condition=None):
    arrays = [np.asarray(a, dtype=float) for a in arguments]

    def value(matrices):
        first = (matrices[0] + matrices[0].T) / 2 if symmetric else matrices[0]
        return FUNCTIONS[name](first, *matrices[1:])

    matrices = [exact(a) for a in arrays]
    row = dict(function=name, form=form, arguments=[dict(shape=list(a.shape), data=a.ravel().tolist()) for a in arrays],
               value=[float(v) for v in value(matrices)])
    if symmetric:
        row['symmetric'] = True
    if condition is not None:
        row['condition'] = float(condition)
    if derivatives:
        step = mp.mpf(10) ** -16
        gradients = []
        for k, m in enumerate(matrices):
            slopes = []
            for i in range(m.rows):
                for j in range(m.cols):
                    sums = []
                    for sign in (1, -1):
                        moved = [x.copy() for x in matrices]
                        moved[k][i, j] += sign * step
                        sums.append(sum(weight(p) * v for p, v in enumerate(value(moved))))
                    slopes.append(float((sums[0] - sums[1]) / (2 * step)))
            gradients.append(slopes)
        row['gradients'] = gradients
    rows.append(row)


def eighths(*shape):
    return rng.integers(-16, 17, shape) / 8


def regular(n):
    return eighths(n, n) + (n + 2) * np.eye(n)


def positive_definite(n):
    root = eighths(n, n)
    return root @ root.T + np.eye(n) * (n / 2)


# derivatives of large matrices take long in mpmath, and are tested between engines as well
SMALL = (1, 2, 3, 5)
for n in range(1, 13):
    d = n in SMALL
    add('diag', [eighths(n)], derivatives=d)
    add('diagonal', [eighths(n, n)], derivatives=d)
    add('trace', [eighths(n, n)], derivatives=d)
    add('dot', [eighths(n), eighths(n)], derivatives=d)
    add('quad_form', [eighths(n, n), eighths(n)], derivatives=d)
    add('cholesky', [positive_definite(n)], symmetric=True, derivatives=d)
    add('solve', [regular(n), eighths(n)], derivatives=d)
    add('inverse', [regular(n)], derivatives=d)
    add('logdet', [regular(n) * (-1 if n % 2 else 1)], derivatives=d)
    add('eigenvalues', [eighths(n, n)], symmetric=True, derivatives=d)
    add('eigenvectors', [eighths(n, n) + np.diag(np.arange(n)) * 3], symmetric=True, derivatives=d)
for n, m in ((1, 1), (2, 3), (3, 1), (4, 2)):
    add('transpose', [eighths(n, m)])
    add('outer', [eighths(n), eighths(m)])
    add('quad_form', [eighths(n, n), eighths(n, m)], form=1)
    add('solve', [regular(n), eighths(n, m)], form=1)
    add('kronecker', [eighths(n, m), eighths(m, 2)])

# a determinant of elimination with exchanged rows, and one below 0
add('logdet', [[[0.0, 2.0, 1.0], [1.0, 0.0, -1.0], [3.0, 1.0, 0.0]]])
# nearly singular: the Hilbert matrix and one with eigenvalues 1 and 1e-8
for n in (4, 6):
    hilbert = np.array([[1 / (i + j + 1) for j in range(n)] for i in range(n)])
    condition = np.linalg.cond(hilbert)
    add('cholesky', [hilbert], symmetric=True, derivatives=False, condition=condition)
    add('solve', [hilbert, np.ones(n)], derivatives=False, condition=condition)
    add('inverse', [hilbert], derivatives=False, condition=condition)
    add('logdet', [hilbert], derivatives=False, condition=condition)
nearly = np.array([[1.0, 1 - 2.0**-27], [1 - 2.0**-27, 1.0]])
add('inverse', [nearly], derivatives=False, condition=2.0**28)
add('logdet', [nearly], derivatives=False, condition=2.0**28)

path = pathlib.Path(__file__).with_name('matrix-functions.json')
path.write_text('[\n' + ',\n'.join(json.dumps(row) for row in rows) + '\n]\n')
