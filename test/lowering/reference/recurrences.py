"""Writes recurrences.json: what uses elements of itself, and log densities as values; as generate.py.

Usage: python3 recurrences.py > recurrences.json      (numpy 2.4, scipy 1.17)
"""

import numpy as np
from generate import CASES, case, half_normal, main, normal
from scipy import special, stats

CASES.clear()

SERIES = {'y': [1.2, -0.3, 0.8, 2.1, 0.4, -1.5]}


@case(
    'GARCH(1,1)',
    4,
    """
    dim time
    data y[time]: real
    data sigma1: positive
    param mu ~ Normal(0, 1)
    param alpha0 ~ HalfNormal(1)
    param alpha1 ~ HalfNormal(1)
    param beta1 ~ HalfNormal(1)
    let sigma[t in time] = if t == 1 then sigma1
      else sqrt(alpha0 + alpha1 * (y[t - 1] - mu)^2 + beta1 * sigma[t - 1]^2)
    observe y ~ Normal(mu, sigma)
    """,
    {**SERIES, 'sigma1': 0.7},
)
def _(p, data):
    mu, alpha0, alpha1, beta1 = p.real(), p.positive(), p.positive(), p.positive()
    total = normal(mu, 0, 1) + half_normal(alpha0) + half_normal(alpha1) + half_normal(beta1)
    y, sigma = data['y'], data['sigma1']
    for t in range(len(y)):
        if t > 0:
            sigma = np.sqrt(alpha0 + alpha1 * (y[t - 1] - mu) ** 2 + beta1 * sigma**2)
        total += normal(y[t], mu, sigma)
    return total


@case(
    'ARMA(1,1)',
    4,
    """
    dim time
    data y[time]: real
    param mu ~ Normal(0, 1)
    param phi ~ Normal(0, 1)
    param theta ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    let err[t in time] = y[t] - (if t == 1 then mu + phi * mu else mu + phi * y[t - 1] + theta * err[t - 1])
    factor sum[t in time](-0.5 * (err[t] / s)^2 - log(s))
    """,
    SERIES,
)
def _(p, data):
    mu, phi, theta, s = p.real(), p.real(), p.real(), p.positive()
    total = normal(mu, 0, 1) + normal(phi, 0, 1) + normal(theta, 0, 1) + half_normal(s)
    y = data['y']
    for t in range(len(y)):
        err = y[t] - (mu + phi * mu if t == 0 else mu + phi * y[t - 1] + theta * err)
        total += -0.5 * (err / s) ** 2 - np.log(s)
    return total


@case(
    'a second-order autoregression as a prior',
    8,
    """
    dim time
    data y[time]: real
    param phi ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    param x[t in time] ~ if t <= 2 then Normal(0, 10) else Normal(phi * x[t - 1] - 0.3 * x[t - 2], s)
    observe y ~ Normal(x, 1)
    """,
    SERIES,
)
def _(p, data):
    phi, s = p.real(), p.positive()
    y = data['y']
    x = p.real(len(y))
    total = normal(phi, 0, 1) + half_normal(s)
    for t in range(len(y)):
        total += normal(x[t], 0, 10) if t < 2 else normal(x[t], phi * x[t - 1] - 0.3 * x[t - 2], s)
        total += normal(y[t], x[t], 1)
    return total


@case(
    'priors that look back along one of two dimensions',
    9,
    """
    dim time   dim k = 2
    data y[time]: real
    param s ~ HalfNormal(1)
    param x[j in k, t in time]: real(lower = -3) ~ if t == 1 then Normal(0, s) else Normal(x[j, t - 1] + x[1, t - 1], s)
    observe y ~ Normal(sum[k](x), 1)
    """,
    {'y': [1.2, -0.3, 0.8, 2.1]},
)
def _(p, data):
    s = p.positive()
    z = p.real(8)
    x = (np.exp(z) - 3).reshape(2, 4)
    y = data['y']
    total = half_normal(s) + np.sum(z)
    for t in range(4):
        for j in range(2):
            m = 0 if t == 0 else x[j, t - 1] + x[0, t - 1]
            total += normal(x[j, t], m, s) - special.log_ndtr((m + 3) / s)
        total += normal(y[t], x[0, t] + x[1, t], 1)
    return total


