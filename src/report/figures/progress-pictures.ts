import type { DivergenceTrace } from '../../api/divergence-trace.ts';
import type { Diagnostics } from '../../api/fit.ts';
import type { Picture } from '../svg/picture.ts';
import { type Course, courses, objectiveTrace } from '../svg/progress.ts';
import { seriesClass } from '../svg/theme.ts';

/** Parts with a line of their own: those that are farthest from the prior in the end. */
const mostParts = 5;

/** What a method raised, and how far it went from the prior meanwhile. */
export function progressPictures({
  trace,
  priorDivergenceTrace: divergence,
}: Pick<Diagnostics, 'trace' | 'priorDivergenceTrace'>): Picture[] {
  const pictures: Picture[] = [];
  if (trace !== undefined && trace.steps.length > 1)
    pictures.push(objectiveTrace(`${trace.name} by step`, trace.name, trace.steps, trace.values));
  if (divergence !== undefined && divergence.steps.length > 1)
    pictures.push(divergencePicture(divergence));
  return pictures;
}

function divergencePicture({ steps, values, parts }: DivergenceTrace): Picture {
  const all = Object.entries(parts).sort(([, a], [, b]) => b.at(-1)! - a.at(-1)!);
  const shown = all.length < 2 ? [] : all.slice(0, mostParts);
  const total: Course = { values, mark: 'ink', text: 'all' };
  const lines: Course[] =
    shown.length === 0
      ? [{ values, mark: '' }]
      : [total, ...shown.map(([text, values], k) => ({ values, mark: seriesClass(k), text }))];
  return courses('Divergence from the prior by step', 'KL (nats)', steps, lines);
}
