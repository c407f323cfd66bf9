import { describe, expect, it } from 'vitest';
import { gradient } from '../../../src/autodiff/gradient.ts';
import type { Engine } from '../../../src/engines/engine.ts';
import { prepare } from '../../../src/engines/reference/engine.ts';
import { evaluate } from '../../../src/engines/reference/evaluate.ts';
import { wasmEngine } from '../../../src/engines/wasm/engine.ts';
import { Builder } from '../../../src/graph/builder.ts';
import { type DefineStep, type LoopInputs, loopBody, scan } from '../../../src/graph/loop.ts';
import {
  halvedLowerTriangle,
  identityMatrix,
  lowerTriangle,
} from '../../../src/graph/matrix-composites.ts';
import type { Graph, Node, Shape, TensorData } from '../../../src/graph/node.ts';
import { sizeOf } from '../../../src/graph/node.ts';
import { simplify } from '../../../src/graph/simplify.ts';
import { readReference } from './math/reference/read.ts';

/** Uneven numbers between −1 and 1, by input. */
const wave = (shape: Shape, seed: number): Float64Array =>
  Float64Array.from({ length: sizeOf(shape) }, (_, k) => Math.sin(1.7 * k + seed + 1) * 0.9);

/** Both engines on a graph, values relative to the largest of each output. */
function expectAgreement(graph: Graph, tolerance = 1e-12, engine: Engine = wasmEngine): void {
  const inputs = Object.fromEntries(
    graph.inputs.map(({ attributes, shape }, k) => [attributes.name!, wave(shape, k)]),
  );
  const expected = prepare(graph).run(inputs);
  const actual = engine.prepare(graph).run(inputs);
  for (const [name, values] of Object.entries(expected)) {
    const size = Math.max(...values.map(Math.abs));
    expect(size).toBeGreaterThan(0);
    // one expectation for thousands of values
    const isNear = (value: number, k: number): boolean =>
      Math.abs(actual[name][k] - value) <= tolerance * size;
    const far = values.findIndex((value, k) => !isNear(value, k));
    expect(far, `${name}[${far}]: ${actual[name][far]} for ${values[far]}`).toBe(-1);
  }
}

/** The sum of the squares of a result, and its gradient. */
function withGradient(b: Builder, result: Node, inputs: readonly Node[]): Graph {
  const total = b.sum(b.square(result));
  const slopes = gradient(b, total, inputs);
  return b.finish({
    result,
    total,
    ...Object.fromEntries(slopes.map((slope, k) => [`slope${k}`, slope])),
  });
}

const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 13, 31, 50];

describe('matrices out of tensors in another order', () => {
  const moved: readonly [string, (b: Builder, x: Node) => Node][] = [
    [
      'a slice without its axis of one member',
      (b, x) => b.reshape(b.slice(x, [1, 0, 0], [1, 3, 3]), [3, 3]),
    ],
    ['a sum over an axis of one member', (b, x) => b.sum(b.slice(x, [1, 0, 0], [1, 3, 3]), [0])],
  ];
  it.each(moved)('%s', (_, pick) => {
    const b = new Builder();
    const x = b.input('x', [3, 3, 2]);
    const symmetric = b.add(x, b.transpose(x, [1, 0, 2]));
    const shift = b.reshape(b.multiply(4, identityMatrix(b, 3)), [3, 3, 1]);
    const one = pick(b, b.transpose(b.add(symmetric, shift), [2, 0, 1]));
    expectAgreement(withGradient(b, b.cholesky(one), [x]));
  });
});

