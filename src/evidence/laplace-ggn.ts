import { gaussNewton } from '../inference/gauss-newton/gauss-newton.ts';
import type { Note } from '../inference/method.ts';
import type { EvidenceEstimator } from './estimator.ts';

/** Climbs to a mode, from weights at random. */
const starts = 3;
/** Evidences of modes that lie further apart are not that of one posterior. */
const apart = 1;

/**
 * Laplace's method of a network, with the generalised Gauss-Newton matrix for the curvature: the evidence of the network's
 * tangent at a mode (MacKay 1992; Immer and others 2021). There is no random error; how far the evidences at modes from
 * different starts lie apart, by their standard deviation, stands in its place.
 */
export const laplaceGgn: EvidenceEstimator = {
  name: 'laplace-ggn',
  summary:
    "of networks: Laplace's method with the generalised Gauss-Newton matrix, at the best of three modes",
  estimate: (problem) =>
    problem.withTangent(async (target) => {
      const evidences: number[] = [];
      for (let k = 0; k < starts; k++) {
        const { values } = await problem.fit(gaussNewton, {}, problem.random.stream(k), target);
        evidences.push(values.logEvidence);
      }
      const mean = evidences.reduce((sum, value) => sum + value, 0) / starts;
      const squares = evidences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const standardError = Math.sqrt(squares / (starts - 1));
      const notes: Note[] = [
        {
          code: 'tangent-evidence',
          severity: 'note',
          message:
            "This is the evidence of the network's tangent at one mode. Modes in which units have changed places are not counted, and what is lost with the network's bends is not in the error.",
        },
      ];
      if (standardError > apart) {
        const shown = evidences.map((value) => value.toFixed(1)).join(', ');
        notes.push({
          code: 'modes-apart',
          severity: 'warning',
          message: `From different starts training ends in modes with different log evidences: ${shown}. The largest is reported.`,
        });
      }
      const values = Object.fromEntries(evidences.map((value, k) => [`mode ${k + 1}`, value]));
      return {
        logEvidence: Math.max(...evidences),
        standardError,
        kind: 'estimate',
        values,
        notes,
      };
    }),
};
