import { nearestName } from '../diagnostics/nearest.ts';
import type { Engine } from '../engines/engine.ts';
import { methods } from '../inference/index.ts';
import {
  type Approximation,
  InferenceError,
  type InferenceMethod,
  type Note,
} from '../inference/method.ts';
import { type Progress, run } from '../inference/run.ts';
import { findBadTerm } from '../posterior/bad-term.ts';
import { Random } from '../random/random.ts';
import type { Draws } from '../results/draws.ts';
import { checkDrawCount, DrawCollector } from './collect-draws.ts';
import { chooseEngine, type EngineOptions } from './engines.ts';
import { Fit } from './fit.ts';
import { OptionError } from './forms.ts';
import { explainIndex, quotePlace } from './place.ts';
import type { Posterior } from './posterior.ts';

export interface FitOptions extends EngineOptions {
  /** `laplace`, `vi`, or `auto` (the default), which chooses and says why. */
  readonly method?: string;
  /** Draws from the approximation; 4,000 unless said. */
  readonly draws?: number;
  /** The same seed gives the same numbers on the same engine; 1 unless said. */
  readonly seed?: number;
  /** Ends the fit: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called every now and then. */
  readonly onProgress?: (progress: Progress & { readonly method: string }) => void;
}

/** Labels of the random streams of a fit. */
const streams = { method: 0, draws: 1, outputs: 2 } as const;

export async function runFit(posterior: Posterior, options: FitOptions): Promise<Fit> {
  const { draws: count = 4000, seed = 1 } = options;
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new OptionError(`draws is a whole number from 1, not ${count}`);
  }
  if (!Number.isSafeInteger(seed)) throw new OptionError(`seed is a whole number, not ${seed}`);
  if (posterior.dimension === 0) {
    throw new OptionError('the model has no parameters, so there is nothing to fit');
  }
  checkDrawCount(count, posterior);
  const started = performance.now();
  const { engine, name, notes } = await chooseEngine(options);
  const target = posterior.density(engine);
  const compiled = performance.now();

  const random = Random.fromSeed(seed);
  const attempt: Attempt = (method) =>
    run(method, target, method.defaults, random.stream(streams.method), {
      ...(options.signal && { signal: options.signal }),
      ...(options.onProgress && {
        onProgress: (progress) => options.onProgress!({ ...progress, method: method.name }),
      }),
    });
  const chosen = await runChosen(options.method ?? 'auto', engine, attempt).catch((error) => {
    throw explainStart(error, posterior);
  });
  const { approximation, method } = chosen;
  const points = approximation.draws(count, random.stream(streams.draws));
  const { parameters, outputs, lets } = posterior.generated;
  const collector = new DrawCollector(posterior, points, count, random.stream(streams.outputs));
  const draws = await collector
    .collectWithPauses([...parameters, ...outputs], options.signal)
    .catch((error) => {
      throw explainIndex(error, posterior.typed.source);
    });
  const allNotes = [
    ...notes.map((message) => ({ code: 'engine', severity: 'note' as const, message })),
    ...chosen.notes,
    ...approximation.notes,
    ...notesOnDraws(draws),
  ];
  return new Fit({
    model: posterior.typed.title ?? posterior.typed.source.name,
    method,
    engine: name,
    seed,
    draws,
    drawsOfLet: (wanted) => collector.collect(lets.filter((let_) => let_.name === wanted)),
    quantities: [...parameters, ...outputs, ...lets],
    diagnostics: {
      trustworthy: allNotes.every((note) => note.severity !== 'warning'),
      notes: allNotes,
      values: approximation.values,
    },
    timing: {
      compileMs: posterior.compileMs + compiled - started,
      runMs: performance.now() - compiled,
    },
  });
}

interface Chosen {
  readonly method: string;
  readonly approximation: Approximation;
  readonly notes: readonly Note[];
}

