import { basename } from 'node:path';
import { type NamedComparison, type NamedSubject, renderReport } from '../../report/html/report.ts';
import { readComparison } from '../read-comparison.ts';
import { readSubject, subjectOptions } from '../read-subject.ts';
import { exit, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { writeText } from '../write-text.ts';

export const report: Verb = {
  name: 'report',
  summary: 'saved fits as one HTML page',
  usage: 'FIT… [--data FILE…] [--out FILE]',
  example: 'credence report radon-fit --data models/radon/radon.csv --out radon.html',
  options: subjectOptions,

  async run(options, terminal) {
    const paths = [...new Set(options.positionals)];
    if (paths.length === 0)
      throw new UsageError(
        'report needs a saved fit, or what `compare --json` wrote: credence report DIR --out FILE',
      );
    const fits: NamedSubject[] = [];
    const comparisons: NamedComparison[] = [];
    for (const path of paths) {
      if (path.endsWith('.json'))
        comparisons.push({
          name: basename(path, '.json'),
          comparison: await readComparison(path, terminal),
        });
      else {
        const subject = await readSubject(path, options, terminal);
        fits.push({ name: nameOf(path, paths), subject });
      }
    }
    await writeText(renderReport({ fits, comparisons }), options, terminal);
    return exit.done;
  },
};

/** The folder's own name, where no other has the same. */
function nameOf(path: string, paths: readonly string[]): string {
  const own = basename(path);
  return paths.filter((other) => basename(other) === own).length === 1 ? own : path;
}
