/**
 * `npm run fuzz [-- COUNT [FIRST]]`: damaged programs, by default 1,000,000 of them, are read, checked and
 * formatted. Each number from FIRST on is the seed of one. What fails is shrunk and written to
 * `fuzz-failures/`, one file a kind of fault; exit code 1 where something did.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { faultOf, shrink } from './front-end.ts';
import { mutatedProgram } from './mutations.ts';

const [count = 1_000_000, first = 1] = process.argv.slice(2).map(Number);
const folder = new URL('../../fuzz-failures/', import.meta.url);
const found = new Map<string, number>();
const start = Date.now();

for (let done = 0; done < count; done++) {
  const seed = first + done;
  const text = mutatedProgram(seed);
  const fault = faultOf(text);
  if (fault !== undefined) {
    const kind = fault.replace(/\W+/g, '-').slice(0, 80);
    if (!found.has(kind)) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(new URL(`${kind}.bayes`, folder), shrink(text, fault));
      console.error(`seed ${seed}: ${fault}; see fuzz-failures/${kind}.bayes`);
    }
    found.set(kind, (found.get(kind) ?? 0) + 1);
  }
  if ((done + 1) % 10_000 === 0 || done + 1 === count) {
    const seconds = (Date.now() - start) / 1000;
    const left = Math.round((seconds / (done + 1)) * (count - done - 1));
    console.error(`${done + 1} of ${count}, ${found.size} kinds of fault, ${left} s left`);
  }
}
process.exitCode = found.size === 0 ? 0 : 1;
