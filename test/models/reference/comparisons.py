"""Log evidence of the models that models/*/compare.ts compare; writes comparisons.json beside it. Run in this folder.

Normal levels and coefficients are integrated out in closed form, scales and what else is left by adaptive or
composite Gauss-Legendre quadrature with SciPy; nothing is shared with the estimators.
"""
import csv
import json
import numpy as np
from scipy.integrate import quad
from scipy.special import logsumexp
from scipy.stats import multivariate_normal, norm

MODELS = "../../../models/"


def columns(path):
    with open(MODELS + path) as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


def numbers(path, name):
    return np.array([float(value) for value in columns(path)[name]])


def log_half_normal(x, sd):
    return norm.logpdf(x, 0, sd) + np.log(2)


def log_integral(log_f, low, high, panels=200):
    """log of the integral of exp(log_f) by Gauss-Legendre of 20 points on each panel."""
    x, w = np.polynomial.legendre.leggauss(20)
    edges = np.linspace(low, high, panels + 1)
    half = np.diff(edges) / 2
    at = (edges[:-1] + half)[:, None] + half[:, None] * x
    values = np.array([log_f(point) for point in at.ravel()]).reshape(at.shape)
    return logsumexp(values + np.log(half[:, None] * w))


def log_normal_marginal(y, X, mean, sd, sigma):
    """log density of y ~ N(X b, sigma²), b ~ N(mean, sd²) independent, through the precision of b."""
    r = y - X @ mean
    A = X.T @ X / sigma**2 + np.diag(1 / sd**2)
    v = X.T @ r / sigma**2
    L = np.linalg.cholesky(A)
    z = np.linalg.solve(L, v)
    n = len(y)
    return (-0.5 * n * np.log(2 * np.pi) - n * np.log(sigma) - np.sum(np.log(sd)) - np.sum(np.log(np.diag(L)))
            - 0.5 * (r @ r / sigma**2 - z @ z))


found = {}

# ── Nile
flow = numbers("nile/nile.csv", "flow")
one = np.ones((len(flow), 1))


def level(y, sigma):
    return log_normal_marginal(y, np.ones((len(y), 1)), np.array([1000.0]), np.array([300.0]), sigma)


found["nile/constant"] = log_integral(lambda s: level(flow, s) + log_half_normal(s, 200), 60, 400)


def changing(s):
    terms = [level(flow[:k], s) + level(flow[k:], s) for k in range(1, len(flow))]
    return logsumexp(terms) - np.log(len(terms)) + log_half_normal(s, 200)


found["nile/changepoint"] = log_integral(changing, 60, 400, panels=8)

# ── sleep: the mean difference is delta · sigma
d = numbers("sleep/sleep.csv", "second") - numbers("sleep/sleep.csv", "first")


def null(t):
    return np.sum(norm.logpdf(d, 0, np.exp(t))) - np.log(20)


# a Cauchy is a normal whose variance is that of an inverse gamma: delta given g is integrated out
def effect(t, scale):
    s = np.exp(t)
    half = scale**2 / 2

    def given_g(u):
        g = np.exp(u)  # variance of delta, inverse gamma (1/2, scale²/2), in log g
        log_prior = 0.5 * np.log(half) - 0.5 * np.log(np.pi) - 0.5 * u - half / g
        X = np.full((len(d), 1), s)
        return log_prior + log_normal_marginal(d, X, np.zeros(1), np.array([np.sqrt(g)]), s)

    return log_integral(given_g, -12, 60, panels=24) - np.log(20)


found["sleep/null"] = log_integral(null, -10, 10)
for factor in (1, np.sqrt(2), 2):
    name = "sleep/effect" + ("" if factor == 1 else f", delta × {factor:.17g}")
    found[name] = log_integral(lambda t: effect(t, factor / np.sqrt(2)), -2, 4, panels=5)

# ── stopping distance
speed, distance = numbers("stopping-distance/cars.csv", "speed"), numbers("stopping-distance/cars.csv", "distance")
x = (speed - 15) / 5
for name, degree in (("linear", 1), ("quadratic", 2), ("cubic", 3)):
    X = np.stack([x**k for k in range(degree + 1)], axis=1)
    mean = np.array([40.0] + [0.0] * degree)
    sd = np.full(degree + 1, 20.0)
    found[f"stopping-distance/{name}"] = log_integral(
        lambda s: log_normal_marginal(distance, X, mean, sd, s) + log_half_normal(s, 20), 5, 60)

# ── Challenger: over the slope b with the intercept a inside
temperature, failure = numbers("challenger/challenger.csv", "temperature"), numbers("challenger/challenger.csv", "failure")
tens = (temperature - temperature.mean()) / 10


def launches(a, b):
    """Log likelihood and prior of the intercept, for an array of intercepts."""
    logit = a[:, None] + b * tens
    return np.sum(failure * logit - np.logaddexp(0, logit), axis=1) + norm.logpdf(a, 0, 2.5)


nodes, weights = np.polynomial.legendre.leggauss(400)


def over_intercept(b):
    return logsumexp(launches(15 * nodes, b) + np.log(15 * weights))


found["challenger/constant"] = over_intercept(0.0)
for factor in (0.5, 1, 2, 4):
    name = "challenger/temperature" + ("" if factor == 1 else f", b × {factor:g}")
    found[name] = log_integral(lambda b: over_intercept(b) + norm.logpdf(b, 0, 2.5 * factor), -30, 12, panels=20)

# ── stack loss with normal errors
loss = numbers("stack-loss/stack-loss.csv", "loss")
predictors = [numbers("stack-loss/stack-loss.csv", name) for name in ("air_flow", "water_temperature", "acid")]
X = np.stack([np.ones(21)] + [p - p.mean() for p in predictors], axis=1)
mean, sd = np.array([20.0, 0, 0, 0]), np.array([20.0, 5, 5, 5])
found["stack-loss/normal"] = log_integral(
    lambda s: log_normal_marginal(loss, X, mean, sd, s) + log_half_normal(s, 10), 0.5, 40)

# ── eight schools
y, sigma = numbers("eight-schools/eight-schools.csv", "y"), numbers("eight-schools/eight-schools.csv", "sigma")


def schools(tau):
    return multivariate_normal(np.zeros(8), np.diag(sigma**2 + tau**2) + 25).logpdf(y)


found["eight-schools/pooled"] = schools(0)
found["eight-schools/unpooled"] = np.sum(norm.logpdf(y, 0, np.sqrt(sigma**2 + 400)))


def hierarchical(scale):
    # tau = scale · tan(angle): the half-Cauchy is uniform in the angle
    return log_integral(lambda angle: schools(scale * np.tan(angle)), 0, np.pi / 2) - np.log(np.pi / 2)


found["eight-schools/hierarchical"] = hierarchical(5)
found["eight-schools/hierarchical, tau × 0.2"] = hierarchical(1)
found["eight-schools/hierarchical, tau × 5"] = hierarchical(25)

with open("comparisons.json", "w") as file:
    json.dump(found, file, indent=2, ensure_ascii=False)
    file.write("\n")
for name, value in found.items():
    print(name, repr(float(value)))
