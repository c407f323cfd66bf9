/** Declarations whose elements depend on earlier ones of the same declaration. */
import { distributions, vectorDistributions } from '../distributions/index.ts';
import type { Expression } from '../syntax/ast.ts';
import { type Affine, addMultiple, constantForm } from './affine.ts';
import { describeAxes, isVariableAxis } from './axes.ts';
import { type Context, type Distance, type OwnElements, quote, report } from './context.ts';
import { eventAxesOf, isDiscreteFamily } from './distribution-facts.ts';
import type { Head } from './heads.ts';
import { KnownFacts } from './known-facts.ts';
import { conditionsOn } from './position-range.ts';
import { argumentsOf, visit } from './tree.ts';
import type {
  IndexNode,
  PositionsNode,
  Stage,
  TypedDistribution,
  TypedExpression,
  TypedItem,
  ValueType,
} from './typed-expression.ts';
import type { Recurrence } from './typed-model.ts';
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
export function ownValues(name: string, head: Head | undefined): OwnElements | undefined {
  if (head === undefined || !head.hasBinders) return undefined;
  const { axes, headAxes } = head;
  const distances = new Map(walkedPlaces(head).map((place) => [place, []]));
  // drawn outputs that it uses make it one that depends on them all the same
  return {
    name,
    axes,
    headAxes,
    type: REAL,
    stage: 'parameter',
    places: new Set(),
    distances,
  };
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
 * `picked`, elements of the declaration itself, where it comes before the element being defined along a
 * dimension along which all others so far do, surely or as far as data will tell. Undefined, with a
 * report, where it does not.
 */
export function asEarlier(
  ctx: Context,
  own: OwnElements,
  picked: IndexNode,
): IndexNode | undefined {
  const known = new KnownFacts(ctx.scope, ctx.guards);
  if (own.distances !== undefined) return atDistance(ctx, own, own.distances, picked, known);
  const sure = [...own.places].filter((place) => {
    const distance = distanceAlong(own, place, picked, known);
    return distance !== undefined && isAtLeastOne(distance, known);
  });
  const told = sure.length > 0 ? undefined : placeToldByData(own, own.places, picked, known);
  const kept = told === undefined ? sure : [told];
  for (const place of [...own.places]) if (!kept.includes(place)) own.places.delete(place);
  if (own.places.size > 0) return withEarlier(ctx, own, picked, told);
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
  return undefined;
}

/** What is picked of elements that are computed in order, all earlier or all later. */
function atDistance(
  ctx: Context,
  own: OwnElements,
  distances: Map<number, Distance[]>,
  picked: IndexNode,
  known: KnownFacts,
): IndexNode | undefined {
  const fitting = new Map<number, Distance>();
  for (const [place, soFar] of distances) {
    const form = distanceAlong(own, place, picked, known);
    const distance = form && distanceOf(form, known);
    if (distance !== undefined && isOneWay([...soFar, distance])) fitting.set(place, distance);
  }
  let told: number | undefined;
  if (fitting.size === 0) {
    const forward = [...distances].flatMap(([place, soFar]) =>
      soFar.every(isBefore) ? place : [],
    );
    told = placeToldByData(own, forward, picked, known);
    if (told !== undefined) fitting.set(told, 'before');
  }
  for (const [place, soFar] of [...distances]) {
    const distance = fitting.get(place);
    if (distance === undefined) distances.delete(place);
    else soFar.push(distance);
  }
  if (distances.size > 0) return withEarlier(ctx, own, picked, told);
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
  return undefined;
}

/** The place at which `picked` stands where values of data say, and not only index variables and sizes. */
function placeToldByData(
  own: OwnElements,
  places: Iterable<number>,
  picked: IndexNode,
  known: KnownFacts,
): number | undefined {
  return [...places].find((place) => {
    const item = picked.items[place]!;
    if (item.kind !== 'position' || item.value.stage !== 'data') return false;
    const form = distanceAlong(own, place, picked, known);
    const symbols = [...(form?.terms.keys() ?? [])].map((key) => known.symbols.get(key)!.kind);
    return form === undefined || symbols.some((kind) => kind !== 'positions' && kind !== 'size');
  });
}

function withEarlier(
  ctx: Context,
  own: OwnElements,
  picked: IndexNode,
  along: number | undefined,
): IndexNode {
  if (along === undefined) return picked;
  const item = picked.items[along] as Extract<TypedItem, { kind: 'position' }>;
  const here = positionsAlong(own, along, picked);
  const axes = [...new Set([...item.value.axes, ...here.axes])];
  const where = conditionsOn(ctx, { ...item.value, axes });
  return { ...picked, earlier: { along, here, where } };
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

function positionsAlong(own: OwnElements, place: number, { span }: IndexNode): PositionsNode {
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
