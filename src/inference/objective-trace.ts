/** The values of an objective along a run, at steps evenly apart: part of a method's state. */
export interface ObjectiveTrace {
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** Every so many values one is kept, and so many came since the last one that was. */
  readonly every: number;
  readonly since: number;
}

/** At most so many values are kept. */
const mostValues = 256;

export const emptyTrace: ObjectiveTrace = { steps: [], values: [], every: 1, since: 0 };

/** With one value more, where it is its turn; of too many every second is let go. Values that are not finite do not count. */
export function traced(
  trace: ObjectiveTrace,
  step: number,
  value: number | undefined,
): ObjectiveTrace {
  if (value === undefined || !Number.isFinite(value)) return trace;
  const { every, since } = trace;
  if (trace.steps.length > 0 && since + 1 < every) return { ...trace, since: since + 1 };
  const steps = [...trace.steps, step];
  const values = [...trace.values, value];
  if (steps.length < mostValues) return { steps, values, every, since: 0 };
  const isKept = (_: number, k: number): boolean => k % 2 === 0;
  return {
    steps: steps.filter(isKept),
    values: values.filter(isKept),
    every: 2 * every,
    since: every,
  };
}

/** What is told of it. */
export function pointsOf({
  steps,
  values,
}: ObjectiveTrace): Pick<ObjectiveTrace, 'steps' | 'values'> {
  return { steps, values };
}
