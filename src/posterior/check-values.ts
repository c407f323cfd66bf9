import { DataError, type DataProblem } from '../diagnostics/diagnostic.ts';
import type { Bound, Support } from '../distributions/distribution.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import type { Shape } from '../graph/node.ts';
import { definitionOf, vectorDefinitionOf } from '../lowering/distribution.ts';
import type { Environment } from '../lowering/environment.ts';
import { lowerAligned, lowerExpression } from '../lowering/expression.ts';
import type { LoweredModel } from '../lowering/model.ts';
import { observedMask, usedElements } from '../lowering/observe.ts';
import { elementKey, elementLabel } from '../results/element-key.ts';
import type {
  Axis,
  TypedDistribution,
  TypedExpression,
  TypedModel,
  TypedObserve,
  TypedParam,
} from '../semantics/typed-model.ts';
import { eventProblems, matrixProblems } from './check-events.ts';
import { labelsOf } from './labels.ts';
import { type Interval, isWithin } from './within-support.ts';

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
    const isUsed = usedBy(statement, environment);
    problems.push(...argumentProblems(distribution, isUsed, environment));
    if (statement.kind === 'param') problems.push(...emptyRanges(statement, environment));
    const ofEvents = vectorDefinitionOf(distribution);
    if (ofEvents !== undefined) {
      problems.push(...matrixProblems(distribution, ofEvents, isUsed, environment));
    }
    if (statement.kind === 'observe') {
      const { left, leftText } = statement;
      if (ofEvents !== undefined) {
        problems.push(...eventProblems(statement, ofEvents, isUsed, environment));
        continue;
      }
      const { support } = definitionOf(distribution);
      problems.push(...outside(leftText, left, support, distribution, isUsed, environment));
    }
  }
  if (problems.length > 0) throw new DataError(problems);
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

/** Whether an element of a tensor with the given axes bears on the density. */
type IsUsed = (axes: readonly Axis[]) => (element: number) => boolean;

/** Cells that a `where` leaves out are not checked, nor are arguments for them alone. */
function usedBy(statement: TypedParam | TypedObserve, environment: Environment): IsUsed {
  const observed = statement.kind === 'param' ? undefined : observedMask(statement, environment);
  if (observed === undefined) return () => () => true;
  return (axes) => {
    const used = usedElements(observed, axes, environment);
    return (element) => used[element] !== 0;
  };
}

function argumentProblems(
  distribution: TypedDistribution,
  isUsed: IsUsed,
  environment: Environment,
): DataProblem[] {
  const { parameters } = vectorDefinitionOf(distribution) ?? definitionOf(distribution);
  return parameters.flatMap((parameter) => {
    const argument = distribution.arguments[parameter.name];
    if (argument === undefined || parameter.support.kind === 'matrix') return [];
    // constants were checked with the text; simplexes by the distribution itself
    if (argument.stage !== 'data' || parameter.support.kind === 'simplex') return [];
    const { text } = environment.source;
    const written = text.slice(argument.span.start, argument.span.end);
    return outside(written, argument, parameter.support, distribution, isUsed, environment);
  });
}

function outside(
  written: string,
  expression: TypedExpression,
  support: Support,
  distribution: TypedDistribution,
  isUsed: IsUsed,
  environment: Environment,
): DataProblem[] {
  if (support.kind !== 'real' && support.kind !== 'integer') return [];
  const { axes } = expression;
  const node = lowerExpression(expression, environment);
  const [values] = evaluate([node]);
  const lower = boundValues(support.lower, -Infinity, distribution, axes, environment);
  const upper = boundValues(support.upper, Infinity, distribution, axes, environment);
  const used = isUsed(axes);
  const wrong: number[] = [];
  for (let k = 0; k < values.length; k++) {
    if (used(k) && !isWithin(values[k], support, lower(k), upper(k))) wrong.push(k);
  }
  const { line } = environment.source.position(distribution.span.start);
  const place = `${distribution.name} (${environment.source.name}, line ${line})`;
  const problems: DataProblem[] = wrong.slice(0, LISTED).map((k) => {
    const range = describeRange(support, lower(k), upper(k));
    const element = nameOf(written, node.shape, axes, k, environment);
    return {
      input: written,
      row: k + 1,
      message: `${element} is ${values[k]}, but ${place} takes ${range} there`,
    };
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
  const argument = distribution.arguments[bound.argument];
  if (argument.stage !== 'constant' && argument.stage !== 'data') return () => unknown;
  const b = environment.builder;
  const node = b.broadcast(lowerAligned(argument, axes, environment), environment.shapeOf(axes));
  const [values] = evaluate([node]);
  return (element) => values[element];
}

function describeRange(support: Interval, lower: number, upper: number): string {
  const byArgument = typeof support.lower !== 'number' || typeof support.upper !== 'number';
  return byArgument ? `${support.words}, here from ${lower} to ${upper}` : support.words;
}
