import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/engines/reference/evaluate.ts';
import { Builder } from '../../src/graph/builder.ts';
import { type DefineStep, loopBody, scan } from '../../src/graph/loop.ts';
import type { Graph, Node } from '../../src/graph/node.ts';
import { GraphError } from '../../src/graph/op-definition.ts';
import { simplify } from '../../src/graph/simplify.ts';
import { verify } from '../../src/graph/verify.ts';
import { runOnce } from './run.ts';

const STEPS = 4;

/** The last state and what was emitted of a loop over x [4, 2] from u [2], with v [2] and s [] for all steps. */
function loop(define: DefineStep, slice?: (b: Builder, x: Node) => Node): Graph {
  const b = new Builder();
  const x = b.input('x', [STEPS, 2]);
  const inputs = {
    initial: b.input('u', [2]),
    sliced: [slice === undefined ? x : slice(b, x)],
    invariants: [b.input('v', [2]), b.input('s', [])],
  };
  const body = loopBody(inputs, define);
  return b.finish({ ...scan(b, { ...inputs, steps: STEPS, body, reverse: false }) });
}

const scanOf = (graph: Graph): Node => graph.nodes.find(({ op }) => op === 'scan')!;
const opsIn = (graph: Graph): string =>
  graph.nodes.flatMap(({ op }) => (op === 'input' || op === 'constant' ? [] : [op])).join(' ');

const point = { x: [1, -2, 0.5, 3, -1, 0.25, 2, -0.75], u: [0.5, -1], v: [0.25, 2], s: [0.5] };

/** The loop after simplification, which changes no value and does nothing more a second time. */
function simplified(graph: Graph): Node {
  verify(graph);
  const simple = simplify(graph, evaluate);
  verify(simple);
  const given = Object.fromEntries(
    simple.inputs.map(({ attributes: { name } }) => [name!, point[name as keyof typeof point]]),
  );
  const [actual, expected] = [runOnce(simple, given), runOnce(graph, point)];
  for (const [name, values] of Object.entries(expected)) {
    expect(actual[name]).toHaveLength(values.length);
    values.forEach((value, k) => {
      expect(actual[name][k]).toBeCloseTo(value, 13);
    });
  }
  const again = scanOf(simplify(simple, evaluate));
  expect(opsIn(again.attributes.body!)).toBe(opsIn(scanOf(simple).attributes.body!));
  expect(again.inputs).toHaveLength(scanOf(simple).inputs.length);
  return scanOf(simple);
}

describe('a loop', () => {
  it('is built once for equal bodies', () => {
    const b = new Builder();
    const initial = b.input('u', [1]);
    const inputs = { initial, sliced: [], invariants: [] };
    const make = (factor: number): Node => {
      const body = loopBody(inputs, (inner, state) => {
        const next = inner.multiply(state, factor);
        return { next, emitted: next };
      });
      return scan(b, { ...inputs, steps: 3, body, reverse: false }).emitted;
    };
    expect(make(2)).toBe(make(2));
    expect(make(2)).not.toBe(make(3));
    expect(runOnce(b.finish({ y: make(2) }), { u: [1.5] }).y).toEqual([3, 6, 12]);
  });

  it('computes once what all steps have in common', () => {
    const node = simplified(
      loop((b, state, [x], [v, s]) => {
        const common = b.exp(b.multiply(b.broadcast(s, [2]), v));
        return {
          next: b.multiply(b.add(state, x), common),
          emitted: b.multiply(x, b.log1p(common)),
        };
      }),
    );
    expect(opsIn(node.attributes.body!)).toBe('add multiply multiply');
    expect(node.inputs.map(({ op }) => op)).toEqual(['input', 'input', 'exp', 'softplus']);
  });

  it('knows slices that are the same in all steps, and numbers', () => {
    const repeated = simplified(
      loop(
        (b, state, [x], [, s]) => ({ next: b.multiply(state, x), emitted: b.add(state, s) }),
        (b) => b.broadcast(b.input('v', [2]), [STEPS, 2]),
      ),
    );
    expect(repeated.attributes.sliced).toBe(0);
    const zero = simplified(
      loop(
        (b, state, [x], [v]) => ({ next: b.add(b.multiply(state, v), x), emitted: x }),
        (b) => b.broadcast(b.constant(0), [STEPS, 2]),
      ),
    );
    expect(opsIn(zero.attributes.body!)).toBe('broadcast multiply');
    expect(zero.inputs).toHaveLength(2);
  });

  it('loses what its body does not use', () => {
    const node = simplified(
      loop((b, state, _, [v]) => ({ next: b.add(state, v), emitted: state })),
    );
    expect(node.inputs.map(({ attributes }) => attributes.name)).toEqual(['u', 'v']);
  });

  it('of no step is its initial state', () => {
    const b = new Builder();
    const inputs = { initial: b.input('u', [2]), sliced: [], invariants: [] };
    const body = loopBody(inputs, (inner, state) => {
      const next = inner.exp(state);
      return { next, emitted: next };
    });
    const { last } = scan(b, { ...inputs, steps: 0, body, reverse: false });
    expect(opsIn(simplify(b.finish({ last }), evaluate))).toBe('');
  });

  it.each<[string, (b: Builder) => unknown, RegExp]>([
    ['a state that changes its shape', (b) => wrong(b, (i) => i.constant(1)), /gives \[\]/],
    ['a slice too few', (b) => wrong(b, (_, state) => state, [3, 2]), /no slice for each of 4/],
    ['an invariant of another shape', (b) => wrong(b, (_, state) => state, [4, 2], [3]), /\[3\]/],
  ])('refuses %s', (_, build, message) => {
    expect(() => build(new Builder())).toThrow(GraphError);
    expect(() => build(new Builder())).toThrow(message);
  });
});

/** A loop whose inputs have other shapes than its body was made for. */
function wrong(
  b: Builder,
  next: (b: Builder, state: Node) => Node,
  sliced = [STEPS, 2],
  invariant = [2],
): void {
  const ofBody = { shape: [STEPS, 2], type: 'float' } as const;
  const vector = { shape: [2], type: 'float' } as const;
  const body = loopBody(
    { initial: vector, sliced: [ofBody], invariants: [vector] },
    (inner, state, [x], [v]) => ({ next: next(inner, state), emitted: inner.add(x, v) }),
  );
  const inputs = [b.input('u', [2]), b.input('x', sliced), b.input('v', invariant)];
  b.make('scan', inputs, { body, extent: STEPS, sliced: 1, reverse: false });
}
