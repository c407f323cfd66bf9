/**
 * Simulation-based calibration of NUTS, full-rank VI and Laplace: ranks must be uniform where exactness is claimed.
 *
 *   npm run validate:sbc              1,000 replications in as many processes as there are cores; rewrites docs/validation.md
 *   npm run validate:sbc -- --replications N   writes nothing
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { markdownTable, replaceBetweenMarkers } from '../docs/markers.ts';
import { inParts, ofPart } from './in-parts.ts';
import {
  type CalibratedMethod,
  type CalibratedModel,
  calibratedMethods,
  calibratedModels,
  isExact,
} from './sbc/models.ts';
import { DRAWS, type Ranks, ranksOf } from './sbc/ranks.ts';
import { adjustForMany, type Uniformity, UniformSamples, uniformityOf } from './sbc/uniformity.ts';

const WHOLE = 1000;
/** With this probability at most does a run fail in which all ranks are uniform that must be. */
const LEVEL = 0.01;

const { values: options } = parseArgs({
  options: {
    replications: { type: 'string', default: String(WHOLE) },
    /** Of a child: `first/step`, the replications first, first + step, … */
    part: { type: 'string' },
  },
});
const total = Number(options.replications);
if (!(Number.isSafeInteger(total) && total > 0))
  throw new Error(`--replications is a whole number from 1, not ${options.replications}`);

/** By model, then method. */
type AllRanks = Record<string, Record<string, Ranks>>;

if (options.part !== undefined) {
  const own = ofPart(
    Array.from({ length: total }, (_, k) => k),
    options.part,
  );
  process.stdout.write(JSON.stringify(await makeRanks(own)));
} else {
  const parts = await inParts<AllRanks>(fileURLToPath(import.meta.url), [
    '--replications',
    String(total),
  ]);
  if (!report(parts)) process.exitCode = 1;
}

async function makeRanks(own: readonly number[]): Promise<AllRanks> {
  const all: AllRanks = {};
  for (const model of calibratedModels) {
    all[model.name] = {};
    for (const method of calibratedMethods) {
      all[model.name][method] = await ranksOf(model, method, own, total);
      process.stderr.write(`${model.name}: ${method}\n`);
    }
  }
  return all;
}

/** @returns whether ranks are uniform wherever they must be */
function report(parts: readonly AllRanks[]): boolean {
  const references = new Map<number, UniformSamples>();
  const rows = calibratedModels.flatMap((model) =>
    calibratedMethods.flatMap((method) => {
      // NUTS refuses nothing, so it has all
      const keys = [...new Set(parts.flatMap((part) => Object.keys(part[model.name].nuts)))];
      return keys.map((key): Row => {
        const ranks = parts.flatMap((part) => part[model.name][method][key] ?? []);
        const reference =
          references.get(ranks.length) ?? new UniformSamples(ranks.length, DRAWS + 1);
        references.set(ranks.length, reference);
        const refused = total - ranks.length;
        const exact = isExact(model, method);
        return { model, method, key, exact, refused, ...uniformityOf(ranks, reference) };
      });
    }),
  );
  const exact = rows.filter((row) => row.exact);
  // two tests a row
  const pValues = exact.flatMap(({ chiSquareP, distributionP }) => [chiSquareP, distributionP]);
  const adjusted = adjustForMany(pValues);
  const adjustedOf = new Map(
    exact.map((row, k) => [row, Math.min(adjusted[2 * k], adjusted[2 * k + 1])]),
  );
  const table = markdownTable(
    [
      'model',
      'method',
      'parameter',
      'chi-square p',
      'ECDF p',
      'largest difference',
      'adjusted p',
      'refused',
    ],
    rows.map((row) => cellsOf(row, adjustedOf.get(row))),
  );
  console.log(table);
  const failed = exact.filter((row) => adjustedOf.get(row)! < LEVEL || row.refused > 0);
  for (const { model, method, key } of failed)
    console.log(`ranks are not uniform: ${model.name}, ${method}, ${key}`);
  const least = Math.min(...adjusted);
  const summary = `Run on ${new Date().toISOString().slice(0, 10)}: ${exact.length} of the ${rows.length} rows must be uniform, and ${failed.length === 0 ? 'all' : exact.length - failed.length} are (smallest adjusted p ${formatP(least)}).`;
  console.log(summary);
  if (total === WHOLE) write({ 'calibration run': summary, calibration: table });
  return failed.length === 0;
}

interface Row extends Uniformity {
  readonly model: CalibratedModel;
  readonly method: CalibratedMethod;
  readonly key: string;
  /** The ranks must be uniform. */
  readonly exact: boolean;
  readonly refused: number;
}

/** @param adjusted of a row that must be uniform: the smaller of its two p-values, adjusted for all of them */
function cellsOf(row: Row, adjusted: number | undefined): string[] {
  const { model, method, key, chiSquareP, distributionP, largest, at, refused } = row;
  return [
    model.name,
    method,
    key,
    formatP(chiSquareP),
    formatP(distributionP),
    `${largest.toFixed(3)} at ${at.toFixed(2)}`,
    adjusted === undefined ? '' : formatP(adjusted),
    refused === 0 ? '' : String(refused),
  ];
}

function formatP(p: number): string {
  return p < 1e-3 ? p.toExponential(0) : p.toFixed(3);
}

function write(parts: Readonly<Record<string, string>>): void {
  const document = new URL('../../docs/validation.md', import.meta.url);
  let text = readFileSync(document, 'utf8');
  for (const [name, part] of Object.entries(parts)) text = replaceBetweenMarkers(text, name, part);
  writeFileSync(document, text);
}
