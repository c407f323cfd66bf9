"""The normal distribution of an L-BFGS iteration by the dense BFGS recursion, with mpmath.

From H = diag(alpha), for each step s and change z of the gradient of the negative log density, oldest first:
H <- (I - s z'/(s'z)) H (I - z s'/(s'z)) + s s'/(s'z)   (Nocedal and Wright, formula 6.17).
The mean is x + H g, with g the gradient of the log density. nextDiagonal is 1 over the diagonal of the direct update
B - B s s'B/(s'B s) + z z'/(s'z) of B = diag(1/alpha) z'diag(alpha)z/(s'z)   (Gilbert and Lemarechal 1989).
    python3 inverse-hessian.py > inverse-hessian.json
"""

import json

import numpy as np
from mpmath import log, matrix, mp, mpf

mp.dps = 40
rng = np.random.default_rng(7)


def rounded(a):
    return np.round(a, 6)


def update(h, s, z):
    n = h.rows
    rho = 1 / (s.T * z)[0]
    left = mp.eye(n) - rho * s * z.T
    return left * h * left.T + rho * s * s.T


def direct_update(alpha, s, z):
    b0 = mp.diag([1 / a for a in alpha]) * (z.T * mp.diag(alpha) * z)[0] / (s.T * z)[0]
    return b0 - b0 * s * s.T * b0 / (s.T * b0 * s)[0] + z * z.T / (s.T * z)[0]


def case(n, memory):
    root = rng.normal(size=(n, n))
    precision = root @ root.T / n + 0.1 * np.eye(n)
    steps = rounded(rng.normal(size=(memory, n)))
    changes = rounded(steps @ precision)
    alpha = rounded(np.exp(rng.normal(size=n)))
    point, gradient = rounded(rng.normal(size=n)), rounded(rng.normal(size=n))
    column = lambda a: matrix([mpf(str(x)) for x in a])
    h = mp.diag([mpf(str(x)) for x in alpha])
    first = direct_update(list(column(alpha)), column(steps[0]), column(changes[0]))
    for s, z in zip(steps, changes):
        h = update(h, column(s), column(z))
    mean = column(point) + h * column(gradient)
    return {
        "point": point.tolist(),
        "gradient": gradient.tolist(),
        "diagonal": alpha.tolist(),
        "steps": steps.tolist(),
        "changes": changes.tolist(),
        "mean": [float(x) for x in mean],
        "covariance": [[float(h[i, j]) for j in range(n)] for i in range(n)],
        "logVolume": float(log(mp.det(h)) / 2),
        "nextDiagonal": [float(1 / first[i, i]) for i in range(n)],
    }


print(json.dumps([case(1, 1), case(3, 2), case(3, 3), case(4, 6), case(20, 6)], indent=1))
