import type { ParamStatement } from '../syntax/ast.ts';
import { describeAxes } from './axes.ts';
import {
  checkConstrainedParam,
  isConstraint,
  rangeOfConstraint,
  reportTypeOfElements,
} from './constrained-params.ts';
import { type Context, notSupported, report, withLocals } from './context.ts';
import { declarationBase, declareValue } from './declarations.ts';
import { checkType, type DeclaredType } from './declared-types.ts';
import { atomIn, familyOf, isDiscreteFamily } from './distribution-facts.ts';
import { checkDistribution } from './distributions.ts';
import { mentions, orderOfElements, ownElements } from './earlier-elements.ts';
import { checkHead } from './heads.ts';
import { placeBounds } from './place-bounds.ts';
import { priorBounds } from './prior-bounds.ts';
import { familiesIn } from './tree.ts';
import type { Axis, TypedDistribution } from './typed-expression.ts';
import type { TypedParam } from './typed-model.ts';
import { type ValueRange, valueRange } from './value-range.ts';
import { REAL } from './value-types.ts';
import { vectorFamily } from './vector-distributions.ts';
import { isOfWholes, sharedConstraint } from './whole-priors.ts';

export const SUM_OUT =
  'sum it out: `mixture` for a component, `hidden_markov` for a chain of states, or `logsumexp` over its values in a `factor`';

export function checkParam(ctx: Context, statement: ParamStatement): TypedParam | undefined {
  const { name, items } = statement;
  const { head, locals } = checkHead(ctx, name, items);
  const inside = {
    ...withLocals(ctx, locals),
    ...(statement.prior
      ? { defining: { name: name.text, value: statement.prior.span, walks: locals.size > 0 } }
      : {}),
  };
  if (
    (statement.type && isConstraint(ctx, statement.type)) ||
    (statement.prior && vectorFamily(statement.prior))
  ) {
    return checkConstrainedParam(inside, statement, head);
  }
  const type = statement.type && checkType(inside, statement.type);
  const typeIsFine =
    (statement.type === undefined || type !== undefined) &&
    (type === undefined || checkTypeOfParam(ctx, type, statement));
  const placed = type && head && typeIsFine ? placeBoundsOfParam(ctx, type, head.headAxes) : type;
  const left = `${name.text}${items.length > 0 ? describeAxes(head?.headAxes ?? []) : ''}`;
  const own = statement.prior && ownElements(name.text, head, statement.prior, 'parameter');
  const within = own ? { ...inside, own } : inside;
  const prior =
    statement.prior && head
      ? checkDistribution(within, statement.prior, { axes: head.headAxes, text: left })
      : undefined;
  const checked = prior && checkPrior(ctx, prior, statement);
  const bounds = checked && typeIsFine ? placeOfValues(ctx, checked, statement, placed) : undefined;
  declareValue(
    ctx,
    'param',
    name,
    head && {
      axes: head.axes,
      type: REAL,
      stage: 'parameter',
      range: bounds && rangeWithin(ctx, bounds),
    },
  );
  if (head === undefined || checked === undefined || bounds === undefined) return undefined;
  if (type !== undefined && placed === undefined) return undefined;
  const order = orderOfElements(ctx, own, checked);
  if (order === undefined || !areBoundsFree(ctx, bounds, name.text)) return undefined;
  const { axes, headAxes } = head;
  const base = declarationBase(statement);
  return {
    kind: 'param',
    ...base,
    axes,
    headAxes,
    ...bounds,
    prior: checked,
    ...order,
  };
}

/** Whether the bounds of an element are known without other elements of the parameter; if not, says so. */
function areBoundsFree(
  ctx: Context,
  { lower, upper }: Pick<TypedParam, 'lower' | 'upper'>,
  name: string,
): boolean {
  const bound = [lower, upper].find((end) => end !== undefined && mentions(end, name));
  if (bound === undefined) return true;
  notSupported(ctx, bound.span, `a bound of \`${name}\` that depends on elements of it`);
  return false;
}

type PlaceOfValues = Pick<TypedParam, 'lower' | 'upper' | 'truncation' | 'constraint'>;

/** Where the values lie: between bounds, or in the set of vectors or matrices that the prior describes. */
function placeOfValues(
  ctx: Context,
  prior: TypedDistribution,
  { type }: ParamStatement,
  placed: DeclaredType | undefined,
): PlaceOfValues | undefined {
  if (!isOfWholes(prior)) return priorBounds(ctx, prior, placed);
  if (type !== undefined) {
    reportTypeOfElements(ctx, type);
    return undefined;
  }
  const shared = sharedConstraint(ctx, prior);
  return shared?.constraint === undefined ? shared && priorBounds(ctx, prior, undefined) : shared;
}

function rangeWithin(ctx: Context, { lower, upper, constraint }: PlaceOfValues): ValueRange {
  if (constraint !== undefined) return rangeOfConstraint(constraint);
  return {
    lower: (lower && valueRange(ctx.scope, lower)?.lower) ?? -Infinity,
    upper: (upper && valueRange(ctx.scope, upper)?.upper) ?? Infinity,
  };
}

/** Whether a parameter can have the type: only real ones can. */
function checkTypeOfParam(ctx: Context, type: DeclaredType, statement: ParamStatement): boolean {
  if (type.optional === true) {
    report(ctx, 'missing-cells', statement.type!.span, 'only data can have missing cells (`?`)');
    return false;
  }
  if (type.kind === 'real') return true;
  report(
    ctx,
    'discrete-parameter',
    statement.type!.span,
    `a parameter is a real number; \`${type.words}\` would make \`${statement.name.text}\` discrete`,
    { hint: SUM_OUT },
  );
  return false;
}

export function checkPrior(
  ctx: Context,
  prior: TypedDistribution,
  { name }: ParamStatement,
): TypedDistribution | undefined {
  const discrete = familiesIn(prior).find((family) => isDiscreteFamily(familyOf(family)));
  if (discrete !== undefined) {
    report(
      ctx,
      'discrete-parameter',
      prior.span,
      `\`${name.text}\` would be a discrete parameter: \`${discrete.name}\` describes ${familyOf(discrete).support.words}`,
      { hint: SUM_OUT },
    );
    return undefined;
  }
  const atom = atomIn(prior);
  if (atom !== undefined) {
    report(
      ctx,
      'discrete-parameter',
      atom.span,
      `\`${atom.name}\` gives single values a probability of their own; the prior of a parameter is a density`,
      {
        hint:
          atom.name === 'censor'
            ? undefined
            : 'a spike that is a density can stand in a `mixture`, such as `Normal(0, 0.01)`',
      },
    );
    return undefined;
  }
  return dependsOnOutput(ctx, prior) ? undefined : prior;
}

export function dependsOnOutput(ctx: Context, { stage, span }: TypedParam['prior']): boolean {
  if (stage !== 'output') return false;
  report(ctx, 'depends-on-output', span, 'a prior cannot depend on a random output');
  return true;
}

/** The type with bounds that fit the parameter's dimensions and come before it. */
function placeBoundsOfParam(
  ctx: Context,
  type: DeclaredType,
  axes: readonly Axis[],
): DeclaredType | undefined {
  const placed = placeBounds(ctx, type, axes, 'the parameter');
  const random = [placed?.lower, placed?.upper].find((bound) => bound?.stage === 'output');
  if (random !== undefined) {
    report(ctx, 'depends-on-output', random.span, 'a bound cannot depend on a random output');
    return undefined;
  }
  return placed && { ...type, ...placed };
}
