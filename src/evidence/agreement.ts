import type { Note } from '../inference/method.ts';
import type { Estimate } from './estimator.ts';

export interface NamedEstimate extends Estimate {
  readonly method: string;
}

/** Estimates further apart than so many standard errors of their difference do not agree. */
const largestDeviation = 4;
/** Differences of rounding are no disagreement. */
const rounding = 1e-6;

export const isTrustworthy = ({ notes }: Pick<Estimate, 'notes'>): boolean =>
  notes.every(({ severity }) => severity !== 'warning');

/**
 * The estimate to report: the first that is no bound and that its method stands by, else the first that is no bound,
 * else the first.
 */
export function chooseEstimate<E extends NamedEstimate>(estimates: readonly E[]): E {
  const points = estimates.filter(({ kind }) => kind !== 'lower bound');
  return points.find(isTrustworthy) ?? points[0] ?? estimates[0];
}

/** A warning for every other estimate that contradicts the one to report, and bounds above it. */
export function notesOnAgreement(
  chosen: NamedEstimate,
  estimates: readonly NamedEstimate[],
): Note[] {
  return estimates.flatMap((other) => {
    if (other === chosen) return [];
    const difference = other.logEvidence - chosen.logEvidence;
    const allowed =
      largestDeviation * Math.hypot(other.standardError, chosen.standardError) + rounding;
    const isBound = other.kind === 'lower bound';
    if (isBound ? difference <= allowed : Math.abs(difference) <= allowed) return [];
    const message = isBound
      ? `The lower bound of ${other.method}, ${other.logEvidence.toFixed(3)}, lies above the estimate of ${chosen.method}, ${chosen.logEvidence.toFixed(3)}.`
      : `${chosen.method} and ${other.method} disagree by ${Math.abs(difference).toFixed(3)}, more than their errors allow: at least one of them is wrong.`;
    return [{ code: 'disagreement', severity: 'warning', message }];
  });
}

/** What others find wrong with their approximation says nothing about the estimate that is reported. */
const ofApproximations: ReadonlySet<string> = new Set([
  'poor-proposal',
  'not-normal',
  'large-error',
]);

/** Warnings of the other estimates about the posterior itself: that chains do not mix, that there are several modes. */
export function notesOnPosterior(
  chosen: NamedEstimate,
  estimates: readonly NamedEstimate[],
): Note[] {
  return estimates
    .filter((other) => other !== chosen)
    .flatMap(({ method, notes }) =>
      notes
        .filter(({ code, severity }) => severity === 'warning' && !ofApproximations.has(code))
        .map((note) => ({ ...note, message: `${method}: ${note.message}` })),
    );
}
