"""log P(Z <= z) of the standard skew normal distribution: logSkewNormalCdf.json, by the quadrature of Owen's integral in
test/distributions/reference/further_families.py.

Rerun with:  python3 test/numerics/reference/skew_normal.py   (needs mpmath)
"""
import math
import os
import sys

import mpmath as mp

from generate import INF, write

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../distributions/reference'))
from further_families import skew_normal_cdf  # noqa: E402

mp.mp.dps = 40


def log_cdf(z, shape):
    # beyond the median by the complement, whose digits would be lost
    if z > 0:
        return mp.log1p(-skew_normal_cdf(-mp.mpf(z), -mp.mpf(shape)))
    return mp.log(skew_normal_cdf(mp.mpf(z), mp.mpf(shape)))


rows = [(z, shape, log_cdf(z, shape)) for shape in (1e-3, 0.3, 1.0, 4.0, 1e3)
        for z in (-30.0, -3.0, -1.0, -0.2, -1e-3, -1e-9, 1e-9, 0.01, 0.5, 1.5, 6.0)]
rows += [(z, -shape, log_cdf(z, -shape)) for shape in (1e-3, 0.3, 1.0, 4.0, 1e3)
         for z in (-30.0, -3.0, -1.0, -0.2, -1e-3, -1e-9, 1e-9, 0.01, 0.5, 1.5, 6.0)]
rows += [(0.0, 0.0, -mp.log(2)), (0.0, 1.0, -mp.log(4)), (-INF, 1.0, -INF), (INF, -2.0, 0.0), (-1.0, INF, -INF),
         (math.nan, 1.0, math.nan), (0.5, math.nan, math.nan)]
write('logSkewNormalCdf', rows)
