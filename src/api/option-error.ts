/** A choice of the caller that does not fit the model or the method; its message says what would. */
export class OptionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OptionError';
  }
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
