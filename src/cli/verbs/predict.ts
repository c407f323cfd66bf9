import { averagePredictions } from '../../api/average-predictions.ts';
import type { Fit } from '../../api/fit.ts';
import { loadFit } from '../../api/load-fit.ts';
import type { Prediction } from '../../api/prediction.ts';
import { checkDataGiven, dataOptions, weightsOf } from '../model-options.ts';
import { readData } from '../read-files.ts';
import { predictionOptions, showPrediction } from '../show-prediction.ts';
import { UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';

export const predict: Verb = {
  name: 'predict',
  summary: 'what a saved fit says of new data, and whether it reproduces the old',
  usage: 'FIT… --data FILE… [options]',
  example: 'credence predict radon-fit --data new-homes.csv',
  options: {
    ...dataOptions,
    draws: { type: 'string', value: 'N', summary: 'of the draws of the fit at most so many' },
    weight: {
      type: 'string',
      multiple: true,
      value: 'FIT=w',
      summary:
        'of several fits, whose predictions are averaged: the weight of one, as `compare` gives them; alike unless said',
    },
    ...predictionOptions,
  },

  async run(options, terminal) {
    const folders = [...new Set(options.positionals)];
    if (folders.length === 0)
      throw new UsageError('predict needs a fit: credence predict DIR --data FILE');
    const weights = {
      ...Object.fromEntries(folders.map((name) => [name, 1])),
      ...weightsOf(options, 'FIT'),
    };
    const fits: Fit[] = [];
    for (const folder of folders) fits.push(await loadFit(folder));
    for (const { parts } of fits) checkDataGiven(parts.typed(), options);
    const data = await readData(options.list('data'), options.list('set'), terminal);
    return showPrediction(
      'predicting',
      async (settings) => {
        const predictions: Record<string, Prediction> = {};
        for (const [k, fit] of fits.entries())
          predictions[folders[k]] = await fit.predict(data, settings);
        return fits.length === 1
          ? predictions[folders[0]]
          : averagePredictions(predictions, weights, settings);
      },
      options,
      terminal,
    );
  },
};
