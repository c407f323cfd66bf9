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
  // a draw of MC dropout may have a mask, of all that goes through or of its last dimension
  build: (b, x, [mask]) =>
    mask === undefined
      ? x
      : b.multiply(
          x,
          b.reshape(mask, [...x.shape.slice(mask.shape.length).fill(1), ...mask.shape]),
        ),
});

/** The parameter that holds the masks of a dropout layer where a draw has them: numbers that units are multiplied by. */
export const maskName = (dropout: string): string => `${dropout}.mask`;
