"""Reference values of the distributions, from their textbook formulas in mpmath at 60 digits.

    python3 test/distributions/reference/generate.py points NAME   prints the test points of a distribution,
        as they stand at the end of its file
    python3 test/distributions/reference/generate.py gradients [NAME …]   writes gradients.json; with names only their rows
    python3 test/distributions/reference/generate.py truncation    writes truncation.json

`npx biome check --write` lays the files out. Arguments are the float64 numbers that the tests use, so the values are exact for them.
"""
import json
import math
import pathlib
import sys

from mpmath import (acot, atan, betainc, erf, erfc, exp, expm1, floor, gammainc, inf, isinf, log, log10,
                    log1p, loggamma, mp, mpf, pi, sqrt, workdps)

import further_families

mp.dps = 60


def choose(n, k):
    return loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)


def safe_log(v):
    return -inf if v == 0 else log(v)


def xlog(k, v):
    return mpf(0) if k == 0 else k * safe_log(v)


def upper_normal(z):
    return erfc(z / sqrt(2)) / 2


def upper_t(df, z):
    tail = betainc(df / 2, mpf(1) / 2, 0, df / (df + z * z), regularized=True) / 2
    return tail if z >= 0 else 1 - tail


def inverse_logit(v):
    return 1 / (1 + exp(-v))


def binomial(x, n, p):
    return choose(n, x) + xlog(x, p) + xlog(n - x, 1 - p)


def binomial_cdf(x, n, p):
    k = floor(x)
    return mpf(0) if k < 0 else mpf(1) if k >= n else betainc(n - k, k + 1, 0, 1 - p, regularized=True)


def binomial_sf(x, n, p):
    k = floor(x)
    return mpf(1) if k < 0 else mpf(0) if k >= n else betainc(k + 1, n - k, 0, p, regularized=True)


def poisson(x, r):
    return xlog(x, r) - r - loggamma(x + 1)


def poisson_cdf(x, r):
    return mpf(0) if x < 0 else gammainc(floor(x) + 1, r, inf, regularized=True)


def poisson_sf(x, r):
    return mpf(1) if x < 0 else gammainc(floor(x) + 1, 0, r, regularized=True)


def negative_binomial(x, m, k):
    return (loggamma(x + k) - loggamma(k) - loggamma(x + 1) + k * log(k / (k + m))
            + xlog(x, m / (k + m)))


