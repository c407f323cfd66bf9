/** What is kept along a run, at steps evenly apart: part of a method's state. */
export interface Kept<Value> {
  readonly steps: readonly number[];
  readonly values: readonly Value[];
  /** Every so many values one is kept, and so many came since the last one that was. */
  readonly every: number;
  readonly since: number;
}

/** The values of an objective along a run. */
export type ObjectiveTrace = Kept<number>;

/** At most so many values are kept. */
export const mostValues = 256;

export const emptyTrace = { steps: [], values: [], every: 1, since: 0 } as const;

/** With one value more, where it is its turn. Values that are not finite do not count. */
export function traced(
  trace: ObjectiveTrace,
  step: number,
  value: number | undefined,
): ObjectiveTrace {
  if (value === undefined || !Number.isFinite(value)) return trace;
  return keep(trace, step, () => value, mostValues);
}

/** With one value more, where it is its turn; of more than `most` every second is let go. */
export function keep<Value>(
  kept: Kept<Value>,
  step: number,
  value: () => Value,
  most: number,
): Kept<Value> {
  const { every, since } = kept;
  if (kept.steps.length > 0 && since + 1 < every) return { ...kept, since: since + 1 };
  const steps = [...kept.steps, step];
  const values = [...kept.values, value()];
  if (steps.length < most) return { steps, values, every, since: 0 };
  const isKept = (_: unknown, k: number): boolean => k % 2 === 0;
  return {
    steps: steps.filter(isKept),
    values: values.filter(isKept),
    every: 2 * every,
    since: every,
  };
}

/** What is told of it. */
export function pointsOf<Value>({
  steps,
  values,
}: Kept<Value>): Pick<Kept<Value>, 'steps' | 'values'> {
  return { steps, values };
}
