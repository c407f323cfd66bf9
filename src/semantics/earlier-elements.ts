/** Declarations whose elements depend on earlier ones of the same declaration. */
import { distributions } from '../distributions/index.ts';
import type { Expression } from '../syntax/ast.ts';
import { addMultiple, constantForm } from './affine.ts';
import { isVariableAxis } from './axes.ts';
import { type Context, type OwnElements, quote, report } from './context.ts';
import type { Head } from './heads.ts';
import { KnownFacts } from './known-facts.ts';
import { argumentsOf, visit } from './tree.ts';
import type {
  IndexNode,
  Recurrence,
  Stage,
  TypedDistribution,
  TypedExpression,
} from './typed-model.ts';
import { INT, REAL } from './value-types.ts';

/** What a declaration's distribution may use of the declaration itself; undefined where that is nothing. */
export function ownElements(
  name: string,
  head: Head | undefined,
  distribution: Expression,
  stage: Stage,
): OwnElements | undefined {
  if (head === undefined || !head.hasBinders) return undefined;
  const kind = supportKind(distribution);
  if (kind !== 'real' && kind !== 'integer') return undefined;
  const { axes, headAxes } = head;
  const places = new Set(walkedPlaces(head));
  return { name, axes, headAxes, type: kind === 'real' ? REAL : INT, stage, places };
}

/** What a value that is computed in order may use of itself. */
export function ownValues(
  name: string,
  head: Head | undefined,
  stage: Stage,
): OwnElements | undefined {
  if (head === undefined || !head.hasBinders) return undefined;
  const { axes, headAxes } = head;
  const distances = new Map(walkedPlaces(head).map((place) => [place, []]));
  return { name, axes, headAxes, type: REAL, stage, places: new Set(), distances };
}

function walkedPlaces({ headAxes }: Head): number[] {
  return headAxes.flatMap((axis, k) => (isVariableAxis(axis) ? [k] : []));
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

/** The declaration as a whole where `expression`, the target of an index, is its name. */
export function ownTarget(ctx: Context, expression: Expression): TypedExpression | undefined {
  const { own } = ctx;
  if (own === undefined || expression.kind !== 'name' || expression.name !== own.name) {
    return undefined;
  }
  if (ctx.frames.length > 0 || ctx.locals.has(own.name)) return undefined;
  const { name, axes, type, stage } = own;
  return { kind: 'variable', name, axes, type, stage, span: expression.span };
}

/**
 * Whether `picked`, elements of the declaration itself, surely comes before the element being defined
 * along a dimension along which all others so far do; if not, says so.
 */
export function areEarlier(ctx: Context, own: OwnElements, picked: IndexNode): boolean {
  const known = new KnownFacts(ctx.scope, ctx.guards);
  if (own.distances !== undefined) return areAtDistance(ctx, own, own.distances, picked, known);
  for (const place of [...own.places]) {
    const distance = distanceAlong(own, place, picked, known);
    const isBefore =
      distance !== undefined && known.implies(addMultiple(distance, constantForm(1), -1));
    if (!isBefore) own.places.delete(place);
  }
  if (own.places.size > 0) return true;
  const variable = variableOf(own);
  const how = own.stage === 'output' ? 'are drawn' : 'depend on each other';
  report(
    ctx,
    'not-an-earlier-element',
    picked.span,
    `${quote(ctx, picked.span, 'this')} is not surely an earlier element of \`${own.name}\`; its elements ${how} in order along one dimension`,
    {
      hint: `an earlier one is at \`${variable} - 1\`: \`if ${variable} == 1 then … else …\``,
    },
  );
  return false;
}

/** Whether elements that are computed in order, all earlier or all later, have what is picked. */
function areAtDistance(
  ctx: Context,
  own: OwnElements,
  distances: Map<number, number[]>,
  picked: IndexNode,
  known: KnownFacts,
): boolean {
  for (const [place, soFar] of distances) {
    const distance = distanceAlong(own, place, picked, known);
    const isFixed = distance !== undefined && distance.terms.size === 0;
    if (isFixed) soFar.push(distance.constant);
    if (!isFixed || !isOneWay(soFar)) distances.delete(place);
  }
  if (distances.size > 0) return true;
  const variable = variableOf(own);
  report(
    ctx,
    'not-an-earlier-element',
    picked.span,
    `${quote(ctx, picked.span, 'this')} is not surely an element of \`${own.name}\` that is there already; its elements are computed in order along one dimension`,
    {
      hint: `all that it uses of itself stand a fixed number of elements before, such as at \`${variable} - 1\`, or all after`,
    },
  );
  return false;
}

function isOneWay(distances: readonly number[]): boolean {
  return distances.every((d) => d > 0) || distances.every((d) => d < 0);
}

function variableOf({ headAxes }: OwnElements): string {
  return headAxes.find(isVariableAxis)!.split('#')[0]!;
}

/** How far before the element being defined what is picked stands. */
function distanceAlong(own: OwnElements, place: number, picked: IndexNode, known: KnownFacts) {
  const item = picked.items[place]!;
  const here = known.form(positionsAlong(own, place, picked));
  const there = item.kind === 'position' ? known.form(item.value) : undefined;
  return here && there && addMultiple(here, there, -1);
}

function positionsAlong(own: OwnElements, place: number, { span }: IndexNode): TypedExpression {
  const dimension = own.axes[place]!;
  const type = { kind: 'index', dimension } as const;
  return { kind: 'positions', axes: [own.headAxes[place]!], type, stage: 'data', span };
}

/** The order in which a value that uses elements of itself is computed; undefined where it uses none. */
export function recurrenceOf(own: OwnElements): Recurrence | undefined {
  for (const [along, distances] of own.distances ?? []) {
    if (distances.length === 0) return undefined;
    const reverse = distances[0]! < 0;
    return { along, reverse, lag: Math.max(...distances.map(Math.abs)) };
  }
  return undefined;
}

/** Whether the arguments of a distribution use the declaration. */
export function usesOwn(distribution: TypedDistribution, name: string): boolean {
  return argumentsOf(distribution).some((argument) => mentions(argument, name));
}

/** Whether a declared value stands anywhere in an expression. */
export function mentions(expression: TypedExpression, name: string): boolean {
  let found = false;
  visit(expression, (part) => {
    if (part.kind === 'variable' && part.name === name) found = true;
  });
  return found;
}
