import { loadFit } from '../../api/load-fit.ts';
import { dataOptions } from '../model-options.ts';
import { ShareLine } from '../progress.ts';
import { readData } from '../read-files.ts';
import { predictionOptions, showPrediction } from '../show-prediction.ts';
import { UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';

export const predict: Verb = {
  name: 'predict',
  summary: 'what a saved fit says of new data, and whether it reproduces the old',
  usage: 'FIT --data FILE… [options]',
  example: 'credence predict radon-fit --data new-homes.csv',
  options: {
    ...dataOptions,
    draws: { type: 'string', value: 'N', summary: 'of the draws of the fit at most so many' },
    ...predictionOptions,
  },

  async run(options, terminal) {
    const [folder, ...others] = options.positionals;
    if (folder === undefined || others.length > 0) {
      throw new UsageError('predict needs one fit: credence predict DIR --data FILE');
    }
    const draws = options.wholeNumber('draws', 1);
    const seed = options.wholeNumber('seed', 0);
    const fit = await loadFit(folder);
    const data = await readData(options.list('data'), options.list('set'), terminal);
    const progress = new ShareLine(terminal, 'predicting', options.flag('quiet'));
    const prediction = await fit
      .predict(data, {
        ...(draws !== undefined && { draws }),
        ...(seed !== undefined && { seed }),
        signal: terminal.signal,
        onProgress: (share) => progress.show(share),
      })
      .finally(() => progress.clear());
    return showPrediction(prediction, options, terminal);
  },
};
