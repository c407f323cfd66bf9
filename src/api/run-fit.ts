import type { BoundData } from '../binding/bound-data.ts';
import { fingerprint } from '../binding/fingerprint.ts';
import type { DataInputs } from '../binding/inputs.ts';
import type { Table } from '../binding/table.ts';
import type { Engine } from '../engines/engine.ts';
import { gaussNewton } from '../inference/gauss-newton/gauss-newton.ts';
import { mcDropout } from '../inference/mc-dropout.ts';
import {
  type CountSetting,
  type FittedNormal,
  InferenceError,
  type Target,
} from '../inference/method.ts';
import { type Progress, run } from '../inference/run.ts';
import { networkVariational } from '../inference/variational/networks.ts';
import { inThreads } from '../parallel/run-in-threads.ts';
import { findBadTerm } from '../posterior/bad-term.ts';
import { withMore } from '../posterior/batched-density.ts';
import type { Density } from '../posterior/density.ts';
import { priorDivergences, priorDivergencesAlong } from '../posterior/prior-divergence.ts';
import { Random } from '../random/random.ts';
import { summaryTable } from '../results/summary-table.ts';
import { type Checkpoint, checkSameRun, runIdentity } from './checkpoint.ts';
import { notesOnForms } from './choose-forms.ts';
import {
  type AnyMethod,
  type Attempt,
  checkOwner,
  isGaussNewton,
  optionsOf,
  runChosen,
} from './choose-method.ts';
import { checkDrawCount, DrawCollector } from './collect-draws.ts';
import { divergenceTrace } from './divergence-trace.ts';
import { chooseEngine, type EngineOptions } from './engines.ts';
import { fitEnsemble } from './ensemble.ts';
import { Fit } from './fit.ts';
import { notesOnConvergence, notesOnDraws, notesOnDropout, notesOnPriors } from './fit-notes.ts';
import { OptionError } from './forms.ts';
import { bindHeldOut } from './held-out.ts';
import {
  type DropoutRate,
  dropoutTarget,
  forDropout,
  forTraining,
  hasDeepNetworks,
  noiseTarget,
} from './network-target.ts';
import { explainIndex, explainLimit, quotePlace } from './place.ts';
import type { Posterior } from './posterior.ts';
import { checkCentred, fingerprintOfNormal, placedNormal, withPriorFit } from './prior-fit.ts';
import type { FitOrigin } from './saved-fit.ts';
import { tangentTarget } from './tangent-target.ts';

