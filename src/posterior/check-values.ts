import { DataError, type DataProblem } from '../diagnostics/diagnostic.ts';
import { combinatorSignatures } from '../distributions/combinators.ts';
import type { Bound, Support } from '../distributions/distribution.ts';
import { type Interval, isWithin } from '../distributions/within-support.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import type { Node, Shape } from '../graph/node.ts';
import { definitionOf } from '../lowering/distribution.ts';
import type { Environment } from '../lowering/environment.ts';
import { lowerAligned, lowerExpression } from '../lowering/expression.ts';
import { lawOf } from '../lowering/law.ts';
import type { LoweredModel } from '../lowering/model.ts';
import { observedMask, usedElements } from '../lowering/observe.ts';
import { elementKey, elementLabel } from '../results/element-key.ts';
import {
  rangeOf,
  valuesInWords,
  vectorFamilyOf,
  vectorRankOf,
} from '../semantics/distribution-facts.ts';
import type { Axis, TypedDistribution, TypedExpression } from '../semantics/typed-expression.ts';
import type { TypedModel, TypedObserve, TypedParam } from '../semantics/typed-model.ts';
import { eventProblems, matrixProblems, simplexProblems } from './check-events.ts';
import { labelsOf } from './labels.ts';

/** As many of one statement are listed one by one. */
const LISTED = 5;

/**
 * Checks what data alone decide: observed values lie in the support of their distribution, arguments
 * known from data in theirs, and the bounds of a parameter leave it room. Otherwise every log density
 * would be −inf or NaN.
 *
 * @throws DataError that names each statement, element and what was expected.
 */
export function checkValues(typed: TypedModel, { environment }: LoweredModel): void {
  const problems: DataProblem[] = [];
  for (const statement of typed.statements) {
    if (statement.kind !== 'param' && statement.kind !== 'observe') continue;
    const distribution = statement.kind === 'param' ? statement.prior : statement.distribution;
    const used = usedBy(statement, environment);
    problems.push(...argumentProblems(distribution, used, environment));
    if (statement.kind === 'param') problems.push(...emptyRanges(statement, environment));
    else problems.push(...outcomeProblems(statement, used, environment));
  }
  if (problems.length > 0) throw new DataError(problems);
}

/** Observed values outside the support of their distribution. */
function outcomeProblems(
  statement: TypedObserve,
  used: Used,
  environment: Environment,
): DataProblem[] {
  const { left, leftText, distribution } = statement;
  if (vectorRankOf(distribution) > 0) {
    const isUsed = (axes: readonly Axis[]) => elementsUsed(used, axes, environment);
    const problems = eventProblems(statement, isUsed, environment);
    if (problems.length > 0 || distribution.kind === 'family') return problems;
  }
  if (distribution.kind === 'family') {
    const { support } = definitionOf(distribution);
    const isUsed = elementsUsed(used, left.axes, environment);
    return outside(leftText, left, support, distribution, isUsed, environment);
  }
  const { axes } = left;
  const outcome = lowerExpression(left, environment);
  const contains = lawOf(distribution, axes, environment).contains(outcome);
  const [inside, values] = evaluate([
    environment.builder.broadcast(contains, outcome.shape),
    outcome,
  ]);
  const isUsed = elementsUsed(used, axes, environment);
  const wrong: number[] = [];
  inside.forEach((holds, k) => {
    if (isUsed(k) && holds === 0) wrong.push(k);
  });
  const words = valuesInWords(distribution);
  const within = knownRange(distribution, axes, environment);
  const range = (element: number): string => `${words}${within(element)}`;
  return listed(leftText, wrong, values, left, distribution, range, environment);
}

/** In words, between which bounds of `truncate` each element must lie, as far as data say. */
function knownRange(
  distribution: TypedDistribution,
  axes: readonly Axis[],
  environment: Environment,
): (element: number) => string {
  if (!isTruncated(distribution)) return () => '';
  const { lower, upper } = rangeOf(distribution);
  const low = endValues(lower, -Infinity, axes, environment);
  const high = endValues(upper, Infinity, axes, environment);
  return (element) => {
    const [from, to] = [low(element), high(element)];
    if (from > -Infinity) return to < Infinity ? ` from ${from} to ${to}` : ` not below ${from}`;
    return to < Infinity ? ` not above ${to}` : '';
  };
}

