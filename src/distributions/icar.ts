import { logPseudoDeterminant } from '../linear-algebra/graph-laplacian.ts';
import { lastAxis } from '../transforms/last-axis.ts';
import { HALF_LOG_TWO_PI } from './constants.ts';
import type { Support } from './distribution.ts';
import type { VectorDistribution } from './vector-distribution.ts';

const node: Support = {
  kind: 'integer',
  lower: 1,
  upper: Infinity,
  upperOpen: true,
  words: 'a position',
};

/**
 * −½ Σ (x[node1] − x[node2])² over the edges of a graph (J. Besag, Journal of the Royal Statistical
 * Society B 36 (1974), 192-236). It does not change where a constant is added to all of a connected
 * part, so it is improper, and no constant is right. On the vectors that sum to 0 it is proper where the
 * graph is connected.
 */
export const icar: VectorDistribution = {
  name: 'ICAR',
  summary: 'The intrinsic conditional autoregressive prior: neighbours in a graph are alike.',
  parameters: [
    {
      name: 'node1',
      support: node,
      eventRank: 1,
      ownDimension: true,
      summary: 'one end of each edge',
    },
    {
      name: 'node2',
      support: node,
      eventRank: 1,
      ownDimension: true,
      summary: 'the other end of each edge',
    },
  ],
  eventRank: 1,
  support: { kind: 'vector', words: 'a vector of numbers' },
  improper: true,
  logDensity: (b, x, { node1, node2 }) => {
    const last = lastAxis(x);
    const nodes = b.transpose(x, [last, ...x.shape.map((_, axis) => axis).slice(0, last)]);
    const [from, to] = [node1, node2].map((end) => b.gather(nodes, b.toInt(b.subtract(end, 1))));
    return b.multiply(-0.5, b.sum(b.square(b.subtract(from, to)), [0]));
  },
  // by volume in them it is normal with the Laplacian Q of the graph as its precision matrix:
  // (2π)^½(K − 1) over the root of the product of the eigenvalues of Q that are not 0
  logZeroSumMass: (b, { node1, node2 }, size, known) => {
    const [from, to] = [node1, node2].map((end) => Float64Array.from(known(end), (k) => k - 1));
    const logDeterminant = logPseudoDeterminant(size, from, to);
    return b.constant(
      logDeterminant === undefined
        ? Number.POSITIVE_INFINITY
        : (size - 1) * HALF_LOG_TWO_PI - 0.5 * logDeterminant,
    );
  },
  testPoints: [
    // mpmath, 420 digits: test/distributions/reference/vectors.py
    {
      x: [0.5, -1.0, 2.0],
      arguments: { node1: [1.0, 2.0], node2: [2.0, 3.0] },
      logDensity: -5.625,
    },
    { x: [1.0, 1.0], arguments: { node1: [1.0], node2: [2.0] }, logDensity: 0.0 },
    {
      x: [100000000.0, 100000000.0, 100000001.0],
      arguments: { node1: [1.0, 1.0, 2.0], node2: [2.0, 3.0, 3.0] },
      logDensity: -1.0,
    },
    {
      x: [3.0, 0.0, -4.0, 1.0],
      arguments: { node1: [4.0, 1.0], node2: [1.0, 3.0] },
      logDensity: -26.5,
    },
  ],
};
