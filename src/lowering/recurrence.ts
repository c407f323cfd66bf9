/**
 * Values that use earlier elements of themselves: `let e[t in time] = if t == 1 then … else … e[t - 1] …`.
 *
 * What does not use the value itself is computed for all elements at once. The first elements, as many
 * as the farthest look-back, are computed one by one; the others by a loop whose state is the last of
 * them, so that conditions on the index variable alone leave no branch in it. Where only data tell how
 * far back elements stand, the loop begins with the first element, and picks from its state. Within a
 * step the dimension has one member, and everything is lowered as it is elsewhere.
 */
import { evaluate } from '../engines/reference/evaluate.ts';
import type { Builder } from '../graph/builder.ts';
import { type LoopInputs, loopBody, scan } from '../graph/loop.ts';
import type { Node, Shape } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { mentions } from '../semantics/earlier-elements.ts';
import { partsOf } from '../semantics/tree.ts';
import type {
  Axis,
  IfNode,
  IndexNode,
  TypedExpression,
  TypedItem,
} from '../semantics/typed-expression.ts';
import type { Recurrence } from '../semantics/typed-model.ts';
import { alignFully } from './align.ts';
import { checkEarlier, checkPositions } from './check-positions.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';
import { lowerIndex } from './indexing.ts';
import { type LookBack, lookBackOf } from './look-back.ts';

interface SelfReferring {
  readonly name: string;
  readonly headAxes: readonly Axis[];
  readonly value: TypedExpression;
}

/** How the parts of the value are had at one element, or at the element of one step. */
interface Step {
  readonly environment: Environment;
  /** Of a part that does not use the value itself: the node, with one member along the dimension. */
  readonly independent: (part: TypedExpression) => Node;
  /** The element `distance` steps before, with one member along the dimension. */
  readonly previous: (distance: number) => Node;
  /** The last elements, as many as the farthest look-back, along the dimension. */
  readonly last: () => Node;
  /** What a condition is at all elements concerned, where it is the same. */
  readonly constantCondition: (condition: TypedExpression) => boolean | undefined;
}

/** The value, full shape, in the order of its head. */
export function lowerRecurrence(
  statement: SelfReferring,
  recurrence: Recurrence,
  outer: Environment,
): Node {
  return new RecurrenceLowering(statement, recurrence, outer).lower();
}

class RecurrenceLowering {
  private readonly statement: SelfReferring;
  private readonly recurrence: Recurrence;
  private readonly outer: Environment;
  private readonly axis: Axis;
  private readonly size: number;
  /** Of one element, the dimension at its place with one member. */
  private readonly elementShape: Shape;
  /** Where only data tell how far back elements stand. */
  private readonly lookBack: LookBack | undefined;
  private readonly lag: number;
  private readonly usesItself = new Map<TypedExpression, boolean>();

  constructor(statement: SelfReferring, recurrence: Recurrence, outer: Environment) {
    this.statement = statement;
    this.recurrence = recurrence;
    this.outer = outer;
    this.axis = statement.headAxes[recurrence.along]!;
    this.size = outer.sizeOfAxis(this.axis);
    this.elementShape = outer.shapeOf(statement.headAxes).with(recurrence.along, 1);
    const { name, value } = statement;
    this.lookBack =
      recurrence.lag === undefined
        ? lookBackOf(name, value, recurrence, this.axis, outer)
        : undefined;
    this.lag = recurrence.lag ?? this.lookBack!.farthest;
  }

  lower(): Node {
    const { lag, lookBack } = this;
    const { along, reverse } = this.recurrence;
    const b = this.outer.builder;
    if (this.size === 0) return b.constant(new Float64Array(0), this.elementShape.with(along, 0));
    if (lookBack !== undefined) {
      const nothing = b.broadcast(b.constant(0), this.elementShape);
      return this.loop(new Array<Node>(lag).fill(nothing), this.size);
    }
    const first: Node[] = [];
    for (let k = 0; k < Math.min(lag, this.size); k++) first.push(this.elementAt(k, first));
    const rest = this.size > lag ? [this.loop(first, this.size - lag)] : [];
    const parts = reverse ? [...rest, ...first.reverse()] : [...first, ...rest];
    return b.concatenate(parts, along);
  }

  /** The element that is computed as number `k`, from those before it. */
  private elementAt(k: number, before: readonly Node[]): Node {
    const place = this.recurrence.reverse ? this.size - 1 - k : k;
    const b = this.outer.builder;
    return this.element({
      environment: this.outer.forOneAlong(this.axis, b),
      independent: (part) => this.members(part, place, 1),
      // an element that is not there is one that no condition lets through
      previous: (distance) => before[k - distance] ?? b.broadcast(b.constant(0), this.elementShape),
      last: () => b.concatenate(before, this.recurrence.along),
      constantCondition: (condition) => this.sameAt(condition, place, 1),
    });
  }

