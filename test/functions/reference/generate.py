"""Reference values of the elementwise functions, in mpmath at 60 digits.

    python3 test/functions/reference/generate.py     writes elementwise.json, which `npx biome check --write` lays out

A row: function, arguments (float64, so exact), value, and the derivative in each argument where it is
finite and the function smooth there.
"""
import json
import pathlib

from mpmath import (acos, asin, atan, atan2, cos, cosh, digamma, erf, erfc, erfinv, exp, expm1, inf, isinf, isnan, log, log10,
                    log1p, loggamma, mp, mpf, re, sin, sinh, sqrt, tan, tanh, workdps)

mp.dps = 60


def safe_log(v):
    return -inf if v == 0 else log(v)


def sigmoid(x):
    return 1 / (1 + exp(-x))


def normal_cdf(x):
    return erfc(-x / sqrt(2)) / 2


def normal_quantile(p):
    # of a tiny p 1 - 2p would round to 1 at 60 digits
    with workdps(400 if p < mpf(10) ** -20 else 60):
        return sqrt(2) * erfinv(2 * p - 1)


def rounded(x):
    whole = int(abs(x) + mpf(1) / 2)
    return mpf(whole if x >= 0 else -whole)


reals = [0, 0.5, -0.5, 1, -1, 2.75, -3.5, 1e-10, -1e-300, 20, -20, 40]
wide = reals + [700, -700, 1e5, -1e5]
positive = [1e-300, 1e-10, 0.1, 0.5, 1, 1.0000001, 2, 3.5, 10, 1e5, 1e300]
open_unit = [1e-300, 1e-12, 0.1, 0.25, 0.5, 0.75, 0.999999]

