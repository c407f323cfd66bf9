"""Sums of logarithms by mpmath with 60 digits, for log-product.test.ts.

Run with:  python3 test/engines/wasm/math/reference/generate_log_product.py

logProduct.json holds rows [name, seed, count, low, high, scale, sum]: factor i is
(low + (high - low) uᵢ) 2^scale, with uᵢ from the generator below, which the test repeats.
"""

import json
import os

import mpmath as mp

mp.mp.dps = 60


def uniform(seed, count):
    """The minimal standard generator of Park and Miller (1988): exact in float64."""
    state = seed
    for _ in range(count):
        state = state * 16807 % 2147483647
        yield state / 2147483647


def total(seed, count, low, high, scale):
    return float(mp.fsum(mp.log(mp.mpf(low + (high - low) * u) * mp.mpf(2) ** scale) for u in uniform(seed, count)))


CASES = [("near one", 1, 3000, 0.9, 1.1, 0), ("probabilities", 2, 5000, 0.0, 1.0, 0),
         ("tiny", 3, 3000, 1.0, 2.0, -1000), ("huge", 4, 3000, 1.0, 2.0, 1000),
         ("denormal", 5, 400, 1.0, 2.0, -1040), ("few", 6, 7, 0.5, 50.0, 0), ("logistic", 7, 4000, 1.0, 2.0, 0)]


def denormal_total(seed, count, low, high, scale):
    """As above, with the factors rounded to denormal numbers first."""
    return float(mp.fsum(mp.log(mp.mpf((low + (high - low) * u) * 2.0**scale)) for u in uniform(seed, count)))


rows = [[name, seed, count, low, high, scale, (denormal_total if scale < -1022 else total)(seed, count, low, high, scale)]
        for name, seed, count, low, high, scale in CASES]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "logProduct.json"), "w") as file:
    file.write("[\n  " + ",\n  ".join(json.dumps(row) for row in rows) + "\n]\n")
