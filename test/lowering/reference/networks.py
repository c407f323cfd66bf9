"""Writes networks.json: log densities and gradients of models with networks, in plain numpy from the definitions of the
layers: loops over examples, windows and units. Gradients by complex steps (Squire and Trapp 1998), exact to rounding.

Usage: python3 networks.py > networks.json      (numpy 2.4)
"""

import json

import numpy as np

CASES = []
POINTS = 3
STEP = 1e-30


def case(name, model, data):
    def keep(function):
        CASES.append((name, model, data, function))

    return keep


class Coordinates:
    """Takes parameters off a vector in the order of their declaration."""

    def __init__(self, values):
        self.values, self.at = values, 0

    def take(self, *shape):
        size = int(np.prod(shape))
        part = self.values[self.at : self.at + size]
        self.at += size
        return part.reshape(shape)


class Counter(Coordinates):
    def __init__(self):
        self.at = 0
        self.rng = np.random.default_rng(0)

    def take(self, *shape):
        self.at += int(np.prod(shape))
        return self.rng.normal(size=shape) * 0.1 + 0j


# ─── densities ───────────────────────────────────────────────────────────────


def normal(x, mean, sd):
    return np.sum(-((x - mean) ** 2) / (2 * sd**2) - np.log(sd) - 0.5 * np.log(2 * np.pi))



def half_normal_log(log_x):
    """HalfNormal(1) at exp(log_x), with the Jacobian."""
    x = np.exp(log_x)
    return normal(x, 0, 1) + np.log(2) + log_x


def category(scores, label):
    return scores[label] - np.log(np.sum(np.exp(scores)))


# ─── layers ──────────────────────────────────────────────────────────────────


def relu(x):
    return np.where(x.real > 0, x, 0)


def dense(x, weight, bias=None):
    out = np.zeros(weight.shape[1], dtype=complex)
    for j in range(weight.shape[1]):
        for i in range(weight.shape[0]):
            out[j] += x[i] * weight[i, j]
    return out if bias is None else out + bias


def layer_norm(x):
    mean = np.sum(x) / len(x)
    variance = np.sum((x - mean) ** 2) / len(x)
    return (x - mean) / np.sqrt(variance + 1e-5)


