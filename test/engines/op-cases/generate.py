"""Writes elementwise.ts and structural.ts beside this file: the cases every engine must pass.

Expected values of elementwise ops come from mpmath at 60 digits, those of structural ops from NumPy
on small whole numbers. Run it, then format: python3 generate.py && npx biome check --write .
"""
import math
import os

import mpmath as mp
import numpy as np

mp.mp.dps = 60
inf, nan = math.inf, math.nan
HERE = os.path.dirname(os.path.abspath(__file__))
FLOAT32_MAX, FLOAT32_TINY = 3.0e38, 1.2e-38


def literal(value):
    value = float(value)
    if math.isnan(value):
        return 'Number.NaN'
    if math.isinf(value):
        return 'Infinity' if value > 0 else '-Infinity'
    if value == int(value) and abs(value) < 1e15:
        return '-0' if value == 0 and math.copysign(1, value) < 0 else str(int(value))
    return repr(value)


def numbers(values):
    return '[' + ', '.join(literal(v) for v in values) + ']'


def fits_float32(values):
    return all(v == 0 or math.isnan(v) or math.isinf(v) or FLOAT32_TINY < abs(v) < FLOAT32_MAX
               for v in map(float, values))


class Cases:
    def __init__(self):
        self.lines = []

    def add(self, op, name, inputs, expected, attributes='{}', differentiable=True, float32=None):
        tensors = []
        everything = list(expected)
        for tensor in inputs:
            array = np.asarray(tensor)
            kind = ", type: 'int'" if array.dtype.kind == 'i' else ''
            data = array.astype(float).ravel()
            everything += list(data)
            shape = '[' + ', '.join(map(str, array.shape)) + ']'
            tensors.append(f'{{ shape: {shape}, data: {numbers(data)}{kind} }}')
        if float32 is None:
            float32 = fits_float32(everything)
        self.lines.append(
            f"{{ op: '{op}', name: '{name}', inputs: [{', '.join(tensors)}], attributes: {attributes}, "
            f"expected: {numbers(expected)}, differentiable: {str(differentiable).lower()}"
            + ('' if float32 else ', float32: false') + ' },')

    def write(self, file, constant, comment):
        with open(os.path.join(HERE, file), 'w') as out:
            out.write(f"/** {comment} Written by generate.py. */\n")
            out.write("// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: results, not constants\n")
            out.write("import type { OpCase } from '../op-cases.ts';\n\n")
            out.write('// biome-ignore format: one case a line\n')
            out.write(f'export const {constant}: readonly OpCase[] = [\n' + '\n'.join(self.lines) + '\n];\n')


# ---------------------------------------------------------------- elementwise

def exact(f):
    """f of mpmath numbers, infinities and poles included, rounded to float64."""
    def rounded(*arguments):
        value = f(*(mp.mpf(a) for a in arguments))
        if isinstance(value, mp.mpc):
            return nan if value.imag != 0 else float(value.real)
        return float(value)
    return rounded


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def log_normal_cdf(x):
    return mp.log(mp.ncdf(x)) if x > -30 else mp.log(mp.erfc(-x / mp.sqrt(2)) / 2)


def normal_quantile(p):
    # Newton's method from a bracketing start, on the smaller tail
    if p > 0.5:
        return -normal_quantile(1 - p)
    return mp.findroot(lambda x: mp.log(mp.erfc(-x / mp.sqrt(2)) / 2) - mp.log(p),
                       -mp.sqrt(-2 * mp.log(p)) + mp.mpf('0.5') if p < 0.1 else mp.mpf('-0.3'))


def log_gamma_abs(x):
    return mp.log(abs(mp.gamma(x)))


def log_gamma_p(a, x):
    return mp.log(mp.gammainc(a, 0, x, regularized=True))


def log_gamma_q(a, x):
    return mp.log(mp.gammainc(a, x, mp.inf, regularized=True))


def log_beta_i(a, b, x):
    return mp.log(mp.betainc(a, b, 0, x, regularized=True))


def away_from_zero(x):
    return mp.sign(x) * mp.floor(abs(x) + mp.mpf('0.5'))


c = Cases()


