/** Drawing parameters from their priors. */
import { stridesOf } from '../engines/reference/offsets.ts';
import { familyWithoutDraws, improperFamily } from '../semantics/distribution-facts.ts';
import type {
  FamilyDistribution,
  TypedDistribution,
  TypedParam,
} from '../semantics/typed-model.ts';
import { lowerArguments } from './distribution.ts';
import type { Drawing } from './drawing.ts';
import type { Environment } from './environment.ts';
import { type Prepare, type Sampler, samplerOf } from './sampler.ts';

/** As often an event is drawn before it is given up that one meets its constraint. */
const MOST_TRIES = 100_000;

/** Why nothing can be drawn from a parameter's prior, in words; undefined where it can. */
export function noPriorDraws({
  name,
  prior,
  renormalised,
  constraint,
}: TypedParam): string | undefined {
  const family = improperFamily(prior) ?? familyWithoutDraws(prior);
  if (family !== undefined) {
    return `the prior of \`${name}\`, ${family.name}, is no probability distribution: nothing can be drawn from it`;
  }
  if (renormalised === 'unknown') {
    return `the prior of \`${name}\` is cut to \`${constraint}\`, of which its mass is not known: nothing can be drawn from it`;
  }
  if (renormalised === 'zero-sum' && prior.name !== 'Normal') {
    return `how to draw from ${prior.name} where the sum of \`${name}\` is 0 is not known`;
  }
  return undefined;
}

/**
 * The sampler of a parameter's prior, of which `noPriorDraws` says that there is one.
 *
 * @param prepare as of `samplerOf`
 */
export function priorSampler(
  param: TypedParam,
  environment: Environment,
  prepare: Prepare,
): Sampler {
  const { headAxes, truncation, prior, renormalised } = param;
  const drawn = truncation === undefined ? prior : truncated(prior, truncation);
  const sampler = samplerOf(drawn, headAxes, environment, prepare);
  switch (renormalised) {
    case 'orders':
    case 'order':
      return inOrder(param, sampler, environment);
    case 'zero-sum':
      return ofZeroSum(param, sampler, environment);
    default:
      return sampler;
  }
}

/** Elements drawn for themselves until they are in order; identical ones are put there, as each order is as likely. */
function inOrder(param: TypedParam, sampler: Sampler, environment: Environment): Sampler {
  const least = param.constraint === 'positive_ordered' ? 0 : Number.NEGATIVE_INFINITY;
  return ofVectors(param, sampler, environment, (event, drawElements) => {
    for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
      drawElements();
      if (param.renormalised === 'orders') event.sort();
      if (event.every((value, k) => value > (k === 0 ? least : event[k - 1]))) return;
    }
    event.fill(Number.NaN);
  });
}

/** Independent normals given that their sum is 0: each less its share of the sum, in proportion to the variances. */
function ofZeroSum(param: TypedParam, sampler: Sampler, environment: Environment): Sampler {
  const { prior, headAxes } = param;
  const { sd } = lowerArguments(prior as FamilyDistribution, headAxes, environment);
  const shape = environment.shapeOf(headAxes);
  const scales = environment.builder.broadcast(sd, shape);
  const withScales = { ...sampler, arguments: { ...sampler.arguments, [SCALES]: scales } };
  return ofVectors(param, withScales, environment, (event, drawElements, { values }, first) => {
    drawElements();
    const variances = values[SCALES].slice(first, first + event.length).map((scale) => scale ** 2);
    const excess = sum(event) / sum(variances);
    for (let k = 0; k < event.length; k++) event[k] -= variances[k] * excess;
  });
}

const SCALES = 'scales of a sum of 0';

/** A sampler of numbers as one of vectors along their last axis. */
function ofVectors(
  { headAxes }: TypedParam,
  sampler: Sampler,
  environment: Environment,
  drawVector: (
    vector: Float64Array,
    drawElements: () => void,
    drawing: Drawing,
    first: number,
  ) => void,
): Sampler {
  const last = headAxes.length - 1;
  const extent = environment.sizeOfAxis(headAxes[last]);
  const strides = stridesOf(environment.shapeOf(headAxes));
  return {
    ...sampler,
    batch: sampler.batch.filter(({ slot }) => slot !== last),
    draw: (drawing) => {
      const { place, drawn } = drawing;
      place[last] = 0;
      const first = strides.reduce((total, stride, slot) => total + stride * place[slot], 0);
      const drawElements = (): void => {
        for (let k = 0; k < extent; k++) {
          place[last] = k;
          sampler.draw(drawing);
        }
      };
      drawVector(drawn.subarray(first, first + extent), drawElements, drawing, first);
    },
  };
}

function truncated(
  prior: TypedDistribution,
  bounds: NonNullable<TypedParam['truncation']>,
): TypedDistribution {
  const arguments_ = Object.fromEntries(
    Object.entries(bounds).filter(([, bound]) => bound !== undefined),
  );
  return {
    ...prior,
    kind: 'combined',
    name: 'truncate',
    parts: [prior],
    own: [],
    arguments: arguments_,
  };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < values.length; k++) total += values[k];
  return total;
}