# name: (parameters, log density, distribution function, survival function, points)
# a point: (x, arguments…); 'edge' last: no derivative there
DISTRIBUTIONS = {
    'Normal': (
        ['mean', 'sd'],
        lambda x, m, s: -((x - m) / s) ** 2 / 2 - log(s) - log(2 * pi) / 2,
        lambda x, m, s: upper_normal((m - x) / s),
        lambda x, m, s: upper_normal((x - m) / s),
        [(0, 0, 1), (1.5, 0, 1), (-3, 2, 0.5), (40, 0, 1), (-40, 0, 1), (1e-300, 0, 1),
         (0.1, 0.1, 1e-3), (3, -1e5, 1e5), (-1e4, 1, 2), (1e-12, 0, 1e-12)]),
    'HalfNormal': (
        ['sd'],
        lambda x, s: -inf if x < 0 else -(x / s) ** 2 / 2 - log(s) + log(2) - log(2 * pi) / 2,
        lambda x, s: erf(x / s / sqrt(2)) if x > 0 else mpf(0),
        lambda x, s: erfc(x / s / sqrt(2)) if x > 0 else mpf(1),
        [(0, 1, 'edge'), (1e-100, 1), (0.3, 1), (1, 1), (2.5, 0.5), (40, 1), (1e-5, 1e-5),
         (7, 1e5), (-1, 1, 'edge')]),
    'StudentT': (
        ['df', 'location', 'scale'],
        lambda x, n, m, s: (loggamma((n + 1) / 2) - loggamma(n / 2) - log(n * pi) / 2 - log(s)
                            - (n + 1) / 2 * log1p(((x - m) / s) ** 2 / n)),
        lambda x, n, m, s: upper_t(n, (m - x) / s),
        lambda x, n, m, s: upper_t(n, (x - m) / s),
        [(0, 4, 0, 1), (1.25, 4, 0, 1), (-2.5, 3, 1, 0.5), (1e-9, 4, 0, 1), (1e-5, 3, 0, 1), (50, 5, 0, 2),
         (-1e6, 2, 0, 1), (0.7, 0.1, 0, 1), (1e8, 1, 0, 1), (2, 100, 0.5, 1.5), (-3, 25.5, 0, 1),
         (1.5, 1e10, 0, 1, 'cdf-edge'), (-40, 1e10, 0, 1, 'cdf-edge')]),
    'HalfStudentT': (
        ['df', 'scale'],
        lambda x, n, s: -inf if x < 0 else (
            log(2) + loggamma((n + 1) / 2) - loggamma(n / 2) - log(n * pi) / 2 - log(s)
            - (n + 1) / 2 * log1p((x / s) ** 2 / n)),
        lambda x, n, s: 1 - 2 * upper_t(n, x / s) if x > 0 else mpf(0),
        lambda x, n, s: 2 * upper_t(n, x / s) if x > 0 else mpf(1),
        [(0, 3, 1, 'edge'), (1e-9, 3, 1), (0.5, 3, 2.5), (1, 1, 1), (4, 7, 0.5), (1e6, 2, 1), (2, 30, 1),
         (100, 4, 10), (2, 1e10, 1, 'cdf-edge'), (-0.5, 3, 1, 'edge')]),
    'Cauchy': (
        ['location', 'scale'],
        lambda x, m, s: -log(pi) - log(s) - log1p(((x - m) / s) ** 2),
        lambda x, m, s: acot_positive((m - x) / s) / pi,
        lambda x, m, s: acot_positive((x - m) / s) / pi,
        [(0, 0, 1), (1, 0, 1), (-2, 1, 0.5), (1e6, 0, 1), (-1e6, 0, 1), (1e100, 0, 1), (-1e100, 3, 2),
         (5, 5, 1e-10), (3, -2, 1e8)]),
    'HalfCauchy': (
        ['scale'],
        lambda x, s: -inf if x < 0 else log(2 / pi) - log(s) - log1p((x / s) ** 2),
        lambda x, s: 2 / pi * atan(x / s) if x > 0 else mpf(0),
        lambda x, s: 2 / pi * acot_positive(x / s) if x > 0 else mpf(1),
        [(0, 5, 'edge'), (1e-100, 1), (1, 1), (0.5, 2.5), (25, 5), (1e6, 1), (1e100, 2), (3, 1e8),
         (-1e-10, 1, 'edge')]),
    'Laplace': (
        ['location', 'scale'],
        lambda x, m, s: -abs((x - m) / s) - log(2 * s),
        lambda x, m, s: exp((x - m) / s) / 2 if x < m else 1 - exp(-(x - m) / s) / 2,
        lambda x, m, s: exp(-(x - m) / s) / 2 if x > m else 1 - exp((x - m) / s) / 2,
        [(0, 0, 1, 'edge'), (1, 0, 1), (-2, 1, 0.5), (1000, 0, 1), (-1000, 0, 1), (1e-17, 0, 1),
         (3, -1e5, 1e4), (2.5, 2, 1e-3)]),
    'Logistic': (
        ['location', 'scale'],
        lambda x, m, s: -(x - m) / s - log(s) - 2 * log1p(exp(-(x - m) / s)),
        lambda x, m, s: 1 / (1 + exp(-(x - m) / s)),
        lambda x, m, s: 1 / (1 + exp((x - m) / s)),
        [(0, 0, 1), (1, 0, 1), (-2, 1, 0.5), (1000, 0, 1), (-1000, 0, 1), (1e-17, 0, 1), (30, 0, 0.5),
         (3, -1e5, 1e4)]),
    'LogNormal': (
        ['mean', 'sd'],
        lambda x, m, s: -inf if x <= 0 else (
            -((log(x) - m) / s) ** 2 / 2 - log(s) - log(x) - log(2 * pi) / 2),
        lambda x, m, s: upper_normal((m - log(x)) / s) if x > 0 else mpf(0),
        lambda x, m, s: upper_normal((log(x) - m) / s) if x > 0 else mpf(1),
        [(1, 0, 1), (2.5, 0.5, 0.25), (1e-300, 0, 1), (1e300, 0, 1), (0.01, -3, 2), (20, 3, 0.01),
         (1e-5, 0, 10), (0, 0, 1, 'edge'), (-1, 0, 1, 'edge')]),
    'Exponential': (
        ['rate'],
        lambda x, r: -inf if x < 0 else log(r) - r * x,
        lambda x, r: -expm1(-r * x) if x > 0 else mpf(0),
        lambda x, r: exp(-r * x) if x > 0 else mpf(1),
        [(0, 2, 'edge'), (1e-300, 1), (1, 1), (0.5, 3), (800, 1), (1e-10, 1e10), (5e4, 1e-5), (3, 0.25),
         (-1, 1, 'edge')]),
    'Gamma': (
        ['shape', 'rate'],
        lambda x, a, r: -inf if x < 0 else (
            a * log(r) - loggamma(a) + (mpf(0) if a == 1 else (a - 1) * safe_log(x)) - r * x),
        lambda x, a, r: gammainc(a, 0, r * x, regularized=True) if x > 0 else mpf(0),
        lambda x, a, r: gammainc(a, r * x, inf, regularized=True) if x > 0 else mpf(1),
        [(0, 1, 3, 'edge'), (0, 2, 1, 'edge'), (0, 0.5, 1, 'edge'), (1, 1, 1), (2.5, 2, 0.5), (0.01, 0.1, 0.5),
         (1e-100, 0.001, 1), (100, 3, 2), (150, 100, 1), (0.2, 25, 4), (1e4, 1e4, 1), (-1, 2, 1, 'edge')]),
    'InverseGamma': (
        ['shape', 'scale'],
        lambda x, a, c: -inf if x <= 0 else a * log(c) - loggamma(a) - (a + 1) * log(x) - c / x,
        lambda x, a, c: gammainc(a, c / x, inf, regularized=True) if x > 0 else mpf(0),
        lambda x, a, c: gammainc(a, 0, c / x, regularized=True) if x > 0 else mpf(1),
        [(1, 1, 1), (2.5, 2, 0.5), (0.01, 3, 2), (1e-3, 0.1, 1e-3), (1e10, 0.5, 1), (0.04, 100, 4), (30, 4.5, 100),
         (1e6, 3, 1), (0, 2, 1, 'edge'), (-1, 2, 1, 'edge')]),
    'Beta': (
        ['a', 'b'],
        lambda x, a, b: -inf if x < 0 or x > 1 else (
            (mpf(0) if a == 1 else (a - 1) * safe_log(x)) + (mpf(0) if b == 1 else (b - 1) * safe_log(1 - x))
            - loggamma(a) - loggamma(b) + loggamma(a + b)),
        lambda x, a, b: mpf(0) if x <= 0 else mpf(1) if x >= 1 else betainc(a, b, 0, x, regularized=True),
        lambda x, a, b: mpf(1) if x <= 0 else mpf(0) if x >= 1 else betainc(b, a, 0, 1 - x, regularized=True),
        [(0.5, 1, 1), (0.25, 2, 2), (0.75, 0.5, 0.5), (0, 1, 2, 'edge'), (1, 3, 1, 'edge'), (0, 0.5, 1, 'edge'),
         (0, 2, 2, 'edge'), (1, 2, 0.5, 'edge'), (1e-10, 0.01, 3), (0.9, 2, 30), (0.3, 300, 700), (0.999, 5, 0.1),
         (0.03125, 12, 8.5), (-0.1, 1, 1, 'edge'), (1.5, 2, 2, 'edge')]),
    'Uniform': (
        ['lower', 'upper'],
        lambda x, a, b: -inf if x < a or x > b else -log(b - a),
        lambda x, a, b: mpf(0) if x <= a else mpf(1) if x >= b else (x - a) / (b - a),
        lambda x, a, b: mpf(1) if x <= a else mpf(0) if x >= b else (b - x) / (b - a),
        [(0.5, 0, 1), (0, 0, 1, 'edge'), (1, 0, 1, 'edge'), (3, -2, 5), (1e-9, 0, 1e-3), (-1e5, -1e6, 1e6),
         (1.5, 0, 1, 'edge'), (-0.5, 0, 1, 'edge'), (7.75, 7.5, 8)]),
    'Bernoulli': (
        ['p'],
        lambda x, p: xlog(1 - x, 1 - p) + xlog(x, p) if x in (0, 1) else -inf,
        lambda x, p: mpf(0) if x < 0 else 1 - p if x < 1 else mpf(1),
        lambda x, p: mpf(1) if x < 0 else p if x < 1 else mpf(0),
        [(0, 0.25), (1, 0.25), (0, 0, 'edge'), (1, 0, 'edge'), (0, 1, 'edge'), (1, 1, 'edge'), (0, 1e-20),
         (1, 1e-300), (0.5, 0.5, 'edge'), (2, 0.5, 'edge'), (-1, 0.5, 'edge')]),
    'BernoulliLogit': (
        ['logit'],
        lambda x, v: log(inverse_logit(v if x == 1 else -v)) if x in (0, 1) else -inf,
        lambda x, v: mpf(0) if x < 0 else inverse_logit(-v) if x < 1 else mpf(1),
        lambda x, v: mpf(1) if x < 0 else inverse_logit(v) if x < 1 else mpf(0),
        [(0, 0), (1, 1.5), (0, 1.5), (1, 800), (0, 800), (1, -800), (0, -800), (1, 40), (0.5, 0, 'edge'),
         (2, 1, 'edge'), (-1, 1, 'edge')]),
    'Binomial': (
        ['trials', 'p'],
        lambda x, n, p: binomial(x, n, p) if x == floor(x) and 0 <= x <= n else -inf,
        binomial_cdf,
        binomial_sf,
        [(0, 10, 0.25), (3, 10, 0.25), (10, 10, 0.25), (0, 5, 0, 'edge'), (5, 5, 1, 'edge'), (1, 5, 0, 'edge'),
         (4, 5, 1, 'edge'), (0, 0, 0.5), (500, 1000, 0.375), (3, 1000000, 3e-6), (3, 1000000000, 3e-9, 'cdf-edge'), (2, 40, 0.9),
         (30, 12000, 1e-5), (11, 10, 0.5, 'edge'), (-1, 10, 0.5, 'edge'), (2.5, 10, 0.5, 'edge')]),
    'BinomialLogit': (
        ['trials', 'logit'],
        lambda x, n, v: (choose(n, x) + x * log(inverse_logit(v)) + (n - x) * log(inverse_logit(-v))
                         if x == floor(x) and 0 <= x <= n else -inf),
        lambda x, n, v: binomial_cdf(x, n, inverse_logit(v)),
        lambda x, n, v: binomial_sf(x, n, inverse_logit(v)),
        [(0, 10, -1), (3, 10, -1), (10, 10, 0.5), (5, 5, 800, 'cdf-edge'), (0, 5, 800, 'cdf-edge'),
         (0, 5, -800, 'cdf-edge'), (0, 0, 2), (500, 1000, -0.5), (2, 40, 2), (7, 8, 30), (11, 10, 0, 'edge'),
         (-1, 10, 0, 'edge'), (2.5, 10, 0, 'edge')]),
    'Poisson': (
        ['rate'],
        lambda x, r: poisson(x, r) if x == floor(x) and x >= 0 else -inf,
        poisson_cdf,
        poisson_sf,
        [(0, 1), (3, 2.5), (0, 0, 'edge'), (1, 0, 'edge'), (10, 1e-5), (0, 700), (1000, 900), (50, 5),
         (1000000, 1000500), (1.5, 2, 'edge'), (-1, 2, 'edge')]),
    'PoissonLog': (
        ['log_rate'],
        lambda x, v: x * v - exp(v) - loggamma(x + 1) if x == floor(x) and x >= 0 else -inf,
        lambda x, v: poisson_cdf(x, exp(v)),
        lambda x, v: poisson_sf(x, exp(v)),
        [(0, 0), (3, 1), (0, -800, 'cdf-edge'), (1, -800, 'cdf-edge'), (10, -12), (0, 6.5), (1000, 6.75), (50, 1.5),
         (1.5, 2, 'edge'), (-1, 2, 'edge')]),
    'NegativeBinomial': (
        ['mean', 'dispersion'],
        lambda x, m, k: negative_binomial(x, m, k) if x == floor(x) and x >= 0 else -inf,
        lambda x, m, k: mpf(0) if x < 0 else betainc(k, floor(x) + 1, 0, k / (k + m), regularized=True),
        lambda x, m, k: mpf(1) if x < 0 else betainc(floor(x) + 1, k, 0, m / (k + m), regularized=True),
        [(0, 1, 1), (3, 2.5, 1.5), (0, 0, 1, 'edge'), (1, 0, 1, 'edge'), (4, 3, 1e10, 'cdf-edge'),
         (1000, 900, 1e10, 'cdf-edge'), (3, 5, 1e-8), (0, 5, 1e-8), (200, 100, 20), (2, 50, 8), (17, 12, 9.5),
         (17, 12, 10.5), (1000000, 900000, 12, 'cdf-edge'), (40, 10, 1e4), (1.5, 2, 1, 'edge'), (-1, 2, 1, 'edge')]),
}


