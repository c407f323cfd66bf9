"""Writes elements.json: models that pick, shift and bound elements; as generate.py, with plain loops.

Usage: python3 elements.py > elements.json      (numpy 2.4, scipy 1.17)
"""

import numpy as np
from generate import CASES, case, half_normal, main, normal
from scipy import special, stats

CASES.clear()

SERIES = {'y': [1.2, -0.3, 0.8, 2.1, 0.4, -1.5]}


# ─── index arithmetic ────────────────────────────────────────────────────────


@case(
    'an autoregression with guarded shifts',
    4,
    """
    dim time
    data y[time]: real
    param c ~ Normal(0, 1)
    param a ~ Normal(0, 1)
    param b ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    let m[t in time] = c + (if t == 1 then 0 else a * y[t - 1]) + (if t > 2 then b * y[t - 2] else 0)
    let ahead[t in time] = if not (t == size(time)) and t != 1 then a * y[t + 1] / y[t - 1] else 0.5
    observe y ~ Normal(m + ahead, s)
    """,
    SERIES,
)
def _(p, data):
    c, a, b, s = p.real(), p.real(), p.real(), p.positive()
    y = data['y']
    total = normal(c, 0, 1) + normal(a, 0, 1) + normal(b, 0, 1) + half_normal(s)
    n = len(y)
    for t in range(n):
        m = c + (a * y[t - 1] if t >= 1 else 0) + (b * y[t - 2] if t >= 2 else 0)
        m += a * y[t + 1] / y[t - 1] if 1 <= t < n - 1 else 0.5
        total += normal(y[t], m, s)
    return total


@case(
    'lags, coefficients and a shorter dimension',
    5,
    """
    dim time   dim lag = 3   dim coefficient = size(lag) + 1   dim step = size(time) - 1
    data y[time]: real
    param beta[coefficient] ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    let d[i in step] = y[i + 1] - beta[1] * y[i + 0]
    let m[t in time] = if t > size(lag) then sum[k in lag](beta[k + 1] * y[t - k]) else beta[1] * y[4 - t]
    observe y ~ Normal(m + mean(d) + y[size(time) - 1], s)
    """,
    SERIES,
)
def _(p, data):
    beta, s = p.real(4), p.positive()
    y = data['y']
    total = normal(beta, 0, 1) + half_normal(s)
    d = np.mean([y[i + 1] - beta[0] * y[i] for i in range(len(y) - 1)])
    for t in range(len(y)):
        m = sum(beta[k] * y[t - k] for k in (1, 2, 3)) if t >= 3 else beta[0] * y[2 - t]
        total += normal(y[t], m + d + y[-2], s)
    return total


@case(
    'positions that data give',
    5,
    """
    dim obs   dim group = 4
    data first[obs]: int
    data g[obs]: group
    data y[obs]: real
    data X[obs, group]: real
    param a[group] ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    let m[i in obs] = a[first[i] + 1] + (if g[i] < size(group) then a[g[i] + 1] else 0) + X[i, g[i]]
    observe y ~ Normal(m, s)
    """,
    {
        'first': [0, 2, 3],
        'g': [4, 1, 3],
        'y': [0.3, 1.1, -2],
        'X': [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]],
    },
)
def _(p, data):
    a, s = p.real(4), p.positive()
    total = normal(a, 0, 1) + half_normal(s)
    for i, (f, g, y) in enumerate(zip(data['first'], data['g'], data['y'])):
        m = a[f] + (a[g] if g < 4 else 0) + data['X'][i][g - 1]
        total += normal(y, m, s)
    return total


# ─── ranges ──────────────────────────────────────────────────────────────────


