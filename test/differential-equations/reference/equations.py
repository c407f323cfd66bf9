"""Solutions of differential equations and their derivatives, far more accurate than the tests ask for: equations.json.

    python3 test/differential-equations/reference/equations.py      (numpy, scipy, mpmath; a minute)

- lotkaVolterra: predator and prey near the posterior of the lynx and hare data (Carpenter, Predator-prey population dynamics: the
  Lotka-Volterra model in Stan, 2018).
- michaelisMenten: one compartment with first-order absorption and Michaelis-Menten elimination, as posteriordb has it
  (one_comp_mm_elim_abs; Wade and others, 1973), from an empty compartment.
- robertson: the autocatalytic reaction of Robertson (1966), stiff; times up to 4e7.
- cascade: a fed ring of eight substances, each of which speeds up what makes it, with rates from 0.3 to 900: stiff.

Solutions are Taylor series in 30 digits (mpmath.odefun); derivatives are central differences of fourth order of solutions by the
method of Dormand and Prince of order 8, relative steps 1e-3 and 5e-4, and the agreement of the two is printed. Those of Robertson's
equations are by Radau IIA, order 5, in a logarithmic time, of the equations and their variational equations, at two tolerances, and
the agreement of those is printed. So are those of the cascade, in time itself.
"""
import json
import pathlib

import mpmath as mp
import numpy as np
from scipy.integrate import solve_ivp

mp.mp.dps = 30
RTOL = 1e-12


def lotka_volterra(lib):
    def f(t, z, th):
        return [(th[0] - th[1] * z[1]) * z[0], (-th[2] + th[3] * z[0]) * z[1]]

    return f


def michaelis_menten(lib):
    def f(t, z, th):
        ka, km, vm = th
        return [lib.exp(-ka * t) * 30 * ka / 2 - vm / 2 * z[0] / (km + z[0])]

    return f


def robertson(lib):
    def f(t, z, th):
        slow, fast, back = th[0] * z[0], th[1] * z[1] ** 2, th[2] * z[1] * z[2]
        return [-slow + back, slow - fast - back, fast]

    return f


def cascade(initial, times, rates, rtol):
    """The cascade with its variational equations."""
    own, other, fed = np.eye(8), np.roll(np.eye(8), 1, axis=1), np.roll(np.eye(8), -1, axis=1)
    fed[0] = 0
    fed -= own
    others = lambda z: 1 + np.roll(z, -1)
    of_state = lambda z: fed @ (rates[:, None] * (others(z)[:, None] * own + z[:, None] * other))

    def g(t, v):
        v = v.reshape(17, 8)
        per_rate = v[0] * others(v[0])
        slope = fed @ (rates * per_rate) + 0.5 * own[0]
        return np.vstack([slope, v[1:] @ of_state(v[0]).T + np.vstack([0 * own, (fed * per_rate).T])]).ravel()

    # how the variational equations depend on the solution is left to Newton's iterations
    jacobian = lambda t, v: np.kron(np.eye(17), of_state(v[:8]))
    first = np.vstack([initial, own, 0 * own]).ravel()
    s = solve_ivp(g, (0, times[-1]), first, 'Radau', times, rtol=rtol, atol=rtol * 1e-2, jac=jacobian)
    v = s.y.T.reshape(-1, 17, 8)
    return v[:, 0], v[:, 1:].transpose(0, 2, 1)


def taylor(f, initial, start, times, th):
    th = [mp.mpf(x) for x in th]
    solution = mp.odefun(lambda t, z: f(t, z, th), mp.mpf(start), [mp.mpf(x) for x in initial])
    return [[float(x) for x in solution(mp.mpf(t))] for t in times]


def eighth_order(f, initial, start, times, th):
    s = solve_ivp(lambda t, z: f(t, z, th), (start, times[-1]), initial, 'DOP853', times, rtol=3e-14, atol=1e-16)
    return s.y.T


