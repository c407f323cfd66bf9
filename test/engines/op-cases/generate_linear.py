"""Writes linear.ts and loop-values.ts beside this file: linear algebra and loops in mpmath at 60 digits.

Run it, then format: python3 generate_linear.py && npx biome check --write .
"""
import math
import os

import mpmath as mp
import numpy as np

mp.mp.dps = 60
inf, nan = math.inf, math.nan
HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(3)


def literal(value):
    value = float(value)
    if math.isnan(value):
        return 'Number.NaN'
    if math.isinf(value):
        return 'Infinity' if value > 0 else '-Infinity'
    if abs(value) == math.sqrt(0.5):
        return 'Math.SQRT1_2' if value > 0 else '-Math.SQRT1_2'
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def numbers(values):
    return '[' + ', '.join(literal(v) for v in np.ravel(values)) + ']'


def eighths(*shape):
    return rng.integers(-16, 17, shape) / 8 + 0.0625


def positive_definite(n):
    root = eighths(n, n)
    return root @ root.T + np.eye(n) * (n / 2)


lines = []


def add(op, name, inputs, expected, attributes='{}', differentiable=True):
    tensors = ', '.join(
        f"{{ shape: [{', '.join(map(str, a.shape))}], data: {numbers(a)} }}" for a in inputs)
    lines.append(f"{{ op: '{op}', name: '{name}', inputs: [{tensors}], attributes: {attributes}, "
                 f"expected: {numbers(expected)}, differentiable: {str(differentiable).lower()} }},")


def array(matrix):
    return [float(v) for v in matrix]


for n in (1, 2, 3, 6):
    a = positive_definite(n)
    factor = mp.cholesky(mp.matrix(a.tolist()))
    add('cholesky', f'{n} × {n}', [a], array(factor))
a = positive_definite(3)
lower = mp.cholesky(mp.matrix(a.tolist()))
add('cholesky', 'the upper triangle is not read', [np.tril(a) + np.triu(np.full((3, 3), 7.5), 1)], array(lower))
add('cholesky', 'not positive definite', [np.array([[1.0, 2.0], [2.0, 1.0]])], [nan] * 4, differentiable=False)
add('cholesky', 'singular', [np.array([[1.0, 1.0], [1.0, 1.0]])], [nan] * 4, differentiable=False)
add('cholesky', 'NaN', [np.array([[1.0, 0.0], [nan, 1.0]])], [nan] * 4, differentiable=False)
add('cholesky', 'infinite', [np.array([[inf, 0.0], [0.0, 1.0]])], [nan] * 4, differentiable=False)
add('cholesky', 'nothing', [np.zeros((0, 0))], [])

for n, m in ((1, 1), (2, 3), (5, 1), (5, 4)):
    triangle = np.tril(eighths(n, n)) + 3 * np.eye(n)
    full = triangle + np.triu(np.full((n, n), 2.5), 1)
    right = eighths(n, m)
    for transposed in (False, True):
        exact = mp.matrix((triangle.T if transposed else triangle).tolist())
        solution = mp.inverse(exact) * mp.matrix(right.tolist())
        add('triangularSolve', f'{n} × {n}, {m} right' + (', transposed' if transposed else ''),
            [full, right], array(solution), f'{{ transposed: {str(transposed).lower()} }}')
add('triangularSolve', 'a zero on the diagonal', [np.array([[0.0, 0.0], [1.0, 2.0]]), np.array([[1.0], [1.0]])],
    [inf, -inf], '{ transposed: false }', differentiable=False)

for n, m in ((1, 2), (2, 1), (3, 3), (6, 2)):
    matrix = eighths(n, n)
    matrix[0, 0] = 0 if n > 1 else 1.5  # needs an exchange of rows
    right = eighths(n, m)
    for transposed in (False, True):
        exact = mp.matrix((matrix.T if transposed else matrix).tolist())
        add('solve', f'{n} × {n}, {m} right' + (', transposed' if transposed else ''),
            [matrix, right], array(mp.inverse(exact) * mp.matrix(right.tolist())),
            f'{{ transposed: {str(transposed).lower()} }}')
    add('logAbsDeterminant', f'{n} × {n}', [matrix], [mp.log(abs(mp.det(mp.matrix(matrix.tolist()))))])
