import { normal } from '../distributions/normal.ts';
import { logMass } from '../distributions/truncation.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { type Node, type Shape, sizeOf } from '../graph/node.ts';
import { vectorFamilyOf } from '../semantics/distribution-facts.ts';
import { partsOf } from '../semantics/tree.ts';
import type { FamilyDistribution, TypedExpression } from '../semantics/typed-expression.ts';
import type { TypedParam } from '../semantics/typed-model.ts';
import { isBeyond } from '../semantics/value-types.ts';
import { byElement, constraints, transformFor } from '../transforms/index.ts';
import type { Bounds, Transform } from '../transforms/transform.ts';

import { definitionOf, lowerArguments, lowerVectorArguments } from './distribution.ts';

import type { EarlierPosterior } from './earlier-posterior.ts';
import type { Environment } from './environment.ts';
import { lowerAligned, lowerExpression } from './expression.ts';
import { lawOf, lowerLogDensity } from './law.ts';
import { massOfConstraint } from './prior-mass.ts';

/**
 * How a parameter is drawn: `centred` as written, `non-centred` as location + scale · z, of vectors
 * location + L z, with z of the standard member of the prior's family. Users see the parameter they wrote either way.
 */
export type Form = 'centred' | 'non-centred';

/** A parameter on its way from unconstrained coordinates to the value the model speaks of. */
export interface LoweredParameter {
  readonly declaration: TypedParam;
  readonly shape: Shape;
  /** The shape of its unconstrained coordinates. */
  readonly unconstrainedShape: Shape;
  readonly form: Form;
  readonly transform: Transform;
  /** The unconstrained input, named as the parameter. */
  readonly input: Node;
  /** Constrained, as the model's other statements use it. */
  readonly value: Node;
  /** Scalar: log prior with its truncation constant, and the log Jacobian. */
  readonly logPrior: Node;
  /** In words of the user, why the prior does not integrate to 1 over the parameter's values; undefined where it does. */
  readonly unnormalised: string | undefined;
}

/** More would not fit into the memory that inference needs. */
const MOST_COORDINATES = 10_000_000;

/** Whether the prior has a location or a scale that is itself unknown, so that the two forms differ. */
export function canBeNonCentred(declaration: TypedParam): boolean {
  const { prior, lower, upper, constraint, along } = declaration;
  if (along !== undefined || constraint !== undefined) return false;
  if (prior.kind !== 'family') return false;
  const ofEvents = vectorFamilyOf(prior);
  if (ofEvents !== undefined) {
    const unknown = ofEvents.standardised?.without.map((name) => prior.arguments[name]?.stage);
    return unknown?.includes('parameter') === true;
  }
  const family = definitionOf(prior).locationScale;
  if (family === undefined || lower !== undefined || upper !== undefined) return false;
  return [family.location, family.scale].some(
    (name) => prior.arguments[name].stage === 'parameter',
  );
}

export function lowerParameter(
  declaration: TypedParam,
  form: Form,
  environment: Environment,
): LoweredParameter {
  const { builder: b } = environment;
  const shape = environment.shapeOf(declaration.axes);
  if (sizeOf(shape) > MOST_COORDINATES) {
    environment.fail(
      'too-many-parameters',
      declaration.span,
      `\`${declaration.name}\` has ${sizeOf(shape)} elements, more than the ${MOST_COORDINATES} a parameter may have`,
    );
  }
  const bounds = lowerBounds(declaration, declaration, environment);
  const transform = transformOf(declaration, bounds, environment);
  const unconstrainedShape = transform.unconstrainedShape?.(shape) ?? shape;
  const input = b.input(declaration.name, unconstrainedShape);
  const common = { declaration, shape, unconstrainedShape, form, transform, input };
  const { noise } = environment;
  const isDrawn = noise !== undefined && !noise.local.has(declaration.name);
  const point = isDrawn ? noise.draw(b, declaration.name, input) : input;
  const lowered =
    form === 'non-centred'
      ? { ...nonCentred(declaration, point, environment), unnormalised: undefined }
      : centred(declaration, point, transform, bounds, environment);
  const { earlier } = environment;
  if (earlier === undefined) return { ...common, ...lowered };
  const logPrior = earlierLogPrior(earlier, declaration.name, input, point, environment);
  return { ...common, value: lowered.value, logPrior, unnormalised: undefined };
}

