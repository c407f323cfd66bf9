/** Models run forwards: from the prior, and from the draws of a fit under other data. */
import { bind } from '../binding/bind.ts';
import type { BoundData } from '../binding/bound-data.ts';
import type { KnownMembers } from '../binding/evidence.ts';
import { fingerprint } from '../binding/fingerprint.ts';
import type { DataInputs } from '../binding/inputs.ts';
import { outcomesOf } from '../binding/outcomes.ts';
import type { TensorData } from '../graph/node.ts';
import { evaluateData } from '../posterior/evaluate-data.ts';
import { networkWeights } from '../posterior/network-weights.ts';
import { type Known, streamOf } from '../posterior/random-value.ts';
import { Simulation } from '../posterior/simulation.ts';
import { TangentNetworks } from '../posterior/tangent-networks.ts';
import { Random } from '../random/random.ts';
import { type DrawColumn, Draws, elementCount } from '../results/draws.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { defaultEngine } from './engines.ts';
import { OptionError } from './forms.ts';
import { LogMeans } from './log-means.ts';
import { placesInFit } from './members.ts';
import { explainIndex } from './place.ts';
import { emptyColumn, Prediction, type PredictionParts } from './prediction.ts';
import type { TangentSpread } from './tangent-spread.ts';
import { notesOnTemperatures, type Temperatures } from './temperature.ts';
import { UncertaintyCollector } from './uncertainty.ts';

export interface SimulateOptions {
  /** 1,000 unless said; of predictions as many as the fit has. */
  readonly draws?: number;
  /** 1 unless said. */
  readonly seed?: number;
  /** Ends the simulation: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called every now and then with the share that is done. */
  readonly onProgress?: (share: number) => void;
}

/**
 * The data of a simulation; what is only observed may be left out.
 *
 * @param fitted what a fit knows: its classes are those of the simulation too, whichever of them the data hold
 */
export function bindForSimulation(
  typed: TypedModel,
  data: DataInputs,
  fitted?: Draws | BoundData,
): BoundData {
  const evaluate = (...[expression, soFar]: Parameters<Parameters<typeof bind>[2]>) =>
    evaluateData(typed, expression, soFar);
  const outcomes = outcomesOf(typed);
  const known = fitted === undefined ? undefined : knownClasses(typed, fitted);
  return bind(typed, data, evaluate, outcomes, known);
}

/** Members of the dimensions that data are classes of, and neither the model nor the data of a prediction need give. */
function knownClasses(typed: TypedModel, fitted: Draws | BoundData): Map<string, KnownMembers> {
  const isOpen = (name: string): boolean => {
    const { definition } = typed.dimensions.get(name)!;
    return (
      definition.kind === 'data' || (definition.kind === 'integers' && definition.to === undefined)
    );
  };
  const classes = typed.statements.flatMap((statement) => {
    const into = statement.kind === 'data' ? statement.type.dimension : undefined;
    return into !== undefined && isOpen(into) ? [into] : [];
  });
  const known = new Map<string, KnownMembers>();
  const add = (name: string, size: number, labels: readonly string[] | undefined): void => {
    if (classes.includes(name))
      known.set(name, { words: 'the fit', size, ...(labels && { labels }) });
  };
  if (fitted instanceof Draws) {
    for (const { dimensions, shape, labels } of fitted.columns.values())
      for (const [axis, name] of dimensions.entries()) add(name, shape[axis], labels[axis]);
  } else for (const { name, size, labels } of fitted.dimensions.values()) add(name, size, labels);
  return known;
}

/**
 * Draws parameters from their priors, and all that follows from them.
 *
 * @throws OptionError that names each parameter from whose prior nothing can be drawn.
 */
export async function simulatePrior(
  typed: TypedModel,
  bound: BoundData,
  options: SimulateOptions,
): Promise<Prediction> {
  const { draws: count = 1000 } = options;
  const simulation = new Simulation(typed, bound, defaultEngine().engine);
  const reasons = [...simulation.withoutPriorDraws.values()];
  if (reasons.length > 0) throw new OptionError(`${reasons.join('; ')}. Give a proper prior.`);
  const factors = typed.statements.filter((s) => s.kind === 'factor').length;
  const notes = [
    ...bound.notes,
    ...(factors === 0
      ? []
      : ['The draws leave out what `factor` adds to the density: it says nothing of how to draw.']),
  ];
  return run(
    typed,
    bound,
    simulation,
    count,
    options,
    { isPosterior: false, notes },
    () => new Map(),
  );
}

/** What else a prediction is to look at. */
export interface PredictOptions extends SimulateOptions {
  /** Whether it gives the log predictive densities of what was observed. */
  readonly withLogDensities?: boolean;
  /** Called with these at every draw, an outcome after another in the order of the model. */
  readonly seeLogDensities?: (logDensities: Float64Array, draw: number) => void;
}

/**
 * What the draws of a fit say under data: members that the fit knows keep their parameters, those of new members
 * are drawn from their priors.
 *
 * @param dataOfFit fingerprint of the data that the fit was made from
 * @param temperatures at which the probabilities of outcomes are taken
 * @param spread of the parameters, where it is known without the draws
 * @throws OptionError where new members have no prior of their own.
 */
