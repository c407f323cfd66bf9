import { mostCorrelated } from '../inference/normal.ts';
import { isPlain } from '../posterior/network-weights.ts';
import { visit } from '../semantics/tree.ts';
import type { TypedExpression } from '../semantics/typed-expression.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import type { FitParts } from './fit.ts';
import { scoreArguments } from './uncertainty.ts';

/**
 * The normal distribution of a fit as deviations from its mean, the columns a of a matrix A with A Aᵀ the covariance: the
 * variance of J θ, as of what networks give by their tangents, is Σ (J a)², without draws.
 */
export interface TangentSpread {
  /** Those that the scores of classes depend on. */
  readonly parameters: ReadonlySet<string>;
  readonly count: number;
  /** By parameter, in the order of its elements in the fit. */
  deviations(column: number): ReadonlyMap<string, Float64Array>;
}

/**
 * Nothing where the fit keeps no such normal, or one of so many independent coordinates that draws are quicker; or where
 * the scores of classes depend on parameters that are not their own coordinates.
 */
export function tangentSpread({ normal, origin, typed }: FitParts): TangentSpread | undefined {
  if (normal === undefined || normal.mean.length > mostCorrelated) return undefined;
  const model = typed();
  const { forms } = origin();
  const plain = new Set(
    model.statements.flatMap((s) =>
      s.kind === 'param' && isPlain(s) && forms[s.name] === 'centred' ? [s.name] : [],
    ),
  );
  const parameters = scoreParameters(model);
  if (parameters.size === 0 || [...parameters].some((name) => !plain.has(name))) return undefined;
  const count = normal.mean.length;
  const { factor, sd, coordinates } = normal;
  return {
    parameters,
    count,
    deviations(column) {
      const deviation = new Float64Array(count);
      if (factor === undefined) deviation[column] = sd[column];
      else for (let i = column; i < count; i++) deviation[i] = factor[i * count + column];
      const byName = new Map<string, Float64Array>();
      let from = 0;
      for (const { name, size } of coordinates) {
        if (parameters.has(name)) byName.set(name, deviation.subarray(from, from + size));
        from += size;
      }
      return byName;
    },
  };
}

/** The parameters on which the scores of classes depend, by way of lets, too. */
function scoreParameters({ statements }: TypedModel): Set<string> {
  const found = new Set<string>();
  const seen = new Set<TypedExpression>();
  const follow = (expression: TypedExpression): void =>
    visit(
      expression,
      (part) => {
        if (part.kind !== 'variable') return;
        const statement = statements.find((s) => 'name' in s && s.name === part.name);
        if (statement?.kind === 'param') found.add(statement.name);
        if (statement?.kind === 'let') follow(statement.value);
      },
      seen,
    );
  for (const statement of statements) {
    if (statement.kind !== 'observe') continue;
    const { name, arguments: given } = statement.distribution;
    const argument = scoreArguments.get(name);
    if (argument !== undefined) follow(given[argument]);
  }
  return found;
}
