/**
 * Fits one model by NUTS in a process of its own, so that V8 has seen no other model: reads a `SampleTask` as JSON from
 * standard input, prints a `SampleMeasurement`.
 */
import { readFileSync } from 'node:fs';
import { compile } from '../src/api/compile.ts';

export interface SampleTask {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly workers: number;
}

export interface SampleMeasurement {
  /** From the bound model to the fit: code for the density, form, warm-up, draws and their summary. */
  readonly seconds: number;
  /** The smallest over all elements of all parameters. */
  readonly essBulkMin: number;
  readonly divergences: number;
}

const task = JSON.parse(readFileSync(0, 'utf8')) as SampleTask;
const posterior = compile(task.text).bind(task.data);
const start = performance.now();
const fit = await posterior.fit({ method: 'nuts', seed: task.seed, workers: task.workers });
// that of what cannot vary is NaN
const sizes = fit.summary().flatMap(({ essBulk }) => (Number.isNaN(essBulk) ? [] : [essBulk!]));
const measurement: SampleMeasurement = {
  seconds: (performance.now() - start) / 1000,
  essBulkMin: Math.min(...sizes),
  divergences: fit.diagnostics.values.divergences,
};
process.stdout.write(JSON.stringify(measurement));
