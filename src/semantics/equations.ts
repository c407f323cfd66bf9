/** `ode(rhs, initial, start, times, …)`: the solution of differential equations. */

import { METHOD_NAMES, type MethodName } from '../differential-equations/solve.ts';
import type { Argument, CallExpression } from '../syntax/ast.ts';
import { matchArguments } from './arguments.ts';
import { axesInWords, describeAxes, listLength, shapeInWords } from './axes.ts';
import { nameLists, plainAxes, sameAxes, variableAxes } from './broadcast.ts';
import { type Context, quote, report } from './context.ts';
import { checkExpression } from './expression.ts';
import { didYouMean, isFunctionName, reportUnknownFunction } from './lookup.ts';
import type { UserFunction } from './scope.ts';
import type { Axis, EquationNode, GivenNode, Stage, TypedExpression } from './typed-expression.ts';
import { inlineBody } from './user-functions.ts';
import { isBeyond, latestStage, REAL } from './value-types.ts';

const OWN = ['rhs', 'initial', 'start', 'times'];
/** Numbers that are known when data are bound. */
const NUMBERS = ['rtol', 'atol', 'max_steps'] as const;
const OPTIONS = ['method', ...NUMBERS];

export function checkEquation(ctx: Context, call: CallExpression): TypedExpression | undefined {
  const rhs = call.arguments.find(({ name }) => name === undefined || name.text === 'rhs');
  const typed = new Map(
    call.arguments
      .filter((argument) => argument !== rhs && argument.name?.text !== 'method')
      .map((argument) => [argument, checkExpression(ctx, argument.value)]),
  );
  const user = rhs && rightHandSide(ctx, rhs);
  const own = user === undefined ? undefined : ownArguments(ctx, rhs!, user);
  const parameters = [...OWN, ...(own ?? [])];
  // where it is not known what the function takes, nothing is said of what it gets
  const given = own === undefined ? call.arguments.filter(isKnownArgument) : call.arguments;
  const positional = given.filter(({ name }) => name === undefined);
  if (positional.length > parameters.length) {
    report(
      ctx,
      'number-of-arguments',
      call.span,
      `\`ode\` takes ${parameters.length} arguments (${parameters.join(', ')}) and then named ones (${OPTIONS.join(', ')}), not ${positional.length}`,
    );
    return undefined;
  }
  const matched = matchArguments(
    ctx,
    { ...call, arguments: given },
    [...parameters, ...OPTIONS],
    OPTIONS.length,
  );
  const named = (name: string): Argument | undefined =>
    call.arguments.find((argument) => argument.name?.text === name);
  const method = checkMethod(ctx, named('method'));
  const [initial, start, times, ...others] = [...parameters.slice(1)].map((name) =>
    typed.get(matched?.get(name) as Argument),
  );
  const numbers = NUMBERS.map((name) => {
    const argument = named(name);
    return argument && checkNumber(ctx, name, typed.get(argument));
  });
  const areFine = checkPlaces(ctx, start, times);
  if (matched === undefined || user === undefined || own === undefined || !areFine)
    return undefined;
  if (initial === undefined || start === undefined || times === undefined) return undefined;
  if (method === undefined || numbers.some((number) => number === null)) return undefined;
  const args = others.filter((argument) => argument !== undefined);
  if (args.length < own.length) return undefined;

  const state = plainAxes(initial.axes);
  const inputs = {
    time: standIn([], 'parameter', call),
    state: standIn(state, 'parameter', call),
    arguments: args.map((argument) => standInFor(argument, call)),
  };
  const value = inlineBody(ctx, user, rhs!.span, [inputs.time, inputs.state, ...inputs.arguments]);
  const derivative = value && checkDerivative(ctx, rhs!, initial, value);
  if (derivative === undefined) return undefined;
  const parts = [initial, start, times, ...args];
  const walked = [...new Set(parts.flatMap(({ axes }) => variableAxes(axes)))];
  const [relative, absolute, maxSteps] = numbers as (TypedExpression | undefined)[];
  return {
    kind: 'equation',
    initial,
    start,
    times,
    arguments: args,
    inputs,
    derivative,
    method,
    ...(relative && { relative }),
    ...(absolute && { absolute }),
    ...(maxSteps && { maxSteps }),
    axes: [...walked, ...plainAxes(times.axes), ...state],
    type: REAL,
    stage: latestStage(parts),
    span: call.span,
  } satisfies EquationNode;
}

