import { nearestName } from '../diagnostics/nearest.ts';
import {
  chooseEstimate,
  isTrustworthy,
  notesOnAgreement,
  notesOnPosterior,
} from '../evidence/agreement.ts';
import type { EvidenceEstimator } from '../evidence/estimator.ts';
import { exact, notExact } from '../evidence/exact.ts';
import { defaultEstimators, estimators } from '../evidence/index.ts';
import { mcDropout } from '../inference/mc-dropout.ts';
import { InferenceError, type Note } from '../inference/method.ts';
import type { Density } from '../posterior/density.ts';
import { Random } from '../random/random.ts';
import { chooseEngine, type EngineOptions, engineOptionNames } from './engines.ts';
import type { Evidence, EvidenceEstimate } from './evidence.ts';
import {
  evidenceProblem,
  SharedSample,
  type WorkOptions,
  workOptionNames,
} from './evidence-problem.ts';
import { explainStart } from './explain-start.ts';
import {
  checkCount,
  checkNames,
  checkSeed,
  OptionError,
  type OptionNames,
} from './option-error.ts';
import type { Posterior } from './posterior.ts';
import { refuseUnnormalised } from './refuse-unnormalised.ts';

export interface EvidenceOptions extends EngineOptions, Partial<WorkOptions> {
  /**
   * `exact`, `bridge`, `bridge-normal`, `importance`, `laplace`, `elbo`, `smc`, or several of them; unless
   * said `exact` where the model has it, else `bridge` and `importance`, which must agree.
   */
  readonly method?: string | readonly string[];
  /** Draws of each estimate, in all; 10,000 unless said. */
  readonly draws?: number;
  /** The same seed gives the same numbers on the same engine; 1 unless said. */
  readonly seed?: number;
}

const optionNames: OptionNames<EvidenceOptions> = {
  ...engineOptionNames,
  ...workOptionNames,
  method: true,
  seed: true,
};

export const defaultDraws = 10_000;
const fewestDraws = 100;

/** @param shared draws of nuts that others use too */
export async function runEvidence(
  bound: Posterior,
  options: EvidenceOptions,
  shared = new SharedSample(options.seed ?? 1),
): Promise<Evidence> {
  checkNames(options, optionNames);
  const { method, draws = defaultDraws, seed = 1, workers, signal } = options;
  checkCount('draws', draws, fewestDraws);
  checkCount('workers', workers);
  checkSeed(seed);
  const asked = method === undefined ? undefined : estimatorsOf(method);
  refuseUnnormalised(bound);
  signal?.throwIfAborted();
  const posterior = bound.inChosenForms();
  const { engine, name, notes } = await chooseEngine(options);
  if (engine.precision !== 'float64')
    throw new OptionError(
      `log evidence needs float64, which the engine ${name} does not have: leave the engine out`,
    );

  const work = { ...options, draws };
  const density = posterior.density(engine);
  const attempt = (estimator: EvidenceEstimator): Promise<EvidenceEstimate> =>
    estimateBy(estimator, posterior, density, work, seed, shared);
  const { estimates, failures } = await (asked === undefined
    ? runDefault(posterior, attempt)
    : runAll(asked, attempt));
  const chosen = chooseEstimate(estimates);
  const allNotes: Note[] = [
    ...notes.map((message) => ({ code: 'engine', severity: 'note' as const, message })),
    ...failures,
    ...chosen.notes,
    ...notesOnAgreement(chosen, estimates),
    ...notesOnPosterior(chosen, estimates),
  ];
  return {
    model: posterior.typed.title ?? posterior.typed.source.name,
    logEvidence: chosen.logEvidence,
    standardError: chosen.standardError,
    method: chosen.method,
    trustworthy: isTrustworthy({ notes: allNotes }),
    notes: allNotes,
    engine: name,
    seed,
    estimates,
  };
}

type Attempt = (estimator: EvidenceEstimator) => Promise<EvidenceEstimate>;

interface Answers {
  /** At least one. */
  readonly estimates: readonly EvidenceEstimate[];
  readonly failures: readonly Note[];
}

/** The exact evidence where there is one, else two independent estimates. */
async function runDefault({ dimension }: Posterior, attempt: Attempt): Promise<Answers> {
  try {
    return { estimates: [await attempt(exact)], failures: [] };
  } catch (error) {
    if (dimension === 0 || !(error instanceof InferenceError) || error.code !== notExact)
      throw error;
    return runAll(estimatorsOf(defaultEstimators), attempt);
  }
}

/** One that has no answer is no reason to keep those of the others back. */
async function runAll(wanted: readonly EvidenceEstimator[], attempt: Attempt): Promise<Answers> {
  const estimates: EvidenceEstimate[] = [];
  const failures: Note[] = [];
  let last: InferenceError | undefined;
  for (const estimator of wanted) {
    try {
      estimates.push(await attempt(estimator));
    } catch (error) {
      if (!(error instanceof InferenceError)) throw error;
      last = error;
      const message = `${estimator.name} has no answer: ${error.message}`;
      // that a model has no closed form says nothing against the others
      const severity = error.code === notExact ? 'note' : 'warning';
      failures.push({ code: 'no-estimate', severity, message });
    }
  }
  if (estimates.length === 0) throw last!;
  return { estimates, failures };
}

async function estimateBy(
  estimator: EvidenceEstimator,
  posterior: Posterior,
  density: Density,
  work: WorkOptions,
  seed: number,
  shared: SharedSample,
): Promise<EvidenceEstimate> {
  const started = performance.now();
  const cost = { evaluations: 0 };
  const { name } = estimator;
  // the numbers of one do not depend on which others run
  const random = Random.fromSeed(seed).stream([...estimators.keys()].indexOf(name));
  const problem = evidenceProblem(posterior, density, name, random, work, cost, shared);
  try {
    const estimate = await estimator.estimate(problem);
    return {
      method: name,
      ...estimate,
      trustworthy: isTrustworthy(estimate),
      evaluations: cost.evaluations,
      seconds: (performance.now() - started) / 1000,
    };
  } catch (error) {
    throw explainStart(error, posterior);
  }
}

/**
 * The estimators of these names.
 *
 * @throws OptionError for a name that is none, with the nearest one.
 */
function estimatorsOf(names: string | readonly string[]): EvidenceEstimator[] {
  const wanted = typeof names === 'string' ? [names] : names;
  if (wanted.length === 0) throw new OptionError('the list of evidence estimators is empty');
  return [...new Set(wanted)].map((name) => {
    const estimator = estimators.get(name);
    if (estimator !== undefined) return estimator;
    if (name === mcDropout.name) {
      throw new OptionError(
        `${name} has no evidence: the entropy of its approximation is not known; ask one of the estimators ${[...estimators.keys()].join(', ')}`,
      );
    }
    const known = [...estimators.keys()];
    const nearest = nearestName(name, known);
    const hint =
      nearest === undefined ? `there are ${known.join(', ')}` : `did you mean ${nearest}?`;
    throw new OptionError(`there is no evidence estimator ${name}; ${hint}`);
  });
}
