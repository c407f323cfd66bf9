import { describe, expect, it } from 'vitest';
import { distributions } from '../../src/distributions/index.ts';
import { elementwiseFunctions, reductions, scans } from '../../src/functions/index.ts';
import { DISTRIBUTION_NAMES, FUNCTION_NAMES } from '../../src/semantics/language-names.ts';
import { DATA_FUNCTIONS } from '../../src/semantics/lookup.ts';
import { checkText } from './checking.ts';

describe('the names of the language', () => {
  it('hold all that the registries know', () => {
    expect([...distributions.keys()].filter((name) => !DISTRIBUTION_NAMES.has(name))).toEqual([]);
    const functions = [...elementwiseFunctions.keys(), ...reductions.keys(), ...scans.keys()];
    expect(functions.filter((name) => !FUNCTION_NAMES.has(name))).toEqual([]);
  });

  it.each([...DISTRIBUTION_NAMES].filter((name) => !distributions.has(name)))(
    'the distribution %s is refused as not supported yet',
    (name) => {
      const { diagnostics } = checkText(`param x ~ ${name}(1)`);
      expect(diagnostics.map(({ message }) => message)).toEqual([
        `the distribution \`${name}\` is not supported yet`,
      ]);
    },
  );

  it.each([...FUNCTION_NAMES])(
    'the function %s is known or refused as not supported yet',
    (name) => {
      const isKnown = [elementwiseFunctions, reductions, scans, DATA_FUNCTIONS].some((known) =>
        known.has(name),
      );
      const { diagnostics } = checkText(`let x = ${name}(1)`);
      const codes = diagnostics.map(({ code }) => code);
      expect(codes).not.toContain('unknown-function');
      expect(codes.includes('not-supported-yet')).toBe(!isKnown);
    },
  );
});
