/** What stands in the parentheses of a layer, read by the layer's own list of settings. */
import type { Span } from '../../diagnostics/span.ts';
import { elementwiseFunctions } from '../../functions/index.ts';
import type { Layer, LayerAxis, SettingDefinition, SettingValue } from '../../layers/layer.ts';
import type { Argument, Expression, Name, NetworkItem } from '../../syntax/ast.ts';
import { matchArguments } from '../arguments.ts';
import { type Context, quote, report } from '../context.ts';
import { checkExpression } from '../expression.ts';
import { didYouMean, findDimension } from '../lookup.ts';
import { constantValue } from '../value-range.ts';

export type LayerItem = Extract<NetworkItem, { kind: 'layer' }>;

/** A layer as it is written; a number of units has no axis yet. */
export interface WrittenLayer {
  readonly settings: Readonly<Record<string, SettingValue | NewUnits>>;
  readonly activation?: string;
  readonly hasBias: boolean;
  /** `name = hidden` */
  readonly name?: Name;
  readonly priors: ReadonlyMap<PriorTarget, Expression>;
}

/** Units given by their number. */
export interface NewUnits {
  readonly count: number;
}

export type PriorTarget = 'weights' | 'biases';
const TARGETS: readonly PriorTarget[] = ['weights', 'biases'];

const OF_TRAINED = ['name'];
const OF_BIASED = ['activation', 'bias', 'name'];

/** The settings that a layer has because it has weights. */
export function settingsOfTrained({ trained }: Layer): readonly string[] {
  return trained === 'weight and bias' ? OF_BIASED : trained === 'weight' ? OF_TRAINED : [];
}

/** Undefined, with reports, where something in the parentheses is wrong. */
export function readLayer(ctx: Context, item: LayerItem, layer: Layer): WrittenLayer | undefined {
  const { trained, settings: definitions } = layer;
  const common = settingsOfTrained(layer);
  const optional = Object.values(definitions).filter((d) => 'standard' in d).length;
  const priors = readPriors(ctx, item.arguments, layer);
  const matched = matchArguments(
    ctx,
    {
      callee: item.name,
      arguments: item.arguments.filter(({ isPrior }) => isPrior !== true),
      span: item.span,
    },
    [...Object.keys(definitions), ...common],
    optional + common.length,
  );
  if (matched === undefined) return undefined;
  let fine = priors !== undefined;
  const settings: Record<string, SettingValue | NewUnits> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const given = matched.get(name);
    const value =
      given === undefined
        ? (definition as { readonly standard: SettingValue }).standard
        : readSetting(ctx, given.value, definition, `\`${name}\` of \`${layer.name}\``);
    if (value === undefined) fine = false;
    else settings[name] = value;
  }
  const [activation, bias, name] = ['activation', 'bias', 'name'].map((key) => matched.get(key));
  const function_ = activation && readActivation(ctx, activation.value);
  const hasBias = bias === undefined ? true : readSwitch(ctx, bias.value);
  const label = name && readName(ctx, name.value);
  if (activation !== undefined && function_ === undefined) fine = false;
  if (name !== undefined && label === undefined) fine = false;
  if (!fine || hasBias === undefined || priors === undefined) return undefined;
  return {
    settings,
    hasBias: hasBias && trained === 'weight and bias',
    priors,
    ...(function_ && { activation: function_ }),
    ...(label && { name: label }),
  };
}

function readPriors(
  ctx: Context,
  given: readonly Argument[],
  { name, trained }: Layer,
): Map<PriorTarget, Expression> | undefined {
  const priors = new Map<PriorTarget, Expression>();
  let fine = true;
  for (const { isPrior, name: target, value } of given) {
    if (isPrior !== true || target === undefined) continue;
    const has = trained === 'weight' ? TARGETS.slice(0, 1) : trained === undefined ? [] : TARGETS;
    const known = readTarget(ctx, target);
    if (known === undefined) {
      fine = false;
    } else if (!has.includes(known)) {
      report(ctx, 'layer-prior', target.span, `\`${name}\` has no ${known}`);
      fine = false;
    } else if (priors.has(known)) {
      report(ctx, 'layer-prior', target.span, `the prior of the ${known} is given twice`);
      fine = false;
    } else {
      priors.set(known, value);
    }
  }
  return fine ? priors : undefined;
}

/** `weights` or `biases` left of `~`. */
export function readTarget(ctx: Context, { text, span }: Name): PriorTarget | undefined {
  const known = TARGETS.find((target) => target === text);
  if (known !== undefined) return known;
  report(
    ctx,
    'layer-prior',
    span,
    `in a network priors are of \`weights\` and of \`biases\`, not of \`${text}\``,
    { hint: didYouMean(text, TARGETS) ?? 'other parameters are declared with `param`' },
  );
  return undefined;
}

