import { expect, it } from 'vitest';
import { logPseudoDeterminant } from '../../src/linear-algebra/graph-laplacian.ts';

const of = (size: number, edges: readonly (readonly [number, number])[]): number | undefined =>
  logPseudoDeterminant(
    size,
    edges.map(([i]) => i),
    edges.map(([, j]) => j),
  );

/** n times the number of spanning trees: 1 of a path, n of a cycle, nⁿ⁻² of all edges (Cayley). */
it.each([1, 2, 5, 10, 60])('the graphs of %i nodes whose spanning trees are counted', (n) => {
  const path = Array.from({ length: n - 1 }, (_, k) => [k, k + 1] as const);
  expect(of(n, path)).toBeCloseTo(Math.log(n), 12);
  if (n > 2) expect(of(n, [...path, [n - 1, 0]])).toBeCloseTo(2 * Math.log(n), 12);
  const all = Array.from({ length: n * n }, (_, k) => [Math.floor(k / n), k % n] as const);
  expect(
    of(
      n,
      all.filter(([i, j]) => i < j),
    ),
  ).toBeCloseTo((n - 1) * Math.log(n), 11);
});

it('counts edges as often as they are given, and loops not at all', () => {
  expect(
    of(2, [
      [0, 1],
      [1, 0],
      [1, 1],
    ]),
  ).toBeCloseTo(Math.log(4), 14);
});

it('a graph in parts has none', () => {
  expect(
    of(4, [
      [0, 1],
      [2, 3],
    ]),
  ).toBeUndefined();
  expect(of(2, [])).toBeUndefined();
});
