"""Coefficients of the polynomials in this folder, by mpmath.

Run with:  python3 src/engines/wasm/math/coefficients.py [name...]

Each polynomial interpolates its function in the Chebyshev nodes of the interval, which is within a
small factor of the best polynomial of that degree. Printed: the coefficients from the constant term
up, rounded to float64, and the largest error relative to the function that the rounded
coefficients leave on the interval.
"""

import sys

import mpmath as mp

mp.mp.dps = 40
QUARTER_PI = mp.pi / 4
DIGAMMA_ZERO = mp.findroot(mp.digamma, 1.4616321449683622)
ERFCX_SCALE = 3


def interpolate(function, low, high, count):
    """Newton's divided differences, expanded into powers."""
    nodes = [(low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * (2 * k + 1) / (2 * count)) for k in range(count)]
    differences = [function(node) for node in nodes]
    for order in range(1, count):
        for k in range(count - 1, order - 1, -1):
            differences[k] = (differences[k] - differences[k - 1]) / (nodes[k] - nodes[k - order])
    powers = [mp.mpf(0)] * count
    for k in range(count - 1, -1, -1):
        powers = [differences[k] - nodes[k] * powers[0]] + [
            powers[j - 1] - nodes[k] * powers[j] for j in range(1, count)]
    return [float(c) for c in powers]


def atanh_tail(z):
    """(2 artanh s - 2 s)/(s z) for z = s squared, so that log(1 + f) = f - f^2/2 + s (f^2/2 + z ...)."""
    return sum(2 * z**k / (2 * k + 3) for k in range(40))


def beyond_identity(function, z):
    """(f(r) - r)/r^3 for z = r squared."""
    r = mp.sqrt(z)
    return (function(r) - r) / r**3


def erfcx_scaled(t):
    """(1 + 2x) exp(x^2) erfc(x) for t = (x - k)/(x + k)."""
    x = ERFCX_SCALE * (1 + t) / (1 - t)
    if x < 15:
        return (1 + 2 * x) * mp.exp(x * x) * mp.erfc(x)
    # DLMF 7.12.1, continued as a fraction: DLMF 7.9.1
    fraction = mp.mpf(0)
    for k in range(120, 0, -1):
        fraction = mp.mpf(k) / 2 / (x + fraction)
    return (1 + 2 * x) / (x + fraction) / mp.sqrt(mp.pi)


def normal_centre(w):
    """The normal quantile of (1 + x)/2 over x, for w = -log(1 - x^2)."""
    return mp.sqrt(2) * mp.erfinv(mp.sqrt(-mp.expm1(-w))) / mp.sqrt(-mp.expm1(-w)) if w else mp.sqrt(mp.pi / 2)


def normal_tail(r):
    """The same for r^2 = w, where 1 - x may be lost beside 1."""
    x = mp.sqrt(-mp.expm1(-r * r))
    upper = mp.log(mp.exp(-r * r) / (1 + x) / 2)
    z = mp.findroot(lambda z: mp.log(mp.erfc(z / mp.sqrt(2)) / 2) - upper, 0.9 * mp.sqrt(2) * r)
    return z / x


TABLE = {
    # name: (function, low, high, number of coefficients)
    "exp": (lambda r: (mp.exp(r) - 1 - r) / r**2, -0.34658, 0.34658, 10),
    "expSingle": (lambda r: (mp.exp(r) - 1 - r) / r**2, -0.3466, 0.3466, 6),
    "logNarrow": (atanh_tail, 0, 0.029438, 3),
    "normalCentre": (lambda s: normal_centre(s + mp.mpf(5) / 2), -2.5, 2.5, 9),
    "normalTail": (lambda s: normal_tail(s + 4), mp.sqrt(5) - 4, mp.mpf(196) / 100, 9),
    "logSingle": (atanh_tail, 0, mp.mpf(1) / 9, 4),
    "log": (atanh_tail, 0, 0.029438, 7),
    "pow": (lambda z: (atanh_tail(z) - mp.mpf(2) / 3) / z if z else mp.mpf(2) / 5, 0, 0.029438, 8),
    "sin": (lambda z: beyond_identity(mp.sin, z), 0, QUARTER_PI**2, 6),
    "cos": (lambda z: (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2, 0, QUARTER_PI**2, 6),
    "atan": (lambda z: beyond_identity(mp.atan, z), 0, (mp.sqrt(2) - 1) ** 2, 11),
    "asin": (lambda z: beyond_identity(mp.asin, z), 0, mp.mpf(1) / 4, 13),
    "erf": (lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z), 0, 1, 13),
    "erfcx": (erfcx_scaled, -1, 1, 25),
    "lgammaAtTwo": (lambda z: mp.loggamma(2 + z) / z, -0.5, 0.5, 20),
    "digamma": (lambda y: mp.digamma(y + 1.5) / (y + 1.5 - DIGAMMA_ZERO), -0.5, 0.5, 23),
}


def main():
    for name in sys.argv[1:] or TABLE:
        function, low, high, count = TABLE[name]
        coefficients = interpolate(function, mp.mpf(low), mp.mpf(high), count)
        worst = 0
        for k in range(1, 100):
            x = mp.mpf(low) + (mp.mpf(high) - low) * (k + mp.mpf(1) / 3) / 101
            exact = function(x)
            worst = max(worst, abs(mp.polyval(coefficients[::-1], x) / exact - 1))
        print(f"{name}: {count} coefficients, relative error {mp.nstr(worst, 3)}")
        print("  " + ",\n  ".join(map(repr, coefficients)) + ",\n")


main()
