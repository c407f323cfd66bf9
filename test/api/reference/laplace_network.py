"""Laplace's method of small networks, by matrices: writes laplace-network.json.

- `linear`: a linear network is a regression; its conjugate posterior with all covariances, its evidence, and the factor of
  the prior precision at which the evidence is largest, for all weights and for weight and bias together.
- `noise`: the same regression with unknown noise, a half-normal parameter: where log(noise) has the mode of its own posterior,
  with the weights integrated out, and, together with a factor of the prior precision, the largest evidence; the precision
  of log(noise) there is 2 for each value and what its prior says; and the evidence with the noise integrated out, too.
- `classes`: a tanh network with three classes, at given weights: the generalised Gauss-Newton matrix from derivatives
  written out by hand, its diagonal, its Kronecker factors, and the normal distributions that follow.
"""
import json
from pathlib import Path

import numpy as np
from scipy.integrate import quad
from scipy.optimize import minimize, minimize_scalar

here = Path(__file__).parent
linear = json.loads((here / "linear-network.json").read_text())
x, y = np.array(linear["x"]), np.array(linear["y"])
design = np.column_stack([x, np.ones(len(x))])
prior_sd = np.array([1.5] * x.shape[1] + [2.0])
noise = 0.7


def evidence(factor, noise=noise):
    covariance = design @ np.diag(prior_sd**2 / factor) @ design.T + noise**2 * np.eye(len(y))
    _, log_determinant = np.linalg.slogdet(2 * np.pi * covariance)
    return -0.5 * (log_determinant + y @ np.linalg.solve(covariance, y))


best = minimize_scalar(lambda t: -evidence(np.exp(t)), bounds=(-9, 9), method="bounded", options={"xatol": 1e-12})
precision = design.T @ design / noise**2 + np.diag(prior_sd**-2)
covariance = np.linalg.inv(precision)


def of_noise(log_noise, factor=1.0):
    """The log density of the data and of log(noise), whose prior is HalfNormal(1)."""
    half_normal = 0.5 * np.log(2 / np.pi) - 0.5 * np.exp(2 * log_noise)
    return evidence(factor, np.exp(log_noise)) + half_normal + log_noise


def by_laplace(log_noise, factor=1.0):
    information = 2 * len(y) + 2 * np.exp(2 * log_noise)
    return of_noise(log_noise, factor) + 0.5 * np.log(2 * np.pi / information)


alone = minimize_scalar(lambda t: -of_noise(t), bounds=(-5, 5), method="bounded", options={"xatol": 1e-12})
both = minimize(lambda t: -of_noise(t[0], np.exp(t[1])), [0, 0], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-13})
integral, _ = quad(lambda t: np.exp(of_noise(t) + alone.fun), -6, 4, epsabs=0, epsrel=1e-11)
unknown_noise = {
    "alone": {"logNoise": alone.x, "logEvidence": by_laplace(alone.x)},
    "withPrior": {
        "logNoise": both.x[0],
        "logFactor": both.x[1],
        "logEvidence": by_laplace(*[both.x[0], np.exp(both.x[1])]),
    },
    "exactLogEvidence": np.log(integral) - alone.fun,
}

generator = np.random.default_rng(3)
inputs, hidden, classes, examples = 2, 3, 3, 6
X = generator.normal(size=(examples, inputs))
labels = generator.integers(classes, size=examples)
W1, b1 = generator.normal(size=(inputs, hidden)), generator.normal(size=hidden)
W2, b2 = generator.normal(size=(hidden, classes)), generator.normal(size=classes)
sd = {"weight": 1.5, "bias": 0.7}

curvature = 0
factors = [[0, 0], [0, 0]]
outputs, jacobians = [], []
for row in X:
    h = np.tanh(row @ W1 + b1)
    f = h @ W2 + b2
    p = np.exp(f - f.max())
    p /= p.sum()
    likelihood = np.diag(p) - np.outer(p, p)
    to_first = W2.T * (1 - h**2)  # derivatives of the scores by the sums of the first layer
    jacobian = np.hstack(
        [
            np.einsum("i,cj->cij", row, to_first).reshape(classes, -1),
            to_first,
            np.einsum("i,cj->cij", h, np.eye(classes)).reshape(classes, -1),
            np.eye(classes),
        ]
    )
    curvature = curvature + jacobian.T @ likelihood @ jacobian
    outputs.append(f)
    jacobians.append(jacobian)
    for k, (incoming, slopes) in enumerate([(row, to_first), (h, np.eye(classes))]):
        with_bias = np.append(incoming, 1)
        factors[k][0] = factors[k][0] + np.outer(with_bias, with_bias)
        factors[k][1] = factors[k][1] + slopes.T @ likelihood @ slopes

