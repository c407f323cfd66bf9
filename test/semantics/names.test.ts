import { describe, expect, it } from 'vitest';
import { distributions, vectorDistributions } from '../../src/distributions/index.ts';
import {
  elementwiseFunctions,
  matrixFunctions,
  reductions,
  scans,
} from '../../src/functions/index.ts';
import { DISTRIBUTION_NAMES, FUNCTION_NAMES } from '../../src/semantics/language-names.ts';
import { DATA_FUNCTIONS } from '../../src/semantics/lookup.ts';
import { checkText } from './checking.ts';

describe('the names of the language', () => {
  it('of distributions are those of the registries', () => {
    const known = [...distributions.keys(), ...vectorDistributions.keys()];
    expect(new Set(known)).toEqual(DISTRIBUTION_NAMES);
  });

  it('hold all functions of the registries', () => {
    const registries = [elementwiseFunctions, reductions, scans, matrixFunctions];
    const functions = registries.flatMap((registry) => [...registry.keys()]);
    expect(functions.filter((name) => !FUNCTION_NAMES.has(name))).toEqual([]);
  });

  it.each([...FUNCTION_NAMES])(
    'the function %s is known or refused as not supported yet',
    (name) => {
      const isKnown = [
        elementwiseFunctions,
        reductions,
        scans,
        matrixFunctions,
        DATA_FUNCTIONS,
      ].some((known) => known.has(name));
      const { diagnostics } = checkText(`let x = ${name}(1)`);
      const codes = diagnostics.map(({ code }) => code);
      expect(codes).not.toContain('unknown-function');
      expect(codes.includes('not-supported-yet')).toBe(!isKnown);
    },
  );
});
