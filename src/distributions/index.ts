/** The distributions of the language by name: adding one means writing its file and its row here. */

import { bernoulli } from './bernoulli.ts';
import { bernoulliLogit } from './bernoulli-logit.ts';
import { beta } from './beta.ts';
import { betaBinomial } from './beta-binomial.ts';
import { betaProportion } from './beta-proportion.ts';
import { binomial } from './binomial.ts';
import { binomialLogit } from './binomial-logit.ts';
import { categorical } from './categorical.ts';
import { categoricalLogit } from './categorical-logit.ts';
import { cauchy } from './cauchy.ts';
import { chiSquared } from './chi-squared.ts';
import { discreteUniform } from './discrete-uniform.ts';
import type { Distribution } from './distribution.ts';
import { expModifiedNormal } from './exp-modified-normal.ts';
import { exponential } from './exponential.ts';
import { flat } from './flat.ts';
import { frechet } from './frechet.ts';
import { gamma } from './gamma.ts';
import { geometric } from './geometric.ts';
import { gumbel } from './gumbel.ts';
import { halfCauchy } from './half-cauchy.ts';
import { halfNormal } from './half-normal.ts';
import { halfStudentT } from './half-student-t.ts';
import { hypergeometric } from './hypergeometric.ts';
import { inverseChiSquared } from './inverse-chi-squared.ts';
import { inverseGamma } from './inverse-gamma.ts';
import { inverseGaussian } from './inverse-gaussian.ts';
import { laplace } from './laplace.ts';
import { logLogistic } from './log-logistic.ts';
import { logNormal } from './log-normal.ts';
import { logistic } from './logistic.ts';
import { negativeBinomial } from './negative-binomial.ts';
import { negativeBinomialLog } from './negative-binomial-log.ts';
import { normal } from './normal.ts';
import { orderedLogistic } from './ordered-logistic.ts';
import { orderedProbit } from './ordered-probit.ts';
import { pareto } from './pareto.ts';
import { poisson } from './poisson.ts';
import { poissonLog } from './poisson-log.ts';
import { rayleigh } from './rayleigh.ts';
import { skewNormal } from './skew-normal.ts';
import { studentT } from './student-t.ts';
import { triangular } from './triangular.ts';
import { uniform } from './uniform.ts';
import { vonMises } from './von-mises.ts';
import { weibull } from './weibull.ts';

const all: readonly Distribution[] = [
  normal,
  halfNormal,
  studentT,
  halfStudentT,
  cauchy,
  halfCauchy,
  laplace,
  logistic,
  gumbel,
  skewNormal,
  expModifiedNormal,
  logNormal,
  exponential,
  gamma,
  inverseGamma,
  chiSquared,
  inverseChiSquared,
  weibull,
  frechet,
  rayleigh,
  logLogistic,
  inverseGaussian,
  pareto,
  uniform,
  beta,
  betaProportion,
  vonMises,
  triangular,
  flat,
  bernoulli,
  bernoulliLogit,
  binomial,
  binomialLogit,
  betaBinomial,
  poisson,
  poissonLog,
  negativeBinomial,
  negativeBinomialLog,
  geometric,
  hypergeometric,
  discreteUniform,
  categorical,
  categoricalLogit,
  orderedLogistic,
  orderedProbit,
];

export const distributions: ReadonlyMap<string, Distribution> = new Map(
  all.map((distribution) => [distribution.name, distribution]),
);
