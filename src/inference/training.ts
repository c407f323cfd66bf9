/** What methods that train by batches say of it. */
import type { Walk, WalkOptions } from './adam.ts';
import { type BatchPlan, InferenceError, type Note, type StepInfo } from './method.ts';

/** A share of steps left out that a person should know of. */
const manySkipped = 0.01;

export function describeTraining(
  { steps, objective }: Walk,
  { steps: most }: WalkOptions,
  { count }: BatchPlan,
  what: string,
): StepInfo {
  const words = objective === undefined ? '' : `, ${what} ${objective.toPrecision(6)}`;
  return {
    progress: steps / most,
    done: steps >= most,
    message: `step ${steps}, epoch ${Math.floor(steps / count)}${words}`,
    ...(objective !== undefined && { objective }),
  };
}

export function notesOnTraining({ steps, skipped }: Walk, batches: BatchPlan): Note[] {
  const { size, dimension, count } = batches;
  const epochs = steps / count;
  const times = epochs < 10 ? epochs.toPrecision(2) : Math.round(epochs);
  const notes: Note[] = [
    {
      code: 'training',
      severity: 'note',
      message: `Trained in ${steps} steps (--steps) with batches of ${size} along ${dimension}: ${times} times all of it.`,
    },
  ];
  if (skipped > manySkipped * steps) {
    notes.push({
      code: 'cut-off',
      severity: 'warning',
      message: `The log density was not finite at ${skipped} of ${steps} steps, which were left out.`,
    });
  }
  return notes;
}

/** The error where no step met a finite log density. */
export function nowhereFinite(): InferenceError {
  return new InferenceError(
    'no-start',
    'The log density is −infinity or undefined wherever training came. Check the priors and the supports of the observed values.',
  );
}
