"""Writes hidden-states.json: the states of hidden Markov chains, given what is observed.

Probabilities are by Rabiner's scaled forward and backward recursions (A tutorial on hidden Markov models,
Proceedings of the IEEE 77, 1989, section V.A), paths by Viterbi's on logarithms; where chains are short,
both are by all paths written out, which are the only way where probabilities underflow.

Usage: python3 hidden_states.py > hidden-states.json      (numpy 2.4, scipy 1.17)
"""

import itertools
import json
import textwrap

import numpy as np
from scipy import special, stats

CASES = []


def log(x):
    with np.errstate(divide='ignore'):
        return np.log(x)


def row_of(trans, t):
    """The transitions into step t: of all steps, or of each."""
    return trans[t] if np.ndim(trans) == 3 else np.asarray(trans)


def smoothed(init, trans, evidence):
    """P(state at t | all data), scaled: evidence[t][k] = log p(y_t | k)."""
    weights = np.exp(evidence - np.max(evidence, axis=1, keepdims=True))
    steps = len(weights)
    forward, backward, scale = np.empty_like(weights), np.ones_like(weights), np.empty(steps)
    for t in range(steps):
        before = init if t == 0 else forward[t - 1] @ row_of(trans, t)
        forward[t] = before * weights[t]
        scale[t] = forward[t].sum()
        forward[t] /= scale[t]
    for t in range(steps - 2, -1, -1):
        backward[t] = row_of(trans, t + 1) @ (weights[t + 1] * backward[t + 1]) / scale[t + 1]
    return forward * backward


def viterbi(init, trans, evidence):
    steps, states = np.shape(evidence)
    best = log(init) + evidence[0]
    pointers = np.zeros((steps, states), dtype=int)
    for t in range(1, steps):
        paths = best[:, None] + log(row_of(trans, t))
        pointers[t] = paths.argmax(axis=0)
        best = paths.max(axis=0) + evidence[t]
    path = [int(best.argmax())]
    for t in range(steps - 1, 0, -1):
        path.insert(0, int(pointers[t][path[0]]))
    return np.array(path) + 1


def all_paths(init, trans, evidence):
    """Probabilities of states, the best path and whether it is the only one."""
    steps, states = np.shape(evidence)
    paths = list(itertools.product(range(states), repeat=steps))
    value = np.array([
        log(init[p[0]]) + evidence[0][p[0]]
        + sum(log(row_of(trans, t)[p[t - 1]][p[t]]) + evidence[t][p[t]] for t in range(1, steps))
        for p in paths
    ])
    weight = np.exp(value - special.logsumexp(value))
    probability = np.zeros((steps, states))
    for p, w in zip(paths, weight):
        for t, k in enumerate(p):
            probability[t, k] += w
    first, second = np.sort(value)[::-1][:2]
    assert first - second > 1e-6
    return probability, np.array(paths[value.argmax()]) + 1


def add(name, model, data, point, expected):
    CASES.append({
        'name': name,
        'model': textwrap.dedent(model).strip(),
        'data': data,
        'point': point,
        'expected': {key: np.asarray(value).reshape(-1).tolist() for key, value in expected.items()},
    })


def simulate(random, init, trans, m, sd, steps):
    state, y = random.choice(len(init), p=init), []
    for t in range(steps):
        if t > 0:
            state = random.choice(len(init), p=row_of(trans, t)[state])
        y.append(round(float(random.normal(m[state], sd)), 3))
    return y


random = np.random.default_rng(20240611)
INIT = np.array([0.2, 0.3, 0.5])
TRANS = np.array([[0.8, 0.15, 0.05], [0.1, 0.7, 0.2], [0.05, 0.15, 0.8]])
M = np.array([-1.0, 0.5, 2.0])

# one chain, against the scaled recursions
y = simulate(random, INIT, TRANS, M, 1, 60)
evidence = stats.norm.logpdf(np.array(y)[:, None], M, 1)
add(
    'a chain of three states',
    """
    dim time   dim state = 3
    data y[time]: real
    data init[state]: unit
    data trans[state, state]: unit
    param m[state] ~ Normal(0, 2)
    observe y ~ hidden_markov(init, trans, Normal(m, 1))
    output probability = state_probability(y)
    output path = most_likely_path(y)
    output entered[t in time, k in state] = if t == 1 then 0 else state_probability(y)[t, k] - probability[t - 1, k]
    """,
    {'y': y, 'init': INIT.tolist(), 'trans': TRANS.tolist()},
    M.tolist(),
    {
        'probability': smoothed(INIT, TRANS, evidence),
        'path': viterbi(INIT, TRANS, evidence),
        'entered': np.vstack([np.zeros(3), np.diff(smoothed(INIT, TRANS, evidence), axis=0)]),
    },
)

