/**
 * Draws as other programs read them: exported in the CSV of Stan and read by R's `posterior`, exported as JSON and read by
 * ArviZ; their means, sds, R-hats and effective sizes must be those of the fit.
 *
 *   npm run validate:interchange      needs R with posterior, and Python with arviz
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, parseCsv } from '../../src/index.ts';
import type { SummaryRow } from '../../src/results/summary-table.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const text = (name: string): string => readFileSync(path(name), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'credence-interchange-'));
const accuracy = 1e-6;

/** Of each line the name and its figures. */
function run(program: string, script: string, files: readonly string[]): Map<string, number[]> {
  const words = [path(`test/validation/interchange/${script}`), ...files];
  const lines = execFileSync(program, words, { encoding: 'utf8' }).trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [name, ...figures] = line.trim().split(/\t\s*/);
      return [name.trim(), figures.map(Number)];
    }),
  );
}

/** The largest relative difference from the summary of the fit. */
function largestDifference(
  rows: readonly SummaryRow[],
  read: ReadonlyMap<string, readonly number[]>,
  nameOf: (row: SummaryRow) => string,
): number {
  const differences = rows.flatMap((row) => {
    const figures = read.get(nameOf(row));
    if (figures === undefined) throw new Error(`${nameOf(row)} was not read`);
    return [row.mean, row.sd, row.rhat!, row.essBulk!, row.essTail!].map(
      (own, k) => Math.abs(own - figures[k]) / Math.abs(own),
    );
  });
  return Math.max(...differences);
}

try {
  const model = compile(text('models/eight-schools/eight-schools.bayes'));
  const data = parseCsv(text('models/eight-schools/eight-schools.csv'), { fileName: 'schools' });
  const fit = await model.bind(data).fit({ method: 'nuts', draws: 500, seed: 1 });
  const files = fit.toStanCsv().map((chain, k) => {
    const file = join(folder, `chain_${k + 1}.csv`);
    writeFileSync(file, chain);
    return file;
  });
  const json = join(folder, 'draws.json');
  writeFileSync(json, JSON.stringify(fit.toArviz()));
  const inStan = ({ key }: SummaryRow): string => key.replace('[', '.').replace(']', '');
  const inArviz = ({ key, label }: SummaryRow): string => label ?? key;
  const readers = {
    posterior: largestDifference(fit.summary(), run('Rscript', 'posterior.R', files), inStan),
    ArviZ: largestDifference(fit.summary(), run('python3', 'arviz_summary.py', [json]), inArviz),
  };
  for (const [name, difference] of Object.entries(readers)) {
    console.log(`${name}: largest relative difference ${difference.toExponential(1)}`);
    if (!(difference < accuracy)) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
