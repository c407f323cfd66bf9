import { dataOptions, readModel } from '../model-options.ts';
import { ShareLine } from '../progress.ts';
import { readData } from '../read-files.ts';
import { predictionOptions, showPrediction } from '../show-prediction.ts';
import type { Verb } from '../verb.ts';

export const simulate: Verb = {
  name: 'simulate',
  summary: 'draws from the prior, and of the data that it predicts',
  usage: 'MODEL --data FILE… [options]',
  example: 'credence simulate models/radon/radon.bayes --data models/radon/radon.csv --draws 200',
  options: {
    ...dataOptions,
    draws: { type: 'string', value: 'N', summary: '1000 unless said' },
    ...predictionOptions,
  },

  async run(options, terminal) {
    const draws = options.wholeNumber('draws', 1);
    const seed = options.wholeNumber('seed', 0);
    const model = await readModel('simulate', options, terminal);
    const data = await readData(options.list('data'), options.list('set'), terminal);
    const progress = new ShareLine(terminal, 'simulating', options.flag('quiet'));
    const prediction = await model
      .simulate(data, {
        ...(draws !== undefined && { draws }),
        ...(seed !== undefined && { seed }),
        signal: terminal.signal,
        onProgress: (share) => progress.show(share),
      })
      .finally(() => progress.clear());
    return showPrediction(prediction, options, terminal);
  },
};
