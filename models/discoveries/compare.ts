/** Does the rate of discoveries vary? Run it with `npx tsx models/discoveries/compare.ts`. */
import { readFileSync } from 'node:fs';
import { compare, compile, parseCsv, renderComparison } from 'credence';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const data = parseCsv(read('discoveries.csv'), { fileName: 'discoveries.csv' });
const posterior = (name: string) => compile(read(name), { fileName: name }).bind(data);

export const comparison = await compare({
  poisson: posterior('poisson.bayes'),
  'negative binomial': posterior('negative-binomial.bayes'),
});
console.log(renderComparison(comparison));
