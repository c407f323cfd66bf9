import type { Span } from '../diagnostics/span.ts';
import type { Bound, Distribution, Parameter, Support } from '../distributions/distribution.ts';
import { SIMPLEX_TOLERANCE } from '../distributions/domain.ts';
import { distributions } from '../distributions/index.ts';
import { type Context, quote, report, warn } from './context.ts';
import { declarationHint } from './declaration-hint.ts';
import { vectorFamilyOf } from './distribution-facts.ts';
import type { TypedDistribution, TypedExpression } from './typed-expression.ts';
import { constantValue, type ValueRange, valueRange } from './value-range.ts';
import { describeType, isBeyond, isWhole } from './value-types.ts';
import { checkVectorOutcome } from './vector-distributions.ts';

type Arguments = Readonly<Record<string, TypedExpression>>;
type Interval = Extract<Support, { kind: 'real' | 'integer' }>;

/** The range in which a bound lies: a number, or what is known of the argument. */
function boundRange(ctx: Context, bound: Bound, arguments_: Arguments): ValueRange | undefined {
  if (typeof bound === 'number') return { lower: bound, upper: bound };
  const argument = arguments_[bound.argument];
  return argument && valueRange(ctx.scope, argument);
}

/** Whether no value in `range` lies in the support. */
function isOutside(
  ctx: Context,
  range: ValueRange,
  support: Interval,
  arguments_: Arguments,
): boolean {
  const lower = boundRange(ctx, support.lower, arguments_);
  const upper = boundRange(ctx, support.upper, arguments_);
  const below =
    lower !== undefined &&
    (range.upper < lower.lower || (support.lowerOpen === true && range.upper === lower.lower));
  const above =
    upper !== undefined &&
    (range.lower > upper.upper || (support.upperOpen === true && range.lower === upper.upper));
  return below || above;
}

/** Whether an argument can lie where its distribution wants it; where it may not, a warning. */
export function checkArgumentSupport(
  ctx: Context,
  { name }: Pick<Distribution, 'name'>,
  parameter: Parameter,
  argument: TypedExpression,
  arguments_: Arguments,
): boolean {
  const { support } = parameter;
  const of = `\`${parameter.name}\` of \`${name}\``;
  const text = quote(ctx, argument.span, 'this');
  if (support.kind === 'simplex') return checkSimplex(ctx, of, argument);
  if (support.kind === 'category') return true;
  const range = valueRange(ctx.scope, argument);
  const constant = constantValue(ctx.scope, argument);
  if (support.kind === 'integer') {
    const whole = constant === undefined ? isWhole(argument.type) : Number.isInteger(constant);
    if (!whole) {
      const is =
        constant === undefined ? `; ${text} is ${describeType(argument.type)}` : `, not ${text}`;
      report(ctx, 'argument-type', argument.span, `${of} must be ${support.words}${is}`, {
        hint: isBeyond(argument.stage, 'data')
          ? undefined
          : declarationHint(ctx, argument, 'count'),
      });
      return false;
    }
  }
  if (range === undefined) return true;
  if (isOutside(ctx, range, support, arguments_)) {
    const written = text.slice(1, -1);
    const is =
      constant === undefined
        ? `; ${text} never is`
        : String(constant) === written
          ? `, not ${constant}`
          : `; ${text} is ${constant}`;
    report(ctx, 'argument-out-of-range', argument.span, `${of} must be ${support.words}${is}`);
    return false;
  }
  const below =
    typeof support.lower === 'number' && support.lower >= 0 && range.lower === -Infinity;
  const above =
    typeof support.upper === 'number' && support.upper < Infinity && range.upper === Infinity;
  if (below || above) {
    const goes = below ? 'may be negative' : `may be above ${support.upper}`;
    warn(
      ctx,
      'argument-may-leave-range',
      argument.span,
      `${of} must be ${support.words}; ${text} ${goes}`,
      rangeHint(ctx, name, parameter, argument),
    );
  }
  return true;
}

