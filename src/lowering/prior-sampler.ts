/** Drawing parameters from their priors. */
import { factorOf, lowerTimes } from '../distributions/matrix-draws.ts';
import { sizeOf } from '../graph/node.ts';
import { stridesOf } from '../graph/strides.ts';
import { solveCholesky } from '../linear-algebra/cholesky.ts';
import {
  familyWithoutDraws,
  improperFamily,
  vectorFamilyOf,
} from '../semantics/distribution-facts.ts';
import { truncated } from '../semantics/prior-bounds.ts';
import type { FamilyDistribution } from '../semantics/typed-expression.ts';
import type { TypedParam } from '../semantics/typed-model.ts';
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
    const others =
      constraint === 'sum_to_zero'
        ? '; from `Normal`, `MultiNormal` and `MultiStudentT` where the sum is 0 it can'
        : '';
    return `the prior of \`${name}\` is cut to \`${constraint}\`, of which its mass is not known: nothing can be drawn from it${others}`;
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
      return vectorFamilyOf(prior as FamilyDistribution) === undefined
        ? numbersOfZeroSum(param, sampler, environment)
        : vectorsOfZeroSum(param, sampler, environment);
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
function numbersOfZeroSum(param: TypedParam, sampler: Sampler, environment: Environment): Sampler {
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

/**
 * Normal or t vectors x given that their sum is 0, from one that is drawn without: with c = S 1 the direction in which
 * S moves with the sum, x − c (1ᵀ x) / 1ᵀ c. Of a t vector what is left of x − location is scaled, too: over the root of
 * df plus the squared distance of its sum it is a normal vector over the root of a χ² of df + 1 degrees of freedom
 * (P. Ding, On the conditional distribution of the multivariate t distribution, The American Statistician 70 (2016)).
 */
function vectorsOfZeroSum(
  { prior, headAxes }: TypedParam,
  sampler: Sampler,
  environment: Environment,
): Sampler {
  const size = environment.sizeOfAxis(headAxes[headAxes.length - 1]);
  const strides = stridesOf(environment.shapeOf(headAxes));
  return {
    ...sampler,
    draw: (drawing) => {
      sampler.draw(drawing);
      const { place, drawn, values } = drawing;
      place[headAxes.length - 1] = 0;
      const first = strides.reduce((total, stride, slot) => total + stride * place[slot], 0);
      const vector = drawn.subarray(first, first + size);
      if (vector.some(Number.isNaN)) return;
      const event = first / size;
      /** An argument of this vector: a matrix, a vector, or one number for all elements. */
      const given = (name: string): ArrayLike<number> | undefined => {
        const all = values[name];
        if (all === undefined) return undefined;
        const count = sizeOf(sampler.arguments[name].shape.slice(headAxes.length - 1));
        return all.subarray(event * count, (event + 1) * count);
      };
      const withSum = timesOnes(given, size);
      const variance = sum(withSum);
      const takeSum = (x: Float64Array): void => {
        const excess = sum(x) / variance;
        for (let k = 0; k < size; k++) x[k] -= withSum[k] * excess;
      };
      const df = prior.name === 'MultiStudentT' ? given('df')![0] : undefined;
      if (df === undefined) {
        takeSum(vector);
        return;
      }
      const location = given('location')!;
      const centre = Float64Array.from(vector, (_, k) => location[location.length === 1 ? 0 : k]);
      const rest = vector.map((x, k) => x - centre[k]);
      const scale = Math.sqrt(
        (df + sum(centre) ** 2 / variance) / (df + sum(rest) ** 2 / variance),
      );
      takeSum(centre);
      takeSum(rest);
      for (let k = 0; k < size; k++) vector[k] = centre[k] + scale * rest[k];
    },
  };
}

/** S 1 of a matrix S that is given itself, by its Cholesky factor or by its inverse. */
function timesOnes(
  given: (name: string) => ArrayLike<number> | undefined,
  size: number,
): Float64Array {
  const ones = new Float64Array(size).fill(1);
  const [factor, inverse] = [given('chol'), given('prec')];
  if (factor !== undefined) {
    const columns = ones.map((_, j) => sum(ones.map((_, i) => (i < j ? 0 : factor[i * size + j]))));
    return lowerTimes(factor, columns, size);
  }
  if (inverse !== undefined) {
    return solveCholesky(factorOf(inverse, size), size, ones);
  }
  const matrix = (given('cov') ?? given('scale'))!;
  // of which the lower triangle is read
  return ones.map((_, i) =>
    sum(ones.map((_, j) => matrix[Math.max(i, j) * size + Math.min(i, j)])),
  );
}

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

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < values.length; k++) total += values[k];
  return total;
}
