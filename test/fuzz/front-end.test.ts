import { describe, expect, it } from 'vitest';
import { faultOf, shrink } from './front-end.ts';
import { mutatedProgram } from './mutations.ts';

/** Of the 1,000,000 of `npm run fuzz` the first ones: as many as take some seconds. */
const COUNT = 2_000;

describe('whatever the text, the front end ends soon with a model or an error', () => {
  it(`for ${COUNT} damaged programs`, { timeout: 300_000 }, () => {
    for (let seed = 1; seed <= COUNT; seed++) {
      const text = mutatedProgram(seed);
      const fault = faultOf(text);
      if (fault !== undefined) expect.fail(`seed ${seed} ${fault}:\n${shrink(text, fault)}`);
    }
  });

  it('damages programs in many ways', () => {
    const texts = Array.from({ length: 1000 }, (_, seed) => mutatedProgram(seed));
    expect(new Set(texts).size).toBeGreaterThan(990);
    expect(mutatedProgram(7)).toBe(mutatedProgram(7));
  });
});
