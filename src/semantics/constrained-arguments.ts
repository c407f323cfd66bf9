/** Parameters as arguments that must be probabilities, matrices or in order, without a type that keeps them so. */
import { combinatorSignatures } from '../distributions/combinators.ts';
import type { Support } from '../distributions/distribution.ts';
import { distributions, vectorDistributions } from '../distributions/index.ts';
import type { MatrixSupport } from '../distributions/vector-distribution.ts';
import { type Context, quote, warn } from './context.ts';
import { declarationHint } from './declaration-hint.ts';
import type { TypedDistribution, TypedExpression } from './typed-expression.ts';
import type { TypedStatement } from './typed-model.ts';

/** What an argument must be, and the types that are it, the one to suggest first. */
interface Wanted {
  readonly words: string;
  readonly constraints: readonly string[];
}

const ASCENDING: Wanted = {
  words: 'numbers in ascending order',
  constraints: ['ordered', 'positive_ordered'],
};

function wantedOf(distribution: string, argument: string): Wanted | undefined {
  if (argument === 'cuts') return ASCENDING;
  const signature =
    distributions.get(distribution) ??
    vectorDistributions.get(distribution) ??
    combinatorSignatures.get(distribution);
  const parameters: readonly {
    readonly name: string;
    readonly support?: Support | MatrixSupport;
  }[] = signature?.parameters ?? [];
  const support = parameters.find(({ name }) => name === argument)?.support;
  if (support?.kind === 'simplex') return { words: support.words, constraints: ['simplex'] };
  if (support?.kind !== 'matrix') return undefined;
  const { constraint, words } = support;
  const correlations = constraint === 'cov_matrix' ? 'corr_matrix' : 'cholesky_corr';
  return { words, constraints: [constraint, correlations] };
}

/** Warns of parameters among the arguments of the distributions of a statement. */
export function warnOfUnconstrained(
  ctx: Context,
  statements: readonly TypedStatement[],
  distribution: TypedDistribution,
): void {
  for (const [argument, value] of Object.entries(distribution.arguments)) {
    const wanted = wantedOf(distribution.name, argument);
    const variable = wanted && variableIn(value);
    if (variable === undefined) continue;
    const declared = statements.find(
      (statement) => statement.kind === 'param' && statement.name === variable.name,
    );
    if (declared?.kind !== 'param' || wanted!.constraints.includes(declared.constraint ?? '')) {
      continue;
    }
    warn(
      ctx,
      'argument-may-leave-range',
      value.span,
      `\`${argument}\` of \`${distribution.name}\` must be ${wanted!.words}; ${quote(ctx, value.span, 'this')} may be something else`,
      declarationHint(ctx, variable, wanted!.constraints[0]!),
    );
  }
  if (distribution.kind === 'combined') {
    for (const part of distribution.parts) warnOfUnconstrained(ctx, statements, part);
  }
}

/** The variable that an expression is, or of which it picks members. */
function variableIn(
  expression: TypedExpression,
): Extract<TypedExpression, { kind: 'variable' }> | undefined {
  switch (expression.kind) {
    case 'variable':
      return expression;
    case 'index':
      return variableIn(expression.target);
    case 'rename':
      return variableIn(expression.operand);
    default:
      return undefined;
  }
}
