"""Writes gap.csv and grid.csv: y = sin(1.5 x) + noise of standard deviation 0.05 + 0.06 (x + 4), 40 points on either side
of a gap from -1.5 to 1.5; the grid is where predictions are asked for.

Usage: python3 generate.py      (numpy 2.4)
"""

import numpy as np

rng = np.random.default_rng(12)
x = np.sort(np.concatenate([rng.uniform(-4, -1.5, 40), rng.uniform(1.5, 4, 40)]))
y = np.sin(1.5 * x) + (0.05 + 0.06 * (x + 4)) * rng.normal(size=80)
with open('gap.csv', 'w') as file:
    file.write('x,y\n' + ''.join(f'{a:.3f},{b:.3f}\n' for a, b in zip(x, y)))
with open('grid.csv', 'w') as file:
    file.write('x\n' + ''.join(f'{a:g}\n' for a in np.arange(-30, 31) / 5))
