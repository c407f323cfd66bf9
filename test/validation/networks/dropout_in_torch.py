"""What MC dropout in PyTorch makes of turned digits: areas under the curve, by mutual information, of images turned by a
quarter, a half and three quarters against those as they are. Dense networks 64-128-128-10 with dropout behind both
hidden layers, and the convolutional network of models/digits; 1,500 steps of Adam (rate 0.001, weight decay 0.0001),
batches of 64, 50 draws, each with masks of its own for every image.

Usage: python3 dropout_in_torch.py      (PyTorch 1.13, numpy)
"""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

FOLDER = Path(__file__).parents[3] / 'models' / 'digits'


def images(part):
    rows = np.loadtxt(FOLDER / f'digits-{part}.csv', delimiter=',', skiprows=1)
    return torch.tensor(rows[:, :64] / 16, dtype=torch.float32), torch.tensor(rows[:, 64].astype(int))


def turned(x, quarters):
    return torch.rot90(x.reshape(-1, 8, 8), quarters, (1, 2)).reshape(-1, 64)


class Dense(nn.Module):
    def __init__(self, rate):
        super().__init__()
        self.rate = rate
        self.layers = nn.ModuleList([nn.Linear(64, 128), nn.Linear(128, 128), nn.Linear(128, 10)])

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = F.dropout(F.relu(layer(x)), self.rate, True)
        return self.layers[-1](x)


class Convolutional(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Conv2d(1, 16, 3), nn.Conv2d(16, 32, 3)
        self.hidden, self.last = nn.Linear(32 * 2 * 2, 64), nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.second(F.relu(self.first(x.reshape(-1, 1, 8, 8)))))
        x = F.dropout(F.max_pool2d(x, 2), 0.25, True).flatten(1)
        return self.last(F.dropout(F.relu(self.hidden(x)), 0.5, True))


def train(network, x, y, steps=1500):
    adam = torch.optim.Adam(network.parameters(), 1e-3, weight_decay=1e-4)
    step = 0
    while step < steps:
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(network(x[rows]), y[rows])
            adam.zero_grad()
            loss.backward()
            adam.step()
            step += 1


def entropy(p):
    return -(p * p.clamp_min(1e-300).log()).sum(-1)


@torch.no_grad()
def predicted(network, x, draws=50):
    p = torch.stack([F.softmax(network(x), 1) for _ in range(draws)]).double()
    return p.mean(0), entropy(p.mean(0)) - entropy(p).mean(0)


def area(low, high):
    low, high = low.numpy(), high.numpy()
    return (high[:, None] > low).mean() + 0.5 * (high[:, None] == low).mean()


torch.set_num_threads(1)
torch.manual_seed(0)
(x, y), (x_test, y_test) = images('train'), images('test')
cases = [(f'dense, rate {rate}, pixels from 0 to 1', Dense(rate), 0) for rate in (0.1, 0.2, 0.5)]
cases += [(f'dense, rate {rate}, pixels from -1 to 1', Dense(rate), 1) for rate in (0.2, 0.5)]
cases += [
    ('convolutions, pixels from 0 to 1', Convolutional(), 0),
    ('convolutions, pixels from -1 to 1', Convolutional(), 1),
]
for name, network, centred in cases:
    scaled = (lambda x: 2 * x - 1) if centred else (lambda x: x)
    train(network, scaled(x), y)
    mean, information = predicted(network, scaled(x_test))
    accuracy = (mean.argmax(1) == y_test).double().mean()
    areas = [
        area(information, predicted(network, scaled(turned(x_test, quarters)))[1])
        for quarters in (1, 2, 3)
    ]
    print(f'{name}: accuracy {accuracy:.3f}, areas {" ".join(f"{one:.2f}" for one in areas)}', flush=True)
