/** Parameters that are vectors or matrices: `param w[k] ~ Dirichlet(1)`, `param m[k]: ordered ~ Normal(0, 1)`. */
import type { ParamStatement, TypeExpression } from '../syntax/ast.ts';
import { constraints } from '../transforms/index.ts';
import { describeAxes } from './axes.ts';
import { checkPrior, dependsOnOutput, SUM_OUT } from './check-param.ts';
import { type Context, report } from './context.ts';
import { declarationBase, declareValue } from './declarations.ts';
import { numberNode } from './declared-types.ts';
import {
  areExchangeable,
  familyOf,
  improperFamily,
  partWithoutCumulative,
  rangeOf,
  valuesInWords,
  vectorFamilyOf,
} from './distribution-facts.ts';
import { checkDistribution } from './distributions.ts';
import { orderOfElements, ownElements } from './earlier-elements.ts';
import type { checkHead } from './heads.ts';
import { CONSTRAINT_NAMES } from './language-names.ts';
import { familiesIn } from './tree.ts';
import type { TypedDistribution } from './typed-expression.ts';
import type { TypedParam } from './typed-model.ts';
import type { ValueRange } from './value-range.ts';
import { isBeyond, REAL } from './value-types.ts';
import { checkVectorDistribution, eventAxes, vectorFamily } from './vector-distributions.ts';
import { isOfWholes, sharedConstraint } from './whole-priors.ts';

type Head = ReturnType<typeof checkHead>['head'];
type Constrained = Pick<TypedParam, 'prior' | 'constraint' | 'truncation' | 'renormalised'>;

/** Whether a type is one of vectors or matrices. */
export function isConstraint({ scope }: Context, { name }: TypeExpression): boolean {
  return CONSTRAINT_NAMES.has(name.text) && !scope.allDimensions.has(name.text);
}

/** A parameter whose type or prior is of a vector or a matrix, along its last one or two dimensions. */
export function checkConstrainedParam(
  ctx: Context,
  statement: ParamStatement,
  head: Head,
): TypedParam | undefined {
  const { name, prior } = statement;
  const own = prior && ownElements(name.text, head, prior, 'parameter');
  const constrained = head && checkConstrained(own ? { ...ctx, own } : ctx, statement, head);
  declareValue(
    ctx,
    'param',
    name,
    head && {
      axes: head.axes,
      type: REAL,
      stage: 'parameter',
      range: rangeOfConstraint(constrained?.constraint),
    },
  );
  if (head === undefined || constrained === undefined) return undefined;
  const order = orderOfElements(ctx, own, constrained.prior);
  if (order === undefined) return undefined;
  const { axes, headAxes } = head;
  return { kind: 'param', ...declarationBase(statement), axes, headAxes, ...constrained, ...order };
}

/** Where the elements of a vector or matrix of a constraint lie. */
export function rangeOfConstraint(constraint: string | undefined): ValueRange {
  const isUnit = constraint === 'simplex';
  return {
    lower: isUnit || constraint === 'positive_ordered' ? 0 : -Infinity,
    upper: isUnit ? 1 : Infinity,
  };
}

function checkConstrained(
  ctx: Context,
  statement: ParamStatement,
  { headAxes }: NonNullable<Head>,
): Constrained | undefined {
  const { name, type, prior } = statement;
  const outcome = {
    axes: headAxes,
    text: `${name.text}${headAxes.length > 0 ? describeAxes(headAxes) : ''}`,
  };
  const declared = type && checkConstraint(ctx, type, outcome);
  if (prior === undefined) return undefined;
  if (vectorFamily(prior) !== undefined) {
    const checked = checkVectorDistribution(ctx, prior, outcome);
    if (checked === undefined || dependsOnOutput(ctx, checked.typed)) return undefined;
    if (type !== undefined && declared === undefined) return undefined;
    return ofWholePrior(ctx, statement, checked.typed, declared);
  }
  const elements = checkDistribution(ctx, prior, outcome);
  const checked = elements && checkPrior(ctx, elements, statement);
  if (checked === undefined || declared === undefined) return undefined;
  if (isOfWholes(checked)) return ofWholePrior(ctx, statement, checked, declared);
  return ofElementPrior(ctx, declared, checked, headAxes);
}

/** Of a type of single numbers where the prior is of the whole. */
export function reportTypeOfElements(ctx: Context, type: TypeExpression): void {
  report(
    ctx,
    'type-of-vector',
    type.span,
    `\`${type.name.text}\` is a type of single numbers; the prior is of a vector or a matrix as a whole`,
    { hint: 'leave out the type: the prior says where the values lie' },
  );
}