  /** The elements of the last `steps` steps, which come after `first`, in the order of the dimension. */
  private loop(first: readonly Node[], steps: number): Node {
    const b = this.outer.builder;
    const { lag } = this;
    const { reverse } = this.recurrence;
    const from = reverse ? 0 : this.size - steps;
    const width = sizeOf(this.elementShape);
    const sliced: TypedExpression[] = [];
    const invariant: TypedExpression[] = [];
    this.collect(this.statement.value, from, steps, (part) => {
      const list = part.axes.includes(this.axis) ? sliced : invariant;
      if (!list.includes(part)) list.push(part);
    });
    const inputs: LoopInputs = {
      initial: b.concatenate(
        first.map((element) => b.reshape(element, [width])),
        0,
      ),
      sliced: sliced.map((part) => {
        const place = part.axes.indexOf(this.axis);
        const others = part.axes.flatMap((_, k) => (k === place ? [] : [k]));
        return b.transpose(this.members(part, from, steps), [place, ...others]);
      }),
      invariants: invariant.map((part) => lowerExpression(part, this.outer)),
    };
    const body = loopBody(inputs, (inner, state, slices, invariants) => {
      const known = new Map<TypedExpression, Node>();
      sliced.forEach((part, k) => {
        const shape = this.outer.shapeOf(part.axes);
        known.set(part, inner.reshape(slices[k]!, shape.with(part.axes.indexOf(this.axis), 1)));
      });
      invariant.forEach((part, k) => {
        known.set(part, invariants[k]!);
      });
      const element = this.element({
        environment: this.outer.forOneAlong(this.axis, inner),
        independent: (part) =>
          known.get(part) ?? inner.constant(evaluate([lowerExpression(part, this.outer)])[0]!),
        previous: (distance) =>
          inner.reshape(inner.slice(state, [(lag - distance) * width], [width]), this.elementShape),
        last: () => this.inOrder(inner, state, lag),
        constantCondition: (condition) => this.sameAt(condition, from, steps),
      });
      const kept = lag === 1 ? [] : [inner.slice(state, [width], [(lag - 1) * width])];
      const next = inner.concatenate([...kept, inner.reshape(element, [width])], 0);
      // the derivative needs the states: where they are emitted the loop need not run again for them
      return { next, emitted: next };
    });
    const { emitted } = scan(b, { ...inputs, steps, body, reverse });
    return this.inOrder(b, b.slice(emitted, [0, (lag - 1) * width], [steps, width]), steps);
  }

  /** `count` elements, one after the other, with the dimension at its place. */
  private inOrder(b: Builder, elements: Node, count: number): Node {
    const { along } = this.recurrence;
    const shape = this.elementShape;
    const stacked = b.reshape(elements, [count, ...shape.toSpliced(along, 1)]);
    const order = shape.map((_, k) => (k === along ? 0 : k < along ? k + 1 : k));
    return b.transpose(stacked, order);
  }

  /** Visits the parts that a step needs of what does not use the value itself. */
  private collect(
    e: TypedExpression,
    from: number,
    count: number,
    see: (part: TypedExpression) => void,
    seen = new Set<TypedExpression>(),
  ): void {
    if (seen.has(e)) return;
    seen.add(e);
    if (!this.uses(e)) {
      if (!isKnownNumber(e)) see(e);
      return;
    }
    for (const part of this.needed(e, (condition) => this.sameAt(condition, from, count))) {
      this.collect(part, from, count, see, seen);
    }
  }

  /** One element, the dimension at its place with one member. */
  private element(step: Step): Node {
    const { value, headAxes } = this.statement;
    this.prepare(value, step);
    const node = lowerExpression(value, step.environment);
    return alignFully(
      step.environment.builder,
      node,
      value.axes,
      headAxes,
      step.environment.shapeOf(headAxes),
    );
  }

  /** Makes known in the step's environment what cannot be lowered in it as elsewhere. */
  private prepare(e: TypedExpression, step: Step): void {
    const { environment } = step;
    if (environment.lowered.has(e)) return;
    if (!this.uses(e)) {
      environment.lowered.set(e, step.independent(e));
      return;
    }
    for (const part of this.needed(e, step.constantCondition)) this.prepare(part, step);
    if (e.kind === 'index') environment.lowered.set(e, this.indexed(e, step));
    const branch = e.kind === 'if' ? chosenBranch(e, step.constantCondition) : undefined;
    if (branch === undefined) return;
    const node = lowerExpression(branch, environment);
    const shape = environment.shapeOf(e.axes);
    environment.lowered.set(e, alignFully(environment.builder, node, branch.axes, e.axes, shape));
  }

