import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../syntax/examples.ts';
import { checkText } from './checking.ts';

/** The whole models of the language page. */
const SUPPORTED = [
  'Eight schools (Rubin 1981)',
  'Radon: varying intercept',
  'Robust regression with a matrix of predictors',
  'GARCH(1,1)',
  'Gaussian process regression',
  'Hidden Markov model, two states, the forward pass by hand',
  'Two-component mixture',
  'Occupancy of sites by a species',
  'Lotka-Volterra',
  'Digits',
];

describe('the examples of the language page', () => {
  it.each(SUPPORTED)('%s has no errors and no warnings', (name) => {
    const { model, diagnostics } = checkText(EXAMPLES[name]!);
    expect(diagnostics).toEqual([]);
    expect(model?.title).toBe(name);
  });
});
