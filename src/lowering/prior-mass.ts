/** What a prior has of its mass where its constraint lets it be: what it is divided by. */
import type { Distribution } from '../distributions/distribution.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { Builder } from '../graph/builder.ts';
import { type Node, sizeOf } from '../graph/node.ts';
import { broadcastShapes } from '../graph/shape-rules.ts';
import { lgamma, logOrderedProbability } from '../numerics/index.ts';
import { Random } from '../random/random.ts';
import { improperFamily, vectorFamilyOf } from '../semantics/distribution-facts.ts';
import type { FamilyDistribution } from '../semantics/typed-expression.ts';
import type { TypedParam } from '../semantics/typed-model.ts';
import { definitionOf, lowerArguments, lowerVectorArguments } from './distribution.ts';
import type { Environment } from './environment.ts';
import { lowerAligned } from './expression.ts';

export interface PriorMass {
  /** A scalar, of all vectors together; undefined where it is 0. */
  readonly log?: Node;
  /** In words of the user, why the prior is not normalised; undefined where it is. */
  readonly unnormalised: string | undefined;
}

/** The mass within the constraint on whole vectors; bounds of numbers have their own. */
export function massOfConstraint(declaration: TypedParam, environment: Environment): PriorMass {
  const { axes, constraint, prior, renormalised } = declaration;
  const b = environment.builder;
  const shape = environment.shapeOf(axes);
  if (renormalised === 'zero-sum') {
    return zeroSumMass(declaration, prior as FamilyDistribution, environment);
  }
  const improper = improperFamily(prior);
  if (improper !== undefined) {
    const { name } = improper;
    return {
      unnormalised: isBounded(declaration)
        ? `\`${name}\` has the density 1 everywhere, whatever it integrates to`
        : isImproper(name),
    };
  }
  switch (renormalised) {
    case 'orders': {
      const events = sizeOf(shape.slice(0, -1));
      return { ...NORMALISED, log: b.constant(-events * lgamma(shape[shape.length - 1] + 1)) };
    }
    case 'order': {
      const log = orderMass(declaration, prior as FamilyDistribution, environment);
      return { ...NORMALISED, log: b.constant(log) };
    }
    case 'unknown':
      return {
        unnormalised: `how much of \`${prior.name}\` is left by \`${constraint}\` is not known`,
      };
    default:
      return NORMALISED;
  }
}

const NORMALISED: PriorMass = { unnormalised: undefined };

const isImproper = (name: string): string => `\`${name}\` has no finite integral`;

const BOUNDED: ReadonlySet<string> = new Set([
  'simplex',
  'unit_vector',
  'corr_matrix',
  'cholesky_corr',
]);

/** Whether the values lie in a bounded set, over which every density has an integral. */
const isBounded = ({ lower, upper, constraint }: TypedParam): boolean =>
  (lower !== undefined && upper !== undefined) ||
  (constraint !== undefined && BOUNDED.has(constraint));

function zeroSumMass(
  { axes, headAxes }: TypedParam,
  prior: FamilyDistribution,
  environment: Environment,
): PriorMass {
  const b = environment.builder;
  const shape = environment.shapeOf(axes);
  const size = shape[shape.length - 1];
  const known = (argument: Node): ArrayLike<number> => evaluate([argument])[0];
  const ofEvents = vectorFamilyOf(prior);
  let mass: Node;
  if (ofEvents === undefined) {
    const given = lowerArguments(prior, headAxes, environment);
    const stretched = Object.entries(given).map(([name, argument]) => [
      name,
      b.broadcast(argument, broadcastShapes(argument.shape, [size])),
    ]);
    // the checker has made sure that it is known
    mass = definitionOf(prior).logZeroSumMass!(b, Object.fromEntries(stretched), size);
  } else {
    const given = lowerVectorArguments(prior, ofEvents, headAxes, environment);
    mass = ofEvents.logZeroSumMass!(b, given, size, known);
    if (ofEvents.improper === true && known(mass)[0] === Infinity) {
      return {
        unnormalised: `${isImproper(prior.name)} where the graph is not connected: the levels of its parts are free`,
      };
    }
  }
  return { ...NORMALISED, log: b.sum(b.broadcast(mass, shape.slice(0, -1))) };
}

/** The log probability of the order of each vector, its arguments being known, and their sum. */
function orderMass(
  { axes, headAxes, constraint }: TypedParam,
  prior: FamilyDistribution,
  environment: Environment,
): number {
  const b = environment.builder;
  const definition = definitionOf(prior);
  const shape = environment.shapeOf(axes);
  const size = shape[shape.length - 1];
  const names = definition.parameters.map(({ name }) => name);
  const values = evaluate(
    names.map((name) =>
      b.broadcast(lowerAligned(prior.arguments[name], headAxes, environment), shape),
    ),
  );
  const known = new Map<string, number>();
  let total = 0;
  for (let event = 0; event < sizeOf(shape.slice(0, -1)); event++) {
    const rows = values.map((all) =>
      Float64Array.from(all.slice(event * size, (event + 1) * size)),
    );
    const key = rows.map((row) => row.join(' ')).join('; ');
    const mass = known.get(key) ?? probabilityOfOrder(definition, names, rows, constraint!);
    known.set(key, mass);
    total += mass;
  }
  return total;
}

/** @param rows one a parameter, each with a number for each element */
function probabilityOfOrder(
  definition: Distribution,
  names: readonly string[],
  rows: readonly Float64Array[],
  constraint: string,
): number {
  const size = rows[0].length;
  const logDensities = (places: Float64Array): Float64Array[] => {
    const b = new Builder();
    const arguments_ = names.map((name, k) => [name, b.constant(rows[k], [size, 1])]);
    const x = b.constant(places, [1, places.length]);
    const logs = definition.logDensity(b, x, Object.fromEntries(arguments_));
    const [all] = evaluate([b.broadcast(logs, [size, places.length])]);
    return Array.from({ length: size }, (_, k) =>
      Float64Array.from(all.slice(k * places.length, (k + 1) * places.length)),
    );
  };
  const lower = constraint === 'positive_ordered' ? 0 : -Infinity;
  const landmarks = Array.from({ length: size }, (_, k) =>
    quantiles(definition, Object.fromEntries(names.map((name, j) => [name, rows[j][k]]))),
  ).flat();
  const inside = landmarks
    .filter((place) => place > lower && place < Infinity)
    .sort((x, y) => x - y);
  return logOrderedProbability(logDensities, inside.length > 0 ? inside : [1], lower);
}

const SHARES = [0.1, 0.3, 0.5, 0.7, 0.9];
const DRAWS = 200;

/** Where about the mass of a distribution lies: quantiles of draws, always the same ones. */
function quantiles(
  { sample }: Distribution,
  arguments_: Readonly<Record<string, number>>,
): number[] {
  const random = Random.fromSeed(0);
  const draws = Float64Array.from({ length: DRAWS }, () => sample!(random, arguments_)).sort();
  return SHARES.map((share) => draws[Math.floor(share * DRAWS)]);
}
