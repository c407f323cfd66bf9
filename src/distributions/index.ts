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
import { dirichlet } from './dirichlet.ts';
import { dirichletMultinomial } from './dirichlet-multinomial.ts';
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
import { icar } from './icar.ts';
import { inverseChiSquared } from './inverse-chi-squared.ts';
import { inverseGamma } from './inverse-gamma.ts';
import { inverseGaussian } from './inverse-gaussian.ts';
import { inverseWishart } from './inverse-wishart.ts';
import { laplace } from './laplace.ts';
import { lkj } from './lkj.ts';
import { lkjCholesky } from './lkj-cholesky.ts';
import { logLogistic } from './log-logistic.ts';
import { logNormal } from './log-normal.ts';
import { logistic } from './logistic.ts';
import { multiNormal } from './multi-normal.ts';
import { multiStudentT } from './multi-student-t.ts';
import { multinomial } from './multinomial.ts';
import { multinomialLogit } from './multinomial-logit.ts';
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
import type { VectorDistribution } from './vector-distribution.ts';
import { vonMises } from './von-mises.ts';
import { weibull } from './weibull.ts';
import { wishart } from './wishart.ts';

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

const ofEvents: readonly VectorDistribution[] = [
  multiNormal,
  multiStudentT,
  dirichlet,
  multinomial,
  multinomialLogit,
  dirichletMultinomial,
  icar,
  lkj,
  lkjCholesky,
  wishart,
  inverseWishart,
];

/** The distributions of vectors and square matrices by name. */
export const vectorDistributions: ReadonlyMap<string, VectorDistribution> = new Map(
  ofEvents.map((distribution) => [distribution.name, distribution]),
);
