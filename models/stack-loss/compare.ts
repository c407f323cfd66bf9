/** Are there outliers? Run it with `npx tsx models/stack-loss/compare.ts`. */
import { readFileSync } from 'node:fs';
import { compare, compile, parseCsv, renderComparison } from 'credence';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const data = parseCsv(read('stack-loss.csv'), { fileName: 'stack-loss.csv' });
const posterior = (name: string) => compile(read(name), { fileName: name }).bind(data);

export const comparison = await compare({
  normal: posterior('normal.bayes'),
  robust: posterior('robust.bayes'),
});
console.log(renderComparison(comparison));