function readSetting(
  ctx: Context,
  expression: Expression,
  definition: SettingDefinition,
  what: string,
): SettingValue | NewUnits | undefined {
  const { span } = expression;
  switch (definition.kind) {
    case 'units': {
      const dimension = asDimension(ctx, expression);
      if (dimension !== undefined) return [dimension];
      const count = wholeNumber(
        ctx,
        expression,
        `${what} is a whole number from 1, or a dimension`,
      );
      return count === undefined ? undefined : { count };
    }
    case 'dimension': {
      if (expression.kind === 'name') {
        const found = findDimension(ctx, { text: expression.name, span });
        return found && { dimension: found.name, size: found.size };
      }
      return refuse(ctx, span, `${what} is the name of a dimension`);
    }
    case 'sizes': {
      const wanted = `${what} is a whole number from 1 for rows and columns alike, or a list of two`;
      const parts =
        expression.kind === 'list' && expression.elements.length === 2
          ? expression.elements
          : [expression];
      const numbers = parts.map((part) => wholeNumber(ctx, part, wanted));
      const [rows, columns = rows] = numbers;
      if (rows === undefined || numbers.includes(undefined)) return undefined;
      return [rows, columns as number];
    }
    case 'share': {
      const wanted = `${what} is a number from 0 to below 1`;
      const value = numberOf(ctx, expression, wanted);
      if (value === undefined || (value >= 0 && value < 1)) return value;
      return refuse(ctx, span, wanted);
    }
    case 'word': {
      const { words } = definition;
      const word = expression.kind === 'name' ? expression.name : undefined;
      if (word !== undefined && words.includes(word)) return word;
      const all = words.map((each) => `\`${each}\``).join(' or ');
      return refuse(ctx, span, `${what} is ${all}`, word && didYouMean(word, words));
    }
  }
}

/** A name that stands for a dimension, where it stands for one. */
function asDimension(ctx: Context, expression: Expression): LayerAxis | undefined {
  if (expression.kind !== 'name') return undefined;
  const { name, span } = expression;
  const { scope } = ctx;
  if (!scope.allDimensions.has(name) && scope.allValues.has(name)) return undefined;
  const found = findDimension(ctx, { text: name, span });
  return found && { dimension: found.name, size: found.size };
}

function wholeNumber(ctx: Context, expression: Expression, wanted: string): number | undefined {
  // a name that is no value stands for a dimension, which has been said
  if (expression.kind === 'name' && !ctx.scope.allValues.has(expression.name)) return undefined;
  const value = numberOf(ctx, expression, wanted);
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && value >= 1) return value;
  return refuse(ctx, expression.span, wanted);
}

/** A number that the model itself gives. */
function numberOf(ctx: Context, expression: Expression, wanted: string): number | undefined {
  const typed = checkExpression(ctx, expression);
  if (typed === undefined) return undefined;
  const value = typed.stage === 'constant' ? constantValue(ctx.scope, typed) : undefined;
  if (value !== undefined && typed.axes.length === 0) return value;
  const { span } = expression;
  const why = `; ${quote(ctx, span, 'this')} is not known from the model alone`;
  return refuse(ctx, span, `${wanted}${value === undefined && typed.axes.length === 0 ? why : ''}`);
}

function readActivation(ctx: Context, expression: Expression): string | undefined {
  const names = [...elementwiseFunctions.values()]
    .filter(({ parameters }) => parameters.length === 1)
    .map(({ name }) => name);
  const { span } = expression;
  const name = expression.kind === 'name' ? expression.name : undefined;
  if (name !== undefined && names.includes(name)) return name;
  const hint =
    name === 'softmax'
      ? 'leave it out: `CategoricalLogit` takes the scores themselves'
      : name === 'linear' || name === 'identity' || name === 'none'
        ? 'leave it out: without an activation the sums are the result'
        : ((name && didYouMean(name, names)) ??
          'such as `relu`, `tanh`, `sigmoid`, `gelu`, `silu`, `softplus`');
  return refuse(
    ctx,
    span,
    `an activation is the name of a function of one number; ${quote(ctx, span, 'this')} is none`,
    hint,
  );
}

function readSwitch(ctx: Context, expression: Expression): boolean | undefined {
  if (expression.kind === 'boolean') return expression.value;
  return refuse(ctx, expression.span, '`bias` is `true` or `false`');
}

function readName(ctx: Context, expression: Expression): Name | undefined {
  if (expression.kind === 'name' && !expression.name.includes('.')) {
    return { text: expression.name, span: expression.span };
  }
  return refuse(ctx, expression.span, 'the name of a layer is one word', 'such as `name = hidden`');
}

function refuse(ctx: Context, span: Span, message: string, hint?: string): undefined {
  report(ctx, 'layer-setting', span, message, { hint });
  return undefined;
}