@case(
    'observed over ranges',
    3,
    """
    dim time
    data y[time]: real
    param c ~ Normal(0, 1)
    param a ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    observe y[t in 3 .. size(time)] ~ Normal(c + a * y[t - 1] - y[t - 2], s)
    observe y[t in 1 .. size(time) - 1] ~ Normal(y[t + 1] * c, 1)
    observe y[t in 4 .. 3] ~ Normal(a, 1)
    """,
    SERIES,
)
def _(p, data):
    c, a, s = p.real(), p.real(), p.positive()
    y = data['y']
    total = normal(c, 0, 1) + normal(a, 0, 1) + half_normal(s)
    total += sum(normal(y[t], c + a * y[t - 1] - y[t - 2], s) for t in range(2, 6))
    return total + sum(normal(y[t], y[t + 1] * c, 1) for t in range(5))


@case(
    'reductions over ranges',
    7,
    """
    dim obs
    data x[obs]: real
    data y[obs]: real
    param w[obs] ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    let before[i in obs] = sum[j in 1 .. i - 1](w[j] * x[i])
    let product[i in obs] = prod[j in 1 .. i - 2](w[j])
    let smooth[i in obs] = if i > 1 then logsumexp[j in 1 .. i - 1](w[j]) + max[j in i - 1 .. i](w[j]) else 0
    let spread[i in obs] = if i > 2 then sd[j in 1 .. i](w[j]) + mean[j in 2 .. i](w[j]) else 0
    let pairs = sum[i in obs, j in 1 .. i - 1]((w[i] - w[j])^2) + sum[i in obs, j in obs](w[i] * x[j])
    let nothing = sum[j in 3 .. 2](w[j]) + prod[j in 3 .. 2](w[j]) + exp(logsumexp[j in 3 .. 2](w[j]))
    let last3 = sum[j in size(obs) - 2 .. size(obs)](w[j])
    let largest = argmax[j in 3 .. 6](x[j])
    observe y ~ Normal(before + product + smooth + spread + pairs / 9 + nothing + last3 + x[largest], s)
    """,
    {'x': [0.5, -1, 2, 0.3, 1.7, -0.2], **SERIES},
)
def _(p, data):
    w, s = p.real(6), p.positive()
    x, y = data['x'], data['y']
    total = normal(w, 0, 1) + half_normal(s)
    pairs = sum((w[i] - w[j]) ** 2 for i in range(6) for j in range(i))
    pairs += sum(w[i] * x[j] for i in range(6) for j in range(6))
    for i in range(6):
        m = sum(w[j] * x[i] for j in range(i)) + np.prod(w[: max(0, i - 1)])
        m += special.logsumexp(w[:i]) + max(w[i - 1 : i + 1]) if i >= 1 else 0
        m += np.std(w[: i + 1], ddof=1) + np.mean(w[1 : i + 1]) if i >= 2 else 0
        m += pairs / 9 + 1 + sum(w[3:]) + x[2]
        total += normal(y[i], m, s)
    return total


# ─── expressions with index variables ────────────────────────────────────────


@case(
    'indexing of expressions and square matrices',
    7,
    """
    dim obs   dim k = 2
    data K[obs, obs]: real
    data y[obs]: real
    param L[obs, k] ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    let f[i in obs] = (K[i, :] * L[:, 1])[i] + (K @ L)[i, 2] + sum[j in obs](K[j, i] * L[j, 1])
    let g[i in obs] = (K * y[i])[i, i] + sum[j in obs]((K * y[j])[i, j]) + sum(K[i, :])
    let T[i in obs, j in obs] = K[j, i] + K[i, j]
    let c[i in obs, j in k] = L[i, j] - mean[m in obs](L[m, j])
    observe y ~ Normal(f + g + c[:, 1] + sum(T[1, :]), s)
    """,
    {'K': [[1, 0.2, 0.3], [0.4, 2, 0.1], [-0.5, 0.7, 3]], 'y': [0.4, -1, 0.2]},
)
def _(p, data):
    L, s = p.real(3, 2), p.positive()
    K, y = np.array(data['K']), np.array(data['y'])
    total = normal(L, 0, 1) + half_normal(s)
    for i in range(3):
        f = K[i, i] * L[i, 0] + sum(K[i, j] * L[j, 1] for j in range(3))
        f += sum(K[j, i] * L[j, 0] for j in range(3))
        g = K[i, i] * y[i] + sum(K[i, j] * y[j] for j in range(3)) + sum(K[i])
        c = L[i, 0] - sum(L[m, 0] for m in range(3)) / 3
        total += normal(y[i], f + g + c + sum(K[0] + K[:, 0]), s)
    return total


