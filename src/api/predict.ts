import type { BoundData } from '../binding/bound-data.ts';
import { fingerprint } from '../binding/fingerprint.ts';
import { networkWeights } from '../posterior/network-weights.ts';
import type { Known } from '../posterior/random-value.ts';
import { Simulation } from '../posterior/simulation.ts';
import { TangentNetworks } from '../posterior/tangent-networks.ts';
import { type Draws, elementCount } from '../results/draws.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { defaultEngine } from './engines.ts';
import { placesInFit } from './members.ts';
import { OptionError } from './option-error.ts';
import type { Prediction } from './prediction.ts';
import { type ParameterSource, tangentsAt } from './prediction-tangents.ts';
import { checkSimulateOptions, type PredictOptions, runSimulation } from './simulation-run.ts';
import type { TangentSpread } from './tangent-spread.ts';
import { notesOnTemperatures, type Temperatures } from './temperature.ts';

/**
 * What the draws of a fit say under data: members that the fit knows keep their parameters, those of new members
 * are drawn from their priors.
 *
 * @param dataOfFit fingerprint of the data that the fit was made from
 * @param temperatures at which the probabilities of outcomes are taken
 * @param spread of the parameters, where it is known without the draws
 * @throws OptionError where new members have no prior of their own, or an option is no number of draws or no seed.
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
  checkSimulateOptions(options);
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
  const sources = parameterSources(draws, typed, bound, {
    simulation,
    tangents,
    isSameData,
    notes,
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
  const task = { typed, bound, simulation, count, about, knownAt, tangents: byTangents };
  return runSimulation({ ...task, ...(statistics && { statistics }) }, options).finally(() =>
    tangents?.dispose(),
  );
}

/** Where the elements of each parameter are in the fit; notes say of which it has none. */
function parameterSources(
  draws: Draws,
  typed: TypedModel,
  bound: BoundData,
  {
    simulation,
    tangents,
    isSameData,
    notes,
  }: {
    readonly simulation: Simulation;
    readonly tangents: TangentNetworks | undefined;
    readonly isSameData: boolean;
    readonly notes: string[];
  },
): ParameterSource[] {
  return simulation.parameters.map((quantity) => {
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
