/** What methods that train by batches say of it. */
import type { Walk, WalkOptions } from './adam.ts';
import { describeHeldOut, type HeldOutPath } from './held-out.ts';
import type { BatchPlan, Note, StepInfo, Training } from './method.ts';

/** A share of steps left out that a person should know of. */
const manySkipped = 0.01;

export function describeTraining(
  { steps, objective, divergences = [] }: Walk,
  { steps: most }: WalkOptions,
  { count, parts }: Training,
  what: string,
  heldOut?: HeldOutPath,
): StepInfo {
  const reached = objective === undefined ? '' : `, ${what} ${objective.toPrecision(6)}`;
  const seen = describeHeldOut(heldOut);
  const words = `${reached}${seen}${describeDivergences(parts, divergences)}`;
  return {
    progress: steps / most,
    done: steps >= most,
    message: `step ${steps}, epoch ${Math.floor(steps / count)}${words}`,
    ...(objective !== undefined && { objective }),
    ...(heldOut?.last && { heldOutNll: heldOut.last.nll }),
  };
}

/** The divergence from the prior, and where there are several parts that of each: `, KL 312 (f.layer1 300, f.layer2 12)`. */
function describeDivergences(parts: readonly string[], divergences: readonly number[]): string {
  if (divergences.length === 0) return '';
  const nats = (value: number): string =>
    Math.abs(value) < 1000 ? value.toPrecision(3) : value.toFixed(0);
  const total = nats(divergences.reduce((sum, one) => sum + one, 0));
  if (parts.length === 1) return `, KL ${total}`;
  return `, KL ${total} (${parts.map((part, k) => `${part} ${nats(divergences[k])}`).join(', ')})`;
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
