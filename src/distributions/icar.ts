import { lastAxis } from '../transforms/last-axis.ts';
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
 * part, so it is improper, and no constant is right; as in Stan, a constraint to sum to 0 makes it
 * proper.
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