add('logAbsDeterminant', 'singular', [np.array([[1.0, 2.0], [2.0, 4.0]])], [-inf], differentiable=False)
add('logAbsDeterminant', 'NaN', [np.array([[nan, 2.0], [2.0, 4.0]])], [nan], differentiable=False)
add('logAbsDeterminant', 'nothing', [np.zeros((0, 0))], [0])


def lower_entries(size):
    return [(i, j) for i in range(size) for j in range(i + 1)]


def adjoint_by_differences(factor, cotangent):
    """The derivative of the sum of cotangent * cholesky(A) in each entry of the lower triangle of A = L L'."""
    size = len(factor)
    exact = mp.matrix(np.tril(factor).tolist())
    a = exact * exact.T
    h = mp.mpf(10) ** -20

    def value(i, j, moved):
        b = a.copy()
        b[i, j] += moved
        if i != j:
            b[j, i] += moved
        c = mp.cholesky(b)
        return sum(mp.mpf(float(cotangent[k][m])) * c[k, m] for k, m in lower_entries(size))

    result = mp.zeros(size)
    for i, j in lower_entries(size):
        result[i, j] = (value(i, j, h) - value(i, j, -h)) / (2 * h)
    return result


for n in (1, 2, 3, 4, 6, 9):
    factor = np.tril(eighths(n, n)) + 3 * np.eye(n) + np.triu(np.full((n, n), 2.5), 1)
    cotangent = eighths(n, n)
    add('choleskyAdjoint', f'{n} × {n}', [factor, cotangent], array(adjoint_by_differences(factor, cotangent)))
add('choleskyAdjoint', 'NaN', [np.array([[nan, 0.0], [nan, nan]]), np.eye(2)], [nan, 0, nan, nan], differentiable=False)
add('choleskyAdjoint', 'what is above the diagonal is not read',
    [np.array([[2.0, nan], [1.0, 1.0]]), np.array([[0.0, nan], [0.0, 1.0]])], [0.125, 0, -0.5, 0.5], differentiable=False)
add('choleskyAdjoint', 'nothing', [np.zeros((0, 0)), np.zeros((0, 0))], [])

def eigen(matrix):
    """Ascending eigenvalues, and eigenvectors in columns whose largest entries are positive."""
    values, vectors = mp.eigsy(mp.matrix(matrix.tolist()))
    n = len(matrix)
    order = sorted(range(n), key=lambda k: values[k])
    columns = []
    for k in order:
        column = [vectors[i, k] for i in range(n)]
        largest = max(abs(v) for v in column)
        first = next(v for v in column if abs(v) > largest * (1 - mp.mpf(10) ** -20))
        columns.append([v * mp.sign(first) for v in column])
    return [float(values[k]) for k in order], [float(columns[j][i]) for i in range(n) for j in range(n)]


def add_eigen(name, matrix):
    # a difference in one element leaves the symmetric matrices: derivatives have tests of their own
    values, vectors = eigen(matrix)
    add('eigenvalues', name, [matrix], values, differentiable=False)
    # single elements of larger ones are known less well than to their own last digits
    if len(matrix) <= 3:
        add('eigenvectors', name, [matrix], vectors, differentiable=False)


rng = np.random.default_rng(4)
for n in (1, 2, 3, 6, 12):
    matrix = eighths(n, n)
    add_eigen(f'{n} × {n}', matrix + matrix.T)
add_eigen('signs by the first of equal entries', np.array([[2.0, 1.0], [1.0, 2.0]]))
add_eigen('diagonal', np.diag([3.0, -1.0, 0.5]))
add_eigen('singular', np.outer([1.0, 2.0], [1.0, 2.0]))
for op, count in (('eigenvalues', 2), ('eigenvectors', 4)):
    for name, matrix in (('not symmetric', [[1.0, 2.0], [2.5, 1.0]]), ('NaN', [[nan, 2.0], [2.0, 1.0]]),
                         ('infinite', [[inf, 2.0], [2.0, 1.0]])):
        add(op, name, [np.array(matrix)], [nan] * count, differentiable=False)
    add(op, 'nothing', [np.zeros((0, 0))], [], differentiable=False)
