/**
 * Priors far from the scale of the data they meet: where an observed value has a location that is linear in the
 * parameters, what the priors say of it, by draws, is compared with the values.
 */
import type { BoundData } from '../binding/bound-data.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { referenceEngine } from '../engines/reference/engine.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { graphOf } from '../graph/collect.ts';
import { type Node, sizeOf, type TensorData } from '../graph/node.ts';
import { definitionOf } from '../lowering/distribution.ts';
import { lowerExpression } from '../lowering/expression.ts';
import type { LoweredModel } from '../lowering/model.ts';
import { observedMask } from '../lowering/observe.ts';
import { Random } from '../random/random.ts';
import { allows } from '../semantics/allowed-warnings.ts';
import type { TypedExpression } from '../semantics/typed-expression.ts';
import type { TypedModel, TypedObserve, TypedOutput } from '../semantics/typed-model.ts';
import type { WarningCode } from '../semantics/warning-codes.ts';
import { bearsOnPrior } from './prior-points.ts';
import { Simulation } from './simulation.ts';

const CODE = 'prior-far-from-data' satisfies WarningCode;

/** How many times as far or as wide as the other is too much. */
const FAR = 1000;
/** Enough to see a factor of a thousand. */
const DRAWS = 25;
/** Models with more numbers are not looked at: a warning should cost next to nothing. */
const MOST_NUMBERS = 100_000;

/** Where the middle two thirds of some numbers are. */
interface Place {
  readonly centre: number;
  /** Half of the width, a standard deviation of normal ones. */
  readonly spread: number;
}

/** An observed value and its location. */
interface Meeting {
  readonly statement: TypedObserve;
  readonly location: TypedExpression;
}

/** One warning for each `observe` whose priors are far away. */
export function priorScaleWarnings(
  typed: TypedModel,
  bound: BoundData,
  lowered: LoweredModel,
): Diagnostic[] {
  const numbers = lowered.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const meetings = numbers > MOST_NUMBERS ? [] : meetingsOf(typed, lowered);
  if (meetings.length === 0) return [];
  const places = priorPlaces(typed, bound, meetings);
  return meetings.flatMap(({ statement, location }, k) => {
    const prior = places?.[k];
    const data = dataPlace(statement, lowered);
    if (prior === undefined || data === undefined) return [];
    const message = mismatch(typed, statement, location, prior, data);
    if (message === undefined || allows(typed.allowances, CODE, statement.span)) return [];
    return [{ code: CODE, severity: 'warning', span: location.span, ...message }];
  });
}

/** Where a location is linear in parameters; nothing bounds what others do at draws of their priors. */
function meetingsOf({ statements }: TypedModel, { environment, parameters }: LoweredModel) {
  const values = new Set(parameters.map(({ value }) => value));
  return statements.flatMap((statement): Meeting[] => {
    if (statement.kind !== 'observe' || statement.distribution.kind !== 'family') return [];
    const { locationScale } = definitionOf(statement.distribution) ?? {};
    const location = locationScale && statement.distribution.arguments[locationScale.location];
    if (location === undefined || location.axes.some((axis) => !statement.left.axes.includes(axis)))
      return [];
    const node = lowerExpression(location, environment);
    if (sizeOf(node.shape) > MOST_NUMBERS) return [];
    return degreeIn(values, node) === 1 ? [{ statement, location }] : [];
  });
}

/** Ops that are linear in all of their inputs together. */
const LINEAR = new Set(
  'add subtract negate reshape transpose broadcast concatenate slice pad sum cumulativeSum'.split(
    ' ',
  ),
);

/** 0 where a node does not depend on the values, 1 where it is linear in them, else 2. */
function degreeIn(values: ReadonlySet<Node>, output: Node): number {
  const degrees = new Map<Node, number>();
  for (const node of graphOf({ output }).nodes) {
    const [first = 0, ...others] = node.inputs.map((input) => degrees.get(input)!);
    const rest = Math.max(0, ...others);
    const highest = Math.max(first, rest);
    if (values.has(node)) degrees.set(node, 1);
    else if (highest === 0 || LINEAR.has(node.op)) degrees.set(node, highest);
    else if (node.op === 'multiply' || node.op === 'matmul') degrees.set(node, first + rest);
    else if (node.op === 'divide' || node.op === 'gather') degrees.set(node, first + 2 * rest);
    else degrees.set(node, 2);
  }
  return degrees.get(output)!;
}

