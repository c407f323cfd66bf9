import type { CaseName } from './data.ts';
import { type BenchEngine, engineNames } from './engines.ts';
import type { GradientMeasurement } from './measure-gradient.ts';
import { geometricMean } from './middle.ts';
import type { Table } from './report.ts';
import { significant } from './report.ts';
import type { StanMeasurement } from './stan.ts';

/** All there is on one case. */
export interface CaseResult {
  readonly name: CaseName;
  readonly engines: Partial<Record<BenchEngine, GradientMeasurement>>;
  /** Of the compiled engine. */
  readonly coldWithoutKeptCodeMs?: number;
  readonly stan?: StanMeasurement;
}

const [compiled, ...others] = engineNames;

export function gradientTable(results: readonly CaseResult[]): Table {
  const titles = [
    'case',
    'dimension',
    'rows',
    `${compiled}, µs`,
    'Stan, µs',
    `${compiled} / Stan`,
    ...others.map((engine) => `${engine}, µs`),
    'cold, ms',
    'imported, ms',
    'module, KB',
  ];
  const rows = results.map((result) => {
    const { name, engines, stan } = result;
    const measured = engines[compiled];
    const { dimension, rows } = engines.reference!;
    return [
      name,
      String(dimension),
      String(rows),
      significant(measured?.microseconds),
      significant(stan?.microseconds),
      significant(ratioToStan(result)),
      ...others.map((engine) => significant(engines[engine]?.microseconds)),
      significant(measured?.coldMs),
      significant(result.coldWithoutKeptCodeMs),
      significant(measured && measured.moduleBytes / 1024),
    ];
  });
  return { titles, rows };
}

/** The figures that have targets. */
export function summarise(results: readonly CaseResult[]): string[] {
  const ratios = results.flatMap((result) => ratioToStan(result) ?? []);
  const lines: string[] = [];
  if (ratios.length > 0) {
    const mean = geometricMean(ratios);
    lines.push(
      `Time per gradient, ${compiled} over Stan: geometric mean of ${ratios.length} cases ${significant(mean)} (target: at most 0.2), largest ${significant(Math.max(...ratios))} (target: at most 1).`,
    );
  }
  const cold = results.flatMap(({ name, engines, coldWithoutKeptCodeMs }) => {
    const ms = engines[compiled]?.coldMs;
    return ms === undefined ? [] : [{ name, ms, imported: coldWithoutKeptCodeMs }];
  });
  const eightSchools = cold.find(({ name }) => name === 'eight_schools');
  if (eightSchools !== undefined) {
    lines.push(
      `Cold start, eight_schools: ${significant(eightSchools.ms)} ms in the command, ${significant(eightSchools.imported)} ms where the library is imported (target: at most 30).`,
    );
  }
  const [slowest] = cold.sort((a, b) => b.ms - a.ms);
  if (slowest !== undefined) {
    lines.push(
      `Cold start, the slowest: ${slowest.name}, ${significant(slowest.ms)} ms (target: at most 300).`,
    );
  }
  return lines;
}

function ratioToStan({ engines, stan }: CaseResult): number | undefined {
  const measured = engines[compiled];
  return measured && stan && measured.microseconds / stan.microseconds;
}