export interface FitOptions extends EngineOptions {
  /** `nuts`, `laplace`, `vi`, `pathfinder`, `mc-dropout`, or `auto` (the default), which chooses and says why. */
  readonly method?: string;
  /** Of `vi`: `mean-field`, independent normals (the default), or `full-rank`, a normal with correlations. */
  readonly family?: string;
  /**
   * Of `nuts`: what it learns of the posterior's scale in warm-up. `diagonal`, the variance of each coordinate (the
   * default for more than 20), or `dense`, their covariances too (the default up to 20): for strong correlations, up to
   * 1,000 coordinates.
   */
  readonly metric?: string;
  /**
   * Of `laplace`: `exact`, the second derivatives of the log density (the default where there is no network with hidden
   * layers), or for networks the generalised Gauss-Newton matrix: `full`, `kronecker`, `last-layer` or `diagonal`; unless
   * said `full` up to 500 coordinates, else `kronecker`, and `diagonal` where some weights are not those of layers alone.
   */
  readonly hessian?: string;
  /**
   * Of `laplace` for networks: multiplies the precision of the weights' normal priors by what makes the evidence largest,
   * one factor for all (`global`) or one for each layer (`layer`).
   */
  readonly tunePrior?: string;
  /**
   * Of `vi` and `mc-dropout`, and of `laplace` for networks: a dimension and a size, `{ home: 100 }`. Each step looks at the likelihood of so many members of it, and
   * nothing is recompiled from one batch to the next.
   */
  readonly batch?: Readonly<Record<string, number>>;
  /** Draws from the approximation, 4,000 unless said; of `nuts` draws of each chain, 1,000 unless said. */
  readonly draws?: number;
  /** Of `nuts`: chains, 4 unless said. */
  readonly chains?: number;
  /** Of `nuts`: transitions of each chain that adapt it and are not kept, 1,000 unless said. */
  readonly warmup?: number;
  /**
   * Of `mc-dropout`: a rate for all dropout layers in place of those in the model; several, of which that is taken whose
   * training on four fifths of the examples predicts the last best; `search`, that among usual ones; or `learned` with
   * the weights (concrete dropout).
   */
  readonly dropoutRate?: DropoutRate;
  /**
   * The fit of earlier data by `laplace` or `vi`, whose normal distribution stands in place of the priors. Its draws
   * may have been corrected by weights; the normal was not.
   */
  readonly prior?: Fit;
  /**
   * Of approximations: so many fits, each from a seed of its own, as one: the draws are of all of them alike, and
   * predictions their average (deep ensembles; Lakshminarayanan, Pritzel and Blundell 2017). For networks, whose
   * posterior has many modes. 1 unless said.
   */
  readonly ensemble?: number;
  /**
   * Of `mc-dropout`, and of `vi` and `laplace` of networks with hidden layers: data that no step sees, whose negative log
   * likelihood is told while training goes on and kept with the fit (`diagnostics.heldOutTrace`). They change no draw.
   */
  readonly heldOut?: DataInputs | Table;
  /** Of `mc-dropout`, and of `vi` and `laplace` of networks with hidden layers: steps of the training, 10,000 unless said. */
  readonly steps?: number;
  /**
   * Threads that `nuts` runs its chains and `pathfinder` its paths in: at most so many, as many as there are cores
   * unless said; 1 is this thread alone. The numbers are the same.
   */
  readonly workers?: number;
  /** The same seed gives the same numbers on the same engine; 1 unless said. */
  readonly seed?: number;
  /** Ends the fit: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called every now and then. */
  readonly onProgress?: (progress: Progress & { readonly method: string }) => void;
  /** Called every now and then with all that is needed to go on from there: plain JSON but for NaN and infinities. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
  /** A checkpoint of the same model, data and options to go on from: the numbers are those of a run without pause. */
  readonly resume?: Checkpoint;
}

/** Points at which the reason is sought why there is none to start from. */
const pointsExplained = 10;
/** Of an approximation. */
const defaultDraws = 4000;
/** Labels of the random streams of a fit. */
const streams = { method: 0, draws: 1, outputs: 2, priors: 3, course: 4 } as const;

export async function runFit(bound: Posterior, options: FitOptions): Promise<Fit> {
  checkCount('ensemble', options.ensemble);
  const { ensemble = 1, ...rest } = options;
  const fitOne = (own: FitOptions): Promise<Fit> => fitWithEngine(bound, own);
  try {
    if (ensemble === 1) return await fitOne(rest);
    return await fitEnsemble(ensemble, { draws: defaultDraws, ...rest }, fitOne);
  } catch (error) {
    throw explainLimit(error, bound.typed.source);
  }
}