def conv2d(image, weight, bias, stride=(1, 1), same=False):
    """image [rows, columns, channels], weight [kernel row, kernel column, channel, filter]"""
    rows, columns, channels = image.shape
    kr, kc, _, filters = weight.shape
    if same:
        out = [-(-size // s) for size, s in zip((rows, columns), stride)]
        missing = [
            max(0, (n - 1) * s + k - size)
            for n, s, k, size in zip(out, stride, (kr, kc), (rows, columns))
        ]
    else:
        out = [(size - k) // s + 1 for size, k, s in zip((rows, columns), (kr, kc), stride)]
        missing = [0, 0]
    top, left = missing[0] // 2, missing[1] // 2
    result = np.zeros((out[0], out[1], filters), dtype=complex)
    for r in range(out[0]):
        for c in range(out[1]):
            for i in range(kr):
                for j in range(kc):
                    y, x = r * stride[0] + i - top, c * stride[1] + j - left
                    if not (0 <= y < rows and 0 <= x < columns):
                        continue
                    for k in range(channels):
                        for f in range(filters):
                            result[r, c, f] += image[y, x, k] * weight[i, j, k, f]
    return result + bias


def pool(image, size, reduce):
    rows, columns, channels = image.shape
    out = np.zeros((rows // size[0], columns // size[1], channels), dtype=complex)
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            for k in range(channels):
                window = image[
                    r * size[0] : (r + 1) * size[0], c * size[1] : (c + 1) * size[1], k
                ].ravel()
                out[r, c, k] = reduce(window)
    return out


def largest(window):
    return window[np.argmax(window.real)]


def mean(window):
    return np.sum(window) / len(window)


def numbers(seed, *shape):
    return np.round(np.random.default_rng(seed).normal(size=shape), 2).tolist()


# ─── cases ───────────────────────────────────────────────────────────────────


@case(
    'classes, with scales, a residual and a norm',
    """
    dim example   dim pixel   dim digit = 0 .. 2
    data image[example, pixel]: real
    data label[example]: digit
    param s ~ HalfNormal(1)
    param relevance[pixel] ~ HalfNormal(1)
    network classify(pixel) -> digit {
      dense(4, activation = relu, weights ~ Normal(0, relevance))
      dropout(0.1)
      residual {
        dense(3, activation = tanh, name = inner)
        dense(4, bias = false)
      }
      layer_norm()
      dense(digit)
      weights ~ Normal(0, s / sqrt(fan_in))
      biases ~ Normal(0, fan_out)
    }
    observe label ~ CategoricalLogit(classify(image))
    """,
    {'image': numbers(1, 3, 2), 'label': [2, 0, 1]},
)
def _(p, data):
    log_s, log_r = p.take(), p.take(2)
    s, relevance = np.exp(log_s), np.exp(log_r)
    w1, b1 = p.take(2, 4), p.take(4)
    w2, b2 = p.take(4, 3), p.take(3)
    w3 = p.take(3, 4)
    w4, b4 = p.take(4, 3), p.take(3)
    total = half_normal_log(log_s) + sum(half_normal_log(r) for r in log_r)
    total += sum(normal(w1[i], 0, relevance[i]) for i in range(2))
    total += normal(w2, 0, s / 2) + normal(w3, 0, s / np.sqrt(3)) + normal(w4, 0, s / 2)
    total += normal(b1, 0, 4) + normal(b2, 0, 3) + normal(b4, 0, 3)
    for x, label in zip(data['image'], data['label']):
        h = relu(dense(x, w1, b1))
        h = h + dense(np.tanh(dense(h, w2, b2)), w3)
        total += category(dense(layer_norm(h), w4, b4), label)
    return total


@case(
    'an image with channels, padded and strided, then pooled',
    """
    dim example   dim row = 5   dim col = 7   dim colour = 2
    data image[example, row, col, colour]: real
    data y[example]: real
    network f(row, col, colour) {
      conv2d(3, kernel = [2, 3], stride = [1, 2], padding = same, activation = tanh)
      max_pool(2)
      flatten()
      dense(1)
      weights ~ Normal(0, 1 / sqrt(fan_in))
      biases ~ Normal(0, 1 / fan_out)
    }
    observe y ~ Normal(f(image), 0.5)
    """,
    {'image': numbers(2, 2, 5, 7, 2), 'y': [0.3, -1.1]},
)
def _(p, data):
    w1, b1 = p.take(2, 3, 2, 3), p.take(3)
    w2, b2 = p.take(12), p.take()
    total = normal(w1, 0, 1 / np.sqrt(12)) + normal(b1, 0, 1 / 18)
    total += normal(w2, 0, 1 / np.sqrt(12)) + normal(b2, 0, 1)
    for image, y in zip(data['image'], data['y']):
        h = np.tanh(conv2d(np.array(image), w1, b1, (1, 2), same=True))
        h = pool(h, (2, 2), largest).ravel()
        total += normal(y, np.sum(h * w2) + b2, 0.5)
    return total


@case(
    'two convolutions of a grey image, and means',
    """
    dim example   dim row = 6   dim col = 6   dim kind = ["a", "b"]
    data image[example, row, col]: real
    data y[example]: kind
    network f(row, col) -> kind {
      conv2d(2, kernel = 2, stride = 2)
      conv2d(2, kernel = 2, padding = same, activation = sigmoid)
      average_pool([3, 2])
      flatten()
      dense(kind, bias = false)
      weights ~ Normal(0, 1)
      biases ~ Normal(0, 2)
    }
    observe y ~ CategoricalLogit(f(image))
    """,
    {'image': numbers(3, 2, 6, 6), 'y': ['b', 'a']},
)
def _(p, data):
    w1, b1 = p.take(2, 2, 2), p.take(2)
    w2, b2 = p.take(2, 2, 2, 2), p.take(2)
    w3 = p.take(2, 2)
    total = sum(normal(w, 0, 1) for w in (w1, w2, w3)) + normal(b1, 0, 2) + normal(b2, 0, 2)
    for image, y in zip(data['image'], data['y']):
        h = conv2d(np.array(image)[:, :, None], w1[:, :, None, :], b1, (2, 2))
        h = 1 / (1 + np.exp(-conv2d(h, w2, b2, same=True)))
        total += category(dense(pool(h, (3, 2), mean).ravel(), w3), 'ab'.index(y))
    return total


@case(
    'an embedding of words, in rows and alone',
    """
    dim text   dim place = 3   dim word = ["the", "cat", "sat"]
    data words[text, place]: word
    data y[text]: real
    param sigma ~ HalfNormal(1)
    network score(place) {
      embedding(word, 2)
      flatten()
      dense(1)
      weights ~ Normal(0, 1 / fan_in)
      biases ~ Normal(0, 1)
    }
    let all = score(words)
    observe y ~ Normal(all, sigma)
    observe y[t in 2 .. 2] ~ Normal(score(words[1, :]) + sum(score.layer2.weight), 1)  // credence: allow observed-twice
    """,
    {'words': [['the', 'cat', 'sat'], ['cat', 'cat', 'the']], 'y': [0.5, -0.25]},
)
def _(p, data):
    log_sigma = p.take()
    w1, w2, b2 = p.take(3, 2), p.take(6), p.take()
    total = half_normal_log(log_sigma) + normal(w1, 0, 1) + normal(w2, 0, 1 / 6) + normal(b2, 0, 1)
    words = ['the', 'cat', 'sat']
    scores = [
        np.sum(np.concatenate([w1[words.index(word)] for word in text]) * w2) + b2
        for text in data['words']
    ]
    for y, score in zip(data['y'], scores):
        total += normal(y, score, np.exp(log_sigma))
    return total + normal(data['y'][1], scores[0] + np.sum(w2), 1)


@case(
    'one number in, two networks, one of them called twice',
    """
    dim obs
    data x[obs]: real
    data y[obs]: real
    network middle() {
      dense(3, activation = tanh)
      dense(1)
      weights ~ StudentT(4, 0, 1)
      biases ~ Normal(0, 1)
    }
    network spread() { dense(1, activation = softplus) weights ~ Normal(0, 1) biases ~ Normal(0, 1) }
    let difference[i in obs] = middle(x[i]) - middle(x[1])
    observe y ~ Normal(difference, spread(x) + 0.1)
    """,
    {'x': numbers(4, 4), 'y': numbers(5, 4)},
)
def _(p, data):
    w1, b1, w2, b2 = p.take(3), p.take(3), p.take(3), p.take()
    w3, b3 = p.take(), p.take()

    def student(x):
        # Γ(5/2) / (Γ(2) √(4π)) = 3/8
        return np.sum(-2.5 * np.log(1 + x * x / 4)) + x.size * np.log(3 / 8)

    total = student(w1) + student(w2) + normal(b1, 0, 1) + normal(b2, 0, 1)
    total += normal(w3, 0, 1) + normal(b3, 0, 1)

    def middle(x):
        return np.sum(np.tanh(x * w1 + b1) * w2) + b2

    for x, y in zip(data['x'], data['y']):
        spread = np.log(1 + np.exp(x * w3 + b3))
        total += normal(y, middle(x) - middle(data['x'][0]), spread + 0.1)
    return total


def main():
    result = []
    for index, (name, model, data, density) in enumerate(CASES):
        counter = Counter()
        density(counter, data)
        rng = np.random.default_rng(100 + index)
        points = []
        for _ in range(POINTS):
            at = np.round(rng.normal(size=counter.at) * 0.7, 3)

            def value(x):
                return density(Coordinates(x), data)

            gradient = []
            for k in range(len(at)):
                moved = at.astype(complex)
                moved[k] += 1j * STEP
                gradient.append(value(moved).imag / STEP)
            points.append(
                {
                    'at': at.tolist(),
                    'logDensity': float(value(at.astype(complex)).real),
                    'gradient': gradient,
                }
            )
        result.append({'name': name, 'model': model, 'data': data, 'points': points})
    print(json.dumps(result, indent=1))


if __name__ == '__main__':
    main()
