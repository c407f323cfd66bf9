"""Writes linear-network.json: data of a linear regression and its conjugate posterior and log evidence, in 50 digits.

y = X w + b + noise of sd SIGMA, w ~ Normal(0, 1.5), b ~ Normal(0, 2): with A the rows of X and a 1, and S the diagonal of
prior variances, the posterior covariance is (S⁻¹ + AᵀA/σ²)⁻¹, the mean that times Aᵀy/σ², and y ~ Normal(0, σ²I + A S Aᵀ).

Usage: python3 linear_network.py > linear-network.json      (numpy 2.4, mpmath 1.3)
"""

import json

import mpmath as mp
import numpy as np

mp.mp.dps = 50
SIGMA = mp.mpf('0.7')
rng = np.random.default_rng(7)
X = np.round(rng.normal(size=(12, 3)), 2)
y = np.round(X @ [1.0, -0.5, 0.25] + 0.3 + 0.7 * rng.normal(size=12), 2)

A = mp.matrix([[mp.mpf(str(v)) for v in row] + [mp.mpf(1)] for row in X.tolist()])
Y = mp.matrix([mp.mpf(str(v)) for v in y.tolist()])
S = mp.diag([mp.mpf('2.25')] * 3 + [mp.mpf(4)])
covariance = (S**-1 + A.T * A / SIGMA**2) ** -1
mean = covariance * (A.T * Y) / SIGMA**2
K = SIGMA**2 * mp.eye(12) + A * S * A.T
precision = covariance**-1
# the best independent normals have the posterior means and 1 / sqrt of the diagonal of the precision; the bound falls
# short of the evidence by KL = (sum log diagonal - log det) / 2
diagonal = [precision[i, i] for i in range(4)]
gap = (sum(mp.log(d) for d in diagonal) - mp.log(mp.det(precision))) / 2
evidence = -(Y.T * K**-1 * Y)[0] / 2 - mp.log(mp.det(K)) / 2 - 6 * mp.log(2 * mp.pi)

print(
    json.dumps(
        {
            'x': X.tolist(),
            'y': y.tolist(),
            'mean': [float(v) for v in mean],
            'sd': [float(mp.sqrt(covariance[i, i])) for i in range(4)],
            'logEvidence': float(evidence),
            'independentSd': [float(1 / mp.sqrt(d)) for d in diagonal],
            'elbo': float(evidence - gap),
        },
        indent=1,
    )
)
