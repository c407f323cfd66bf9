/**
 * The benchmark: time per gradient of every engine beside Stan's C++, and the cold start, as one table.
 *
 *   npm run bench                  every case on every engine and Stan; writes docs/performance.md
 *   npm run bench -- --no-stan     without Stan
 *   npm run bench -- --case NAME   one case (may be repeated); writes nothing
 *   npm run bench -- --scaling     cost and memory over the number of rows instead
 *   npm run bench -- --samples     effective draws a second of NUTS and of Stan's sampler instead
 *   npm run bench -- --networks    steps of the training of a network and of PyTorch's instead
 */
import { parseArgs } from 'node:util';
import { disagreement, stanDisagreement } from './agreement.ts';
import { caseNames, referenceDensities } from './cases.ts';
import { bundleScripts, runScript } from './child.ts';
import type { CaseName } from './data.ts';
import { type BenchEngine, engineNames, enginesFor } from './engines.ts';
import { type CaseResult, gradientTable, summarise } from './gradient-table.ts';
import type { Failure, GradientMeasurement } from './measure-gradient.ts';
import { runNetworks } from './networks.ts';
import { describeRun, printTable, progress, writeParts } from './report.ts';
import { runSamples } from './samples.ts';
import { runScaling } from './scaling.ts';
import { measureStan, type StanMeasurement } from './stan.ts';

/** Passes over the compiled engine and Stan, in turn, so that both meet the same slow spells. */
const PASSES = 5;
/** Runs of Stan in a pass: each is one mean, where ours is the best of many. */
const STAN_RUNS = 4;

const { values: options } = parseArgs({
  options: {
    'no-stan': { type: 'boolean', default: false },
    case: { type: 'string', multiple: true },
    scaling: { type: 'boolean', default: false },
    samples: { type: 'boolean', default: false },
    networks: { type: 'boolean', default: false },
  },
});

const withStan = !options['no-stan'];
if (options.samples) await runSamples(withStan);
else if (options.networks) await runNetworks();
else {
  await bundleScripts();
  if (options.scaling) runScaling();
  else if (!compareGradients(withStan, options.case)) process.exitCode = 1;
}

/**
 * @param cases all of them where left out; the document is written only then
 * @returns whether all engines and Stan computed the same
 */
function compareGradients(withStan: boolean, cases: readonly string[] | undefined): boolean {
  const chosen = caseNames.filter((name) => cases?.includes(name) ?? true);
  let stanMissing = withStan ? undefined : 'it was not asked for';
  const notes: string[] = [];
  const measured = new Map<CaseName, Partial<Record<BenchEngine, GradientMeasurement>>>();
  const stan = new Map<string, StanMeasurement>();
  /** Milliseconds of a start without kept code. */
  const compiling = new Map<CaseName, number>();
  for (let pass = 1; pass <= PASSES; pass++) {
    for (let run = 1; run <= STAN_RUNS && stanMissing === undefined; run++) {
      progress(`pass ${pass}: Stan, run ${run}`);
      const result = measureStan();
      if ('missing' in result) stanMissing = result.missing;
      else result.cases.forEach((next, name) => void stan.set(name, faster(stan.get(name), next)));
    }
    for (const name of chosen) {
      const soFar = measured.get(name) ?? {};
      for (const engine of enginesFor(name)) {
        // the engines that are not compared with Stan are measured once
        if (pass > 1 && engine !== engineNames[0]) continue;
        progress(`pass ${pass}: ${name} on ${engine}`);
        const next = runScript<GradientMeasurement | Failure>('measure-gradient', [name, engine]);
        if ('failure' in next) {
          if (pass === 1) notes.push(`${name} does not run on ${engine}: ${next.failure}.`);
          continue;
        }
        soFar[engine] = faster(soFar[engine], next);
        if (engine === engineNames[0]) {
          const { coldMs } = runScript<GradientMeasurement>('measure-gradient', [name, engine], {
            withoutKeptCode: true,
          });
          compiling.set(name, Math.min(compiling.get(name) ?? coldMs, coldMs));
        }
      }
      measured.set(name, soFar);
    }
  }
  if (stanMissing !== undefined) notes.push(`Stan was not measured: ${stanMissing}.`);
  const results = chosen.map((name): CaseResult => {
    const measurement = stan.get(name);
    const coldWithoutKeptCodeMs = compiling.get(name);
    return {
      name,
      engines: measured.get(name)!,
      ...(coldWithoutKeptCodeMs !== undefined && { coldWithoutKeptCodeMs }),
      ...(measurement && { stan: measurement }),
    };
  });
  return report(results, notes, cases === undefined);
}

function report(results: readonly CaseResult[], notes: readonly string[], write: boolean): boolean {
  const run = describeRun();
  const table = gradientTable(results);
  const summary = summarise(results);
  const problems = results.flatMap(disagreements);
  printTable(table);
  for (const line of [run, ...notes, ...summary, ...problems]) console.log(line);
  if (problems.length > 0) return false;
  if (write) {
    writeParts({
      'gradient run': [run, ...notes].join(' '),
      gradients: table,
      'gradient summary': summary.map((line) => `- ${line}`).join('\n'),
    });
  }
  return true;
}

function disagreements({ name, engines, stan }: CaseResult): string[] {
  const found: [string, string | undefined][] = [];
  for (const engine of engineNames) {
    const precision = engine === 'tfjs' ? 'float32' : 'float64';
    const measured = engines[engine];
    if (measured === undefined || engine === 'reference') continue;
    found.push([engine, disagreement(measured, engines.reference!, precision)]);
  }
  if (stan)
    found.push(['Stan', stanDisagreement(stan.logDensity, referenceDensities()[name].stan)]);
  return found.flatMap(([who, problem]) =>
    problem === undefined ? [] : [`${name}, ${who}: ${problem}`],
  );
}

/** The better of each time; both are of the same case. */
function faster<T extends { readonly microseconds: number; readonly coldMs?: number }>(
  soFar: T | undefined,
  next: T,
): T {
  if (soFar === undefined) return next;
  const microseconds = Math.min(soFar.microseconds, next.microseconds);
  if (soFar.coldMs === undefined || next.coldMs === undefined) return { ...next, microseconds };
  return { ...next, microseconds, coldMs: Math.min(soFar.coldMs, next.coldMs) };
}
