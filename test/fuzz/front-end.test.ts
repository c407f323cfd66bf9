import { describe, expect, it } from 'vitest';
import { faultOf, shrink } from './front-end.ts';
import { mutatedProgram, SHORT_TEXTS, TEXTS } from './mutations.ts';

/** 20,000 in all; most of them short, so that they take some ten seconds. */
const COUNTS = [
  ['any length: the first ones of `npm run fuzz`', TEXTS, 2_000],
  ['few lines', SHORT_TEXTS, 18_000],
] as const;

describe('whatever the text, the front end ends soon with a model or an error', () => {
  it.each(COUNTS)('for damaged programs of %s', { timeout: 300_000 }, (_, texts, count) => {
    for (let seed = 1; seed <= count; seed++) {
      const text = mutatedProgram(seed, texts);
      const fault = faultOf(text);
      if (fault !== undefined) expect.fail(`seed ${seed} ${fault}:\n${shrink(text, fault)}`);
    }
  });

  it.each(COUNTS)('damages programs of %s in many ways', (_, texts) => {
    expect(texts.length).toBeGreaterThan(80);
    const damaged = Array.from({ length: 1000 }, (_, seed) => mutatedProgram(seed, texts));
    expect(new Set(damaged).size).toBeGreaterThan(970);
    expect(mutatedProgram(7, texts)).toBe(damaged[7]);
  });
});
