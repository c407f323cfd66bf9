/** Is coaching the same in all schools? Run it with `npx tsx models/eight-schools/compare.ts`. */
import { readFileSync } from 'node:fs';
import { compare, compile, parseCsv, renderComparison } from 'credence';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const data = parseCsv(read('eight-schools.csv'), { fileName: 'eight-schools.csv' });
const posterior = (name: string) => compile(read(name), { fileName: name }).bind(data);

export const comparison = await compare(
  {
    pooled: posterior('pooled.bayes'),
    hierarchical: posterior('eight-schools.bayes'),
    unpooled: posterior('unpooled.bayes'),
  },
  { scalePrior: { tau: [0.2, 1, 5] } },
);
console.log(renderComparison(comparison));
