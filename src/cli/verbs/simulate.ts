import { dataOptions, readModel } from '../model-options.ts';
import { readData } from '../read-files.ts';
import { predictionOptions, showPrediction } from '../show-prediction.ts';
import type { Verb } from '../verb.ts';

export const simulate: Verb = {
  name: 'simulate',
  summary: 'draws from the prior, and of the data it predicts',
  usage: 'MODEL --data FILE… [options]',
  example: 'credence simulate models/radon/radon.bayes --data models/radon/radon.csv --draws 200',
  options: {
    ...dataOptions,
    draws: { type: 'string', value: 'N', summary: '1000 unless said' },
    ...predictionOptions,
  },

  async run(options, terminal) {
    const model = await readModel('simulate', options, terminal);
    const data = await readData(options.list('data'), options.list('set'), terminal);
    return showPrediction(
      'simulating',
      (settings) => model.simulate(data, settings),
      options,
      terminal,
    );
  },
};
