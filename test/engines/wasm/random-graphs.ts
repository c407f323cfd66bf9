import fc from 'fast-check';
import { gradient } from '../../../src/autodiff/gradient.ts';
import type { NamedValues } from '../../../src/engines/engine.ts';
import { Builder } from '../../../src/graph/builder.ts';
import type { Graph, Node } from '../../../src/graph/node.ts';
import { sizeOf } from '../../../src/graph/node.ts';

export interface RandomGraph {
  readonly graph: Graph;
  readonly inputs: NamedValues;
}

/** Picks from a list of choices made beforehand. */
class Choices {
  private next = 0;
  private readonly numbers: readonly number[];

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  among<T>(list: readonly T[]): T {
    return list[this.numbers[this.next++ % this.numbers.length] % list.length];
  }
}

type Step = (b: Builder, pick: () => Node, choices: Choices, indices: readonly Node[]) => Node;

const axesOf = (x: Node, choices: Choices): number[] => {
  const all = x.shape.map((_, axis) => axis);
  return choices.among([all, all.slice(0, 1), all.slice(-1)]);
};

const vectorOf = (b: Builder, x: Node): Node => b.reshape(x, [sizeOf(x.shape)]);

const columnOf = (b: Builder, x: Node): Node => b.reshape(x, [sizeOf(x.shape), 1]);

/** Values stay moderate, whatever the steps before were. */
const steps: readonly Step[] = [
  (b, pick) => b.add(pick(), b.multiply(pick(), 0.5)),
  (b, pick) => b.subtract(b.tanh(pick()), pick()),
  (b, pick) => b.multiply(b.tanh(pick()), pick()),
  (b, pick) => b.divide(pick(), b.add(b.square(pick()), 1.5)),
  (b, pick) => b.where(b.and(b.less(pick(), pick()), b.not(b.equal(pick(), 0))), pick(), pick()),
  (b, pick) => b.multiplyNoNan(b.log(b.abs(pick())), b.less(0, pick())),
  (b, pick) => b.softplus(pick()),
  (b, pick) => b.sigmoid(b.negate(pick())),
  (b, pick) => b.exp(b.minimum(pick(), 1)),
  (b, pick) => b.logAddExp(pick(), pick()),
  (b, pick) => b.log1p(b.square(pick())),
  (b, pick) => b.floor(b.multiply(pick(), 3)),
  (b, pick, choices) => {
    const x = pick();
    return b.sum(x, axesOf(x, choices));
  },
  (b, pick) => b.sum(b.subtract(pick(), b.log(b.add(b.abs(pick()), 0.5)))),
  (b, pick, choices) => {
    const x = pick();
    return b.logSumExp(x, axesOf(x, choices));
  },
  (b, pick, choices) => {
    const x = pick();
    return b.max(x, axesOf(x, choices));
  },
  (b, pick, choices) => {
    const x = pick();
    return x.shape.length === 0 ? x : b.cumulativeSum(b.tanh(x), 0, choices.among([true, false]));
  },
  (b, pick) => {
    const x = pick();
    return x.shape.length === 2 ? b.transpose(x, [1, 0]) : b.negate(x);
  },
  (b, pick) => {
    const x = pick();
    return x.shape.length === 0 ? x : b.multiply(b.toFloat(b.argSort(x)), 0.1);
  },
  (b, pick) => {
    const x = vectorOf(b, pick());
    return b.gather(x, b.argSort(x));
  },
  (b, pick) => {
    const x = columnOf(b, b.tanh(pick()));
    const size = Math.min(3, x.shape[0]);
    const part = b.slice(x, [0, 0], [size, 1]);
    // eigenvalues far from each other
    const spread = Float64Array.from({ length: size * size }, (_, k) =>
      k % (size + 1) === 0 ? 5 * k : 0,
    );
    const symmetric = b.add(
      b.matmul(part, b.transpose(part, [1, 0])),
      b.constant(spread, [size, size]),
    );
    return b.multiply(b.eigenvectors(symmetric), b.eigenvalues(symmetric));
  },
  (b, pick) => vectorOf(b, pick()),
  (b, pick) => columnOf(b, pick()),
  (b, pick) => {
    const x = pick();
    return x.shape.length === 0 ? x : b.concatenate([b.sin(x), x], 0);
  },
  (b, pick) => {
    const x = pick();
    if (x.shape.length === 0 || x.shape[0] < 2) return x;
    return b.slice(x, [1, ...x.shape.slice(1).fill(0)], [x.shape[0] - 1, ...x.shape.slice(1)]);
  },
  (b, pick) => {
    const x = pick();
    if (x.shape.length < 2 || x.shape[1] < 2) return x;
    return b.slice(x, [0, 1], [x.shape[0], x.shape[1] - 1]);
  },
  (b, pick) => {
    const x = pick();
    return b.pad(
      x,
      x.shape.map(() => 1),
      x.shape.map(() => 2),
    );
  },
  (b, pick, choices, indices) => {
    const x = pick();
    return x.shape.length === 0 || x.shape[0] < 3 ? x : b.gather(x, choices.among(indices));
  },
  (b, pick, choices, indices) => {
    const index = choices.among(indices);
    const x = pick();
    const fits = x.shape.length > 0 && x.shape[0] >= index.shape[0];
    if (!fits) return x;
    const updates = b.slice(
      x,
      x.shape.map(() => 0),
      [index.shape[0], ...x.shape.slice(1)],
    );
    return b.scatterAdd(updates, index, 4);
  },
  (b, pick, choices) => {
    const x = b.tanh(pick());
    const rows = choices.among([1, 2, 5]);
    const values = Float64Array.from({ length: rows * sizeOf(x.shape) }, (_, k) => Math.cos(k));
    return b.matmul(b.constant(values, [rows, sizeOf(x.shape)]), columnOf(b, x));
  },
  (b, pick) => {
    const [x, y] = [b.tanh(pick()), b.tanh(pick())];
    if (x.shape.length !== 2) return x;
    return b.matmul(
      x,
      y.shape.length === 2 && y.shape[0] === x.shape[1] ? y : b.transpose(x, [1, 0]),
    );
  },
];

