"""Reference values for the scalar numerics, by mpmath with 50 digits and more.

Rerun with:  python3 test/numerics/reference/generate.py [section...]
(needs mpmath; a quarter of an hour for all; the sections are the functions at the end)

Each <function>.json holds rows [argument, ..., value]. Arguments are exact float64 numbers; a value is
the exact result rounded once to float64. "inf", "-inf", "nan" and "-0" stand for what JSON cannot
say. Points are log-spaced over the domain, with edges and transition regions, from a fixed seed.
"""

import json
import math
import os
import random
import sys

import mpmath as mp

mp.mp.dps = 60
HERE = os.path.dirname(os.path.abspath(__file__))
INF = math.inf
DENORMAL = 5e-324


def encode(value):
    value = float(value)
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if value == 0 and math.copysign(1, value) < 0:
        return "-0"
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def write(name, rows):
    with open(os.path.join(HERE, name + ".json"), "w") as file:
        lines = [json.dumps([encode(v) for v in row]) for row in rows]
        file.write("[\n  " + ",\n  ".join(lines) + "\n]\n")
    print(name, len(rows), file=sys.stderr)


def tabulate(function, points):
    """Rows of the points and the function's value there."""
    points = [p if isinstance(p, tuple) else (p,) for p in points]
    return [(*p, function(*(mp.mpf(v) for v in p))) for p in points]


def log_spaced(low, high, count):
    return [10 ** (low + (high - low) * k / (count - 1)) for k in range(count)]


def near(centre):
    """Points about a zero or a pole, from one ulp to a quarter away."""
    steps = [0.25, 0.1, 1e-2, 1e-3, 1e-5, 1e-8, 1e-11, 1e-14]
    return [centre + s for s in steps] + [centre - s for s in steps] + [
        math.nextafter(centre, INF), math.nextafter(centre, -INF)]


def signed(points):
    return list(points) + [-p for p in points]


# ---- simple combinations of exp and log -------------------------------------------------------

def log1m_exp(x):
    return mp.log(-mp.expm1(x)) if x > -1 else mp.log1p(-mp.exp(x))


def softplus(x):
    with mp.workdps(400):
        return mp.log1p(mp.exp(x))


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def log_add_exp(a, b):
    larger, smaller = max(a, b), min(a, b)
    return larger + mp.log1p(mp.exp(smaller - larger))


def log1p_minus(x):
    with mp.workdps(700):
        return mp.log1p(x) - x


# ---- gamma and beta ---------------------------------------------------------------------------

def lgamma(x):
    return mp.log(abs(mp.gamma(x))) if abs(x) < 1e4 else mp.loggamma(x).real


def lgamma1p(x):
    with mp.workdps(400):
        return mp.loggamma(1 + x)


def lbeta(a, b):
    with mp.workdps(400):
        return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def lchoose(n, k):
    with mp.workdps(400):
        return mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)


def polygamma(order, x):
    order = int(order)
    with mp.workdps(100):
        if order == 0:
            return mp.digamma(x)
        if x > 0:
            return (-1) ** (order + 1) * mp.factorial(order) * hurwitz_zeta(order + 1, x)
        return mp.polygamma(order, x)


def hurwitz_zeta(s, x):
    """By Euler-Maclaurin, its remainder below 1e-60 (mpmath's own loses digits for large x and s)."""
    count = max(0, int(60 + s - x))
    shifted = x + count
    total = mp.fsum((x + k) ** -s for k in range(count))
    total += shifted ** (1 - s) / (s - 1) + shifted**-s / 2
    rising = s * shifted ** (-s - 1)
    for j in range(1, 80):
        total += mp.bernoulli(2 * j) / mp.factorial(2 * j) * rising
        rising *= mp.mpf(s + 2 * j - 1) * (s + 2 * j) / shifted**2
    assert abs(mp.bernoulli(160) / mp.factorial(160) * rising) < total * mp.mpf(10) ** -60
    return total


def stirling_error(x):
    return mp.loggamma(x) - (x - mp.mpf(1) / 2) * mp.log(x) + x - mp.log(2 * mp.pi) / 2


# ---- incomplete gamma and beta ----------------------------------------------------------------

