import { normal } from '../../src/distributions/normal.ts';
import type { Builder } from '../../src/graph/builder.ts';
import { loopBody, scan } from '../../src/graph/loop.ts';
import type { hiddenMarkov as hiddenMarkovData } from '../data.ts';
import { logSimplexes, ordered } from './constrained.ts';
import type { GraphModel } from './graph-model.ts';

const STATES = 3;

/** Uniform priors on simplexes: Γ(3) each. Ordered identical elements: 3! times their density. */
const LOG_PRIOR_CONSTANT = (1 + STATES) * Math.log(2) + Math.log(6);

/** The forward algorithm: γₜₖ = log Σⱼ exp(γₜ₋₁ⱼ + log transⱼₖ) + log Normal(yₜ | mₖ, 1). */
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
  const firstEvidence = b.reshape(b.slice(evidence, [0, 0], [1, STATES]), [STATES]);
  const initial = b.add(b.reshape(init.value, [STATES]), firstEvidence);
  const sliced = [b.slice(evidence, [1, 0], [count - 1, STATES])];
  const invariants = [trans.value];
  const body = loopBody({ initial, sliced, invariants }, (step, gamma, [row], [logTrans]) => {
    const paths = step.add(step.reshape(gamma, [STATES, 1]), logTrans);
    const next = step.add(step.logSumExp(paths, [0]), row);
    return { next, emitted: next };
  });
  const { last } = scan(b, { initial, sliced, invariants, steps: count - 1, body, reverse: false });
  const terms = [
    init.logJacobian,
    trans.logJacobian,
    m.logJacobian,
    b.sum(normal.logDensity(b, m.value, { mean: b.constant(0), sd: b.constant(10) })),
    b.logSumExp(last),
    b.constant(LOG_PRIOR_CONSTANT),
  ];
  return { inputs, logDensity: terms.reduce((sum, term) => b.add(sum, term)) };
}
