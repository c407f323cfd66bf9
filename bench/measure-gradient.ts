/**
 * Measures one case on one engine in a process of its own, so that the start is cold and V8 has seen
 * no other model: `measure-gradient CASE ENGINE` gives a `GradientMeasurement`, or a `Failure` where the
 * engine cannot run the case.
 */
import type { Engine } from '../src/engines/engine.ts';
import { type BenchCase, benchCase, referencePoints } from './cases.ts';
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

export interface Failure {
  readonly failure: string;
}

export async function main(words: readonly string[]): Promise<GradientMeasurement | Failure> {
  const [name, engineName] = words as [CaseName, BenchEngine];
  const model = benchCase(name);
  const engine = await loadEngine(engineName);
  try {
    return measure(model, engine);
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

function measure(model: BenchCase, engine: Engine): GradientMeasurement {
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
  return {
    dimension: density.dimension,
    rows: model.rows,
    nodes: density.nodes,
    coldMs,
    microseconds,
    moduleBytes: modules.bytes,
    values: [value, secondValue],
    slopes: [firstSlopes, secondSlopes],
  };
}

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
