/** Random outputs: `output y_new[school] ~ Normal(theta, sigma)`, `output n: int(lower = 1) ~ Poisson(m)`. */
import type { Expression, OutputStatement, TypeExpression } from '../syntax/ast.ts';
import { describeAxes } from './axes.ts';
import { valueType } from './check-data.ts';
import { isConstraint } from './constrained-params.ts';
import { type Context, report, withLocals } from './context.ts';
import { declarationBase, declareValue } from './declarations.ts';
import { checkType, type DeclaredType, isForDataOnly } from './declared-types.ts';
import {
  familyWithoutDraws,
  isDiscrete,
  outcomeType,
  valuesInWords,
} from './distribution-facts.ts';
import { checkDistribution } from './distributions.ts';
import { orderOfElements, ownElements } from './earlier-elements.ts';
import { checkHead } from './heads.ts';
import { placeBounds } from './place-bounds.ts';
import { priorBounds, truncated } from './prior-bounds.ts';
import type { Axis, TypedDistribution } from './typed-expression.ts';
import type { TypedOutput } from './typed-model.ts';
import { describeType } from './value-types.ts';
import { isOfWholes } from './whole-priors.ts';

export function checkDrawn(
  ctx: Context,
  statement: OutputStatement,
  distribution: Expression,
): TypedOutput | undefined {
  const { name, items } = statement;
  const { head, locals } = checkHead(ctx, name, items);
  const defining = { name: name.text, value: distribution.span, walks: locals.size > 0 };
  const inside: Context = { ...withLocals(ctx, locals), defining };
  const declared = statement.type && typeOfDraws(inside, statement.type, head?.headAxes ?? []);
  const type = declared && valueType(declared);
  const own = ownElements(name.text, head, distribution, 'output', type);
  const text = head && items.length > 0 ? `${name.text}${describeAxes(head.headAxes)}` : name.text;
  const found = checkDistribution(own ? { ...inside, own } : inside, distribution, {
    axes: head?.headAxes ?? [],
    text,
    ...(type?.kind === 'index' && { type }),
  });
  const improper = found && familyWithoutDraws(found);
  if (improper !== undefined) {
    report(
      ctx,
      'not-a-probability',
      improper.span,
      `\`${improper.name}\` is no probability distribution: nothing can be drawn from it`,
    );
  }
  const order = found && orderOfElements(ctx, own, found);
  const isSound = improper === undefined && order !== undefined;
  const isTyped = (statement.type === undefined) === (declared === undefined);
  const within =
    found && isSound && isTyped ? withinType(ctx, found, declared, statement) : undefined;
  declareValue(
    ctx,
    'output',
    name,
    within &&
      head && {
        axes: head.axes,
        type: type?.kind === 'index' ? type : outcomeType(within),
        stage: 'output',
        range: undefined,
      },
  );
  if (within === undefined || head === undefined) return undefined;
  return {
    kind: 'output',
    ...declarationBase(statement),
    axes: head.axes,
    headAxes: head.headAxes,
    distribution: within,
    ...order,
  };
}

/** The type that is declared of what is drawn, its bounds placed. */
function typeOfDraws(
  ctx: Context,
  written: TypeExpression,
  axes: readonly Axis[],
): DeclaredType | undefined {
  if (isConstraint(ctx, written)) {
    report(
      ctx,
      'type-of-vector',
      written.span,
      `a random output takes no type of vectors or matrices, as \`${written.name.text}\` is`,
      { hint: 'leave it out: the distribution says where the values lie' },
    );
    return undefined;
  }
  const declared = checkType(ctx, written);
  if (declared && isForDataOnly(ctx, declared, written.span)) return undefined;
  const placed = declared && placeBounds(ctx, declared, axes, 'the output');
  return placed && declared && { ...declared, ...placed };
}

/** The distribution given that its values are of the declared type, as for a parameter. */
function withinType(
  ctx: Context,
  drawn: TypedDistribution,
  declared: DeclaredType | undefined,
  { type, name }: OutputStatement,
): TypedDistribution | undefined {
  if (declared === undefined || type === undefined) return drawn;
  const wanted = valueType(declared);
  const given = outcomeType(drawn);
  const fits =
    wanted.kind === 'index'
      ? given.kind === 'index' && given.dimension === wanted.dimension
      : given.kind !== 'index' && (declared.kind === 'real') !== isDiscrete(drawn);
  if (!fits) {
    report(
      ctx,
      'declared-type',
      type.span,
      `\`${name.text}\` is declared as ${describeType(wanted)}; \`${drawn.name}\` describes ${valuesInWords(drawn)}`,
    );
    return undefined;
  }
  if (wanted.kind === 'index') return drawn;
  const isBounded = declared.lower !== undefined || declared.upper !== undefined;
  if (isOfWholes(drawn)) {
    if (!isBounded) return drawn;
    report(
      ctx,
      'type-of-vector',
      type.span,
      `\`${type.name.text}\` is a type of single numbers; \`${drawn.name}\` describes ${valuesInWords(drawn)} as a whole`,
      { hint: 'leave out the type: the distribution says where the values lie' },
    );
    return undefined;
  }
  const bounds = priorBounds(ctx, drawn, declared);
  return bounds && (bounds.truncation ? truncated(drawn, bounds.truncation) : drawn);
}
