import { onlyFit, readFit } from '../read-fit.ts';
import { exit, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { writeFileTo } from '../write-text.ts';

const formats = ['arviz', 'stan-csv'] as const;

export const exportDraws: Verb = {
  name: 'export',
  summary: 'the draws of a saved fit for other programs',
  usage: 'FIT --format FORMAT [--out FILE]',
  example: 'credence export my-fit --format arviz --out my-fit.json',
  withoutJson: true,
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      summary: 'arviz: JSON for from_dict of ArviZ; stan-csv: files as CmdStan writes them',
    },
    out: {
      type: 'string',
      value: 'FILE',
      summary: 'standard output unless said; of several chains, one file each: NAME_1.csv, …',
    },
  },

  async run(options, terminal) {
    const usage = 'export needs one fit: credence export DIR --format arviz';
    const paths = onlyFit(options.positionals, usage);
    const format = options.choice('format', formats);
    if (format === undefined) throw new UsageError(`--format is one of ${formats.join(', ')}`);
    const out = options.text('out');
    const fit = await readFit(paths, terminal);
    const texts = format === 'arviz' ? [`${JSON.stringify(fit.toArviz())}\n`] : fit.toStanCsv();
    if (out === undefined) {
      if (texts.length > 1) {
        throw new UsageError(
          `the fit has ${texts.length} chains, which become one file each: give --out NAME.csv`,
        );
      }
      terminal.out(texts[0]);
      return exit.done;
    }
    const files = texts.length === 1 ? [out] : texts.map((_, k) => numbered(out, k + 1));
    for (const [k, file] of files.entries()) {
      await writeFileTo(file, texts[k]);
      terminal.out(`${file}\n`);
    }
    return exit.done;
  },
};

/** `draws.csv` becomes `draws_2.csv`. */
function numbered(file: string, chain: number): string {
  const dot = /\.[^./\\]*$/.exec(file)?.index ?? file.length;
  return `${file.slice(0, dot)}_${chain}${file.slice(dot)}`;
}