function isTruncated(distribution: TypedDistribution): boolean {
  if (distribution.kind === 'family') return false;
  return distribution.name === 'truncate' || distribution.parts.some(isTruncated);
}

/** Bounds known from data between which no number lies; those of numbers were checked with the text. */
function emptyRanges(
  { name, axes, headAxes, lower, upper }: TypedParam,
  environment: Environment,
): DataProblem[] {
  const isKnown = (bound: TypedExpression): boolean =>
    bound.stage === 'constant' || bound.stage === 'data';
  if (lower === undefined || upper === undefined || !isKnown(lower) || !isKnown(upper)) return [];
  const b = environment.builder;
  const shape = environment.shapeOf(axes);
  const [lows, highs] = evaluate(
    [lower, upper].map((bound) => b.broadcast(lowerAligned(bound, headAxes, environment), shape)),
  );
  const empty = lows.findIndex((low, k) => !(low < highs[k]));
  if (empty < 0) return [];
  const element = nameOf(name, shape, axes, empty, environment);
  const message = `the parameter ${element} has no room: its lower bound ${lows[empty]} is not below its upper bound ${highs[empty]}`;
  return [{ input: name, message }];
}

/** Where a distribution bears on the density: at the elements at which a mask over these axes is not 0. */
interface Used {
  readonly axes: readonly Axis[];
  /** Absent where it does everywhere. */
  readonly mask?: Node;
}

/** Cells that a `where` leaves out are not checked, nor are arguments for them alone. */
function usedBy(statement: TypedParam | TypedObserve, environment: Environment): Used {
  if (statement.kind === 'param') return { axes: statement.headAxes };
  return observedMask(statement, environment) ?? { axes: statement.left.axes };
}

/** Whether an element of a tensor with the given axes bears on the density. */
function elementsUsed(
  { axes: left, mask }: Used,
  axes: readonly Axis[],
  environment: Environment,
): (element: number) => boolean {
  if (mask === undefined) return () => true;
  const used = usedElements({ axes: left, mask }, axes, environment);
  return (element) => used[element] !== 0;
}

function argumentProblems(
  distribution: TypedDistribution,
  used: Used,
  environment: Environment,
): DataProblem[] {
  if (distribution.kind === 'combined') {
    const own = combinatorSignatures.get(distribution.name)?.parameters ?? [];
    const ofOwn = own.flatMap(({ name, support }) => {
      const argument = distribution.arguments[name];
      if (argument === undefined || support === undefined) return [];
      return valueProblems(argument, support, distribution, used, environment);
    });
    const ofParts = distribution.parts.flatMap((part, k) => {
      const { condition } = distribution.arguments;
      if (condition === undefined) return argumentProblems(part, used, environment);
      const b = environment.builder;
      const holds = lowerAligned(condition, used.axes, environment);
      const chosen = k === 0 ? holds : b.not(holds);
      const mask = used.mask === undefined ? chosen : b.and(used.mask, chosen);
      return argumentProblems(part, { ...used, mask }, environment);
    });
    return [...ofOwn, ...ofParts];
  }
  const ofEvents = vectorFamilyOf(distribution);
  const isUsedOf = (axes: readonly Axis[]) => elementsUsed(used, axes, environment);
  const ofMatrices =
    ofEvents === undefined ? [] : matrixProblems(distribution, ofEvents, isUsedOf, environment);
  const { parameters } = ofEvents ?? definitionOf(distribution);
  const ofNumbers = parameters.flatMap((parameter) => {
    const argument = distribution.arguments[parameter.name];
    if (argument === undefined || parameter.support.kind === 'matrix') return [];
    return valueProblems(argument, parameter.support, distribution, used, environment);
  });
  return [...ofNumbers, ...ofMatrices];
}

