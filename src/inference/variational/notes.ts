import { type Note, percent } from '../method.ts';
import type { VariationalState } from './variational.ts';

/** Why the fit ended, and how far it had settled. */
export function notesOnEnd(state: VariationalState, tolerance: number): Note[] {
  const { change, draws, steps } = state;
  if (state.climb !== undefined || state.stage !== undefined)
    return [
      {
        code: 'max-steps',
        severity: 'warning',
        message: `The fit was stopped after ${steps} steps, before it settled.`,
      },
    ];
  if (state.blocked)
    return [
      {
        code: 'cut-off',
        severity: 'warning',
        message:
          'The posterior density is 0 or undefined at points that a normal distribution reaches: the fit describes the part around its centre only.',
      },
    ];
  if (change === undefined) return [];
  if (change <= tolerance) {
    const message = `The fit settled: twice as many base draws (${draws}) moved no mean and no standard deviation by more than ${percent(tolerance)} of the standard deviation.`;
    return [{ code: 'settled', severity: 'note', message }];
  }
  const message = `The fit ended at its largest number of base draws, ${draws}: the last doubling still moved a mean or a standard deviation by ${percent(change)} of the standard deviation; its means and standard deviations are uncertain by about as much.`;
  return [{ code: 'max-draws', severity: 'note', message }];
}

/** Whether fits from different starting points agree. */
export function notesOnStarts(rival: { readonly share: number } | undefined): Note[] {
  if (rival === undefined) return [];
  const message = `Fits from different starting points disagree: the posterior holds about ${percent(rival.share)} as much probability around another optimum as around the one described here. Compare it with --method nuts.`;
  return [{ code: 'several-optima', severity: 'warning', message }];
}