# ─── priors element by element ───────────────────────────────────────────────


@case(
    'priors element by element',
    10,
    """
    dim obs   dim k = 2
    data lo[obs]: real
    data y[obs]: real
    param m[k] ~ Normal(0, 1)
    param x[i in obs] ~ Normal(m[1] + m[2] * lo[i], 1.5)
    param z[i in obs]: real(lower = lo[i]) ~ Normal(y[i], 2)
    param r[j in k, i in obs] ~ Normal(m[j] - lo[i], 1)
    observe y ~ Normal(x + z + r[1, :] * r[2, :], 1)
    """,
    {'lo': [0.5, -1], 'y': [1.5, 0.3]},
    forms={'x': 'non-centred', 'r': 'non-centred'},
)
def _(p, data):
    lo, y = np.array(data['lo']), np.array(data['y'])
    m, u = p.real(2), p.real(2)
    total = normal(m, 0, 1) + normal(u, 0, 1)
    x = m[0] + m[1] * lo + 1.5 * u
    z = p.above(lo, 2)
    total += normal(z, y, 2) - np.sum(stats.norm.logsf(lo, y, 2))
    v = p.real(2, 2)
    r = m[:, None] - lo + v
    return total + normal(v, 0, 1) + normal(y, x + z + r[0] * r[1], 1)


# ─── where, missing cells ────────────────────────────────────────────────────


@case(
    'observed where a condition on data holds',
    3,
    """
    dim day   dim country = 2
    data start[country]: int
    data d[day, country]: real
    param a ~ Normal(0, 1)
    param s[country] ~ HalfNormal(1)
    observe d[i in day, m in country] ~ LogNormal(a + (if i > 1 then d[i - 1, m] else 0), s[m]) where start[m] <= i
    observe d[i in day, m in 1 .. i - 2] ~ Gamma(2, exp(a))
    """,
    {'start': [2, 3], 'd': [[-1, -2], [0.5, -3], [1.5, 2.5]]},
)
def _(p, data):
    a, s = p.real(), p.positive(2)
    d = data['d']
    total = normal(a, 0, 1) + half_normal(s)
    for i in range(3):
        for m in range(2):
            if data['start'][m] <= i + 1:
                mean = a + (d[i - 1][m] if i > 0 else 0)
                total += stats.lognorm.logpdf(d[i][m], s[m], scale=np.exp(mean))
            if m + 1 <= i - 1:
                total += stats.gamma.logpdf(d[i][m], 2, scale=np.exp(-a))
    return total


@case(
    'missing cells',
    3,
    """
    dim obs   dim group = ["p", "q"]
    data y[obs]: real?
    data g[obs]: group?
    data n[obs]: count?
    data x[obs]: real
    param a[group] ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    let m[i in obs] = (if observed(g[i]) then a[g[i]] else 0) + (if not observed(y[i]) or x[i] > 0 then 0 else 1)
    observe y ~ Normal(m, s)
    observe y[i in obs] ~ Normal(if i > 1 and observed(y[i - 1]) then y[i - 1] else 0.5, s) where x[i] > 0
    observe n ~ PoissonLog(m)
    """,
    {
        'y': [0.5, None, -1.2, 2],
        'g': ['q', 'p', None, 'p'],
        'n': [3, 0, None, None],
        'x': [1, -1, 2, 0.5],
    },
)
def _(p, data):
    a, s = p.real(2), p.positive()
    total = normal(a, 0, 1) + half_normal(s)
    for i, (y, g, n, x) in enumerate(zip(data['y'], data['g'], data['n'], data['x'])):
        m = 0 if g is None else a['pq'.index(g)]
        m += 0 if y is None or x > 0 else 1
        if y is not None:
            total += normal(y, m, s)
            if x > 0:
                before = data['y'][i - 1] if i > 0 else None
                total += normal(y, 0.5 if before is None else before, s)
        if n is not None:
            total += stats.poisson.logpmf(n, np.exp(m))
    return total


