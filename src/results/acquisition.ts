/** Which rows together would tell most about the parameters: BatchBALD (Kirsch, van Amersfoort and Gal 2019). */
import type { Random } from '../random/random.ts';

export interface Chosen {
  readonly row: number;
  /** The mutual information of its class and the parameters, given the classes of the rows chosen before it; nats. */
  readonly gain: number;
}

/** Joint outcomes of the chosen rows that are followed one by one; of more there is a sample of so many. */
const MOST_OUTCOMES = 1024;

/**
 * Rows chosen one after the other, each with the most that it adds to what is known from those before: two that would
 * tell the same are not both chosen. Exact as long as the chosen rows have at most 1,024 joint outcomes, then from as
 * many outcomes drawn from their distribution.
 *
 * @param rows of each the probabilities of the classes, one draw of the parameters after the other
 */
export function batchBald(
  rows: readonly Float64Array[],
  classes: number,
  wanted: number,
  random: Random,
  mostOutcomes = MOST_OUTCOMES,
): Chosen[] {
  const count = rows.length === 0 ? 0 : rows[0].length / classes;
  const noise = rows.map((draws) => draws.reduce((sum, p) => sum + entropyPart(p), 0) / count);
  let joint = new JointOutcomes(classes, [1], [new Float64Array(count).fill(1 / count)]);
  // what a row adds only falls as others are chosen, so that an old gain bounds a new one from above (Minoux 1978)
  const bounds = rows.map(() => Infinity);
  const left = new Set(rows.keys());
  const chosen: Chosen[] = [];
  while (chosen.length < wanted && left.size > 0) {
    let best = -1;
    let gain = -Infinity;
    for (const row of [...left].sort((a, b) => bounds[b] - bounds[a])) {
      if (bounds[row] <= gain) break;
      // rounding alone makes less than nothing of it
      bounds[row] = Math.max(0, joint.expectedEntropy(rows[row]) - noise[row]);
      if (bounds[row] > gain) [best, gain] = [row, bounds[row]];
    }
    left.delete(best);
    chosen.push({ row: best, gain });
    joint = joint.with(rows[best], mostOutcomes, random);
  }
  return chosen;
}

/** Outcomes of the rows chosen so far, and what each says of which draw of the parameters is the true one. */
class JointOutcomes {
  private readonly classes: number;
  /** Of each outcome its probability, or its share of a sample. */
  private readonly weights: readonly number[];
  /** Of each outcome the probability of each draw given it. */
  private readonly posteriors: readonly Float64Array[];

  constructor(classes: number, weights: readonly number[], posteriors: readonly Float64Array[]) {
    this.classes = classes;
    this.weights = weights;
    this.posteriors = posteriors;
  }

  /** The entropy that another row's class is expected to have once the outcome is known. */
  expectedEntropy(draws: Float64Array): number {
    return this.posteriors.reduce((sum, posterior, k) => {
      const entropy = this.predictive(draws, posterior).reduce(
        (part, p) => part + entropyPart(p),
        0,
      );
      return sum + this.weights[k] * entropy;
    }, 0);
  }

  with(draws: Float64Array, most: number, random: Random): JointOutcomes {
    const { classes } = this;
    const weights: number[] = [];
    const posteriors: Float64Array[] = [];
    const add = (k: number, which: number, p: number, weight: number): void => {
      weights.push(weight);
      posteriors.push(
        this.posteriors[k].map((share, draw) => (share * draws[draw * classes + which]) / p),
      );
    };
    const predictives = this.posteriors.map((posterior) => this.predictive(draws, posterior));
    if (this.weights.length * classes <= most) {
      predictives.forEach((predictive, k) => {
        predictive.forEach((p, which) => {
          if (p > 0) add(k, which, p, this.weights[k] * p);
        });
      });
    } else {
      // evenly spread over all outcomes, in proportion to their probabilities
      let next = random.uniform();
      let passed = 0;
      predictives.forEach((predictive, k) => {
        predictive.forEach((p, which) => {
          passed += this.weights[k] * p * most;
          for (; next < passed && weights.length < most; next++) add(k, which, p, 1);
        });
      });
      weights.fill(1 / weights.length);
    }
    return new JointOutcomes(classes, weights, posteriors);
  }

  private predictive(draws: Float64Array, posterior: Float64Array): Float64Array {
    const { classes } = this;
    const predictive = new Float64Array(classes);
    posterior.forEach((share, draw) => {
      if (share === 0) return;
      for (let k = 0; k < classes; k++) predictive[k] += share * draws[draw * classes + k];
    });
    return predictive;
  }
}

const entropyPart = (p: number): number => (p > 0 ? -p * Math.log(p) : 0);
