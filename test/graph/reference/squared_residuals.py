"""Sums of squared standardised residuals and their gradients with 60 digits, by mpmath.

    python3 test/graph/reference/squared_residuals.py > test/graph/reference/squared-residuals.json

The data are random, far from 0 or of extreme size; the parameters are near those that fit best.
"""
import json
import random

from mpmath import mp, mpf

mp.dps = 60
random.seed(20)


def noise(digits=6):
    return round(random.gauss(0, 1), digits)


def case(name, y, group, x, a, b, s):
    """sum of ((y - a[group] - b x) / s)^2 and its derivatives by a, b and s."""
    rows = range(len(y))
    residuals = [mpf(y[n]) - mpf(a[group[n]]) - mpf(b) * mpf(x[n]) for n in rows]
    value = sum(r**2 for r in residuals) / mpf(s) ** 2
    by_a = [
        -2 * sum(residuals[n] for n in rows if group[n] == g) / mpf(s) ** 2 for g in range(len(a))
    ]
    by_b = -2 * sum(residuals[n] * mpf(x[n]) for n in rows) / mpf(s) ** 2
    by_s = -2 * value / mpf(s)
    return {
        "name": name,
        "data": {"y": y, "group": group, "x": x},
        "parameters": {"a": a, "b": b, "s": s},
        "value": float(value),
        "slopes": {"a": [float(v) for v in by_a], "b": float(by_b), "s": float(by_s)},
    }


def make(name, rows, groups, level, slope, x_level, scale):
    group = [n % groups if n < groups else random.randrange(groups) for n in range(rows)]
    x = [float(x_level + noise()) if slope else 0.0 for _ in range(rows)]
    y = [float((level + slope * (x[n] - x_level) + noise()) * scale) for n in range(rows)]
    a = [float((level - slope * x_level + round(0.2 * noise(), 3)) * scale) for _ in range(groups)]
    return case(name, y, group, x, a, float(slope * scale), 0.9 * scale)


print(
    json.dumps(
        [
            make("a mean", 60, 1, 0, 0, 0, 1),
            make("a mean, far from 0", 60, 1, 1e6, 0, 0, 1),
            make("means of groups, far from 0", 80, 5, 1e6, 0, 0, 1),
            make("a mean of tiny numbers", 60, 1, 1, 0, 0, 2.0**-600),
            make("a mean of huge numbers", 60, 1, 1, 0, 0, 2.0**600),
            make("a line", 60, 1, 2, 1.5, 0, 1),
            make("a line, far from 0", 60, 1, 1e6, 1.5, 1000, 1),
            make("lines of groups, far from 0", 80, 5, 1e6, -0.75, 1e5, 1),
        ],
        indent=1,
    )
)
