import { renderFit } from '../../report/terminal/fit-table.ts';
import { onlyFit, readFit } from '../read-fit.ts';
import { exit } from '../terminal.ts';
import type { Verb } from '../verb.ts';

export const summary: Verb = {
  name: 'summary',
  summary: 'the table of a saved fit, or of draws of others',
  usage: 'FIT',
  example: 'credence summary chain_1.csv chain_2.csv',
  options: {
    all: { type: 'boolean', summary: 'every row of the table, not at most 30' },
  },

  async run(options, terminal) {
    const usage = 'summary needs one fit: credence summary DIR, or the CSV files of its chains';
    const fit = await readFit(onlyFit(options.positionals, usage), terminal);
    const quiet = options.flag('quiet');
    terminal.out(
      options.flag('json')
        ? `${JSON.stringify(fit, null, 2)}\n`
        : renderFit(fit, { all: options.flag('all'), quiet, width: terminal.width }),
    );
    return fit.diagnostics.trustworthy ? exit.done : exit.untrustworthy;
  },
};