# several sequences, transitions of each and of each step, missing cells, elements walked over
animals, steps = 3, 5
init = np.array([[0.25, 0.75], [0.5, 0.5], [0.75, 0.25]])
stay = special.expit(random.normal(size=(animals, steps)).round(2))
trans = np.array([[[[s, 1 - s], [0.3, 0.7]] for s in row] for row in stay])
m = np.array([-0.5, 1.25])
y = random.normal(0.5, 1.2, size=(animals, steps)).round(2)
missing = np.array([[0, 0, 1, 0, 0], [1, 1, 0, 0, 1], [0, 0, 0, 0, 0]], dtype=bool)
both = []
for i in range(animals):
    seen = stats.norm.logpdf(y[i][:, None], m, 1)
    seen[missing[i]] = 0
    both.append(all_paths(init[i], trans[i], seen))
    assert np.allclose(both[i][0], smoothed(init[i], trans[i], seen), atol=1e-12)
    assert (both[i][1] == viterbi(init[i], trans[i], seen)).all()
add(
    'several sequences with their own transitions at each step, and missing cells, by all paths',
    """
    dim animal   dim time   dim state = 2
    data y[animal, time]: real?
    data init[animal, state]: unit
    data trans[animal, time, state, state]: unit
    param m[state] ~ Normal(0, 2)
    observe y[i in animal, t in time] ~ hidden_markov(init[i, :], trans[i, t, :, :], Normal(m, 1))
    output probability[animal, time, state] = state_probability(y)
    output path[animal, time] = most_likely_path(y)
    """,
    {
        'y': [[None if gone else v for v, gone in zip(*rows)] for rows in zip(y.tolist(), missing)],
        'init': init.tolist(),
        'trans': trans.tolist(),
    },
    m.tolist(),
    {'probability': [p for p, _ in both], 'path': [p for _, p in both]},
)

# states and moves that are impossible, data forty standard deviations from where they are expected
init, trans = [0, 0.5, 0.5], [[0.9, 0.1, 0], [0, 0.9, 0.1], [0.1, 0, 0.9]]
m, y = np.array([0.0, 40.0, -40.0]), [0.25, 39.0, -41.0, 0.5, 41.0, -40.25]
probability, path = all_paths(init, trans, stats.norm.logpdf(np.array(y)[:, None], m, 1))
assert np.isfinite(probability).all()
add(
    'impossible moves and data far from all that is expected, by all paths',
    """
    dim time   dim state = 3
    data y[time]: real
    param m[state] ~ Normal(0, 2)
    observe y ~ hidden_markov([0, 0.5, 0.5], [[0.9, 0.1, 0], [0, 0.9, 0.1], [0.1, 0, 0.9]], Normal(m, 1))
    output probability = state_probability(y)
    output path = most_likely_path(y)
    """,
    {'y': y},
    m.tolist(),
    {'probability': probability, 'path': path},
)

# what one state emits together
n = [[0, 2, 1], [4, 6, 3], [5, 3, 7], [1, 0, 0]]
z = [[0.5, -0.25], [1.75, 2.0], [2.5, 0.75], [-0.5, 0.25]]
m = np.array([0.25, 1.5])
trans = [[0.7, 0.3], [0.4, 0.6]]
counts = [[stats.poisson.logpmf(row, np.exp(k)).sum() for k in m] for row in n]
vectors = [[stats.multivariate_normal.logpdf(v, [k, k], [[2, 0.5], [0.5, 1]]) for k in m] for v in z]
(of_counts, path_of_counts), (of_vectors, path_of_vectors) = (
    all_paths([0.5, 0.5], trans, np.array(seen)) for seen in (counts, vectors)
)
add(
    'chains whose states emit rows of counts or vectors, by all paths',
    """
    dim time   dim state = 2   dim visit   dim part
    data n[time, visit]: count
    data z[time, part]: real
    data V[part, part]: real
    data trans[state, state]: unit
    param m[state] ~ Normal(0, 2)
    let centre[k in state, p in part] = m[k]
    observe n ~ hidden_markov([0.5, 0.5], trans, each[visit](Poisson(exp(m))))
    observe z ~ hidden_markov([0.5, 0.5], trans, MultiNormal(centre, cov = V))
    output of_counts = state_probability(n)
    output path_of_counts = most_likely_path(n)
    output of_vectors = state_probability(z)
    output path_of_vectors = most_likely_path(z)
    """,
    {'n': n, 'z': z, 'V': [[2, 0.5], [0.5, 1]], 'trans': trans},
    m.tolist(),
    {
        'of_counts': of_counts,
        'path_of_counts': path_of_counts,
        'of_vectors': of_vectors,
        'path_of_vectors': path_of_vectors,
    },
)

