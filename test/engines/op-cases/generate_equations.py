"""Writes equation-values.ts beside this file: closed forms of differential equations in mpmath at 40 digits.

Run it, then format: python3 generate_equations.py && npx biome check --write .
"""
import os

import mpmath as mp

mp.mp.dps = 40
HERE = os.path.dirname(os.path.abspath(__file__))


def logistic(z0, t0, times, r, k):
    """z' = r z (1 - z/k)"""
    z0, t0, r, k = map(mp.mpf, (z0, t0, r, k))
    return [k / (1 + (k / z0 - 1) * mp.exp(-r * (mp.mpf(t) - t0))) for t in times]


def driven(z0, t0, times, a):
    """z' = a cos t - z, elements driven by a each"""
    out = []
    for t in times:
        for z, c in zip(z0, a):
            particular = lambda s: mp.mpf(c) * (mp.cos(s) + mp.sin(s)) / 2
            out.append(particular(mp.mpf(t)) + (mp.mpf(z) - particular(mp.mpf(t0))) * mp.exp(mp.mpf(t0) - mp.mpf(t)))
    return out


def linear(z0, t0, times, a):
    out = []
    for t in times:
        out.extend(mp.expm(mp.matrix(a) * (mp.mpf(t) - mp.mpf(t0))) * mp.matrix(z0))
    return out


def logistic_adjoint(z0, t0, times, r, k, cotangents):
    """derivatives of the sum of c z(t) in z0, r and k"""
    at = lambda *p: mp.fsum(mp.mpf(c) * z for c, z in zip(cotangents, logistic(p[0], t0, times, *p[1:])))
    point = [mp.mpf(v) for v in (z0, r, k)]
    return [mp.diff(at, point, tuple(int(i == j) for j in range(3))) for i in range(3)]


values = {
    'logistic': logistic(0.25, 0.5, [0.5, 1.25, 1.25, 3], 1.5, 2),
    'logisticAdjoint': logistic_adjoint(0.25, 0.5, [0.5, 1.25, 1.25, 3], 1.5, 2, [0.5, -1, 2, 0.75]),
    'driven': driven([1, -0.5], 0.25, [1, 2.5], [0.75, 2]),
    # eigenvalues -1 and -1000
    'stiff': linear([1, 0.5], 0, [0.001, 0.5, 2], [[-500.5, 499.5], [499.5, -500.5]]),
}
with open(os.path.join(HERE, 'equation-values.ts'), 'w') as f:
    f.write('/** Written by generate_equations.py. */\nexport const equationValues = {\n')
    for name, numbers in values.items():
        f.write(f"  {name}: [{', '.join(repr(float(v)) for v in numbers)}],\n")
    f.write('} as const;\n')
