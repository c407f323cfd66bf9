import { nearestName } from '../diagnostics/nearest.ts';
import type { Span } from '../diagnostics/span.ts';
import { combinatorSignatures } from '../distributions/combinators.ts';
import { distributions, vectorDistributions } from '../distributions/index.ts';
import { elementwiseFunctions, matrixFunctions, reductions, scans } from '../functions/index.ts';
import type { Name } from '../syntax/ast.ts';
import { describeAxes } from './axes.ts';
import { type Context, report } from './context.ts';
import {
  DISTRIBUTION_NAMES,
  FOREIGN_FORMS,
  FOREIGN_NAMES,
  FUNCTION_NAMES,
} from './language-names.ts';
import type { Dimension } from './scope.ts';
import { isWhole } from './value-types.ts';

/** `e`, `pi` and `inf`: values that a declaration may shadow. */
export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['e', Math.E],
  ['pi', Math.PI],
  ['inf', Number.POSITIVE_INFINITY],
]);

export const SIZE_FUNCTIONS: ReadonlySet<string> = new Set(['size', 'first', 'last']);

/** Functions of names of data, of their members, of distributions, outcomes or functions, which no registry has. */
export const DATA_FUNCTIONS: ReadonlySet<string> = new Set([
  'observed',
  'label',
  'logpdf',
  'logcdf',
  'logccdf',
  'state_probability',
  'most_likely_path',
  'ode',
]);

export function isFunctionName(ctx: Context, name: string): boolean {
  return (
    ctx.scope.functions.has(name) ||
    elementwiseFunctions.has(name) ||
    reductions.has(name) ||
    scans.has(name) ||
    matrixFunctions.has(name) ||
    SIZE_FUNCTIONS.has(name) ||
    DATA_FUNCTIONS.has(name) ||
    FUNCTION_NAMES.has(name)
  );
}

export function isDistributionName(name: string): boolean {
  return distributions.has(name) || DISTRIBUTION_NAMES.has(name) || combinatorSignatures.has(name);
}

/**
 * The name here of what another language calls `name`, or the nearest of the candidates: `np.exp` is looked for as
 * `exp`, `normal_rng` as `normal`.
 */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const known = [...candidates];
  const plain = name.replace(/^.*\./, '').replace(/_(?:rng|lu?p[dm]f)$/, '');
  const foreign = FOREIGN_NAMES.get(plain);
  const meant = [foreign, plain].find((one) => one !== undefined && known.includes(one));
  const nearest = meant ?? nearestName(name, known) ?? nearestName(plain, known);
  return nearest === undefined ? undefined : `did you mean \`${nearest}\`?`;
}

/** A dimension that stands where `name` does. Undefined, with a report, where there is none. */
export function findDimension(ctx: Context, name: Name): Dimension | undefined {
  const { scope } = ctx;
  const { text, span } = name;
  const dimension = scope.dimensions.get(text);
  if (dimension !== undefined) {
    scope.usedDimensions.add(text);
    return dimension;
  }
  if (scope.poisoned.has(text)) return undefined;
  const later = scope.allDimensions.get(text);
  if (later !== undefined) {
    reportLater(ctx, name, later, 'dimension');
    return undefined;
  }
  const local = ctx.locals.get(text);
  if (local?.kind === 'index') {
    report(ctx, 'value-as-dimension', span, `\`${text}\` is an index variable, not a dimension`, {
      hint:
        local.dimension === undefined
          ? undefined
          : `it walks over \`${local.dimension}\`: write \`${local.dimension}\` or \`${text} in ${local.dimension}\``,
    });
  } else if (scope.allValues.has(text)) {
    report(ctx, 'value-as-dimension', span, `\`${text}\` is a value, not a dimension`, {
      hint: valueAsDimensionHint(ctx, text),
    });
  } else {
    const nearest = didYouMean(text, [...scope.dimensions.keys()]);
    report(ctx, 'unknown-dimension', span, `there is no dimension \`${text}\``, {
      hint: nearest ?? `declare it first: \`dim ${text}\``,
    });
  }
  return undefined;
}

function valueAsDimensionHint(ctx: Context, name: string): string {
  const { scope } = ctx;
  const shape = scope.values.get(name)?.shape;
  if (shape !== undefined && shape.axes.length > 0) {
    const [only] = shape.axes;
    return shape.axes.length === 1
      ? `its dimension is \`${only}\``
      : `its dimensions are ${describeAxes(shape.axes)}`;
  }
  const isSize = shape !== undefined && isWhole(shape.type) && shape.stage === 'data';
  if (isSize) return `declare a dimension of that size: \`dim k = ${name}\``;
  return (
    didYouMean(name, scope.dimensions.keys()) ?? `declare the dimension first: \`dim ${name}\``
  );
}

function reportLater(ctx: Context, name: Name, declared: Span, kind: string): void {
  report(
    ctx,
    'used-before-declaration',
    name.span,
    `the ${kind} \`${name.text}\` is used before it is declared`,
    {
      hint: 'statements can use only what stands above them',
      related: [{ message: 'declared here', span: declared }],
    },
  );
}

const WORDS_OF_VALUES: readonly string[] = [...CONSTANTS.keys(), 'true', 'false'];

