import type { BoundData } from '../binding/bound-data.ts';
import { fingerprint } from '../binding/fingerprint.ts';
import type { Engine } from '../engines/engine.ts';
import { gaussNewton } from '../inference/gauss-newton/gauss-newton.ts';
import { mcDropout } from '../inference/mc-dropout.ts';
import type { FittedNormal, Note, Target } from '../inference/method.ts';
import { run } from '../inference/run.ts';
import { networkVariational } from '../inference/variational/networks.ts';
import { inThreads } from '../parallel/run-in-threads.ts';
import { withMore } from '../posterior/batched-density.ts';
import type { Density } from '../posterior/density.ts';
import {
  type PriorDivergence,
  priorDivergences,
  priorDivergencesAlong,
} from '../posterior/prior-divergence.ts';
import { Random } from '../random/random.ts';
import { summaryTable } from '../results/summary-table.ts';
import { checkSameRun, runIdentity } from './checkpoint.ts';
import { notesOnForms, notesOnOtherForms } from './choose-forms.ts';
import {
  type AnyMethod,
  type Attempt,
  type Chosen,
  optionsOf,
  runChosen,
} from './choose-method.ts';
import { checkDrawCount, DrawCollector } from './collect-draws.ts';
import { divergenceTrace } from './divergence-trace.ts';
import { chooseEngine } from './engines.ts';
import { fitEnsemble } from './ensemble.ts';
import { explainForm, explainStart } from './explain-start.ts';
import { type Diagnostics, Fit } from './fit.ts';
import { notesOnConvergence, notesOnDraws, notesOnDropout, notesOnPriors } from './fit-notes.ts';
import { checkedPlan, defaultDraws, type FitOptions, type FitPlan } from './fit-options.ts';
import { bindHeldOut } from './held-out.ts';
import { dropoutTarget, forDropout, forTraining, noiseTarget } from './network-target.ts';
import { checkCount } from './option-error.ts';
import { explainIndex, explainLimit } from './place.ts';
import type { Posterior } from './posterior.ts';
import { checkCentred, fingerprintOfNormal, placedNormal, withPriorFit } from './prior-fit.ts';
import type { FitOrigin } from './saved-fit.ts';
import { tangentTarget } from './tangent-target.ts';

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
  const described = {
    ...others,
    ...(watched && { heldOut: fingerprint(watched) }),
    ...(prior?.parts.normal && { prior: fingerprintOfNormal(prior.parts.normal) }),
  };
  const { draws: count = defaultDraws, chains = 1, method: wanted = 'auto', seed = 1 } = options;
  const plan = checkedPlan(bound, options);
  checkDrawCount(count * chains, bound);
  signal?.throwIfAborted();
  const started = performance.now();
  const posterior = inFormsOf(plan, bound, prior !== undefined);
  const { engine, name, notes } = await chooseEngine(options);
  const density = posterior.density(engine);
  const compiled = performance.now();

  const origin = (): FitOrigin => originOf(posterior, described);
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
  const settings = { ...options, isDeep: plan.isDeep };
  const chosen = await runChosen(wanted, settings, density, attempt).catch((error) => {
    throw explainStart(explainForm(error, posterior), posterior);
  });
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
  const { normal } = approximation;
  const kept = normal && placedNormal(posterior, normal);
  const onChains = [...approximation.notes, ...notesOnConvergence(rows, draws)];
  const diagnostics = diagnosticsOf(chosen, posterior, engine, random, (divergences) => [
    ...notes.map((message) => ({ code: 'engine', severity: 'note' as const, message })),
    ...chosen.notes,
    ...notesOnForms(posterior.forms),
    ...notesOnDropout(plan.withDropout ? 0 : posterior.lowered.environment.dropouts.size),
    ...approximation.notes,
    ...notesOnPriors(divergences),
    ...notesOnDraws(draws),
    ...notesOnConvergence(rows, draws),
    ...notesOnOtherForms(posterior, onChains),
  ]);
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
    diagnostics,
    timing: {
      compileMs: posterior.compileMs + compiled - started,
      runMs: performance.now() - compiled,
    },
  });
}

/** The model in the forms of its parameters that suit the method. */
function inFormsOf(
  { isTrained, withDropout, byTangent }: FitPlan,
  bound: Posterior,
  hasPrior: boolean,
) {
  if (isTrained && !hasPrior)
    return forTraining(withDropout ? bound.withModel(forDropout(bound.typed)) : bound);
  const posterior = byTangent ? bound : bound.inChosenForms();
  if (isTrained) checkCentred(posterior);
  return posterior;
}

/** @param notesWith all notes of the fit, given how far its parameters are from their priors */
function diagnosticsOf(
  { approximation }: Chosen,
  { lowered, coordinates }: Posterior,
  engine: Engine,
  random: Random,
  notesWith: (divergences: readonly PriorDivergence[]) => readonly Note[],
): Diagnostics {
  const { normal, values, trace, heldOutTrace } = approximation;
  const divergences =
    normal && priorDivergences(lowered, coordinates, engine, normal, random.stream(streams.priors));
  const along = (normals: readonly FittedNormal[]) =>
    priorDivergencesAlong(lowered, coordinates, engine, normals, random.stream(streams.course));
  const course = divergenceTrace(approximation, along);
  const notes = notesWith(divergences ?? []);
  return {
    trustworthy: notes.every(({ severity }) => severity !== 'warning'),
    notes,
    values,
    ...(trace && { trace }),
    ...(heldOutTrace && { heldOutTrace }),
    ...(course && { priorDivergenceTrace: course }),
    ...(divergences && {
      priorDivergence: Object.fromEntries(
        divergences.map(({ name: parameter, divergence }) => [parameter, divergence]),
      ),
    }),
  };
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
