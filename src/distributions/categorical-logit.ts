import { drawCategory, pickCategory } from './category.ts';
import { type Distribution, supports } from './distribution.ts';

/** logits[x] − log Σₖ exp(logits[k]). */
export const categoricalLogit: Distribution = {
  name: 'CategoricalLogit',
  summary: 'One of several categories, with probabilities softmax(logits).',
  parameters: [
    {
      name: 'logits',
      support: supports.real,
      eventRank: 1,
      summary: 'the log probability of each, up to a constant',
    },
  ],
  support: { kind: 'category', argument: 'logits', words: 'one of the categories' },
  logDensity: (b, x, { logits }) =>
    b.subtract(pickCategory(b, x, logits), b.logSumExp(logits, [logits.shape.length - 1])),
  information: {
    arguments: ['logits'],
    // diag(p) − p pᵀ = Σ pₖ (eₖ − p)(eₖ − p)ᵀ
    roots: ({ logits }) => {
      const p = softmax(logits as ArrayLike<number>);
      return p.map((own, k) => ({
        logits: p.map((other, j) => Math.sqrt(own) * ((j === k ? 1 : 0) - other)),
      }));
    },
  },
  moments: () => ({ mean: Number.NaN, variance: Number.NaN }),
  probabilities: ({ logits }) => softmax(logits),
  sample: (random, arguments_) =>
    drawCategory(softmax(arguments_.logits as ArrayLike<number>), random.uniform()),
  testPoints: [
    // mpmath, 50 digits
    { x: 1.0, arguments: { logits: [0.0, 0.0] }, logDensity: -Math.LN2 },
    { x: 2.0, arguments: { logits: [-1.0, 2.5] }, logDensity: -0.029750418272620566 },
    { x: 3.0, arguments: { logits: [1.0, 2.0, 3.0] }, logDensity: -0.4076059644443803 },
    { x: 1.0, arguments: { logits: [5.0] }, logDensity: 0.0 },
    { x: 1.0, arguments: { logits: [800.0, -800.0] }, logDensity: 0.0 },
    { x: 2.0, arguments: { logits: [800.0, -800.0] }, logDensity: -1600.0 },
    { x: 1.0, arguments: { logits: [100000.0, 100001.0] }, logDensity: -1.3132616875182228 },
    { x: 2.0, arguments: { logits: [0.0, -40.0, 40.0] }, logDensity: -80.0 },
    { x: 0.0, arguments: { logits: [0.0, 0.0] }, logDensity: -Infinity },
    { x: 3.0, arguments: { logits: [0.0, 0.0] }, logDensity: -Infinity },
    { x: 1.5, arguments: { logits: [0.0, 0.0] }, logDensity: -Infinity },
    { x: -1.0, arguments: { logits: [0.0, 0.0] }, logDensity: -Infinity },
  ],
};

function softmax(logits: ArrayLike<number>): number[] {
  const largest = Math.max(...Array.from(logits));
  const weights = Array.from(logits, (logit) => Math.exp(logit - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