type Attempt = (method: InferenceMethod<unknown, unknown>) => Promise<Approximation>;

async function runChosen(wanted: string, engine: Engine, attempt: Attempt): Promise<Chosen> {
  if (wanted === 'auto') return runAuto(engine, attempt);
  const method = methods.get(wanted);
  if (method === undefined) throw unknownMethod(wanted);
  if (method.needsFloat64 && engine.precision !== 'float64') {
    throw new OptionError(
      `${wanted} needs float64, which the engine ${engine.name} does not have: leave the engine out, or use the method vi`,
    );
  }
  return { method: wanted, approximation: await attempt(method), notes: [] };
}

/**
 * `auto`: the Laplace approximation where it describes the posterior well (Pareto k, Vehtari et al.
 * 2024), else the better of it and variational inference.
 */
async function runAuto(engine: Engine, attempt: Attempt): Promise<Chosen> {
  const chosen = (method: string, approximation: Approximation, because: string): Chosen => {
    const message = `Method ${method}, chosen because ${because}.`;
    return { method, approximation, notes: [{ code: 'method', severity: 'note', message }] };
  };
  const vi = (): Promise<Approximation> => attempt(methods.get('vi')!);
  if (engine.precision !== 'float64') {
    return chosen(
      'vi',
      await vi(),
      `laplace needs float64, which the engine ${engine.name} does not have`,
    );
  }
  let laplace: Approximation;
  try {
    laplace = await attempt(methods.get('laplace')!);
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
    return chosen('vi', await vi(), `laplace refused (${error.message.replace(/\.$/, '')})`);
  }
  if (laplace.notes.every((note) => note.severity !== 'warning')) {
    return chosen('laplace', laplace, 'the posterior is close to a normal distribution');
  }
  const variational = await vi();
  const figures = `Pareto k ${variational.values.paretoK.toFixed(2)} against ${laplace.values.paretoK.toFixed(2)}`;
  return variational.values.paretoK < laplace.values.paretoK
    ? chosen('vi', variational, `it describes the posterior better than laplace (${figures})`)
    : chosen('laplace', laplace, `vi describes the posterior no better (${figures})`);
}

/**
 * Where a method found no point to start from, its error also names the first statement without a
 * finite log density where all unconstrained coordinates are 0.
 */
function explainStart(error: unknown, posterior: Posterior): unknown {
  if (!(error instanceof InferenceError) || error.code !== 'no-start') return error;
  const { typed, lowered, coordinates, dimension } = posterior;
  const bad = findBadTerm(lowered, coordinates, new Float64Array(dimension));
  if (bad === undefined) return error;
  const value = Number.isNaN(bad.value) ? 'undefined' : bad.value > 0 ? '+infinity' : '−infinity';
  const place = quotePlace(typed.source, bad.term.span);
  return new InferenceError(
    error.code,
    `${error.message} With every unconstrained coordinate at 0, that of ${place} is ${value}.`,
  );
}

function unknownMethod(wanted: string): OptionError {
  if (wanted === 'nuts' || wanted === 'mc-dropout') {
    return new OptionError(`the method ${wanted} is not supported yet; there are laplace and vi`);
  }
  const nearest = nearestName(wanted, methods.keys());
  const hint =
    nearest === undefined
      ? `there are ${[...methods.keys()].join(', ')}`
      : `did you mean ${nearest}?`;
  return new OptionError(`there is no method ${wanted}; ${hint}`);
}

function notesOnDraws(draws: Draws): Note[] {
  return [...draws.columns.values()].flatMap(({ name, values }) => {
    const undefinedValues = values.reduce((sum, x) => sum + (Number.isNaN(x) ? 1 : 0), 0);
    if (undefinedValues === 0) return [];
    const message = `${name} is not a number in ${undefinedValues} of its ${values.length} drawn values.`;
    return [{ code: 'undefined-values', severity: 'warning' as const, message }];
  });
}