# ─── parts of dimensions, names, choices, types ──────────────────────────────


@case(
    'parts of a dimension',
    8,
    """
    dim obs   dim column = ["one", "age", "size", "cost"]   dim slope = column[2 ..]   dim middle = slope[1 .. 2]
    dim mid2 = column[size(column) - 2 .. size(column) - 1]
    data X[obs, column]: real
    data which[obs]: slope
    data y[obs]: real
    param b[column] ~ Normal(0, 1)
    param u[slope] ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    let m[i in obs] = sum[j in slope](X[i, j] * u[j]) + sum[j in middle](X[i, j] * b[j] * u[j]) + sum[j in mid2](b[j])
    let v[i in obs] = b[which[i]] * (if which[i] == "size" then 2 else 1)
    observe y ~ Normal(m + v + u["cost"], s)
    """,
    {
        'X': [[1, 0.5, -1, 2], [1, -0.3, 0.2, 1], [1, 2, 0, -1]],
        'which': ['size', 'cost', 'age'],
        'y': [0.4, 1, -1],
    },
)
def _(p, data):
    b, u, s = p.real(4), p.real(3), p.positive()
    X = np.array(data['X'])
    total = normal(b, 0, 1) + normal(u, 0, 1) + half_normal(s)
    for i, (which, y) in enumerate(zip(data['which'], data['y'])):
        m = sum(X[i, j] * u[j - 1] for j in (1, 2, 3))
        m += sum(X[i, j] * b[j] * u[j - 1] for j in (1, 2)) + b[1] + b[2]
        v = b[['one', 'age', 'size', 'cost'].index(which)] * (2 if which == 'size' else 1)
        total += normal(y, m + v + u[2], s)
    return total


@case(
    'local names, chosen distributions and declared types',
    9,
    """
    dim obs   dim half = 1 .. 2   dim level = 0 .. 3
    data y[obs]: real
    data late[obs]: binary
    data grade[obs]: level
    data k: half
    param a ~ Normal(0, 1)
    param s ~ HalfNormal(1)
    param x[i in obs] ~ if i == 1 then Normal(0, 10) else Normal(a + y[i - 1], s)
    param w[obs] ~ if late then LogNormal(0, 1) else LogNormal(a, s)
    param q ~ Normal(z, r) with r = exp(a), z = r + 1
    fun square_sum(u, v) = t^2 + t with t = u + v
    let p[i in obs]: half = if i > 1 and late[i] == 1 then 2 else 1
    let c[i in obs]: unit = (label(grade[i]) - 1) / 2
    let e: real = d * d with d = a - q
    let pick = [a, q][1] + (if label(k) == "2" then 1 else 0)
    observe y ~ (if late then Normal(x, 1) else Normal(w, s))
    observe y[i in obs] ~ Normal(square_sum(c[i], a) + e + [a, s][2] * p[i] + pick, 2)
    """,
    {'y': [0.5, -1, 2], 'late': [0, 1, 1], 'grade': [1, 3, 2], 'k': 2},
    forms={'x': 'centred', 'q': 'centred'},
)
def _(p, data):
    a, s, x, w, q = p.real(), p.positive(), p.real(3), p.positive(3), p.real()
    y, late = data['y'], data['late']
    total = normal(a, 0, 1) + half_normal(s) + normal(q, np.exp(a) + 1, np.exp(a))
    for i in range(3):
        total += normal(x[i], 0, 10) if i == 0 else normal(x[i], a + y[i - 1], s)
        m, t = (0, 1) if late[i] else (a, s)
        total += stats.lognorm.logpdf(w[i], t, scale=np.exp(m))
        total += normal(y[i], x[i], 1) if late[i] else normal(y[i], w[i], s)
        t = (data['grade'][i] - 1) / 2 + a
        pick = a + 1
        chosen = 2 if i > 0 and late[i] else 1
        total += normal(y[i], t**2 + t + (a - q) ** 2 + s * chosen + pick, 2)
    return total