def unary(op, f, ordinary, edges=(), attributes='{}', differentiable=True):
    """`edges` are (x, expected) where the value is a convention, or x alone."""
    c.add(op, 'ordinary values', [np.array(ordinary, float)], [exact(f)(x) for x in ordinary],
          attributes, differentiable)
    c.add(op, 'a scalar', [np.array(ordinary[0], float)], [exact(f)(ordinary[0])], attributes,
          differentiable)
    pairs = [e if isinstance(e, tuple) else (e, exact(f)(e)) for e in edges]
    for name, fits in (('edges', True), ('edges beyond float32', False)):
        # the steps of a step function are hit only by numbers that float32 does not round
        chosen = [p for p in pairs
                  if (fits_float32(p) and (differentiable or math.isnan(p[0]) or float(np.float32(p[0])) == p[0])) == fits]
        if chosen:
            c.add(op, name, [np.array([x for x, _ in chosen], float)], [y for _, y in chosen],
                  attributes, False, fits)


SPREAD = [-2.5, -1.1, -0.3, 0.2, 0.9, 3.7]
POSITIVE = [0.01, 0.3, 1.0, 2.4, 17.5, 300.0]
unary('negate', lambda x: -x, SPREAD, [inf, (0.0, -0.0), (nan, nan)])
unary('abs', abs, SPREAD, [-inf, inf, 0.0, (nan, nan)])
unary('sign', mp.sign, SPREAD, [(0.0, 0), (-inf, -1), (inf, 1), (nan, nan)], differentiable=False)
unary('square', lambda x: x * x, SPREAD, [1e-170, (1e200, inf), (-inf, inf), (nan, nan)])
unary('sqrt', mp.sqrt, POSITIVE, [0.0, 5e-324, 1e300, (inf, inf), (-1.0, nan), (nan, nan)])
unary('exp', mp.exp, SPREAD, [(-inf, 0), (inf, inf), (710.0, inf), -700.0, (-750.0, 0), 1e-20, (nan, nan)])
unary('expm1', mp.expm1, SPREAD, [1e-18, -1e-10, (-inf, -1), (inf, inf), -40.0, (nan, nan)])
unary('log', mp.log, POSITIVE, [(0.0, -inf), 5e-324, 1e308, (inf, inf), (-1.0, nan), (nan, nan)])
unary('log1p', mp.log1p, [-0.9, -0.1, 1e-5, 0.7, 25.0], [1e-20, (-1.0, -inf), (-2.0, nan), (inf, inf), (nan, nan)])
unary('log1mExp', lambda x: mp.log1p(-mp.exp(x)), [-5.0, -1.2, -0.7, -0.2, -0.01],
      [-1e-17, -40.0, -700.0, (0.0, -inf), (-inf, 0), (nan, nan)])
unary('sin', mp.sin, SPREAD, [0.0, 1e-300, 1e6, (inf, nan), (nan, nan)])
unary('cos', mp.cos, SPREAD, [0.0, 1e-300, 1e6, (inf, nan), (nan, nan)])
unary('tan', mp.tan, SPREAD, [0.0, 1e-300, 1e6, (inf, nan), (nan, nan)])
unary('asin', mp.asin, [-0.95, -0.2, 0.01, 0.6, 0.9], [1.0, -1.0, 1e-300, (1.5, nan), (nan, nan)])
unary('acos', mp.acos, [-0.95, -0.2, 0.01, 0.6, 0.9], [1.0, -1.0, 0.0, (1.5, nan), (nan, nan)])
unary('atan', mp.atan, SPREAD, [1e-300, 1e300, -inf, inf, (nan, nan)])
unary('sinh', mp.sinh, SPREAD, [1e-300, 700.0, (inf, inf), (-inf, -inf), (nan, nan)])
unary('cosh', mp.cosh, SPREAD, [0.0, 700.0, (inf, inf), (-inf, inf), (nan, nan)])
unary('tanh', mp.tanh, SPREAD, [1e-300, 30.0, (inf, 1), (-inf, -1), (nan, nan)])
unary('sigmoid', sigmoid, SPREAD, [0.0, -40.0, 40.0, -700.0, (-inf, 0), (inf, 1), (nan, nan)])
unary('softplus', lambda x: mp.log1p(mp.exp(x)), SPREAD, [0.0, -40.0, 40.0, -700.0, 800.0, (-inf, 0), (inf, inf), (nan, nan)])
unary('floor', mp.floor, SPREAD, [-0.5, 2.0, -3.0, (inf, inf), (nan, nan)], differentiable=False)
unary('ceil', mp.ceil, SPREAD, [(-0.5, -0.0), 2.0, -3.0, (inf, inf), (nan, nan)], differentiable=False)
unary('round', away_from_zero, SPREAD, [0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, (inf, inf), (nan, nan)], differentiable=False)
unary('lgamma', log_gamma_abs, [0.05, 0.7, 1.3, 2.6, 9.5, 150.0],
      [1.0, 2.0, 1e-300, 1e10, 1e300, -0.5, -2.3, (0.0, inf), (-1.0, inf), (inf, inf), (nan, nan)])
