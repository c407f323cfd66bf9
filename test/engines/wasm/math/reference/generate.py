"""Reference values for the vector functions, by mpmath with 60 digits and more.

Run with:  python3 test/engines/wasm/math/reference/generate.py [name...]

Each <name>.json holds rows [argument, ..., value, rest]: the arguments are exact float64 numbers,
value + rest is the exact result to about 32 digits, so that errors far below one unit in the last
place can be seen. Points are uniform over the ranges where the algorithm changes, and log-spaced
over the whole domain, from a fixed seed.
"""

import json
import math
import os
import random
import sys

import mpmath as mp

mp.mp.dps = 60
HERE = os.path.dirname(os.path.abspath(__file__))
TINY = [5e-324, 1e-310, 2.2250738585072014e-308, 1e-200, 1e-100, 1e-30, 1e-17, 1e-16, 1e-12, 1e-8, 1e-5]


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def log_spaced(low, high, count):
    return [10 ** random.uniform(low, high) for _ in range(count)]


def signed(points):
    return [s * p for p in points for s in (1, -1)]


def near(*centres):
    points = []
    for c in centres:
        points += [c, math.nextafter(c, math.inf), math.nextafter(c, -math.inf)]
        points += [c + d for d in signed([1e-14, 1e-10, 1e-6, 1e-3])]
    return points


def pairs(first, second, count):
    return [(random.choice(first), random.choice(second)) for _ in range(count)]


def precise(function, dps):
    def evaluate(*arguments):
        with mp.workdps(dps):
            return function(*arguments)
    return evaluate


def log1m_exp(x):
    return mp.log(-mp.expm1(x)) if x > -1 else mp.log1p(-mp.exp(x))


def log_add_exp(a, b):
    return max(a, b) + mp.log1p(mp.exp(-abs(a - b)))


def lgamma(x):
    return mp.log(abs(mp.gamma(x))) if abs(x) < 1e4 else mp.loggamma(x).real


