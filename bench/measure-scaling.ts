/**
 * Measures one model at one number of rows, in a process of its own:
 * `measure-scaling MODEL ROWS ENGINE`, with `--expose-gc`, prints a `ScalingMeasurement` as JSON.
 */
import { modelText, prepareModel } from './cases.ts';
import { generator } from './data.ts';
import { type BenchEngine, loadEngine } from './engines.ts';
import { microsecondsPerCall } from './stopwatch.ts';

export interface ScalingMeasurement {
  readonly rows: number;
  readonly dimension: number;
  readonly microseconds: number;
  /** From text and data to the first gradient, in a process that has already prepared a small model. */
  readonly prepareMs: number;
  /** Of the data as given: typed arrays. */
  readonly dataBytes: number;
  /** What the process has grown by once the caller has let go of the data. */
  readonly residentBytes: number;
}

const PREDICTORS = 10;
const GROUPS = 100;

type Columns = Readonly<Record<string, Float64Array | Int32Array>>;

/** Straight into typed arrays, so that making the data leaves nothing behind. */
const makeData: Readonly<Record<string, (rows: number) => Columns>> = {
  logistic: (rows) => {
    const { uniform, normal } = generator(12345);
    return {
      X: new Float64Array(rows * PREDICTORS).map(normal),
      y: new Float64Array(rows).map(() => (uniform() < 0.5 ? 0 : 1)),
    };
  },
  hierarchical: (rows) => {
    const { normal } = generator(12345);
    return {
      g: new Int32Array(rows).map((_, i) => 1 + (i % GROUPS)),
      x: new Float64Array(rows).map(normal),
      y: new Float64Array(rows).map(normal),
    };
  },
};

const [name, rowsText, engineName] = process.argv.slice(2) as [string, string, BenchEngine];
const rows = Number(rowsText);
const engine = await loadEngine(engineName);
const text = modelText(name);
const forms = { forms: { a: 'centred', b: 'centred' } } as const;
const options = name === 'hierarchical' ? forms : {};

// code, and what the process holds whatever the data, come in with a small model first
firstGradient(prepareModel(text, makeData[name](200), engine, options));
const before = residentBytes();
const { density, dataBytes, prepareMs } = prepare();
// what was freed is given back in another thread
await new Promise((resolve) => setTimeout(resolve, 100));
const resident = residentBytes() - before;

const point = new Float64Array(density.dimension);
const slopes = new Float64Array(density.dimension);
const microseconds = microsecondsPerCall(() => {
  point[0] += 1e-9;
  density.logDensityGradient(point, slopes);
});
const measurement: ScalingMeasurement = {
  rows,
  dimension: density.dimension,
  microseconds,
  prepareMs,
  dataBytes,
  residentBytes: resident,
};
process.stdout.write(`${JSON.stringify(measurement)}\n`);

/** In a function of its own, so that nothing refers to the data when it has returned. */
function prepare() {
  const data = makeData[name](rows);
  const dataBytes = Object.values(data).reduce((sum, column) => sum + column.byteLength, 0);
  const start = performance.now();
  const density = prepareModel(text, data, engine, options);
  firstGradient(density);
  return { density, dataBytes, prepareMs: performance.now() - start };
}

function firstGradient({ dimension, logDensityGradient }: ReturnType<typeof prepareModel>): void {
  logDensityGradient(new Float64Array(dimension), new Float64Array(dimension));
}

function residentBytes(): number {
  for (let k = 0; k < 3; k++) globalThis.gc!();
  return process.memoryUsage.rss();
}
