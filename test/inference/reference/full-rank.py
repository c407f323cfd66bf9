"""The normal distributions with the largest evidence lower bound, by quadrature and scipy.

The bound E_q[log p] + entropy is integrated by Gauss-Hermite quadrature (40 nodes an axis) and raised by BFGS on the
mean and the Cholesky factor; for mean-field the factor is diagonal. Written to full-rank.json:
    python3 full-rank.py > full-rank.json
"""

import json

import numpy as np
from scipy.optimize import minimize

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(40)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
Z = np.array(np.meshgrid(NODES, NODES, indexing="ij")).reshape(2, -1)
W = np.outer(WEIGHTS, WEIGHTS).ravel()

SLEEP = np.array([1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4])


def sleep(x):
    """y ~ Normal(b, s), flat on b and s > 0, on (b, log s): as regression() of targets.ts."""
    squares = ((SLEEP[:, None] - x[0]) ** 2).sum(axis=0)
    return -0.5 * np.exp(-2 * x[1]) * squares - (len(SLEEP) - 1) * x[1]


def banana(x):
    """x1 ~ Normal(0, 1), x2 ~ Normal(0.5 x1 + 0.3 x1^2, 0.5), normalised."""
    residual = (x[1] - 0.5 * x[0] - 0.3 * x[0] ** 2) / 0.5
    return -0.5 * x[0] ** 2 - 0.5 * residual**2 - np.log(0.5) - np.log(2 * np.pi)


def fit(log_density, full, start):
    def unpack(theta):
        factor = np.diag(np.exp(theta[2:4]))
        if full:
            factor[1, 0] = theta[4]
        return theta[:2], factor

    def negative(theta):
        mean, factor = unpack(theta)
        value = (W * log_density(mean[:, None] + factor @ Z)).sum()
        return -(value + theta[2] + theta[3] + 1 + np.log(2 * np.pi))

    best = minimize(
        negative, start + [0.0] * full, method="BFGS", options={"gtol": 1e-9, "maxiter": 5000}
    )
    best = minimize(
        negative,
        best.x,
        method="Nelder-Mead",
        options={"xatol": 1e-10, "fatol": 1e-13, "maxiter": 20000, "maxfev": 20000},
    )
    mean, factor = unpack(best.x)
    covariance = factor @ factor.T
    return {
        "mean": list(mean),
        "sd": list(np.sqrt(np.diag(covariance))),
        "covariance": covariance[1, 0],
        "elbo": -best.fun,
    }


print(
    json.dumps(
        {
            name: {
                family: fit(target, family == "full-rank", start)
                for family in ("mean-field", "full-rank")
            }
            for name, target, start in (
                ("sleep", sleep, [1.6, 0.2, -1.0, -1.5]),
                ("banana", banana, [0.0, 0.3, 0.0, -0.5]),
            )
        },
        indent=2,
    )
)
