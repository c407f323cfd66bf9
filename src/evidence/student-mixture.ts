import { type Proposals, studentDegrees } from '../inference/importance.ts';
import { cholesky } from '../linear-algebra/cholesky.ts';
import { lgamma } from '../numerics/gamma.ts';
import { logSumExp } from '../numerics/index.ts';
import type { Random } from '../random/random.ts';

/** The scatter of a component is drawn to that of all points as if by so many points a coordinate. */
const shrinkage = 1;

/** A multivariate Student-t distribution and its share of the mixture. */
interface Component {
  readonly share: number;
  readonly mean: Float64Array;
  /** The lower Cholesky factor of the scale matrix, row-major. */
  readonly factor: Float64Array;
}

/** Rows of points with weights that sum to 1. */
export interface WeightedPoints {
  readonly rows: readonly Float64Array[];
  readonly weights: Float64Array;
}

/** A mixture of multivariate Student-t distributions whose tails cover those of most posteriors. */
export class StudentMixture {
  readonly components: readonly Component[];
  /** log share − log |det L| + the constant of the density, by component. */
  readonly #logConstants: readonly number[];
  /** Of `#distances`, which is called for every point. */
  readonly #z: Float64Array;

  constructor(components: readonly Component[]) {
    const dimension = components[0].mean.length;
    const constant =
      lgamma((studentDegrees + dimension) / 2) -
      lgamma(studentDegrees / 2) -
      0.5 * dimension * Math.log(studentDegrees * Math.PI);
    this.components = components;
    this.#z = new Float64Array(dimension);
    this.#logConstants = components.map(({ share, factor }) => {
      let logVolume = 0;
      for (let k = 0; k < dimension; k++) logVolume += Math.log(factor[k * (dimension + 1)]);
      return Math.log(share) - logVolume + constant;
    });
  }

  /** Draws, row-major, with their log densities under the whole mixture. */
  propose(count: number, random: Random): Proposals {
    const dimension = this.components[0].mean.length;
    const draws = new Float64Array(count * dimension);
    const z = new Float64Array(dimension);
    const logDensities = new Float64Array(count).map((_, row) => {
      const { mean, factor } = this.#choose(random.uniform());
      const stretch = Math.sqrt(studentDegrees / (2 * random.gamma(studentDegrees / 2)));
      for (let i = 0; i < dimension; i++) z[i] = stretch * random.normal();
      const point = draws.subarray(row * dimension, (row + 1) * dimension);
      for (let i = 0; i < dimension; i++) {
        let x = mean[i];
        for (let j = 0; j <= i; j++) x += factor[i * dimension + j] * z[j];
        point[i] = x;
      }
      return logSumExp(this.#logTerms(this.#distances(point)));
    });
    return { draws, logDensities };
  }

  /**
   * One step of expectation maximisation towards the mixture nearest to points (Peel and McLachlan 2000, Statistics
   * and Computing 10:339, for fixed degrees of freedom). Components with too few points are left out. `undefined`
   * where none is left.
   *
   * @param around moments of all points
   */
  refitted(rows: readonly Float64Array[], around: Moments): StudentMixture | undefined {
    const dimension = around.mean.length;
    const masses = this.components.map(() => new Float64Array(rows.length));
    const pulls = this.components.map(() => new Float64Array(rows.length));
    rows.forEach((point, row) => {
      const distances = this.#distances(point);
      const terms = this.#logTerms(distances);
      const total = logSumExp(terms);
      for (let k = 0; k < terms.length; k++) {
        masses[k][row] = Math.exp(terms[k] - total);
        pulls[k][row] = (studentDegrees + dimension) / (studentDegrees + distances[k]);
      }
    });
    const refitted = masses.flatMap((mass, k): Component[] => {
      const points = mass.reduce((a, b) => a + b, 0);
      if (points <= dimension) return [];
      const { mean, scatter } = momentsOf(rows, mass, pulls[k]);
      const own = points / (points + shrinkage * dimension);
      const drawn = scatter.map((value, i) => own * value + (1 - own) * around.scatter[i]);
      const factor = cholesky(drawn, dimension);
      return factor === undefined ? [] : [{ share: points / rows.length, mean, factor }];
    });
    return refitted.length === 0 ? undefined : new StudentMixture(withSharesOfOne(refitted));
  }

  /** The mixture of which a part is replaced by another component. */
  with(other: Component): StudentMixture {
    const others = this.components.map((component) => ({
      ...component,
      share: (1 - other.share) * component.share,
    }));
    return new StudentMixture([...others, other]);
  }

  #choose(level: number): Component {
    let reached = 0;
    return (
      this.components.find(({ share }) => {
        reached += share;
        return level <= reached;
      }) ?? this.components.at(-1)!
    );
  }

  /** The squared distance of a point from the centre of each component, in units of its scale. */
  #distances(point: Float64Array): Float64Array {
    const size = point.length;
    const z = this.#z;
    const distances = new Float64Array(this.components.length);
    for (let k = 0; k < distances.length; k++) {
      const { mean, factor } = this.components[k];
      let squares = 0;
      for (let i = 0; i < size; i++) {
        let x = point[i] - mean[i];
        for (let j = 0; j < i; j++) x -= factor[i * size + j] * z[j];
        z[i] = x / factor[i * size + i];
        squares += z[i] * z[i];
      }
      distances[k] = squares;
    }
    return distances;
  }

  /** log (share · density) of each component at these distances. */
  #logTerms(distances: Float64Array): Float64Array {
    const dimension = this.components[0].mean.length;
    return distances.map(
      (squared, k) =>
        this.#logConstants[k] -
        0.5 * (studentDegrees + dimension) * Math.log1p(squared / studentDegrees),
    );
  }
}

