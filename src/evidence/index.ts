/** The estimators of the log evidence by name: a new one is a file and a row here. */
import { bridge, bridgeNormal } from './bridge.ts';
import { elbo } from './elbo.ts';
import type { EvidenceEstimator } from './estimator.ts';
import { exact } from './exact.ts';
import { importance } from './importance.ts';
import { laplace } from './laplace.ts';
import { laplaceGgn } from './laplace-ggn.ts';
import { smc } from './smc.ts';

export const estimators: ReadonlyMap<string, EvidenceEstimator> = new Map(
  [exact, bridge, bridgeNormal, importance, laplace, elbo, smc, laplaceGgn].map((estimator) => [
    estimator.name,
    estimator,
  ]),
);

/** What runs where nothing is asked for and the model has no exact evidence: two that share nothing. */
export const defaultEstimators: readonly string[] = [bridge.name, importance.name];