# in the order of the coordinates a layer's bias follows its weights, as in a matrix with a last row for the bias
priors = np.concatenate(
    [
        np.full(inputs * hidden, sd["weight"] ** -2),
        np.full(hidden, sd["bias"] ** -2),
        np.full(hidden * classes, sd["weight"] ** -2),
        np.full(classes, sd["bias"] ** -2),
    ]
)
first = (inputs + 1) * hidden
kronecker = np.zeros_like(curvature)
kronecker[:first, :first] = np.kron(*factors[0]) / examples
kronecker[first:, first:] = np.kron(*factors[1]) / examples
last = curvature[first:, first:] + np.diag(priors[first:])


def normal(matrix):
    total = matrix + np.diag(priors)
    return {
        "covariance": np.linalg.inv(total).tolist(),
        "logDeterminant": np.linalg.slogdet(total)[1],
    }


new = np.array([0.4, -1.3])
h = np.tanh(new @ W1 + b1)
to_first = W2.T * (1 - h**2)
jacobian = np.hstack(
    [
        np.einsum("i,cj->cij", new, to_first).reshape(classes, -1),
        to_first,
        np.einsum("i,cj->cij", h, np.eye(classes)).reshape(classes, -1),
        np.eye(classes),
    ]
)
mean = h @ W2 + b2
of_scores = jacobian @ np.linalg.inv(curvature + np.diag(priors)) @ jacobian.T
# MacKay (1992), The evidence framework applied to classification networks: scores over sqrt(1 + pi variance / 8)
scaled = mean / np.sqrt(1 + np.pi * np.diag(of_scores) / 8)
probit = np.exp(scaled) / np.exp(scaled).sum()

# a convolution of 3 x 3 pictures by a kernel of 2 x 2 and a sum of its places with weights of their own: its Kronecker
# factors from all places (Grosse and Martens 2016), standard normal noise
pictures = np.array([[[np.sin(k + 2 * row + 5 * col) for col in range(3)] for row in range(3)] for k in range(4)])
patches = [[p[r : r + 2, c : c + 2].ravel() for r in range(2) for c in range(2)] for p in pictures]
kernel, offset, place_weights = np.array([0.5, -1, 2, 0.3]), 0.1, np.array([1, -0.5, 2, 0.7])
of_patches = sum(np.outer(np.append(x, 1), np.append(x, 1)) for places in patches for x in places)
of_slopes = len(pictures) * np.sum(place_weights**2)
convolved = np.array([np.append([x @ kernel + offset for x in places], 1) for places in patches])
blocks = [of_patches * of_slopes / (4 * len(pictures)), convolved.T @ convolved]
conv_priors = np.diag([1.5**-2] * 4 + [2.0**-2])
convolution = [np.linalg.inv(block + conv_priors) for block in blocks]

result = {
    "linear": {
        "covariance": covariance.tolist(),
        "logFactor": best.x,
        "tunedEvidence": -best.fun,
    },
    "noise": unknown_noise,
    "convolution": [block.tolist() for block in convolution],
    "classes": {
        "x": X.tolist(),
        "label": labels.tolist(),
        "point": np.concatenate([W1.ravel(), b1, W2.ravel(), b2]).tolist(),
        "full": normal(curvature),
        "diagonal": normal(np.diag(np.diag(curvature))),
        "kronecker": normal(kronecker),
        "last": {"covariance": np.linalg.inv(last).tolist(), "logDeterminant": np.linalg.slogdet(last)[1]},
        "new": new.tolist(),
        "mean": mean.tolist(),
        "scoreCovariance": of_scores.tolist(),
        "probit": probit.tolist(),
    },
}
(here / "laplace-network.json").write_text(json.dumps(result))