for order in (0, 1, 2, 4):
    unary('polygamma', lambda x, order=order: mp.psi(order, x), [0.2, 0.7, 1.5, 4.2, 11.0, 60.0],
          [1e-3, 1000.0, 1e8, (nan, nan)], f'{{ order: {order} }}')
unary('polygamma', lambda x: mp.psi(0, x), [-0.4, -1.7, -3.2], attributes='{ order: 0 }')
unary('polygamma', lambda x: mp.psi(1, x), [-0.4, -1.7, -3.2], attributes='{ order: 1 }')
unary('erf', mp.erf, SPREAD, [0.0, 1e-300, 7.0, (inf, 1), (-inf, -1), (nan, nan)])
unary('erfc', mp.erfc, SPREAD, [0.0, 1e-20, 7.0, 20.0, 26.0, (inf, 0), (-inf, 2), (nan, nan)])
unary('normalCdf', mp.ncdf, SPREAD, [0.0, -10.0, 10.0, -37.0, (inf, 1), (-inf, 0), (nan, nan)])
unary('logNormalCdf', log_normal_cdf, SPREAD + [-12.0],
      [0.0, 10.0, -29.0, -31.0, -100.0, -1e5, -1e150, (inf, 0), (-inf, -inf), (nan, nan)])
unary('normalQuantile', normal_quantile, [0.001, 0.1, 0.4, 0.77, 0.995],
      [1e-20, 1e-300, (0.5, 0), (0.0, -inf), (1.0, inf), (-0.1, nan), (1.1, nan), (nan, nan)])
c.add('not', 'truth values', [np.array([0.0, 1.0, -2.0, -0.0, inf])], [1, 0, 0, 1, 0], differentiable=False)
c.add('toFloat', 'integers', [np.array([[0, 1], [-3, 2147483647]])], [0, 1, -3, 2147483647], differentiable=False)
c.add('toInt', 'whole numbers', [np.array([0.0, 1.0, -3.0, 70000.0])], [0, 1, -3, 70000], differentiable=False)

A = [[-2.5, 0.4, 1.7], [0.9, -0.3, 2.2]]
B = [[1.2, -0.8, 0.35], [-1.9, 0.6, 3.1]]


def binary(op, f, a, b, edges=(), differentiable=True):
    a, b = np.array(a, float), np.array(b, float)
    g = exact(f)

    def case(name, x, y):
        bx, by = np.broadcast_arrays(x, y)
        c.add(op, name, [x, y], [g(p, q) for p, q in zip(bx.ravel(), by.ravel())],
              differentiable=differentiable)

    case('equal shapes', a, b)
    case('a scalar second', a, b[0, 0])
    case('a scalar first', a[1, 0], b)
    case('a row', a, b[1])
    case('a column first', a[:, :1], b)
    case('both stretch', a[:, :1], b[0])
    case('more axes', a.reshape(2, 1, 3), b.reshape(2, 3)[:, :1])
    c.add(op, 'nothing', [np.zeros((0, 3)), np.zeros(3)], [], differentiable=False)
    triples = [e if len(e) > 2 else (*e, g(*e)) for e in edges]
    for name, fits in (('edges', True), ('edges beyond float32', False)):
        chosen = [t for t in triples if fits_float32(t) == fits]
        if chosen:
            x, y, expected = zip(*chosen)
            c.add(op, name, [np.array(x, float), np.array(y, float)], expected, '{}', False, fits)


