/** What of an outcome was observed, and what was predicted of it. */
import { NumericalError } from '../diagnostics/diagnostic.ts';
import type { Outcome } from '../posterior/simulation.ts';
import type { ClassForecasts } from '../results/class-scores.ts';
import { elementCount } from '../results/draws.ts';

/** The elements of an outcome that were observed, by their row-major positions; none without data. */
export function observedElements({ observed, included }: Outcome): number[] {
  if (observed === undefined) return [];
  return [...observed.keys()].filter(
    (k) => !Number.isNaN(observed[k]) && (included === undefined || included[k] === 1),
  );
}

/** The elements that an `observe` is about, whether observed or not. */
export function includedElements({ shape, included }: Outcome): number[] {
  const all = Array.from({ length: elementCount(shape) }, (_, element) => element);
  return included === undefined ? all : all.filter((element) => included[element] === 1);
}

/**
 * Which classes came, and their probabilities.
 *
 * @param probabilitiesOf an element
 * @throws NumericalError where they are not numbers.
 */
export function classForecasts(
  { name, observed, given }: Outcome,
  elements: readonly number[],
  probabilitiesOf: (element: number) => Float64Array,
): ClassForecasts {
  // members of a dimension are counted from 1
  const first = given === 'moments' ? 0 : 1;
  const rows = elements.map(probabilitiesOf);
  const probabilities = Float64Array.from(rows.flatMap((row) => [...row]));
  if (probabilities.some(Number.isNaN)) throw undefinedPrediction(name);
  return { probabilities, observed: Int32Array.from(elements, (k) => observed![k] - first) };
}

export function undefinedPrediction(name: string): NumericalError {
  return new NumericalError(
    `the predictions of ${name} are not numbers for some rows: in some draws its distribution does not exist there`,
  );
}
