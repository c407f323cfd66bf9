import { basename } from 'node:path';
import type { Comparison } from '../../api/comparison.ts';
import { type NamedComparison, type NamedSubject, renderReport } from '../../report/html/report.ts';
import { dataOptions } from '../model-options.ts';
import { readText } from '../read-files.ts';
import { readSubject } from '../read-subject.ts';
import { exit, type Terminal, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { writeText } from '../write-text.ts';

export const report: Verb = {
  name: 'report',
  summary: 'saved fits as one HTML page',
  usage: 'FIT… [--data FILE…] [--out FILE]',
  example: 'credence report radon-fit --data models/radon/radon.csv --out radon.html',
  options: {
    ...dataOptions,
    by: {
      type: 'string',
      value: 'NAME',
      summary: 'the value in the data along which predictions are drawn',
    },
    out: { type: 'string', value: 'FILE', summary: 'standard output unless said' },
  },

  async run(options, terminal) {
    const paths = [...new Set(options.positionals)];
    if (paths.length === 0)
      throw new UsageError(
        'report needs a saved fit, or what `compare --json` wrote: credence report DIR --out FILE',
      );
    const fits: NamedSubject[] = [];
    const comparisons: NamedComparison[] = [];
    for (const path of paths) {
      if (path.endsWith('.json')) comparisons.push(await readComparison(path, terminal));
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

async function readComparison(path: string, terminal: Terminal): Promise<NamedComparison> {
  const text = await readText(path, terminal);
  let comparison: unknown;
  try {
    // numbers that are not finite are null in JSON
    comparison = JSON.parse(text, (_, value) => (value === null ? Number.NaN : value));
  } catch {
    throw new UsageError(`${path}: is no JSON`);
  }
  if (!isComparison(comparison))
    throw new UsageError(`${path}: is not what \`credence compare --json\` writes`);
  return { name: basename(path, '.json'), comparison };
}

function isComparison(value: unknown): value is Comparison {
  const { best, models, logBayesFactors, probabilities, notes } = (value ??
    {}) as Partial<Comparison>;
  const names = Object.keys(models ?? {});
  const have = (part: object | undefined): boolean =>
    typeof part === 'object' && names.every((name) => Object.hasOwn(part, name));
  return (
    typeof best === 'string' &&
    names.includes(best) &&
    have(logBayesFactors) &&
    have(probabilities) &&
    Array.isArray(notes)
  );
}
