import { loadFit } from '../../api/load-fit.ts';
import { notesOnTemperatures } from '../../api/temperature.ts';
import { renderEvaluation, renderTemperatures } from '../../report/terminal/evaluation-table.ts';
import { wrap } from '../../report/terminal/wrap.ts';
import { dataOptions } from '../model-options.ts';
import { ShareLine } from '../progress.ts';
import { readData } from '../read-files.ts';
import { exit, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';

export const evaluate: Verb = {
  name: 'evaluate',
  summary: 'how good the predictions of a saved fit are on held-out data, and how well calibrated',
  usage: 'FIT --data FILE… [options]',
  example: 'credence evaluate digits-fit --data test.csv --ood other.csv',
  options: {
    ...dataOptions,
    ood: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      summary:
        'rows of another kind (out of distribution): how well uncertainty tells them from those of --data',
    },
    'fit-temperature': {
      type: 'string',
      multiple: true,
      value: 'FILE',
      summary:
        'first find the temperature at which probabilities of classes are best on these held-out data, and keep it in the fit: all later predictions are at it',
    },
    draws: {
      type: 'string',
      value: 'N',
      summary: 'of the draws of the fit at most so many; 1000 unless said',
    },
    seed: {
      type: 'string',
      value: 'S',
      summary: 'the same seed gives the same numbers; 1 unless said',
    },
    all: { type: 'boolean', summary: 'the calibration error of every class' },
  },

  async run(options, terminal) {
    const [folder, ...others] = options.positionals;
    const tempering = options.list('fit-temperature');
    const files = options.list('data');
    if (folder === undefined || others.length > 0)
      throw new UsageError('evaluate needs one fit: credence evaluate DIR --data FILE');
    if (files.length === 0 && tempering.length === 0)
      throw new UsageError(
        `evaluate compares predictions with held-out data: credence evaluate ${folder} --data FILE`,
      );
    const draws = options.wholeNumber('draws', 1);
    const seed = options.wholeNumber('seed', 0);
    const quiet = options.flag('quiet');
    const read = (paths: readonly string[]) => readData(paths, options.list('set'), terminal);
    const progress = new ShareLine(terminal, 'predicting', quiet);
    const settings = {
      ...(draws !== undefined && { draws }),
      ...(seed !== undefined && { seed }),
      signal: terminal.signal,
      onProgress: (share: number) => progress.show(share),
    };
    let fit = await loadFit(folder);
    if (tempering.length > 0) {
      const heldOut = await read(tempering);
      fit = await fit.withTemperature(heldOut, settings).finally(() => progress.clear());
      await fit.save(folder);
      if (!options.flag('json')) terminal.out(renderTemperatures(fit.temperatures));
      else if (files.length === 0)
        terminal.out(`${JSON.stringify({ temperatures: fit.temperatures }, null, 2)}\n`);
      if (files.length === 0) {
        const dataOfFit = fit.parts.origin().data;
        const own = Object.values(fit.temperatures).some(({ data }) => data === dataOfFit);
        if (own && !quiet)
          for (const note of notesOnTemperatures(fit.temperatures, dataOfFit))
            terminal.err(wrap(`note: ${note}`, terminal.width));
        return exit.done;
      }
      if (!options.flag('json')) terminal.out('\n');
    }
    const data = await read(files);
    const ood = options.list('ood');
    const evaluation = await fit
      .evaluate(data, { ...settings, ...(ood.length > 0 && { others: await read(ood) }) })
      .finally(() => progress.clear());
    if (options.flag('json')) {
      terminal.out(`${JSON.stringify(evaluation, null, 2)}\n`);
      if (!quiet) for (const note of evaluation.notes) terminal.err(`note: ${note}\n`);
    } else {
      const all = options.flag('all');
      terminal.out(renderEvaluation(evaluation, { all, quiet, width: terminal.width }));
    }
    return exit.done;
  },
};
