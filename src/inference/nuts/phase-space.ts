/** A point of phase space: where its vectors begin in the array of its space, and what is known there. */
export interface PhasePoint {
  readonly position: number;
  readonly momentum: number;
  /** M⁻¹ p. */
  readonly velocity: number;
  readonly gradient: number;
  /** The position and the gradient as arrays of their own, until the space has more room. */
  positionView: Float64Array;
  gradientView: Float64Array;
  logDensity: number;
  /** ½ pᵀ M⁻¹ p. */
  kineticEnergy: number;
}

const vectorsOfPoint = 4;

/**
 * Points of phase space and other vectors in one array: loops that reach into one array are two to three times as
 * fast as those that reach into one for each vector.
 */
export class PhaseSpace {
  readonly dimension: number;
  /** All vectors; another array once there are more than it has room for. */
  vectors: Float64Array;
  private used = 0;
  private readonly points: PhasePoint[] = [];

  /** @param points for which there is room at first */
  constructor(dimension: number, points: number) {
    this.dimension = dimension;
    this.vectors = new Float64Array(points * vectorsOfPoint * dimension);
  }

  /** A point at which nothing is known yet. */
  addPoint(): PhasePoint {
    const position = this.addVector();
    const momentum = this.addVector();
    const velocity = this.addVector();
    const gradient = this.addVector();
    const point = {
      ...{ position, momentum, velocity, gradient },
      positionView: this.view(position),
      gradientView: this.view(gradient),
      logDensity: Number.NEGATIVE_INFINITY,
      kineticEnergy: 0,
    };
    this.points.push(point);
    return point;
  }

  /** Where a vector of zeros begins. */
  addVector(): number {
    const { dimension, vectors } = this;
    const at = this.used;
    this.used += dimension;
    if (this.used > vectors.length) {
      this.vectors = new Float64Array(2 * this.used);
      this.vectors.set(vectors);
      for (const point of this.points) {
        point.positionView = this.view(point.position);
        point.gradientView = this.view(point.gradient);
      }
    }
    return at;
  }

  private view(at: number): Float64Array {
    return this.vectors.subarray(at, at + this.dimension);
  }
}
