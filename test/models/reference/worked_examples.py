"""Log densities of the worked examples of the language, with data made up here: worked-examples.json.

    python3 test/models/reference/worked_examples.py      (numpy, scipy)

Computed from the mathematics of the models at random points. The coordinates are unconstrained, in the order of the models'
parameters: logarithms of positive numbers, log odds of numbers between bounds, the first of ordered numbers and the logarithms of
their steps, the square root of one half times the log odds of a simplex of two; the values contain the log Jacobians. Priors of
two ordered normals alike have twice their density. `sigma` of the Gaussian process is a variance, as the model has it.
"""
import json
import pathlib

import numpy as np
from scipy import integrate, special, stats

random = np.random.default_rng(20241201)
POINTS = 10


def real(x):
    return list(np.atleast_1d(x)), 0.0


def positive(x):
    u = np.log(np.atleast_1d(x))
    return list(u), u.sum()


def between(x, lower, upper):
    share = (x - lower) / (upper - lower)
    return [special.logit(share)], np.log(upper - lower) + np.log(share) + np.log1p(-share)


def simplex_of_two(p):
    return [special.logit(p[0]) / np.sqrt(2)], 0.5 * np.log(2) + np.log(p).sum()


def ordered(x):
    steps = np.log(np.diff(x))
    return [x[0], *steps], steps.sum()


def simplex():
    first = random.uniform(0.1, 0.9)
    return np.array([first, 1 - first])


def two_ordered(sd):
    return np.sort(random.normal(0, sd, 2)) + [0, 0.25]


def log_dirichlet_one(*rows):
    return sum(stats.dirichlet([1, 1]).logpdf(row) for row in rows)


def radon():
    homes, counties = 30, 5
    county = np.arange(homes) % counties
    floor = random.integers(0, 2, homes)
    y = random.normal(1.5, 0.8, homes)
    data = {'county': ['ABCDE'[c] for c in county], 'floor': floor, 'log_radon': y}

    def point():
        mu, sigma_a, b, sigma_y = random.normal(0, 2), random.gamma(2, 0.3), random.normal(), random.gamma(3, 0.3)
        a = random.normal(mu, sigma_a, counties)
        value = (stats.norm.logpdf(mu, 0, 10) + stats.halfnorm.logpdf(sigma_a) + stats.norm.logpdf(a, mu, sigma_a).sum()
                 + stats.norm.logpdf(b, 0, 10) + stats.halfnorm.logpdf(sigma_y)
                 + stats.norm.logpdf(y, a[county] + b * floor, sigma_y).sum())
        return value, [real(mu), positive(sigma_a), real(a), real(b), positive(sigma_y)]
    return data, point


def robust_regression():
    rows, columns = 25, 3
    X = random.normal(size=(rows, columns))
    y = X @ [1.0, -2.0, 0.5] + stats.t.rvs(3, size=rows, random_state=random)

    def point():
        alpha, beta = random.normal(), random.normal(0, 2, columns)
        nu, sigma = random.gamma(2, 5), random.gamma(2, 1)
        value = (stats.norm.logpdf(alpha, 0, 10) + stats.norm.logpdf(beta, 0, 2.5).sum() + stats.gamma.logpdf(nu, 2, scale=10)
                 + stats.halfcauchy.logpdf(sigma, scale=5) + stats.t.logpdf(y, nu, alpha + X @ beta, sigma).sum())
        return value, [real(alpha), real(beta), positive(nu), positive(sigma)]
    return {'X': X, 'y': y}, point


def mixture():
    y = np.concatenate([random.normal(-2, 0.5, 15), random.normal(1, 1.5, 20)])

    def point():
        w, mu, sigma = simplex(), two_ordered(2), random.gamma(2, 1, 2)
        parts = np.log(w) + stats.norm.logpdf(y[:, None], mu, sigma)
        value = (log_dirichlet_one(w) + np.log(2) + stats.norm.logpdf(mu, 0, 2).sum()
                 + stats.halfnorm.logpdf(sigma, scale=2).sum() + special.logsumexp(parts, axis=1).sum())
        return value, [simplex_of_two(w), ordered(mu), positive(sigma)]
    return {'y': y}, point


def garch():
    y, first = random.normal(5, 2, 40), 1.25

    def point():
        mu, alpha0, alpha1 = random.normal(5, 1), random.gamma(2, 1), random.uniform(0.05, 0.95)
        beta1 = random.uniform(0.05, 0.95) * (1 - alpha1)
        sigma = [first]
        for before in y[:-1]:
            sigma.append(np.sqrt(alpha0 + alpha1 * (before - mu) ** 2 + beta1 * sigma[-1] ** 2))
        value = stats.norm.logpdf(y, mu, sigma).sum()
        return value, [real(mu), positive(alpha0), between(alpha1, 0, 1), between(beta1, 0, 1 - alpha1)]
    return {'y': y, 'sigma1': first}, point


def gaussian_process():
    x = np.sort(random.uniform(-10, 10, 12))
    y = np.sin(x / 3) + random.normal(0, 0.3, 12)

    def point():
        rho, alpha, sigma = random.gamma(25, 0.25), random.gamma(3, 0.5), random.gamma(3, 0.2)
        K = alpha ** 2 * np.exp(-0.5 * ((x[:, None] - x) / rho) ** 2) + sigma * np.eye(len(x))
        value = (stats.gamma.logpdf(rho, 25, scale=0.25) + stats.halfnorm.logpdf(alpha, scale=2) + stats.halfnorm.logpdf(sigma)
                 + stats.multivariate_normal(np.zeros(len(x)), K).logpdf(y))
        return value, [positive(rho), positive(alpha), positive(sigma)]
    return {'x': x, 'y': y}, point


