import { axisDimension } from '../semantics/axes.ts';
import { argumentsOf, visit } from '../semantics/tree.ts';
import type { TypedDistribution, TypedExpression } from '../semantics/typed-expression.ts';
import type { TypedModel, TypedObserve, TypedStatement } from '../semantics/typed-model.ts';

/** Every expression that a model holds, statement by statement. */
export function modelExpressions(model: TypedModel): TypedExpression[] {
  return model.statements.flatMap(statementExpressions);
}

/** Every expression that a statement holds; the left side of an `observe` may be left out. */
export function statementExpressions(
  statement:
    | Exclude<TypedStatement, TypedObserve>
    | (Omit<TypedObserve, 'left'> & { readonly left: TypedExpression | undefined }),
): TypedExpression[] {
  const all: (TypedExpression | undefined)[] = [];
  const distribution = (d: TypedDistribution | undefined): void => {
    if (d !== undefined) all.push(...argumentsOf(d));
  };
  switch (statement.kind) {
    case 'dim':
      if (statement.definition.kind === 'size') all.push(statement.definition.size);
      if (statement.definition.kind === 'integers' || statement.definition.kind === 'sub') {
        all.push(statement.definition.from, statement.definition.to);
      }
      break;
    case 'data':
      all.push(statement.type.lower, statement.type.upper, statement.defaultValue);
      break;
    case 'param':
      all.push(statement.lower, statement.upper);
      distribution(statement.prior);
      break;
    case 'let':
      all.push(statement.value, statement.type?.lower, statement.type?.upper);
      break;
    case 'factor':
      all.push(statement.value);
      break;
    case 'observe':
      all.push(statement.left, statement.where);
      distribution(statement.distribution);
      break;
    case 'output':
      all.push(statement.value);
      distribution(statement.distribution);
      break;
  }
  return all.filter((e) => e !== undefined);
}

/** The dimensions and the data that must be bound before an expression can be evaluated. */
export interface References {
  readonly dimensions: ReadonlySet<string>;
  readonly data: ReadonlySet<string>;
}

/** What an expression refers to, directly or through `let`. */
export function references(expression: TypedExpression, model: TypedModel): References {
  const dimensions = new Set<string>();
  const data = new Set<string>();
  const followed = new Set<string>();
  const follow = (e: TypedExpression): void =>
    visit(e, (inner) => {
      for (const axis of inner.axes) {
        const dimension = axisDimension(axis);
        if (dimension !== undefined) dimensions.add(dimension);
        const range = model.ranges.get(axis);
        if (range === undefined || followed.has(axis)) continue;
        followed.add(axis);
        follow(range.from);
        follow(range.to);
      }
      if (inner.kind === 'size' || inner.kind === 'label') dimensions.add(inner.dimension);
      if (inner.kind === 'observed') data.add(inner.name);
      if (inner.kind !== 'variable' || followed.has(inner.name)) return;
      followed.add(inner.name);
      for (const statement of model.statements) {
        if (statement.kind === 'data' && statement.name === inner.name) data.add(inner.name);
        if (statement.kind === 'let' && statement.name === inner.name) follow(statement.value);
      }
    });
  follow(expression);
  return { dimensions, data };
}
