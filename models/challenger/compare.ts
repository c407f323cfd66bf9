/** Does temperature matter? Run it with `npx tsx models/challenger/compare.ts`. */
import { readFileSync } from 'node:fs';
import { compare, compile, parseCsv, renderComparison } from 'credence';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const data = parseCsv(read('challenger.csv'), { fileName: 'challenger.csv' });
const posterior = (name: string) => compile(read(name), { fileName: name }).bind(data);

export const comparison = await compare(
  { constant: posterior('constant.bayes'), temperature: posterior('challenger.bayes') },
  { scalePrior: { b: [0.5, 1, 2, 4] } },
);
console.log(renderComparison(comparison));