export interface Moments {
  readonly mean: Float64Array;
  /** The mean product of deviations from the mean, row-major. */
  readonly scatter: Float64Array;
}

/** Of points that count by their masses, and by their pulls too: those far from a centre draw it less. */
export function momentsOf(
  rows: readonly Float64Array[],
  masses: Float64Array,
  pulls?: Float64Array,
): Moments {
  const dimension = rows[0].length;
  const mean = new Float64Array(dimension);
  const scatter = new Float64Array(dimension * dimension);
  const mass = masses.reduce((a, b) => a + b, 0);
  const weights = pulls === undefined ? masses : masses.map((value, row) => value * pulls[row]);
  const pulled = weights.reduce((a, b) => a + b, 0);
  rows.forEach((point, row) => {
    for (let i = 0; i < dimension; i++) mean[i] += (weights[row] / pulled) * point[i];
  });
  rows.forEach((point, row) => {
    const weight = weights[row] / mass;
    if (weight === 0) return;
    for (let i = 0; i < dimension; i++) {
      const deviation = weight * (point[i] - mean[i]);
      for (let j = 0; j <= i; j++) scatter[i * dimension + j] += deviation * (point[j] - mean[j]);
    }
  });
  for (let i = 0; i < dimension; i++)
    for (let j = 0; j < i; j++) scatter[j * dimension + i] = scatter[i * dimension + j];
  return { mean, scatter };
}

/** How many equal weights these, which sum to 1, are worth (Kong 1992). */
export function effectiveCount(weights: Float64Array): number {
  return 1 / weights.reduce((sum, weight) => sum + weight * weight, 0);
}

function withSharesOfOne(components: readonly Component[]): Component[] {
  const total = components.reduce((sum, { share }) => sum + share, 0);
  return components.map((component) => ({ ...component, share: component.share / total }));
}

/** Several sets as one, each by how many draws it is worth. */
export function pooled(sets: readonly WeightedPoints[]): WeightedPoints {
  const worths = sets.map(({ weights }) => effectiveCount(weights));
  const total = worths.reduce((sum, worth) => sum + worth, 0);
  return {
    rows: sets.flatMap(({ rows }) => rows),
    weights: Float64Array.from(
      sets.flatMap(({ weights }, k) => [...weights.map((weight) => (weight * worths[k]) / total)]),
    ),
  };
}
