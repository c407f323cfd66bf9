"""Reads the JSON for ArviZ with ArviZ itself: python3 arviz_summary.py draws.json

Writes a line a quantity: name, mean, sd, R-hat, bulk and tail ESS; names of elements with their labels.
"""

import json
import sys

import arviz
import numpy

with open(sys.argv[1]) as file:
    data = arviz.from_dict(**json.load(file))
assert {"diverging", "energy"} <= set(data.sample_stats.data_vars), data.sample_stats
for name, values in data.posterior.data_vars.items():
    stacked = values.stack(element=values.dims[2:]) if values.ndim > 2 else values.expand_dims("element", 2)
    for k in range(stacked.sizes["element"]):
        draws = stacked.isel(element=k).values
        labels = [str(part) for part in numpy.ravel(stacked["element"].values[k])] if values.ndim > 2 else []
        label = labels[0] if len(labels) == 1 else ",".join(labels)
        figures = [
            draws.mean(),
            draws.std(ddof=1),
            arviz.rhat(draws),
            arviz.ess(draws, method="bulk"),
            arviz.ess(draws, method="tail"),
        ]
        print(f"{name}[{label}]" if labels else name, *(repr(float(x)) for x in figures), sep="\t")