# a part of a dimension; the left side an expression; one step; states that have no dimension
y = [0.5, 2.25, 3.0, -0.75, 0.25]
m = np.array([0.0, 2.5])
trans = [[0.9, 0.1], [0.2, 0.8]]
late, late_path = all_paths([0.5, 0.5], trans, stats.norm.logpdf(np.array(y[2:])[:, None], m, 1))
log_y = np.log(np.square(y))
logs, logs_path = all_paths([0.25, 0.75], trans, stats.norm.logpdf(log_y[:, None], [0, 2], 1))
once = np.array([0.25, 0.75]) * stats.norm.pdf(0.5, m, 1)
add(
    'parts of a dimension, expressions of data, chains of one step and unnamed states',
    """
    dim time   dim state = 2   dim late = time[3 ..]   dim single = 1
    data y[time]: real
    data x[single]: real
    data gone[time]: real?
    param m[state] ~ Normal(0, 2)
    let trans[j in state, k in state] = if j == 1 then (if k == 1 then 0.9 else 0.1) else (if k == 1 then 0.2 else 0.8)
    observe y[t in late] ~ hidden_markov([0.5, 0.5], trans, Normal(m, 1))
    observe log(square(y)) ~ hidden_markov([0.25, 0.75], [[0.9, 0.1], [0.2, 0.8]], Normal([0, 2], 1))
    observe x ~ hidden_markov([0.25, 0.75], trans, Normal(m, 1))
    observe gone ~ hidden_markov([0.25, 0.75], trans, Normal(m, 1))
    output late_states[late, state] = state_probability(y)
    output late_path = most_likely_path(y)
    output of_logs[time, state] = state_probability(log(square(y)))
    output path_of_logs = most_likely_path(log(square(y)))
    output of_one = state_probability(x)
    output path_of_one = most_likely_path(x)
    output unseen = state_probability(gone)
    """,
    {'y': y, 'x': [0.5], 'gone': [None] * 5},
    m.tolist(),
    {
        'late_states': late,
        'late_path': late_path,
        'of_logs': logs,
        'path_of_logs': logs_path,
        'of_one': once / once.sum(),
        'path_of_one': [int(once.argmax()) + 1],
        'unseen': [np.array([0.25, 0.75]) @ np.linalg.matrix_power(trans, t) for t in range(5)],
    },
)

# of equally likely paths the one whose last state is the first, and so on to the first step
add(
    'ties of all paths',
    """
    dim time   dim state = 4
    data y[time]: real
    param m ~ Normal(0, 2)
    let even[j in state, k in state] = 0.25
    observe y ~ hidden_markov([0.25, 0.25, 0.25, 0.25], even, Normal(m, 1))
    output path = most_likely_path(y)
    output probability = state_probability(y)
    """,
    {'y': [0, 1, 2, 3]},
    [0.5],
    {'path': [1] * 4, 'probability': [0.25] * 16},
)
add(
    'ties of whole paths',
    """
    dim time   dim state = 2
    data y[time]: real
    param m ~ Normal(0, 2)
    observe y ~ hidden_markov([0.5, 0.5], [[0.25, 0.75], [0.75, 0.25]], Normal(m * [1, 1], 1))
    output path[time] = most_likely_path(y)
    """,
    {'y': [0, 1, 2, 3]},
    [0.5],
    # 1, 2, 1, 2 and 2, 1, 2, 1 are the best: of them the one that ends in state 1
    {'path': [2, 1, 2, 1]},
)

print(json.dumps(CASES, indent=1))
