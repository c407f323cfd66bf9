import { readFileSync } from 'node:fs';
import type { Fit, FitOptions, Nested } from '../../src/index.ts';
import { meanFieldLimit } from './mean-field-limit.ts';
import { boundPosterior, type ReferencePosterior, sharedFolder } from './posteriors.ts';

export interface Accuracy {
  readonly method: string;
  /** Largest difference of a mean from the reference, in reference standard deviations. */
  readonly meanError: number;
  /** Smallest and largest ratio of a standard deviation to that of the reference. */
  readonly smallestRatio: number;
  readonly largestRatio: number;
  /** The parameter with the largest error of a mean, and the one with the smallest ratio. */
  readonly worst: string;
  readonly narrowest: string;
  readonly trustworthy: boolean;
  /** Of the approximations. */
  readonly paretoK?: number;
  /** Of the sampler. */
  readonly divergences?: number;
}

/** The methods that are validated, with their options. */
const validated = {
  nuts: { method: 'nuts' },
  laplace: { method: 'laplace' },
  vi: { method: 'vi' },
  'full-rank': { method: 'vi', family: 'full-rank' },
  pathfinder: { method: 'pathfinder' },
} as const satisfies Record<string, FitOptions>;
export type ValidatedMethod = keyof typeof validated;
export const validatedMethods = Object.keys(validated) as ValidatedMethod[];

export interface Comparison {
  readonly posterior: string;
  readonly by: Readonly<Partial<Record<ValidatedMethod, Accuracy>>>;
  /**
   * The smallest ratio of standard deviations that independent normals reach under the correlations of the Laplace
   * draws; absent where those draws are not to be trusted.
   */
  readonly meanFieldLimit?: number;
}

type Reference = Readonly<Record<string, { readonly mean: number; readonly sd: number }>>;

const draws = 10_000;

/** Fits one posterior by these methods and compares means and standard deviations with the reference. */
export async function compareWithReference(
  posterior: ReferencePosterior,
  methods: readonly ValidatedMethod[],
): Promise<Comparison> {
  const file = new URL(`posteriordb/reference/${posterior.name}.json`, sharedFolder);
  const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;
  const bound = boundPosterior(posterior);
  const fitBy = (method: ValidatedMethod): Promise<Fit> =>
    bound.fit({ ...validated[method], draws, seed: 1 });
  const laplace = await fitBy('laplace');
  const by: Partial<Record<ValidatedMethod, Accuracy>> = {};
  for (const method of methods)
    by[method] = accuracy(method === 'laplace' ? laplace : await fitBy(method), reference);
  return {
    posterior: posterior.name,
    by,
    ...(laplace.diagnostics.trustworthy && { meanFieldLimit: meanFieldLimit(columns(laplace)) }),
  };
}

function accuracy(fit: Fit, reference: Reference): Accuracy {
  const { parameters, diagnostics } = fit.toJSON();
  const names = Object.keys(reference);
  const errors: number[] = [];
  const ratios: number[] = [];
  for (const name of names) {
    const { mean, sd } = reference[name];
    const own = parameters[name];
    if (own === undefined) throw new Error(`${fit.model} has no parameter ${name}`);
    errors.push(Math.abs(Number(own.mean) - mean) / sd);
    ratios.push(Number(own.sd) / sd);
  }
  const meanError = Math.max(...errors);
  const smallestRatio = Math.min(...ratios);
  return {
    method: fit.method,
    meanError,
    smallestRatio,
    largestRatio: Math.max(...ratios),
    worst: names[errors.indexOf(meanError)],
    narrowest: names[ratios.indexOf(smallestRatio)],
    trustworthy: diagnostics.trustworthy,
    ...pick(diagnostics.values, 'paretoK'),
    ...pick(diagnostics.values, 'divergences'),
  };
}

/** The named figure, where there is one. */
function pick<Name extends string>(
  values: Readonly<Record<string, number>>,
  name: Name,
): Partial<Record<Name, number>> {
  return Object.hasOwn(values, name) ? ({ [name]: values[name] } as Record<Name, number>) : {};
}

/** The draws of every element of every parameter; of shares that add up to 1, without the last one. */
function columns(fit: Fit): number[][] {
  const names = new Set(
    Object.keys(fit.toJSON().parameters).map((key) => key.replace(/\[.*$/, '')),
  );
  return [...names].flatMap((name) => {
    const rows = fit.draws(name).map(flatten);
    const total = (row: readonly number[]): number => row.reduce((sum, x) => sum + x, 0);
    const areShares = rows.every((row) => Math.abs(total(row) - 1) < 1e-12);
    const free = areShares ? rows[0].slice(0, -1) : rows[0];
    return free.map((_, element) => rows.map((row) => row[element]));
  });
}

function flatten(value: Nested): number[] {
  return typeof value === 'number' ? [value] : value.flatMap(flatten);
}