def normal_cdf(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def log_normal_cdf(x):
    return mp.log1p(-normal_cdf(-x)) if x > 0 else mp.log(normal_cdf(x))


def normal_quantile(p):
    """Newton's method on log of the distribution function of the smaller tail."""
    if p == 0.5:
        return mp.mpf(0)
    tail = min(p, 1 - p)
    x = -mp.sqrt(-2 * mp.log(tail)) if tail < 0.1 else mp.mpf(-0.5)
    for _ in range(60):
        step = (mp.log(normal_cdf(x)) - mp.log(tail)) * normal_cdf(x) / mp.npdf(x)
        x -= step
        if abs(step) < mp.mpf(10) ** -50 * abs(x):
            break
    return x if p < 0.5 else -x


def modulo(a, b):
    return a - b * mp.floor(a / b)


wide = lambda count: log_spaced(-307, 308, count)
moderate = lambda count: signed(TINY + log_spaced(-6, 1, count) + uniform(0, 3, count))

TABLE = {
    "exp": (mp.exp, lambda: signed(TINY) + uniform(-1, 1, 150) + uniform(-708, 709, 150) + uniform(-745, -700, 60) + near(708, -708, 0.34657359, -0.34657359) + [709.782712893384, -745.1]),
    "expm1": (precise(mp.expm1, 400), lambda: moderate(60) + uniform(-1, 1, 200) + uniform(-60, 709, 60) + near(0.34657359, -0.34657359, 1.03972, -50, 708)),
    "log": (precise(mp.log, 80), lambda: TINY + wide(120) + uniform(0.5, 2, 200) + near(1, 0.5, 2, math.sqrt(2), math.sqrt(0.5)) + log_spaced(-323, -307, 40)),
    "log1p": (precise(mp.log1p, 400), lambda: [x for x in moderate(30) if x > -1] + uniform(-1, 2, 200) + wide(40) + near(0.41421356, -0.29289322, 2.0**60) + [math.nextafter(-1, 0), -1 + 1e-10, 1.7e308]),
    "log1mExp": (precise(log1m_exp, 400), lambda: [-x for x in TINY + uniform(0, 3, 150) + log_spaced(-10, 2.8, 100)] + near(-math.log(2)) + [-1, -40, -740]),
    "sigmoid": (precise(lambda x: 1 / (1 + mp.exp(-x)), 400), lambda: moderate(60) + uniform(-40, 40, 100) + uniform(-745, -700, 30) + near(708, -708)),
    "softplus": (precise(lambda x: mp.log1p(mp.exp(x)), 700), lambda: moderate(60) + uniform(-40, 40, 100) + uniform(-745, -700, 30) + near(708, -708) + [1e5, 1e300]),
    "logAddExp": (precise(log_add_exp, 400), lambda: pairs(signed(log_spaced(-3, 3, 80)), signed(log_spaced(-3, 3, 80)), 250) + [(x, x + d) for x in uniform(-5, 5, 30) for d in (0, 1e-10, 1, 40, 720)]),
    "tanh": (precise(mp.tanh, 400), lambda: moderate(80) + uniform(-25, 25, 60) + near(0.17328679, 0.51986)),
    "sinh": (precise(mp.sinh, 400), lambda: moderate(80) + uniform(-710, 710, 60) + near(708, 0.34657359) + [710.4]),
    "cosh": (precise(mp.cosh, 400), lambda: moderate(80) + uniform(-710, 710, 60) + near(708, 0.34657359) + [710.4]),
    "sin": (precise(mp.sin, 700), lambda: moderate(60) + uniform(-100, 100, 100) + signed(log_spaced(0, 308, 100)) + [k * math.pi / 4 for k in range(-9, 60)] + near(2.0**20) + [1e22, 6381956970095103 * 2.0**797]),
    "cos": (precise(mp.cos, 700), lambda: moderate(60) + uniform(-100, 100, 100) + signed(log_spaced(0, 308, 100)) + [k * math.pi / 4 for k in range(-9, 60)] + near(2.0**20) + [1e22, 6381956970095103 * 2.0**797]),
    "tan": (precise(mp.tan, 700), lambda: moderate(60) + uniform(-100, 100, 100) + signed(log_spaced(0, 308, 100)) + [k * math.pi / 4 for k in range(-9, 60)] + near(2.0**20) + [1e22, 6381956970095103 * 2.0**797]),
    "asin": (precise(mp.asin, 400), lambda: signed(TINY) + uniform(-1, 1, 250) + near(0.5, -0.5) + [1, -1] + [1 - x for x in log_spaced(-15, -1, 20)]),
    "acos": (precise(mp.acos, 400), lambda: signed(TINY) + uniform(-1, 1, 250) + near(0.5, -0.5) + [-1, 1] + [1 - x for x in log_spaced(-15, -1, 20)]),
    "atan": (precise(mp.atan, 400), lambda: moderate(100) + signed(wide(40)) + near(0.41421356, 2.41421356, 1)),
    "atan2": (precise(mp.atan2, 700), lambda: pairs(signed(log_spaced(-2, 2, 50)), signed(log_spaced(-2, 2, 50)), 200) + pairs(signed(wide(50)), signed(wide(50)), 100) + [(1e-310, 3e-310), (-1e-310, -3e-310), (1.7e308, 1.7e308), (1.7e308, -1e308), (5e-324, 1.0), (5e-324, -1.0)]),
    "pow": (precise(lambda x, y: mp.power(x, y), 80), lambda: pairs(uniform(0, 5, 50), uniform(-20, 20, 50), 150) + [(x, random.uniform(-740, 709) / math.log(x)) for x in wide(80) + uniform(0.9, 1.1, 60) + log_spaced(-320, -308, 20)] + [(1 + 2.0**-52, 1e17), (1 - 2.0**-53, -1e17), (10, 308), (10, -308), (10, -320), (2, -1074), (2, 0.5), (-3, 5), (-3, 4), (-0.5, -7), (5e-324, 0.5), (1.1, 7000.5)]),
    "lgamma": (precise(lgamma, 100), lambda: TINY + uniform(0, 3, 150) + uniform(3, 12, 80) + log_spaced(1, 306, 60) + near(1, 2, 0.5, 1.5, 2.5, 10) + [-x for x in TINY + uniform(0, 0.5, 30)]),
    "lgammaNegative": (precise(lgamma, 100), lambda: [-x for x in uniform(0.5, 20, 80) + uniform(20, 150, 20)]),
    "digamma": (precise(mp.digamma, 100), lambda: [x for x in TINY if x > 1e-308] + uniform(0, 3, 150) + uniform(3, 12, 80) + log_spaced(1, 306, 40) + near(1, 2, 10, 1.4616321449683622)),
    "trigamma": (precise(lambda x: mp.zeta(2, x) if x < 1e15 else 1 / x, 40), lambda: [1e-150, 1e-30, 1e-8] + uniform(0, 3, 60) + uniform(3, 12, 40) + log_spaced(1, 14, 20) + [1e200] + near(10)),
    "digammaNegative": (precise(mp.digamma, 100), lambda: [-x for x in log_spaced(-5, 0, 30) + uniform(0, 20, 80)]),
    "trigammaNegative": (precise(lambda x: mp.psi(1, x), 60), lambda: [-x for x in log_spaced(-5, 0, 20) + uniform(0, 20, 40)]),
    "erf": (precise(mp.erf, 400), lambda: moderate(100) + uniform(-6, 6, 60) + near(1)),
    "erfc": (precise(mp.erfc, 80), lambda: moderate(60) + uniform(-6, 6, 60) + uniform(0, 26.5, 80) + uniform(26, 27.2, 20) + near(26.5)),
    "normalCdf": (precise(normal_cdf, 80), lambda: moderate(60) + uniform(-9, 6, 60) + uniform(-37.4, 0, 80) + uniform(-38.4, -37, 20)),
    "logNormalCdf": (precise(log_normal_cdf, 80), lambda: moderate(60) + uniform(-9, 9, 60) + uniform(-100, 0, 60) + [-x for x in log_spaced(1, 4, 20) + log_spaced(4, 150, 20)] + uniform(9, 38, 20)),
    "normalQuantile": (precise(normal_quantile, 60), lambda: uniform(0, 1, 120) + log_spaced(-307, -1, 80) + [1 - x for x in log_spaced(-15, -1, 30)] + [p for p in near(0.075, 0.925, 0.5, math.exp(-25)) if p > 0] + [5e-324, 1e-310, 0.5 + 1e-12, math.nextafter(0.5, 0), math.nextafter(1, 0)]),
    "xlogy": (precise(lambda x, y: x * mp.log(y), 80), lambda: pairs(signed(log_spaced(-3, 3, 40)), wide(40), 80)),
    "xlog1py": (precise(lambda x, y: x * mp.log1p(y), 400), lambda: pairs(signed(log_spaced(-3, 3, 40)), log_spaced(-20, 20, 40), 80)),
    "modulo": (precise(modulo, 700), lambda: pairs(signed(uniform(0, 100, 40)), signed(uniform(0, 10, 40)), 120) + pairs(signed(log_spaced(-20, 20, 40)), signed(log_spaced(-20, 20, 40)), 60) + pairs(signed(wide(40)), signed(wide(40)), 60) + [(6, 3), (-6, 3), (5e-324, 1e-310), (1.0, 1e-310), (1e308, 3e-324), (0.3, 0.1), (-0.3, 0.1)]),
}


def plain(value):
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def rows(function, points):
    for point in points:
        arguments = point if isinstance(point, tuple) else (point,)
        exact = function(*(mp.mpf(a) for a in arguments))
        value = float(exact)
        if math.isinf(value):
            continue
        rest = float(mp.mpf(exact) - value)
        yield [*(plain(a) for a in arguments), plain(value), plain(float(f"{rest:.3g}"))]


def main():
    for name in sys.argv[1:] or TABLE:
        random.seed(name)
        function, points = TABLE[name]
        with open(os.path.join(HERE, name + ".json"), "w") as file:
            lines = [json.dumps(row) for row in rows(function, points())]
            file.write("[\n  " + ",\n  ".join(lines) + "\n]\n")
        print(name, len(lines), file=sys.stderr)


main()
