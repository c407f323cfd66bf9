import { type Acquisition, type AcquisitionScore, acquisitionScores } from '../../api/acquire.ts';
import { loadFit } from '../../api/load-fit.ts';
import { renderAcquisition } from '../../report/terminal/acquisition-table.ts';
import { dataOptions } from '../model-options.ts';
import { ShareLine } from '../progress.ts';
import { readData } from '../read-files.ts';
import { exit, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { writeFileTo } from '../write-text.ts';

const scores = Object.keys(acquisitionScores);

export const acquire: Verb = {
  name: 'acquire',
  summary: 'which rows of a pool would teach a model most, once what they hold is observed',
  usage: 'FIT --pool FILE… [options]',
  example: 'credence acquire digits-fit --pool unlabelled.csv --by batch-bald --count 10',
  options: {
    pool: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      summary: 'data as for --data of other verbs; what is observed may be left out',
    },
    set: dataOptions.set,
    by: {
      type: 'string',
      value: 'SCORE',
      summary: `${scores.join(', ')}; mutual-information of classes and variance of numbers unless said. batch-bald looks at what rows tell together`,
    },
    count: {
      type: 'string',
      short: 'n',
      value: 'N',
      summary: 'how many rows; 10 unless said',
    },
    outcome: {
      type: 'string',
      value: 'NAME',
      summary: 'of several things that the model observes the one that is meant',
    },
    draws: {
      type: 'string',
      value: 'N',
      summary: 'of the draws of the fit at most so many; 500 unless said',
    },
    seed: {
      type: 'string',
      value: 'S',
      summary: 'the same seed gives the same rows; 1 unless said',
    },
    out: {
      type: 'string',
      value: 'FILE',
      summary: 'also write the rows as CSV: their numbers in the pool, from 1, and their scores',
    },
  },

  async run(options, terminal) {
    const [folder, ...others] = options.positionals;
    if (folder === undefined || others.length > 0)
      throw new UsageError('acquire needs one fit: credence acquire DIR --pool FILE');
    const files = options.list('pool');
    if (files.length === 0)
      throw new UsageError(
        `acquire chooses rows of a pool: credence acquire ${folder} --pool FILE`,
      );
    const by = options.choice('by', scores) as AcquisitionScore | undefined;
    const count = options.wholeNumber('count', 1);
    const outcome = options.text('outcome');
    const draws = options.wholeNumber('draws', 2);
    const seed = options.wholeNumber('seed', 0);
    const quiet = options.flag('quiet');
    const fit = await loadFit(folder);
    const pool = await readData(files, options.list('set'), terminal);
    const progress = new ShareLine(terminal, 'predicting', quiet);
    const found = await fit
      .acquire(pool, {
        ...(by !== undefined && { by }),
        ...(count !== undefined && { count }),
        ...(outcome !== undefined && { outcome }),
        ...(draws !== undefined && { draws }),
        ...(seed !== undefined && { seed }),
        signal: terminal.signal,
        onProgress: (share) => progress.show(share),
      })
      .finally(() => progress.clear());
    await writeRows(found, options.text('out'));
    if (options.flag('json')) {
      terminal.out(`${JSON.stringify(found, null, 2)}\n`);
      if (!quiet) for (const note of found.notes) terminal.err(`note: ${note}\n`);
    } else terminal.out(renderAcquisition(found, { quiet, width: terminal.width }));
    return exit.done;
  },
};

async function writeRows({ rows }: Acquisition, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const lines = ['row,score', ...rows.map(({ row, score }) => `${row},${score}`)];
  await writeFileTo(file, `${lines.join('\n')}\n`);
}
