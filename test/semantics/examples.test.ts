import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../syntax/examples.ts';
import { checkText } from './checking.ts';

/** The language page's models that need nothing beyond what is there, and all of its whole models. */
const SUPPORTED = [
  'Eight schools (Rubin 1981)',
  'Radon: varying intercept',
  'Robust regression with a matrix of predictors',
  'GARCH(1,1)',
  'Gaussian process regression',
  'Hidden Markov model, two states, the forward pass by hand',
  'Two-component mixture',
  'Occupancy of sites by a species',
  'Digits',
];
const NOT_YET = ['Lotka-Volterra'];

describe('the examples of the language page', () => {
  it.each(SUPPORTED)('%s has no errors and no warnings', (name) => {
    const { model, diagnostics } = checkText(EXAMPLES[name]!);
    expect(diagnostics).toEqual([]);
    expect(model?.title).toBe(name);
  });

  it.each(NOT_YET)('%s is refused for what is not supported yet, and nothing else', (name) => {
    const { model, diagnostics } = checkText(EXAMPLES[name]!);
    expect(model).toBeUndefined();
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const { code, message } of diagnostics) {
      expect(code).toBe('not-supported-yet');
      expect(message).toMatch(/ is not supported yet$/);
    }
  });
});
