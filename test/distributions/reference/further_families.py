"""Formulas and points of more families, in the form of DISTRIBUTIONS in generate.py. Without a distribution function
both tails are None; a parameter with an event dimension takes a tuple."""
from math import comb

from mpmath import atan, besseli, beta, betainc, cos, erfc, exp, expm1, floor, gammainc, inf, log, log1p, loggamma, mpf, nint, pi, quad, sin, sqrt


def normal_cdf(z):
    return erfc(-z / sqrt(2)) / 2


def normal_pdf(z):
    return exp(-z * z / 2) / sqrt(2 * pi)


def skew_normal_cdf(z, a):
    """Phi(z) - 2 T(z, a), by quadrature of Owen's integral from a on."""
    if z > 0:
        return 1 - skew_normal_cdf(-z, -a)
    if a < 0:
        return erfc(-z / sqrt(2)) - skew_normal_cdf(z, -a)
    if z == 0:
        return (pi / 2 - atan(a)) / pi
    edges = [mpf(0), 1 / (1 / (1 + a) - z + z * z * a) / 4]
    while z * z * (2 * a + edges[-1]) * edges[-1] / 2 < 140:
        edges.append(2 * edges[-1])
    integral = quad(lambda w: exp(-z * z * (2 * a + w) * w / 2) / (1 + (a + w) ** 2), edges)
    return exp(-z * z * (1 + a * a) / 2) * integral / pi


def logistic_cdf(z):
    return 1 / (1 + exp(-z))


def choose(n, k):
    return loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)


def power(base, exponent):
    return mpf(1) if exponent == 0 else base ** exponent


def emg_sf(x, m, s, r):
    z = (x - m) / s
    return normal_cdf(-z) + exp(r * r * s * s / 2 - r * (x - m)) * normal_cdf(z - r * s)


def emg_cdf(x, m, s, r):
    z = (x - m) / s
    return normal_cdf(z) - exp(r * r * s * s / 2 - r * (x - m)) * normal_cdf(z - r * s)


def wald(x, m, k, sign):
    a, c = sqrt(k / x) * (x / m - 1), sqrt(k / x) * (x / m + 1)
    return normal_cdf(sign * a) + sign * exp(2 * k / m) * normal_cdf(-c)


def inverse_gamma_cdf(x, a, c):
    return gammainc(a, c / x, inf, regularized=True) if x > 0 else mpf(0)


def inverse_gamma_sf(x, a, c):
    return gammainc(a, 0, c / x, regularized=True) if x > 0 else mpf(1)


def inverse_gamma(x, a, c):
    return -inf if x <= 0 else a * log(c) - loggamma(a) - (a + 1) * log(x) - c / x


def beta_density(x, a, b):
    return -inf if x <= 0 or x >= 1 else (a - 1) * log(x) + (b - 1) * log1p(-x) - loggamma(a) - loggamma(b) + loggamma(a + b)


def beta_cdf(x, a, b):
    return mpf(0) if x <= 0 else mpf(1) if x >= 1 else betainc(a, b, 0, x, regularized=True)


def beta_sf(x, a, b):
    return mpf(1) if x <= 0 else mpf(0) if x >= 1 else betainc(b, a, 0, 1 - x, regularized=True)


def triangular(x, a, m, b):
    if x < a or x > b:
        return -inf
    height = mpf(1) if x == m else (x - a) / (m - a) if x < m else (b - x) / (b - m)
    return -inf if height == 0 else log(2 * height / (b - a))


def triangular_cdf(x, a, m, b):
    if x <= a or x >= b:
        return mpf(0 if x <= a else 1)
    return (x - a) ** 2 / (b - a) / (m - a) if x < m else 1 - triangular_sf(x, a, m, b)


def triangular_sf(x, a, m, b):
    if x <= a or x >= b:
        return mpf(1 if x <= a else 0)
    return 1 - triangular_cdf(x, a, m, b) if x < m else (b - x) ** 2 / (b - a) / (b - m)


