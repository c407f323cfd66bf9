import type { Note } from '../inference/method.ts';
import { energyBfmi, notesOnTransitions } from '../inference/nuts/nuts.ts';
import { Draws, elementCount } from '../results/draws.ts';
import { type NamedText, readStanCsv } from '../results/read-stan-csv.ts';
import { summaryTable } from '../results/summary-table.ts';
import { Fit } from './fit.ts';
import { notesOnConvergence, notesOnDraws } from './fit-notes.ts';
import { OptionError } from './option-error.ts';

/** The name that Stan models give the log likelihood of each observation. */
const logLikelihoodName = 'log_lik';

/**
 * Draws in the CSV files of Stan as a fit, for its summary, pictures, reports and comparisons: one file a chain. The
 * columns `log_lik` are the log likelihoods of the observations, for leave-one-out comparisons, and no part of the
 * summary. The model itself is not in the files, so such a fit predicts nothing and is not saved.
 *
 * @throws StanCsvError for a file that is none, or of another model or length than the first.
 */
export function fitFromStanCsv(files: readonly NamedText[]): Fit {
  const { draws: all, comments } = readStanCsv(files);
  const columns = [...all.columns.values()];
  const draws = new Draws(
    all.count,
    columns.filter(({ name }) => name !== logLikelihoodName),
    all.chains,
    all.statistics,
  );
  const rows = summaryTable(draws);
  const transitions = figuresOfTransitions(draws, Number(comments.get('max_depth') ?? 10));
  const notes = [...transitions.notes, ...notesOnDraws(draws), ...notesOnConvergence(rows, draws)];
  const version = ['major', 'minor', 'patch'].map((part) => comments.get(`stan_version_${part}`));
  const withoutModel = (): never => {
    throw new OptionError(
      'the draws of another program come without their model: they can be summarised, drawn and compared, not saved or made to predict',
    );
  };
  return new Fit({
    model: comments.get('model') ?? files[0].name,
    method: comments.get('method') ?? 'sample',
    engine: version[0] === undefined ? 'another program' : `Stan ${version.join('.')}`,
    seed: Number(comments.get('seed') ?? Number.NaN),
    draws,
    rows,
    drawsOfLet: undefined,
    quantities: [...draws.columns.keys()].map((name) => ({ name, kind: 'parameter' })),
    origin: withoutModel,
    typed: withoutModel,
    bound: undefined,
    diagnostics: {
      trustworthy: notes.every(({ severity }) => severity !== 'warning'),
      notes,
      values: transitions.values,
    },
    timing: { compileMs: Number.NaN, runMs: Number.NaN },
    foreign: { logLikelihood: logLikelihoodOf(all) },
  });
}

function logLikelihoodOf(draws: Draws): readonly Float64Array[] | undefined {
  const column = draws.columns.get(logLikelihoodName);
  return (
    column &&
    Array.from({ length: elementCount(column.shape) }, (_, k) => draws.element(column.name, k))
  );
}

/** As far as the files have the sampler's figures. */
function figuresOfTransitions(
  { count, chains = 1, statistics: { diverging, treeDepth, energy } }: Draws,
  maxDepth: number,
): { readonly values: Record<string, number>; readonly notes: readonly Note[] } {
  const total = (values: Float64Array | undefined, is: (value: number) => boolean): number =>
    values?.filter(is).length ?? 0;
  const divergences = total(diverging, (value) => value === 1);
  const saturated = total(treeDepth, (depth) => depth >= maxDepth);
  const length = count / chains;
  const bfmi = Math.min(
    ...Array.from({ length: energy === undefined ? 0 : chains }, (_, k) =>
      energyBfmi([...energy!.subarray(k * length, (k + 1) * length)]),
    ),
  );
  return {
    values: {
      ...(diverging && { divergences }),
      ...(treeDepth && { treeDepthReached: saturated }),
      ...(energy && { bfmi }),
    },
    notes: notesOnTransitions(divergences, saturated, bfmi, count, maxDepth, 'adapt_delta = 0.95'),
  };
}
