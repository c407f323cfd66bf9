import { InferenceError } from './method.ts';

/**
 * What is thrown where a method meets no finite log density to begin from.
 *
 * @param where in words: `at all 100 starting points tried`
 */
export function noStart(where: string): InferenceError {
  return new InferenceError(
    'no-start',
    `The log density is −infinity or undefined ${where}. Check the priors and the supports of the observed values.`,
  );
}
