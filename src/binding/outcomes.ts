import { visit } from '../semantics/tree.ts';
import type { TypedExpression } from '../semantics/typed-expression.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { statementExpressions } from './references.ts';

/**
 * Names of data, and of lets of data alone, that a model needs for nothing but the left sides of its `observe`
 * statements: outcomes, which a simulation draws instead.
 */
export function outcomesOf(model: TypedModel): ReadonlySet<string> {
  const outcomes = new Set<string>();
  const used = new Set<string>();
  const use = (expressions: readonly TypedExpression[], by: Set<string>): void => {
    for (const expression of expressions) {
      visit(expression, (e) => {
        if (e.kind === 'variable' || e.kind === 'observed') by.add(e.name);
      });
    }
  };
  // from the last statement to the first: what a let uses counts where the let does
  for (const statement of [...model.statements].reverse()) {
    if (statement.kind === 'observe') {
      const { left, present, ...others } = statement;
      use(present === undefined ? [left] : [left, present], outcomes);
      use(statementExpressions({ ...others, left: undefined }), used);
    } else if (statement.kind === 'let' && isOnly(statement.name, outcomes, used)) {
      use(statementExpressions(statement), outcomes);
    } else {
      use(statementExpressions(statement), used);
    }
  }
  for (const axis of model.ranges.values()) use([axis.from, axis.to], used);
  return new Set([...outcomes].filter((name) => !used.has(name)));
}

function isOnly(name: string, outcomes: ReadonlySet<string>, used: ReadonlySet<string>): boolean {
  return outcomes.has(name) && !used.has(name);
}
