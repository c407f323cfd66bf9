import { readFileSync } from 'node:fs';

/** Rows of arguments with the exact value last, as written by generate.py. */
export function readReference(name: string): number[][] {
  const text = readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8');
  const special: Record<string, number> = {
    inf: Infinity,
    '-inf': -Infinity,
    nan: Number.NaN,
    '-0': -0,
  };
  return (JSON.parse(text) as (number | string)[][]).map((row) =>
    row.map((entry) => (typeof entry === 'number' ? entry : special[entry])),
  );
}
