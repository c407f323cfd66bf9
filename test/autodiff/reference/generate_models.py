"""Writes models.ts beside this file: log densities and gradients of models with loops and matrices.

Densities are evaluated with mpmath at 40 digits and differentiated by its numerical differentiation;
the Gaussian process is also compared with scipy. Run it, then format:
python3 generate_models.py && npx biome check --write .
"""
import os

import mpmath as mp
import numpy as np
from scipy.stats import multivariate_normal

mp.mp.dps = 40
HERE = os.path.dirname(os.path.abspath(__file__))
F = mp.mpf


def observations(count):
    return [((37 * t) % 101 - 50) / 32 for t in range(count)]


def normal(y, mean, variance):
    return -mp.log(2 * mp.pi * variance) / 2 - (y - mean) ** 2 / (2 * variance)


def garch(mu, a0, a1, b1, y):
    h, total = F(1.5), F(0)
    for t, value in enumerate(y):
        if t > 0:
            h = a0 + a1 * (y[t - 1] - mu) ** 2 + b1 * h
        total += normal(value, mu, h)
    return total


def arma(mu, phi, theta, sigma, y):
    total, err = F(0), None
    for t, value in enumerate(y):
        err = value - (mu + phi * mu if t == 0 else mu + phi * y[t - 1] + theta * err)
        total += normal(err, 0, sigma ** 2)
    return total


def hidden_markov(m0, m1, stay0, stay1, y):
    """Two states, unit normal emissions, the probability to stay given by its logit."""
    stay = [1 / (1 + mp.exp(-s)) for s in (stay0, stay1)]
    trans = [[stay[0], 1 - stay[0]], [1 - stay[1], stay[1]]]
    alpha = [F(1) / 2] * 2
    for t, value in enumerate(y):
        before = alpha if t == 0 else [sum(alpha[i] * trans[i][j] for i in range(2)) for j in range(2)]
        alpha = [before[k] * mp.exp(normal(value, m, 1)) for k, m in enumerate((m0, m1))]
    return mp.log(alpha[0] + alpha[1])


def gaussian_process(scale, length, noise, y):
    n = len(y)
    x = [F(i) / 4 for i in range(n)]
    k = mp.matrix(n, n)
    for i in range(n):
        for j in range(n):
            k[i, j] = scale ** 2 * mp.exp(-((x[i] - x[j]) / length) ** 2 / 2) + (noise ** 2 if i == j else 0)
    lower = mp.cholesky(k)
    z = mp.lu_solve(lower, mp.matrix(y))
    return -sum(v ** 2 for v in z) / 2 - sum(mp.log(lower[i, i]) for i in range(n)) - n * mp.log(2 * mp.pi) / 2


def literal(value):
    return repr(float(value))


lines = []
for name, density, at, lengths in [
    ('garch', garch, [0.125, 0.25, 0.375, 0.5], (1, 2, 500)),
    ('arma', arma, [0.125, 0.5, -0.375, 1.25], (1, 2, 500)),
    ('hiddenMarkov', hidden_markov, [-0.75, 0.5, 1.25, 0.75], (1, 2, 500)),
    ('gaussianProcess', gaussian_process, [1.25, 0.75, 0.5], (1, 2, 12)),
]:
    for length in lengths:
        y = [F(v) for v in observations(length)]
        at_exact = [F(v) for v in at]
        value = density(*at_exact, y)
        gradient = []
        for k in range(len(at)):
            def along(v):
                return density(*(at_exact[:k] + [v] + at_exact[k + 1:]), y)
            gradient.append(mp.diff(along, at_exact[k], h=F(10) ** -12))
        if name == 'gaussianProcess':
            x = np.arange(length) / 4
            cov = at[0] ** 2 * np.exp(-((x[:, None] - x) / at[1]) ** 2 / 2) + at[2] ** 2 * np.eye(length)
            assert abs(multivariate_normal(np.zeros(length), cov).logpdf([float(v) for v in y]) - float(value)) < 1e-11
        lines.append(f"  {{ model: '{name}', length: {length}, at: [{', '.join(map(literal, at))}], "
                     f"value: {literal(value)}, gradient: [{', '.join(map(literal, gradient))}] }},")

with open(os.path.join(HERE, 'models.ts'), 'w') as out:
    out.write(f'/** Log densities and their gradients, from mpmath {mp.__version__} at 40 digits. Written by generate_models.py. */\n')
    out.write('export const modelValues = [\n' + '\n'.join(lines) + '\n] as const;\n')
