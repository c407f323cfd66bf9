/** `hidden_markov(init, trans, D)`. */
import { describeAxes, listLength, shapeInWords } from '../axes.ts';
import { plainAxes, rename } from '../broadcast.ts';
import { type Context, quote, report, silently } from '../context.ts';
import { eventAxesOf } from '../distribution-facts.ts';
import { checkDistribution } from '../distributions.ts';
import { varyingParts } from '../log-densities.ts';
import type { Axis, TypedExpression } from '../typed-expression.ts';
import { type CheckCombinator, combine, ownDimension } from './combining.ts';

export const checkHiddenMarkov: CheckCombinator = (ctx, combined, outcome) => {
  const { signature, given, distribution, call } = combined;
  const [init, trans] = [given.get('init'), given.get('trans')];
  if (init === undefined || trans === undefined) return undefined;
  const candidates = [
    ...plainAxes(trans.axes),
    ...varyingParts(silently(ctx), distribution).flatMap(({ axes }) => axes),
  ];
  const own = ownDimension(ctx, signature, 'init', init, candidates, outcome);
  if (own === undefined) return undefined;
  const square = transitions(ctx, trans, own.axis);
  const inner = {
    ...outcome,
    axes: [own.axis, ...outcome.axes],
    summed: [own.axis, ...(outcome.summed ?? [])],
  };
  const part = checkDistribution(ctx, distribution, inner);
  if (part === undefined || square === undefined) return undefined;
  const emitted = eventAxesOf(part, inner.axes);
  const along = outcome.axes.filter((axis) => !emitted.includes(axis)).at(-1);
  if (along === undefined) {
    report(
      ctx,
      'dimension-needed',
      call.span,
      `\`hidden_markov\` is a chain along the last dimension of the left side${emitted.length > 0 ? ` before ${describeAxes(emitted)}, which one state emits together` : ''}; \`${outcome.text}\` has no such dimension`,
    );
    return undefined;
  }
  const named = {
    ...combined,
    given: new Map([
      ['init', own.value],
      ['trans', square],
    ]),
  };
  return combine(ctx, named, outcome, [part], [own.axis, along], { trans: [along] });
};

/** The transition probabilities, whose last two dimensions are those of the state. */
function transitions(
  ctx: Context,
  trans: TypedExpression,
  state: Axis,
): TypedExpression | undefined {
  const plain = plainAxes(trans.axes);
  const last = plain.slice(-2);
  const size = listLength(state) ?? ctx.scope.sizeOf(state);
  const isState = (axis: Axis): boolean =>
    axis === state ||
    (listLength(axis) !== undefined && (size ?? listLength(axis)) === listLength(axis));
  if (last.length === 2 && last.every(isState)) {
    const first = trans.axes.length - 2;
    return rename(
      trans,
      trans.axes.map((axis, k) => (k < first ? axis : state)),
    );
  }
  report(
    ctx,
    'matrix-not-square',
    trans.span,
    `\`trans\` of \`hidden_markov\` holds a probability for each state and the next, ${describeAxes([state, state])}; ${quote(ctx, trans.span, 'this')} ${shapeInWords(plain)}`,
  );
  return undefined;
}
