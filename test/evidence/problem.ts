import type { EvidenceProblem } from '../../src/evidence/estimator.ts';
import { InferenceError } from '../../src/inference/method.ts';
import { Random } from '../../src/random/random.ts';

/** What estimators see of a density in so many coordinates, of which `drawCoordinate` gives independent draws. */
export function problemOf(
  dimension: number,
  logDensity: (point: Float64Array) => number,
  draws: number,
  seed: number,
  drawCoordinate: (random: Random) => number,
): EvidenceProblem {
  const notAsked = (): never => {
    throw new InferenceError('not-asked', 'The problem of this test has no derivatives.');
  };
  const source = Random.fromSeed(seed).stream(1000);
  const points = new Float64Array(draws * dimension).map(() => drawCoordinate(source));
  return {
    target: {
      dimension,
      logDensity,
      logDensityGradient: notAsked,
      hessian: notAsked,
      coordinateName: (coordinate) => `x[${coordinate}]`,
      get tempered() {
        return notAsked();
      },
      prior: { impossible: new Map(), draw: notAsked },
      isQuadratic: false,
    },
    draws,
    random: Random.fromSeed(seed),
    fit: notAsked,
    withTangent: notAsked,
    sample: async () => ({ values: {}, notes: [], draws: () => ({ points }) }),
    pause: async () => {},
  };
}