describe.each(sizes)('matrices of size %i', (size) => {
  const positiveDefinite = (b: Builder, x: Node): Node =>
    b.add(b.matmul(x, b.transpose(x, [1, 0])), b.multiply(size, identityMatrix(b, size)));

  it('have Cholesky factors with derivatives', () => {
    const b = new Builder();
    const x = b.input('x', [size, size]);
    expectAgreement(withGradient(b, b.cholesky(positiveDefinite(b, x)), [x]));
  });

  it.each([1, 2, 5, 8, 11])('solve systems with %i right-hand sides', (columns) => {
    const b = new Builder();
    const x = b.input('x', [size, size]);
    const right = b.input('right', [columns, size]);
    const shifted = b.add(x, b.multiply(size + 2, identityMatrix(b, size)));
    // a view that is not in order in memory
    const y = b.transpose(right, [1, 0]);
    const parts = [false, true].flatMap((transposed) => [
      b.triangularSolve(shifted, y, transposed),
      b.solve(shifted, y, transposed),
    ]);
    expectAgreement(withGradient(b, b.concatenate(parts, 0), [x, right]));
  });

  it('have products and solutions of which only the lower triangle is read, or all', () => {
    const b = new Builder();
    const x = b.input('x', [size, size]);
    const y = b.input('y', [size, size]);
    const factor = b.cholesky(positiveDefinite(b, x));
    const product = b.matmul(b.transpose(factor, [1, 0]), lowerTriangle(b, y));
    const solution = b.triangularSolve(factor, y, true);
    const general = b.matmul(x, y);
    const read = b.matmul(y, x);
    expectAgreement(
      b.finish({
        product: halvedLowerTriangle(b, product),
        solution: halvedLowerTriangle(b, solution),
        general: lowerTriangle(b, general),
        masked: lowerTriangle(b, read),
        read: b.sum(read, [1]),
        whole: b.matmul(b.transpose(factor, [1, 0]), y),
      }),
    );
  });

  it('are multiplied with vectors whose elements do not lie in order', () => {
    const b = new Builder();
    const x = b.input('x', [size, size + 2]);
    const y = b.input('y', [size + 2, 3]);
    const one = b.broadcast(b.input('s', []), [size + 2, 1]);
    const column = b.slice(y, [0, 1], [size + 2, 1]);
    const inside = b.slice(x, [0, 1], [size, size]);
    const alike = b.broadcast(b.slice(x, [0, 0], [1, size + 2]), [size, size + 2]);
    expectAgreement(
      b.finish({
        sums: b.matmul(x, one),
        columns: b.matmul(x, column),
        within: b.matmul(inside, b.slice(column, [0, 0], [size, 1])),
        flipped: b.matmul(b.transpose(inside, [1, 0]), b.slice(column, [0, 0], [size, 1])),
        alike: b.matmul(alike, column),
        uniform: b.matmul(b.broadcast(b.slice(x, [0, 0], [1, 1]), [size, size + 2]), one),
      }),
    );
  });

  it('have eigenvalues and eigenvectors with derivatives', () => {
    const b = new Builder();
    const x = b.input('x', [size, size]);
    // eigenvalues at least 3 apart, from a view that is not in order in memory
    const near = b.multiply(b.add(x, b.transpose(x, [1, 0])), 0.5 / size);
    const apart = Float64Array.from({ length: size * size }, (_, k) =>
      k % (size + 1) === 0 ? 5 * k : 0,
    );
    const symmetric = b.transpose(b.add(near, b.constant(apart, [size, size])), [1, 0]);
    expectAgreement(withGradient(b, b.eigenvalues(symmetric), [x]));
    const weights = b.constant(wave([size, size], 2), [size, size]);
    const turned = b.matmul(b.add(weights, near), b.eigenvectors(symmetric));
    expectAgreement(withGradient(b, turned, [x]), 1e-11);
  });

  it('are sorted in their rows', () => {
    const b = new Builder();
    const x = b.input('x', [size, size]);
    const order = b.argSort(b.transpose(x, [1, 0]));
    expectAgreement(b.finish({ order: b.add(b.toFloat(order), 1) }));
    const vector = b.reshape(b.multiply(x, x), [size * size]);
    expectAgreement(withGradient(b, b.gather(vector, b.argSort(vector)), [x]));
  });

  it('have determinants, rows exchanged', () => {
    const b = new Builder();
    const x = b.input('x', [size, size]);
    const noise = b.constant(
      wave([size, size], 3).map((v, k) => v + Math.cos(k * k)),
      [size, size],
    );
    expectAgreement(withGradient(b, b.logAbsDeterminant(b.add(x, noise)), [x]), 1e-10);
  });
});

