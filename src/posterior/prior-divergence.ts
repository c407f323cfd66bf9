import type { Engine } from '../engines/engine.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import type { Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { simplify } from '../graph/simplify.ts';
import type { FittedNormal } from '../inference/method.ts';
import type { LoweredModel } from '../lowering/model.ts';
import type { Random } from '../random/random.ts';
import { improperFamily } from '../semantics/distribution-facts.ts';
import type { Coordinates } from './coordinates.ts';

/** How far what was found of a parameter is from its prior. */
export interface PriorDivergence {
  readonly name: string;
  /** Coordinates on the unconstrained space. */
  readonly size: number;
  /** KL(q ‖ prior) in nats. */
  readonly divergence: number;
}

/** Draws, fewer where they would fill the memory; of each of several normals along a run, which show a course, fewer. */
const [mostDraws, mostDrawsAlong] = [1000, 100];
const mostNumbers = 20_000_000;

/**
 * The Kullback-Leibler divergence of a fitted normal q from the prior, for each parameter with a proper one, on its
 * unconstrained coordinates: the average over draws of q of log q − log prior, the prior taken given the other
 * parameters of the draw. Where q is the prior itself every term is 0.
 */
export function priorDivergences(
  lowered: LoweredModel,
  coordinates: Coordinates,
  engine: Engine,
  normal: FittedNormal,
  random: Random,
): PriorDivergence[] {
  return divergencesOf(lowered, coordinates, engine, [normal], random, mostDraws)?.[0] ?? [];
}

/** The same of each of several normals, a row each; `undefined` where no parameter has a proper prior. */
export function priorDivergencesAlong(
  lowered: LoweredModel,
  coordinates: Coordinates,
  engine: Engine,
  normals: readonly FittedNormal[],
  random: Random,
): PriorDivergence[][] | undefined {
  return divergencesOf(lowered, coordinates, engine, normals, random, mostDrawsAlong);
}

function divergencesOf(
  { environment, parameters }: LoweredModel,
  coordinates: Coordinates,
  engine: Engine,
  normals: readonly FittedNormal[],
  random: Random,
  most: number,
): PriorDivergence[][] | undefined {
  let next = 0;
  const placed = parameters.map((parameter) => {
    const from = next;
    next += sizeOf(parameter.unconstrainedShape);
    return { parameter, from, to: next };
  });
  const proper = placed.filter(
    ({ parameter, from, to }) =>
      to > from && improperFamily(parameter.declaration.prior) === undefined,
  );
  if (proper.length === 0) return undefined;
  const outputs: Record<string, Node> = Object.fromEntries(
    proper.map(({ parameter }) => [parameter.declaration.name, parameter.logPrior]),
  );
  const executable = engine.prepare(simplify(environment.builder.finish(outputs), evaluate));
  try {
    return normals.map((normal) => {
      const marginals = proper.map(({ from, to }) => normal.marginal(from, to));
      const count = Math.max(1, Math.min(most, Math.floor(mostNumbers / next)));
      const sums = new Float64Array(proper.length);
      const draws = normal.draws(count, random);
      for (let row = 0; row < count; row++) {
        const point = draws.subarray(row * next, (row + 1) * next);
        const priors = executable.run(coordinates.split(point));
        proper.forEach(({ parameter }, k) => {
          sums[k] += marginals[k].logDensity(point) - priors[parameter.declaration.name][0];
        });
      }
      return proper.map(({ parameter, from, to }, k) => ({
        name: parameter.declaration.name,
        size: to - from,
        divergence: Math.max(0, sums[k] / count),
      }));
    });
  } finally {
    executable.dispose();
  }
}