add('eigenvalues', 'repeated', [np.eye(3) * 2.5], [2.5] * 3, differentiable=False)
# symmetric but for rounding, and not as far apart in float32
add('eigenvalues', 'nearly symmetric', [np.array([[2.0, 1.0], [1.0 + 2.0**-46, 2.0]])], [1, 3], differentiable=False)

for name, x in (('a vector', [3.0, -1.5, 2.0, -7.0, 0.0]), ('ties keep their order', [2.0, 1.0, 2.0, 1.0, 1.0, 3.0, 2.0]),
                ('NaN last', [nan, 1.0, nan, -inf, inf]), ('zeros are equal', [0.0, -0.0, 0.0, -1.0]), ('one', [4.0]),
                ('nothing', []), ('matrix rows', [[3.0, 1.0, 2.0], [1.0, 2.0, 0.5]]),
                ('long', np.round(rng.normal(size=70) * 4) / 2)):
    x = np.array(x)
    add('argSort', name, [x], np.argsort(x, axis=-1, kind='stable'), differentiable=False)

with open(os.path.join(HERE, 'linear.ts'), 'w') as out:
    out.write(f'/** Cases of the ops on matrices; expected values from mpmath {mp.__version__}. Written by generate_linear.py. */\n')
    out.write("import type { OpCase } from '../op-cases.ts';\n\n// biome-ignore format: one case a line\n")
    out.write('export const linearCases: readonly OpCase[] = [\n' + '\n'.join(lines) + '\n];\n')

# --------------------------------------------------------------------- loops

values = {}
F = mp.mpf

x, phi, start = [0.5, -1.25, 2.0, 0.75], 0.625, 0.25
s, states = F(start), []
for v in x:
    s = F(phi) * s + F(v)
    states.append(s)
values['autoregression'] = dict(initial=[start], x=x, phi=[phi], expected=states + [s])
s, states = F(start), []
for v in reversed(x):
    s = F(phi) * s + F(v)
    states.insert(0, s)
values['reversed'] = dict(expected=states + [s])

# damped pendulum in two states; emits its energy, the product of all, and a constant
push, rate, initial = [[0.5, 1.0], [-0.25, 0.75], [0.125, -1.5]], [0.25, 0.5], [0.75, -0.375]
a, v = map(F, initial)
emitted = []
for left, right in push:
    energy = v * v / 2 - mp.cos(a)
    emitted += [energy, a * v * F(left) * F(right), F(rate[0])]
    a, v = a + F(rate[0]) * v, v - F(rate[0]) * mp.sin(a) * F(right) - F(rate[1]) * v + F(left)
values['pendulum'] = dict(initial=initial, push=np.ravel(push), rate=rate, expected=emitted + [a, v])

# forward algorithm of a hidden Markov model: the category seen at each step picks a column
seen = [0, 2, 1, 2, 0]
transition = [[-0.25, -1.5], [-1.0, -0.5]]
emission = [[-0.5, -1.25], [-1.0, -0.75], [-2.0, -0.25]]
alpha = [F(-0.625), F(-0.875)]
for k in seen:
    alpha = [mp.log(sum(mp.exp(alpha[i] + F(transition[i][j])) for i in range(2))) + F(emission[k][j]) for j in range(2)]
values['forward'] = dict(initial=[-0.625, -0.875], seen=seen, transition=np.ravel(transition), emission=np.ravel(emission), expected=alpha)

with open(os.path.join(HERE, 'loop-values.ts'), 'w') as out:
    out.write(f'/** Inputs and results of the loops in loops.ts, from mpmath {mp.__version__}. Written by generate_linear.py. */\n')
    out.write('export const loopValues = {\n')
    for name, fields in values.items():
        out.write(f'  {name}: {{ ' + ', '.join(f'{key}: {numbers([float(v) for v in data])}' for key, data in fields.items()) + ' },\n')
    out.write('} as const;\n')
