/** How training is watched by data that it does not see. */
import type { Random } from '../random/random.ts';
import type { Approximation, HeldOutData, Note } from './method.ts';
import { emptyTrace, type ObjectiveTrace, pointsOf, traced } from './objective-trace.ts';

/** The negative log likelihood of held-out data along the steps of a training. */
export interface HeldOutPath {
  readonly trace: ObjectiveTrace;
  /** The step from which on the next score is taken. */
  readonly due: number;
  readonly last?: { readonly step: number; readonly nll: number };
}

export interface Watched {
  readonly steps: number;
  /** Members of the data that each step looked at. */
  readonly members: number;
  readonly done: boolean;
  /** For the noise of the draws. */
  readonly random: Random;
  /** As `nll` of `HeldOutData` takes it. */
  readonly position: ArrayLike<number>;
  readonly dropoutRates?: readonly number[];
}

/** Scores take about this share of the time of the steps; a member's gradient takes the time of three densities. */
const [share, densitiesOfGradient] = [0.1, 3];
/** A rise of the negative log likelihood, in nats an observation, that a person should know of. */
const notableRise = 0.02;
/** Fewer scores tell no rise from noise. */
const fewestScores = 8;

export const emptyPath: HeldOutPath = { trace: emptyTrace, due: 0 };

/** The path with another score where there are held-out data and it is due, as it always is at the end. */
export function watched(
  path: HeldOutPath,
  heldOut: HeldOutData | undefined,
  now: Watched,
): HeldOutPath {
  if (heldOut === undefined) return path;
  const { steps, members, done, random, position, dropoutRates } = now;
  if (path.last?.step === steps || (steps < path.due && !done)) return path;
  const nll = heldOut.nll(position, random, dropoutRates);
  const cost = (heldOut.members * heldOut.draws) / (densitiesOfGradient * members);
  return {
    trace: traced(path.trace, steps, nll),
    due: steps + Math.ceil(cost / share),
    last: { step: steps, nll },
  };
}

/** For the progress line: `, held-out NLL 0.312`; empty where nothing is watched. */
export function describeHeldOut(path: HeldOutPath | undefined): string {
  return path?.last === undefined ? '' : `, held-out NLL ${path.last.nll.toPrecision(3)}`;
}

/** What it adds to the result of a training; nothing where nothing was watched. */
export function watchedResult(
  path: HeldOutPath | undefined,
  heldOut: HeldOutData | undefined,
): Pick<Approximation, 'heldOutTrace' | 'notes' | 'values'> {
  const { last, trace } = path ?? emptyPath;
  if (last === undefined) return { notes: [], values: {} };
  const { steps, values } = pointsOf(trace);
  const isKept = steps.at(-1) === last.step || !Number.isFinite(last.nll);
  const all = {
    steps: isKept ? steps : [...steps, last.step],
    values: isKept ? values : [...values, last.nll],
  };
  const by = heldOut?.draws === 1 ? 'at the point that was found' : `over ${heldOut?.draws} draws`;
  const notes: Note[] = [
    {
      code: 'held-out',
      severity: 'note',
      message: `Held-out data had a negative log likelihood of ${last.nll.toPrecision(4)} nats an observation in the end, ${by}.`,
    },
  ];
  return {
    heldOutTrace: { name: 'held-out NLL', ...all },
    values: { heldOutNll: last.nll },
    notes: [...notes, ...notesOnRise(all.steps, all.values)],
  };
}

/** Whether the end is worse than what was before: by the averages of neighbouring scores, which are less noisy. */
function notesOnRise(steps: readonly number[], values: readonly number[]): Note[] {
  if (values.length < fewestScores) return [];
  const smooth = values.slice(1, -1).map((value, k) => (values[k] + value + values[k + 2]) / 3);
  const best = smooth.indexOf(Math.min(...smooth));
  const rise = smooth.at(-1)! - smooth[best];
  if (rise < notableRise || best >= smooth.length / 2) return [];
  return [
    {
      code: 'held-out-rises',
      severity: 'note',
      message: `Held-out data were predicted best near step ${steps[best + 1]}, and since then their negative log likelihood has risen by ${rise.toPrecision(2)} nats an observation: training follows what is particular to its own data. Narrower priors, fewer steps (--steps) or more data may predict better.`,
    },
  ];
}
