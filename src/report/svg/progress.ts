import { quantile } from '../../results/summary.ts';
import { chart } from './chart.ts';
import { dot, polyline } from './marks.ts';
import type { Picture } from './picture.ts';
import { domainOf } from './scale.ts';

/**
 * An objective over the steps that raised it. The first steps may lie far below: the axis begins where the lowest tenth
 * ends, if they would take more than half of it.
 */
export function objectiveTrace(
  title: string,
  name: string,
  steps: readonly number[],
  values: readonly number[],
): Picture {
  const ascending = Float64Array.from(values).filter(Number.isFinite).sort();
  const highest = ascending[ascending.length - 1];
  const tenth = ascending.length === 0 ? Number.NaN : quantile(ascending, 0.1);
  const isFar = highest - ascending[0] > 2 * (highest - tenth) && highest > tenth;
  const domain = domainOf(isFar ? [tenth, highest] : ascending);
  const shown = values.map((value) => (value < domain[0] ? Number.NaN : value));
  const axis = isFar ? 'step (the lowest values lie below the picture)' : 'step';
  return courses(title, `${name} (nats)`, steps, [{ values: shown, mark: '' }], { axis, domain });
}

/** One line of several over the same steps; told apart by its colour where it has words. */
export interface Course {
  readonly values: readonly number[];
  /** Classes of its line. */
  readonly mark: string;
  readonly text?: string;
}

/** Quantities of one unit over the steps, each with a dot at its last. */
export function courses(
  title: string,
  name: string,
  steps: readonly number[],
  lines: readonly Course[],
  { axis = 'step', domain = domainOf(lines.flatMap(({ values }) => values)) } = {},
): Picture {
  return chart(
    {
      title,
      x: { title: axis, domain: domainOf(steps) },
      y: { title: name, domain },
      legend: lines.flatMap(({ text, mark }) =>
        text === undefined ? [] : [{ text, mark, shape: 'line' as const }],
      ),
    },
    (field) =>
      lines.flatMap(({ values, mark }) => [
        polyline(field, steps, values, mark),
        dot(field, steps[steps.length - 1], values[values.length - 1], mark),
      ]),
  );
}
