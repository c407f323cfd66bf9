import type { DivergenceTrace } from '../../api/divergence-trace.ts';
import type { Diagnostics } from '../../api/fit.ts';
import type { Trace } from '../../inference/method.ts';
import type { Picture } from '../svg/picture.ts';
import { type Course, courses, objectiveTrace } from '../svg/progress.ts';
import { seriesClass } from '../svg/theme.ts';

/** Parts with a line of their own: those that are farthest from the prior in the end. */
const mostParts = 5;

type Traces = Pick<Diagnostics, 'trace' | 'priorDivergenceTrace' | 'heldOutTrace' | 'members'>;

/** What a method raised, how far it went from the prior meanwhile, and how well it predicted held-out data. */
export function progressPictures(diagnostics: Traces): Picture[] {
  const { priorDivergenceTrace: divergence } = diagnostics;
  const objectives = linesOf(diagnostics, ({ trace }) => trace);
  const heldOut = linesOf(diagnostics, ({ heldOutTrace }) => heldOutTrace);
  const pictures: Picture[] = [];
  if (objectives !== undefined)
    pictures.push(objectiveTrace(`${objectives.name} by step`, objectives.name, objectives.lines));
  if (divergence !== undefined && divergence.steps.length > 1)
    pictures.push(divergencePicture(divergence));
  // trained too long where it rises again
  if (heldOut !== undefined)
    pictures.push(
      courses('Held-out data by step', 'negative log likelihood (nats each)', heldOut.lines),
    );
  return pictures;
}

/** A trace of the fit, or one of each member of an ensemble. */
function linesOf(
  { members, ...whole }: Traces,
  of: (diagnostics: Omit<Traces, 'members'>) => Trace | undefined,
): { readonly name: string; readonly lines: Course[] } | undefined {
  const own = of(whole);
  const named = own === undefined ? (members ?? []) : [];
  const ofMembers = named.flatMap((member) => {
    const trace = of(member);
    return trace === undefined ? [] : [{ trace, text: `seed ${member.seed}` }];
  });
  const all = own === undefined ? ofMembers : [{ trace: own, text: undefined }];
  const drawn = all.filter(({ trace }) => trace.steps.length > 1);
  if (drawn.length === 0) return undefined;
  const lines = drawn.map(({ trace: { steps, values }, text }, k): Course => {
    return text === undefined
      ? { steps, values, mark: '' }
      : { steps, values, mark: seriesClass(k), text };
  });
  return { name: drawn[0].trace.name, lines };
}

function divergencePicture({ steps, values, parts }: DivergenceTrace): Picture {
  const all = Object.entries(parts).sort(([, a], [, b]) => b.at(-1)! - a.at(-1)!);
  const shown = all.length < 2 ? [] : all.slice(0, mostParts);
  const total: Course = { steps, values, mark: 'ink', text: 'all' };
  const lines: Course[] =
    shown.length === 0
      ? [{ steps, values, mark: '' }]
      : [
          total,
          ...shown.map(([text, of], k) => ({ steps, values: of, mark: seriesClass(k), text })),
        ];
  return courses('Divergence from the prior by step', 'KL (nats)', lines);
}
