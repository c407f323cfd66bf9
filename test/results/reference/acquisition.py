"""Writes acquisition.json: class probabilities of a pool under a few draws, and rows chosen greedily by joint mutual
information, where each joint entropy is a sum over all joint outcomes written out."""

import itertools
import json
import pathlib

import numpy as np

rng = np.random.default_rng(4)
draws, classes = 7, 3
p = np.round(rng.dirichlet([0.6] * classes, (8, draws)), 6)
p[..., 2] = np.round(1 - p[..., 0] - p[..., 1], 6)
p[1] = p[0]  # the same row twice tells nothing new of most


def entropy(q):
    q = q[q > 0]
    return float(-(q * np.log(q)).sum())


def mutual_information(batch):
    joint = [
        np.mean([np.prod([p[row, s, k] for row, k in zip(batch, outcome)]) for s in range(draws)])
        for outcome in itertools.product(range(classes), repeat=len(batch))
    ]
    expected = sum(np.mean([entropy(p[row, s]) for s in range(draws)]) for row in batch)
    return entropy(np.array(joint)) - expected


batch, gains = [], []
for _ in range(4):
    rest = [row for row in range(len(p)) if row not in batch]
    values = [mutual_information(batch + [row]) for row in rest]
    before = mutual_information(batch) if batch else 0.0
    batch.append(rest[int(np.argmax(values))])
    gains.append(max(values) - before)
out = {"classes": classes, "rows": [row.ravel().tolist() for row in p], "batch": batch, "gains": gains}
pathlib.Path(__file__).with_name("acquisition.json").write_text(json.dumps(out) + "\n")