DISTRIBUTIONS.update(further_families.FAMILIES)


def acot_positive(z):
    """The angle from 0 to π whose cotangent is z."""
    return acot(z) if z > 0 else pi + acot(z) if z < 0 else pi / 2


# flags: edge has no derivative; cdf-edge leaves the distribution function out
def number(v):
    if isinstance(v, tuple):
        return f"[{', '.join(map(number, v))}]"
    v = float(v)
    if abs(v) == math.log(2):
        return '-Math.LN2' if v < 0 else 'Math.LN2'
    return 'Infinity' if v == float('inf') else '-Infinity' if v == float('-inf') else repr(v).replace('e+', 'e')


def split(point, count):
    flags = [v for v in point if isinstance(v, str)]
    values = [tuple(map(mpf, v)) if isinstance(v, tuple) else mpf(v) for v in point if not isinstance(v, str)]
    assert len(values) == count + 1, point
    return values[0], values[1:], (flags or [''])[0]


def points(name):
    parameters, density, cdf, sf, rows = DISTRIBUTIONS[name]
    for row in rows:
        x, arguments, flag = split(row, len(parameters))
        named = ', '.join(f'{p}: {number(v)}' for p, v in zip(parameters, arguments))
        fields = [f'x: {number(x)}', f'arguments: {{ {named} }}', f'logDensity: {number(density(x, *arguments))}']
        if cdf is not None and flag != 'cdf-edge':
            fields.append(f'logCdf: {number(safe_log(cdf(x, *arguments)))}')
            fields.append(f'logSurvival: {number(safe_log(sf(x, *arguments)))}')
        print('    { ' + ', '.join(fields) + ' },')