/** What to write instead where an argument may leave the range that its distribution wants. */
function rangeHint(
  ctx: Context,
  distribution: string,
  { support }: Parameter,
  argument: TypedExpression,
): string {
  const isUnit = support.kind === 'real' && support.upper === 1;
  const type = support.kind === 'integer' ? 'count' : isUnit ? 'unit' : 'positive';
  const declared = declarationHint(ctx, argument, type);
  if (declared !== undefined) return declared;
  if (distribution === 'Poisson') return 'use `PoissonLog`, which takes the logarithm of the rate';
  if (isUnit && distributions.has(`${distribution}Logit`)) {
    return `use \`${distribution}Logit\`, which takes the log odds`;
  }
  return isUnit
    ? 'keep it in range, for example by `sigmoid(…)`'
    : 'keep it positive, for example by `exp(…)`';
}

function checkSimplex(ctx: Context, of: string, argument: TypedExpression): boolean {
  const list = argument.kind === 'rename' ? argument.operand : argument;
  if (list.kind !== 'list') return true;
  const values = list.elements.map((element) => constantValue(ctx.scope, element));
  const known = values.filter((value) => value !== undefined);
  if (known.length < values.length || list.axes.length !== 1) return true;
  const sum = known.reduce((total, value) => total + value, 0);
  if (known.every((value) => value >= 0) && Math.abs(sum - 1) <= SIMPLEX_TOLERANCE) return true;
  report(
    ctx,
    'argument-out-of-range',
    argument.span,
    known.some((value) => value < 0)
      ? `${of} must be probabilities; ${quote(ctx, argument.span, 'the list')} has a negative one`
      : `${of} must be probabilities that sum to 1; these sum to ${Number(sum.toPrecision(6))}`,
  );
  return false;
}

/** Whether observed values can lie in the distribution's support; if not, says so. */
export function checkOutcomeSupport(
  ctx: Context,
  distribution: TypedDistribution,
  left: TypedExpression,
): boolean {
  if (distribution.kind === 'combined') {
    return distribution.parts.every((part) => checkOutcomeSupport(ctx, part, left));
  }
  const ofEvents = vectorFamilyOf(distribution);
  if (ofEvents !== undefined) return checkVectorOutcome(ctx, ofEvents, left);
  const { name, arguments: arguments_ } = distribution;
  const { support } = distributions.get(name)!;
  if (support.kind === 'category' || support.kind === 'simplex') return true;
  const text = quote(ctx, left.span, 'the left side');
  const range = valueRange(ctx.scope, left);
  if (support.kind === 'integer') {
    const kind = support.lower === 0 && support.upper === 1 ? 'binary' : 'count';
    const hint = declarationHint(ctx, left, kind);
    if (!isWhole(left.type)) {
      report(
        ctx,
        'outcome-type',
        left.span,
        `\`${name}\` describes ${support.words}; ${text} is ${describeType(left.type)}`,
        { hint },
      );
      return false;
    }
    if (kind === 'binary' && left.type.kind !== 'binary' && !isWithin(range, 0, 1)) {
      report(
        ctx,
        'outcome-type',
        left.span,
        `\`${name}\` describes 0 or 1; ${text} is ${describeType(left.type)} that may be something else`,
        { hint },
      );
      return false;
    }
  }
  if (range !== undefined && isOutside(ctx, range, support, arguments_)) {
    report(
      ctx,
      'outcome-out-of-support',
      left.span,
      `\`${name}\` describes ${support.words}; ${text} never is`,
    );
    return false;
  }
  return true;
}

function isWithin(range: ValueRange | undefined, lower: number, upper: number): boolean {
  return range !== undefined && range.lower >= lower && range.upper <= upper;
}

const VAGUE = 0.01;

/** Gelman (2006), Bayesian Analysis 1(3): such priors are not vague where the scale is small. */
export function warnOfVagueGamma(
  ctx: Context,
  { name }: Distribution,
  arguments_: Arguments,
  span: Span,
): void {
  if (name !== 'Gamma' && name !== 'InverseGamma') return;
  const values = Object.values(arguments_).map((argument) => constantValue(ctx.scope, argument));
  if (!values.every((value) => value !== undefined && value <= VAGUE)) return;
  warn(
    ctx,
    'vague-gamma',
    span,
    `\`${quote(ctx, span, name).replaceAll('`', '')}\` is not the uninformative prior it looks like: nearly all of its mass is at 0 and in a far tail`,
    'give a scale a weakly informative prior, such as `HalfNormal(1)` or `HalfCauchy(1)`',
  );
}
