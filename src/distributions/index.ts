/** The distributions of the language by name: adding one means writing its file and its row here. */

import { bernoulli } from './bernoulli.ts';
import { bernoulliLogit } from './bernoulli-logit.ts';
import { beta } from './beta.ts';
import { binomial } from './binomial.ts';
import { binomialLogit } from './binomial-logit.ts';
import { categorical } from './categorical.ts';
import { categoricalLogit } from './categorical-logit.ts';
import { cauchy } from './cauchy.ts';
import type { Distribution } from './distribution.ts';
import { exponential } from './exponential.ts';
import { flat } from './flat.ts';
import { gamma } from './gamma.ts';
import { halfCauchy } from './half-cauchy.ts';
import { halfNormal } from './half-normal.ts';
import { halfStudentT } from './half-student-t.ts';
import { inverseGamma } from './inverse-gamma.ts';
import { laplace } from './laplace.ts';
import { logNormal } from './log-normal.ts';
import { logistic } from './logistic.ts';
import { negativeBinomial } from './negative-binomial.ts';
import { normal } from './normal.ts';
import { poisson } from './poisson.ts';
import { poissonLog } from './poisson-log.ts';
import { studentT } from './student-t.ts';
import { uniform } from './uniform.ts';

const all: readonly Distribution[] = [
  normal,
  halfNormal,
  studentT,
  halfStudentT,
  cauchy,
  halfCauchy,
  laplace,
  logistic,
  logNormal,
  exponential,
  gamma,
  inverseGamma,
  beta,
  uniform,
  flat,
  bernoulli,
  bernoulliLogit,
  binomial,
  binomialLogit,
  poisson,
  poissonLog,
  negativeBinomial,
  categorical,
  categoricalLogit,
];

export const distributions: ReadonlyMap<string, Distribution> = new Map(
  all.map((distribution) => [distribution.name, distribution]),
);
