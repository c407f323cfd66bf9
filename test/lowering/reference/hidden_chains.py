"""Writes hidden-chains.json: log densities of hidden Markov models where numbers overflow or underflow,
and of long chains, with their gradients.

By the forward recursion on probabilities, neither scaled nor in logarithms, in 60 digits of mpmath, whose
exponents have no bounds. Derivatives are central differences of it at a distance of 1e-20.

Usage: python3 hidden_chains.py > hidden-chains.json      (mpmath 1.3)
"""

import json
import textwrap

from mpmath import exp, inf, log, mp, mpf, pi, sqrt

mp.dps = 60
CASES = []


def normal(x, m, s=1):
    return exp(-((x - m) / s) ** 2 / 2) / (sqrt(2 * pi) * s)


def forward(init, trans, emission, data):
    """log p(y); emission(y) gives a density of each state."""
    states = range(len(init))
    u = [p * e for p, e in zip(init, emission(data[0]))]
    for y in data[1:]:
        e = emission(y)
        u = [sum(u[j] * trans[j][k] for j in states) * e[k] for k in states]
    total = sum(u)
    return log(total) if total > 0 else -inf


def pair(u):
    """Two probabilities and the log Jacobian of their one coordinate, where their prior is uniform."""
    p = [1 / (1 + exp(-sqrt(2) * u)), 1 / (1 + exp(sqrt(2) * u))]
    return p, log(sqrt(2) * p[0] * p[1])


def add(name, model, data, value, points, count=None, differentiate=True):
    """`count`: of the elements of `series` as `y`, which are not written out."""
    found = []
    for point in points:
        at = [mpf(x) for x in point]
        log_density = value(at, data)
        gradient = None
        if differentiate:
            h = mpf(10) ** -20
            gradient = []
            for k in range(len(at)):
                up, down = list(at), list(at)
                up[k] += h
                down[k] -= h
                gradient.append(float((value(up, data) - value(down, data)) / (2 * h)))
        found.append({'point': point, 'logDensity': float(log_density), 'gradient': gradient})
    CASES.append({
        'name': name,
        'model': textwrap.dedent(model).strip(),
        **({'data': data} if count is None else {'series': count}),
        'points': found,
    })


MODEL = """
    dim time   dim state = 2
    data y[time]: real
    param init[state] ~ Dirichlet(1)
    param trans[state, state] ~ Dirichlet(1)
    param m[state] ~ Normal(0, 10)
    observe y ~ hidden_markov(init, trans, Normal(m, 1))
"""


def two_states(u, data):
    parts = [pair(u[k]) for k in range(3)]
    init, *trans = [p for p, _ in parts]
    prior = sum(j for _, j in parts) + sum(log(normal(x, 0, 10)) for x in u[3:])
    return prior + forward(init, trans, lambda y: [normal(y, k) for k in u[3:]], data['y'])


def series(count):
    """Exact in binary, between −3 and 5."""
    return [(t * 7919 % 1021) / 128 - 3 for t in range(count)]


add(
    'data far from all states, probabilities near 0, moves as unlikely as a density can say',
    MODEL,
    {'y': [0.5, 1e3, -1e3, 2.0, 40.0, -40.0, 1e6, 0.25]},
    two_states,
    [[0.3, -0.5, 0.25, -1, 2], [0, 60, -60, 0, 30], [300, 200, -200, 5, -5], [-400, -60, 60, 40, -40]],
)

add(
    'a chain of 2,000 steps',
    MODEL,
    {'y': series(2000)},
    two_states,
    [[0.3, 1.5, -1, -1, 2]],
    count=2000,
)

add(
    'a chain of 100,000 steps',
    MODEL,
    {'y': series(100_000)},
    two_states,
    [[0.3, 1.5, -1, -1, 2]],
    count=100_000,
    differentiate=False,
)

RARE = [[1 - 2e-90, 1e-90, 1e-90], [1e-90, 1 - 2e-90, 1e-90], [1e-90, 1e-90, 1 - 2e-90]]
add(
    'every step is a move of probability 1e-90',
    """
    dim time   dim state = 3
    data y[time]: real
    data trans[state, state]: unit
    param m[state] ~ Normal(0, 10)
    observe y ~ hidden_markov([0.25, 0.25, 0.5], trans, Normal(m, 1))
    """,
    {'y': [-60.0, 0.5, 60.0] * 40, 'trans': RARE},
    lambda u, data: sum(log(normal(x, 0, 10)) for x in u)
    + forward(
        [mpf(1) / 4, mpf(1) / 4, mpf(1) / 2],
        [[mpf(p) for p in row] for row in RARE],
        lambda y: [normal(y, k) for k in u],
        data['y'],
    ),
    [[-60.25, 0.25, 60], [-50, 1, 55]],
)

LEFT = [[0.5, 0.5, 0], [0, 0.25, 0.75], [0, 0, 1]]
add(
    'impossible starts and moves, states without a way back',
    """
    dim time   dim state = 3
    data y[time]: real
    param m[state] ~ Normal(0, 10)
    param s ~ HalfNormal(1)
    observe y ~ hidden_markov([1, 0, 0], [[0.5, 0.5, 0], [0, 0.25, 0.75], [0, 0, 1]], Normal(m, s))
    """,
    {'y': [0.0, 0.5, 50.0, -75.5, 80.25, 0.5]},
    lambda u, data: sum(log(normal(x, 0, 10)) for x in u[:3])
    + log(2 * normal(exp(u[3]), 0, 1)) + u[3]
    + forward([1, 0, 0], [[mpf(p) for p in row] for row in LEFT],
              lambda y: [normal(y, k, exp(u[3])) for k in u[:3]], data['y']),
    [[0, 40, 80, 0], [80, -40, 0, -1], [1, 2, 3, 1]],
)

# outside the support of one state or of all; bounds that are infinite
add(
    'outcomes that some states cannot emit',
    """
    dim time   dim state = 2
    data y[time]: real
    data low[state]: real
    param init[state] ~ Dirichlet(1)
    param trans[state, state] ~ Dirichlet(1)
    param m[state] ~ Normal(0, 10)
    let lowest[k in state] = if low[k] < -100 then -inf else low[k]
    observe y ~ hidden_markov(init, trans, truncate(Normal(m, 1), lower = lowest, upper = inf))
    """,
    {'y': [1.5, -0.5, -30.0, 0.75], 'low': [0, -1000]},
    lambda u, data: sum(j for _, j in (pair(x) for x in u[:3]))
    + sum(log(normal(x, 0, 10)) for x in u[3:])
    + forward(
        pair(u[0])[0],
        [pair(u[1])[0], pair(u[2])[0]],
        lambda y: [normal(y, u[3]) / (mp.erfc(-u[3] / sqrt(2)) / 2) if y >= 0 else 0, normal(y, u[4])],
        data['y'],
    ),
    [[0.5, 1, -1, 0.5, -1], [-30, 40, 20, -20, 10]],
)

print(json.dumps(CASES, indent=1))