def von_mises_piece(k, start, end):
    """The integral of exp(k (cos t - cos start)) over 0 <= start <= t <= end <= pi, where it falls."""
    edges, step = [start], min(end - start, 1 / (1 + sqrt(k) + k * sin(start)))
    while edges[-1] < end and 2 * k * sin((edges[-1] - start) / 2) * sin((edges[-1] + start) / 2) < 200:
        edges.append(min(end, start + step))
        step *= 2
    return quad(lambda t: exp(-2 * k * sin((t - start) / 2) * sin((t + start) / 2)), edges) if len(edges) > 1 else mpf(0)


def von_mises_mass(a, b, k):
    """The mass of deviations from a to b, of which no whole turn lies between."""
    total, start = mpf(0), a
    while start < b:
        turn = floor(start / pi + mpf(10) ** -40)
        end = min(b, (turn + 1) * pi)
        # folded to 0..pi, in which the density falls
        low, high = start - turn * pi, end - turn * pi
        if int(turn) % 2:
            low, high = pi - high, pi - low
        low = max(low, mpf(0))
        total += exp(k * (cos(low) - 1)) * von_mises_piece(k, low, high)
        start = end
    return total / (2 * pi * besseli(0, k) * exp(-k))


def von_mises_cdf(x, m, k):
    m -= 2 * pi * nint(m / (2 * pi))
    return mpf(0) if x <= -pi else mpf(1) if x >= pi else von_mises_mass(-pi - m, x - m, k)


def von_mises_sf(x, m, k):
    m -= 2 * pi * nint(m / (2 * pi))
    return mpf(1) if x <= -pi else mpf(0) if x >= pi else von_mises_mass(x - m, pi - m, k)


def beta_binomial_sum(first, last, n, a, b):
    term, total = exp(beta_binomial(mpf(first), n, a, b)), mpf(0)
    for k in range(first, last + 1):
        total += term
        term *= (n - k) * (a + k) / ((k + 1) * (b + n - k - 1)) if k < n else 0
    return total


def beta_binomial_cdf(x, n, a, b):
    return beta_binomial_sum(0, min(int(floor(x)), int(n)), n, a, b)


def beta_binomial_sf(x, n, a, b):
    return beta_binomial_sum(max(int(floor(x)) + 1, 0), int(n), n, a, b)


def hypergeometric_sum(first, last, n, s, f):
    n, s, f = int(n), int(s), int(f)
    ways = sum(comb(s, k) * comb(f, n - k) for k in range(max(first, 0), min(last, n) + 1))
    return mpf(ways) / comb(s + f, n)


def beta_binomial(x, n, a, b):
    if x != floor(x) or x < 0 or x > n:
        return -inf
    rising = loggamma(a + x) - loggamma(a) + loggamma(b + n - x) - loggamma(b) - loggamma(a + b + n) + loggamma(a + b)
    return choose(n, x) + rising


def negative_binomial_log(x, v, k):
    if x != floor(x) or x < 0:
        return -inf
    m = exp(v)
    return loggamma(x + k) - loggamma(k) - loggamma(x + 1) + k * log(k / (k + m)) + x * log(m / (k + m))


def negative_binomial_cdf(x, v, k):
    return mpf(0) if x < 0 else betainc(k, floor(x) + 1, 0, k / (k + exp(v)), regularized=True)


def negative_binomial_sf(x, v, k):
    return mpf(1) if x < 0 else betainc(floor(x) + 1, k, 0, exp(v) / (k + exp(v)), regularized=True)


def geometric(x, p):
    if x != floor(x) or x < 0:
        return -inf
    return log(p) if x == 0 else -inf if p == 1 else log(p) + x * log1p(-p)


def hypergeometric(x, n, s, f):
    if x != floor(x) or x < 0 or x > n or x > s or n - x > f:
        return -inf
    return choose(s, x) + choose(f, n - x) - choose(s + f, n)


