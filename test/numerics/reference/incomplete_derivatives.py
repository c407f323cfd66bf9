"""Derivatives of log P(a, x), log Q(a, x) and log I(a, b; x) in their shapes: central differences of the values in
generate.py, with 120 digits and relative steps of 1e-30.

Rerun with:  python3 test/numerics/reference/incomplete_derivatives.py   (needs mpmath; some minutes)
"""
import math

import mpmath as mp

from generate import INF, log_beta_i, log_gamma_pair, log_spaced, write

mp.mp.dps = 120
STEP = mp.mpf(10) ** -30


def slopes(f, *at):
    """First and second derivatives by order: (1, 0), (2, 0), (1, 1) … of one or two arguments."""
    at = [mp.mpf(v) for v in at]
    steps = [v * STEP for v in at]
    centre = f(*at)
    if len(at) == 1:
        up, down = f(at[0] + steps[0]), f(at[0] - steps[0])
        return {(1,): (up - down) / (2 * steps[0]), (2,): (up - 2 * centre + down) / steps[0] ** 2}
    (a, b), (da, db) = at, steps
    a_up, a_down, b_up, b_down = f(a + da, b), f(a - da, b), f(a, b + db), f(a, b - db)
    mixed = f(a + da, b + db) + f(a - da, b - db) - a_up - a_down - b_up - b_down + 2 * centre
    return {
        (1, 0): (a_up - a_down) / (2 * da), (0, 1): (b_up - b_down) / (2 * db),
        (2, 0): (a_up - 2 * centre + a_down) / da ** 2, (0, 2): (b_up - 2 * centre + b_down) / db ** 2,
        (1, 1): mixed / (2 * da * db),
    }


def gammas():
    points = []
    for a in log_spaced(-6, 6, 13) + [0.3, 0.999, 1.5, 24.0]:
        points += [(a, a * s) for s in (1e-6, 0.3, 0.9, 0.999, 1.0, 1.01, 2.0, 10.0)]
        points += [(a, x) for x in (1e-10, 0.5, 0.99, 1.0, 30.0, 700.0)]
    points += [(1.0, 1e-300), (0.2, 1e-300), (1e-3, 1e5), (2.0, 1e4)]
    rows = {0: [], 1: []}
    for a, x in dict.fromkeys(points):
        for side in (0, 1):
            values = slopes(lambda v: log_gamma_pair(v, mp.mpf(x))[side], a)
            rows[side] += [(a, x, float(order), value) for (order,), value in values.items()]
    invalid = [(-1.0, 1.0, 1.0), (1.0, -1.0, 1.0), (0.0, 1.0, 1.0), (INF, 1.0, 1.0), (math.nan, 1.0, 1.0), (1.0, math.nan, 1.0)]
    invalid = [(*row, math.nan) for row in invalid]
    # log P = a log x − log Γ(a + 1) at 0, log Q = (a − 1) log x − x − log Γ(a) at infinity
    write("logGammaPDerivative", rows[0] + invalid + [
        (2.5, 0.0, 1.0, -INF), (2.5, 0.0, 2.0, -mp.polygamma(1, 3.5)), (2.5, INF, 1.0, 0.0), (2.5, INF, 2.0, 0.0)])
    write("logGammaQDerivative", rows[1] + invalid + [
        (2.5, INF, 1.0, INF), (2.5, INF, 2.0, -mp.polygamma(1, 2.5)), (2.5, 0.0, 1.0, 0.0), (2.5, 0.0, 2.0, 0.0)])


def betas():
    rows = []
    for a in (1e-6, 0.01, 0.7, 1.0, 2.5, 40.0, 1e4):
        for b in (1e-6, 0.3, 1.0, 3.0, 300.0, 1e5):
            mean = a / (a + b)
            deviation = math.sqrt(mean * (1 - mean) / (a + b + 1))
            points = [mean, mean - deviation, mean + deviation, mean - 6 * deviation, mean + 6 * deviation, 1e-10, 0.5, 0.95]
            for x in points:
                if 0 < x < 1:
                    values = slopes(lambda s, t: log_beta_i(s, t, mp.mpf(x), digits=110), a, b)
                    rows += [(a, b, x, *map(float, orders), value) for orders, value in values.items()
                             if not (b == 1 and orders == (2, 0))]  # of x^a: 0
    half = mp.mpf(1) / 2
    psi = mp.polygamma
    rows += [
        (2.5, 0.5, 1.0, 1.0, 0.0, 0.0), (2.5, 0.5, 1.0, 0.0, 2.0, 0.0), (2.5, 0.5, 0.0, 1.0, 0.0, -INF),
        (2.5, 0.5, 0.0, 0.0, 1.0, psi(0, 3) - psi(0, half)), (2.5, 0.5, 0.0, 0.0, 2.0, psi(1, 3) - psi(1, half)),
        (2.5, 0.5, 0.0, 1.0, 1.0, psi(1, 3)), (2.5, 0.5, 0.0, 2.0, 0.0, psi(1, 3) - psi(1, 7 * half)),
    ]
    rows += [(*row, 1.0, 0.0, math.nan) for row in (
        (0.0, 1.0, 0.5), (1.0, 0.0, 0.5), (INF, 1.0, 0.5), (1.0, INF, 0.5), (1.0, 1.0, 1.5), (1.0, 1.0, -0.5),
        (math.nan, 1.0, 0.5), (1.0, 1.0, math.nan))]
    write("logBetaIDerivative", rows)


gammas()
betas()
