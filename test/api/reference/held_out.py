"""The negative log likelihood of held-out data of a linear network with two outputs: writes held-out.json.

- `atTheMean`: at given weights.
- `overWeights`: the weights are normal, so that an observation is: its variance is that of the noise and x^2 times theirs.
- `overMasks`: inputs are switched off with probability 0.3, the others divided by 0.7; all eight masks.

Cells that are missing do not count.
"""
import itertools
import json
from pathlib import Path

import numpy as np
from scipy.stats import norm

generator = np.random.default_rng(5)
x = generator.normal(size=(10, 3)).round(3)
mean, sd = generator.normal(size=(3, 2)).round(3), generator.uniform(0.1, 0.6, size=(3, 2)).round(3)
y = (x @ mean + 0.5 * generator.normal(size=(10, 2))).round(3)
there = np.ones(y.shape, dtype=bool)
there[[1, 4, 4, 9], [0, 0, 1, 1]] = False
noise, rate = 0.5, 0.3

at_the_mean = norm.logpdf(y, x @ mean, noise)
over_weights = norm.logpdf(y, x @ mean, np.sqrt(noise**2 + x**2 @ sd**2))
density = 0
for mask in itertools.product([0, 1], repeat=3):
    on = np.array(mask)
    probability = np.prod(np.where(on == 1, 1 - rate, rate))
    density = density + probability * norm.pdf(y, (x * on / (1 - rate)) @ mean, noise)

nll = lambda logs: -logs[there].mean()
result = {
    "x": x.tolist(),
    "y": [[value if is_there else None for value, is_there in zip(*row)] for row in zip(y.tolist(), there)],
    "mean": mean.ravel().tolist(),
    "sd": sd.ravel().tolist(),
    "atTheMean": nll(at_the_mean),
    "overWeights": nll(over_weights),
    "overMasks": nll(np.log(density)),
}
Path(__file__).with_name("held-out.json").write_text(json.dumps(result, indent=2) + "\n")