/** Of an argument known from data, what lies outside its support; constants were checked with the text. */
function valueProblems(
  argument: TypedExpression,
  support: Support,
  distribution: TypedDistribution,
  used: Used,
  environment: Environment,
): DataProblem[] {
  if (argument.stage !== 'data') return [];
  const isUsedOf = (axes: readonly Axis[]) => elementsUsed(used, axes, environment);
  if (support.kind === 'simplex') {
    return simplexProblems(argument, support, distribution, isUsedOf, environment);
  }
  const { text } = environment.source;
  const written = text.slice(argument.span.start, argument.span.end);
  const isUsed = isUsedOf(argument.axes);
  return outside(written, argument, support, distribution, isUsed, environment);
}

function outside(
  written: string,
  expression: TypedExpression,
  support: Support,
  distribution: TypedDistribution,
  isUsed: (element: number) => boolean,
  environment: Environment,
): DataProblem[] {
  if (support.kind !== 'real' && support.kind !== 'integer') return [];
  const { axes } = expression;
  const node = lowerExpression(expression, environment);
  const [values] = evaluate([node]);
  const lower = boundValues(support.lower, -Infinity, distribution, axes, environment);
  const upper = upperValues(support, distribution, axes, environment);
  const wrong: number[] = [];
  for (let k = 0; k < values.length; k++) {
    if (isUsed(k) && !isWithin(values[k], support, lower(k), upper(k))) wrong.push(k);
  }
  const range = (element: number): string => describeRange(support, lower(element), upper(element));
  return listed(written, wrong, values, expression, distribution, range, environment);
}

/** The first of the elements that are wrong, and how many there are besides. */
function listed(
  written: string,
  wrong: readonly number[],
  values: ArrayLike<number>,
  { axes }: TypedExpression,
  distribution: TypedDistribution,
  range: (element: number) => string,
  environment: Environment,
): DataProblem[] {
  const { line } = environment.source.position(distribution.span.start);
  const place = `${distribution.name} (${environment.source.name}, line ${line})`;
  const shape = environment.shapeOf(axes);
  const problems: DataProblem[] = wrong.slice(0, LISTED).map((k) => {
    const element = nameOf(written, shape, axes, k, environment);
    const message = `${element} is ${values[k]}, but ${place} takes ${range(k)} there`;
    return { input: written, row: k + 1, message };
  });
  if (wrong.length > LISTED) {
    const message = `… and ${wrong.length - LISTED} more values of ${written} outside ${place}`;
    problems.push({ input: written, message });
  }
  return problems;
}

/** An element in the user's words: `y[Choate]`. */
function nameOf(
  name: string,
  shape: Shape,
  axes: readonly Axis[],
  element: number,
  { bound }: Environment,
): string {
  const named = { name, shape, labels: labelsOf(axes, bound) };
  return elementLabel(named, element) ?? elementKey(named, element);
}

/** The bound at each element; where it depends on parameters, no value is outside it yet. */
function boundValues(
  bound: Bound,
  unknown: number,
  distribution: TypedDistribution,
  axes: readonly Axis[],
  environment: Environment,
): (element: number) => number {
  if (typeof bound === 'number') return () => bound;
  return endValues(distribution.arguments[bound.argument], unknown, axes, environment);
}

/** The largest value at each element. */
function upperValues(
  { upper, oneMoreThan }: Interval,
  distribution: TypedDistribution,
  axes: readonly Axis[],
  environment: Environment,
): (element: number) => number {
  if (oneMoreThan === undefined) {
    return boundValues(upper, Infinity, distribution, axes, environment);
  }
  const largest = environment.sizeOfAxis(distribution.arguments[oneMoreThan].axes.at(-1)!) + 1;
  return () => largest;
}

/** An end of a range at each element; `unknown` where there is none or it depends on parameters. */
function endValues(
  end: TypedExpression | undefined,
  unknown: number,
  axes: readonly Axis[],
  environment: Environment,
): (element: number) => number {
  if (end === undefined || (end.stage !== 'constant' && end.stage !== 'data')) return () => unknown;
  const b = environment.builder;
  const node = b.broadcast(lowerAligned(end, axes, environment), environment.shapeOf(axes));
  const [values] = evaluate([node]);
  return (element) => values[element];
}

function describeRange(support: Interval, lower: number, upper: number): string {
  const byArgument =
    typeof support.lower !== 'number' ||
    typeof support.upper !== 'number' ||
    support.oneMoreThan !== undefined;
  return byArgument ? `${support.words}, here from ${lower} to ${upper}` : support.words;
}
