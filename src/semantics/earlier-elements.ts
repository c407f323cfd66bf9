/** Declarations whose elements depend on earlier ones of the same declaration. */
import { distributions, vectorDistributions } from '../distributions/index.ts';
import type { Expression } from '../syntax/ast.ts';
import { type Affine, addMultiple, constantForm } from './affine.ts';
import { describeAxes, isVariableAxis } from './axes.ts';
import { type Context, type Distance, type OwnElements, quote, report } from './context.ts';
import { eventAxesOf, isDiscreteFamily } from './distribution-facts.ts';
import type { Head } from './heads.ts';
import { KnownFacts } from './known-facts.ts';
import { argumentsOf, visit } from './tree.ts';
import type {
  IndexNode,
  Recurrence,
  Stage,
  TypedDistribution,
  TypedExpression,
  ValueType,
} from './typed-model.ts';
import { INT, REAL } from './value-types.ts';

/**
 * What a declaration's distribution may use of the declaration itself; undefined where that is nothing.
 *
 * @param declared the type of the elements, where it is declared; else it is that of the distribution
 */
export function ownElements(
  name: string,
  head: Head | undefined,
  distribution: Expression,
  stage: Stage,
  declared?: ValueType,
): OwnElements | undefined {
  if (head === undefined || !head.hasBinders) return undefined;
  const type = declared ?? typeOfElements(distribution);
  if (type === undefined) return undefined;
  const { axes, headAxes } = head;
  const places = new Set(walkedPlaces(head));
  return { name, axes, headAxes, type, stage, places };
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

/** What the elements are, by the first family that is written; undefined of members of a dimension. */
function typeOfElements(distribution: Expression): ValueType | undefined {
  switch (distribution.kind) {
    case 'call': {
      const { callee, arguments: given } = distribution;
      const family = distributions.get(callee.text) ?? vectorDistributions.get(callee.text);
      if (family === undefined) return firstType(given.map(({ value }) => value));
      if (family.support.kind === 'category') return undefined;
      return isDiscreteFamily(family) ? INT : REAL;
    }
    case 'list':
      return firstType(distribution.elements);
    case 'if':
      return firstType([distribution.then, distribution.else]);
    case 'with':
      return typeOfElements(distribution.body);
    default:
      return undefined;
  }
}

function firstType(distributions: readonly Expression[]): ValueType | undefined {
  return distributions.map(typeOfElements).find((type) => type !== undefined);
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
    if (distance === undefined || !isAtLeastOne(distance, known)) own.places.delete(place);
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
  distances: Map<number, Distance[]>,
  picked: IndexNode,
  known: KnownFacts,
): boolean {
  for (const [place, soFar] of distances) {
    const form = distanceAlong(own, place, picked, known);
    const distance = form && distanceOf(form, known);
    if (distance !== undefined) soFar.push(distance);
    if (distance === undefined || !isOneWay(soFar)) distances.delete(place);
  }
  if (distances.size > 0) return true;
  const variable = variableOf(own);
  report(
    ctx,
    'not-an-earlier-element',
    picked.span,
    `${quote(ctx, picked.span, 'this')} is not surely an element of \`${own.name}\` that is there already; its elements are computed in order along one dimension`,
    {
      hint: `those that it uses must surely all stand before it, such as at \`${variable} - 1\`, or all after it`,
    },
  );
  return false;
}

function isOneWay(distances: readonly Distance[]): boolean {
  return distances.every(isBefore) || distances.every(isAfter);
}

const isBefore = (distance: Distance): boolean => distance === 'before' || Number(distance) > 0;
const isAfter = (distance: Distance): boolean => distance === 'after' || Number(distance) < 0;

/** Undefined where what stands there may be on either side, or the element itself. */
function distanceOf(form: Affine, known: KnownFacts): Distance | undefined {
  if (form.terms.size === 0) return form.constant;
  if (isAtLeastOne(form, known)) return 'before';
  return isAtLeastOne(addMultiple(constantForm(0), form, -1), known) ? 'after' : undefined;
}

const isAtLeastOne = (form: Affine, known: KnownFacts): boolean =>
  known.implies(addMultiple(form, constantForm(1), -1));

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
  const orders = [...(own.distances ?? [])].flatMap(([along, distances]) => {
    if (distances.length === 0) return [];
    const isKnown = distances.every((distance) => typeof distance === 'number');
    const lag = isKnown ? Math.max(...distances.map(Math.abs)) : undefined;
    return { along, reverse: isAfter(distances[0]!), lag };
  });
  // a known number of elements back takes less memory
  return orders.find(({ lag }) => lag !== undefined) ?? orders[0];
}

/**
 * The place along which elements are drawn in order, where the distribution uses earlier ones. Undefined,
 * with a report, where it uses elements of the same event.
 */
export function orderOfElements(
  ctx: Context,
  own: OwnElements | undefined,
  distribution: TypedDistribution,
): { readonly along?: number } | undefined {
  if (own === undefined) return {};
  const { name, headAxes, places } = own;
  const users = argumentsOf(distribution).filter((argument) => mentions(argument, name));
  if (users.length === 0) return {};
  const events = eventAxesOf(distribution, headAxes);
  const along = [...places].find((place) => !events.includes(headAxes[place]!));
  if (along !== undefined) return { along };
  report(
    ctx,
    'not-an-earlier-element',
    users[0]!.span,
    `${quote(ctx, users[0]!.span, 'this')} uses elements of the same event: \`${distribution.name}\` describes ${describeAxes(events)} of \`${name}\` together`,
    {
      hint: 'elements of earlier events can be used, along the dimensions before those of one event',
    },
  );
  return undefined;
}

/** Whether a declared value stands anywhere in an expression. */
export function mentions(expression: TypedExpression, name: string): boolean {
  let found = false;
  visit(expression, (part) => {
    if (part.kind === 'variable' && part.name === name) found = true;
  });
  return found;
}