const isKnownArgument = ({ name }: Argument, k: number): boolean =>
  name === undefined ? k < OWN.length : OWN.includes(name.text) || OPTIONS.includes(name.text);

/** The function that the first argument names. */
function rightHandSide(ctx: Context, { value, span }: Argument): UserFunction | undefined {
  if (value.kind !== 'name') {
    report(
      ctx,
      'function-expected',
      span,
      `\`ode\` takes the name of a function first; ${quote(ctx, span, 'this')} is no name`,
      { hint: 'declare the right-hand side: `fun dz(t, z) = …`, then `ode(dz, …)`' },
    );
    return undefined;
  }
  const { name } = value;
  const user = ctx.scope.functions.get(name);
  if (user !== undefined) return user;
  if (isFunctionName(ctx, name) && !ctx.scope.allFunctions.has(name)) {
    report(
      ctx,
      'function-expected',
      span,
      `\`${name}\` is a function of the language; \`ode\` takes one that the model declares`,
      { hint: `such as \`fun dz(t, z) = ${name}(z)\`` },
    );
    return undefined;
  }
  reportUnknownFunction(ctx, { text: name, span });
  return undefined;
}

/** What the function takes beside time and state, by names that differ from those of `ode`. */
function ownArguments(ctx: Context, rhs: Argument, user: UserFunction): string[] | undefined {
  if (user.statement === undefined) return undefined;
  const { parameters, name } = user.statement;
  if (parameters.length < 2) {
    report(
      ctx,
      'right-hand-side',
      rhs.span,
      `\`ode\` calls \`${name.text}\` with the time and the state first, and it takes ${parameters.length === 0 ? 'no arguments' : 'only one argument'}`,
      {
        hint: `declare it as \`fun ${name.text}(t, z${parameters.length === 1 ? '' : ', …'}) = …\``,
        related: [{ message: 'declared here', span: name.span }],
      },
    );
    return undefined;
  }
  const taken = [...OWN, ...OPTIONS];
  return parameters
    .slice(2)
    .map(({ text }) => (taken.includes(text) ? `${text} of ${name.text}` : text));
}

function checkMethod(ctx: Context, argument: Argument | undefined): MethodName | undefined {
  if (argument === undefined) return 'rk45';
  const { value } = argument;
  const name = value.kind === 'name' ? value.name : undefined;
  const known = METHOD_NAMES.find((method) => method === name);
  if (known !== undefined) return known;
  const nearest = name === undefined ? undefined : didYouMean(name, METHOD_NAMES);
  report(
    ctx,
    'unknown-method',
    value.span,
    `there is no method ${quote(ctx, value.span, 'of this name')} for \`ode\``,
    {
      hint: nearest ?? '`rk45` is explicit, `bdf` is for stiff equations',
    },
  );
  return undefined;
}

/** A tolerance or a number of steps: one number of data. Null where it is none, with a report. */
function checkNumber(
  ctx: Context,
  name: (typeof NUMBERS)[number],
  value: TypedExpression | undefined,
): TypedExpression | null {
  if (value === undefined) return null;
  if (value.axes.length > 0 || isBeyond(value.stage, 'data')) {
    const what = value.axes.length > 0 ? shapeInWords(value.axes) : 'depends on parameters';
    report(
      ctx,
      'number-expected',
      value.span,
      `\`${name}\` of \`ode\` is one number that data give; ${quote(ctx, value.span, 'this')} ${what}`,
    );
    return null;
  }
  const known = knownNumber(value);
  const problem = known === undefined ? undefined : optionProblem(name, known);
  if (problem === undefined) return value;
  report(ctx, 'ode-option', value.span, problem);
  return null;
}

/** What is wrong with the value of a named argument, if anything is. */
export function optionProblem(name: (typeof NUMBERS)[number], value: number): string | undefined {
  if (name === 'max_steps') {
    const isFine = Number.isInteger(value) && value >= 1 && value <= 1e9;
    return isFine ? undefined : `\`max_steps\` is a whole number from 1 to 1e9, not ${value}`;
  }
  const isFine = value > 0 && (name === 'atol' ? value < Infinity : value < 1);
  if (isFine) return undefined;
  return `\`${name}\` is a number above 0${name === 'rtol' ? ' and below 1' : ''}, not ${value}`;
}