/** What the priors say of each location; undefined where something cannot be drawn. */
function priorPlaces(
  typed: TypedModel,
  bound: BoundData,
  meetings: readonly Meeting[],
): (Place | undefined)[] | undefined {
  const outputs = meetings.map(
    ({ location }, k): TypedOutput => ({
      kind: 'output',
      name: nameOf(k),
      nameSpan: location.span,
      span: location.span,
      axes: location.axes,
      headAxes: location.axes,
      value: location,
    }),
  );
  const statements = [...typed.statements.filter(bearsOnPrior), ...outputs];
  const simulation = new Simulation({ ...typed, statements }, bound, referenceEngine);
  try {
    if (simulation.withoutPriorDraws.size > 0) return undefined;
    const random = Random.fromSeed(1);
    const drawn = meetings.map((): number[] => []);
    for (let draw = 0; draw < DRAWS; draw++) {
      const values = simulation.run(new Map(), random.stream(draw));
      drawn.forEach((all, k) => {
        addSome(all, values[nameOf(k)]);
      });
    }
    return drawn.map(placeOf);
  } finally {
    simulation.dispose();
  }
}

const nameOf = (meeting: number): string => `location ${meeting}`;

/** Up to so many numbers of each draw. */
const MOST_OF_A_DRAW = 100;

function addSome(all: number[], values: TensorData): void {
  const step = Math.ceil(values.length / MOST_OF_A_DRAW);
  for (let k = 0; k < values.length; k += step) all.push(values[k]);
}

function placeOf(values: readonly number[]): Place | undefined {
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (finite.length === 0 || 2 * finite.length < values.length) return undefined;
  const quantile = (share: number): number => finite[Math.floor(share * (finite.length - 1))];
  return { centre: quantile(0.5), spread: (quantile(5 / 6) - quantile(1 / 6)) / 2 };
}

/** Mean and standard deviation of what was observed; undefined where nothing was. */
function dataPlace(statement: TypedObserve, { environment }: LoweredModel): Place | undefined {
  const { left } = statement;
  const mask = observedMask(statement, environment);
  const b = environment.builder;
  const shape = environment.shapeOf(left.axes);
  const [values, present] = evaluate([
    b.broadcast(lowerExpression(left, environment), shape),
    mask === undefined ? b.broadcast(b.constant(1), shape) : b.broadcast(mask.mask, shape),
  ]);
  const seen = Array.from(values).filter((value, k) => present[k] !== 0 && Number.isFinite(value));
  if (seen.length === 0) return undefined;
  const centre = seen.reduce((sum, value) => sum + value, 0) / seen.length;
  const squares = seen.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return { centre, spread: Math.sqrt(squares / seen.length) };
}

function mismatch(
  { source }: TypedModel,
  { leftText }: TypedObserve,
  { span }: TypedExpression,
  prior: Place,
  data: Place,
): { readonly message: string; readonly hint: string } | undefined {
  const distance = Math.abs(prior.centre - data.centre);
  const isFar = prior.spread > 0 && distance > FAR * prior.spread;
  // of one value, or of equal ones, nobody knows how far others would be
  const size = Math.max(data.spread, Math.abs(data.centre));
  const isWide = data.spread > 0 && prior.spread > FAR * size;
  if (!isFar && !isWide) return undefined;
  const written = source.text.slice(span.start, span.end).replace(/\s+/g, ' ');
  const inWords = ({ centre, spread }: Place): string => `${rounded(centre)} ± ${rounded(spread)}`;
  const how = isFar ? 'as far away as they are wide' : 'as wide as the data are large';
  return {
    message: `the priors have \`${written}\` at ${inWords(prior)}, where \`${leftText}\` is ${inWords(data)}: more than ${FAR} times ${how}`,
    hint: isFar
      ? 'give the parameters priors that reach the data, or take the data in other units'
      : 'give the parameters priors of the size that you think possible, or take the data in other units',
  };
}

const rounded = (value: number): number => Number(value.toPrecision(2));
