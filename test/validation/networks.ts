/**
 * Bayesian networks on data that others published results for, and on digits: rewrites their tables in
 * docs/validation.md, and fails where MC dropout is worse than published or a method does not know the digits.
 *
 *   npm run validate:networks                 everything, in as many processes as there are cores
 *   npm run validate:networks -- digits       the tables named alone: published, compared, digits
 *   npm run validate:networks -- --resume     with what an interrupted run has left
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceBetweenMarkers } from '../docs/markers.ts';
import { inParts, ofPart } from './in-parts.ts';
import { classificationNames, classifyDigits, type DigitsResult } from './networks/digits.ts';
import { KeptResults } from './networks/kept.ts';
import {
  comparedTable,
  digitsTable,
  missedDigits,
  missedPublished,
  publishedTable,
  type ResultOf,
} from './networks/tables.ts';
import {
  COMPARED,
  fitSplit,
  type RegressionMethod,
  regressionNames,
  SPLITS,
  type SplitResult,
  uciDataSets,
} from './networks/uci.ts';

type Result = SplitResult | DigitsResult;
type Results = Readonly<Record<string, Result>>;

/** One table: what is fitted for it by the name of the result, and what is said of that. */
interface Section {
  readonly jobs: ReadonlyMap<string, () => Promise<Result>>;
  readonly table: (results: Results) => string;
  /** What is not as it must be. */
  readonly missed: (results: Results) => readonly string[];
}

const regressionJob = (data: string, method: RegressionMethod, split: number): string =>
  `${data}-${split}-${method}`;
const regressionOf =
  (results: Results): ResultOf =>
  (data, method, split) =>
    results[regressionJob(data, method, split)] as SplitResult;

function regressionJobs(methods: readonly RegressionMethod[], splits: number): Section['jobs'] {
  const jobs = uciDataSets.flatMap(({ name }) =>
    methods.flatMap((method) =>
      Array.from(
        { length: splits },
        (_, split) =>
          [regressionJob(name, method, split), () => fitSplit(name, split, method)] as const,
      ),
    ),
  );
  return new Map(jobs);
}

const digitsOf = (results: Results) =>
  classificationNames.map((method) => ({
    method,
    ...(results[`digits-${method}`] as DigitsResult),
  }));

const sections = {
  published: {
    jobs: regressionJobs(['mc-dropout'], SPLITS),
    table: (results) => publishedTable(regressionOf(results)),
    missed: (results) => missedPublished(regressionOf(results)),
  },
  compared: {
    jobs: regressionJobs(regressionNames, COMPARED),
    table: (results) => comparedTable(regressionOf(results)),
    missed: () => [],
  },
  digits: {
    jobs: new Map(
      classificationNames.map((method) => [`digits-${method}`, () => classifyDigits(method)]),
    ),
    table: (results) => digitsTable(digitsOf(results)),
    missed: (results) => missedDigits(digitsOf(results)),
  },
} as const satisfies Record<string, Section>;

const { values: options, positionals } = parseArgs({
  options: {
    resume: { type: 'boolean', default: false },
    /** Of a child: `first/step`, the fits first, first + step, … */
    part: { type: 'string' },
  },
  allowPositionals: true,
});
const names = positionals.length > 0 ? positionals : Object.keys(sections);
const unknown = names.filter((name) => !(name in sections));
if (unknown.length > 0) {
  const known = Object.keys(sections).join(', ');
  throw new Error(`there is no table ${unknown.join(', ')}; there are ${known}`);
}
const chosen: readonly (readonly [string, Section])[] = Object.entries(sections).filter(([name]) =>
  names.includes(name),
);
const kept = new KeptResults('credence-validate-networks');

if (options.part !== undefined) {
  process.stdout.write(JSON.stringify(await fitAll(options.part)));
} else {
  if (!options.resume) kept.clear();
  const parts = await inParts<Results>(fileURLToPath(import.meta.url), names);
  report(Object.assign({}, ...parts));
}

async function fitAll(part: string): Promise<Results> {
  const jobs = new Map(chosen.flatMap(([, section]) => [...section.jobs]));
  const results: Record<string, Result> = {};
  for (const [name, fit] of ofPart([...jobs], part)) {
    results[name] = await kept.take(name, fit);
    process.stderr.write(`${name}: ${JSON.stringify(results[name])}\n`);
  }
  return results;
}

function report(results: Results): void {
  const document = new URL('../../docs/validation.md', import.meta.url);
  let text = readFileSync(document, 'utf8');
  for (const [name, { table, missed }] of chosen) {
    const misses = missed(results);
    const verdict = misses.length === 0 ? '' : `: missed: ${misses.join('; ')}`;
    const part = `Run on ${new Date().toISOString().slice(0, 10)}${verdict}.\n\n${table(results)}`;
    console.log(`${name}\n${part}\n`);
    text = replaceBetweenMarkers(text, `networks ${name}`, part);
    if (misses.length > 0) process.exitCode = 1;
  }
  writeFileSync(document, text);
}
