"""Values and derivatives of expressions where their naive form over- or underflows or cancels.

    python3 test/graph/reference/stable_forms.py > test/graph/reference/stable-forms.json

With 2000 digits by mpmath; the derivative by the rule written beside the function.
"""
import json

from mpmath import erfc, exp, log, mp, mpf, pi, sqrt

mp.dps = 2000


def sigma(x):
    return 1 / (1 + exp(-x))


def phi(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def density(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


SIDES = ["1000", "-800", "40", "1e-20"]
FORMS = {
    "log(1 + exp(x))": (lambda x: log(1 + exp(x)), lambda x: sigma(x), SIDES),
    "log(exp(x) + 3)": (lambda x: log(exp(x) + 3), lambda x: exp(x) / (exp(x) + 3), SIDES),
    "log(1 - exp(-x))": (
        lambda x: log(1 - exp(-x)),
        lambda x: exp(-x) / (1 - exp(-x)),
        ["700", "40", "1e-20"],
    ),
    "log(exp(x) - 1)": (
        lambda x: log(exp(x) - 1),
        lambda x: exp(x) / (exp(x) - 1),
        ["1000", "40", "1e-20"],
    ),
    "log(exp(x) + exp(x / 2))": (
        lambda x: log(exp(x) + exp(x / 2)),
        lambda x: (exp(x) + exp(x / 2) / 2) / (exp(x) + exp(x / 2)),
        ["1500", "-1600"],
    ),
    "log(exp(x) - exp(x / 2))": (
        lambda x: log(exp(x) - exp(x / 2)),
        lambda x: (exp(x) - exp(x / 2) / 2) / (exp(x) - exp(x / 2)),
        ["1500", "1e-10"],
    ),
    "log(exp(x) / (2 exp(x) + exp(-x)))": (
        lambda x: log(exp(x) / (2 * exp(x) + exp(-x))),
        lambda x: 1 - (2 * exp(x) - exp(-x)) / (2 * exp(x) + exp(-x)),
        ["900", "-900"],
    ),
    # regular at 0, where the logarithm of its summand is not
    "log(1 + x^2 / exp(x))": (
        lambda x: log(1 + x * x / exp(x)),
        lambda x: (2 * x - x * x) * exp(-x) / (1 + x * x * exp(-x)),
        ["0", "1e-3", "3"],
    ),
    "log(exp(x) + x^2 exp(x))": (
        lambda x: log(exp(x) + x * x * exp(x)),
        lambda x: 1 + 2 * x / (1 + x * x),
        ["0", "2"],
    ),
    "log(sigma(x))": (lambda x: log(sigma(x)), lambda x: sigma(-x), ["800", "-1000"]),
    "log(1 - sigma(x))": (lambda x: log(1 - sigma(x)), lambda x: -sigma(x), ["40", "1000", "-800"]),
    "1 - sigma(x)": (lambda x: 1 - sigma(x), lambda x: -sigma(x) * sigma(-x), ["40", "300"]),
    "log(Phi(x))": (lambda x: log(phi(x)), lambda x: density(x) / phi(x), ["-40", "-1000", "8"]),
    "log(1 - Phi(x))": (
        lambda x: log(1 - phi(x)),
        lambda x: -density(x) / (1 - phi(x)),
        ["10", "50"],
    ),
    "log(1 + x)": (lambda x: log(1 + x), lambda x: 1 / (1 + x), ["1e-18", "-1e-10", "1e300"]),
    "log(1 - x)": (lambda x: log(1 - x), lambda x: -1 / (1 - x), ["1e-18", "1e-10"]),
    "exp(x) / (1 + exp(x))": (sigma, lambda x: sigma(x) * sigma(-x), ["800", "-700", "1"]),
    "3 log(exp(x))": (lambda x: 3 * x, lambda x: mpf(3), ["-1000", "1000"]),
    "sqrt(exp(x))": (lambda x: exp(x / 2), lambda x: exp(x / 2) / 2, ["1200", "-1200"]),
    "exp(x) - 1": (lambda x: exp(x) - 1, exp, ["1e-20", "-1e-10"]),
}

print(
    json.dumps(
        [
            {"form": name, "x": float(x), "value": float(f(mpf(float(x)))), "slope": float(df(mpf(float(x))))}
            for name, (f, df, points) in FORMS.items()
            for x in points
        ],
        indent=1,
    )
)