P, Q = np.abs(A), np.abs(B)
binary('add', lambda a, b: a + b, A, B, [(inf, -inf, nan), (1e308, 1e308, inf), (nan, 1.0, nan)])
binary('subtract', lambda a, b: a - b, A, B, [(inf, inf, nan), (1.0, inf, -inf), (nan, 1.0, nan)])
binary('multiply', lambda a, b: a * b, A, B, [(0.0, inf, nan), (1e200, 1e200, inf), (-2.0, inf, -inf), (nan, 0.0, nan)])
binary('multiplyNoNan', lambda a, b: a * b, A, B,
       [(inf, 0.0, 0), (nan, 0.0, 0), (nan, -0.0, 0), (0.0, inf, nan), (nan, 1.0, nan), (2.0, nan, nan), (inf, 2.0, inf)])
binary('divide', lambda a, b: a / b, A, B, [(1.0, 0.0, inf), (0.0, 0.0, nan), (1.0, inf, 0), (inf, inf, nan), (-1.0, 0.0, -inf)])
binary('power', lambda a, b: a ** b, P, B,
       [(0.0, 0.0, 1), (0.0, 2.0, 0), (0.0, -1.0, inf), (-2.0, 3.0), (-2.0, -2.0), (-2.0, 0.5, nan), (inf, 0.0, 1), (nan, 0.0, 1), (2.0, -inf, 0), (2.0, nan, nan)])
binary('maximum', max, A, B, [(inf, 1.0, inf), (-inf, -inf, -inf), (nan, 1.0, nan), (1.0, nan, nan), (2.0, 2.0)])
binary('minimum', min, A, B, [(inf, 1.0, 1), (-inf, 2.0, -inf), (nan, 1.0, nan), (1.0, nan, nan), (2.0, 2.0)])
binary('modulo', lambda a, b: a - b * mp.floor(a / b), A, B,
       [(5.0, 3.0), (-5.0, 3.0), (5.0, -3.0), (-5.0, -3.0), (1.0, 0.0, nan), (nan, 1.0, nan), (inf, 2.0, nan)])
binary('atan2', mp.atan2, A, B, [(0.0, 1.0, 0), (0.0, -1.0, math.pi), (1.0, 0.0), (-1.0, 0.0), (inf, 1.0, math.pi / 2), (nan, 1.0, nan)])
binary('logAddExp', lambda a, b: mp.log(mp.exp(a) + mp.exp(b)), A, B,
       [(-inf, -inf, -inf), (-inf, 2.0, 2), (inf, inf, inf), (inf, -inf, inf), (1000.0, 1000.0), (-1000.0, -1001.0), (nan, 1.0, nan)])
binary('xlogy', lambda a, b: a * mp.log(b), A, Q, [(0.0, 0.0, 0), (0.0, inf, 0), (2.0, 0.0, -inf), (0.0, -1.0, 0), (1.0, -1.0, nan), (0.0, nan, 0)])
binary('xlog1py', lambda a, b: a * mp.log1p(b), A, Q, [(0.0, -1.0, 0), (2.0, 1e-20), (2.0, -1.0, -inf), (1.0, -2.0, nan), (0.0, nan, 0)])
TRUTH = [(0.0, 0.0), (0.0, 1.0), (-2.0, 0.0), (1.0, 3.0)]
binary('less', lambda a, b: a < b, A, B, [(1.0, 1.0, 0), (-inf, inf, 1), (nan, 1.0, 0), (1.0, nan, 0)], False)
binary('lessEqual', lambda a, b: a <= b, A, B, [(1.0, 1.0, 1), (inf, inf, 1), (nan, 1.0, 0), (nan, nan, 0)], False)
binary('equal', lambda a, b: a == b, A, B, [(1.0, 1.0, 1), (inf, inf, 1), (0.0, -0.0, 1), (nan, nan, 0)], False)
binary('and', lambda a, b: a != 0 and b != 0, A, B, [(*t, float(t[0] != 0 and t[1] != 0)) for t in TRUTH], False)
binary('or', lambda a, b: a != 0 or b != 0, A, B, [(*t, float(t[0] != 0 or t[1] != 0)) for t in TRUTH], False)
binary('logGammaP', log_gamma_p, P, Q, [(2.0, 0.0, -inf), (2.0, inf, 0), (100.0, 10.0), (3.0, 1e-10), (0.5, 40.0), (nan, 1.0, nan), (2.0, -1.0, nan)])
binary('logGammaQ', log_gamma_q, P, Q, [(2.0, 0.0, 0), (2.0, inf, -inf), (10.0, 200.0), (3.0, 700.0), (0.5, 40.0), (nan, 1.0, nan), (2.0, -1.0, nan)])


