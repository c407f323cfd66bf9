/** The cases of the benchmark: those of the Stan peer, the same models on the same data. */
import { readFileSync } from 'node:fs';
import { compile } from '../src/api/compile.ts';
import type { BindOptions } from '../src/api/posterior.ts';
import type { Engine } from '../src/engines/engine.ts';
import { type CaseName, caseData } from './data.ts';

/** A log density made ready to run by one engine. */
export interface PreparedDensity {
  /** The number of unconstrained coordinates. */
  readonly dimension: number;
  /** Of the simplified graph of value and gradient. */
  readonly nodes: number;
  /** @returns the log density; fills `slopes` with its gradient. */
  logDensityGradient(point: Float64Array, slopes: Float64Array): number;
}

export interface BenchCase {
  readonly name: CaseName;
  readonly rows: number;
  /** All the way from the text of the model and its data, which are in memory. */
  prepare(engine: Engine): PreparedDensity;
}

type Source = { readonly rows: number; readonly file: string; readonly options?: BindOptions };

/** Stan draws what is written: varying effects in the centred form here. */
const sources: Readonly<Record<string, Source>> = {
  eight_schools: { rows: 8, file: 'eight-schools' },
  logistic_1k: { rows: 1000, file: 'logistic' },
  logistic_10k: { rows: 10000, file: 'logistic' },
  hierarchical: {
    rows: 919,
    file: 'hierarchical',
    options: { forms: { a: 'centred', b: 'centred' } },
  },
  poisson_glmm: { rows: 5000, file: 'poisson-glmm', options: { forms: { a: 'centred' } } },
  student_t: { rows: 5000, file: 'student-t' },
};

export const caseNames = Object.keys(sources) as readonly CaseName[];

export function modelText(file: string): string {
  return readFileSync(new URL(`models/${file}.bayes`, import.meta.url), 'utf8');
}

/** Compiles, binds and prepares a model. */
export function prepareModel(
  text: string,
  data: Readonly<Record<string, unknown>>,
  engine: Engine,
  options: BindOptions = {},
): PreparedDensity {
  const density = compile(text).bind(data, options).density(engine);
  return {
    dimension: density.dimension,
    nodes: density.simplified.nodes.length,
    logDensityGradient: (point, slopes) => density.logDensityGradient(point, slopes),
  };
}

export function benchCase(name: CaseName): BenchCase {
  const { rows, file, options } = sources[name];
  const text = modelText(file);
  const data = caseData()[name];
  return { name, rows, prepare: (engine) => prepareModel(text, data, engine, options) };
}

/** The points at which `reference/log-densities.json` has the density; the first is also the peer's. */
export function referencePoints(dimension: number): Float64Array[] {
  return [
    Float64Array.from({ length: dimension }, (_, i) => 0.3 * Math.sin(1.7 * i + 1)),
    Float64Array.from({ length: dimension }, (_, i) => 0.5 * Math.cos(0.9 * i + 2)),
  ];
}

/** Computed by numpy and scipy: see `reference/log_densities.py`. */
export type ReferenceDensities = Readonly<
  Record<string, { readonly logDensity: readonly number[]; readonly droppedByStan: number }>
>;

export function referenceDensities(): ReferenceDensities {
  const file = new URL('reference/log-densities.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}
