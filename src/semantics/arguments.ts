import { nearestName } from '../diagnostics/nearest.ts';
import type { Argument, CallExpression } from '../syntax/ast.ts';
import { type Context, report } from './context.ts';
import { checkExpression } from './expression.ts';
import { FOREIGN_ARGUMENTS, FOREIGN_MEASURES } from './language-names.ts';
import type { TypedExpression } from './typed-expression.ts';

/** The typed arguments of a call in the order of the parameters. Undefined where there is an error. */
export function checkArguments(
  ctx: Context,
  call: CallExpression,
  parameters: readonly string[],
  optional = 0,
): TypedExpression[] | undefined {
  const matched = matchArguments(ctx, call, parameters, optional);
  const typed = new Map(call.arguments.map((a) => [a, checkExpression(ctx, a.value)]));
  if (matched === undefined) return undefined;
  const ordered: TypedExpression[] = [];
  for (const parameter of parameters) {
    const argument = matched.get(parameter);
    if (argument === undefined) continue;
    const value = typed.get(argument);
    if (value === undefined) return undefined;
    ordered.push(value);
  }
  return ordered;
}

/**
 * The arguments of a call by parameter name: positional ones first, then named ones. Undefined, with
 * a report, where they do not fit the parameters, of which the last `optional` may be left out.
 */
export function matchArguments(
  ctx: Context,
  { callee, arguments: given, span }: Pick<CallExpression, 'callee' | 'arguments' | 'span'>,
  parameters: readonly string[],
  optional = 0,
): Map<string, Argument> | undefined {
  const matched = new Map<string, Argument>();
  const takes = `\`${callee.text}\` takes ${parametersInWords(parameters, optional)}`;
  let fine = true;
  const fail = (code: string, at: Argument['span'], message: string, hint?: string) => {
    report(ctx, code, at, message, { hint });
    fine = false;
  };
  let positional = 0;
  let named = false;
  for (const argument of given) {
    const { name } = argument;
    if (name === undefined) {
      if (named) {
        fail(
          'positional-after-named',
          argument.span,
          'an argument without a name stands after a named one',
          'put it first, or name it too',
        );
        continue;
      }
      const parameter = parameters[positional];
      positional += 1;
      if (parameter !== undefined) matched.set(parameter, argument);
      continue;
    }
    named = true;
    if (!parameters.includes(name.text)) {
      fail(
        'unknown-argument',
        name.span,
        `\`${callee.text}\` has no argument \`${name.text}\``,
        meantArgument(name.text, parameters) ?? takes,
      );
    } else if (matched.has(name.text)) {
      fail('argument-twice', argument.span, `the argument \`${name.text}\` is given twice`, takes);
    } else {
      matched.set(name.text, argument);
    }
  }
  if (positional > parameters.length) {
    const atZero = /^Half/.test(callee.text) ? 'its location is 0: leave it out' : undefined;
    const hint = decimalCommaHint(ctx, given) ?? atZero;
    fail('number-of-arguments', span, `${takes}, not ${positional}`, hint);
  }
  const missing = parameters
    .slice(0, parameters.length - optional)
    .filter((parameter) => !matched.has(parameter));
  if (fine && missing.length > 0) {
    const names = enumerate(missing);
    fail(
      'number-of-arguments',
      span,
      `${takes}; ${names} ${missing.length > 1 ? 'are' : 'is'} missing`,
    );
  }
  return fine ? matched : undefined;
}

/** What to write for an argument by another name, or of another measure, than those that there are. */
function meantArgument(name: string, parameters: readonly string[]): string | undefined {
  const measures = FOREIGN_MEASURES.get(name) ?? {};
  const measured = parameters.find((parameter) => Object.hasOwn(measures, parameter));
  if (measured !== undefined) {
    const computed = measures[measured]!.replace('…', name);
    return `write \`${measured} = ${computed}\``;
  }
  const same = FOREIGN_ARGUMENTS.get(name)?.find((other) => parameters.includes(other));
  const nearest = same ?? nearestName(name, parameters);
  return nearest === undefined ? undefined : `did you mean \`${nearest}\`?`;
}

/** Where two numbers have a comma and no blank between them: `Normal(0, 1,5)`. */
function decimalCommaHint(ctx: Context, given: readonly Argument[]): string | undefined {
  for (const [i, { value }] of given.entries()) {
    const next = given[i + 1]?.value;
    if (value.kind !== 'number' || next?.kind !== 'number') continue;
    const written = ctx.source.text.slice(value.span.start, next.span.end);
    const [, whole, decimals] = /^(\d+),(\d+(?:\.\d+)?)$/.exec(written) ?? [];
    if (whole === undefined) continue;
    const isGrouped = /^[1-9]\d{0,2},\d{3}(?:\.\d+)?$/.test(written);
    const meant = [
      ...(isGrouped ? [`${whole}${decimals}`] : []),
      ...(decimals!.includes('.') ? [] : [`${whole}.${decimals}`]),
    ];
    if (meant.length === 0) continue;
    const ways = meant.map((number) => `\`${number}\``).join(' or ');
    return `\`${written}\` are two numbers: write ${ways} for one`;
  }
  return undefined;
}

/** `2 arguments (mean, sd)`, `no arguments`, `1 to 3 arguments (x, lower, upper)`. */
function parametersInWords(parameters: readonly string[], optional: number): string {
  const most = parameters.length;
  if (most === 0) return 'no arguments';
  const count = optional > 0 ? `${most - optional} to ${most}` : String(most);
  return `${count} ${most === 1 ? 'argument' : 'arguments'} (${parameters.join(', ')})`;
}

/** `x`, `lower` and `upper` */
function enumerate(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop();
  return quoted.length === 0 ? `${last}` : `${quoted.join(', ')} and ${last}`;
}