def log_lower_gamma(a, x):
    """DLMF 8.11.4, exact to the working precision for any a, x > 0."""
    term = total = mp.mpf(1)
    n = 0
    while term > total * mp.mpf(10) ** (-mp.mp.dps) or n < x - a:
        n += 1
        term *= x / (a + n)
        total += term
    return a * mp.log(x) - x - mp.loggamma(a + 1) + mp.log(total)


def log_upper_gamma(a, x):
    """Backward continued fraction DLMF 8.9.2, its length doubled until nothing changes."""
    def fraction(length):
        value = mp.mpf(0)
        for n in range(length, 0, -1):
            value = n * (a - n) / (x + 2 * n + 1 - a + value)
        return 1 / (x + 1 - a + value)

    length, value = 64, fraction(32)
    while True:
        better = fraction(length)
        if abs(better - value) <= abs(better) * mp.mpf(10) ** (10 - mp.mp.dps):
            return a * mp.log(x) - x - mp.loggamma(a) + mp.log(better)
        length, value = 2 * length, better


def log_gamma_pair(a, x):
    if x < a + 1:
        log_p = log_lower_gamma(a, x)
        return log_p, log1m_exp(log_p)
    log_q = log_upper_gamma(a, x)
    return log1m_exp(log_q), log_q


def log_beta_i(a, b, x, digits=30):
    """Backward continued fraction DLMF 8.17.22, its length doubled until nothing changes to so many digits."""
    def fraction(a, b, x, length):
        value = mp.mpf(1)
        for m in range(length, 0, -1):
            odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            value = 1 + even / (1 + odd / value)
        return 1 / (1 - (a + b) * x / (a + 1) / value)

    def tail(a, b, x):
        length, value = 64, fraction(a, b, x, 32)
        while True:
            better = fraction(a, b, x, length)
            if abs(better - value) <= abs(better) * min(a, 1) * mp.mpf(10) ** -digits:
                break
            length, value = 2 * length, better
        log_beta = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
        return a * mp.log(x) + b * mp.log1p(-x) - mp.log(a) - log_beta + mp.log(better)

    if x <= (a + 1) / (a + b + 2):
        return tail(a, b, x)
    return log1m_exp(tail(b, a, 1 - x))


# ---- normal -----------------------------------------------------------------------------------

