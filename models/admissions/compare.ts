/** Do departments matter? Run it with `npx tsx models/admissions/compare.ts`. */
import { readFileSync } from 'node:fs';
import { compare, compile, parseCsv, renderComparison } from 'credence';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const data = parseCsv(read('admissions.csv'), { fileName: 'admissions.csv' });
const posterior = (name: string) => compile(read(name), { fileName: name }).bind(data);

export const comparison = await compare({
  'without departments': posterior('without-departments.bayes'),
  'with departments': posterior('admissions.bayes'),
});
console.log(renderComparison(comparison));