describe.each([1, 2, 3, 6, 33, 34, 129, 260, 261])('a constant matrix of %i rows', (rows) => {
  it.each([1, 2, 7, 8, 9, 20, 32])('times a vector of %i elements', (columns) => {
    const b = new Builder();
    const matrix = b.constant(wave([rows, columns], 5), [rows, columns]);
    const x = b.input('x', [columns, 1]);
    const z = b.input('z', [rows, 1]);
    const product = b.add(b.matmul(matrix, x), z);
    const back = b.matmul(b.transpose(matrix, [1, 0]), b.multiply(z, z));
    const graph = withGradient(b, b.concatenate([product, back], 0), [x, z]);
    expectAgreement(simplify(graph, evaluate));
  });
});

it('a matrix that is not positive definite has no factor', () => {
  const b = new Builder();
  const x = b.input('x', [9, 9]);
  const { y } = wasmEngine.prepare(b.finish({ y: b.cholesky(x) })).run({ x: wave([9, 9], 1) });
  expect(y.every(Number.isNaN)).toBe(true);
});

describe('loops whose bodies are not taken apart', () => {
  const run = (shapes: Record<'state' | 'slice' | 'all', Shape>, define: DefineStep): void => {
    for (const reverse of [false, true]) {
      const b = new Builder();
      const inputs: LoopInputs = {
        initial: b.input('state', shapes.state),
        sliced: [b.input('slice', shapes.slice)],
        invariants: [b.input('all', shapes.all)],
      };
      const body = loopBody(inputs, define);
      const [steps] = shapes.slice;
      const { emitted, last } = scan(b, { ...inputs, steps, body, reverse });
      const result = b.concatenate([b.reshape(emitted, [sizeOf(emitted.shape)]), last], 0);
      const all = [inputs.initial, ...inputs.sliced, ...inputs.invariants];
      expectAgreement(withGradient(b, result, all));
    }
  };

  it('for their size', () => {
    run({ state: [25], slice: [6, 25], all: [25, 25] }, (b, state, [x], [matrix]) => {
      const moved = b.matmul(matrix, b.reshape(state, [25, 1]));
      const next = b.tanh(b.add(b.multiply(0.2, b.reshape(moved, [25])), x));
      return {
        next,
        emitted: b.concatenate(
          [b.sum(b.square(state), [0]), x].map((y) => b.reshape(y, [sizeOf(y.shape)])),
          0,
        ),
      };
    });
  });

  it('for the matrices in them', () => {
    run({ state: [4], slice: [5, 2], all: [2, 2] }, (b, state, [x], [matrix]) => {
      const square = b.reshape(state, [2, 2]);
      const covariance = b.add(
        b.matmul(square, b.transpose(square, [1, 0])),
        b.multiply(2, identityMatrix(b, 2)),
      );
      const factor = b.cholesky(covariance);
      const next = b.add(b.matmul(matrix, factor), b.reshape(x, [2, 1]));
      return {
        next: b.multiply(0.5, b.reshape(next, [4])),
        emitted: b.reshape(b.logAbsDeterminant(covariance), [1]),
      };
    });
  });

  it('for loops in them', () => {
    run({ state: [1], slice: [4, 3, 1], all: [1] }, (b, state, [x], [v]) => {
      const inner: LoopInputs = { initial: state, sliced: [x], invariants: [v] };
      const body = loopBody(inner, (c, s, [y], [w]) => {
        const next = c.add(c.sin(c.multiply(s, w)), y);
        return { next, emitted: next };
      });
      const { emitted, last } = scan(b, { ...inner, steps: 3, body, reverse: false });
      return { next: last, emitted: b.reshape(emitted, [3]) };
    });
  });

  it('for positions they compute', () => {
    run({ state: [3], slice: [4, 3], all: [3] }, (b, state, [x], [v]) => {
      const sums = b.cumulativeSum(b.multiply(b.sigmoid(state), v), 0);
      const largest = b.gather(x, b.argMax(x, 0));
      return { next: b.add(sums, largest), emitted: b.reshape(largest, [1]) };
    });
  });
});