def truncated(x, distribution, lower=-np.inf, upper=np.inf):
    return distribution.logpdf(x) - np.log(distribution.cdf(upper) - distribution.cdf(lower))


@case(
    'priors and types that bound some elements only',
    9,
    """
    dim d = 4
    data kind[d]: int
    param s ~ HalfNormal(1)
    param x[i in d] ~ if kind[i] == 0 then Normal(s, 2)
      else if kind[i] == 1 then Gamma(2, s) else Uniform(-1, s)
    param w[i in d]: real(lower = if kind[i] == 1 then s else -inf, upper = if i <= 2 then 2 * s else inf) ~ Normal(s, 1)
    factor sum(x * w)
    """,
    {'kind': [0, 1, 2, 1]},
)
def _(p, data):
    s = p.positive()
    x = [p.real(), p.positive(), p.between(-1, s), p.positive()]
    w = [p.below(2 * s), p.between(s, 2 * s), p.real(), p.above(s)]
    total = half_normal(s) + np.dot(x, w)
    total += normal(x[0], s, 2) + stats.uniform.logpdf(x[2], -1, s + 1)
    total += np.sum(stats.gamma.logpdf([x[1], x[3]], 2, scale=1 / s))
    standard = stats.norm(s, 1)
    total += truncated(w[0], standard, upper=2 * s) + truncated(w[1], standard, s, 2 * s)
    return total + standard.logpdf(w[2]) + truncated(w[3], standard, lower=s)


@case(
    'categories that the left side is also over',
    13,
    """
    dim digit = 3   dim e = 2
    data label[digit]: digit
    data labels[e, digit]: digit
    data y[digit]: int
    param p[digit] ~ Normal(0, 1)
    param q[e, digit] ~ Normal(0, 1)
    param m ~ Normal(0, 1)
    param cuts[digit] ~ Flat()
    let c = cumsum[digit](exp(cuts))
    observe label ~ CategoricalLogit(p)
    observe labels ~ CategoricalLogit(q)
    observe labels[i in e, j in digit] ~
      if labels[i, j] == 1 then CategoricalLogit(p) else CategoricalLogit(q[i, :])
    observe y ~ truncate(OrderedLogistic(m, c), lower = y)
    """,
    {'label': [3, 2, 3], 'labels': [[3, 2, 1], [1, 1, 2]], 'y': [2, 4, 1]},
)
def _(p, data):
    one, two, m = p.real(3), p.real(2, 3), p.real()
    cuts = np.cumsum(np.exp(p.real(3)))
    total = normal(one, 0, 1) + normal(two, 0, 1) + normal(m, 0, 1)
    for k in data['label']:
        total += special.log_softmax(one)[k - 1]
    for row, own in zip(data['labels'], two):
        for k in row:
            total += special.log_softmax(own)[k - 1]
            total += special.log_softmax(one if k == 1 else own)[k - 1]
    below = np.concatenate([[0], special.expit(cuts - m), [1]])
    for k in data['y']:
        # P(Y = k) over P(Y ≥ k)
        total += np.log(below[k] - below[k - 1]) - np.log1p(-below[k - 1])
    return total


if __name__ == '__main__':
    main()
