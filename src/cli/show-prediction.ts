import type { Prediction } from '../api/prediction.ts';
import type { SimulateOptions } from '../api/simulation-run.ts';
import { renderPrediction } from '../report/terminal/prediction-table.ts';
import type { OptionTable, ParsedOptions } from './options.ts';
import { ShareLine } from './progress.ts';
import { type ExitCode, exit, type Terminal } from './terminal.ts';
import { writeFileTo } from './write-text.ts';

/** The options of verbs that run models forwards. */
export const predictionOptions = {
  seed: {
    type: 'string',
    value: 'S',
    summary: 'the same seed gives the same numbers; 1 unless said',
  },
  out: {
    type: 'string',
    value: 'FILE',
    summary: 'write the draws as JSON: by name, one entry a draw',
  },
  all: { type: 'boolean', summary: 'every row of the table, not only the first 30' },
} as const satisfies OptionTable;

/**
 * Runs a model forwards with progress, prints what was drawn, and writes the draws where they are asked for.
 *
 * @param work its name in the progress line
 */
export async function showPrediction(
  work: string,
  run: (settings: SimulateOptions) => Promise<Prediction>,
  options: ParsedOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const draws = options.wholeNumber('draws', 1);
  const seed = options.wholeNumber('seed', 0);
  const progress = new ShareLine(terminal, work, options.flag('quiet'));
  const prediction = await run({
    ...(draws !== undefined && { draws }),
    ...(seed !== undefined && { seed }),
    signal: terminal.signal,
    onProgress: (share) => progress.show(share),
  }).finally(() => progress.clear());
  await writeDraws(prediction, options);
  const quiet = options.flag('quiet');
  if (options.flag('json')) {
    terminal.out(`${JSON.stringify(prediction, null, 2)}\n`);
    if (!quiet) for (const note of prediction.notes) terminal.err(`note: ${note}\n`);
  } else {
    terminal.out(
      renderPrediction(prediction, { all: options.flag('all'), quiet, width: terminal.width }),
    );
  }
  return exit.done;
}

async function writeDraws(prediction: Prediction, options: ParsedOptions): Promise<void> {
  const file = options.text('out');
  if (file === undefined) return;
  const draws = Object.fromEntries(prediction.names.map((name) => [name, prediction.draws(name)]));
  await writeFileTo(file, `${JSON.stringify(draws)}\n`);
}
