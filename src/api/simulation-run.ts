/** The draws of a simulation, one after the other, and what is collected of them. */
import type { BoundData } from '../binding/bound-data.ts';
import { Pauses } from '../inference/pauses.ts';
import { type Known, streamOf } from '../posterior/random-value.ts';
import type { Simulation } from '../posterior/simulation.ts';
import { Random } from '../random/random.ts';
import { Draws, elementCount } from '../results/draws.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { LogMeans } from './log-means.ts';
import { checkCount, checkSeed, type OptionNames } from './option-error.ts';
import { explainIndex } from './place.ts';
import { emptyColumn, Prediction, type PredictionParts } from './prediction.ts';
import type { Tangents } from './prediction-tangents.ts';
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

export const simulateOptionNames: OptionNames<SimulateOptions> = {
  draws: true,
  seed: true,
  signal: true,
  onProgress: true,
};

/** @throws OptionError where a number is none that it can be */
export function checkSimulateOptions({ draws, seed }: SimulateOptions): void {
  checkCount('draws', draws);
  checkSeed(seed);
}

/** What else a prediction is to look at. */
export interface PredictOptions extends SimulateOptions {
  /** Whether it gives the log predictive densities of what was observed. */
  readonly withLogDensities?: boolean;
  /** Called with these at every draw, an outcome after another in the order of the model. */
  readonly seeLogDensities?: (logDensities: Float64Array, draw: number) => void;
}

/** A simulation that is to be run, and what each of its draws knows. */
interface SimulationTask {
  readonly typed: TypedModel;
  readonly bound: BoundData;
  readonly simulation: Simulation;
  /** Draws. */
  readonly count: number;
  readonly about: Pick<PredictionParts, 'isPosterior' | 'isDataOfFit' | 'notes' | 'temperatures'>;
  /** The parameters that are given in a draw. */
  readonly knownAt: (draw: number) => ReadonlyMap<string, Known>;
  readonly statistics?: Draws['statistics'];
  readonly tangents?: Tangents | undefined;
}

/** Draws all that is not known, and what is expected of it; the simulation is of no use afterwards. */
export async function runSimulation(
  task: SimulationTask,
  { seed = 1, signal, onProgress, seeLogDensities }: PredictOptions,
): Promise<Prediction> {
  const { typed, bound, simulation, count, about, knownAt, statistics, tangents } = task;
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
  const random = Random.fromSeed(seed);
  const pauses = new Pauses(signal);
  try {
    if (tangents !== undefined)
      await seeSpread(simulation, tangents, collectors, () => random.stream(count), pauses);
    const see = new Map([...collectors].map(([name, collector]) => [name, collector.see]));
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
      if (!pauses.isDue()) continue;
      onProgress?.((k + 1) / count);
      await pauses.take();
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

/**
 * Lets collectors see what networks give at the point of their tangents, and at the deviations from there.
 *
 * @param stream the same anew for each of them
 */
async function seeSpread(
  simulation: Simulation,
  { centre, deviations, at }: Tangents,
  collectors: ReadonlyMap<string, UncertaintyCollector>,
  stream: () => Random,
  pauses: Pauses,
): Promise<void> {
  if (centre !== undefined) {
    const atCentre = new Map([...collectors].map(([name, { seeCentre }]) => [name, seeCentre]));
    simulation.run(centre, stream(), atCentre, at(0, centre));
  }
  const atDeviation = new Map(
    [...collectors].map(([name, { seeDeviation }]) => [name, seeDeviation]),
  );
  for (const deviated of deviations) {
    const known = deviated();
    simulation.run(known, stream(), atDeviation, at(0, known));
    if (pauses.isDue()) await pauses.take();
  }
}
