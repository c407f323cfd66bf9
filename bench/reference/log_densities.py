"""Log densities of the benchmark models, by numpy and scipy alone.

Usage: python3 log_densities.py FOLDER > log-densities.json
FOLDER holds each case's data as JSON, as the peer's `node data.mjs FOLDER` writes them.

For each case, at two points of the unconstrained space, coordinates in the order of declaration:
the normalised log joint density with Jacobian; and `stan`, what Stan's `target` is at the first point.
With `~` statements it leaves out terms of constants alone, and a prior on a bounded parameter is not
truncated; where Stan has other coordinates (of simplexes), the point is one of these, and the density of
the constrained values is the same.
"""
import json
import sys

import numpy as np
from scipy.special import expit, gammaln, log_expit, logsumexp
from scipy.stats import cauchy, gamma, halfcauchy, halfnorm, multivariate_normal, norm, poisson
from scipy.stats import t as student

folder = sys.argv[1]
LOG_TWO_PI = np.log(2 * np.pi)


def data(name):
    with open(f"{folder}/{name}.json") as file:
        return {key: np.array(value) for key, value in json.load(file).items()}


def normal_constant(count, sd=1.0):
    """Of `count` normal densities with a known standard deviation."""
    return -count * (0.5 * LOG_TWO_PI + np.log(sd))


HALF = np.log(2)  # a density symmetric about 0, truncated to the positive numbers


def eight_schools(d):
    def value(u):
        mu, tau, eta = u[0], np.exp(u[1]), u[2:]
        return (norm.logpdf(mu, 0, 5) + halfcauchy.logpdf(tau, 0, 5) + u[1] + norm.logpdf(eta).sum()
                + norm.logpdf(d["y"], mu + tau * eta, d["sigma"]).sum())

    dropped = (normal_constant(1, 5) + HALF + cauchy.logpdf(0, 0, 5) + normal_constant(8)
               + sum(normal_constant(1, s) for s in d["sigma"]))
    return 10, value, dropped


def logistic(d):
    X, y = d["X"], d["y"]

    def value(u):
        eta = u[0] + X @ u[1:]
        return (norm.logpdf(u[0], 0, 2) + norm.logpdf(u[1:]).sum()
                + log_expit(np.where(y == 1, eta, -eta)).sum())

    k = X.shape[1]
    return 1 + k, value, normal_constant(1, 2) + normal_constant(k)


def hierarchical(d):
    g, n, groups = d["g"] - 1, len(d["y"]), int(d["group"])

    def value(u):
        (mu_a, mu_b), (s_a, s_b, s_y) = u[:2], np.exp(u[2:5])
        a, b = u[5:5 + groups], u[5 + groups:]
        return (norm.logpdf(u[:2], 0, 10).sum() + halfnorm.logpdf([s_a, s_b, s_y]).sum() + u[2:5].sum()
                + norm.logpdf(a, mu_a, s_a).sum() + norm.logpdf(b, mu_b, s_b).sum()
                + norm.logpdf(d["y"], a[g] + b[g] * d["x"], s_y).sum())

    dropped = normal_constant(2, 10) + 3 * HALF + normal_constant(3 + 2 * groups + n)
    return 5 + 2 * groups, value, dropped


def poisson_glmm(d):
    g, groups = d["g"] - 1, int(d["group"])

    def value(u):
        mu, slope, s, a = u[0], u[1], np.exp(u[2]), u[3:]
        return (norm.logpdf(mu, 0, 2) + norm.logpdf(slope) + halfnorm.logpdf(s) + u[2]
                + norm.logpdf(a, mu, s).sum()
                + poisson.logpmf(d["k"], np.exp(a[g] + slope * d["x"])).sum())

    dropped = (normal_constant(1, 2) + normal_constant(2) + HALF + normal_constant(groups)
               - gammaln(d["k"] + 1).sum())
    return 3 + groups, value, dropped


def student_t(d):
    X, k = d["X"], d["X"].shape[1]

    def value(u):
        alpha, beta, nu, sigma = u[0], u[1:1 + k], np.exp(u[1 + k]), np.exp(u[2 + k])
        return (norm.logpdf(alpha, 0, 10) + norm.logpdf(beta, 0, 2.5).sum()
                + gamma.logpdf(nu, 2, scale=1 / 0.1) + halfcauchy.logpdf(sigma, 0, 5) + u[1 + k:].sum()
                + student.logpdf(d["y"], nu, alpha + X @ beta, sigma).sum())

    dropped = (normal_constant(1, 10) + normal_constant(k, 2.5) + 2 * np.log(0.1) - gammaln(2)
               + HALF + cauchy.logpdf(0, 0, 5) - 0.5 * np.log(np.pi) * len(d["y"]))
    return 3 + k, value, dropped


