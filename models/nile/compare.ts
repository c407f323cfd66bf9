/** Did the level of the Nile change? Run it with `npx tsx models/nile/compare.ts`. */
import { readFileSync } from 'node:fs';
import { compare, compile, parseCsv, renderComparison } from 'credence';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const data = parseCsv(read('nile.csv'), { fileName: 'nile.csv' });
const posterior = (name: string) => compile(read(name), { fileName: name }).bind(data);

export const comparison = await compare(
  { constant: posterior('constant.bayes'), changepoint: posterior('changepoint.bayes') },
  { draws: 4000 },
);
console.log(renderComparison(comparison));