/** Larger results are left out, so that graphs stay small. */
const LARGEST = 200;

function build(sizes: readonly number[], numbers: readonly number[], count: number): RandomGraph {
  const b = new Builder();
  const [n, m] = sizes;
  const wave = (length: number, frequency: number): Float64Array =>
    Float64Array.from({ length }, (_, k) => 2 * Math.sin(frequency * (k + 1) + numbers[0]));
  const shapes = { s: [], v: [n], w: [m, 1], a: [m, n] };
  const inputs: Record<string, Float64Array | Int32Array> = {};
  const wrt = Object.entries(shapes).map(([name, shape], k) => {
    inputs[name] = wave(sizeOf(shape), 0.7 + 0.3 * k);
    return b.input(name, shape);
  });
  inputs.k = Int32Array.of(2, 0, 1);
  const indices = [
    b.constant(Int32Array.of(1, 1, 0, 2, 1), [5]),
    b.constant(Int32Array.of(0, 2), [2]),
    b.input('k', [3], 'int'),
  ];
  const pool: Node[] = [...wrt, b.constant(wave(n, 1.9), [n]), b.constant(0.75)];
  const choices = new Choices(numbers);
  const pick = (): Node => choices.among(pool);
  for (let k = 0; k < count; k++) {
    const step = choices.among(steps);
    const fitting = (): Node => {
      const x = pick();
      return x.type === 'float' ? x : b.toFloat(x);
    };
    let result: Node | undefined;
    try {
      result = step(b, fitting, choices, indices);
    } catch {
      // shapes that do not broadcast
      continue;
    }
    if (sizeOf(result.shape) <= LARGEST) pool.push(result);
  }
  const totals = pool.slice(-6).map((x) => b.sum(b.tanh(x)));
  const density = totals.reduce((sum, total) => b.add(sum, total));
  const slopes = gradient(b, density, wrt);
  const outputs: Record<string, Node> = { density, last: pool.at(-1)! };
  wrt.forEach((input, k) => {
    outputs[`slope of ${input.attributes.name}`] = slopes[k];
  });
  const graph = b.finish(outputs);
  return { graph, inputs };
}

/** Graphs of all kinds of ops on scalars, vectors and matrices of odd sizes, with their gradients. */
export const randomGraphs: fc.Arbitrary<RandomGraph> = fc
  .tuple(
    fc.tuple(fc.constantFrom(0, 1, 2, 3, 7), fc.constantFrom(1, 2, 3, 5)),
    fc.array(fc.nat({ max: 1000 }), { minLength: 30, maxLength: 90 }),
    fc.integer({ min: 1, max: 14 }),
  )
  .map(([sizes, numbers, count]) => build(sizes, numbers, count));
