"""Log densities of the 31 reference posteriors, from the mathematics of their table: posteriordb.json.

    python3 test/models/reference/posteriordb.py FOLDER      (numpy, scipy; FOLDER holds posteriordb/data and /reference)

The points lie about the reference means, at random; the coordinates are unconstrained, in the order of the models' parameters:
log of positive numbers, log odds of probabilities, the first of ordered numbers (its logarithm where they are positive) and
the logarithms of their steps, √½ times the log odds of a simplex of two. The values contain the log Jacobians. `constants`
are what the language's priors may add to the table's, which leave the normaliser of an order out: log 2 of two normals alike; of
two that differ, nothing where the parameter counts as unnormalised, else -log of the mass; and -log 2, the probability of
either first state of the hidden Markov chain, which the table's leaves out.
"""
import json
import math
import pathlib
import sys

import numpy as np
from scipy import integrate, special, stats

shared = pathlib.Path(sys.argv[1]) / 'posteriordb'
random = np.random.default_rng(20241124)


def normal(x, mean, sd):
    return float(np.sum(stats.norm.logpdf(x, mean, sd)))


def half_cauchy(x, scale):
    return float(stats.halfcauchy.logpdf(x, scale=scale))


def half_normal(x, sd):
    return float(np.sum(stats.halfnorm.logpdf(x, scale=sd)))


def values(parameters, name, size):
    return np.array([parameters[f'{name}[{k + 1}]'] for k in range(size)])


def positive(x):
    """Coordinate and log Jacobian."""
    return [math.log(x)], math.log(x)


def joined(*parts):
    return sum((list(u) for u, _ in parts), []), float(sum(j for _, j in parts))


def real(*x):
    return list(map(float, x)), 0.0


def ordered(x, is_positive=False):
    steps = np.log(np.diff(x))
    first = positive(x[0]) if is_positive else real(x[0])
    return joined(first, (steps, np.sum(steps)))


def odds(p):
    return [special.logit(p)], math.log(p) + math.log1p(-p)


def simplex_of_two(p):
    """u with p1 = 1 / (1 + exp(-sqrt(2) u))."""
    return [special.logit(p[0]) / math.sqrt(2)], 0.5 * math.log(2) + math.log(p[0]) + math.log(p[1])


# ─── one function a model: log density of the parameters, coordinates with log Jacobian ───


def regression(response, *columns, sigma=None):
    """Coefficients (the intercept first) flat; sigma with a prior or flat."""
    def model(p):
        beta = values(p, 'beta', 1 + len(columns))
        mean = beta[0] + sum(b * x for b, x in zip(beta[1:], columns))
        prior = 0.0 if sigma is None else sigma(p['sigma'])
        return normal(response, mean, p['sigma']) + prior, joined(real(*beta), positive(p['sigma']))
    return model


def ar(data):
    y, count = np.array(data['y']), data['K']

    def model(p):
        beta = values(p, 'beta', count)
        total = normal(p['alpha'], 0, 10) + normal(beta, 0, 10) + half_cauchy(p['sigma'], 2.5)
        for t in range(count, len(y)):
            mean = p['alpha'] + sum(beta[k] * y[t - 1 - k] for k in range(count))
            total += normal(y[t], mean, p['sigma'])
        return total, joined(real(p['alpha'], *beta), positive(p['sigma']))
    return model


def eight_schools(data):
    y, sd = np.array(data['y']), np.array(data['sigma'])

    def model(p):
        theta = values(p, 'theta', 8)
        total = normal(p['mu'], 0, 5) + half_cauchy(p['tau'], 5) + normal(theta, p['mu'], p['tau']) + normal(y, theta, sd)
        # coordinates (theta - mu) / tau
        shifted = ((theta - p['mu']) / p['tau'], 8 * math.log(p['tau']))
        return total, joined(real(p['mu']), positive(p['tau']), shifted)
    return model