def ordered_tails(cdf):
    """The distribution function and its complement; the latent distribution is symmetric."""
    def latent(x, m, cuts, sign):
        k = int(floor(x))
        return mpf(sign < 0) if k < 1 else mpf(sign > 0) if k > len(cuts) else cdf(sign * (cuts[k - 1] - m))
    return (lambda x, m, cuts: latent(x, m, cuts, 1)), (lambda x, m, cuts: latent(x, m, cuts, -1))


def ordered(cdf):
    """By distribution functions in the half where they do not cancel."""
    def density(x, location, cuts):
        k = len(cuts) + 1
        if x != floor(x) or x < 1 or x > k:
            return -inf
        x = int(x)
        lower = -inf if x == 1 else cuts[x - 2] - location
        upper = inf if x == k else cuts[x - 1] - location
        if lower > 0:
            lower, upper = -upper, -lower
        return log((1 if upper == inf else cdf(upper)) - (0 if lower == -inf else cdf(lower)))
    return density


FAMILIES = {
    'Gumbel': (
        ['location', 'scale'],
        lambda x, m, s: -(x - m) / s - exp(-(x - m) / s) - log(s),
        lambda x, m, s: exp(-exp(-(x - m) / s)),
        lambda x, m, s: -expm1(-exp(-(x - m) / s)),
        [(0, 0, 1), (1.5, 0, 1), (-3, 2, 1.5), (50, 0, 1), (900, 0, 1), (-6, 0, 1), (3, -1e5, 1e5), (2.5, 2, 1e-3),
         (39.5, 0, 1), (1e-17, 0, 1)]),
    'SkewNormal': (
        ['location', 'scale', 'shape'],
        lambda x, m, s, a: log(2) + log(normal_pdf((x - m) / s)) + log(normal_cdf(a * (x - m) / s)) - log(s),
        lambda x, m, s, a: skew_normal_cdf((x - m) / s, a),
        lambda x, m, s, a: skew_normal_cdf((m - x) / s, -a),
        [(0, 0, 1, 0), (1.5, 0, 1, 0), (1, 0, 1, 3), (-1, 0, 1, 3), (-3, 2, 0.5, -4), (40, 0, 1, -2), (-40, 0, 1, 2),
         (5, 1, 2, 1e6), (1e-12, 0, 1, 1e3), (3, -1e5, 1e5, 0.25)]),
    'ExpModifiedNormal': (
        ['mean', 'sd', 'rate'],
        lambda x, m, s, r: log(r) + r * r * s * s / 2 - r * (x - m) + log(normal_cdf((x - m) / s - r * s)),
        emg_cdf, emg_sf,
        [(0, 0, 1, 1), (1.5, 0, 1, 1), (-3, 2, 0.5, 2), (50, 0, 1, 0.5), (-10, 0, 1, 1), (-40, 0, 1, 0.5), (2, 0, 1, 1e4),
         (-2, 0, 1, 100), (1e3, 1, 2, 1e-3), (30.5, 0, 1, 60.75), (0.25, 0, 0.5, 3), (-0.5, 0, 1, 0.01)]),
    'ChiSquared': (
        ['df'],
        lambda x, n: -inf if x < 0 else (
            -n / 2 * log(2) - loggamma(n / 2) + (mpf(0) if n == 2 else -inf if x == 0 else (n / 2 - 1) * log(x)) - x / 2),
        lambda x, n: gammainc(n / 2, 0, x / 2, regularized=True) if x > 0 else mpf(0),
        lambda x, n: gammainc(n / 2, x / 2, inf, regularized=True) if x > 0 else mpf(1),
        [(0, 2, 'edge'), (0, 3, 'edge'), (1, 1), (2.5, 3), (0.01, 0.25), (200, 3), (150, 100), (1e-10, 4), (1e4, 1e4),
         (-1, 2, 'edge')]),
    'InverseChiSquared': (
        ['df'],
        lambda x, n: inverse_gamma(x, n / 2, mpf(1) / 2),
        lambda x, n: inverse_gamma_cdf(x, n / 2, mpf(1) / 2),
        lambda x, n: inverse_gamma_sf(x, n / 2, mpf(1) / 2),
        [(1, 1), (0.5, 3), (0.01, 2), (1e-3, 0.25), (1e10, 1), (0.0125, 100), (3, 9), (1e6, 6), (0, 2, 'edge'),
         (-1, 2, 'edge')]),
    'Weibull': (
        ['shape', 'scale'],
        lambda x, k, s: -inf if x < 0 else log(k / s) + (
            mpf(0) if k == 1 else (-inf if k > 1 else inf) if x == 0 else (k - 1) * log(x / s)) - (x / s) ** k,
        lambda x, k, s: -expm1(-(x / s) ** k) if x > 0 else mpf(0),
        lambda x, k, s: exp(-(x / s) ** k) if x > 0 else mpf(1),
        [(0, 1, 2, 'edge'), (0, 2, 2, 'edge'), (0, 0.5, 1, 'edge'), (1, 1, 1), (1.5, 2, 1), (0.3, 0.5, 2), (20, 3, 5),
         (1e-140, 3, 1), (1e-5, 0.1, 1e3), (2, 30, 1.75), (700, 1.5, 10), (-1, 2, 1, 'edge')]),
    'Frechet': (
        ['shape', 'scale'],
        lambda x, k, s: -inf if x <= 0 else log(k / s) - (k + 1) * log(x / s) - (x / s) ** -k,
        lambda x, k, s: exp(-(x / s) ** -k) if x > 0 else mpf(0),
        lambda x, k, s: -expm1(-(x / s) ** -k) if x > 0 else mpf(1),
        [(1, 1, 1), (1.5, 2, 1), (0.3, 0.5, 2), (20, 3, 5), (1e140, 3, 1), (1e5, 0.1, 1e3), (1.75, 30, 2), (0.125, 3, 0.75),
         (0, 2, 1, 'edge'), (-1, 2, 1, 'edge')]),
    'Rayleigh': (
        ['scale'],
        lambda x, s: -inf if x <= 0 else log(x) - 2 * log(s) - (x / s) ** 2 / 2,
        lambda x, s: -expm1(-(x / s) ** 2 / 2) if x > 0 else mpf(0),
        lambda x, s: exp(-(x / s) ** 2 / 2) if x > 0 else mpf(1),
        [(0, 1, 'edge'), (1, 1), (2.5, 0.5), (1e-140, 1), (40, 1), (1e-5, 1e-5), (7, 1e5), (0.3, 2), (-1, 1, 'edge')]),
    'LogLogistic': (
        ['scale', 'shape'],
        lambda x, s, k: -inf if x <= 0 else log(k / x) + k * log(x / s) - 2 * log1p((x / s) ** k),
        lambda x, s, k: 1 / (1 + (x / s) ** -k) if x > 0 else mpf(0),
        lambda x, s, k: 1 / (1 + (x / s) ** k) if x > 0 else mpf(1),
        [(1, 1, 1), (1.5, 1, 2), (0.3, 2, 0.5), (20, 5, 3), (1e140, 1, 2), (1e-140, 1, 2), (1e-5, 1e3, 0.1), (1.75, 2, 30),
         (0, 1, 2, 'edge'), (-1, 1, 2, 'edge')]),
    'InverseGaussian': (
        ['mean', 'shape'],
        lambda x, m, k: -inf if x <= 0 else log(k / (2 * pi * x ** 3)) / 2 - k * (x / m - 1) ** 2 / (2 * x),
        lambda x, m, k: wald(x, m, k, 1) if x > 0 else mpf(0),
        lambda x, m, k: wald(x, m, k, -1) if x > 0 else mpf(1),
        [(1, 1, 1), (1.5, 2, 3), (0.3, 2, 0.5), (20, 5, 3), (0.01, 1, 1), (100, 1, 2), (1e-3, 1, 1), (1.01, 1, 1e4),
         (0.5, 1e5, 1), (3, 1, 400), (0, 1, 1, 'edge'), (-1, 1, 1, 'edge')]),
    'Pareto': (
        ['minimum', 'shape'],
        lambda x, m, k: -inf if x < m else log(k) + k * log(m) - (k + 1) * log(x),
        lambda x, m, k: 1 - (m / x) ** k if x > m else mpf(0),
        lambda x, m, k: (m / x) ** k if x > m else mpf(1),
        [(1, 1, 2, 'edge'), (1.5, 1, 2), (3, 2.5, 0.5), (1e10, 1, 3), (1.0000001, 1, 2), (1e-5, 1e-6, 20), (700, 600, 1.5),
         (2, 1, 1e-3), (0.5, 1, 2, 'edge'), (-1, 1, 2, 'edge')]),
    'BetaProportion': (
        ['mean', 'precision'],
        lambda x, m, k: beta_density(x, m * k, (1 - m) * k),
        lambda x, m, k: beta_cdf(x, m * k, (1 - m) * k),
        lambda x, m, k: beta_sf(x, m * k, (1 - m) * k),
        [(0.5, 0.5, 2.5), (0.25, 0.5, 4), (0.75, 0.25, 1), (1e-10, 0.25, 0.5), (0.9, 0.125, 30), (0.3, 0.25, 1000),
         (0.999, 0.875, 5), (0, 0.5, 4, 'edge'), (-0.1, 0.5, 2, 'edge'), (1.5, 0.5, 2, 'edge')]),
    'VonMises': (
        ['mean', 'concentration'],
        lambda x, m, k: -inf if abs(x) > 3.2 else k * cos(x - m) - log(2 * pi * besseli(0, k)),
        von_mises_cdf, von_mises_sf,
        [(0, 0, 1), (1.5, 0.5, 2), (-3, 3, 0.5), (0.25, 0, 0, 'edge'), (0.1, 0, 49.75), (0.1, 0, 50.25), (0.01, 0, 1e4),
         (1, 1, 1e-8), (2, 20, 12), (1, 1.0000001, 1e12), (0.3, 0, 300), (4, 1, 1, 'edge'), (-4, 1, 1, 'edge'),
         (-3.125, 1, 40), (3.125, -1, 40), (-3.125, 0, 300), (1, 3, 1e3), (-2, -3.140625, 25)]),
    'Triangular': (
        ['lower', 'mode', 'upper'],
        triangular, triangular_cdf, triangular_sf,
        [(0.25, 0, 0.5, 1), (0.75, 0, 0.5, 1), (0.5, 0, 0.5, 1, 'edge'), (0, 0, 0, 1, 'edge'), (1, 0, 1, 1, 'edge'),
         (0, 0, 0.5, 1, 'edge'), (1, 0, 0.5, 1, 'edge'), (-1e5, -1e6, 0, 1e6), (1e-9, 0, 1e-3, 1), (2.9999, -2, 1, 3),
         (-0.5, 0, 0.5, 1, 'edge'), (1.5, 0, 0.5, 1, 'edge')]),
    'BetaBinomial': (
        ['trials', 'a', 'b'],
        beta_binomial, beta_binomial_cdf, beta_binomial_sf,
        [(0, 10, 1, 1), (3, 10, 2, 0.5), (10, 10, 0.25, 3), (0, 0, 1, 1), (4, 12, 1e10, 3e10), (500, 1000, 20, 25),
         (7, 40, 1e-6, 1e-3), (40, 40, 1e3, 1e-5), (900, 1000, 1e5, 1e5), (11, 10, 1, 1, 'edge'), (-1, 10, 1, 1, 'edge'),
         (2.5, 10, 1, 1, 'edge')]),
    'NegativeBinomialLog': (
        ['log_mean', 'dispersion'],
        negative_binomial_log, negative_binomial_cdf, negative_binomial_sf,
        [(0, 0, 1), (3, 1, 1.5), (4, 1, 1e10, 'cdf-edge'), (1000, 6.75, 1e10, 'cdf-edge'), (0, -800, 2, 'cdf-edge'),
         (2, -700, 3, 'cdf-edge'), (200, 4.5, 20), (2, 4, 8), (3, 900, 0.5, 'cdf-edge'), (17, 2.5, 9.5),
         (1.5, 1, 1, 'edge'), (-1, 1, 1, 'edge')]),
    'Geometric': (
        ['p'],
        geometric,
        lambda x, p: mpf(0) if x < 0 else mpf(1) if p == 1 else -expm1((floor(x) + 1) * log1p(-p)),
        lambda x, p: mpf(1) if x < 0 else mpf(0) if p == 1 else exp((floor(x) + 1) * log1p(-p)),
        [(0, 0.5), (3, 0.25), (0, 1, 'edge'), (1, 1, 'edge'), (1000, 0.5), (5, 1e-10), (1e6, 1e-5), (2, 0.999),
         (1.5, 0.5, 'edge'), (-1, 0.5, 'edge')]),
    'Hypergeometric': (
        ['draws', 'successes', 'failures'],
        hypergeometric,
        lambda x, n, s, f: hypergeometric_sum(0, int(floor(x)), n, s, f),
        lambda x, n, s, f: hypergeometric_sum(int(floor(x)) + 1, int(n), n, s, f),
        [(0, 5, 10, 20), (3, 5, 10, 20), (5, 5, 10, 20), (0, 0, 3, 4), (4, 4, 4, 0), (50, 100, 400, 500), (2, 1000, 10, 100000),
         (300, 1000, 100000, 200000), (6, 5, 10, 20, 'edge'), (3, 5, 2, 20, 'edge'), (1, 5, 10, 3, 'edge'),
         (-1, 5, 10, 20, 'edge'), (2.5, 5, 10, 20, 'edge')]),
    'DiscreteUniform': (
        ['lower', 'upper'],
        lambda x, a, b: -log(b - a + 1) if x == floor(x) and a <= x <= b else -inf,
        lambda x, a, b: min(max((floor(x) - a + 1) / (b - a + 1), mpf(0)), mpf(1)),
        lambda x, a, b: min(max((b - floor(x)) / (b - a + 1), mpf(0)), mpf(1)),
        [(1, 1, 6), (6, 1, 6), (3, -5, 10), (-5, -5, 10), (0, 0, 0), (12345, 0, 1e9), (2.5, 1, 6), (0, 1, 6), (7, 1, 6)]),
    'OrderedLogistic': (
        ['location', 'cuts'],
        ordered(logistic_cdf), *ordered_tails(logistic_cdf),
        [(1, 0, (-1, 0.5, 2)), (2, 0, (-1, 0.5, 2)), (3, 1.5, (-1, 0.5, 2)), (4, 1.5, (-1, 0.5, 2)), (1, 0.5, (0.25,)),
         (2, 0.5, (0.25,)), (2, 800, (-1, 1)), (2, -800, (-1, 1)), (2, 0, (-1e-10, 1e-10)), (3, 40, (1, 2, 2.0000001)),
         (0, 0, (0, 1), 'edge'), (4, 0, (0, 1), 'edge'), (1.5, 0, (0, 1), 'edge')]),
    'OrderedProbit': (
        ['location', 'cuts'],
        ordered(normal_cdf), *ordered_tails(normal_cdf),
        [(1, 0, (-1, 0.5, 2)), (2, 0, (-1, 0.5, 2)), (3, 1.5, (-1, 0.5, 2)), (4, 1.5, (-1, 0.5, 2)), (1, 0.5, (0.25,)),
         (2, 0.5, (0.25,)), (2, 50, (-1, 1)), (2, -50, (-1, 1)), (2, 0, (-1e-10, 1e-10)), (3, 40, (1, 2, 2.0000001)),
         (2, -10, (0, 1)), (2, 0, (-20, 9)), (0, 0, (0, 1), 'edge'), (4, 0, (0, 1), 'edge'), (1.5, 0, (0, 1), 'edge')]),
}