def log_skew_normal_cdf(z, shape):
    def owen(u):
        return mp.exp(-z * z * (1 + u * u) / 2) / (1 + u * u) / mp.pi
    return mp.log(mp.ncdf(z) - mp.quad(owen, [0, shape / 4, shape]))


binary('logSkewNormalCdf', log_skew_normal_cdf, A, B,
       [(0.0, 0.0), (-6.0, 2.0), (8.0, -1.0), (-inf, 1.0, -inf), (inf, 1.0, 0), (nan, 1.0, nan), (1.0, nan, nan)])

W = [1.0, 0.0, 1.0, 0.0]
c.add('where', 'equal shapes', [np.array(W), np.array([1.5, 2.5, 3.5, 4.5]), np.array([-1.0, -2.0, -3.0, -4.0])], [1.5, -2, 3.5, -4])
c.add('where', 'the condition stretches', [np.array([[1.0], [0.0]]), np.array([1.5, 2.5]), np.array([[3.0, 4.0], [5.0, 6.0]])], [1.5, 2.5, 5, 6])
c.add('where', 'scalars', [np.array([0.0, -3.0]), np.array(7.0), np.array(8.0)], [8, 7])
c.add('where', 'what is not chosen does not count', [np.array(W), np.array([1.0, nan, inf, nan]), np.array([nan, 2.0, nan, -inf])], [1, 2, inf, -inf], differentiable=False)
X = np.array([0.1, 0.35, 0.6, 0.93])
g = exact(log_beta_i)
c.add('logBetaI', 'equal shapes', [np.array([0.5, 2.0, 3.3, 8.0]), np.array([1.5, 0.7, 4.0, 2.5]), X],
      [g(a, b, x) for a, b, x in zip([0.5, 2.0, 3.3, 8.0], [1.5, 0.7, 4.0, 2.5], X)])
c.add('logBetaI', 'scalar parameters', [np.array(2.5), np.array(1.5), X], [g(2.5, 1.5, x) for x in X])
c.add('logBetaI', 'edges', [np.array([2.0, 2.0, 50.0, 2.0, nan]), np.array([3.0, 3.0, 2.0, 40.0, 1.0]), np.array([0.0, 1.0, 0.01, 0.8, 0.5])],
      [-inf, 0, g(50.0, 2.0, 0.01), g(2.0, 40.0, 0.8), nan], differentiable=False)


def shape_derivative(f, orders):
    """Central differences in the leading arguments, orders[k] times in the k-th."""
    def value(*arguments):
        for k, order in enumerate(orders):
            if order > 0:
                step = mp.mpf(10) ** -15
                rest = shape_derivative(f, [n - (i == k) for i, n in enumerate(orders)])
                at = [[v + sign * step * (i == k) for i, v in enumerate(arguments)] for sign in (1, -1)]
                return (rest(*at[0]) - rest(*at[1])) / (2 * step)
        return f(*arguments)
    return value