/** The name of the constraint, where it stands alone and the parameter has the dimensions for it. */
function checkConstraint(
  ctx: Context,
  type: TypeExpression,
  outcome: Parameters<typeof eventAxes>[3],
): string | undefined {
  const { text } = type.name;
  if (!isConstraint(ctx, type)) {
    reportTypeOfElements(ctx, type);
    return undefined;
  }
  if (type.arguments.length > 0 || type.byLabel) {
    report(ctx, 'type-arguments', type.span, `\`${text}\` takes no bounds`);
    return undefined;
  }
  if (type.optional) {
    report(ctx, 'missing-cells', type.span, 'only data can have missing cells (`?`)');
    return undefined;
  }
  const rank = constraints.get(text)!.eventRank!;
  return eventAxes(ctx, `\`${text}\``, rank, outcome, type.span) && text;
}

/** Of a prior that describes the vector or matrix as a whole. */
function ofWholePrior(
  ctx: Context,
  { name, type }: ParamStatement,
  prior: TypedDistribution,
  declared: string | undefined,
): Constrained | undefined {
  const family = familiesIn(prior)[0]!;
  const { support } = familyOf(family);
  if (support.kind === 'counts') {
    report(
      ctx,
      'discrete-parameter',
      prior.span,
      `\`${name.text}\` would be a discrete parameter: \`${family.name}\` describes ${support.words}`,
      { hint: SUM_OUT },
    );
    return undefined;
  }
  const shared = sharedConstraint(ctx, prior);
  if (shared === undefined) return undefined;
  const own = shared.constraint;
  if (declared === undefined || declared === own) {
    return { prior, ...(own === undefined ? {} : { constraint: own }) };
  }
  if (own === undefined && declared === 'sum_to_zero') return ofZeroSum(prior);
  // an order can be imposed on any vector; how much of the prior that leaves is not known
  if (own === undefined && ORDERS.has(declared)) {
    return { prior, constraint: declared, renormalised: 'unknown' };
  }
  report(
    ctx,
    'constraint-of-prior',
    type!.span,
    `\`${family.name}\` describes ${support.words}; \`${declared}\` does not fit that`,
    { hint: own === undefined ? undefined : `leave out the type, or write \`${own}\`` },
  );
  return undefined;
}

/** Constraints that pick some of all vectors, with as much room in every coordinate. */
const ORDERS: ReadonlySet<string> = new Set(['ordered', 'positive_ordered']);

/** Priors of whole vectors and matrices for the constraints that none of single numbers fits. */
const FITTING: ReadonlyMap<string, string> = new Map([
  ['simplex', '`Dirichlet(1)`'],
  ['cholesky_corr', '`LKJCholesky(2)`'],
  ['corr_matrix', '`LKJ(2)`'],
  ['cov_matrix', '`Wishart(df, scale)` or `InverseWishart(df, scale)`'],
]);

function ofElementPrior(
  ctx: Context,
  constraint: string,
  prior: TypedDistribution,
  axes: TypedParam['headAxes'],
): Constrained | undefined {
  if (improperFamily(prior) !== undefined) return { prior, constraint };
  if (constraint !== 'sum_to_zero' && !ORDERS.has(constraint)) {
    const fitting = FITTING.get(constraint);
    report(
      ctx,
      'constraint-of-prior',
      prior.span,
      `\`${prior.name}\` describes single numbers; \`${constraint}\` needs a prior of the whole`,
      {
        hint: `${fitting === undefined ? '' : `such as ${fitting}, or `}\`Flat()\`, which is 1 everywhere`,
      },
    );
    return undefined;
  }
  const { lower, upper } = rangeOf(prior);
  const isWhole = upper === undefined && lower === undefined;
  const isPositive = upper === undefined && lower?.kind === 'number' && lower.value === 0;
  if (!isWhole && !(isPositive && constraint === 'positive_ordered')) {
    report(
      ctx,
      'constraint-of-prior',
      prior.span,
      `\`${prior.name}\` describes ${valuesInWords(prior)}; values of \`${constraint}\` may lie elsewhere`,
      {
        hint:
          isPositive && constraint === 'ordered'
            ? 'for positive values in order there is `positive_ordered`'
            : undefined,
      },
    );
    return undefined;
  }
  if (constraint === 'sum_to_zero') return ofZeroSum(prior);
  const isIdentical = areExchangeable(prior, axes[axes.length - 1]!);
  const cutsSupport = constraint === 'positive_ordered' && isWhole;
  if (isIdentical && !cutsSupport) return { prior, constraint, renormalised: 'orders' };
  if (isIdentical && partWithoutCumulative(prior) === undefined) {
    const truncation = { lower: numberNode(0, 'real', prior.span) };
    return { prior, constraint, truncation, renormalised: 'orders' };
  }
  const isKnown = prior.kind === 'family' && !isBeyond(prior.stage, 'data');
  return { prior, constraint, renormalised: isKnown ? 'order' : 'unknown' };
}

function ofZeroSum(prior: TypedDistribution): Constrained {
  const definition =
    prior.kind === 'family' ? (vectorFamilyOf(prior) ?? familyOf(prior)) : undefined;
  const renormalised = definition?.logZeroSumMass === undefined ? 'unknown' : 'zero-sum';
  return { prior, constraint: 'sum_to_zero', renormalised };
}