async function fitWithEngine(given: Posterior, options: FitOptions): Promise<Fit> {
  const { signal, onProgress, onCheckpoint, resume, workers, prior, heldOut, ...others } = options;
  const bound = prior === undefined ? given : withPriorFit(given, prior);
  const watched = heldOut && bindHeldOut(bound, heldOut);
  const settings = {
    ...others,
    ...(watched && { heldOut: fingerprint(watched) }),
    ...(prior?.parts.normal && { prior: fingerprintOfNormal(prior.parts.normal) }),
  };
  const { seed = 1 } = options;
  for (const name of ['draws', 'chains', 'warmup', 'steps', 'workers'] as const)
    checkCount(name, options[name]);
  if (!Number.isSafeInteger(seed)) throw new OptionError(`seed is a whole number, not ${seed}`);
  if (bound.dimension === 0) {
    throw new OptionError('the model has no parameters, so there is nothing to fit');
  }
  const { draws: count = defaultDraws, chains = 1, method: wanted = 'auto' } = options;
  const withDropout = wanted === mcDropout.name;
  const isDeep = hasDeepNetworks(bound);
  const byTangent = isGaussNewton(wanted, { ...options, isDeep });
  if (options.batch !== undefined && !withDropout && !byTangent) checkOwner('batch', 'vi', wanted);
  const isTrained = withDropout || (isDeep && wanted === 'vi' && options.family !== 'full-rank');
  if (heldOut !== undefined && !isTrained && !byTangent)
    throw new OptionError(
      'held-out data are for watching the training of networks: by mc-dropout, or by vi or laplace where a network has hidden layers. Of other fits, `evaluate` compares predictions with them',
    );
  if (options.dropoutRate !== undefined) checkOwner('the dropout rate', mcDropout.name, wanted);
  if (prior !== undefined && withDropout)
    throw new OptionError(
      'mc-dropout has no normal distribution to put in place of the priors: take vi or laplace',
    );
  if (prior !== undefined && options.tunePrior !== undefined)
    throw new OptionError('where an earlier fit is the prior there is no prior to tune');
  checkDrawCount(count * chains, bound);
  signal?.throwIfAborted();
  const started = performance.now();
  const posterior =
    isTrained && prior === undefined
      ? forTraining(withDropout ? bound.withModel(forDropout(bound.typed)) : bound)
      : byTangent
        ? bound
        : bound.inChosenForms();
  if (prior !== undefined && isTrained) checkCentred(posterior);
  const { engine, name, notes } = await chooseEngine(options);
  const density = posterior.density(engine);
  const compiled = performance.now();

  const origin = (): FitOrigin => originOf(posterior, settings);
  const resumable = onCheckpoint !== undefined || resume !== undefined;
  const identity = resumable ? runIdentity({ ...origin(), engine: name }) : undefined;
  if (resume !== undefined) checkSameRun(resume, identity!);

  const random = Random.fromSeed(seed);
  const { share } = density;
  const { dimension } = posterior;
  const attempt: Attempt = async (method) => {
    const { target, dispose } = targetOf(method, density, posterior, engine, options, watched);
    return run(method, target, optionsOf(method, options), random.stream(streams.method), {
      ...(share && { elsewhere: inThreads(method.name, { dimension, share }, options) }),
      ...(signal && { signal }),
      ...(onProgress && {
        onProgress: (progress) => onProgress({ ...progress, method: method.name }),
      }),
      ...(onCheckpoint && {
        onCheckpoint: (state) => onCheckpoint({ ...identity!, method: method.name, state }),
      }),
      ...(resume?.method === method.name && { from: resume.state }),
    }).finally(dispose);
  };
  const chosen = await runChosen(wanted, { ...options, isDeep }, density, attempt).catch(
    (error) => {
      throw explainStart(explainForm(error, posterior), posterior);
    },
  );
  const { approximation, method } = chosen;
  const sample = approximation.draws(count, random.stream(streams.draws));
  const { parameters, outputs, lets } = posterior.generated;
  const collector = new DrawCollector(
    posterior,
    sample,
    approximation,
    random.stream(streams.outputs),
  );
  const draws = await collector
    .collectWithPauses([...parameters, ...outputs], signal)
    .catch((error) => {
      throw explainIndex(error, posterior.typed.source);
    });
  const rows = summaryTable(draws);
  const { lowered, coordinates } = posterior;
  const { normal } = approximation;
  const kept = normal && placedNormal(posterior, normal);
  const divergences =
    normal && priorDivergences(lowered, coordinates, engine, normal, random.stream(streams.priors));
  const along = (normals: readonly FittedNormal[]) =>
    priorDivergencesAlong(lowered, coordinates, engine, normals, random.stream(streams.course));
  const course = divergenceTrace(approximation, along);
  const allNotes = [
    ...notes.map((message) => ({ code: 'engine', severity: 'note' as const, message })),
    ...chosen.notes,
    ...notesOnForms(posterior.forms),
    ...notesOnDropout(withDropout ? 0 : lowered.environment.dropouts.size),
    ...approximation.notes,
    ...notesOnPriors(divergences ?? []),
    ...notesOnDraws(draws),
    ...notesOnConvergence(rows, draws),
  ];
  return new Fit({
    model: posterior.typed.title ?? posterior.typed.source.name,
    method,
    engine: name,
    seed,
    draws,
    rows,
    drawsOfLet: (wanted) => collector.collect(lets.filter((let_) => let_.name === wanted)),
    quantities: [...parameters, ...outputs, ...lets],
    origin,
    typed: () => posterior.typed,
    bound: posterior.bound,
    ...(kept && { normal: kept }),
    diagnostics: {
      trustworthy: allNotes.every((note) => note.severity !== 'warning'),
      notes: allNotes,
      values: approximation.values,
      ...(approximation.trace && { trace: approximation.trace }),
      ...(approximation.heldOutTrace && { heldOutTrace: approximation.heldOutTrace }),
      ...(course && { priorDivergenceTrace: course }),
      ...(divergences && {
        priorDivergence: Object.fromEntries(
          divergences.map(({ name: parameter, divergence }) => [parameter, divergence]),
        ),
      }),
    },
    timing: {
      compileMs: posterior.compileMs + compiled - started,
      runMs: performance.now() - compiled,
    },
  });
}