# name: (function, points, smooth or not)
FUNCTIONS = {
    'exp': (exp, reals + [700, -700], True),
    'log': (log, positive, True),
    'log2': (lambda x: log(x) / log(2), positive + [8, 1024], True),
    'log10': (lambda x: log(x) / log(10), positive + [1000], True),
    'log1p': (log1p, [-0.999, -0.5, -1e-10, 0, 1e-300, 1e-10, 0.5, 3, 1e10], True),
    'expm1': (expm1, reals + [-700], True),
    'sqrt': (sqrt, positive, True),
    'abs': (abs, [v for v in reals if v], True),
    'sign': (lambda x: mpf((x > 0) - (x < 0)), reals, False),
    'square': (lambda x: x * x, [0, 0.5, -3, 1e-100, 1e100, -7.25], True),
    'inv': (lambda x: 1 / x, positive + [-2, -1e-5], True),
    'floor': (lambda x: mpf(mp.floor(x)), [0, 0.5, -0.5, 2.999, -3, 1e300], False),
    'ceil': (lambda x: mpf(mp.ceil(x)), [0, 0.5, -0.5, 2.001, -3, 1e300], False),
    'round': (rounded, [0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 2.499, -3], False),
    'min': (min, [(1, 2), (2, 1), (-3, -4), (1e300, -1e300)], True),
    'max': (max, [(1, 2), (2, 1), (-3, -4), (1e300, -1e300)], True),
    'clip': (lambda x, a, b: min(max(x, a), b), [(0.5, 0, 1), (-2, 0, 1), (3, 0, 1), (-7, -8, -6.5)], True),
    'sin': (sin, reals + [1e5], True),
    'cos': (cos, reals + [1e5], True),
    'tan': (tan, reals, True),
    'asin': (asin, [0, 0.5, -0.5, 1e-10, 0.99, -0.999], True),
    'acos': (acos, [0, 0.5, -0.5, 1e-10, 0.99, -0.999], True),
    'atan': (atan, reals + [1e10], True),
    'atan2': (atan2, [(1, 1), (1, -1), (-1, 1), (-1, -1), (1e-10, -1), (-3, 1e10), (2, 0), (0, 2)], True),
    'sinh': (sinh, reals + [700], True),
    'cosh': (cosh, reals + [700], True),
    'tanh': (tanh, reals, True),
    'sigmoid': (sigmoid, reals + [700, -700], True),
    'logit': (lambda p: log(p) - log1p(-p), open_unit, True),
    'softplus': (lambda x: log1p(exp(x)), reals + [700, -700], True),
    'relu': (lambda x: max(x, mpf(0)), [v for v in wide if v], True),
    'gelu': (lambda x: x * normal_cdf(x), [0, 0.5, -0.5, 1, -1, 2.75, -3.5, 1e-10, -20, 40], True),
    'silu': (lambda x: x * sigmoid(x), reals + [-700], True),
    'erf': (erf, [0, 0.5, -0.5, 1, -1, 1e-10, 2.75, -5, 30], True),
    'erfc': (erfc, [0, 0.5, -0.5, 1, -1, 1e-10, 2.75, -5, 26], True),
    'normal_cdf': (normal_cdf, [0, 0.5, -0.5, 1, -1, 1e-10, 2.75, -5, -37, 9], True),
    'normal_quantile': (normal_quantile, open_unit, True),
    'lgamma': (lambda x: re(loggamma(x)), positive[:-1] + [-0.5, -2.5, 1e300], True),
    'digamma': (digamma, [1e-10, 0.1, 0.5, 1, 1.4616321449683623, 2, 3.5, 10, 1e5, -0.5, -2.25], True),
    'lbeta': (
        lambda a, b: loggamma(a) + loggamma(b) - loggamma(a + b),
        [(1, 1), (0.5, 0.5), (2, 3), (3, 2), (2, 2), (20, 20), (9.5, 10.5), (1e-10, 1), (1e-300, 1e-300), (1e8, 1),
         (1, 1e8), (1e8, 1e8), (0.3, 50), (50, 0.3), (1e5, 3.25), (1e10, 1e-10)],
        True),
    'lchoose': (
        lambda n, k: loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1),
        [(5, 2), (5, 0), (5, 5), (10, 3), (1e9, 3), (1e9, 999999997), (1e9, 5e8), (52, 5), (0, 0), (7.5, 2.25),
         (100, 50), (1e15, 1), (30, 14), (12, 12)],
        True),
    'log_add_exp': (lambda x, y: log(exp(x) + exp(y)), [(0, 0), (1, 2), (700, -700), (-700, -701), (-3, 40)], True),
    'log_diff_exp': (
        lambda x, y: log(exp(x) - exp(y)), [(1, 0), (2, 1.999), (700, -700), (-700, -701), (1e-10, 0)], True),
    'log1m': (lambda x: log1p(-x), [0.999, 0.5, 1e-10, 0, -1e-300, -3], True),
    'log1m_exp': (lambda x: log(-expm1(x)), [-1e-300, -1e-10, -0.5, -0.69, -0.7, -1, -40, -700], True),
    'log1p_exp': (lambda x: log1p(exp(x)), reals + [700, -700], True),
    'log_mix': (
        lambda w, x, y: log(w * exp(x) + (1 - w) * exp(y)),
        [(0.5, 0, 0), (0.25, 1, 2), (1e-10, 700, -700), (0.999, -700, -701), (1e-300, 0, -1)],
        True),
}


def derivative(function, values, k):
    """The central difference, with digits enough for the step of a tiny value."""
    step = abs(values[k]) * mpf(10) ** -20 or mpf(10) ** -20
    with workdps(80 - int(min(log10(step), 0))):
        up, down = list(values), list(values)
        up[k] += step
        down[k] -= step
        return re((function(*up) - function(*down)) / (2 * step))


def main():
    rows = []
    for name, (function, points, smooth) in FUNCTIONS.items():
        for point in points:
            values = [mpf(v) for v in (point if isinstance(point, tuple) else (point,))]
            row = {'function': name, 'arguments': [float(v) for v in values], 'value': float(function(*values))}
            row['derivatives'] = [float(derivative(function, values, k)) if smooth else 0.0 for k in range(len(values))]
            if any(isinf(v) or isnan(v) for v in row['derivatives']):
                del row['derivatives']
            rows.append(row)
    text = '[\n' + ',\n'.join('  ' + json.dumps(row) for row in rows) + '\n]\n'
    (pathlib.Path(__file__).parent / 'elementwise.json').write_text(text)


if __name__ == '__main__':
    main()
