/** Cost per gradient and memory over the number of rows. */
import { runScript } from './child.ts';
import { engineNames } from './engines.ts';
import type { ScalingMeasurement } from './measure-scaling.ts';
import { median } from './middle.ts';
import { describeRun, printTable, progress, significant, writeParts } from './report.ts';

const MODELS = ['logistic', 'hierarchical'] as const;
const ROWS = [1e3, 1e4, 1e5, 1e6] as const;
/** Processes for each: the shortest times and the median of memory count. */
const RUNS = 5;

export function runScaling(): void {
  const [engine] = engineNames;
  const rows = MODELS.flatMap((model) =>
    ROWS.map((count) => {
      progress(`${model}, ${count} rows, on ${engine}`);
      const runs = Array.from({ length: RUNS }, () =>
        runScript<ScalingMeasurement>('measure-scaling', [model, String(count), engine], {
          nodeOptions: ['--expose-gc'],
        }),
      );
      const [{ dimension, dataBytes }] = runs;
      const microseconds = Math.min(...runs.map((run) => run.microseconds));
      const prepareMs = Math.min(...runs.map((run) => run.prepareMs));
      // V8 sizes the space for new objects as it sees fit, by some megabytes
      const residentBytes = median(runs.map((run) => run.residentBytes))!;
      return [
        model,
        String(dimension),
        String(count),
        significant(microseconds),
        significant((1000 * microseconds) / count),
        significant(prepareMs),
        significant(dataBytes / 2 ** 20),
        significant(residentBytes / 2 ** 20),
        significant(residentBytes / dataBytes),
      ];
    }),
  );
  const titles = [
    'model',
    'dimension',
    'rows',
    `${engine}, µs`,
    'ns a row',
    'prepare, ms',
    'data, MB',
    'resident, MB',
    'resident / data',
  ];
  const table = { titles, rows };
  const run = describeRun();
  printTable(table);
  console.log(run);
  writeParts({ 'scaling run': run, scaling: table });
}
