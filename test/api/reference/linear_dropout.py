"""Writes linear-dropout.json: the weights that MC dropout trains a linear network to, in closed form, and its bounds.

With masks z / keep on the inputs, E (y - sum_j x_j z_j m_j / keep)^2 = (y - x m)^2 + sum_j x_j^2 m_j^2 rate / keep, and the
expected log prior of normal weights is that of decay m^2 / (2 keep s^2) (Gal and Ghahramani 2016, in the parametrisation
m / keep), so the optimum is a ridge regression.

Usage: python3 linear_dropout.py > linear-dropout.json      (numpy 2.4)
"""

import json

import numpy as np

RATE, SIGMA, SCALE = 0.2, 0.5, 0.8
KEEP = 1 - RATE
rng = np.random.default_rng(11)
X = np.round(rng.normal(size=(40, 3)), 2)
y = np.round(X @ [1.0, -0.5, 0.25] + SIGMA * rng.normal(size=40), 2)
precision = X.T @ X / SIGMA**2
precision += np.diag(RATE / KEEP * np.sum(X**2, axis=0)) / SIGMA**2
precision += np.eye(3) / (KEEP * SCALE**2)
mean = np.linalg.solve(precision, X.T @ y / SIGMA**2)

# the bound's part that depends on the weights, for one batch of all with all inputs switched on, then the first off:
# the log likelihood at these masks and the expected log prior, at m = (0.3, -0.2, 0.1)
m = np.array([0.3, -0.2, 0.1])


def normal(x, mean, sd):
    return np.sum(-((x - mean) ** 2) / (2 * sd**2) - np.log(sd) - 0.5 * np.log(2 * np.pi))


def bound(mask):
    likelihood = normal(y, X @ (m * mask / KEEP), SIGMA)
    return likelihood + KEEP * normal(m / KEEP, 0, SCALE) + RATE * normal(0 * m, 0, SCALE)


# concrete dropout (Gal, Hron and Kendall 2017, equations 4 to 6): masks 1 - sigmoid((logit p + logit u) / 0.1), over 1 - p,
# at given uniform numbers; the entropy of the masks of three units; the weight decay at the learned rate
RELAXED_RATE = 0.3
u = np.round(rng.uniform(0.05, 0.95, size=(40, 3)), 3)


def concrete(logit_rate):
    p = 1 / (1 + np.exp(-logit_rate))
    soft = (np.log(p) - np.log(1 - p) + np.log(u) - np.log(1 - u)) / 0.1
    z = 1 - 1 / (1 + np.exp(-soft))
    likelihood = normal(y, (X * z / (1 - p)) @ m, SIGMA)
    prior = (1 - p) * normal(m / (1 - p), 0, SCALE) + p * normal(0 * m, 0, SCALE)
    entropy = 3 * (-p * np.log(p) - (1 - p) * np.log(1 - p))
    return likelihood + prior + entropy


logit = np.log(RELAXED_RATE / (1 - RELAXED_RATE))
step = 1e-5
slope = (concrete(logit + step) - concrete(logit - step)) / (2 * step)

print(
    json.dumps(
        {
            'x': X.tolist(),
            'y': y.tolist(),
            'mean': mean.tolist(),
            'at': m.tolist(),
            'allOn': bound(np.array([1.0, 1.0, 1.0])),
            'firstOff': bound(np.array([0.0, 1.0, 1.0])),
            'relaxedRate': RELAXED_RATE,
            'uniform': u.tolist(),
            'relaxed': concrete(logit),
            'slopeOfRate': slope,
        },
        indent=1,
    )
)
