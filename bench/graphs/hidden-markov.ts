import { normal } from '../../src/distributions/normal.ts';
import type { Builder } from '../../src/graph/builder.ts';
import { loopBody, scan } from '../../src/graph/loop.ts';
import type { hiddenMarkov as hiddenMarkovData } from '../data.ts';
import { logSimplexes, ordered } from './constrained.ts';
import type { GraphModel } from './graph-model.ts';

const STATES = 3;

/** Uniform priors on simplexes: Γ(3) each. Ordered identical elements: 3! times their density. */
const LOG_PRIOR_CONSTANT = (1 + STATES) * Math.log(2) + Math.log(6);

/**
 * The forward algorithm, scaled (Rabiner, A tutorial on hidden Markov models, Proceedings of the IEEE
 * 77, 1989, section V.A): with wₜₖ = Normal(yₜ | mₖ, 1) / maxₖ Normal(yₜ | mₖ, 1),
 *
 *     uₜₖ = wₜₖ Σⱼ transⱼₖ uₜ₋₁ⱼ / Σⱼ uₜ₋₁ⱼ,    log p(y) = Σₜ log Σₖ uₜₖ + Σₜ log maxₖ Normal(yₜ | mₖ, 1).
 *
 * The exponentials and logarithms are those of whole tensors, outside the loop, which emits its
 * states, so that the derivative does not run it again.
 */
export function hiddenMarkov(b: Builder, data: ReturnType<typeof hiddenMarkovData>): GraphModel {
  const inputs = [
    b.input('init', [1, STATES - 1]),
    b.input('trans', [STATES, STATES - 1]),
    b.input('m', [STATES]),
  ];
  const init = logSimplexes(b, inputs[0]);
  const trans = logSimplexes(b, inputs[1]);
  const m = ordered(b, inputs[2]);

  const count = data.y.length;
  const one = b.constant(1);
  const y = b.constant(Float64Array.from(data.y), [count, 1]);
  const evidence = normal.logDensity(b, y, { mean: m.value, sd: one });
  const largest = b.max(evidence, [1]);
  const weights = b.exp(b.subtract(evidence, b.reshape(largest, [count, 1])));
  const firstWeights = b.reshape(b.slice(weights, [0, 0], [1, STATES]), [STATES]);
  const initial = b.multiply(b.exp(b.reshape(init.value, [STATES])), firstWeights);
  const sliced = [b.slice(weights, [1, 0], [count - 1, STATES])];
  const invariants = [b.exp(trans.value)];
  const body = loopBody({ initial, sliced, invariants }, (step, before, [row], [transition]) => {
    const filtered = step.divide(before, step.sum(before));
    const predicted = step.matmul(step.reshape(filtered, [1, STATES]), transition);
    const next = step.multiply(step.reshape(predicted, [STATES]), row);
    return { next, emitted: next };
  });
  const steps = count - 1;
  const { emitted } = scan(b, { initial, sliced, invariants, steps, body, reverse: false });
  const evidences = [
    b.log(b.sum(initial)),
    b.sum(b.log(b.sum(b.reshape(emitted, [steps, STATES]), [1]))),
    b.sum(largest),
  ];
  const terms = [
    init.logJacobian,
    trans.logJacobian,
    m.logJacobian,
    b.sum(normal.logDensity(b, m.value, { mean: b.constant(0), sd: b.constant(10) })),
    ...evidences,
    b.constant(LOG_PRIOR_CONSTANT),
  ];
  return { inputs, logDensity: terms.reduce((sum, term) => b.add(sum, term)) };
}
