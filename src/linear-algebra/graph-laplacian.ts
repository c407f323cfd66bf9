/** The Laplacian of an undirected graph: degrees on the diagonal, minus the weights of the edges beside it. */

/**
 * log of the product of the eigenvalues of the Laplacian but for the one that is 0, of a graph with
 * `size` nodes and edges of weight 1; edges that are given twice count twice, loops do not count.
 * `undefined` where the graph is not connected.
 *
 * It is `size` times the number of weighted spanning trees (Kirchhoff's theorem), which is the product
 * of the pivots of elimination. A node of the least degree is taken at a time: its neighbours i, j are
 * joined by wᵢ wⱼ / Σ w (the star-mesh transform). Nothing is subtracted, so nothing cancels.
 *
 * @param from one end of each edge, from 0
 * @param to the other end
 */
export function logPseudoDeterminant(
  size: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
): number | undefined {
  const neighbours = Array.from({ length: size }, () => new Map<number, number>());
  const join = (i: number, j: number, weight: number): void => {
    neighbours[i].set(j, (neighbours[i].get(j) ?? 0) + weight);
    neighbours[j].set(i, (neighbours[j].get(i) ?? 0) + weight);
  };
  for (let edge = 0; edge < from.length; edge++) {
    if (from[edge] !== to[edge]) join(from[edge], to[edge], 1);
  }
  const open = new Set(neighbours.keys());
  let sum = Math.log(size);
  while (open.size > 1) {
    const node = nodeOfLeastDegree(open, neighbours);
    const beside = [...neighbours[node]];
    if (beside.length === 0) return undefined;
    const total = beside.reduce((all, [, weight]) => all + weight, 0);
    sum += Math.log(total);
    open.delete(node);
    beside.forEach(([i, weight], k) => {
      neighbours[i].delete(node);
      for (const [j, other] of beside.slice(k + 1)) join(i, j, (weight * other) / total);
    });
  }
  return sum;
}

function nodeOfLeastDegree(
  open: ReadonlySet<number>,
  neighbours: readonly ReadonlyMap<number, number>[],
): number {
  let best = -1;
  for (const node of open) {
    if (best < 0 || neighbours[node].size < neighbours[best].size) best = node;
    if (neighbours[best].size <= 1) break;
  }
  return best;
}
