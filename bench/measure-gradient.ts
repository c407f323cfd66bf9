/**
 * Measures one case on one engine in a process of its own, so that the start is cold and V8 has seen
 * no other model: `tsx bench/measure-gradient.ts CASE ENGINE` prints a `GradientMeasurement` as JSON.
 */
import { benchCase, referencePoints } from './cases.ts';
import type { CaseName } from './data.ts';
import { type BenchEngine, loadEngine } from './engines.ts';
import { microsecondsPerCall } from './stopwatch.ts';

export interface GradientMeasurement {
  readonly dimension: number;
  readonly rows: number;
  /** Of the graph of value and gradient, simplified. */
  readonly nodes: number;
  /** From text and data to the first gradient. */
  readonly coldMs: number;
  readonly microseconds: number;
  /** Of WebAssembly that was compiled for this model. */
  readonly moduleBytes: number;
  /** At the two reference points. */
  readonly values: readonly number[];
  readonly slopes: readonly (readonly number[])[];
}

const [name, engineName] = process.argv.slice(2) as [CaseName, BenchEngine];
const model = benchCase(name);
const engine = await loadEngine(engineName);
const modules = countModuleBytes();

const start = performance.now();
const density = model.prepare(engine);
const [point, secondPoint] = referencePoints(density.dimension);
const slopes = new Float64Array(density.dimension);
const value = density.logDensityGradient(point, slopes);
const coldMs = performance.now() - start;

const firstSlopes = Array.from(slopes);
const secondValue = density.logDensityGradient(secondPoint, slopes);
const secondSlopes = Array.from(slopes);
const microseconds = microsecondsPerCall(() => {
  // as the peer does: a new point each time
  point[0] += 1e-9;
  density.logDensityGradient(point, slopes);
});
const measurement: GradientMeasurement = {
  dimension: density.dimension,
  rows: model.rows,
  nodes: density.nodes,
  coldMs,
  microseconds,
  moduleBytes: modules.bytes,
  values: [value, secondValue],
  slopes: [firstSlopes, secondSlopes],
};
process.stdout.write(`${JSON.stringify(measurement)}\n`);

/** Adds up the sizes of the WebAssembly modules compiled from here on. */
function countModuleBytes(): { bytes: number } {
  const count = { bytes: 0 };
  type Constructor = new (bytes: Uint8Array) => object;
  const { WebAssembly } = globalThis as unknown as { WebAssembly: { Module: Constructor } };
  WebAssembly.Module = new Proxy(WebAssembly.Module, {
    construct(target, [bytes]: [Uint8Array]) {
      count.bytes += bytes.byteLength;
      return new target(bytes);
    },
  });
  return count;
}
