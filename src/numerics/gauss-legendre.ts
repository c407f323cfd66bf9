/** A rule for ∫₀¹: nodes and weights of the same length. */
export interface QuadratureRule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * The rule of Gauss and Legendre with `count` nodes on 0 to 1: the zeros of the Legendre polynomial by
 * Newton's method from DLMF 18.16.5's first term, weights 2 / ((1 − z²) P′(z)²) (DLMF 3.5.25).
 */
export function gaussLegendre(count: number): QuadratureRule {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let z = Math.cos((Math.PI * (count - k - 0.25)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let [previous, value] = [1, z];
      for (let n = 2; n <= count; n++) {
        [previous, value] = [value, ((2 * n - 1) * z * value - (n - 1) * previous) / n];
      }
      slope = (count * (previous - z * value)) / ((1 - z) * (1 + z));
      z -= value / slope;
    }
    nodes[k] = 0.5 * (1 + z);
    weights[k] = 1 / ((1 - z) * (1 + z) * slope * slope);
  }
  return { nodes, weights };
}

/**
 * The rule with s = y²: its nodes crowd towards 0, where an integrand that starts there has its
 * features, or a singularity close by.
 */
export function crowdedTowardsZero({ nodes, weights }: QuadratureRule): QuadratureRule {
  return {
    nodes: nodes.map((y) => y * y),
    weights: weights.map((weight, k) => 2 * nodes[k] * weight),
  };
}

/**
 * The integrals from 0 to each node of the polynomial through all nodes: row i has the weights of that to
 * node i. A function of z = 2x − 1 is Σ (2n + 1) P[n](z) ∫₀¹ f P[n] dx, and ∫ P[n] dz from −1 to z is
 * (P[n + 1](z) − P[n − 1](z)) / (2n + 1) (DLMF 18.9.15 and 18.17.1).
 */
export function cumulativeWeights({ nodes, weights }: QuadratureRule): Float64Array[] {
  const count = nodes.length;
  const atNodes = Array.from(nodes, (x) => legendre(count, 2 * x - 1));
  return atNodes.map((own, i) =>
    weights.map((weight, j) => {
      let sum = nodes[i];
      for (let n = 1; n < count; n++) sum += ((own[n + 1] - own[n - 1]) / 2) * atNodes[j][n];
      return weight * sum;
    }),
  );
}

/** P₀(z) … P_degree(z), by (n + 1) P[n + 1] = (2n + 1) z P[n] − n P[n − 1] (DLMF 18.9.1). */
function legendre(degree: number, z: number): Float64Array {
  const values = new Float64Array(degree + 1).fill(1);
  if (degree > 0) values[1] = z;
  for (let n = 1; n < degree; n++) {
    values[n + 1] = ((2 * n + 1) * z * values[n] - n * values[n - 1]) / (n + 1);
  }
  return values;
}
