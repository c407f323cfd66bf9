"""Writes scores.json: forecasts, and their scores by numpy and scipy.

Calibration errors are sums over bins written out; CRPS are integrals of (F - 1)^2 by scipy's quad; AUROC comes from
scipy.stats.mannwhitneyu; the best temperature from scipy.optimize.minimize_scalar.
"""

import json
import pathlib

import numpy as np
from scipy import integrate, optimize, stats

rng = np.random.default_rng(11)
BINS = 15


def fixed(p, came):
    error = 0.0
    for b in range(BINS):
        inside = (p > b / BINS) & (p <= (b + 1) / BINS)
        if inside.any():
            error += inside.mean() * abs(p[inside].mean() - came[inside].mean())
    return float(error)


def adaptive(p, came):
    order = np.argsort(p, kind="stable")
    return float(
        sum(len(part) / len(p) * abs(p[part].mean() - came[part].mean()) for part in np.array_split(order, BINS))
    )


rows, classes = 300, 3
logits = rng.normal(0, 2, (rows, classes))
p = np.round(np.exp(logits) / np.exp(logits).sum(1, keepdims=True), 6)
p[:, 2] = np.round(1 - p[:, 0] - p[:, 1], 6)
truth = np.exp(0.5 * logits)
truth /= truth.sum(1, keepdims=True)
observed = np.array([rng.choice(classes, p=row) for row in truth])
likeliest = p.argmax(1)
confidence = p.max(1)
hit = (likeliest == observed).astype(float)
onehot = np.eye(classes)[observed]


def tempered_loss(log_t):
    with np.errstate(divide="ignore"):
        scaled = np.log(p) / np.exp(log_t)
    scaled -= scaled.max(1, keepdims=True)
    return float(np.mean(np.log(np.exp(scaled).sum(1)) - scaled[np.arange(rows), observed]))


best = optimize.minimize_scalar(tempered_loss, bounds=(-3, 3), method="bounded", options={"xatol": 1e-12})

usual = np.round(rng.normal(0, 1, 60), 1)
other = np.round(rng.normal(1, 1.5, 40), 1)
# the smallest score that at least 95% of the usual rows do not exceed
threshold = np.sort(usual)[int(np.ceil(0.95 * len(usual))) - 1]


def crps(distribution, y):
    below = integrate.quad(lambda x: distribution(x) ** 2, -60, y, epsabs=1e-13, epsrel=1e-13, limit=400)[0]
    above = integrate.quad(lambda x: (1 - distribution(x)) ** 2, y, 60, epsabs=1e-13, epsrel=1e-13, limit=400)[0]
    return below + above


means, sds = [0.3, -1.2, 2.0, 0.9], [0.5, 1.5, 0.8, 1.0]
mixture = lambda x: float(np.mean(stats.norm.cdf(x, means, sds)))
draws = np.round(rng.gamma(2, 1, 25), 4)
pairs = np.abs(draws[:, None] - draws[None, :]).sum() / (len(draws) * (len(draws) - 1))

out = {
    "classes": {
        "probabilities": p.ravel().tolist(),
        "observed": observed.tolist(),
        "accuracy": float(hit.mean()),
        "nll": float(-np.log(p[np.arange(rows), observed]).mean()),
        "brier": float(((p - onehot) ** 2).sum(1).mean()),
        "ece": fixed(confidence, hit),
        "eceAdaptive": adaptive(confidence, hit),
        "eceClasswise": float(np.mean([fixed(p[:, k], onehot[:, k]) for k in range(classes)])),
        "temperature": float(np.exp(best.x)),
        "temperedLoss": float(best.fun),
    },
    "detection": {
        "usual": usual.tolist(),
        "other": other.tolist(),
        "auroc": float(stats.mannwhitneyu(other, usual).statistic / (len(usual) * len(other))),
        "fpr95": float((other <= threshold).mean()),
    },
    "crps": {
        "means": means,
        "sds": sds,
        "mixture": [[y, crps(mixture, y)] for y in (-4.0, 0.1, 5.0)],
        "draws": np.sort(draws).tolist(),
        "ofDraws": [[y, float(np.abs(draws - y).mean() - pairs / 2)] for y in (0.5, 7.0)],
    },
}
pathlib.Path(__file__).with_name("scores.json").write_text(json.dumps(out) + "\n")
