"""Writes masked-dropout.json: a network whose dropout layers stand before a norm, around and in a residual, and at its end,
at given weights and masks: what it gives, the log likelihood, the log prior of the weights as a draw has them, and the
bound of MC dropout, its part that depends on the weights.

Rows of a weight are off where dropout stands before its dense layer: layer2, behind two layers of dropout of which both
must keep a unit, E log p(diag(z / k) M) = k log p(M / k) + (1 - k) log p(0) with k = 0.8 * 0.8. All others pay log p(M).

Usage: python3 masked_dropout.py > masked-dropout.json      (numpy 2.4)
"""

import json

import numpy as np

KEEP, SIGMA, SCALE, EPSILON = 0.8, 0.5, 0.7, 1e-5
rng = np.random.default_rng(5)
shapes = {
    'layer1.weight': (4, 3),
    'layer1.bias': (3,),
    'layer2.weight': (3, 3),
    'layer2.bias': (3,),
    'layer3.weight': (3, 2),
    'layer3.bias': (2,),
}
w = {name: np.round(rng.normal(size=shape), 2) for name, shape in shapes.items()}
x = np.array([0.4, -1.1, 0.7, 0.2])
y = 0.3


def log_normal(x, mean, sd):
    return np.sum(-((x - mean) ** 2) / (2 * sd**2) - np.log(sd) - 0.5 * np.log(2 * np.pi))


def network(masks):
    norm, around, inside, branch, end = [np.array(mask) / KEEP for mask in masks]
    h = x * norm
    h = (h - h.mean()) / np.sqrt(h.var() + EPSILON)
    h = np.tanh(h @ w['layer1.weight'] + w['layer1.bias']) * around
    h = h + np.tanh((h * inside) @ w['layer2.weight'] + w['layer2.bias']) * branch
    return (h @ w['layer3.weight'] + w['layer3.bias']) * end


def log_prior(weights):
    return sum(log_normal(value, 0, SCALE) for value in weights.values())


def figures(masks):
    off = np.array(masks[2])[:, None] / KEEP
    of_draw = {**w, 'layer2.weight': w['layer2.weight'] * off}
    m, k = w['layer2.weight'], KEEP * KEEP
    expected = k * log_normal(m / k, 0, SCALE) + (1 - k) * log_normal(0 * m, 0, SCALE)
    others = {name: value for name, value in w.items() if name != 'layer2.weight'}
    given = network(masks)
    likelihood = log_normal(y, given.sum(), SIGMA)
    return {
        'masks': masks,
        'given': given.tolist(),
        'logDensity': likelihood + log_prior(of_draw),
        'bound': likelihood + expected + log_prior(others),
    }


cases = [
    [[1, 1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1]],
    [[1, 0, 1, 1], [1, 1, 0], [0, 1, 1], [1, 0, 1], [1, 1]],
    [[1, 1, 1, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0], [0, 1]],
]
print(
    json.dumps(
        {
            'x': x.tolist(),
            'y': y,
            'weights': {name: value.tolist() for name, value in w.items()},
            'cases': [figures(masks) for masks in cases],
        }
    )
)