@case(
    'the forward algorithm by hand',
    4,
    """
    dim time   dim state = 2
    data y[time]: real
    data trans[state, state]: real
    param m[state] ~ Normal(0, 1)
    param w[state] ~ Normal(0, 1)
    let alpha[t in time, k in state] =
      logpdf(Normal(m[k], 1), y[t]) +
      (if t == 1 then w[k] else logsumexp[j in state](alpha[t - 1, j] + trans[j, k] * w[j]))
    factor logsumexp[k in state](alpha[size(time), k])
    """,
    {**SERIES, 'trans': [[0.3, -0.9], [-1.2, 0.4]]},
)
def _(p, data):
    m, w = p.real(2), p.real(2)
    y, trans = data['y'], np.array(data['trans'])
    total = sum(normal(m[k], 0, 1) + normal(w[k], 0, 1) for k in range(2))
    # products of densities, not their logarithms
    weight = np.exp([normal(y[0], m[k], 1) + w[k] for k in range(2)])
    for t in range(1, len(y)):
        weight = stats.norm.pdf(y[t], m, 1) * (weight @ np.exp(trans * w[:, None]))
    return total + np.log(np.sum(weight))


@case(
    'lags of two, from the last to the first, conditions on data and in other dimensions',
    4,
    """
    dim time   dim k = 3
    data y[time]: real
    data restart[time]: binary
    data pick[time]: k
    param a ~ Normal(0, 1)
    param b[k] ~ Normal(0, 1)
    let fibonacci[t in time] = if t <= 2 then a else tanh(fibonacci[t - 1] + b[1] * fibonacci[t - 2])
    let back[t in time] = if t >= size(time) - 1 then b[2] else 0.5 * back[t + 2] + a * y[t] * back[t + 1]
    let since[t in time] = if t == 1 or restart[t] == 1 then a * y[t] else since[t - 1] * 0.5 + a
    let grid[j in k, t in time] = b[j] * y[t] + (if t > 1 and j > 1 then a * grid[j - 1, t - 1] else 0) + (if t > 1 then 0.1 * grid[pick[t], t - 1] + 0.2 * sum[i in 1 .. j](grid[i, t - 1]) else 1)
    let whole[k, t in time] = if t == 1 then b else softmax(whole[:, t - 1] + y[t] * b) * whole[2, t - 1] + mean(whole[:, t - 1])
    let delayed[t in time] = (if t <= 3 then y[t] * a else [delayed[t - 3] * a, b[2], t][pick[t] + 0])
    let single[t in time] = if t > 20 then single[t - 20] else a
    factor sum(fibonacci * y) + sum(back) - sum(since^2) + sum(sin(grid)) + sum(cos(whole)) + sum(delayed * y) + single[6]
    """,
    {**SERIES, 'restart': [0, 0, 1, 0, 1, 0], 'pick': [1, 3, 2, 3, 1, 2]},
)
def _(p, data):
    a, b = p.real(), p.real(3)
    y, n = np.array(data['y']), 6
    total = normal(a, 0, 1) + np.sum(normal(b, 0, 1))
    f, back, since, delayed = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n)
    grid, whole = np.zeros((3, n)), np.zeros((3, n))
    for t in range(n):
        f[t] = a if t < 2 else np.tanh(f[t - 1] + b[0] * f[t - 2])
        since[t] = a * y[t] if t == 0 or data['restart'][t] else since[t - 1] * 0.5 + a
        pick = data['pick'][t] - 1
        for j in range(3):
            grid[j, t] = b[j] * y[t] + (a * grid[j - 1, t - 1] if t > 0 and j > 0 else 0)
            grid[j, t] += 0.1 * grid[pick, t - 1] + 0.2 * np.sum(grid[: j + 1, t - 1]) if t > 0 else 1
        if t == 0:
            whole[:, t] = b
        else:
            e = np.exp(whole[:, t - 1] + y[t] * b)
            whole[:, t] = e / np.sum(e) * whole[1, t - 1] + np.mean(whole[:, t - 1])
        delayed[t] = y[t] * a if t < 3 else [delayed[t - 3] * a, b[1], t + 1][pick]
    for t in reversed(range(n)):
        back[t] = b[1] if t >= n - 2 else 0.5 * back[t + 2] + a * y[t] * back[t + 1]
    total += np.sum(f * y) + np.sum(back) - np.sum(since**2) + np.sum(np.sin(grid))
    return total + np.sum(np.cos(whole)) + np.sum(delayed * y) + a