/** What the method looks at: the log density, where it goes by batches these too. */
function targetOf(
  method: AnyMethod,
  density: Density,
  posterior: Posterior,
  engine: Engine,
  { batch, dropoutRate }: FitOptions,
  heldOut: BoundData | undefined,
): { readonly target: Target; readonly dispose?: () => void } {
  const options = { batch, heldOut };
  if (method === gaussNewton) return tangentTarget(posterior, engine, density, options);
  if (method === mcDropout)
    return dropoutTarget(posterior, engine, density, { ...options, dropoutRate });
  if (method === networkVariational) return noiseTarget(posterior, engine, density, options);
  if (batch === undefined) return { target: density };
  const batches = posterior.batches(engine, batch);
  return { target: withMore(density, { batches }), dispose: () => batches.dispose() };
}

function originOf(
  { typed, bound, lowered }: Posterior,
  settings: Readonly<Record<string, unknown>>,
): FitOrigin {
  const { name, text } = typed.source;
  return {
    fileName: name,
    source: text,
    data: fingerprint(bound),
    settings,
    forms: Object.fromEntries(lowered.parameters.map((p) => [p.declaration.name, p.form])),
  };
}

/** A hierarchy in its centred form may have no mode: where the form was chosen for the user, the error names the other. */
function explainForm(error: unknown, { forms }: Posterior): unknown {
  if (!(error instanceof InferenceError) || error.code !== 'unbounded') return error;
  const centred = [...forms].filter(([, { form, because }]) => form === 'centred' && because);
  if (centred.length === 0) return error;
  const others = centred.map(([name]) => `--form ${name}=non-centred`).join(' ');
  return new InferenceError(error.code, `${error.message} Or try the other form: ${others}.`);
}

/**
 * Where a method found no point to start from, its error also names the first statement without a
 * finite log density where all unconstrained coordinates are 0, or else at a point like those that methods try.
 */
export function explainStart(error: unknown, posterior: Posterior): unknown {
  if (!(error instanceof InferenceError) || error.code !== 'no-start') return error;
  const { typed, lowered, coordinates, dimension } = posterior;
  const random = Random.fromSeed(1);
  for (let attempt = 0; attempt < pointsExplained; attempt++) {
    const point = Float64Array.from({ length: dimension }, () =>
      attempt === 0 ? 0 : 4 * random.uniform() - 2,
    );
    const bad = findBadTerm(lowered, coordinates, point);
    if (bad === undefined) continue;
    const value = Number.isNaN(bad.value) ? 'undefined' : bad.value > 0 ? '+infinity' : '−infinity';
    const place = quotePlace(typed.source, bad.term.span);
    const origin = posterior.density(posterior.engine).originOfNaN(point);
    const equation = origin?.node.origin && quotePlace(typed.source, origin.node.origin);
    const reason = origin?.reason && `, as ${equation} has no solution: ${origin.reason}`;
    const where =
      attempt === 0
        ? 'With every unconstrained coordinate at 0,'
        : 'With the unconstrained coordinates at random between −2 and 2,';
    return new InferenceError(
      error.code,
      `${error.message} ${where} that of ${place} is ${value}${reason ?? ''}.`,
    );
  }
  return error;
}

function checkCount(name: CountSetting | 'workers' | 'ensemble', count: number | undefined): void {
  const least = name === 'warmup' ? 0 : 1;
  if (count === undefined || (Number.isSafeInteger(count) && count >= least)) return;
  throw new OptionError(`${name} is a whole number from ${least}, not ${count}`);
}
