import { basename } from 'node:path';
import { type NamedComparison, type NamedSubject, renderReport } from '../../report/html/report.ts';
import { readComparison } from '../read-comparison.ts';
import { fitsIn } from '../read-fit.ts';
import { readSubject, subjectOptions } from '../read-subject.ts';
import { exit, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { writeText } from '../write-text.ts';

export const report: Verb = {
  name: 'report',
  summary: 'saved fits, draws of other programs and comparisons as one HTML page',
  usage: 'FIT… [--data FILE…] [--out FILE]',
  example: 'credence report radon-fit --data models/radon/radon.csv --out radon.html',
  withoutJson: true,
  options: subjectOptions,

  async run(options, terminal) {
    const paths = options.positionals;
    if (paths.length === 0)
      throw new UsageError(
        'report needs a saved fit, CSV files of draws, or what `compare --out` wrote: credence report DIR --out FILE',
      );
    const fits: NamedSubject[] = [];
    const comparisons: NamedComparison[] = [];
    for (const path of paths.filter(isComparison))
      comparisons.push({
        name: basename(path, '.json'),
        comparison: await readComparison(path, terminal),
      });
    for (const fit of fitsIn(paths.filter((path) => !isComparison(path))))
      fits.push({ name: fit.name, subject: await readSubject(fit, options, terminal) });
    await writeText(renderReport({ fits, comparisons }), options, terminal);
    return exit.done;
  },
};

const isComparison = (path: string): boolean => path.endsWith('.json');