def derivative(function, values, k):
    """The central difference, with digits enough for the step of a tiny value."""
    step = abs(values[k]) * mpf(10) ** -20 or mpf(10) ** -20
    with workdps(80 - int(min(log10(step), 0))):
        up, down = list(values), list(values)
        up[k] += step
        down[k] -= step
        return (function(*up) - function(*down)) / (2 * step)


DISCRETE = {'Bernoulli', 'BernoulliLogit', 'Binomial', 'BinomialLogit', 'Poisson', 'PoissonLog', 'NegativeBinomial',
            'BetaBinomial', 'NegativeBinomialLog', 'Geometric', 'Hypergeometric', 'DiscreteUniform', 'OrderedLogistic',
            'OrderedProbit'}
NOT_CONTINUOUS = {'trials', 'draws', 'successes', 'failures', 'cuts'}


def is_discrete(name, variable):
    return variable in NOT_CONTINUOUS or (variable == 'x' and name in DISCRETE) or name == 'DiscreteUniform'


def gradients(*only):
    target = pathlib.Path(__file__).parent / 'gradients.json'
    known = json.loads(target.read_text()) if only else []
    rows = []
    for name, (parameters, density, cdf, sf, all_points) in DISTRIBUTIONS.items():
        if only and name not in only:
            rows += [row for row in known if row['distribution'] == name]
            continue
        for index, row in enumerate(all_points):
            x, arguments, flag = split(row, len(parameters))
            if flag == 'edge':
                continue
            values = [x, *arguments]
            names = ['x', *parameters]
            fixture = {'distribution': name, 'point': index, 'logDensity': {}}
            for k, variable in enumerate(names):
                if is_discrete(name, variable):
                    continue
                fixture['logDensity'][variable] = float(derivative(density, values, k))
            if cdf is not None and flag != 'cdf-edge':
                for field, function in (('logCdf', cdf), ('logSurvival', sf)):
                    value = safe_log(function(*values))
                    if isinf(value) or value == 0:
                        continue
                    fixture[field] = {}
                    for k, variable in enumerate(names):
                        if is_discrete(name, variable):
                            continue
                        fixture[field][variable] = float(derivative(lambda *v: log(function(*v)), values, k))
            rows.append(fixture)
    write('gradients.json', rows)


