import * as fc from 'fast-check';
import { Builder } from '../../src/graph/builder.ts';
import { loopBody, scan } from '../../src/graph/loop.ts';
import type { Node } from '../../src/graph/node.ts';
import { sizeOf } from '../../src/graph/node.ts';

/** Smooth functions that keep numbers moderate; each takes nodes of shape [2, 3], [3], [2, 1] or []. */
type Step = (b: Builder, x: Node, y: Node) => Node;

const steps: readonly Step[] = [
  (b, x, y) => b.add(x, y),
  (b, x, y) => b.subtract(x, y),
  (b, x, y) => b.multiply(b.tanh(x), y),
  (b, x, y) => b.divide(x, b.add(1, b.square(y))),
  (b, x) => b.negate(x),
  (b, x, y) => b.multiply(x, b.negate(b.sin(y))),
  (b, x) => b.multiply(x, 1),
  (b, x) => b.add(x, 0),
  (b, x) => b.multiply(b.multiply(x, 0.25), -2),
  (b, x) => b.power(b.tanh(x), 2),
  (b, x) => b.log(b.add(1, b.exp(x))),
  (b, x) => b.log1p(b.exp(b.sin(x))),
  (b, x) => b.log(b.exp(x)),
  (b, x) => b.divide(1, b.add(1, b.exp(b.negate(x)))),
  (b, x, y) => b.log(b.add(b.exp(b.sin(x)), b.exp(b.cos(y)))),
  (b, x) => b.sqrt(b.add(b.square(x), 0.5)),
  (b, x, y) => b.where(b.less(x, 0.1234), y, b.softplus(x)),
  (b, x) => b.where(1, x, b.log(x)),
  (b, x, y) => b.multiplyNoNan(b.sigmoid(x), y),
  (b, x) => b.reshape(b.sum(b.broadcast(x, [2, 3]), [1]), [2, 1]),
  (b, x, y) => b.sum(b.multiply(b.broadcast(x, [2, 3]), y), [0]),
  (b, x, y) => b.sum(b.divide(b.broadcast(x, [2, 3]), b.add(2, b.sin(y)))),
  (b, x, y) => b.sum(b.subtract(b.broadcast(x, [2, 3]), b.cos(y)), [0, 1]),
  (b, x) => b.reshape(b.logSumExp(b.broadcast(x, [2, 3]), [1]), [2, 1]),
  (b, x) => b.transpose(b.transpose(b.broadcast(x, [2, 3]), [1, 0]), [1, 0]),
  (b, x) => b.slice(b.broadcast(x, [2, 3]), [0, 1], [2, 1]),
  (b, x, y) =>
    b.slice(b.concatenate([b.broadcast(x, [2, 3]), b.broadcast(y, [2, 3])], 0), [2, 0], [2, 3]),
  (b, x) => b.cumulativeSum(b.broadcast(x, [2, 3]), 1),
  (b, x) => b.reshape(b.reshape(b.broadcast(x, [2, 3]), [3, 2]), [2, 3]),
  (b, x, y) =>
    b.matmul(
      b.reshape(b.broadcast(x, [2, 3]), [2, 3]),
      b.transpose(b.slice(b.broadcast(b.sin(y), [2, 3]), [0, 0], [1, 3]), [1, 0]),
    ),
  (b, x) => {
    const square = b.matmul(b.broadcast(x, [2, 3]), b.transpose(b.broadcast(x, [2, 3]), [1, 0]));
    const factor = b.cholesky(b.add(square, b.constant(Float64Array.of(2, 0, 0, 2), [2, 2])));
    return b.triangularSolve(factor, b.broadcast(x, [2, 3]), true);
  },
  (b, x, y) => {
    const inputs = {
      initial: b.slice(b.reshape(b.broadcast(x, [2, 3]), [6]), [1], [2]),
      sliced: [b.transpose(b.broadcast(y, [2, 3]), [1, 0])],
      invariants: [b.sum(b.sin(x))],
    };
    const body = loopBody(inputs, (inner, state, [slice], [s]) => {
      const next = inner.tanh(inner.add(inner.multiply(inner.sin(s), state), slice));
      return { next, emitted: inner.multiply(state, slice) };
    });
    const { emitted, last } = scan(b, { ...inputs, steps: 3, body, reverse: true });
    return b.add(b.transpose(emitted, [1, 0]), b.reshape(last, [2, 1]));
  },
  (b, x, y) => {
    // far from repeated eigenvalues
    const square = b.matmul(
      b.broadcast(b.tanh(x), [2, 3]),
      b.transpose(b.broadcast(b.tanh(x), [2, 3]), [1, 0]),
    );
    const symmetric = b.add(square, b.constant(Float64Array.of(0, 0, 0, 9), [2, 2]));
    const turned = b.matmul(b.eigenvectors(symmetric), b.broadcast(y, [2, 3]));
    return b.multiply(turned, b.reshape(b.sin(b.eigenvalues(symmetric)), [2, 1]));
  },
  (b, x) => {
    const row = b.reshape(b.slice(b.broadcast(b.sin(x), [2, 3]), [1, 0], [1, 3]), [3]);
    const uneven = b.add(row, b.constant(Float64Array.of(0.317, -0.411, 0.0531), [3]));
    return b.gather(uneven, b.argSort(uneven));
  },
  (b, x) => b.gather(b.broadcast(x, [2, 3]), b.constant(Int32Array.of(1, 0), [2])),
];

export interface RandomGraph {
  readonly builder: Builder;
  /** A scalar. */
  readonly output: Node;
  readonly inputs: readonly Node[];
  readonly values: Readonly<Record<string, Float64Array>>;
}

const shapes = { u: [], v: [3], w: [2, 3] } as const;

/** Random programs over three inputs and a few constants, whose last value is a scalar. */
export const randomGraph: fc.Arbitrary<RandomGraph> = fc
  .record({
    program: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 25 }),
    data: fc.array(fc.integer({ min: -2000, max: 2000 }), { minLength: 10, maxLength: 10 }),
  })
  .map(({ program, data }) => {
    const builder = new Builder();
    const inputs = Object.entries(shapes).map(([name, shape]) => builder.input(name, shape));
    const nodes: Node[] = [
      ...inputs,
      builder.constant(Float64Array.of(0.5, -1, 2), [3]),
      builder.constant(0),
    ];
    for (const [step, first, second] of program) {
      // operands are mostly recent, so that programs are deep
      const pick = (n: number): Node => nodes[nodes.length - 1 - (n % Math.min(nodes.length, 6))];
      nodes.push(steps[step % steps.length](builder, pick(first), pick(second)));
    }
    const output = nodes
      .slice(-3)
      .map((node) => builder.sum(builder.tanh(builder.multiply(node, 0.1))))
      .reduce((total, term) => builder.add(total, term));
    let position = 0;
    const values = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => {
        const size = sizeOf(shape);
        position += size;
        return [name, Float64Array.from(data.slice(position - size, position), (n) => n / 1000)];
      }),
    );
    return {
      builder,
      output,
      inputs,
      values,
      [fc.toStringMethod]: () => JSON.stringify({ program, data }),
    };
  });
