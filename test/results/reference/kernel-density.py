"""Writes kernel-density.json: draws, and their density by sums over the draws themselves and their reflections.

The kernel sums are scipy.stats.norm.pdf; Silverman's bandwidth is computed with numpy. Ranks are those of
scipy.stats.rankdata, the correlation that of scipy.stats.spearmanr.
"""

import json
import pathlib

import numpy as np
from scipy import stats


def bandwidth(x):
    iqr = np.subtract(*np.quantile(x, [0.75, 0.25]))
    return 0.9 * min(np.std(x, ddof=1), iqr / 1.34) * len(x) ** -0.2


def density(x, points):
    h = bandwidth(x)
    images = np.concatenate([x, 2 * x.min() - x, 2 * x.max() - x])
    return [float(stats.norm.pdf((p - images) / h).sum() / (len(x) * h)) for p in points]


rng = np.random.default_rng(5)
cases = {}
for name, x in {
    "normal": rng.normal(3, 2, 300),
    "exponential": rng.exponential(1, 400),
    "two modes": np.concatenate([rng.normal(-4, 0.5, 150), rng.normal(4, 1, 250)]),
}.items():
    x = np.round(x, 6)
    points = np.linspace(x.min(), x.max(), 128)[[0, 10, 40, 64, 90, 127]]
    cases[name] = {"values": x.tolist(), "points": points.tolist(), "heights": density(x, points)}

a = rng.integers(0, 6, 40).astype(float)
b = np.round(a + rng.normal(0, 2, 40), 2)
ranks = {
    "a": a.tolist(),
    "b": b.tolist(),
    "ranks": stats.rankdata(a).tolist(),
    "correlation": float(stats.spearmanr(a, b)[0]),
}
target = pathlib.Path(__file__).with_suffix(".json")
target.write_text(json.dumps({"densities": cases, "ranks": ranks}) + "\n")