@case(
    'look-backs that vary',
    10,
    """
    dim time   dim lag = 2   dim k = 2
    data y[time]: real
    data delay: int(lower = 1)
    data order[time]: int(lower = 1)
    param a ~ Normal(0, 1)
    param phi[lag] ~ Normal(0, 1)
    param b[k] ~ Normal(0, 1)
    param x[i in k, lag] ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    let regression[t in time] = y[t] + (if t <= size(lag) then a else sum[j in lag](phi[j] * regression[t - j]))
    let average[t in time] = y[t] - sum[j in 1 .. min(t - 1, size(lag))](phi[j] * average[t - j])
    let late[t in time] = if t <= delay then a * y[t] else 0.5 * late[t - delay] + b[1]
    let varying[t in time] = if t <= order[t] then a else tanh(varying[t - order[t]] * b[2] + y[t])
    let all[t in time] = y[t] * a + (if t == 1 then 0 else 0.1 * logsumexp[j in 1 .. t - 1](all[j]))
    let one[t in time] = if t == 1 then a else 0.3 * one[1] + one[t - 1] * y[t]
    let later[t in time] = y[t] * b[1] + sum[j in t + 1 .. size(time)](0.2 * later[j])
    let grid[i in k, t in time] = if t <= 2 then x[i, 1] * t + x[i, 2] else sum[j in lag](phi[j] * grid[i, t - j]) + 0.1 * sum[j in 1 .. t - 1](mean(grid[:, j]))
    let rows[t in time, k] = if t <= 2 then y[t] * b else sum[j in 1 .. t - 1](rows[j, :] * b)
    factor sum(sin(regression)) + sum(average * y) + sum(cos(late)) + sum(varying^2) + sum(all * y)
    factor sum(one * y) - sum(later^2) + sum(tanh(grid)) + sum(sin(rows)) + s
    """,
    {**SERIES, 'delay': 2, 'order': [1, 1, 2, 3, 1, 4]},
)
def _(p, data):
    a, phi, b, x, s = p.real(), p.real(2), p.real(2), p.real(2, 2), p.positive()
    y, n = np.array(data['y']), 6
    delay, order = data['delay'], data['order']
    total = normal(a, 0, 1) + np.sum(normal(phi, 0, 1)) + np.sum(normal(b, 0, 1))
    total += np.sum(normal(x, 0, 1)) + half_normal(s) + s
    regression, average, late, varying, all_, one, later = (np.zeros(n) for _ in range(7))
    grid, rows = np.zeros((2, n)), np.zeros((n, 2))
    for t in range(n):
        regression[t] = y[t] + (a if t < 2 else phi[0] * regression[t - 1] + phi[1] * regression[t - 2])
        average[t] = y[t] - sum(phi[j] * average[t - 1 - j] for j in range(min(t, 2)))
        late[t] = a * y[t] if t < delay else 0.5 * late[t - delay] + b[0]
        varying[t] = a if t < order[t] else np.tanh(varying[t - order[t]] * b[1] + y[t])
        all_[t] = y[t] * a + (0.1 * special.logsumexp(all_[:t]) if t > 0 else 0)
        one[t] = a if t == 0 else 0.3 * one[0] + one[t - 1] * y[t]
        for i in range(2):
            if t < 2:
                grid[i, t] = x[i, 0] * (t + 1) + x[i, 1]
            else:
                grid[i, t] = phi[0] * grid[i, t - 1] + phi[1] * grid[i, t - 2]
        if t >= 2:
            grid[:, t] += 0.1 * np.sum(np.mean(grid[:, :t], axis=0))
        rows[t] = y[t] * b if t < 2 else np.sum(rows[:t] * b, axis=0)
    for t in reversed(range(n)):
        later[t] = y[t] * b[0] + 0.2 * np.sum(later[t + 1 :])
    total += np.sum(np.sin(regression)) + np.sum(average * y) + np.sum(np.cos(late))
    total += np.sum(varying**2) + np.sum(all_ * y) + np.sum(one * y) - np.sum(later**2)
    return total + np.sum(np.tanh(grid)) + np.sum(np.sin(rows))


