import { quantile } from '../../results/summary.ts';
import { chart } from './chart.ts';
import { dot, polyline } from './marks.ts';
import type { Picture } from './picture.ts';
import { domainOf } from './scale.ts';

/** A quantity over the steps of a run; one of several is told apart by its colour and its words. */
export interface Course {
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** Classes of its line. */
  readonly mark: string;
  readonly text?: string;
}

/**
 * An objective over the steps that raised it, in nats. The first steps may lie far below: the axis begins where the lowest
 * tenth ends, if they would take more than half of it.
 */
export function objectiveTrace(title: string, name: string, lines: readonly Course[]): Picture {
  const all = lines.flatMap(({ values }) => values);
  const ascending = Float64Array.from(all).filter(Number.isFinite).sort();
  const highest = ascending[ascending.length - 1];
  const tenth = ascending.length === 0 ? Number.NaN : quantile(ascending, 0.1);
  const isFar = highest - ascending[0] > 2 * (highest - tenth) && highest > tenth;
  const domain = domainOf(isFar ? [tenth, highest] : ascending);
  const shown = lines.map(({ values, ...line }) => ({
    ...line,
    values: values.map((value) => (value < domain[0] ? Number.NaN : value)),
  }));
  const axis = isFar ? 'step (the lowest values lie below the picture)' : 'step';
  return courses(title, `${name} (nats)`, shown, { axis, domain });
}

/** Quantities of one unit over the steps, each with a dot at its last. */
export function courses(
  title: string,
  name: string,
  lines: readonly Course[],
  { axis = 'step', domain = domainOf(lines.flatMap(({ values }) => values)) } = {},
): Picture {
  return chart(
    {
      title,
      x: { title: axis, domain: domainOf(lines.flatMap(({ steps }) => steps)) },
      y: { title: name, domain },
      legend: lines.flatMap(({ text, mark }) =>
        text === undefined ? [] : [{ text, mark, shape: 'line' as const }],
      ),
    },
    (field) =>
      lines.flatMap(({ steps, values, mark }) => [
        polyline(field, steps, values, mark),
        dot(field, steps[steps.length - 1], values[values.length - 1], mark),
      ]),
  );
}