# distribution, arguments, lower, upper (None: no bound)
INTERVALS = [
    ('Normal', (0, 1), 40, None), ('Normal', (0, 1), None, -40), ('Normal', (0, 1), 40, 41), ('Normal', (0, 1), -41, -40),
    ('Normal', (0, 1), 40, 40.001), ('Normal', (1, 2), -1, 4), ('Normal', (1, 2), 0, None), ('Normal', (0.5, 1), 0, 1),
    ('Normal', (0, 1), -1, 1e-3), ('Normal', (-50, 1), 0, 1), ('Normal', (50, 0.5), 0, 1), ('Normal', (0, 1), -50, 45),
    ('HalfNormal', (1,), 2, 3), ('HalfNormal', (0.5,), 1e-3, 1), ('HalfNormal', (1,), 30, None),
    ('StudentT', (4, 0, 1), 100, 200), ('StudentT', (3, 1, 2), -1, 0), ('StudentT', (3, 0, 2.5), 0, None),
    ('Cauchy', (0, 1), 1e8, 1e9), ('Cauchy', (0, 5), 0, None), ('Cauchy', (1, 2), -1e6, 3),
    ('HalfCauchy', (5,), 0.5, 10), ('Laplace', (0, 1), 800, 801), ('Laplace', (0, 1), -1, 2), ('Logistic', (0, 1), -900, -800),
    ('Logistic', (2, 1), 0, 4), ('LogNormal', (0, 1), 1e20, 1e21), ('LogNormal', (0, 0.5), 0.5, 2), ('Exponential', (2,), 500, 501),
    ('Exponential', (2,), 0.25, 1), ('Gamma', (3, 2), 400, 401), ('Gamma', (3, 2), 1e-5, 1e-3), ('Gamma', (2, 0.1), 1, 100),
    ('InverseGamma', (3, 2), 1e-3, 2e-3), ('InverseGamma', (3, 2), 0.5, 2), ('Beta', (2, 3), 0.25, 0.5), ('Beta', (20, 3), 1e-6, 1e-5),
    ('Uniform', (0, 10), 2, 3),
]