  private indexed(e: IndexNode, step: Step): Node {
    e.items.forEach((item, k) => {
      if (item.kind === 'position') checkPositions(e, item.value, k, this.outer);
    });
    checkEarlier(e, this.outer);
    const { validWhere: _, earlier: __, ...picked } = e;
    const places = this.lookBack?.positions.get(e);
    if (places !== undefined) return this.fromLast(picked, places, step);
    if (this.isOwn(e.target)) {
      const { along, reverse } = this.recurrence;
      const item = e.items[along]!;
      const distance = this.distanceTo(item) * (reverse ? -1 : 1);
      const target = { ...e.target };
      step.environment.lowered.set(target, step.previous(distance));
      const positions: TypedExpression = {
        kind: 'positions',
        axes: [this.axis],
        type: e.target.type,
        stage: 'data',
        span: e.span,
      };
      const items = e.items.with(along, { kind: 'position', value: positions });
      return lowerIndex({ ...picked, target, items }, step.environment);
    }
    // the one member of the step stands for its position: such places are picked as data are
    const items = e.items.map((item): TypedItem => {
      if (item.kind !== 'position' || !item.value.axes.includes(this.axis)) return item;
      const { axes, type, stage, span } = item.value;
      const value: TypedExpression = {
        kind: 'rename',
        operand: item.value,
        axes,
        type,
        stage,
        span,
      };
      return { kind: 'position', value };
    });
    return lowerIndex({ ...picked, items }, step.environment);
  }

  /** What is picked from the last elements by positions along the dimension, too. */
  private fromLast(e: IndexNode, places: TypedExpression, step: Step): Node {
    const { environment } = step;
    const target = { ...e.target };
    environment.lowered.set(target, step.last());
    const items = e.items.with(this.recurrence.along, { kind: 'position', value: places });
    if (e.axes.includes(this.axis)) return lowerIndex({ ...e, target, items }, environment);
    // the dimension comes first among those of all positions
    const begin = items.findIndex((item) => item.kind === 'position' && item.value.axes.length > 0);
    const before = items.slice(0, begin).filter(({ kind }) => kind === 'all').length;
    const axes = e.axes.toSpliced(before, 0, this.axis);
    const node = lowerIndex({ ...e, target, items, axes }, environment);
    return environment.builder.reshape(node, environment.shapeOf(e.axes));
  }

  /** How far before the position of the index variable an item stands: the same at all elements. */
  private distanceTo(item: TypedItem): number {
    if (item.kind !== 'position') throw new Error('an element without a position');
    const [position] = evaluate([lowerExpression(item.value, this.outer)]);
    return 1 - position![0]!;
  }

  /** The parts of an expression that a step evaluates. */
  private needed(
    e: TypedExpression,
    constantCondition: Step['constantCondition'],
  ): readonly TypedExpression[] {
    if (e.kind === 'if') {
      const branch = chosenBranch(e, constantCondition);
      return branch === undefined ? partsOf(e) : [branch];
    }
    if (e.kind === 'index') {
      const isOwn = this.isOwn(e.target);
      const positions = e.items.flatMap((item, k) => {
        if (item.kind !== 'position') return [];
        const isStep = isOwn && k === this.recurrence.along;
        if (!isStep) return [item.value];
        const places = this.lookBack?.positions.get(e);
        return places === undefined ? [] : [places];
      });
      return isOwn ? positions : [e.target, ...positions];
    }
    if (e.kind !== 'reduce') return partsOf(e);
    const ends = e.over.flatMap((axis) => {
      const range = this.outer.varyingRange(axis);
      return range === undefined ? [] : [range.from, range.to];
    });
    return [e.operand, ...ends];
  }

  /** Members of a part from place `begin` on, along the dimension if it has it. */
  private members(part: TypedExpression, begin: number, count: number): Node {
    const node = lowerExpression(part, this.outer);
    const place = part.axes.indexOf(this.axis);
    if (place < 0) return node;
    const start = node.shape.map((_, k) => (k === place ? begin : 0));
    return this.outer.builder.slice(node, start, node.shape.with(place, count));
  }

  /** What a condition on data is at these members, where it is the same at all of them. */
  private sameAt(condition: TypedExpression, begin: number, count: number): boolean | undefined {
    if (condition.stage !== 'data' && condition.stage !== 'constant') return undefined;
    const [values] = evaluate([this.members(condition, begin, count)]);
    const holds = values![0] !== 0;
    return values!.every((value) => (value !== 0) === holds) ? holds : undefined;
  }

  private isOwn(e: TypedExpression): boolean {
    return e.kind === 'variable' && e.name === this.statement.name;
  }

  private uses(e: TypedExpression): boolean {
    const known = this.usesItself.get(e);
    if (known !== undefined) return known;
    const found = mentions(e, this.statement.name);
    this.usesItself.set(e, found);
    return found;
  }
}

/** Numbers of data, which may also say how something is lowered, are constants in every step. */
function isKnownNumber({ axes, stage }: TypedExpression): boolean {
  return axes.length === 0 && (stage === 'data' || stage === 'constant');
}

function chosenBranch(
  e: IfNode,
  constantCondition: Step['constantCondition'],
): TypedExpression | undefined {
  const holds = constantCondition(e.condition);
  if (holds === undefined) return undefined;
  return holds ? e.then : e.else;
}
