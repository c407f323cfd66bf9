/** Scalar numerics in float64: pure functions of numbers, each with its error bound. */
export { lbeta, lchoose, lgammaIncrement } from './beta.ts';
export { logBetaBinomialTail, logBetaBinomialTailDerivative } from './beta-binomial-tail.ts';
export { erf, erfc, erfcx } from './erf.ts';
export {
  log1mExp,
  log1pMinus,
  logAddExp,
  logSumExp,
  sigmoid,
  softplus,
  xlog1py,
  xlogy,
} from './exponentials.ts';
export { lgamma, lgamma1p, stirlingError } from './gamma.ts';
export { gaussLegendre } from './gauss-legendre.ts';
export { logBetaI } from './incomplete-beta.ts';
export { logBetaIDerivative } from './incomplete-beta-derivatives.ts';
export { logGammaP, logGammaQ } from './incomplete-gamma.ts';
export { logGammaPDerivative, logGammaQDerivative } from './incomplete-gamma-derivatives.ts';
export { logNormalCdf, normalCdf, normalQuantile } from './normal.ts';
export { logOrderedProbability } from './ordered-probability.ts';
export { polygamma, polygammaIncrement } from './polygamma.ts';
export { modulo, roundHalfAway } from './rounding.ts';
export { logSkewNormalCdf } from './skew-normal.ts';
export { cotPi, sinPi } from './trigonometric.ts';
