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
  /** From text and data to the first gradient, in a process that has already prepared small models. */
  readonly prepareMs: number;
  /** Of the data as given: typed arrays. */
  readonly dataBytes: number;
  /** What the process has grown by once the caller has let go of the data. */
  readonly residentBytes: number;
}

const PREDICTORS = 10;
const GROUPS = 100;
const SMALL_MODELS = 10;

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

// code, and what the process holds whatever the data, come in with small models first; after three of them it
// does not grow any more
for (let k = 0; k < SMALL_MODELS; k++) {
  firstGradient(prepareModel(text, makeData[name](200), engine, options));
}
const before = await residentBytes();
const { density, dataBytes, prepareMs } = prepare();
const resident = (await residentBytes()) - before;

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

/** The least of several: what was freed is given back in another thread. */
async function residentBytes(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 5; k++) {
    globalThis.gc!();
    await new Promise((resolve) => setTimeout(resolve, 100));
    least = Math.min(least, process.memoryUsage.rss());
  }
  return least;
}
