import { normal } from '../../src/distributions/normal.ts';
import type { Builder } from '../../src/graph/builder.ts';
import { loopBody, scan } from '../../src/graph/loop.ts';
import { interval, lower } from '../../src/transforms/index.ts';
import type { garch as garchData } from '../data.ts';
import type { GraphModel } from './graph-model.ts';

/** GARCH(1, 1) with flat priors: σₜ² = α₀ + α₁ (yₜ₋₁ − μ)² + β₁ σₜ₋₁², and α₁ + β₁ < 1. */
export function garch(b: Builder, data: ReturnType<typeof garchData>): GraphModel {
  const inputs = ['mu', 'alpha0', 'alpha1', 'beta1'].map((name) => b.input(name, []));
  const [mu, u0, u1, u2] = inputs;
  const [zero, one] = [b.constant(0), b.constant(1)];
  const unit = { lower: zero, upper: one };
  const alpha0 = lower.forward(b, u0, { lower: zero });
  const alpha1 = interval.forward(b, u1, unit);
  const belowRest = { lower: zero, upper: b.subtract(1, alpha1) };
  const beta1 = interval.forward(b, u2, belowRest);

  const count = data.y.length;
  const y = b.constant(Float64Array.from(data.y), [count]);
  const initial = b.constant(Float64Array.of(data.sigma1), [1]);
  const invariants = [mu, alpha0, alpha1, beta1];
  const sliced = [b.slice(y, [0], [count - 1])];
  const body = loopBody({ initial, sliced, invariants }, (step, sigma, [before], parameters) => {
    const [m, a0, a1, b1] = parameters;
    const shock = step.multiply(a1, step.square(step.subtract(before, m)));
    const variance = step.add(step.add(a0, shock), step.multiply(b1, step.square(sigma)));
    const next = step.sqrt(variance);
    return { next, emitted: next };
  });
  const { emitted } = scan(b, {
    initial,
    sliced,
    invariants,
    steps: count - 1,
    body,
    reverse: false,
  });
  const sigma = b.concatenate([initial, b.reshape(emitted, [count - 1])], 0);
  const terms = [
    lower.logJacobian(b, u0, { lower: zero }),
    interval.logJacobian(b, u1, unit),
    interval.logJacobian(b, u2, belowRest),
    b.sum(normal.logDensity(b, y, { mean: mu, sd: sigma })),
  ];
  return { inputs, logDensity: terms.reduce((sum, term) => b.add(sum, term)) };
}