describe('products in float32', () => {
  const { forStochasticGradients } = wasmEngine;
  /** Each in order and transposed. */
  const productOf = (m: number, k: number, n: number): Graph => {
    const b = new Builder();
    const [left, right] = [b.input('left', [m, k]), b.input('right', [k, n])];
    const turned = (name: string, [rows, columns]: Shape): Node =>
      b.transpose(b.input(name, [columns, rows]), [1, 0]);
    const [leftTurned, rightTurned] = [turned('a', left.shape), turned('b', right.shape)];
    return b.finish({
      both: b.matmul(left, right),
      leftTurned: b.matmul(leftTurned, right),
      rightTurned: b.matmul(left, rightTurned),
      bothTurned: b.matmul(leftTurned, rightTurned),
      // not a whole matrix in memory
      part: b.matmul(b.slice(left, [m - 16, 1], [16, k - 1]), b.slice(right, [1, 0], [k - 1, n])),
    });
  };

  it.each([
    [16, 17, 16],
    [19, 600, 21],
    [26, 17, 18],
    // panels of 257 and of 256 terms, of 508 rows and of the rest
    [510, 513, 16],
  ])('of [%i, %i] and [%i] columns have its accuracy', (m, k, n) => {
    // the terms cancel: sums are some hundredths of what they are made of
    expectAgreement(productOf(m, k, n), 3e-5, forStochasticGradients);
    // and are float32: the compiled engine's own differ
    const graph = productOf(m, k, n);
    const inputs = Object.fromEntries(
      graph.inputs.map(({ attributes, shape }, i) => [attributes.name!, wave(shape, i)]),
    );
    const rounded = forStochasticGradients!.prepare(graph).run(inputs).both;
    expect(rounded).not.toEqual(wasmEngine.prepare(graph).run(inputs).both);
  });
});

describe('functions of many elements in float32', () => {
  const compute = (
    op: 'softplus' | 'sigmoid',
    x: readonly number[],
    engine: Engine,
  ): TensorData => {
    const b = new Builder();
    // copied into order first
    const turned = b.transpose(b.input('x', [x.length / 4, 4]), [1, 0]);
    const graph = b.finish({ y: b.transpose(b[op](turned), [1, 0]) });
    return engine.prepare(graph).run({ x: Float64Array.from(x) }).y;
  };
  const { forStochasticGradients: rounding } = wasmEngine;

  it.each(['softplus', 'sigmoid'] as const)('%s is rounded, and no more', (op) => {
    const rows = readReference(op).filter(([x]) => Math.abs(x) <= 32);
    const x = rows.slice(rows.length % 16).map((row) => row[0]);
    const values = compute(op, x, rounding!);
    expect(x.length).toBeGreaterThan(100);
    rows.slice(rows.length % 16).forEach(([argument, exact], k) => {
      // an argument loses a part in 2²⁴, and an exponential so much more by its size
      const bound = (3e-7 + Math.abs(argument) * 2 ** -24) * exact;
      expect(Math.abs(values[k] - exact), String(argument)).toBeLessThanOrEqual(bound);
    });
    expect(values).not.toEqual(compute(op, x, wasmEngine));
  });

  it.each(['softplus', 'sigmoid'] as const)('%s of what is out of range is exact', (op) => {
    // in groups of 16, by columns; four are left in the end
    const far = [Number.NaN, Infinity, -Infinity, -33, 33, 700, -700, -745, 1e300, -1e300];
    for (const one of far) {
      const x = Array.from({ length: 68 }, (_, k) => Math.sin(k));
      x[5] = one;
      const exact = compute(op, x, wasmEngine);
      const values = compute(op, x, rounding!);
      const isExact = (k: number): boolean =>
        Object.is(values[k], exact[k]) || Math.abs(values[k] / exact[k] - 1) < 1e-15;
      const column = (k: number): number => 17 * (k % 4) + Math.floor(k / 4);
      x.forEach((_, k) => {
        if (Math.floor(column(k) / 16) === Math.floor(column(5) / 16) || column(k) >= 64)
          expect(isExact(k), `${one}, ${k}`).toBe(true);
      });
      expect(x.every((_, k) => isExact(k))).toBe(false);
    }
  });
});
