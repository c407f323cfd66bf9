/** Observed vectors and matrices, and matrices as arguments: whether each is what it has to be. */
import type { DataProblem } from '../diagnostics/diagnostic.ts';
import type { Support } from '../distributions/distribution.ts';
import type { EventSupport, VectorDistribution } from '../distributions/vector-distribution.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { sizeOf } from '../graph/node.ts';
import type { Environment } from '../lowering/environment.ts';
import { lowerAligned, lowerExpression } from '../lowering/expression.ts';
import { elementKey, elementLabel } from '../results/element-key.ts';
import { familyOf, valuesInWords, vectorRankOf } from '../semantics/distribution-facts.ts';
import { familiesIn } from '../semantics/tree.ts';
import type { Axis, TypedDistribution, TypedExpression } from '../semantics/typed-expression.ts';
import type { TypedObserve } from '../semantics/typed-model.ts';
import { constraintProblem } from './constraint-problems.ts';
import { labelsOf } from './labels.ts';

/** As many of one statement are listed one by one. */
const LISTED = 5;

/** What is wrong with one vector or matrix, to follow its name; undefined where nothing is. */
type Judge = (values: Float64Array, event: number) => string | undefined;

const INCOMPLETE = 'has cells that are missing and others that are not';

/** Whether a vector or matrix bears on the density. */
type IsUsed = (axes: readonly Axis[]) => (event: number) => boolean;

/**
 * The observed vectors or matrices that are partly missing, or that no part of the distribution can
 * give, by the row that each is.
 */
export function eventProblems(
  { left, leftText, distribution, present }: TypedObserve,
  isUsed: IsUsed,
  environment: Environment,
): DataProblem[] {
  const families = [...new Set(familiesIn(distribution).map(familyOf))];
  const supports = families.map(({ support }) => support).filter(isOfEvent);
  const eventRank = vectorRankOf(distribution);
  const canLackElements = families.every(
    (family) => !isOfEvent(family.support) || 'marginal' in family,
  );
  const cells = present && lowerAligned(present, left.axes, environment);
  const shape = environment.shapeOf(left.axes);
  const isThere = cells && evaluate([environment.builder.broadcast(cells, shape)])[0];
  const [first] = supports;
  const total =
    distribution.kind === 'family' && first?.kind === 'counts'
      ? totalOf(first.total, distribution, left, environment)
      : undefined;
  const judge: Judge = (values, event) => {
    const begin = event * values.length;
    if (isThere?.subarray(begin, begin + values.length).includes(0)) {
      return canLackElements ? undefined : INCOMPLETE;
    }
    // where single numbers are among the parts, these are checked one by one
    if (supports.length < families.length) return undefined;
    const found = supports.map((support) => outcomeProblem(values, support, total?.(event)));
    return found.includes(undefined) ? undefined : found[0];
  };
  const words = valuesInWords(distribution);
  return problemsOf(leftText, left, eventRank, judge, words, distribution, {
    isUsed,
    environment,
  });
}

const isOfEvent = (support: Support | EventSupport): support is EventSupport =>
  support.kind === 'vector' || support.kind === 'constraint' || support.kind === 'counts';

/** The vectors of an argument known from data that are no probabilities which sum to 1. */
export function simplexProblems(
  argument: TypedExpression,
  support: Support,
  distribution: TypedDistribution,
  isUsed: IsUsed,
  environment: Environment,
): DataProblem[] {
  const judge: Judge = (values) => oddValue(values) ?? constraintProblem(values, 'simplex');
  const written = textOfSpan(argument, environment);
  const where = { isUsed, environment };
  return problemsOf(written, argument, 1, judge, support.words, distribution, where);
}

/** The matrices that an argument known from data has and that are not what the distribution needs. */
export function matrixProblems(
  distribution: TypedDistribution,
  { parameters }: VectorDistribution,
  isUsed: IsUsed,
  environment: Environment,
): DataProblem[] {
  return parameters.flatMap(({ name, support }) => {
    const argument = distribution.arguments[name];
    if (argument === undefined || support.kind !== 'matrix') return [];
    if (argument.stage !== 'data' && argument.stage !== 'constant') return [];
    const written = textOfSpan(argument, environment);
    const judge: Judge = (values) =>
      oddValue(values) ?? constraintProblem(values, support.constraint);
    const where = { isUsed, environment };
    return problemsOf(written, argument, 2, judge, support.words, distribution, where);
  });
}

function textOfSpan({ span }: TypedExpression, { source }: Environment): string {
  return source.text.slice(span.start, span.end).replace(/\s+/g, ' ');
}

function problemsOf(
  written: string,
  tensor: TypedExpression,
  eventRank: number,
  judge: Judge,
  words: string,
  distribution: TypedDistribution,
  { isUsed, environment }: { readonly isUsed: IsUsed; readonly environment: Environment },
): DataProblem[] {
  const node = lowerExpression(tensor, environment);
  const values = Float64Array.from(evaluate([node])[0]);
  const batch = node.shape.length - eventRank;
  const extent = sizeOf(node.shape.slice(batch));
  const shape = node.shape.slice(0, batch);
  const axes = tensor.axes.slice(0, batch);
  const labels = labelsOf(axes, environment.bound);
  const { line } = environment.source.position(distribution.span.start);
  const place = `${distribution.name} (${environment.source.name}, line ${line})`;
  const used = isUsed(axes);
  const problems: DataProblem[] = [];
  for (let event = 0; event < sizeOf(shape); event++) {
    if (!used(event)) continue;
    const wrong = judge(values.subarray(event * extent, (event + 1) * extent), event);
    if (wrong === undefined) continue;
    const named = { name: written, shape, labels };
    const element = elementLabel(named, event) ?? elementKey(named, event);
    const message = `${element} ${wrong}, but ${place} takes ${words} there`;
    problems.push({
      input: written,
      ...(batch > 0 ? { row: event + 1 } : {}),
      message,
      ...(wrong === INCOMPLETE ? { hint: 'leave such rows out by `where`' } : {}),
    });
  }
  if (problems.length <= LISTED) return problems;
  const message = `… and ${problems.length - LISTED} more of ${written} that ${place} cannot take`;
  return [...problems.slice(0, LISTED), { input: written, message }];
}

/** Of counts that add up to an argument: that argument for each event, where it is known from data. */
function totalOf(
  name: string,
  { arguments: given }: TypedDistribution,
  { axes }: TypedExpression,
  environment: Environment,
): ((event: number) => number) | undefined {
  const argument = given[name];
  if (argument.stage !== 'data' && argument.stage !== 'constant') return undefined;
  const batch = axes.slice(0, -1);
  const node = lowerAligned(argument, batch, environment);
  const [totals] = evaluate([environment.builder.broadcast(node, environment.shapeOf(batch))]);
  return (event) => totals[event];
}

function outcomeProblem(
  values: Float64Array,
  support: EventSupport,
  total: number | undefined,
): string | undefined {
  const odd = oddValue(values);
  if (odd !== undefined) return odd;
  if (support.kind === 'constraint') return constraintProblem(values, support.constraint);
  if (support.kind === 'vector') return undefined;
  const bad = values.find((value) => value < 0 || !Number.isInteger(value));
  if (bad !== undefined) return `has ${bad}`;
  const sum = values.reduce((a, b) => a + b, 0);
  return total === undefined || sum === total
    ? undefined
    : `sums to ${sum} where \`${support.total}\` is ${total}`;
}

function oddValue(values: Float64Array): string | undefined {
  const odd = values.find((value) => !Number.isFinite(value));
  return odd === undefined ? undefined : `has ${odd}`;
}