@case(
    'log densities as values',
    5,
    """
    dim time   dim k = 3
    data y[time]: real
    data c[time]: k
    param a ~ Normal(0, 1)
    param m[k] ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    let wide[i in time, j in k] = logpdf(Normal(m[j], sd = s), y[i])
    let joined = logpdf(Normal(m, s), a) + logcdf(Normal([0, 1, 2], 1), a) * logccdf(Gamma(2, rate = 1.5), exp(m))
    let chosen[i in time] = logpdf(if y[i] > 0 then Normal(a, s) else Normal(0, u) with u = 2 * s, y[i])
    let picked[i in time] = logpdf(CategoricalLogit(m), c[i])
    let counts = logcdf(Poisson(s), 2) + logccdf(Binomial(5, 0.3), 1) + logpdf(Beta(1 + s, 2), 0.4)
    let outside = if s < 0 then logpdf(Exponential(1), a) else 0
    factor sum(wide * wide) + sum(joined) + sum(chosen) + sum(picked) + counts + outside
    """,
    {'y': [1.2, -0.3, 0.8], 'c': [1, 3, 2]},
)
def _(p, data):
    a, m, s = p.real(), p.real(3), p.positive()
    y, c = data['y'], data['c']
    total = normal(a, 0, 1) + normal(m, 0, 1) + half_normal(s)
    for j in range(3):
        total += sum(stats.norm.logpdf(y[i], m[j], s) ** 2 for i in range(3))
        total += stats.norm.logpdf(a, m[j], s)
        total += stats.norm.logcdf(a, j, 1) * stats.gamma.logsf(np.exp(m[j]), 2, scale=1 / 1.5)
    for i in range(3):
        total += stats.norm.logpdf(y[i], a, s) if y[i] > 0 else stats.norm.logpdf(y[i], 0, 2 * s)
        total += m[c[i] - 1] - special.logsumexp(m)
    total += stats.poisson.logcdf(2, s) + stats.binom.logsf(1, 5, 0.3)
    return total + stats.beta.logpdf(0.4, 1 + s, 2)


@case(
    'trees, each node from its parent',
    27,
    """
    dim node   dim k = 2
    data parent[node]: node?
    data up[node]: node
    data length[node]: positive
    param s ~ HalfNormal(1)
    param a ~ Normal(0, 1)
    param x[i in node] ~ if observed(parent[i]) then Normal(x[parent[i]], s * sqrt(length[i]))
      else Normal(a, 2)
    param e[node, k] ~ Normal(0, 1)
    param w[j in k, i in node]: real(upper = 3) ~ if i == 1 then Normal(0, 1) else Normal(w[j, up[i]] + a, s)
    let z[i in node, j in k] = if i == 1 then a * e[1, j] else sin(z[up[i], j] + a * z[up[i], 1]) + s * e[i, j]
    factor sum(z^2) + sum(x * length)
    """,
    {
        'parent': [None, 1, 2, None, 1],
        'up': [1, 1, 2, 1, 4],
        'length': [1.0, 0.5, 2.0, 1.5, 1.0],
    },
)
def _(p, data):
    s, a = p.positive(), p.real()
    x, e, w = p.real(5), p.real(5, 2), p.below(3, 2, 5)
    length = np.array(data['length'])
    total = half_normal(s) + normal(a, 0, 1) + normal(e, 0, 1) + np.dot(x, length)
    z = np.zeros((5, 2))
    for i in range(5):
        parent, up = data['parent'][i], data['up'][i] - 1
        if parent is None:
            total += normal(x[i], a, 2)
        else:
            total += normal(x[i], x[parent - 1], s * np.sqrt(length[i]))
        for j in range(2):
            mean, sd = (0, 1) if i == 0 else (w[j, up] + a, s)
            total += normal(w[j, i], mean, sd) - stats.norm.logcdf(3, mean, sd)
            z[i, j] = a * e[0, j] if i == 0 else np.sin(z[up, j] + a * z[up, 0]) + s * e[i, j]
    return total + np.sum(z**2)


if __name__ == '__main__':
    main()