function earlierLogPrior(
  earlier: EarlierPosterior,
  name: string,
  input: Node,
  point: Node,
  { builder: b, noise }: Environment,
): Node {
  if (!noise?.local.has(name)) return earlier.logDensity(b, point);
  return earlier.isIndependent
    ? earlier.expectedLogDensity(b, name, input, noise)
    : earlier.logDensity(b, noise.draw(b, name, input));
}

function centred(
  declaration: TypedParam,
  input: Node,
  transform: Transform,
  bounds: Bounds,
  environment: Environment,
): Pick<LoweredParameter, 'value' | 'logPrior' | 'unnormalised'> {
  const b = environment.builder;
  const { prior, headAxes, truncation } = declaration;
  const shape = environment.shapeOf(declaration.axes);
  const value = b.broadcast(transform.forward(b, input, bounds), shape);
  // the prior of an element may use other elements
  environment.variables.set(declaration.name, value);
  const logDensityAt = (x: Node): Node => lowerLogDensity(prior, x, headAxes, environment);
  const logDensity =
    environment.dropout?.expectedLogPrior(b, declaration.name, value, logDensityAt) ??
    expectedOfLocal(declaration, value, logDensityAt, environment) ??
    logDensityAt(value);
  const ofEach = transform.logJacobian(b, input, bounds);
  const logJacobian = transform.eventRank === undefined ? b.broadcast(ofEach, input.shape) : ofEach;
  let logPrior = b.add(b.sum(logDensity), b.sum(logJacobian));
  const mass = massOfConstraint(declaration, environment);
  if (mass.log !== undefined) logPrior = b.subtract(logPrior, mass.log);
  if (truncation !== undefined) {
    const { lower, upper } = lowerBounds(truncation, declaration, environment);
    // the checker truncates only distributions whose distribution function is known
    const between = logMass(b, lawOf(prior, headAxes, environment).cumulative!, lower, upper);
    logPrior = b.subtract(logPrior, b.sum(b.broadcast(between, input.shape)));
  }
  return { value, logPrior, unnormalised: mass.unnormalised };
}

/**
 * The expected log prior of a weight that is summed out, of the given mean: of a normal prior log p(mean) − s² / (2 σ²),
 * of another that of a draw. Undefined for other parameters.
 */
function expectedOfLocal(
  { name, prior, headAxes }: TypedParam,
  mean: Node,
  logDensityAt: (x: Node) => Node,
  environment: Environment,
): Node | undefined {
  const { builder: b, noise } = environment;
  if (noise === undefined || !noise.local.has(name)) return undefined;
  if (prior.kind !== 'family' || definitionOf(prior) !== normal) {
    return logDensityAt(noise.draw(b, name, mean));
  }
  const { sd } = lowerArguments(prior, headAxes, environment);
  const spread = b.square(b.divide(noise.scale(b, name, mean.shape), sd));
  return b.subtract(logDensityAt(mean), b.multiply(spread, 0.5));
}

/** The means and standard deviations of a parameter with an independent normal prior that depends on data alone, by element. */
export function knownNormal(
  { prior, headAxes, lower, upper, constraint }: TypedParam,
  environment: Environment,
): { readonly mean: Float64Array; readonly sd: Float64Array } | undefined {
  if (prior.kind !== 'family' || vectorFamilyOf(prior) !== undefined) return undefined;
  if (definitionOf(prior) !== normal) return undefined;
  const stages = Object.values(prior.arguments).map(({ stage }) => stage);
  if (lower ?? upper ?? constraint ?? stages.find((stage) => isBeyond(stage, 'data'))) {
    return undefined;
  }
  const { builder: b } = environment;
  const { mean, sd } = lowerArguments(prior, headAxes, environment);
  const shape = environment.shapeOf(headAxes);
  const [means, sds] = evaluate([b.broadcast(mean, shape), b.broadcast(sd, shape)]);
  return { mean: Float64Array.from(means), sd: Float64Array.from(sds) };
}

