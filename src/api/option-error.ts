import { nearestName } from '../diagnostics/nearest.ts';

/** A choice of the caller that does not fit the model or the method; its message says what would. */
export class OptionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OptionError';
  }
}

/** All names of these options: the compiler sees that none is forgotten. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/** @throws OptionError for a name that no option has, which a caller without types would not see */
export function checkNames<Options extends object>(
  options: Options,
  names: OptionNames<Options>,
): void {
  const known = Object.keys(names);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, known);
  const hint = nearest === undefined ? `there are ${known.join(', ')}` : `did you mean ${nearest}?`;
  throw new OptionError(`there is no option ${unknown}; ${hint}`);
}

/** @throws OptionError where a number is given that is not whole, or below the least that it may be */
export function checkCount(name: string, count: number | undefined, least = 1): void {
  if (count === undefined || (Number.isSafeInteger(count) && count >= least)) return;
  throw new OptionError(`${name} is a whole number from ${least}, not ${count}`);
}

/** @throws OptionError where a number is given that does not lie between 0 and 1 */
export function checkShare(name: string, share: number | undefined): void {
  if (share === undefined || (share > 0 && share < 1)) return;
  throw new OptionError(`${name} is a number between 0 and 1, not ${share}`);
}

/** @throws OptionError where a seed is given that is not a whole number */
export function checkSeed(seed: number | undefined): void {
  if (seed === undefined || Number.isSafeInteger(seed)) return;
  throw new OptionError(`seed is a whole number, not ${seed}`);
}
