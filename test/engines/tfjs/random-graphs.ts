import fc from 'fast-check';
import { Builder } from '../../../src/graph/builder.ts';
import type { Node } from '../../../src/graph/node.ts';
import type { Example } from './example-graphs.ts';

type Step = (builder: Builder, a: Node, b: Node) => Node;

/** Keeps eigenvalues apart, as those of a 3 × 3 Gram matrix of numbers below 1 are at most 12. */
const spread = (g: Builder): Node =>
  g.constant(Float64Array.of(0, 0, 0, 0, 20, 0, 0, 0, 40), [3, 3]);

/** Steps from two tensors of one shape to one of that shape, with values that stay moderate. */
const steps: readonly Step[] = [
  (g, a, b) => g.add(a, g.multiply(b, 0.5)),
  (g, a, b) => g.multiply(g.tanh(a), b),
  (g, a, b) => g.where(g.and(g.less(a, b), g.lessEqual(-2, b)), g.sin(a), g.sigmoid(b)),
  (g, a, b) => g.multiplyNoNan(g.log(g.abs(a)), g.greater(b, 0)),
  (g, a, b) => g.logAddExp(a, g.softplus(b)),
  (g, a, b) => g.divide(a, g.add(g.square(b), 1)),
  (g, a, b) => g.subtract(a, g.max(b, [0])),
  (g, a, b) => g.add(g.cumulativeSum(g.erf(a), 1, true), g.normalCdf(b)),
  (g, a) => g.broadcast(g.logSumExp(a), a.shape),
  (g, a) => g.concatenate([slice(g, a, 1), slice(g, a, 0)], 0),
  (g, a) => g.gather(a, g.constant(Int32Array.from([1, 1, 0]), [3])),
  (g, a, b) => g.scatterAdd(g.sigmoid(a), g.constant(Int32Array.from([2, 0, 2]), [3]), b.shape[0]),
  (g, a, b) => g.matmul(g.tanh(a), g.matmul(g.transpose(g.tanh(a), [1, 0]), g.tanh(b))),
  (g, a, b) => g.lgamma(g.add(g.square(a), g.exp(g.minimum(b, 1)))),
  (g, a, b) => g.multiply(g.toFloat(g.argSort(a)), g.sigmoid(b)),
  (g, a, b) => {
    const symmetric = g.add(g.matmul(g.tanh(a), g.transpose(g.tanh(a), [1, 0])), spread(g));
    return g.multiply(g.sigmoid(b), g.reshape(g.eigenvalues(symmetric), [3, 1]));
  },
  (g, a, b) => {
    const symmetric = g.add(g.matmul(g.tanh(a), g.transpose(g.tanh(a), [1, 0])), spread(g));
    return g.matmul(g.eigenvectors(symmetric), b);
  },
  (g, a) => g.multiply(g.digamma(g.add(g.abs(a), 1)), 0.5),
];

/** Two rows of the three from the given one on. */
function slice(g: Builder, x: Node, from: number): Node {
  return from === 1 ? g.slice(x, [1, 0], [2, x.shape[1]]) : g.slice(x, [0, 0], [1, x.shape[1]]);
}

const shape = [3, 4];
const value = fc.double({ min: -3, max: 3, noNaN: true }).map((x) => Math.fround(x) || 0.5);
const values = fc.array(value, { minLength: 12, maxLength: 12 }).map((v) => Float64Array.from(v));
const choice = fc.tuple(fc.nat({ max: steps.length - 1 }), fc.nat({ max: 2 }), fc.nat({ max: 2 }));

/** Up to eight steps on two inputs, each on two of the three latest tensors. */
export const randomGraph: fc.Arbitrary<Example> = fc
  .tuple(values, values, fc.array(choice, { minLength: 1, maxLength: 8 }))
  .map(([x, y, choices]) => {
    const builder = new Builder();
    const tensors = [builder.input('x', shape), builder.input('y', shape)];
    for (const [step, first, second] of choices) {
      const [a, b] = [first, second].map((back) => tensors.at(-1 - (back % tensors.length))!);
      tensors.push(steps[step](builder, a, b));
    }
    const last = tensors.at(-1)!;
    return { graph: builder.finish({ last, total: builder.sum(last) }), inputs: { x, y } };
  });
