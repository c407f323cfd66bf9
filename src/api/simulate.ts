import type { BoundData } from '../binding/bound-data.ts';
import { Simulation } from '../posterior/simulation.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { defaultEngine } from './engines.ts';
import { checkNames, OptionError } from './option-error.ts';
import type { Prediction } from './prediction.ts';
import {
  checkSimulateOptions,
  runSimulation,
  type SimulateOptions,
  simulateOptionNames,
} from './simulation-run.ts';

/**
 * Draws parameters from their priors, and all that follows from them.
 *
 * @throws OptionError that names each parameter from whose prior nothing can be drawn, or an option that is no number of draws or no seed.
 */
export async function simulatePrior(
  typed: TypedModel,
  bound: BoundData,
  options: SimulateOptions,
): Promise<Prediction> {
  checkNames(options, simulateOptionNames);
  checkSimulateOptions(options);
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
  return runSimulation(
    {
      ...{ typed, bound, simulation, count },
      about: { isPosterior: false, notes },
      knownAt: () => new Map(),
    },
    options,
  );
}