def robertson_with_sensitivities(initial, start, times, th):
    """Robertson's equations with their variational equations, in s = log(1 + (t - start)/1e-6)."""
    scale = 1e-6
    log_time = lambda t: np.log1p((np.asarray(t) - start) / scale)
    # derivatives by the logarithms of the parameters are of moderate size, and the second element is 1e-4 of its variable, so that absolute tolerances mean the same for all
    unit = np.array([1, 1e-4, 1])

    none, slow, fast, back = np.zeros((3, 3)), *th
    # the Jacobian is linear in the state: its derivatives by the elements
    by = [
        none,
        np.array([[0, 0, back], [0, -2 * fast, -back], [0, 2 * fast, 0]]),
        np.array([[0, back, 0], [0, -back, 0], [0, 0, 0]]),
    ]

    def parts(z):
        """The derivative, its Jacobians by the state and by the logarithms of the parameters, and the derivatives of the latter."""
        x, y, w = z
        j = np.array([[-slow, 0, 0], [slow, 0, 0], [0, 0, 0]]) + y * by[1] + w * by[2]
        p = np.array([[-slow * x, 0, back * y * w], [slow * x, -fast * y**2, -back * y * w], [0, fast * y**2, 0]])
        of_p = [
            np.array([[-slow, 0, 0], [slow, 0, 0], [0, 0, 0]]),
            np.array([[0, 0, back * w], [0, -2 * fast * y, -back * w], [0, 2 * fast * y, 0]]),
            np.array([[0, 0, back * y], [0, 0, -back * y], [0, 0, 0]]),
        ]
        return robertson(np)(0, z, th), j, p, of_p

    def g(s, v):
        v = v.reshape(7, 3) * unit
        f, j, p, _ = parts(v[0])
        d = np.vstack([f, v[1:] @ j.T + np.vstack([none, p.T])])
        return (scale * np.exp(s) * d / unit).ravel()

    def jacobian(s, v):
        v = v.reshape(7, 3) * unit
        _, j, _, of_p = parts(v[0])
        whole = np.kron(np.eye(7), j)
        for c in range(1, 7):
            for k in range(3):
                whole[3 * c:3 * c + 3, k] += by[k] @ v[c] + (of_p[k][:, c - 4] if c > 3 else 0)
        return scale * np.exp(s) * whole / np.tile(unit, 7)[:, None] * np.tile(unit, 7)

    first = np.vstack([initial, np.eye(3), np.zeros((3, 3))]) / unit
    s = solve_ivp(g, (0, log_time(times[-1])), first.ravel(), 'Radau', log_time(times), rtol=RTOL, atol=RTOL * 1e-3, jac=jacobian)
    v = s.y.T.reshape(-1, 7, 3) * unit
    return v[:, 0], np.concatenate([v[:, 1:4], v[:, 4:] / np.array(th)[:, None]], axis=1).transpose(0, 2, 1)


def differences(solve, x, relative):
    columns = []
    for k in range(len(x)):
        h = relative * max(abs(x[k]), 1e-2)
        at = lambda d: np.asarray(solve(np.where(np.arange(len(x)) == k, x + d * h, x)))
        columns.append((8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h))
    return np.stack(columns, axis=-1)


def entry(initial, start, times, th, states, derivatives):
    return {
        'initial': initial, 'start': start, 'times': times, 'parameters': th,
        # by time, then by element of the state
        'states': np.asarray(states).tolist(),
        # then by element of the initial state and parameter
        'derivatives': np.asarray(derivatives).tolist(),
    }


def case(name, equations, initial, start, times, th):
    n = len(initial)
    exact = np.asarray(taylor(equations(mp), initial, start, times, th))
    solve = lambda x: eighth_order(equations(np), list(x[:n]), start, times, list(x[n:]))
    x = np.array([*initial, *th], float)
    print(name, 'numerical against Taylor series', np.max(np.abs(solve(x) / exact - 1)))
    derivatives, check = differences(solve, x, 1e-3), differences(solve, x, 5e-4)
    scale = np.maximum(np.abs(derivatives), 1e-6 * np.max(np.abs(derivatives), axis=0))
    print(name, 'derivatives by two steps', np.max(np.abs(derivatives - check) / scale))
    return entry(initial, start, times, th, exact, check)


def stiff_case():
    global RTOL
    given = [1.0, 0.0, 0.0], 0.0, [0.4 * 10.0**k for k in range(9)], [0.04, 3e7, 1e4]
    found = []
    for RTOL in (1e-10, 1e-12):
        found.append(robertson_with_sensitivities(*given))
    for what, (a, b) in zip(('solutions', 'derivatives'), zip(*found)):
        print('robertson', what, 'at two tolerances', np.max(np.abs(a - b) / np.maximum(np.abs(b), 1e-12 * np.max(np.abs(b)))))
    return entry(*given, *found[1])


def cascade_case():
    given = [0.8, 0.1, 0.3, 0.5, 0.2, 0.9, 0.4, 0.6], [0.01, 0.1, 1.0, 10.0]
    rates = [0.3, 40.0, 900.0, 2.0, 500.0, 0.7, 60.0, 5.0]
    found = [cascade(*given, np.array(rates), rtol) for rtol in (1e-9, 1e-11)]
    for what, (a, b) in zip(('solutions', 'derivatives'), zip(*found)):
        print('cascade', what, 'at two tolerances', np.max(np.abs(a - b) / np.maximum(np.abs(b), 1e-6 * np.max(np.abs(b)))))
    return entry(given[0], 0.0, given[1], rates, *found[1])


cases = {
    'lotkaVolterra': case('lotkaVolterra', lotka_volterra, [33.0, 6.0], 0.0, [float(t) for t in range(1, 21)],
                          [0.55, 0.028, 0.8, 0.024]),
    'michaelisMenten': case('michaelisMenten', michaelis_menten, [0.0], 0.0, [0.5 * k for k in range(1, 21)],
                            [0.75, 0.25, 1.0]),
    'robertson': stiff_case(),
    'cascade': cascade_case(),
}
folder = pathlib.Path(__file__).parent
(folder / 'equations.json').write_text(json.dumps(cases) + '\n')
