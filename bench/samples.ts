/** Effective draws a second: the smallest bulk ESS over the time of 4 chains, beside Stan's. */
import { modelText } from './cases.ts';
import { bundleWithWorker, runScript } from './child.ts';
import { type CaseName, caseData } from './data.ts';
import type { SampleMeasurement, SampleTask } from './measure-samples.ts';
import { geometricMean, median } from './middle.ts';
import {
  describeRun,
  printTable,
  progress,
  significant,
  type Table,
  writeParts,
} from './report.ts';
import { measureStanSamples, type StanSamples } from './stan.ts';

/** Each takes its turn with Stan, so that both meet the same slow spells, and has a seed of its own. */
const PASSES = 3;

/** Cases of the peer, and their models. */
const models = {
  eight_schools: 'eight-schools',
  logistic_1k: 'logistic',
  hierarchical: 'hierarchical',
  garch: 'garch',
  gp: 'gaussian-process',
  hmm: 'hidden-markov',
} as const satisfies Partial<Record<CaseName, string>>;

type SampledCase = keyof typeof models;

interface CaseSamples {
  readonly alone: SampleMeasurement[];
  /** With the chains in two threads. */
  readonly threads: SampleMeasurement[];
  readonly stan: StanSamples[];
}

export async function runSamples(withStan: boolean): Promise<void> {
  await bundleWithWorker();
  const data = caseData();
  const names = Object.keys(models) as SampledCase[];
  const measured = new Map<SampledCase, CaseSamples>(
    names.map((name) => [name, { alone: [], threads: [], stan: [] }]),
  );
  let stanMissing = withStan ? undefined : 'it was not asked for';
  for (let pass = 1; pass <= PASSES; pass++) {
    if (stanMissing === undefined) {
      progress(`pass ${pass}: Stan`);
      const result = measureStanSamples();
      if ('missing' in result) stanMissing = result.missing;
      else for (const [name, { stan }] of measured) stan.push(result.cases.get(name)!);
    }
    for (const [name, { alone, threads }] of measured) {
      progress(`pass ${pass}: ${name}`);
      const task = { text: modelText(models[name]), data: data[name], seed: pass };
      alone.push(sample({ ...task, workers: 1 }));
      threads.push(sample({ ...task, workers: 2 }));
    }
  }
  const notes = stanMissing === undefined ? [] : [`Stan was not measured: ${stanMissing}.`];
  const run = [describeRun(), ...notes].join(' ');
  const table = sampleTable(measured);
  const summary = summarise(measured);
  printTable(table);
  for (const line of [run, ...summary]) console.log(line);
  writeParts({
    'sample run': run,
    samples: table,
    'sample summary': summary.map((line) => `- ${line}`).join('\n'),
  });
}

function sample(task: SampleTask): SampleMeasurement {
  return runScript<SampleMeasurement>('measure-samples', [], { input: JSON.stringify(task) });
}

function sampleTable(measured: ReadonlyMap<SampledCase, CaseSamples>): Table {
  const titles = [
    'case',
    'ESS',
    'seconds',
    'ESS/s',
    'Stan, ESS',
    'Stan, seconds',
    'Stan, ESS/s',
    'ratio',
    'ESS/s, 2 threads',
    'divergent',
  ];
  const rows = [...measured].map(([name, { alone, threads, stan }]) => [
    name,
    significant(median(alone.map(({ essBulkMin }) => essBulkMin))),
    significant(median(alone.map(({ seconds }) => seconds))),
    significant(rate(alone)),
    significant(median(stan.map(({ essBulkMin }) => essBulkMin))),
    significant(median(stan.map(({ seconds }) => seconds))),
    significant(rate(stan)),
    significant(ratioToStan(alone, stan)),
    significant(rate(threads)),
    significant(median(alone.map(({ divergences }) => divergences))),
  ]);
  return { titles, rows };
}

/** Effective draws a second, in the middle of the passes. */
function rate(passes: readonly StanSamples[]): number | undefined {
  return median(passes.map(({ essBulkMin, seconds }) => essBulkMin / seconds));
}

function ratioToStan(
  alone: readonly StanSamples[],
  stan: readonly StanSamples[],
): number | undefined {
  return stan.length === 0 ? undefined : rate(alone)! / rate(stan)!;
}

/** The figure that has a target. */
function summarise(measured: ReadonlyMap<SampledCase, CaseSamples>): string[] {
  const ratios = [...measured].flatMap(([name, { alone, stan }]) => {
    const ratio = ratioToStan(alone, stan);
    return ratio === undefined ? [] : [{ name, ratio }];
  });
  if (ratios.length === 0) return [];
  const least = ratios.reduce((a, b) => (b.ratio < a.ratio ? b : a));
  const mean = geometricMean(ratios.map(({ ratio }) => ratio));
  return [
    `Smallest bulk ESS a second, ours over Stan's, one thread each: geometric mean of ${ratios.length} cases ${significant(mean)} (target: at least 5), smallest ${significant(least.ratio)} (${least.name}).`,
  ];
}
