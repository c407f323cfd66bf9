/** `state_probability(y)` and `most_likely_path(y)`: the hidden states behind what was observed. */
import type { CallExpression, ObserveStatement } from '../syntax/ast.ts';
import { matchArguments } from './arguments.ts';
import { axisDimension, describeAxis } from './axes.ts';
import { type Context, quote, report } from './context.ts';
import { eventAxesOf } from './distribution-facts.ts';
import { checkExpression } from './expression.ts';
import { expressionKey } from './expression-key.ts';
import type { Observed } from './scope.ts';
import type {
  Axis,
  CombinedDistribution,
  Decoding,
  TypedDistribution,
  TypedExpression,
} from './typed-expression.ts';
import type { TypedObserve } from './typed-model.ts';
import { INT, indexOf, REAL } from './value-types.ts';

export function isDecoding(name: string): name is Decoding {
  return name === 'state_probability' || name === 'most_likely_path';
}

/**
 * The states of the chain that an `observe` above sums out. The argument is its left side, or `y` where
 * that walks over the elements of `y`.
 */
export function checkDecoding(
  ctx: Context,
  call: CallExpression,
  name: Decoding,
): TypedExpression | undefined {
  const matched = matchArguments(ctx, call, ['y']);
  const argument = matched?.get('y')?.value;
  const y = argument && checkExpression({ ...ctx, mayBeMissing: true }, argument);
  if (y === undefined) return undefined;
  if (ctx.isOutput !== true) {
    report(
      ctx,
      'only-in-outputs',
      call.span,
      `\`${name}\` looks back at the states behind all data: only an \`output\` can use it`,
    );
    return undefined;
  }
  const chain = chainBehind(ctx, name, y);
  if (chain === undefined) return undefined;
  const { left, distribution, where, present } = chain;
  const range = left.axes.find((axis) => ctx.scope.rangeAxes.has(axis));
  if (range !== undefined) {
    report(
      ctx,
      'dimension-needed',
      call.span,
      `${quote(ctx, y.span, 'this')} is observed over a range, that of \`${describeAxis(range)}\`; \`${name}\` needs a dimension of the steps`,
      {
        hint: 'declare the range as a part of a dimension, such as `dim late = time[2 ..]`, and walk over that',
      },
    );
    return undefined;
  }
  const [state] = distribution.own;
  const emitted = distribution.parts.flatMap((part) => eventAxesOf(part, [state!, ...left.axes]));
  const steps = left.axes
    .filter((axis) => !emitted.includes(axis))
    .map((axis): Axis => axisDimension(axis) ?? axis);
  const dimension = axisDimension(state!);
  const isPath = name === 'most_likely_path';
  return {
    kind: 'decoded',
    decoding: name,
    left,
    distribution,
    ...(where && { where }),
    ...(present && { present }),
    axes: isPath ? steps : [...steps, state!],
    type: !isPath ? REAL : dimension === undefined ? INT : indexOf(dimension),
    // nothing but outputs may use what looks back at all data
    stage: 'output',
    span: call.span,
  };
}

type Chain = TypedObserve & { readonly distribution: CombinedDistribution };

/** What an `observe` says of the argument; undefined, with a report, where it is not the left side of just one chain. */
function chainBehind(ctx: Context, name: Decoding, y: TypedExpression): Chain | undefined {
  const about = ctx.scope.observed.filter((observed) => isAbout(observed, y));
  const observations = about.flatMap(({ checked }) => checked ?? []);
  const chains = observations.filter(isChain);
  const [first, second] = chains;
  if (first !== undefined && second === undefined) return first;
  const text = quote(ctx, y.span, 'this');
  const placesOf = (list: readonly TypedObserve[]) =>
    list.map(({ span }) => ({ message: 'observed here', span }));
  if (first !== undefined) {
    report(
      ctx,
      'several-chains',
      y.span,
      `${text} is observed with ${chains.length} chains of hidden states: which is meant is unclear`,
      { related: placesOf(chains) },
    );
    return undefined;
  }
  // one with an error may be the one that is meant
  if (ctx.scope.observed.some(({ checked }) => checked === undefined)) return undefined;
  const [other] = observations;
  const finding =
    other === undefined
      ? 'is not observed above'
      : `is observed with ${inWords(other.distribution)}`;
  report(
    ctx,
    'not-a-hidden-chain',
    y.span,
    `\`${name}\` takes what is observed with \`hidden_markov\`; ${text} ${finding}`,
    { hint: chainHint(ctx, name), related: placesOf(observations) },
  );
  return undefined;
}

/** Whether an expression is the left side of an `observe`, or `y` where that is `y[i in animal, t in time]`. */
function isAbout({ statement, checked }: Observed, y: TypedExpression): boolean {
  if (checked === undefined) return false;
  if (y.kind === 'variable' && walkedOver(statement) === y.name) return true;
  return expressionKey(checked.left) === expressionKey(y);
}

function walkedOver({ left }: ObserveStatement): string | undefined {
  if (left.kind !== 'index' || left.target.kind !== 'name') return undefined;
  const walks = left.items.some((item) => item.kind === 'binder' || item.kind === 'range-binder');
  return walks ? left.target.name : undefined;
}

const isChain = (observe: TypedObserve): observe is Chain =>
  observe.distribution.name === 'hidden_markov';

function inWords(distribution: TypedDistribution): string {
  const { name } = distribution;
  const what = name === 'if' ? 'a choice by `if`' : `\`${name}\``;
  return hasChain(distribution) ? `${what}, of which a chain is only a part` : what;
}

function hasChain(distribution: TypedDistribution): boolean {
  if (distribution.kind === 'family') return false;
  return distribution.name === 'hidden_markov' || distribution.parts.some(hasChain);
}

function chainHint(ctx: Context, name: Decoding): string {
  const chain = ctx.scope.observed.find(({ checked }) => checked !== undefined && isChain(checked));
  if (chain === undefined) return 'such as `y` of `observe y ~ hidden_markov(init, trans, …)`';
  return `did you mean \`${name}(${walkedOver(chain.statement) ?? chain.checked!.leftText})\`?`;
}
