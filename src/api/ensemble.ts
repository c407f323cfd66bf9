import type { Note } from '../inference/method.ts';
import { nuts } from '../inference/nuts/nuts.ts';
import { type DrawColumn, Draws } from '../results/draws.ts';
import { summaryTable } from '../results/summary-table.ts';
import { Fit } from './fit.ts';
import type { FitOptions } from './fit-options.ts';
import { OptionError } from './option-error.ts';

/**
 * Several fits of an approximation as one: equally many draws of each, one after the other. Predictions from them are
 * those of the mixture, whose parts differ in where their search began and in all that is random on its way.
 *
 * @param options of the whole: the draws are shared out among the members, whose seeds count up from that of the whole
 * @throws OptionError where the method has no use for it, or members would have no draws
 */
export async function fitEnsemble(
  size: number,
  options: FitOptions & { readonly draws: number },
  fitMember: (options: FitOptions) => Promise<Fit>,
): Promise<Fit> {
  const { method, draws, seed = 1, resume, onCheckpoint, onProgress, ...rest } = options;
  if (method === undefined || method === 'auto' || method === nuts.name)
    throw new OptionError(
      method === nuts.name
        ? 'an ensemble is of approximations; nuts has chains'
        : 'an ensemble is of one approximation: name its method, laplace, vi, mc-dropout or pathfinder',
    );
  if (draws < size)
    throw new OptionError(`${draws} draws are too few for an ensemble of ${size}: each has some`);
  const started = performance.now();
  const members: Fit[] = [];
  for (let k = 0; k < size; k++) {
    members.push(
      await fitMember({
        ...rest,
        method,
        draws: Math.floor(draws / size),
        seed: seed + k,
        ...(resume?.member === k && { resume }),
        ...(onCheckpoint && {
          onCheckpoint: (checkpoint) => onCheckpoint({ ...checkpoint, member: k }),
        }),
        ...(onProgress && {
          onProgress: ({ message, progress, ...others }) => {
            const share = (k + progress) / size;
            const passed = performance.now() - started;
            onProgress({
              ...others,
              progress: share,
              message: `fit ${k + 1} of ${size}, ${message}`,
              ...(share > 0 && { remainingMs: (passed / share) * (1 - share) }),
            });
          },
        }),
      }),
    );
  }
  return together(members, { draws, seed, ensemble: size });
}

function together(members: readonly Fit[], settings: Readonly<Record<string, unknown>>): Fit {
  const [first] = members;
  const draws = drawsOfAll(members.map(({ parts }) => parts.draws));
  const { drawsOfLet, origin } = first.parts;
  const notes = notesOfAll(members);
  const sum = (of: (member: Fit) => number): number =>
    members.reduce((total, member) => total + of(member), 0);
  // of the mixture no one normal is the distribution
  const { normal: _, ...parts } = first.parts;
  return new Fit({
    ...parts,
    draws,
    rows: summaryTable(draws),
    drawsOfLet:
      drawsOfLet && ((name) => drawsOfAll(members.map(({ parts }) => parts.drawsOfLet!(name)))),
    origin: () => {
      const own = origin();
      return { ...own, settings: { ...own.settings, ...settings } };
    },
    diagnostics: {
      trustworthy: notes.every(({ severity }) => severity !== 'warning'),
      notes,
      values: { members: members.length },
      members: members.map(({ seed, diagnostics: { values, trace, heldOutTrace } }) => ({
        ...{ seed, values },
        ...(trace && { trace }),
        ...(heldOutTrace && { heldOutTrace }),
      })),
    },
    timing: {
      compileMs: sum(({ timing }) => timing.compileMs),
      runMs: sum(({ timing }) => timing.runMs),
    },
  });
}

function drawsOfAll(parts: readonly Draws[]): Draws {
  const columns = [...parts[0].columns.values()].map((column): DrawColumn => {
    const own = parts.map((draws) => draws.column(column.name));
    const { centre } = column;
    return {
      ...column,
      values: joined(own.map(({ values }) => values)),
      ...(centre && { centre: joined(own.map((one) => one.centre!)) }),
    };
  });
  const statistics = Object.fromEntries(
    Object.keys(parts[0].statistics)
      .filter((name) => parts.every(({ statistics: others }) => others[name] !== undefined))
      .map((name) => [name, joined(parts.map(({ statistics: own }) => own[name]))]),
  );
  const count = parts.reduce((total, draws) => total + draws.count, 0);
  return new Draws(count, columns, undefined, statistics);
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** What all members say once; what some say, with which they are. */
function notesOfAll(members: readonly Fit[]): Note[] {
  const said = new Map<string, { readonly note: Note; readonly by: number[] }>();
  members.forEach(({ diagnostics }, k) => {
    for (const note of diagnostics.notes) {
      const entry = said.get(note.message) ?? { note, by: [] };
      entry.by.push(k + 1);
      said.set(note.message, entry);
    }
  });
  return Array.from(said.values(), ({ note, by }) =>
    by.length === members.length
      ? note
      : { ...note, message: `Fit ${by.join(', ')} of the ensemble: ${note.message}` },
  );
}