/** x = location + scale · z: in the coordinate z the prior is that of z, and no Jacobian is left. */
function nonCentred(
  declaration: TypedParam,
  input: Node,
  environment: Environment,
): Pick<LoweredParameter, 'value' | 'logPrior'> {
  const b = environment.builder;
  const { headAxes } = declaration;
  const prior = declaration.prior as FamilyDistribution;
  const ofEvents = vectorFamilyOf(prior);
  if (ofEvents !== undefined) {
    const { fromStandard, logDensityOfStandard } = ofEvents.standardised!;
    const given = lowerVectorArguments(prior, ofEvents, headAxes, environment);
    const logDensity = logDensityOfStandard(b, input, given);
    const batch = input.shape.slice(0, -ofEvents.eventRank);
    return {
      value: b.broadcast(fromStandard(b, input, given), input.shape),
      logPrior: b.sum(b.broadcast(logDensity, batch)),
    };
  }
  const definition = definitionOf(prior);
  const { location, scale } = definition.locationScale!;
  const arguments_ = lowerArguments(prior, headAxes, environment);
  const value = b.broadcast(
    b.add(arguments_[location], b.multiply(arguments_[scale], input)),
    input.shape,
  );
  const standard = { ...arguments_, [location]: b.constant(0), [scale]: b.constant(1) };
  const logDensity = b.broadcast(definition.logDensity(b, input, standard), input.shape);
  return { value, logPrior: b.sum(logDensity) };
}

/**
 * The unconstrained coordinates of a parameter's value: the inverse of what `lowerParameter` makes of them. The
 * environment knows the parameters before it.
 */
export function lowerCoordinates(
  declaration: TypedParam,
  form: Form,
  value: Node,
  environment: Environment,
): Node {
  const { builder: b } = environment;
  const { headAxes } = declaration;
  if (form === 'centred') {
    const bounds = lowerBounds(declaration, declaration, environment);
    return transformOf(declaration, bounds, environment).inverse(b, value, bounds);
  }
  const prior = declaration.prior as FamilyDistribution;
  const ofEvents = vectorFamilyOf(prior);
  if (ofEvents !== undefined) {
    const given = lowerVectorArguments(prior, ofEvents, headAxes, environment);
    return ofEvents.standardised!.toStandard(b, value, given);
  }
  const { location, scale } = definitionOf(prior).locationScale!;
  const arguments_ = lowerArguments(prior, headAxes, environment);
  return b.divide(b.subtract(value, arguments_[location]), arguments_[scale]);
}

function transformOf(
  { constraint, lower, upper }: TypedParam,
  bounds: Bounds,
  environment: Environment,
): Transform {
  if (constraint !== undefined) return constraints.get(constraint)!;
  const ends = [lower, upper].filter((end) => end !== undefined);
  if (ends.some((end) => mayBeInfinite(end, environment))) return byElement;
  return transformFor(bounds.lower !== undefined, bounds.upper !== undefined);
}

/** Whether a bound is infinite at some elements, as far as data tell. */
function mayBeInfinite(bound: TypedExpression, environment: Environment): boolean {
  if (!isBeyond(bound.stage, 'data')) {
    const [values] = evaluate([lowerExpression(bound, environment)]);
    return values.some((value) => Math.abs(value) === Infinity);
  }
  if (bound.kind === 'variable') {
    const definition = environment.definition(bound.name);
    return definition !== undefined && mayBeInfinite(definition, environment);
  }
  // of other expressions the infinite parts make the whole infinite, or not a number
  return bound.kind === 'if' || bound.kind === 'apply' || bound.kind === 'index'
    ? partsOf(bound).some((part) => mayBeInfinite(part, environment))
    : false;
}

function lowerBounds(
  { lower, upper }: { readonly lower?: TypedExpression; readonly upper?: TypedExpression },
  declaration: TypedParam,
  environment: Environment,
): Bounds {
  const bound = (expression: TypedExpression | undefined): Node | undefined =>
    expression && lowerAligned(expression, declaration.headAxes, environment);
  const lowered = { lower: bound(lower), upper: bound(upper) };
  return {
    ...(lowered.lower && { lower: lowered.lower }),
    ...(lowered.upper && { upper: lowered.upper }),
  };
}
