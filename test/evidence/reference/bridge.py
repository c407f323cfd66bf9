"""Optimal bridge sampling as the root of its estimating equation (Meng and Wong 1996, equation 4.1), by scipy's brentq,
and its relative mean squared error (Fruehwirth-Schnatter 2004) for independent draws. Writes bridge.json beside it.

The target is exp(2.5) times a Student-t density with 7 degrees of freedom, the proposal a standard normal.
"""
import json
import pathlib
import numpy as np
from scipy import optimize, stats

rng = np.random.default_rng(1)
target, proposal = stats.t(7), stats.norm()
at_target = target.rvs(400, random_state=rng)
at_proposal = proposal.rvs(600, random_state=rng)


def log_ratio(x):
    return np.round(2.5 + target.logpdf(x) - proposal.logpdf(x), 9)


def solve(effective):
    l1, l2 = log_ratio(at_target), log_ratio(at_proposal)
    s1 = effective / (effective + len(l2))
    s2 = 1 - s1

    def terms(log_z):
        return 1 / (s1 + s2 * np.exp(log_z - l2)), 1 / (s1 * np.exp(l1 - log_z) + s2)

    def equation(log_z):
        of_proposal, of_target = terms(log_z)
        return of_proposal.mean() - of_target.mean()

    log_z = optimize.brentq(equation, 0, 5, xtol=1e-14)
    of_proposal, of_target = terms(log_z)
    error = of_proposal.var(ddof=1) / len(l2) / of_proposal.mean() ** 2
    return {
        "effective": effective,
        "logEvidence": log_z,
        "ofProposal": error,
        "ofTarget": of_target.var(ddof=1) / len(l1) / of_target.mean() ** 2,
    }


result = {
    "target": list(log_ratio(at_target)),
    "proposal": list(log_ratio(at_proposal)),
    "solutions": [solve(400), solve(123.4)],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")
print(result["solutions"])
