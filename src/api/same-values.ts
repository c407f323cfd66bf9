import type { Note } from '../inference/method.ts';
import { observedValues } from '../posterior/pointwise.ts';
import { OptionError } from './option-error.ts';
import type { Posterior } from './posterior.ts';

/**
 * Only models of the same values can be compared by their evidence.
 *
 * @returns what could not be checked
 * @throws OptionError where the values differ, saying which
 */
export function checkSameValues(posteriors: Readonly<Record<string, Posterior>>): Note[] {
  const factored = Object.keys(posteriors).filter((name) => hasFactor(posteriors[name]));
  const [first, ...others] = Object.keys(posteriors)
    .filter((name) => !factored.includes(name))
    .map((name) => ({ name, values: observedValues(posteriors[name].lowered) }));
  for (const other of others) {
    const differs = other.values.findIndex((value, k) => value !== first.values[k]);
    if (other.values.length === first.values.length && differs < 0) continue;
    const what =
      other.values.length === first.values.length
        ? `observation ${differs + 1} is ${first.values[differs]} in ${first.name} and ${other.values[differs]} in ${other.name}`
        : `${first.name} has ${first.values.length} and ${other.name} has ${other.values.length} observed values`;
    throw new OptionError(
      `the models do not observe the same values, so their evidence cannot be compared: ${what}. The left sides of \`observe\` must be the same, in the same order.`,
    );
  }
  if (factored.length === 0) return [];
  return [
    {
      code: 'values-not-checked',
      severity: 'note',
      message: `The likelihood of ${factored.join(', ')} is written as a \`factor\`: that it is a density of the same values as those of the other models, with all its constants, cannot be checked.`,
    },
  ];
}

export function hasFactor({ lowered }: Posterior): boolean {
  return lowered.terms.some(({ kind }) => kind === 'factor');
}