export async function predictFrom(
  draws: Draws,
  dataOfFit: string,
  typed: TypedModel,
  bound: BoundData,
  options: PredictOptions,
  temperatures: Temperatures = {},
  spread?: TangentSpread,
): Promise<Prediction> {
  const { engine } = defaultEngine();
  const hasCentre = [...draws.columns.values()].some(({ centre }) => centre !== undefined);
  const tangents = hasCentre
    ? new TangentNetworks(typed, bound, engine, networkWeights(typed).results)
    : undefined;
  const simulation = new Simulation(typed, bound, engine, {
    ...options,
    ...(tangents && { networks: tangents.results }),
  });
  const isSameData = fingerprint(bound) === dataOfFit;
  const notes = [...bound.notes];
  const sources = simulation.parameters.map((quantity) => {
    const { name, shape } = quantity;
    const column = draws.column(name);
    const places = placesInFit(quantity, column, typed, bound, isSameData);
    const isNew = Uint8Array.from(places, (place) => (place < 0 ? 1 : 0));
    const news = isNew.reduce((sum, one) => sum + one, 0);
    if (news > 0) checkNewElements(name, news, isNew, shape, simulation);
    if (news > 0 && tangents?.parameters.includes(name)) {
      throw new OptionError(
        `a network takes elements of \`${name}\` that are of members which the fit does not know: the fit has no tangent of it there. Fit with --hessian exact or another method`,
      );
    }
    if (news > 0) {
      notes.push(
        `${news} of ${places.length} elements of \`${name}\` are of members that the fit does not know: they are drawn from their prior.`,
      );
    }
    return {
      name,
      places,
      is: isNew.map((one) => 1 - one),
      column,
      size: elementCount(column.shape),
    };
  });
  const count = Math.min(options.draws ?? draws.count, draws.count);
  // spread over all draws, where only some are asked for
  const rowOf = (draw: number): number => Math.floor((draw * draws.count) / count);
  const knownAt = (draw: number): Map<string, Known> => {
    const row = rowOf(draw);
    return new Map(
      sources.map(({ name, places, is, column, size }) => [
        name,
        {
          is,
          values: Float64Array.from(places, (place) =>
            place < 0 ? Number.NaN : column.values[row * size + place],
          ),
        },
      ]),
    );
  };
  const byTangents = tangents && tangentsAt(tangents, sources, draws.count, rowOf, spread);
  const { errorFactor } = draws.statistics;
  const statistics = errorFactor && {
    errorFactor: Float64Array.from({ length: count }, (_, k) => errorFactor[rowOf(k)]),
  };
  notes.push(...notesOnTemperatures(temperatures, dataOfFit));
  const about = { isPosterior: true, isDataOfFit: isSameData, notes, temperatures };
  return run(
    typed,
    bound,
    simulation,
    count,
    options,
    about,
    knownAt,
    statistics,
    byTangents,
  ).finally(() => tangents?.dispose());
}

/** Networks by their tangents. */
interface Tangents {
  /** All parameters at the point of the tangents; absent of an ensemble, which has several. */
  readonly centre: ReadonlyMap<string, Known> | undefined;
  /** All parameters at deviations from there whose outer products add up to their covariance; none where it is not known. */
  readonly deviations: readonly (() => ReadonlyMap<string, Known>)[];
  /** What networks give in a draw, by their inputs in a simulation. */
  at(draw: number, known: ReadonlyMap<string, Known>): Record<string, TensorData>;
}

/** A parameter of a simulation and where its elements are in the fit; −1 where the fit does not know them. */
interface ParameterSource {
  readonly name: string;
  readonly places: ArrayLike<number>;
  readonly is: Uint8Array;
  readonly column: DrawColumn;
  /** Elements in the fit. */
  readonly size: number;
}

/** @param rowOf the row of a draw among `count` of the fit */
function tangentsAt(
  networks: TangentNetworks,
  sources: readonly ParameterSource[],
  count: number,
  rowOf: (draw: number) => number,
  spread: TangentSpread | undefined,
): Tangents {
  const members = Math.max(
    ...sources.map(({ column, size }) => (column.centre?.length ?? 0) / Math.max(1, size)),
  );
  const centres = Array.from(
    { length: members },
    (_, member) =>
      new Map(
        sources.map(({ name, places, is, column, size }): [string, Known] => {
          const values = Float64Array.from(places, (place) =>
            place < 0 ? Number.NaN : column.centre![member * size + place],
          );
          return [name, { is, values }];
        }),
      ),
  );
  const valuesOf = (known: ReadonlyMap<string, Known>) =>
    Object.fromEntries(networks.parameters.map((name) => [name, known.get(name)!.values]));
  const centre = members === 1 ? centres[0] : undefined;
  const isKnown = sources.every(
    ({ name, is }) => !spread?.parameters.has(name) || is.every((one) => one === 1),
  );
  const deviated = (column: number): ReadonlyMap<string, Known> => {
    const deviations = spread!.deviations(column);
    const moved = sources.map(({ name, places, is }): [string, Known] => {
      const { values } = centre!.get(name)!;
      const own = deviations.get(name);
      const at = own && values.map((value, k) => value + own[places[k]]);
      return [name, { is, values: at ?? values }];
    });
    return new Map(moved);
  };
  const columns = centre !== undefined && isKnown ? (spread?.count ?? 0) : 0;
  return {
    centre,
    deviations: Array.from({ length: columns }, (_, column) => () => deviated(column)),
    at: (draw, known) => {
      const centre = centres[Math.floor((rowOf(draw) * members) / count)];
      return networks.at(valuesOf(centre), valuesOf(known));
    },
  };
}

