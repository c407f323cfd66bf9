/** Observed vectors and matrices: whether each lies where its distribution can be. */
import type { DataProblem } from '../diagnostics/diagnostic.ts';
import { SIMPLEX_TOLERANCE } from '../distributions/domain.ts';
import type { VectorDistribution } from '../distributions/vector-distribution.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { sizeOf } from '../graph/node.ts';
import type { Environment } from '../lowering/environment.ts';
import { lowerExpression } from '../lowering/expression.ts';
import { elementKey, elementLabel } from '../results/element-key.ts';
import type { TypedDistribution, TypedExpression } from '../semantics/typed-model.ts';
import { labelsOf } from './labels.ts';

/** As many of one statement are listed one by one. */
const LISTED = 5;

/** The observed events that are outside the support, by the row that each is. */
export function eventProblems(
  written: string,
  left: TypedExpression,
  distribution: TypedDistribution,
  { eventRank, support }: VectorDistribution,
  environment: Environment,
): DataProblem[] {
  const node = lowerExpression(left, environment);
  const [values] = evaluate([node]);
  const batch = node.shape.length - eventRank;
  const extent = sizeOf(node.shape.slice(batch));
  const shape = node.shape.slice(0, batch);
  const labels = labelsOf(left.axes, environment.bound).slice(0, batch);
  const { line } = environment.source.position(distribution.span.start);
  const place = `${distribution.name} (${environment.source.name}, line ${line})`;
  const problems: DataProblem[] = [];
  for (let event = 0; event < sizeOf(shape); event++) {
    const wrong = whatIsWrong(values.slice(event * extent, (event + 1) * extent), support);
    if (wrong === undefined) continue;
    const named = { name: written, shape, labels };
    const element = elementLabel(named, event) ?? elementKey(named, event);
    const message = `${element} ${wrong}, but ${place} takes ${support.words} there`;
    problems.push({ input: written, row: event + 1, message });
  }
  if (problems.length <= LISTED) return problems;
  const message = `… and ${problems.length - LISTED} more of ${written} outside ${place}`;
  return [...problems.slice(0, LISTED), { input: written, message }];
}

function whatIsWrong(
  values: ArrayLike<number>,
  support: VectorDistribution['support'],
): string | undefined {
  const all = Array.from(values);
  const odd = all.find((value) => !Number.isFinite(value));
  if (odd !== undefined) return `has ${odd}`;
  if (support.kind === 'counts') {
    const bad = all.find((value) => value < 0 || !Number.isInteger(value));
    return bad === undefined ? undefined : `has ${bad}`;
  }
  if (support.kind !== 'constraint' || support.constraint !== 'simplex') return undefined;
  const negative = all.find((value) => value < 0);
  if (negative !== undefined) return `has ${negative}`;
  const sum = all.reduce((total, value) => total + value, 0);
  return Math.abs(sum - 1) <= SIMPLEX_TOLERANCE
    ? undefined
    : `sums to ${Number(sum.toPrecision(6))}`;
}
