import { loadFit } from '../../api/load-fit.ts';
import { dataOptions } from '../model-options.ts';
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
    const fit = await loadFit(folder);
    const data = await readData(options.list('data'), options.list('set'), terminal);
    return showPrediction(
      'predicting',
      (settings) => fit.predict(data, settings),
      options,
      terminal,
    );
  },
};
