/** The cases of the benchmark: those of the Stan peer, the same models on the same data. */
import { readFileSync } from 'node:fs';
import { compile } from '../src/api/compile.ts';
import type { BindOptions } from '../src/api/posterior.ts';
import type { Engine } from '../src/engines/engine.ts';
import { type CaseName, caseData } from './data.ts';
import type { PreparedDensity } from './prepared-density.ts';

export interface BenchCase {
  readonly name: CaseName;
  readonly rows: number;
  /** All the way from the text of the model and its data, which are in memory. */
  prepare(engine: Engine): PreparedDensity;
}

/** Stan draws what is written: varying effects in the centred form here. */
const centred = { forms: { a: 'centred', b: 'centred' } } as const;

const cases: Readonly<Record<CaseName, () => BenchCase>> = {
  eight_schools: () => inLanguage('eight_schools', 8, 'eight-schools'),
  logistic_1k: () => inLanguage('logistic_1k', 1000, 'logistic'),
  logistic_10k: () => inLanguage('logistic_10k', 10000, 'logistic'),
  hierarchical: () => inLanguage('hierarchical', 919, 'hierarchical', centred),
  poisson_glmm: () => inLanguage('poisson_glmm', 5000, 'poisson-glmm', { forms: { a: 'centred' } }),
  student_t: () => inLanguage('student_t', 5000, 'student-t'),
  garch: () => inLanguage('garch', 1000, 'garch'),
  gp: () => inLanguage('gp', 100, 'gaussian-process'),
  hmm: () => inLanguage('hmm', 500, 'hidden-markov'),
};

export const caseNames = Object.keys(cases) as readonly CaseName[];

/** The case with its text and data in memory. */
export function benchCase(name: CaseName): BenchCase {
  return cases[name]();
}

function inLanguage(
  name: CaseName,
  rows: number,
  file: string,
  options: BindOptions = {},
): BenchCase {
  const text = modelText(file);
  const data = caseData()[name];
  return { name, rows, prepare: (engine) => prepareModel(text, data, engine, options) };
}

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
    nodes: density.size.nodesSimplified,
    logDensityGradient: (point, slopes) => density.logDensityGradient(point, slopes),
  };
}

/** The points at which `reference/log-densities.json` has the density; the first has the coordinates of the peer's. */
export function referencePoints(dimension: number): Float64Array[] {
  return [
    Float64Array.from({ length: dimension }, (_, i) => 0.3 * Math.sin(1.7 * i + 1)),
    Float64Array.from({ length: dimension }, (_, i) => 0.5 * Math.cos(0.9 * i + 2)),
  ];
}

/** Computed by numpy and scipy: see `reference/log_densities.py`. */
export type ReferenceDensities = Readonly<
  Record<string, { readonly logDensity: readonly number[]; readonly stan: number }>
>;

export function referenceDensities(): ReferenceDensities {
  const file = new URL('reference/log-densities.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}