function missingValueHint(name: string): string | undefined {
  return /^(?:none|null|na|nan|nil|undefined)$/i.test(name)
    ? 'only data have missing cells: declare them with `?`, `data y[obs]: real?`, and ask with `observed(y[i])`'
    : undefined;
}

/** `y.size`, `y.T` and `y.sum()`: what stands in front of the value here. */
function memberHint(ctx: Context, text: string): string | undefined {
  const [, owner, member] = /^(.+)\.([^.]+)$/.exec(text) ?? [];
  const shape = owner === undefined ? undefined : ctx.scope.values.get(owner)?.shape;
  if (shape === undefined) return undefined;
  if (/^(?:size|length|len|shape|n|nrow|ncol|count)$/.test(member!)) {
    const sizes = shape.axes.filter((axis) => typeof axis === 'string');
    if (sizes.length === 0) return `\`${owner}\` is one value: its size is 1`;
    return `write ${sizes.map((axis) => `\`size(${axis})\``).join(', ')}`;
  }
  if (/^(?:T|transpose|t)$/.test(member!)) return `write \`transpose(${owner})\``;
  const name = FOREIGN_NAMES.get(member!) ?? member!;
  return isFunctionName(ctx, name) ? `write \`${name}(${owner})\`` : undefined;
}

/** Says what is wrong with a name that stands for a value and is none. */
export function reportUnknownValue(ctx: Context, name: Name): void {
  const { scope } = ctx;
  const { text, span } = name;
  if (scope.poisoned.has(text)) return;
  const [network, ...layer] = text.split('.');
  const owner = layer.length > 0 ? scope.functions.get(network!) : undefined;
  if (owner !== undefined && owner.statement === undefined && owner.network === undefined) return;
  if (scope.dimensions.has(text)) {
    scope.usedDimensions.add(text);
    report(ctx, 'dimension-as-value', span, `\`${text}\` is a dimension, not a value`, {
      hint: `\`size(${text})\` is its number of members; an index variable, \`i in ${text}\`, walks over them`,
    });
  } else if (isDistributionName(text)) {
    report(ctx, 'distribution-as-value', span, `\`${text}\` is a distribution, not a value`, {
      hint: `a distribution stands after \`~\`: \`param x ~ ${text}(…)\``,
    });
  } else if (scope.allValues.has(text)) {
    reportLater(ctx, name, scope.allValues.get(text)!, 'value');
  } else {
    const names = [...ctx.locals.keys(), ...scope.values.keys()];
    const nearest = didYouMean(text, names);
    if (nearest === undefined && isFunctionName(ctx, text)) {
      report(ctx, 'function-without-call', span, `\`${text}\` is a function, not a value`, {
        hint: `call it: \`${text}(…)\``,
      });
      return;
    }
    report(ctx, 'unknown-name', span, `there is no value \`${text}\``, {
      hint:
        memberHint(ctx, text) ??
        nearest ??
        didYouMean(text, WORDS_OF_VALUES) ??
        missingValueHint(text),
    });
  }
}

/** Says what is wrong with a name that is called and is no function. */
export function reportUnknownFunction(ctx: Context, callee: Name): void {
  const { scope } = ctx;
  const { text, span } = callee;
  if (scope.poisoned.has(text)) return;
  const later = scope.allFunctions.get(text);
  if (later !== undefined) {
    reportLater(ctx, callee, later, 'function');
  } else if (ctx.locals.has(text) || scope.allValues.has(text)) {
    report(ctx, 'value-called', span, `\`${text}\` is a value, not a function`, {
      hint: `members are picked with brackets, \`${text}[…]\`; a product is written with \`*\``,
    });
  } else if (scope.allDimensions.has(text)) {
    report(ctx, 'dimension-called', span, `\`${text}\` is a dimension, not a function`, {
      hint: `\`size(${text})\` is its number of members`,
    });
  } else {
    const names = [
      ...scope.functions.keys(),
      ...elementwiseFunctions.keys(),
      ...reductions.keys(),
      ...scans.keys(),
      ...matrixFunctions.keys(),
      ...SIZE_FUNCTIONS,
      ...DATA_FUNCTIONS,
    ];
    report(ctx, 'unknown-function', span, `there is no function \`${text}\``, {
      hint:
        memberHint(ctx, text) ??
        FOREIGN_FORMS.get(text.replace(/^.*\./, '')) ??
        didYouMean(text, names),
    });
  }
}

/** Says what is wrong with a call that stands for a distribution and names none. */
export function reportUnknownDistribution(ctx: Context, callee: Name): void {
  const { text, span } = callee;
  if (ctx.scope.poisoned.has(text)) return;
  const nearest = didYouMean(text, [
    ...distributions.keys(),
    ...vectorDistributions.keys(),
    ...combinatorSignatures.keys(),
  ]);
  if (nearest === undefined && isFunctionName(ctx, text)) {
    report(ctx, 'not-a-distribution', span, `\`${text}\` is a function, not a distribution`, {
      hint: 'after `~` stands a distribution, such as `Normal(0, 1)`; a value is named with `let`',
    });
    return;
  }
  report(ctx, 'unknown-distribution', span, `there is no distribution \`${text}\``, {
    hint: FOREIGN_FORMS.get(text) ?? nearest,
  });
}
