/** Random outputs whose elements depend on earlier ones of the same output. */
import { distributions } from '../distributions/index.ts';
import type { Expression } from '../syntax/ast.ts';
import { addMultiple, constantForm } from './affine.ts';
import { isVariableAxis } from './axes.ts';
import { type Context, type OwnElements, quote, report } from './context.ts';
import type { Head } from './heads.ts';
import { KnownFacts } from './known-facts.ts';
import { partsOf } from './tree.ts';
import type { IndexNode, TypedDistribution, TypedExpression } from './typed-model.ts';
import { INT, REAL } from './value-types.ts';

/** What an output's distribution may use of the output itself; undefined where that is nothing. */
export function ownElements(
  name: string,
  head: Head | undefined,
  distribution: Expression,
): OwnElements | undefined {
  if (head === undefined || !head.hasBinders) return undefined;
  const kind = supportKind(distribution);
  if (kind !== 'real' && kind !== 'integer') return undefined;
  const { axes, headAxes } = head;
  const places = new Set(headAxes.flatMap((axis, k) => (isVariableAxis(axis) ? [k] : [])));
  return { name, axes, headAxes, type: kind === 'real' ? REAL : INT, places };
}

function supportKind(distribution: Expression): string | undefined {
  switch (distribution.kind) {
    case 'call':
      return distributions.get(distribution.callee.text)?.support.kind;
    case 'if':
      return supportKind(distribution.then);
    case 'with':
      return supportKind(distribution.body);
    default:
      return undefined;
  }
}

/** The output as a whole where `expression`, the target of an index, is its name. */
export function ownTarget(ctx: Context, expression: Expression): TypedExpression | undefined {
  const { own } = ctx;
  if (own === undefined || expression.kind !== 'name' || expression.name !== own.name) {
    return undefined;
  }
  if (ctx.frames.length > 0 || ctx.locals.has(own.name)) return undefined;
  const { name, axes, type } = own;
  return { kind: 'variable', name, axes, type, stage: 'output', span: expression.span };
}

/**
 * Whether `picked`, elements of the output itself, surely comes before the element being defined along
 * a dimension along which all others so far do; if not, says so.
 */
export function areEarlier(ctx: Context, own: OwnElements, picked: IndexNode): boolean {
  const known = new KnownFacts(ctx.scope, ctx.guards);
  for (const place of [...own.places]) {
    const item = picked.items[place]!;
    const here = known.form(positionsAlong(own, place, picked));
    const there = item.kind === 'position' ? known.form(item.value) : undefined;
    const isBefore =
      here !== undefined &&
      there !== undefined &&
      known.implies(addMultiple(addMultiple(here, there, -1), constantForm(1), -1));
    if (!isBefore) own.places.delete(place);
  }
  if (own.places.size > 0) return true;
  const variable = own.headAxes.find(isVariableAxis)!.split('#')[0];
  report(
    ctx,
    'not-an-earlier-element',
    picked.span,
    `${quote(ctx, picked.span, 'this')} is not surely an earlier element of \`${own.name}\`; its elements are drawn in order along one dimension`,
    {
      hint: `an earlier one is at \`${variable} - 1\`: \`if ${variable} == 1 then … else …\``,
    },
  );
  return false;
}

function positionsAlong(own: OwnElements, place: number, { span }: IndexNode): TypedExpression {
  const dimension = own.axes[place]!;
  const type = { kind: 'index', dimension } as const;
  return { kind: 'positions', axes: [own.headAxes[place]!], type, stage: 'data', span };
}

/** Whether the arguments of an output's distribution use the output. */
export function usesOwn({ arguments: given }: TypedDistribution, name: string): boolean {
  const uses = (e: TypedExpression): boolean =>
    (e.kind === 'variable' && e.name === name) || partsOf(e).some(uses);
  return Object.values(given).some(uses);
}