def gaussian_process(data):
    x, y = np.array(data['x']), np.array(data['y'])

    def model(p):
        rho, alpha, sigma = p['rho'], p['alpha'], p['sigma']
        total = stats.gamma.logpdf(rho, 25, scale=1 / 4) + half_normal(alpha, 2) + half_normal(sigma, 1)
        kernel = alpha ** 2 * np.exp(-0.5 * np.subtract.outer(x, x) ** 2 / rho ** 2) + sigma * np.eye(len(x))
        _, logdet = np.linalg.slogdet(kernel)
        total += -0.5 * (y @ np.linalg.solve(kernel, y) + logdet + len(y) * math.log(2 * math.pi))
        return float(total), joined(positive(rho), positive(alpha), positive(sigma))
    return model


def hidden_markov(data):
    y = np.array(data['y'])

    def model(p):
        mu = values(p, 'mu', 2)
        rows = np.array([values(p, 'theta1', 2), values(p, 'theta2', 2)])
        total = normal(mu[0], 3, 1) + normal(mu[1], 10, 1)
        forward = stats.norm.logpdf(y[0], mu, 1)
        for t in range(1, len(y)):
            step = [special.logsumexp(forward + np.log(rows[:, k])) for k in range(2)]
            forward = np.array(step) + stats.norm.logpdf(y[t], mu, 1)
        coordinates = joined(simplex_of_two(rows[0]), simplex_of_two(rows[1]), ordered(mu, True))
        return total + float(special.logsumexp(forward)), coordinates
    return model


def gauss_mixture(data):
    y = np.array(data['y'])

    def model(p):
        mu, sigma, theta = values(p, 'mu', 2), values(p, 'sigma', 2), p['theta']
        total = normal(mu, 0, 2) + half_normal(sigma, 2) + float(stats.beta.logpdf(theta, 5, 5))
        both = [math.log(theta) + stats.norm.logpdf(y, mu[0], sigma[0]), math.log1p(-theta) + stats.norm.logpdf(y, mu[1], sigma[1])]
        total += float(np.sum(special.logsumexp(both, axis=0)))
        return total, joined(ordered(mu), positive(sigma[0]), positive(sigma[1]), odds(theta))
    return model


def kilpisjarvi(data):
    x, y = np.array(data['x']), np.array(data['y'])

    def model(p):
        total = normal(p['alpha'], data['pmualpha'], data['psalpha']) + normal(p['beta'], data['pmubeta'], data['psbeta'])
        total += normal(y, p['alpha'] + p['beta'] * x, p['sigma'])
        return total, joined(real(p['alpha'], p['beta']), positive(p['sigma']))
    return model


def blr(data):
    X, y = np.array(data['X']), np.array(data['y'])

    def model(p):
        beta = values(p, 'beta', X.shape[1])
        total = normal(beta, 0, 10) + half_normal(p['sigma'], 10) + normal(y, X @ beta, p['sigma'])
        return total, joined(real(*beta), positive(p['sigma']))
    return model


