/** Models with loops and matrices, built by hand: their log densities at a vector of parameters. */
import type { Builder, Operand } from '../../src/graph/builder.ts';
import { type DefineStep, type LoopInputs, loopBody, scan } from '../../src/graph/loop.ts';
import { logDeterminantFromCholesky } from '../../src/graph/matrix-composites.ts';
import type { Node } from '../../src/graph/node.ts';

export type ModelName = 'garch' | 'arma' | 'hiddenMarkov' | 'gaussianProcess';

/** The log density of `length` observations. */
export type ModelDensity = (b: Builder, parameters: Node, length: number) => Node;

const LOG_2_PI = Math.log(2 * Math.PI);

/** Made of divisions by a power of 2, so that other languages have the same numbers. */
const observations = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, t) => (((37 * t) % 101) - 50) / 32);

const element = (b: Builder, x: Node, k: number): Node => b.reshape(b.slice(x, [k], [1]), []);

/** log N(y; mean, variance), element by element. */
function normal(b: Builder, y: Operand, mean: Operand, variance: Node): Node {
  const squared = b.divide(b.square(b.subtract(y, mean)), variance);
  return b.multiply(-0.5, b.add(b.add(b.log(variance), LOG_2_PI), squared));
}

/** All states, from the initial one on, which is before the first step [steps + 1, S]. */
function recurrence(b: Builder, inputs: LoopInputs, steps: number, define: DefineStep): Node {
  const body = loopBody(inputs, define);
  const { emitted } = scan(b, { ...inputs, steps, body, reverse: false });
  return b.concatenate([b.reshape(inputs.initial, [1, inputs.initial.shape[0]]), emitted], 0);
}

/** hₜ = a₀ + a₁ (yₜ₋₁ − μ)² + b₁ hₜ₋₁ with h₁ = 1.5, yₜ ~ N(μ, √hₜ). */
const garch: ModelDensity = (b, parameters, length) => {
  const [mu, a0, a1, b1] = [0, 1, 2, 3].map((k) => element(b, parameters, k));
  const y = b.constant(observations(length), [length]);
  const before = b.slice(b.square(b.subtract(y, mu)), [0], [length - 1]);
  const inputs = {
    initial: b.constant(1.5, [1]),
    sliced: [b.reshape(before, [length - 1, 1])],
    invariants: [a0, a1, b1],
  };
  const variance = recurrence(b, inputs, length - 1, (inner, h, [squared], [c0, c1, d1]) => {
    const next = inner.add(inner.add(c0, inner.multiply(c1, squared)), inner.multiply(d1, h));
    return { next, emitted: next };
  });
  return b.sum(normal(b, y, mu, b.reshape(variance, [length])));
};

/** eₜ = yₜ − μ − φ yₜ₋₁ − θ eₜ₋₁ ~ N(0, σ), with y₀ = μ and e₀ = 0. */
const arma: ModelDensity = (b, parameters, length) => {
  const [mu, phi, theta, sigma] = [0, 1, 2, 3].map((k) => element(b, parameters, k));
  const values = observations(length);
  const y = b.constant(values, [length]);
  const first = b.subtract(values[0], b.add(mu, b.multiply(phi, mu)));
  const inputs = {
    initial: b.reshape(first, [1]),
    sliced: [b.slice(y, [1], [length - 1]), b.slice(y, [0], [length - 1])],
    invariants: [mu, phi, theta],
  };
  const errors = recurrence(b, inputs, length - 1, (inner, e, [now, before], [m, p, t]) => {
    const mean = inner.add(m, inner.multiply(p, before));
    const next = inner.subtract(now, inner.add(mean, inner.multiply(t, e)));
    return { next, emitted: next };
  });
  return b.sum(normal(b, errors, 0, b.square(sigma)));
};

/** Two states with emissions N(mₖ, 1); of each the logit of the probability to stay. */
const hiddenMarkov: ModelDensity = (b, parameters, length) => {
  const means = b.slice(parameters, [0], [2]);
  const logits = b.slice(parameters, [2], [2]);
  const [stay, leave] = [logits, b.negate(logits)].map((x) => b.negate(b.softplus(b.negate(x))));
  // row: from
  const rows = [0, 1].map((k) => {
    const [stays, leaves] = [stay, leave].map((x) => b.slice(x, [k], [1]));
    return b.concatenate(k === 0 ? [stays, leaves] : [leaves, stays], 0);
  });
  const transition = b.reshape(b.concatenate(rows, 0), [2, 2]);
  const y = b.constant(observations(length), [length, 1]);
  const emission = normal(b, y, means, b.constant(1));
  const inputs = {
    initial: b.add(Math.log(0.5), b.reshape(b.slice(emission, [0, 0], [1, 2]), [2])),
    sliced: [b.slice(emission, [1, 0], [length - 1, 2])],
    invariants: [transition],
  };
  const body = loopBody(inputs, (inner, alpha, [density], [trans]) => {
    const from = inner.add(inner.reshape(alpha, [2, 1]), trans);
    const next = inner.add(inner.logSumExp(from, [0]), density);
    return { next, emitted: inner.constant(new Float64Array(0), [0]) };
  });
  const { last } = scan(b, { ...inputs, steps: length - 1, body, reverse: false });
  return b.logSumExp(last);
};

/** y ~ N(0, K + σ² I), K(x, x′) = α² exp(−(x − x′)² / (2 ρ²)), x = 0, 1/4, 1/2, … */
const gaussianProcess: ModelDensity = (b, parameters, length) => {
  const [scale, range, noise] = [0, 1, 2].map((k) => element(b, parameters, k));
  const x = Float64Array.from({ length }, (_, k) => k / 4);
  const distance = b.divide(b.subtract(b.constant(x, [length, 1]), b.constant(x, [length])), range);
  const identity = Float64Array.from({ length: length ** 2 }, (_, k) =>
    Number(k % (length + 1) === 0),
  );
  const covariance = b.add(
    b.multiply(b.square(scale), b.exp(b.multiply(-0.5, b.square(distance)))),
    b.multiply(b.square(noise), b.constant(identity, [length, length])),
  );
  const factor = b.cholesky(covariance);
  const whitened = b.triangularSolve(factor, b.constant(observations(length), [length, 1]));
  const terms = b.add(b.sum(b.square(whitened)), logDeterminantFromCholesky(b, factor));
  return b.multiply(-0.5, b.add(terms, length * LOG_2_PI));
};

export const sequentialModels: Readonly<Record<ModelName, ModelDensity>> = {
  garch,
  arma,
  hiddenMarkov,
  gaussianProcess,
};
