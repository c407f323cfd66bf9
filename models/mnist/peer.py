"""The network of mnist.bayes in PyTorch: the same objectives, start, batches and steps of Adam, to compare with.

python3 models/mnist/peer.py FOLDER METHOD STEPS SCALE: the folder that data.ts filled; mc-dropout, vi or map; the standard
deviation of the weights' prior times the root of fan_in. Needs torch.
"""
import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

FOLDER, METHOD, STEPS, SCALE = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
SIZES, BATCH, RATE, FIRST_STEP, FIRST_SD, BIAS_SD, DRAWS, BINS = [784, 256, 128, 10], 128, 0.2, 0.01, 0.02, 1.0, 20, 15


def load(name):
    data = json.loads((FOLDER / f"{name}.json").read_text())
    return torch.tensor(data["image"]), torch.tensor(data["label"])


torch.manual_seed(1)
images, labels = load("mnist-train")
others, answers = load("mnist-test")
pairs = list(zip(SIZES, SIZES[1:]))
weights = [(torch.randn(a, b) / math.sqrt(a)).requires_grad_() for a, b in pairs]
biases = [torch.zeros(b, requires_grad=True) for b in SIZES[1:]]
prior_sds = [SCALE / math.sqrt(a) for a, _ in pairs]
rho = math.log(math.expm1(FIRST_SD))
rhos = [torch.full_like(p, rho).requires_grad_() for p in weights + biases] if METHOD == "vi" else []


def sds():
    scales = [F.softplus(r) for r in rhos]
    return list(zip(scales[: len(weights)], scales[len(weights) :]))


def forward(x):
    for layer, (w, b) in enumerate(zip(weights, biases)):
        if METHOD == "mc-dropout" and layer > 0:
            x = F.dropout(x, RATE, training=True)
        mean = x @ w + b
        if METHOD == "vi":  # local reparameterisation
            w_sd, b_sd = sds()[layer]
            mean = mean + ((x * x) @ (w_sd * w_sd) + b_sd * b_sd).sqrt() * torch.randn_like(mean)
        x = F.relu(mean) if layer < len(weights) - 1 else mean
    return x


def penalty():
    """Of normals their divergence from the prior; of dropout what of it depends on the weights."""
    total = 0.0
    for layer, parts in enumerate(zip(weights, biases)):
        for k, (mean, prior_sd) in enumerate(zip(parts, (prior_sds[layer], BIAS_SD))):
            kept = 1 - RATE if METHOD == "mc-dropout" and layer > 0 and k == 0 else 1
            total = total + (mean * mean).sum() / (2 * kept * prior_sd**2)
            if METHOD == "vi":
                sd = sds()[layer][k]
                total = total + (sd * sd / (2 * prior_sd**2) - torch.log(sd / prior_sd) - 0.5).sum()
    return total


optimiser = torch.optim.Adam(weights + biases + rhos, lr=FIRST_STEP)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
done = 0
while done < STEPS:
    for batch in torch.randperm(len(images)).split(BATCH)[: STEPS - done]:
        loss = F.cross_entropy(forward(images[batch]), labels[batch]) + penalty() / len(images)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        done += 1

with torch.no_grad():
    draws = 1 if METHOD == "map" else DRAWS
    probabilities = sum(forward(others).softmax(1) for _ in range(draws)) / draws
surest, likeliest = probabilities.max(1)
right = (likeliest == answers).float()
bins = (surest * BINS).long().clamp(max=BINS - 1)
error = sum(abs((right - surest)[bins == k].sum()) for k in range(BINS)) / len(answers)
nll = F.nll_loss(probabilities.log(), answers)
print(f"{METHOD}, {STEPS} steps, {SCALE:g} / sqrt(fan_in): recognised {right.mean():.4f}, nats {nll:.3f}, ECE {error:.3f}")