def truncation():
    rows = []
    for name, arguments, lower, upper in INTERVALS:
        parameters, _, cdf, sf, _ = DISTRIBUTIONS[name]
        arguments = [mpf(v) for v in arguments]
        bounds = {k: mpf(v) for k, v in (('from', lower), ('to', upper)) if v is not None}

        def log_mass(*values):
            ends = dict(zip(bounds, values[len(arguments):]))
            values = values[:len(arguments)]
            if 'from' not in ends:
                return log(cdf(ends['to'], *values))
            if 'to' not in ends:
                return log(sf(ends['from'], *values))
            if cdf(ends['from'], *values) < mpf(1) / 2:
                return log(cdf(ends['to'], *values) - cdf(ends['from'], *values))
            return log(sf(ends['from'], *values) - sf(ends['to'], *values))

        values = [*arguments, *bounds.values()]
        gradient = {p: float(derivative(log_mass, values, k)) for k, p in enumerate([*parameters, *bounds])}
        rows.append({
            'distribution': name, 'arguments': dict(zip(parameters, map(float, arguments))),
            **{k: float(v) for k, v in bounds.items()}, 'logMass': float(log_mass(*values)), 'gradient': gradient,
        })
    write('truncation.json', rows)


def write(file_name, rows):
    text = '[\n' + ',\n'.join('  ' + json.dumps(row) for row in rows) + '\n]\n'
    (pathlib.Path(__file__).parent / file_name).write_text(text)


if __name__ == '__main__':
    if sys.argv[1] == 'points':
        points(sys.argv[2])
    else:
        {'gradients': gradients, 'truncation': truncation}[sys.argv[1]](*sys.argv[2:])