def hidden_markov():
    y = np.concatenate([random.normal(-1, 1, 12), random.normal(6, 1, 8), random.normal(-1, 1, 5)])

    def point():
        init, trans, m = simplex(), np.array([simplex(), simplex()]), two_ordered(5)
        forward = init * stats.norm.pdf(y[0], m)
        log_value = 0.0
        for outcome in y[1:]:
            log_value += np.log(forward.sum())
            log_scale = stats.norm.logpdf(outcome, m).max()
            forward = (forward / forward.sum()) @ trans * np.exp(stats.norm.logpdf(outcome, m) - log_scale)
            log_value += log_scale
        value = (log_dirichlet_one(init, *trans) + np.log(2) + stats.norm.logpdf(m, 0, 10).sum() + log_value
                 + np.log(forward.sum()))
        return value, [simplex_of_two(init), *map(simplex_of_two, trans), ordered(m)]
    return {'y': y}, point


def occupancy():
    seen = (random.uniform(size=(14, 3)) < 0.5) & (random.uniform(size=(14, 1)) < 0.6)

    def point():
        omega, p = random.uniform(0.05, 0.95, 2)
        visits = np.prod(np.where(seen, p, 1 - p), axis=1)
        value = np.log(omega * visits + (1 - omega) * ~seen.any(axis=1)).sum()
        return value, [between(omega, 0, 1), between(p, 0, 1)]
    return {'seen': seen.astype(int)}, point


# Pelts that the Hudson's Bay Company took, in thousands, 1900 to 1920: hare and lynx (Hewitt, The conservation of the wild life of
# Canada, 1921; digits as in Carpenter, Predator-prey population dynamics: the Lotka-Volterra model in Stan, 2018)
HARE = [30, 47.2, 70.2, 77.4, 36.3, 20.6, 18.1, 21.4, 22, 25.4, 27.1, 40.3, 57, 76.6, 52.3, 19.5, 11.2, 7.6, 14.6, 16.2, 24.7]
LYNX = [4, 6.1, 9.8, 35.2, 59.4, 41.7, 19, 13, 8.3, 9.1, 7.4, 8, 12.3, 19.5, 45.7, 51.1, 29.7, 15.8, 9.7, 10.1, 8.6]


def lotka_volterra():
    pelts = np.array([HARE, LYNX]).T
    years = np.arange(1.0, 21.0)

    def point():
        theta = np.array([0.55, 0.028, 0.8, 0.024]) * np.exp(random.normal(0, 0.1, 4))
        z0, sigma = np.array([33.0, 6.0]) * np.exp(random.normal(0, 0.1, 2)), random.uniform(0.2, 0.5, 2)

        def slopes(_, z):
            return [(theta[0] - theta[1] * z[1]) * z[0], (-theta[2] + theta[3] * z[0]) * z[1]]

        z = integrate.solve_ivp(slopes, (0, 20), z0, 'DOP853', years, rtol=1e-13, atol=1e-13).y.T
        value = sum(stats.truncnorm(-m / s, np.inf, m, s).logpdf(x) for x, m, s in zip(theta, [1, 0.05, 1, 0.05], [0.5, 0.05, 0.5, 0.05]))
        value += stats.lognorm(1, scale=10).logpdf(z0).sum() + stats.lognorm(1, scale=np.exp(-1)).logpdf(sigma).sum()
        value += stats.lognorm(sigma, scale=z0).logpdf(pelts[0]).sum() + stats.lognorm(sigma, scale=z).logpdf(pelts[1:]).sum()
        return value, [positive(theta), positive(z0), positive(sigma)]
    return {'t': years, 'pelts': pelts[1:], 'initial_pelts': pelts[0]}, point


# by the files that hold the model
EXAMPLES = [
    (['radon'], radon), (['robust-regression'], robust_regression), (['mixture'], mixture), (['garch'], garch),
    (['gaussian-process'], gaussian_process), (['hidden-markov-by-hand', 'hidden-markov'], hidden_markov),
    (['occupancy'], occupancy), (['lotka-volterra'], lotka_volterra),
]
# how far the product's log density may be off, where it solves equations to a tolerance
TOLERANCES = {'lotka-volterra': 1e-6}


def plain(value):
    return value.tolist() if isinstance(value, np.ndarray) else value


def main():
    rows = []
    for files, example in EXAMPLES:
        data, point = example()
        points = []
        for _ in range(POINTS):
            value, coordinates = point()
            at = [float(u) for part, _ in coordinates for u in part]
            points.append({'at': at, 'logDensity': float(value + sum(jacobian for _, jacobian in coordinates))})
        tolerance = {'tolerance': TOLERANCES[files[0]]} if files[0] in TOLERANCES else {}
        rows.append({'models': files, **tolerance, 'data': {name: plain(v) for name, v in data.items()}, 'points': points})
    text = '[\n' + ',\n'.join('  ' + json.dumps(row) for row in rows) + '\n]\n'
    (pathlib.Path(__file__).parent / 'worked-examples.json').write_text(text)


main()