def normal_cdf(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def log_normal_cdf(x):
    if x < -1e8:
        # erfc's asymptotic expansion, DLMF 7.12.1
        return -x * x / 2 - mp.log(-x * mp.sqrt(2 * mp.pi)) + mp.log1p(-1 / x**2 + 3 / x**4)
    return mp.log(normal_cdf(x)) if x < 0 else mp.log1p(-normal_cdf(-x))


def normal_quantile(p):
    if p == 0.5:
        return mp.mpf(0)
    if p < 0.5:
        guess = -mp.sqrt(-2 * mp.log(p)) if p < 0.1 else (p - 0.5) * 2.5
        target = mp.log(p)
        for _ in range(200):
            value = log_normal_cdf(guess)
            slope = mp.exp(-guess**2 / 2 - value) / mp.sqrt(2 * mp.pi)
            step = (value - target) / slope
            guess -= step
            if abs(step) < abs(guess) * mp.mpf(10) ** -50:
                return guess
        raise ArithmeticError(p)
    return -normal_quantile(1 - p)


TINY = [DENORMAL, 1e-310, 2.3e-308, 1e-200, 1e-100, 1e-30, 1e-17]


def exponentials():
    rng = random.Random(20240229)
    tiny = TINY
    write("log1mExp", tabulate(log1m_exp, [-p for p in tiny + log_spaced(-16, 2.85, 250)])
          + [(0.0, -INF), (-0.0, -INF), (-INF, 0.0), (1.0, math.nan), (-745.2, -0.0), (math.nan, math.nan)])
    soft = signed(tiny + log_spaced(-16, 2.85, 120)) + [710.0, 1e10, 1e300, -744.9]
    write("softplus", tabulate(softplus, soft) + [(0.0, mp.log(2)), (INF, INF), (-INF, 0.0), (-1e5, 0.0), (math.nan, math.nan)])
    write("sigmoid", tabulate(sigmoid, soft) + [(0.0, 0.5), (INF, 1.0), (-INF, 0.0), (math.nan, math.nan)])
    pairs = [(rng.uniform(-50, 50), rng.uniform(-50, 50)) for _ in range(200)]
    pairs += [(x, x + d) for x in (-1e3, -1.0, 0.0, 1e-3, 1e5) for d in (0.0, 1e-12, 1.0, 40.0, 800.0)]
    write("logAddExp", tabulate(log_add_exp, pairs) + [
        (INF, INF, INF), (-INF, -INF, -INF), (INF, -INF, INF), (-INF, 3.0, 3.0), (3.0, -INF, 3.0),
        (INF, 3.0, INF), (math.nan, 1.0, math.nan), (1.0, math.nan, math.nan), (-INF, math.nan, math.nan)])
    write("log1pMinus", tabulate(log1p_minus, signed(tiny[4:] + log_spaced(-16, -0.001, 150)) + log_spaced(0, 300, 60))
          + [(0.0, 0.0), (-1.0, -INF), (INF, -INF), (-1.5, math.nan), (math.nan, math.nan)])
    xy = [(rng.uniform(-5, 5), 10 ** rng.uniform(-300, 300)) for _ in range(100)]
    write("xlogy", tabulate(lambda x, y: x * mp.log(y), xy) + [
        (0.0, 0.0, 0.0), (0.0, INF, 0.0), (-0.0, 0.0, 0.0), (2.0, 0.0, -INF), (2.0, INF, INF), (1.0, -1.0, math.nan),
        (math.nan, 1.0, math.nan), (1.0, math.nan, math.nan)])
    xy = [(rng.uniform(-5, 5), 10 ** rng.uniform(-300, 300)) for _ in range(60)]
    xy += [(rng.uniform(-5, 5), -(10 ** rng.uniform(-20, -0.001))) for _ in range(60)]
    write("xlog1py", tabulate(lambda x, y: x * mp.log1p(y), xy) + [
        (0.0, -1.0, 0.0), (0.0, INF, 0.0), (2.0, -1.0, -INF), (2.0, INF, INF), (1.0, -2.0, math.nan), (math.nan, 1.0, math.nan)])


def gammas():
    rng = random.Random(20240301)
    tiny = TINY
    zeros = near(1.0) + near(2.0)
    positive = tiny + log_spaced(-16, 305, 200) + log_spaced(-2, 2, 120) + zeros
    write("lgamma", tabulate(lgamma, positive) + [(0.0, INF), (-0.0, INF), (INF, INF), (math.nan, math.nan), (1.0, 0.0), (2.0, 0.0)])
    negative = [-p for p in tiny + log_spaced(-16, -0.302, 60)]
    for n in list(range(0, 12)) + [50, 171, 1000]:
        negative += [-n - f for f in (1e-8, 0.01, 0.2, 0.35, 0.5, 0.6543, 0.9, 1 - 1e-7)]
    negative += [-2.4570247382208006, -2.7476826467274127, -1e9 - 0.25, -1e15 - 0.5]
    write("lgammaNegative", tabulate(lgamma, negative) + [(-1.0, INF), (-1000.0, INF), (-1e20, INF), (-INF, INF)])
    write("lgamma1p", tabulate(lgamma1p, signed(tiny + log_spaced(-16, -0.302, 80)) + log_spaced(-0.3, 3, 40)) + [(0.0, 0.0), (1.0, 0.0)])
    write("stirlingError", tabulate(stirling_error, log_spaced(-6, 10, 160)))

    rows = []
    for order in (0, 1, 2, 3, 4, 5, 7, 10, 20, 50, 100):
        points = [1e-300 if order == 0 else 1e-3] + log_spaced(-2, 6, 40)
        points += near(1.4616321449683622) if order == 0 else []
        points += [1e100, 1e-100] if order <= 1 else []
        rows += tabulate(polygamma, [(float(order), p) for p in points])
    rows += tabulate(polygamma, [(250.0, x) for x in (100.0, 300.0, 1e3)])
    write("polygamma", rows + [
        (0.0, 0.0, -INF), (0.0, -0.0, INF), (1.0, 0.0, INF), (1.0, -0.0, INF), (2.0, 0.0, -INF), (2.0, -0.0, INF),
        (0.0, -1.0, math.nan), (1.0, -3.0, INF), (2.0, -3.0, math.nan), (0.0, INF, INF), (1.0, INF, 0.0), (2.0, INF, -0.0),
        (0.0, -INF, math.nan), (1.0, -INF, math.nan), (0.0, math.nan, math.nan), (-1.0, 2.0, math.nan), (0.5, 2.0, math.nan)])
    rows = []
    for order in (0, 1, 2, 3, 4, 7, 20):
        fractions = (1e-6, 0.01, 0.2, 0.25, 0.4, 0.5, 0.61, 0.75, 0.9, 0.999)
        rows += tabulate(polygamma, [(float(order), -n - f) for n in (0, 1, 2, 5, 20, 100) for f in fractions])
    write("polygammaNegative", rows)

    shapes = [10 ** rng.uniform(-3, 9) for _ in range(300)]
    write("lbeta", tabulate(lbeta, list(zip(shapes[::2], shapes[1::2]))
          + [(1e8, 1.0), (1.0, 1e8), (1e15, 0.5), (1e-300, 1e8), (DENORMAL, 1.0), (1e300, 2.0), (9.999, 10.0), (10.0, 10.0),
             (1e10, 1e10), (1e5, 9.5), (1e5, 10.5), (0.5, math.pi)])
          + [(1.0, 1.0, 0.0), (0.0, 1.0, INF), (INF, 1.0, -INF), (0.0, INF, math.nan), (-1.0, 2.0, math.nan), (math.nan, 1.0, math.nan)])
    chosen = []
    for _ in range(150):
        n = float(int(10 ** rng.uniform(0, 12)))
        chosen.append((n, float(int(rng.random() * (n + 1)))))
        chosen.append((n, float(min(n, int(10 ** rng.uniform(0, 3))))))
    chosen += [(1e15, 1.0), (1e15, 2.0), (5.5, 2.25), (1e8, 0.5), (10.0, 1e-9)]
    write("lchoose", tabulate(lchoose, chosen)
          + [(5.0, 0.0, 0.0), (5.0, 5.0, 0.0), (0.0, 0.0, 0.0), (5.0, 6.0, -INF), (5.0, -1.0, -INF), (-2.0, 1.0, math.nan), (math.nan, 1.0, math.nan)])


def normals():
    line = TINY + log_spaced(-16, 0.7, 160)
    write("erf", tabulate(mp.erf, signed(line)) + [(0.0, 0.0), (-0.0, -0.0), (INF, 1.0), (-INF, -1.0), (10.0, 1.0), (math.nan, math.nan)])
    write("erfc", tabulate(mp.erfc, signed(line) + [x / 10 for x in range(1, 267, 2)] + [0.46875, 4.0, 26.54, 26.6, 27.0, 27.2])
          + [(0.0, 1.0), (INF, 0.0), (-INF, 2.0), (30.0, 0.0), (math.nan, math.nan)])
    with mp.workdps(400):
        write("erfcx", tabulate(lambda x: mp.exp(x * x) * mp.erfc(x), log_spaced(-10, 1.6, 150) + [-x for x in log_spaced(-10, 1, 60)])
              + [(0.0, 1.0), (INF, 0.0), (-INF, INF), (math.nan, math.nan)])
    write("normalCdf", tabulate(normal_cdf, signed(line) + [-x / 10 for x in range(1, 385, 2)] + [-38.44, 8.0, 0.6, -0.6])
          + [(0.0, 0.5), (INF, 1.0), (-INF, 0.0), (-40.0, 0.0), (math.nan, math.nan)])
    write("logNormalCdf", tabulate(log_normal_cdf, signed(line) + [-x / 10 for x in range(1, 385, 4)] + [-(10.0 ** k) for k in range(1, 9)]
          + [-1e10, -1e100, -1e153, 8.0, 20.0, 38.0, 0.6, -0.6]) + [(0.0, mp.log(0.5)), (INF, 0.0), (-INF, -INF), (-1e200, -INF), (math.nan, math.nan)])
    probabilities = [DENORMAL, 1e-323, 1e-320, 1e-312, 2.3e-308] + log_spaced(-300, -0.31, 250)
    probabilities += [0.5 + s for s in (1e-16, 1e-12, 1e-6, 0.01)] + [0.075, 0.0749, 0.925, 0.9251]
    probabilities += [1 - 10.0 ** -k for k in range(1, 16)] + [1 - 2.0**-53]
    write("normalQuantile", tabulate(normal_quantile, probabilities)
          + [(0.5, 0.0), (0.0, -INF), (-0.0, -INF), (1.0, INF), (-1e-9, math.nan), (1.0001, math.nan), (math.nan, math.nan), (INF, math.nan)])


def incomplete_gammas():
    points = []
    for a in log_spaced(-3, 6, 28):
        spread = [1e-6, 1e-3, 0.05, 0.3, 0.5, 0.9, 0.99, 0.999, 1.0, 1.001, 1.01, 1.1, 2.0, 3.0, 10.0]
        points += [(a, a * s) for s in spread]
        points += [(a, a + z * math.sqrt(a)) for z in (-4.0, -1.0, -0.1, 0.1, 1.0, 4.0) if a + z * math.sqrt(a) > 0]
        points += [(a, x) for x in (0.01, 0.5, 0.99, 1.0, 1.01, 2.0, 30.0, 700.0)]
    points += [(a, x) for a in (1e-3, 1.0, 24.9, 25.1, 1e3) for x in (1e-10, 1e5, 1e7)]
    points += [(24.999, 25.0), (25.0, 24.999), (25.0, 8.0), (25.0, 58.0), (1e6, 1e7), (1e6, 1.0), (1e-3, 1e-300), (1e-8, 0.3), (1e-8, 5.0)]
    mp.mp.dps = 50
    lower, upper = [], []
    for a, x in points:
        log_p, log_q = log_gamma_pair(mp.mpf(a), mp.mpf(x))
        lower.append((a, x, log_p))
        upper.append((a, x, log_q))
    limits = [(0.0, 1.0), (1.0, 0.0), (1.0, INF), (INF, 1.0)]
    invalid = [(0.0, 0.0), (INF, INF), (-1.0, 1.0), (1.0, -1.0), (math.nan, 1.0), (1.0, math.nan)]
    write("logGammaP", lower + [(*p, v) for p, v in zip(limits, (0.0, -INF, 0.0, -INF))] + [(*p, math.nan) for p in invalid])
    write("logGammaQ", upper + [(*p, v) for p, v in zip(limits, (-INF, 0.0, -INF, 0.0))] + [(*p, math.nan) for p in invalid])


def incomplete_betas():
    mp.mp.dps = 350  # tiny shapes leave values that near 1
    points = []
    for a in (0.01, 0.1, 0.7, 1.0, 2.5, 9.0, 40.0, 700.0, 1e4, 1e5):
        for b in (0.01, 0.3, 1.0, 3.0, 15.0, 300.0, 5e3, 1e5):
            mean = a / (a + b)
            deviation = math.sqrt(mean * (1 - mean) / (a + b + 1))
            for x in (mean, mean - deviation, mean + 2 * deviation, mean - 8 * deviation, mean + 8 * deviation, 1e-10, 0.1, 0.5, 0.9, 1 - 1e-6):
                if 0 < x < 1:
                    points.append((a, b, x))
    for a in (1e-300, 1e-20, 1e-9, 1e-5, 1e-3):
        for b in (1e-20, 1e-6, 0.5, 2.0, 1e3):
            points += [(s, t, x) for s, t in ((a, b), (b, a)) for x in (1e-20, 1e-3, 0.3, 0.5, 0.9, 0.999)]
    write("logBetaI", tabulate(log_beta_i, points) + [
        (2.0, 3.0, 0.0, -INF), (2.0, 3.0, 1.0, 0.0), (0.0, 1.0, 0.5, 0.0), (1.0, 0.0, 0.5, -INF), (INF, 1.0, 0.5, -INF), (1.0, INF, 0.5, 0.0),
        (0.0, 0.0, 0.5, math.nan), (INF, INF, 0.5, math.nan), (-1.0, 1.0, 0.5, math.nan), (1.0, 1.0, -0.1, math.nan), (1.0, 1.0, 1.1, math.nan),
        (math.nan, 1.0, 0.5, math.nan), (1.0, 1.0, math.nan, math.nan), (0.0, 1.0, 0.0, 0.0)])



SECTIONS = [exponentials, gammas, normals, incomplete_gammas, incomplete_betas]
if __name__ == "__main__":
    for section in SECTIONS:
        if len(sys.argv) == 1 or section.__name__ in sys.argv[1:]:
            section()