S, T = [2.5, 0.4, 1.7, 0.9, 30.0], [1.2, 0.8, 2.35, 1.9, 28.0]
for op, f, limits in (('logGammaPDerivative', log_gamma_p, {1: [-inf, 0], 2: [-mp.polygamma(1, 3), 0]}),
                      ('logGammaQDerivative', log_gamma_q, {1: [0, inf], 2: [0, -mp.polygamma(1, 2)]})):
    for order in (1, 2):
        g = exact(shape_derivative(f, [order]))
        attributes = f'{{ orders: [{order}] }}'
        c.add(op, f'order {order}', [np.array(S), np.array(T)], [g(a, x) for a, x in zip(S, T)], attributes)
        c.add(op, f'order {order}, a scalar shape', [np.array(1.5), np.array(T)], [g(1.5, x) for x in T], attributes)
        c.add(op, f'order {order}, edges', [np.array([2.0, 2.0, nan, -1.0]), np.array([0.0, inf, 1.0, 1.0])],
              [*limits[order], nan, nan], attributes, differentiable=False)
A1, B1 = [0.5, 2.0, 3.3, 8.0], [1.5, 0.7, 4.0, 2.5]
for orders in ([1, 0], [0, 1], [2, 0], [1, 1], [0, 2]):
    g = exact(shape_derivative(log_beta_i, orders))
    attributes = f'{{ orders: [{orders[0]}, {orders[1]}] }}'
    c.add('logBetaIDerivative', f'orders {orders[0]} and {orders[1]}', [np.array(A1), np.array(B1), X],
          [g(a, b, x) for a, b, x in zip(A1, B1, X)], attributes)
    c.add('logBetaIDerivative', f'orders {orders[0]} and {orders[1]}, edges', [np.array([2.0, nan]), np.array([3.0, 1.0]), np.array([1.0, 0.5])],
          [0, nan], attributes, differentiable=False)


def log_beta_binomial_tail(successes, failures, a, b):
    """By Pochhammer's symbols, k from 0 to the number of successes."""
    n = successes + failures
    def weight(k):
        return mp.binomial(n, k) * mp.rf(a, k) * mp.rf(b, n - k)
    return mp.log(sum(weight(k) for k in range(int(successes) + 1)) / weight(successes))


K, R, A2, B2 = [3.0, 0.0, 7.0, 5.0], [4.0, 2.0, 0.0, 1.0], [1.5, 2.0, 0.6, 3.0], [0.7, 1.2, 2.5, 8.0]
g = exact(log_beta_binomial_tail)
c.add('logBetaBinomialTail', 'equal shapes', [np.array(v) for v in (K, R, A2, B2)], [g(*v) for v in zip(K, R, A2, B2)])
c.add('logBetaBinomialTail', 'scalar weights', [np.array(K), np.array(R), np.array(1.5), np.array(2.5)],
      [g(k, r, 1.5, 2.5) for k, r in zip(K, R)])
c.add('logBetaBinomialTail', 'edges', [np.array([2.0, 2.0, 900.0, nan, -1.0]), np.array([3.0, 3.0, 100.0, 1.0, 2.0]),
                                       np.array([-5.0, -2.0, 0.5, 1.0, 1.0]), np.array([-4.0, -9.0, 4000.0, 1.0, 1.0])],
      [g(2.0, 3.0, -5.0, -4.0), g(2.0, 3.0, -2.0, -9.0), g(900.0, 100.0, 0.5, 4000.0), nan, nan], differentiable=False)
for orders in ([1, 0], [0, 1], [2, 0], [1, 1], [0, 2]):
    g = exact(lambda k, r, *weights: shape_derivative(lambda *w: log_beta_binomial_tail(k, r, *w), orders)(*weights))
    attributes = f'{{ orders: [{orders[0]}, {orders[1]}] }}'
    c.add('logBetaBinomialTailDerivative', f'orders {orders[0]} and {orders[1]}', [np.array(v) for v in (K, R, A2, B2)],
          [g(*v) for v in zip(K, R, A2, B2)], attributes, differentiable=False)
    c.add('logBetaBinomialTailDerivative', f'orders {orders[0]} and {orders[1]}, edges',
          [np.array([90.0, nan]), np.array([10.0, 1.0]), np.array([0.5, 1.0]), np.array([40.0, 1.0])],
          [g(90.0, 10.0, 0.5, 40.0), nan], attributes, differentiable=False)
c.write('elementwise.ts', 'elementwiseCases', f'Cases of the elementwise ops; expected values from mpmath {mp.__version__}.')

# ----------------------------------------------------------------- structural

c = Cases()
rng = np.random.default_rng(1)