function knownNumber(e: TypedExpression): number | undefined {
  if (e.kind === 'number') return e.value;
  if (e.kind !== 'unary' || e.operator !== '-') return undefined;
  const value = knownNumber(e.operand);
  return value === undefined ? undefined : -value;
}

/** Whether there is one start and one list of times, in their order as far as they are known. */
function checkPlaces(
  ctx: Context,
  start: TypedExpression | undefined,
  times: TypedExpression | undefined,
): boolean {
  let isFine = true;
  const odd = start && plainAxes(start.axes).length > 0 ? start : undefined;
  if (odd !== undefined) {
    report(
      ctx,
      'ode-times',
      odd.span,
      `\`ode\` starts at one time; ${quote(ctx, odd.span, 'the start')} ${shapeInWords(plainAxes(odd.axes))}`,
    );
    isFine = false;
  }
  if (times === undefined) return isFine;
  const axes = plainAxes(times.axes);
  if (axes.length > 1) {
    report(
      ctx,
      'ode-times',
      times.span,
      `the times of \`ode\` have one dimension; ${quote(ctx, times.span, 'these')} ${axes.some((axis) => listLength(axis) !== undefined) ? 'is' : 'has'} ${axesInWords(axes)}`,
      {
        hint: `an index variable solves for each member: \`let z[i in ${axes[0]}, k in ${axes[1]}] = ode(…)[k]\`, with \`[i, :]\` for the times`,
      },
    );
    return false;
  }
  const known = times.kind === 'list' ? times.elements : [times];
  const values = [start, ...known].map((e) => (e === undefined ? undefined : knownNumber(e)));
  const wrong = known.findIndex((_, k) => {
    const [before, value] = [values[k], values[k + 1]];
    return before !== undefined && value !== undefined && value < before;
  });
  if (wrong < 0) return isFine;
  const [before, value] = values.slice(wrong);
  report(
    ctx,
    'ode-times',
    known[wrong]!.span,
    wrong === 0
      ? `the times of \`ode\` must not be before its start: ${value} is before ${before}`
      : `the times of \`ode\` must not decrease: ${value} comes after ${before}`,
  );
  return false;
}

function standIn(axes: readonly Axis[], stage: Stage, { span }: CallExpression): GivenNode {
  return { kind: 'given', axes, type: REAL, stage, span };
}

/** One value for each member of index variables is as little known as a parameter. */
function standInFor({ axes, type, stage, span }: TypedExpression, call: CallExpression): GivenNode {
  const varies = variableAxes(axes).length > 0;
  const own = standIn(plainAxes(axes), varies ? latestStageOf(stage) : stage, call);
  return { ...own, type, span };
}

const latestStageOf = (stage: Stage): Stage => (isBeyond(stage, 'data') ? stage : 'parameter');

/** The derivative with the dimensions of the state. */
function checkDerivative(
  ctx: Context,
  rhs: Argument,
  initial: TypedExpression,
  value: TypedExpression,
): TypedExpression | undefined {
  const state = plainAxes(initial.axes);
  const named = nameLists(ctx, value, state);
  if (sameAxes(named.axes, state)) return named;
  const size = state.length === 1 ? ctx.scope.sizeOf(state[0]!) : undefined;
  const members = size === undefined ? '' : ` (size ${size})`;
  report(
    ctx,
    'right-hand-side',
    rhs.span,
    `\`${quoteName(rhs)}\` gives ${numbersInWords(plainAxes(named.axes))}, and the state, ${quote(ctx, initial.span, 'the initial value')}, ${state.length === 0 ? 'is one number' : shapeInWords(state)}${members}`,
    {
      hint:
        state.length === 0
          ? 'give one number, the derivative of the state'
          : `give one derivative for each element of the state${state.some((axis) => listLength(axis) !== undefined) ? '' : `, of ${describeAxes(state)}`}`,
    },
  );
  return undefined;
}

const numbersInWords = (axes: readonly Axis[]): string =>
  axes.length === 0 ? 'one number' : axesInWords(axes);

const quoteName = ({ value }: Argument): string => (value.kind === 'name' ? value.name : '');
