/**
 * Warnings of parts of statements that are legal but suspect. Most are those of Stan's pedantic mode
 * (Stan User's Guide, "Using the Stan Compiler": distribution usage, constants, control flow).
 */
import { distributions } from '../distributions/index.ts';
import { warnOfUnconstrained } from './constrained-arguments.ts';
import { type Context, quote, warn } from './context.ts';
import { improperFamily } from './distribution-facts.ts';
import { argumentsOf, familiesIn, visit } from './tree.ts';
import type { TypedDistribution, TypedExpression } from './typed-expression.ts';
import type { TypedParam, TypedStatement } from './typed-model.ts';
import { constantValue } from './value-range.ts';
import { isBeyond } from './value-types.ts';

export function warnOfSuspectParts(ctx: Context, statements: readonly TypedStatement[]): void {
  const seen = new Set<TypedExpression>();
  for (const statement of statements) {
    // what is only reported does not disturb the sampler
    if (statement.kind === 'dim' || statement.kind === 'data' || statement.kind === 'output')
      continue;
    const distribution = distributionOf(statement);
    const expressions = distribution === undefined ? [] : [...argumentsOf(distribution)];
    if (statement.kind === 'let' || statement.kind === 'factor') expressions.push(statement.value);
    for (const expression of expressions) {
      visit(expression, (part) => warnOfBranch(ctx, part), seen);
    }
    if (statement.kind === 'param') {
      warnOfBounds(ctx, statement);
      warnOfCorrelations(ctx, statement);
    }
    if (distribution !== undefined) {
      warnOfExtremes(ctx, distribution);
      warnOfUnconstrained(ctx, statements, distribution);
    }
  }
}

function distributionOf(statement: TypedStatement): TypedDistribution | undefined {
  if (statement.kind === 'param') return statement.prior;
  return statement.kind === 'observe' ? statement.distribution : undefined;
}

/** At the boundary the density has a jump or a kink, which gradients do not see. */
function warnOfBranch(ctx: Context, part: TypedExpression): void {
  if (part.kind !== 'if' || !isBeyond(part.condition.stage, 'data')) return;
  warn(
    ctx,
    'branch-on-parameter',
    part.condition.span,
    `${quote(ctx, part.condition.span, 'this condition')} depends on parameters: where it changes, the density may jump, which methods that follow gradients do not see`,
    'let the two cases go over into each other, for example weighted by `sigmoid(…)`',
  );
}

/** The bounds that quantities have by nature: probabilities, correlations, angles. */
const NATURAL: readonly (readonly [number, number])[] = [
  [0, 1],
  [-1, 1],
  [-Math.PI, Math.PI],
  [0, 2 * Math.PI],
  [-Math.PI / 2, Math.PI / 2],
];

const isNatural = (lower: number, upper: number): boolean => {
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 0.01 * Math.abs(b);
  return NATURAL.some(([a, b]) => isNear(lower, a) && isNear(upper, b));
};

/** A prior between two constants, by its own bounds or by those of the declared type. */
function warnOfBounds(ctx: Context, param: TypedParam): void {
  const { name, prior, truncation } = param;
  const isNarrowed = truncation !== undefined || improperFamily(prior) !== undefined;
  const isUniform = !isNarrowed && prior.kind === 'family' && prior.name === 'Uniform';
  if (!isNarrowed && !isUniform) return;
  const [lower, upper] = [param.lower, param.upper].map(
    (bound) => bound && constantValue(ctx.scope, bound),
  );
  if (lower === undefined || upper === undefined || isNatural(lower, upper)) return;
  if (!Number.isFinite(lower) || !Number.isFinite(upper)) return;
  warn(
    ctx,
    isUniform ? 'uniform-cuts-off' : 'bounds-cut-off',
    isUniform ? prior.span : param.nameSpan,
    `\`${name}\` cannot leave the range from ${lower} to ${upper}, whatever the data say`,
    isUniform
      ? 'unless the bounds are facts, say where it is likely to be, such as `Normal(…, …)`'
      : 'unless the bounds are facts, leave one or both out: the prior says where it is likely to be',
  );
}

/** The factor of a matrix near the edge does not exist to rounding, and takes time at every point. */
function warnOfCorrelations(ctx: Context, { prior }: TypedParam): void {
  for (const { name, span } of familiesIn(prior)) {
    if (name !== 'LKJ') continue;
    warn(
      ctx,
      'lkj-of-matrix',
      span,
      'what uses a correlation matrix computes its Cholesky factor at every point, and not at all near correlations of 1',
      'draw the factor: `param L[k, k] ~ LKJCholesky(…)`; `MultiNormal` takes it as `chol =`',
    );
  }
}

const LARGE = 1e4;
const SMALL = 1e-4;

/** Numbers that belong to no quantity of a natural scale; `Gamma(ε, ε)` has a warning of its own. */
function warnOfExtremes(ctx: Context, distribution: TypedDistribution): void {
  for (const { name, arguments: given } of familiesIn(distribution)) {
    const parameters = distributions.get(name)?.parameters ?? [];
    for (const { name: parameter, support } of parameters) {
      const argument = given[parameter];
      if (argument?.kind !== 'number' || support.kind !== 'real') continue;
      const size = Math.abs(argument.value);
      if (size === 0 || (size < LARGE && size > SMALL) || size === Infinity) continue;
      const how = size >= LARGE ? 'large' : 'small';
      warn(
        ctx,
        'extreme-constant',
        argument.span,
        `\`${parameter}\` of \`${name}\` is very ${how}: ${quote(ctx, argument.span, String(argument.value))}`,
        'give quantities units in which they are about 1, and priors the spread that is thought possible',
      );
    }
  }
}
