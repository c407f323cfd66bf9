import { figureKinds } from '../../report/figures/kinds.ts';
import {
  comparisonPlotKinds,
  plot as draw,
  plotComparison,
  plotKinds,
} from '../../report/figures/plot.ts';
import { readComparison } from '../read-comparison.ts';
import { onlyFit } from '../read-fit.ts';
import { readSubject, subjectOptions } from '../read-subject.ts';
import { exit, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { writeText } from '../write-text.ts';

export const plot: Verb = {
  name: 'plot',
  summary: 'one picture of a saved fit, of draws of another program or of a comparison, as SVG',
  usage: 'FIT --kind KIND [--data FILE…] [--out FILE]',
  example: 'credence plot radon-fit --kind forest --parameters a,b --out forest.svg',
  withoutJson: true,
  options: {
    kind: {
      type: 'string',
      value: 'KIND',
      summary: `${plotKinds.join(', ')}; of comparisons ${comparisonPlotKinds.join(', ')}`,
    },
    parameters: {
      type: 'string',
      value: 'NAMES',
      summary: 'only these, as mu,theta or theta[Choate]; of many the most telling unless said',
    },
    ...subjectOptions,
  },

  async run(options, terminal) {
    const paths = onlyFit(
      options.positionals,
      'plot needs one fit: credence plot DIR --kind forest',
    );
    const [first] = paths.paths;
    const isComparison = first.endsWith('.json');
    const kinds = isComparison ? comparisonPlotKinds : plotKinds;
    const kind = options.choice('kind', kinds);
    if (kind === undefined) throw new UsageError(`--kind is one of ${kinds.join(', ')}`);
    if (isComparison) {
      const svg = plotComparison(kind, await readComparison(first, terminal));
      await writeText(svg, options, terminal);
      return exit.done;
    }
    const subject = await readSubject(paths, options, terminal);
    const isWithoutData = subject.prediction === undefined && !subject.fit.parts.foreign;
    if (figureKinds.get(kind)!.needsData && isWithoutData)
      throw new UsageError(`${kind} plots look at data, which a fit does not hold: --data FILE`);
    const parameters = namesIn(options.text('parameters'));
    const svg = draw(kind, { ...subject, ...(parameters && { parameters }) });
    await writeText(svg, options, terminal);
    return exit.done;
  },
};

/** Names between commas, but for those in brackets: `mu, K[1,2]`. */
function namesIn(written: string | undefined): string[] | undefined {
  return written?.match(/(?:[^,[\]]|\[[^\]]*\])+/g)?.map((name) => name.trim());
}
