/**
 * Simulation-based calibration of NUTS, full-rank VI and Laplace: ranks must be uniform where exactness is claimed.
 *
 *   npm run validate:sbc              1,000 replications in as many processes as there are cores; rewrites docs/validation.md
 *   npm run validate:sbc -- --replications N   writes nothing
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { markdownTable, replaceBetweenMarkers } from '../docs/markers.ts';
import {
  type CalibratedModel,
  calibratedMethods,
  calibratedModels,
  isExact,
} from './sbc/models.ts';
import { DRAWS, type Ranks, ranksOf } from './sbc/ranks.ts';
import { Band, LEVEL, uniformityOf } from './sbc/uniformity.ts';

const WHOLE = 1000;

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
  const [first, step] = options.part.split('/').map(Number);
  const own = Array.from({ length: total }, (_, k) => k).filter((k) => k % step === first);
  process.stdout.write(JSON.stringify(await makeRanks(own)));
} else {
  const cores = availableParallelism();
  const parts = await Promise.all(Array.from({ length: cores }, (_, k) => inChild(k, cores)));
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

function inChild(first: number, step: number): Promise<AllRanks> {
  const script = fileURLToPath(import.meta.url);
  const words = ['--replications', String(total), '--part', `${first}/${step}`];
  const child = spawn(process.execPath, [...process.execArgv, script, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (piece) => {
    text += piece;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`a process ended with ${code}`)),
    );
  });
}

/** @returns whether ranks are uniform wherever they must be */
function report(parts: readonly AllRanks[]): boolean {
  const bands = new Map<number, Band>();
  const failed: string[] = [];
  const rows = calibratedModels.flatMap((model) =>
    calibratedMethods.flatMap((method) => {
      const keys = [...new Set(parts.flatMap((part) => Object.keys(part[model.name][method])))];
      return keys.map((key) => {
        const ranks = parts.flatMap((part) => part[model.name][method][key] ?? []);
        const band = bands.get(ranks.length) ?? new Band(ranks.length, DRAWS + 1);
        bands.set(ranks.length, band);
        const row = rowOf(model, method, key, ranks, band);
        if (!row.isFine) failed.push(`${model.name}, ${method}, ${key}`);
        return row.cells;
      });
    }),
  );
  const table = markdownTable(
    [
      'model',
      'method',
      'parameter',
      'must be uniform',
      'chi-square p',
      'largest ECDF difference',
      'within the band',
      'refused',
    ],
    rows,
  );
  console.log(table);
  for (const name of failed) console.log(`ranks are not uniform: ${name}`);
  if (total === WHOLE) write(table);
  return failed.length === 0;
}

function rowOf(
  model: CalibratedModel,
  method: (typeof calibratedMethods)[number],
  key: string,
  ranks: readonly number[],
  band: Band,
): { readonly cells: string[]; readonly isFine: boolean } {
  const { chiSquareP, isInBand, largest, at } = uniformityOf(ranks, band);
  const exact = isExact(model, method);
  return {
    cells: [
      model.name,
      method,
      key,
      exact ? 'yes' : '',
      chiSquareP < 1e-4 ? chiSquareP.toExponential(0) : chiSquareP.toFixed(4),
      `${largest.toFixed(3)} at ${at.toFixed(2)}`,
      isInBand ? 'yes' : 'no',
      ranks.length === total ? '' : String(total - ranks.length),
    ],
    isFine: !exact || (ranks.length === total && isInBand && chiSquareP >= LEVEL),
  };
}

function write(table: string): void {
  const document = new URL('../../docs/validation.md', import.meta.url);
  const text = readFileSync(document, 'utf8');
  writeFileSync(document, replaceBetweenMarkers(text, 'calibration', table));
}