function checkNewElements(
  name: string,
  news: number,
  isNew: Uint8Array,
  shape: readonly number[],
  simulation: Simulation,
): void {
  const reason = simulation.withoutPriorDraws.get(name);
  if (reason !== undefined) {
    throw new OptionError(`the data have members that the fit does not know, and ${reason}`);
  }
  const event = elementCount(simulation.eventAxesOf(name).map((axis) => shape[axis]));
  if (event === 1 || news === isNew.length) return;
  throw new OptionError(
    `the elements of \`${name}\` follow one distribution together, so those of members that the fit does not know cannot be drawn on their own`,
  );
}

const SLICE_MS = 50;

/** Lets other work run where the last pause was a while ago: when that was, or is now. */
async function breathe(last: number, signal?: AbortSignal, before?: () => void): Promise<number> {
  if (performance.now() - last < SLICE_MS) return last;
  before?.();
  await new Promise((resolve) => setTimeout(resolve, 0));
  signal?.throwIfAborted();
  return performance.now();
}

async function run(
  typed: TypedModel,
  bound: BoundData,
  simulation: Simulation,
  count: number,
  { seed = 1, signal, onProgress, seeLogDensities }: PredictOptions,
  about: Pick<PredictionParts, 'isPosterior' | 'isDataOfFit' | 'notes' | 'temperatures'>,
  knownAt: (draw: number) => ReadonlyMap<string, Known>,
  statistics?: Draws['statistics'],
  tangents?: Tangents,
): Promise<Prediction> {
  const { parameters, outcomes, outputs } = simulation;
  const quantities = [...(about.isPosterior ? [] : parameters), ...outcomes, ...outputs];
  const columns = quantities.map((quantity) => emptyColumn(quantity, count, bound));
  const collectors = new Map(
    (about.isPosterior ? outcomes : []).flatMap((outcome) => {
      const collector = UncertaintyCollector.of(outcome, bound, count);
      return collector === undefined ? [] : [[outcome.name, collector] as const];
    }),
  );
  const densities = outcomes.flatMap(({ name, logDensities }) =>
    logDensities === undefined
      ? []
      : [{ outcome: name, mean: new LogMeans(logDensities), of: logDensities }],
  );
  const see = new Map([...collectors].map(([name, collector]) => [name, collector.see]));
  const random = Random.fromSeed(seed);
  let pause = performance.now();
  try {
    if (tangents?.centre !== undefined) {
      const { centre } = tangents;
      const own = new Map([...collectors].map(([name, { seeCentre }]) => [name, seeCentre]));
      simulation.run(centre, random.stream(count), own, tangents.at(0, centre));
    }
    const atDeviation = new Map(
      [...collectors].map(([name, { seeDeviation }]) => [name, seeDeviation]),
    );
    for (const deviated of tangents?.deviations ?? []) {
      const known = deviated();
      simulation.run(known, random.stream(count), atDeviation, tangents!.at(0, known));
      pause = await breathe(pause, signal);
    }
    for (let k = 0; k < count; k++) {
      for (const collector of collectors.values()) collector.startDraw(k);
      const known = knownAt(k);
      const values = simulation.run(known, random.stream(k), see, tangents?.at(k, known));
      for (const { mean } of densities) mean.add(values);
      seeLogDensities?.(
        Float64Array.from(
          densities.flatMap(({ of }) => of.events.map((event) => values[of.name][event])),
        ),
        k,
      );
      for (const { name, shape, values: column } of columns) {
        column.set(values[name], k * elementCount(shape));
      }
      pause = await breathe(pause, signal, () => onProgress?.((k + 1) / count));
    }
  } catch (error) {
    throw explainIndex(error, typed.source);
  } finally {
    simulation.dispose();
  }
  for (const [name, { value }] of Object.entries(about.temperatures ?? {})) {
    const collector = collectors.get(name)!;
    collector.calibrate(value);
    collector.redraw(
      columns.find((column) => column.name === name)!.values,
      streamOf(name, random),
    );
  }
  const draws = new Draws(count, columns, undefined, statistics);
  const model = typed.title ?? typed.source.name;
  const given = [...collectors.values()];
  const logDensities = new Map(densities.map(({ outcome, mean }) => [outcome, mean.values]));
  return new Prediction({
    ...{ model, seed, simulation, draws, given, logDensities },
    ...about,
  });
}
