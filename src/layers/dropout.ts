import { layer } from './layer.ts';

/**
 * Gal and Ghahramani (2016), Dropout as a Bayesian approximation: a part of the approximate posterior that MC dropout
 * draws from, not of the model. To all other methods it is the identity.
 */
export const dropout = layer({
  name: 'dropout',
  summary:
    'what MC dropout switches off, unit by unit, with the probability `rate`; else the identity',
  settings: { rate: { kind: 'share' } },
  place: ({ input }) => ({ output: input }),
  build: (_b, x) => x,
});