def t(*shape):
    """Distinct quarters, exact in float32."""
    size = int(np.prod(shape))
    return (rng.permutation(4 * size)[:size] - 2 * size).reshape(shape) / 4 + 0.125


def listed(values):
    return '[' + ', '.join(map(str, values)) + ']'


def add(op, name, inputs, expected, attributes='{}', **options):
    c.add(op, name, inputs, np.asarray(expected, float).ravel(), attributes, **options)


for shape, to in [((2, 3), (3, 2)), ((4,), (2, 1, 2)), ((1, 1), ()), ((), (1,)), ((0, 3), (3, 0))]:
    x = t(*shape)
    add('reshape', f'{listed(shape)} to {listed(to)}', [x], x.reshape(to), f'{{ shape: {listed(to)} }}')
x = np.array([[1, 2], [3, 4]])
add('reshape', 'integers', [x], x, '{ shape: [4] }', differentiable=False)
for shape, permutation in [((2, 3), (1, 0)), ((2, 3, 4), (2, 0, 1)), ((2, 3, 4), (0, 2, 1)), ((2, 1, 3, 2), (3, 1, 0, 2))]:
    x = t(*shape)
    add('transpose', f'{listed(shape)} by {listed(permutation)}', [x], x.transpose(permutation), f'{{ permutation: {listed(permutation)} }}')
for shape, to in [((), (2, 3)), ((3,), (2, 3)), ((2, 1), (2, 3)), ((1, 3), (2, 2, 3)), ((2, 1, 2), (2, 3, 2)), ((1,), (0,))]:
    x = t(*shape)
    add('broadcast', f'{listed(shape)} to {listed(to)}', [x], np.broadcast_to(x, to), f'{{ shape: {listed(to)} }}')
for shapes, axis in [(((2,), (3,)), 0), (((2, 2), (2, 1), (2, 3)), 1), (((1, 2, 2), (2, 2, 2)), 0), (((2, 1, 2), (2, 2, 2)), 1), (((0,), (2,)), 0)]:
    parts = [t(*shape) for shape in shapes]
    add('concatenate', ' and '.join(map(listed, shapes)), parts, np.concatenate(parts, axis), f'{{ axis: {axis} }}')
for shape, begin, size in [((5,), (1,), (3,)), ((3, 4), (1, 0), (2, 2)), ((2, 3, 4), (0, 1, 2), (2, 2, 1)), ((4,), (2,), (0,))]:
    x = t(*shape)
    cut = x[tuple(slice(a, a + n) for a, n in zip(begin, size))]
    add('slice', f'{listed(size)} of {listed(shape)}', [x], cut, f'{{ begin: {listed(begin)}, size: {listed(size)} }}')
for shape, before, after in [((3,), (1,), (2,)), ((2, 2), (0, 1), (1, 0)), ((1, 2, 1), (1, 0, 2), (0, 1, 0)), ((0,), (1,), (1,))]:
    x = t(*shape)
    add('pad', f'{listed(shape)}', [x], np.pad(x, list(zip(before, after))), f'{{ before: {listed(before)}, after: {listed(after)} }}')

REDUCTIONS = [((5,), (0,)), ((3, 4), (0,)), ((3, 4), (1,)), ((3, 4), (0, 1)), ((2, 3, 4), (1,)), ((2, 3, 4), (0, 2)), ((1, 3), (0,))]


def log_sum_exp(x, axes):
    moved = np.moveaxis(x, axes, range(len(axes)))
    kept = moved.shape[len(axes):]
    rows = moved.reshape(-1, int(np.prod(kept))) if kept else moved.reshape(-1, 1)
    return np.array([float(mp.log(sum(mp.exp(mp.mpf(v)) for v in rows[:, k]))) for k in range(rows.shape[1])])


for shape, axes in REDUCTIONS:
    for op, f in [('sum', np.sum), ('max', np.max), ('min', np.min), ('logSumExp', log_sum_exp)]:
        x = t(*shape)
        add(op, f'{listed(shape)} along {listed(axes)}', [x], f(x, axes), f'{{ axes: {listed(axes)} }}')
