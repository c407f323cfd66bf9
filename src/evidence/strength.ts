/** How strong a Bayes factor is, in the words of the two scales in use; both speak of the more probable model. */

/**
 * Kass and Raftery (1995, Journal of the American Statistical Association 90:773, section 3.2), on twice the natural
 * logarithm.
 */
export function kassRaftery(logBayesFactor: number): string {
  const twice = 2 * Math.abs(logBayesFactor);
  if (twice < 2) return 'not worth more than a bare mention';
  if (twice < 6) return 'positive';
  return twice < 10 ? 'strong' : 'very strong';
}

/** Jeffreys (1961, Theory of Probability, appendix B), in steps of half a power of ten. */
export function jeffreys(logBayesFactor: number): string {
  const halfPowers = (2 * Math.abs(logBayesFactor)) / Math.LN10;
  if (halfPowers < 1) return 'not worth more than a bare mention';
  if (halfPowers < 2) return 'substantial';
  if (halfPowers < 3) return 'strong';
  return halfPowers < 4 ? 'very strong' : 'decisive';
}