def models_of(name):
    data = json.loads((shared / 'data' / f'{name}.json').read_text())
    d = {key: np.array(value, dtype=float) for key, value in data.items()}
    if name == 'earnings':
        earn, height, male = d['earn'], d['height'], d['male']
        log_earn = np.log(earn)
        return {
            'earn_height': regression(earn, height), 'log10earn_height': regression(np.log10(earn), height),
            'logearn_height': regression(log_earn, height), 'logearn_height_male': regression(log_earn, height, male),
            'logearn_interaction': regression(log_earn, height, male, height * male),
            'logearn_logheight_male': regression(log_earn, np.log(height), male),
        }
    if name == 'kidiq':
        score, hs, iq = d['kid_score'], d['mom_hs'], d['mom_iq']
        cauchy = lambda s: half_cauchy(s, 2.5)  # noqa: E731
        return {
            'kidscore_momhs': regression(score, hs, sigma=cauchy), 'kidscore_momiq': regression(score, iq, sigma=cauchy),
            'kidscore_momhsiq': regression(score, hs, iq, sigma=cauchy),
            'kidscore_interaction': regression(score, hs, iq, hs * iq, sigma=cauchy),
        }
    if name == 'kidiq_with_mom_work':
        score, hs, iq, work = d['kid_score'], d['mom_hs'], d['mom_iq'], d['mom_work']
        h, q = hs - np.mean(hs), iq - np.mean(iq)
        return {
            'kidscore_interaction_c': regression(score, h, q, h * q),
            'kidscore_interaction_c2': regression(score, hs - 0.5, iq - 100, (hs - 0.5) * (iq - 100)),
            'kidscore_mom_work': regression(score, *(1.0 * (work == k) for k in (2, 3, 4))),
        }
    if name == 'mesquite':
        weight, d1, d2, group = d['weight'], d['diam1'], d['diam2'], d['group']
        canopy, total, density = d['canopy_height'], d['total_height'], d['density']
        log = np.log
        volume, area, shape = log(d1 * d2 * canopy), log(d1 * d2), log(d1 / d2)
        return {
            'mesquite': regression(weight, d1, d2, canopy, total, density, group),
            'logmesquite': regression(log(weight), log(d1), log(d2), log(canopy), log(total), log(density), group),
            'logmesquite_logvolume': regression(log(weight), volume),
            'logmesquite_logva': regression(log(weight), volume, area, group),
            'logmesquite_logvas': regression(log(weight), volume, area, shape, log(total), log(density), group),
        }
    if name.startswith('nes'):
        age = d['age_discrete']
        columns = [d['real_ideo'], d['race_adj'], *(1.0 * (age == k) for k in (2, 3, 4)), d['educ1'], d['gender'], d['income']]
        return {'nes': regression(d['partyid7'], *columns)}
    return {
        'arK': lambda: {'arK': ar(data)}, 'eight_schools': lambda: {'eight_schools_noncentered': eight_schools(data)},
        'gp_pois_regr': lambda: {'gp_regr': gaussian_process(data)}, 'hmm_example': lambda: {'hmm_example': hidden_markov(data)},
        'kilpisjarvi_mod': lambda: {'kilpisjarvi': kilpisjarvi(data)}, 'sblrc': lambda: {'blr': blr(data)},
        'low_dim_gauss_mix': lambda: {'low_dim_gauss_mix': gauss_mixture(data)},
    }[name]()


def order_constant():
    """-log P(0 < m1 < m2) with m1 ~ N(3, 1), m2 ~ N(10, 1)."""
    mass, _ = integrate.quad(lambda m: stats.norm.pdf(m, 3, 1) * stats.norm.sf(m, 10, 1), 0, 20, epsabs=1e-14, epsrel=1e-13)
    return -math.log(mass)


CONSTANTS = {'hmm_example': [-math.log(2), order_constant() - math.log(2)], 'low_dim_gauss_mix': [math.log(2)]}


def draw(reference):
    """A point about the reference means."""
    p = {}
    for name, summary in reference.items():
        spread = summary['sd'] * random.normal()
        mean = summary['mean']
        if name.startswith(('sigma', 'tau', 'rho')) or (name == 'alpha' and 'rho' in reference):
            p[name] = mean * math.exp(0.3 * random.normal())
        elif name.startswith('theta') and len(reference) < 8:
            p[name] = float(special.expit(special.logit(mean) + 0.3 * random.normal()))
        else:
            p[name] = mean + spread
    for row in ('theta1', 'theta2'):
        if f'{row}[1]' in p:
            p[f'{row}[2]'] = 1 - p[f'{row}[1]']
    return p


def main():
    rows = []
    for file in sorted((shared / 'data').glob('*.json')):
        for model, evaluate in models_of(file.stem).items():
            name = f'{file.stem}-{model}'
            reference = json.loads((shared / 'reference' / f'{name}.json').read_text())
            points = []
            for _ in range(10):
                value, (coordinates, log_jacobian) = evaluate(draw(reference))
                points.append({'at': list(map(float, coordinates)), 'logDensity': value + log_jacobian})
            rows.append({'posterior': name, 'constants': CONSTANTS.get(model, [0.0]), 'points': points})
    text = '[\n' + ',\n'.join('  ' + json.dumps(row) for row in rows) + '\n]\n'
    (pathlib.Path(__file__).parent / 'posteriordb.json').write_text(text)
    print(len(rows))


main()
