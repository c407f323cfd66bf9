/**
 * Estimators of the log evidence on models whose evidence is known, and how often their intervals cover it.
 *
 *   npm run validate:evidence            all cases, and 200 seeds in as many processes as there are cores; rewrites docs/validation.md
 *   npm run validate:evidence -- accuracy      one of the two: accuracy, coverage
 *   npm run validate:evidence -- --seeds N     writes nothing
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { markdownTable, replaceBetweenMarkers } from '../docs/markers.ts';
import { type AccuracyRow, accuracyRows } from './evidence/accuracy.ts';
import {
  type CoveredMethod,
  coverageDraws,
  coverageOf,
  coveredCases,
  coveredMethods,
  type Outcome,
  outcomesOf,
} from './evidence/coverage.ts';
import { inParts, ofPart } from './in-parts.ts';

const WHOLE = 200;
/** Of 95% intervals over 200 seeds, whose share has a standard error of 1.5%. */
const leastCovered = 0.92;
const mostCovered = 0.98;

const { values: options, positionals } = parseArgs({
  options: {
    seeds: { type: 'string', default: String(WHOLE) },
    /** Of a child: `first/step`, the seeds first, first + step, … */
    part: { type: 'string' },
  },
  allowPositionals: true,
});
const seeds = Number(options.seeds);
if (!(Number.isSafeInteger(seeds) && seeds > 0))
  throw new Error(`--seeds is a whole number from 1, not ${options.seeds}`);
const unknown = positionals.find((name) => name !== 'accuracy' && name !== 'coverage');
if (unknown !== undefined) throw new Error(`accuracy or coverage, not ${unknown}`);
const isWanted = (name: string): boolean => positionals.length === 0 || positionals.includes(name);

/** By case, then method. */
type AllOutcomes = Record<string, Record<CoveredMethod, Outcome[]>>;

/** What a table shows, and what of it is not as it must be. */
interface Findings {
  readonly text: string;
  readonly failed: readonly string[];
}

if (options.part !== undefined) {
  const own = ofPart(
    Array.from({ length: seeds }, (_, k) => k + 1),
    options.part,
  );
  process.stdout.write(JSON.stringify(await makeOutcomes(own)));
} else {
  if (isWanted('accuracy')) {
    const rows = await accuracyRows((row) => console.log(cellsOf(row).join('  ')));
    report('evidence accuracy', accuracyOf(rows));
  }
  if (isWanted('coverage')) {
    const parts = await inParts<AllOutcomes>(fileURLToPath(import.meta.url), [
      '--seeds',
      String(seeds),
    ]);
    report('evidence coverage', coverageTable(parts));
  }
}

async function makeOutcomes(own: readonly number[]): Promise<AllOutcomes> {
  const all: AllOutcomes = {};
  for (const known of coveredCases) {
    all[known.id] = { bridge: [], importance: [], smc: [] };
    for (const method of coveredMethods) {
      all[known.id][method] = await outcomesOf(known, method, own);
      process.stderr.write(`${known.id}: ${method}\n`);
    }
  }
  return all;
}

function accuracyOf(rows: readonly AccuracyRow[]): Findings {
  const failed = rows.filter(({ isFine }) => !isFine).map(({ id, method }) => `${id}, ${method}`);
  const table = markdownTable(
    ['case', 'estimator', 'estimate', 'error', 'truth', 'difference', 'gradients', 'seconds', ''],
    rows.map(cellsOf),
  );
  return { text: `${summaryOf('10,000 draws a case, seed 1', failed)}\n\n${table}`, failed };
}

function coverageTable(parts: readonly AllOutcomes[]): Findings {
  const failed: string[] = [];
  const rows = coveredCases.flatMap(({ id }) =>
    coveredMethods.map((method) => {
      const found = coverageOf(parts.flatMap((part) => part[id][method]));
      const isFine = found.covered >= leastCovered && found.covered <= mostCovered;
      if (!isFine) failed.push(`${id}, ${method}`);
      return [
        id,
        method,
        `${(100 * found.covered).toFixed(1)}%${isFine ? '' : ' (missed)'}`,
        found.error.toFixed(4),
        found.standardError.toFixed(4),
        found.meanError.toFixed(4),
        `${(100 * found.trustworthy).toFixed(0)}%`,
      ];
    }),
  );
  const table = markdownTable(
    [
      'case',
      'estimator',
      '95% intervals with the truth',
      'error, root mean square',
      'standard error, root mean square',
      'mean error',
      'trustworthy',
    ],
    rows,
  );
  return {
    text: `${summaryOf(`intervals of ${seeds} seeds with ${coverageDraws.toLocaleString('en')} draws`, failed)}\n\n${table}`,
    failed,
  };
}

function summaryOf(what: string, failed: readonly string[]): string {
  const verdict = failed.length === 0 ? 'All is as it must be.' : `Missed: ${failed.join('; ')}.`;
  return `Run on ${new Date().toISOString().slice(0, 10)}: ${what}. ${verdict}`;
}

function report(name: string, { text, failed }: Findings): void {
  console.log(`\n${text}\n`);
  if (failed.length > 0) process.exitCode = 1;
  if (seeds !== WHOLE) return;
  const document = new URL('../../docs/validation.md', import.meta.url);
  writeFileSync(document, replaceBetweenMarkers(readFileSync(document, 'utf8'), name, text));
}

function cellsOf(row: AccuracyRow): string[] {
  const { id, method, logEvidence, standardError, truth, evaluations, seconds, verdict } = row;
  const difference = logEvidence - truth;
  const isExact = method === 'exact';
  return [
    id,
    method,
    logEvidence.toFixed(isExact ? 10 : 4),
    isExact ? '–' : standardError.toFixed(4),
    truth.toFixed(isExact ? 10 : 4),
    isExact ? difference.toExponential(0) : difference.toFixed(4),
    String(evaluations),
    seconds.toFixed(1),
    verdict,
  ];
}