for op, of_nothing in [('sum', 0), ('max', -inf), ('min', inf), ('logSumExp', -inf)]:
    add(op, 'nothing', [np.zeros((0, 2))], [of_nothing] * 2, '{ axes: [0] }', differentiable=False)
    add(op, 'NaN', [np.array([1.0, nan, 2.0])], [nan], '{ axes: [0] }', differentiable=False)
add('sum', 'infinities', [np.array([[1.0, inf], [inf, -inf]])], [inf, nan], '{ axes: [1] }', differentiable=False)
add('sum', 'cancellation', [np.array([1e16, 3.0, -1e16])], [3], '{ axes: [0] }', differentiable=False, float32=False)
add('logSumExp', 'far out', [np.array([[1000.0, 1000.0], [-1000.0, -1001.0]])],
    [float(1000 + mp.log(2)), float(-1000 + mp.log1p(mp.exp(-1)))], '{ axes: [1] }')
add('logSumExp', 'infinities', [np.array([[-inf, -inf], [inf, 1.0], [-inf, 2.0], [inf, inf]])], [-inf, inf, 2, inf], '{ axes: [1] }', differentiable=False)
for shape, axis in [((5,), 0), ((3, 4), 0), ((3, 4), 1), ((2, 3, 2), 1)]:
    for op, f in [('argMax', np.argmax), ('argMin', np.argmin)]:
        x = t(*shape)
        add(op, f'{listed(shape)} along {axis}', [x], f(x, axis), f'{{ axis: {axis} }}', differentiable=False)
add('argMax', 'the first of equals', [np.array([1.0, 3.0, 3.0])], [1], '{ axis: 0 }', differentiable=False)
add('argMin', 'the first of equals', [np.array([1.0, 0.0, 0.0])], [1], '{ axis: 0 }', differentiable=False)
for shape, axis in [((5,), 0), ((3, 4), 0), ((3, 4), 1), ((2, 3, 2), 1), ((0, 2), 0)]:
    x = t(*shape)
    add('cumulativeSum', f'{listed(shape)} along {axis}', [x], np.cumsum(x, axis), f'{{ axis: {axis}, reverse: false }}')
    backwards = np.flip(np.cumsum(np.flip(x, axis), axis), axis)
    add('cumulativeSum', f'{listed(shape)} along {axis}, reversed', [x], backwards, f'{{ axis: {axis}, reverse: true }}')
for shape, indices in [((4,), [2, 0, 2]), ((3, 2), [1, 1, 0, 2]), ((3, 2), [[0, 2], [2, 1]]), ((3, 2, 2), [2]), ((3,), 1)]:
    x, k = t(*shape), np.array(indices, int)
    add('gather', f'{listed(shape)} at {indices}', [x, k], x[k])
add('gather', 'integers', [np.array([5, 6, 7]), np.array([2, 2, 0])], [7, 7, 5], differentiable=False)
add('gather', 'no positions', [t(3, 2), np.zeros(0, int)], [])
for shape, indices, extent in [((3,), [2, 0, 2], 4), ((4, 2), [1, 1, 0, 2], 3), ((2, 2, 2), [[0, 2], [2, 1]], 3), ((0, 2), np.zeros(0, int), 2), ((), 1, 3)]:
    x, k = t(*shape), np.array(indices, int)
    result = np.zeros((extent,) + x.shape[k.ndim:])
    np.add.at(result, k, x)
    add('scatterAdd', f'{listed(shape)} to {extent}', [x, k], result, f'{{ extent: {extent} }}')
for m, k, n in [(2, 3, 4), (1, 5, 1), (4, 3, 1), (1, 2, 3), (3, 1, 2), (2, 0, 2)]:
    a, b = t(m, k), t(k, n)
    add('matmul', f'{m} × {k} times {k} × {n}', [a, b], a @ b)
add('matmul', 'NaN and infinity', [np.array([[0.0, 1.0]]), np.array([[inf, nan], [1.0, 2.0]])], [nan, nan], differentiable=False)

c.write('structural.ts', 'structuralCases', f'Cases of the ops that move elements, reduce axes or multiply matrices; expected values from NumPy {np.__version__}, those of logSumExp from mpmath {mp.__version__}.')
