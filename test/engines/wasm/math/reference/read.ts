import { readFileSync } from 'node:fs';

/** Rows of arguments, then the exact value as a sum of two numbers, as written by generate.py. */
export function readReference(name: string): number[][] {
  return JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8'));
}

/** One unit in the last place of a value: the distance to the next float64 away from 0. */
export function unitInLastPlace(value: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  // the logarithm may round up to the next power
  const power = 2 ** exponent > Math.abs(value) ? exponent - 1 : exponent;
  return Math.max(2 ** (power - 52), 2 ** -1074);
}

/** |value − exact| in units in the last place of the exact value. */
export function errorInUlp(value: number, exact: number, rest: number): number {
  return Math.abs(value - exact - rest) / unitInLastPlace(exact);
}
