/** A Bayesian t test with the default prior of Jeffreys, Zellner and Siow. Run it with `npx tsx models/sleep/compare.ts`. */
import { readFileSync } from 'node:fs';
import { compare, compile, parseCsv, renderComparison } from 'credence';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const data = parseCsv(read('sleep.csv'), { fileName: 'sleep.csv' });
const posterior = (name: string) => compile(read(name), { fileName: name }).bind(data);

export const comparison = await compare(
  { null: posterior('null.bayes'), effect: posterior('effect.bayes') },
  // the scales that are called medium, wide and ultrawide: √2/2, 1, √2
  { scalePrior: { delta: [1, Math.SQRT2, 2] } },
);
console.log(renderComparison(comparison));