def garch(d):
    y = d["y"]

    def value(u):
        mu, alpha0, alpha1 = u[0], np.exp(u[1]), expit(u[2])
        beta1 = (1 - alpha1) * expit(u[3])
        variance = np.empty(len(y))
        variance[0] = d["sigma1"]**2
        for t in range(1, len(y)):
            variance[t] = alpha0 + alpha1 * (y[t - 1] - mu)**2 + beta1 * variance[t - 1]
        jacobian = (u[1] + log_expit(u[2]) + log_expit(-u[2])
                    + np.log1p(-alpha1) + log_expit(u[3]) + log_expit(-u[3]))
        return jacobian + norm.logpdf(y, mu, np.sqrt(variance)).sum()

    return 4, value, normal_constant(len(y))


def gp(d):
    x, y = d["x"], d["y"]

    def value(u):
        rho, alpha, sigma = np.exp(u)
        K = alpha**2 * np.exp(-0.5 * ((x[:, None] - x[None, :]) / rho)**2) + sigma**2 * np.eye(len(x))
        return (gamma.logpdf(rho, 25, scale=1 / 4) + halfnorm.logpdf(alpha, 0, 2)
                + halfnorm.logpdf(sigma) + u.sum()
                + multivariate_normal.logpdf(y, np.zeros(len(y)), K))

    dropped = (25 * np.log(4) - gammaln(25) + 2 * HALF + normal_constant(1, 2) + normal_constant(1)
               + normal_constant(len(y)))
    return 3, value, dropped


def log_ratios(u):
    """softmax(H u), the columns of H those of the Helmert matrix, and the log Jacobian determinant."""
    size = len(u) + 1
    H = np.zeros((size, size - 1))
    for j in range(size - 1):
        H[:j + 1, j], H[j + 1, j] = 1, -(j + 1)
    logits = H / np.linalg.norm(H, axis=0) @ u
    log_x = logits - logsumexp(logits)
    return np.exp(log_x), 0.5 * np.log(size) + log_x.sum()


def stick_breaking(u):
    """The transform of simplexes in the peer's version of Stan, and its log Jacobian determinant."""
    rest, log_jacobian, x = 1.0, 0.0, []
    for k, v in enumerate(u):
        shifted = v - np.log(len(u) - k)
        x.append(rest * expit(shifted))
        log_jacobian += np.log(rest) + log_expit(shifted) + log_expit(-shifted)
        rest -= x[-1]
    return np.array(x + [rest]), log_jacobian


def hmm(d):
    y = d["y"]

    def value(u, simplex=log_ratios):
        init, log_jacobian = simplex(u[:2])
        rows = [simplex(u[2 + 2 * k:4 + 2 * k]) for k in range(3)]
        log_jacobian += sum(j for _, j in rows) + u[9:].sum()
        trans = np.array([x for x, _ in rows])
        m = np.concatenate([u[8:9], u[8] + np.cumsum(np.exp(u[9:]))])
        forward = np.log(init) + norm.logpdf(y[0], m)
        for t in range(1, len(y)):
            forward = logsumexp(forward[:, None] + np.log(trans), axis=0) + norm.logpdf(y[t], m)
        # Dirichlet(1) on each simplex is Γ(3); three ordered identical normals have 3! times their density
        prior = 4 * np.log(2) + np.log(6) + norm.logpdf(m, 0, 10).sum()
        return log_jacobian + prior + logsumexp(forward)

    # a density called by name (`normal_lpdf`) keeps its constants
    dropped = 4 * np.log(2) + np.log(6) + normal_constant(3, 10)
    return 11, value, dropped, lambda u: value(u, stick_breaking)


models = {
    "eight_schools": eight_schools, "logistic_1k": logistic, "logistic_10k": logistic,
    "hierarchical": hierarchical, "poisson_glmm": poisson_glmm, "student_t": student_t,
    "garch": garch, "gp": gp, "hmm": hmm,
}
result = {}
for name, model in models.items():
    size, value, dropped, *other = model(data(name))
    in_stan = other[0] if other else value
    i = np.arange(size)
    points = [0.3 * np.sin(1.7 * i + 1), 0.5 * np.cos(0.9 * i + 2)]
    result[name] = {
        "logDensity": [float(value(point)) for point in points],
        "stan": float(in_stan(points[0]) - dropped),
    }
print(json.dumps(result, indent=2))
