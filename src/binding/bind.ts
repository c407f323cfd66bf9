import { type Shape, sizeOf } from '../graph/node.ts';
import { visit } from '../semantics/tree.ts';
import type { TypedExpression } from '../semantics/typed-expression.ts';
import type { TypedData, TypedDimension, TypedModel } from '../semantics/typed-model.ts';
import { arrange, broadcastByName, inOrderOfCells, type Places, placesOfCells } from './arrange.ts';
import { bindDimension, type DeclaredMembers } from './bind-dimension.ts';
import {
  type BoundData,
  type BoundDimension,
  type BoundValue,
  isMissingCell,
} from './bound-data.ts';
import { type Limit, type Limits, readNumbers, readPositions } from './cells.ts';
import {
  addKnownMembers,
  collectEvidence,
  type DimensionEvidence,
  type KnownMembers,
} from './evidence.ts';
import { sizeFromFlat } from './flat-size.ts';
import type { GivenInput } from './given-input.ts';
import type { DataInputs } from './inputs.ts';
import { Problems } from './problems.ts';
import { readInputs } from './read-inputs.ts';
import { modelExpressions, references } from './references.ts';
import { type SizeMisfit, sizeMisfits } from './size-misfits.ts';
import { counted, listed } from './words.ts';

/** Computes an expression of data alone from what is bound so far. */
export type Evaluate = (expression: TypedExpression, bound: BoundData) => BoundValue;

/**
 * Binds data to a model: sizes and labels of its dimensions, and the values of its inputs, each
 * checked against its type.
 *
 * @param mayMiss inputs that need not be given: all their cells are then missing
 * @param known members of dimensions, which count where no input says anything but those that may miss
 * @throws DataError with every mismatch found.
 */
export function bind(
  model: TypedModel,
  inputs: DataInputs,
  evaluate: Evaluate,
  mayMiss: ReadonlySet<string> = new Set(),
  known: ReadonlyMap<string, KnownMembers> = new Map(),
): BoundData {
  return new Binding(model, inputs, evaluate, mayMiss, known).run();
}

type Outcome = 'done' | 'waiting';

/**
 * One run of binding. Dimensions and inputs may need each other (`dim step = size(time) - 1`,
 * `= default`), so each is bound as soon as all that it needs is.
 */
class Binding {
  private readonly model: TypedModel;
  private readonly evaluateExpression: Evaluate;
  private readonly mayMiss: ReadonlySet<string>;
  private readonly problems = new Problems();
  private readonly notes: string[] = [];
  private readonly dimensions = new Map<string, BoundDimension>();
  private readonly values = new Map<string, BoundValue>();
  private readonly given: ReadonlyMap<string, GivenInput>;
  private readonly evidence: ReadonlyMap<string, DimensionEvidence>;
  /** Inputs and dimensions that cannot be bound, for a reason that `problems` has. */
  private readonly failedInputs: Set<string>;
  private readonly failedDimensions = new Set<string>();

  constructor(
    model: TypedModel,
    inputs: DataInputs,
    evaluate: Evaluate,
    mayMiss: ReadonlySet<string>,
    known: ReadonlyMap<string, KnownMembers>,
  ) {
    this.model = model;
    this.evaluateExpression = evaluate;
    this.mayMiss = mayMiss;
    const read = readInputs(model, inputs, this.problems, this.notes, mayMiss);
    this.given = read.given;
    this.failedInputs = new Set(read.failed);
    this.evidence = collectEvidence(model, this.given, read.memberLabels);
    addKnownMembers(this.evidence, known, mayMiss);
  }

  run(): BoundData {
    let pending = this.model.statements.filter((s) => s.kind === 'dim' || s.kind === 'data');
    for (let before = -1; pending.length !== before; ) {
      before = pending.length;
      pending = pending.filter(
        (s) => (s.kind === 'dim' ? this.bindDimension(s) : this.bindInput(s)) === 'waiting',
      );
    }
    for (const statement of pending) this.tellWhyPending(statement);
    for (const expression of modelExpressions(this.model)) {
      for (const { dimension, message, hint } of this.misfits(expression)) {
        this.problems.add(dimension, message, hint === undefined ? {} : { hint });
      }
    }
    this.problems.throwIfAny();
    return this.bound();
  }

  private bound(): BoundData {
    return { dimensions: this.dimensions, values: this.values, notes: this.notes };
  }

  private bindDimension(dimension: TypedDimension): Outcome {
    const { name } = dimension;
    const evidence = this.evidence.get(name)!;
    const declared = this.declaredMembers(dimension, evidence);
    if (declared === 'waiting') return 'waiting';
    const outcome =
      declared === 'wrong'
        ? 'wrong'
        : bindDimension(dimension, declared, evidence, this.problems, this.notes);
    if (outcome === 'unsized') return 'waiting';
    if (outcome === 'wrong') this.failedDimensions.add(name);
    else this.dimensions.set(name, outcome);
    return 'done';
  }

  /** What the model, or else a flat array of known total size, says of a dimension. */
  private declaredMembers(
    { name, definition }: TypedDimension,
    evidence: DimensionEvidence,
  ): DeclaredMembers | 'waiting' | 'wrong' {
    switch (definition.kind) {
      case 'labels':
        return { labels: definition.labels };
      case 'size': {
        const size = this.number(definition.size);
        if (size === undefined) return 'waiting';
        if (Number.isSafeInteger(size) && size >= 0) return { size };
        this.problems.add(
          name,
          `The size of \`dim ${name}\` is ${size}, not a whole number from 0.`,
        );
        return 'wrong';
      }
      case 'integers': {
        const from = this.number(definition.from);
        const to = definition.to === undefined ? undefined : this.number(definition.to);
        if (from === undefined) return 'waiting';
        if (to === undefined && definition.to !== undefined) return 'waiting';
        const wrong = [from, to ?? from].find((end) => !Number.isSafeInteger(end));
        if (wrong !== undefined) {
          this.problems.add(
            name,
            `The labels of \`dim ${name}\` go from or to ${wrong}, not a whole number.`,
          );
          return 'wrong';
        }
        if (to === undefined) return { from };
        const size = Math.max(0, to - from + 1);
        return { labels: Array.from({ length: size }, (_, k) => String(from + k)) };
      }
      case 'sub': {
        const base = this.dimensions.get(definition.base);
        const [from, to] = [this.number(definition.from), this.number(definition.to)];
        if (base === undefined || from === undefined || to === undefined) return 'waiting';
        if (!(from >= 1 && to <= base.size && from <= to)) {
          this.problems.add(
            name,
            `\`dim ${name}\` takes the members ${from} to ${to} of \`${base.name}\`, which has ${counted(base.size, 'member')}.`,
          );
          return 'wrong';
        }
        const labels = base.labels?.slice(from - 1, to);
        return labels === undefined ? { size: to - from + 1 } : { labels };
      }
      case 'data': {
        if (evidence.sizes.length + evidence.keys.length + evidence.indexes.length > 0) return {};
        for (const given of this.given.values()) {
          if (!given.isFlat) continue;
          const size = sizeFromFlat(given, name, this.dimensions);
          if (size !== undefined) return { size };
        }
        return {};
      }
    }
  }

  private bindInput(declaration: TypedData): Outcome {
    const { name, axes, type } = declaration;
    const given = this.given.get(name);
    if (this.failedInputs.has(name)) return 'done';
    const over = axes.map((axis) => this.dimensions.get(axis));
    const into = type.dimension === undefined ? undefined : this.dimensions.get(type.dimension);
    if (!over.every((d) => d !== undefined)) return 'waiting';
    if (type.dimension !== undefined && into === undefined) return 'waiting';
    const input = given ?? this.defaultInput(declaration, over);
    if (input === undefined) {
      if (declaration.defaultValue !== undefined || !this.mayMiss.has(name)) return 'waiting';
      this.values.set(name, allMissing(declaration, over));
      return 'done';
    }
    const places = placesOfCells(input, over);
    const shape = over.map(({ size }) => size);
    const limits = this.limits(declaration, places && { places, shape });
    if (limits === undefined) return 'waiting';
    if (hasNaN(limits)) {
      this.problems.add(name, `A bound of \`${name}: ${type.words}\` is not a number.`);
      this.failedInputs.add(name);
      return 'done';
    }
    const problemsBefore = this.problems.count;
    const data =
      into === undefined
        ? readNumbers(input, limits, this.problems)
        : // a default is computed by the model, where an index is a position
          readPositions(input, given === undefined ? withoutLabels(into) : into, this.problems);
    const value = places && { shape, data: arrange(data, places) };
    if (value === undefined && input.isFlat) this.tellFlat(input, over);
    if (value === undefined || this.problems.count > problemsBefore) this.failedInputs.add(name);
    else this.set(declaration, value);
    return 'done';
  }

  private set({ name, type }: TypedData, value: BoundValue): void {
    this.values.set(name, value);
    if (type.optional !== true) return;
    let missing = 0;
    for (const cell of value.data) {
      if (isMissingCell(cell, value)) missing += 1;
    }
    if (missing === 0) return;
    const isObserved = this.model.statements.some(
      (s) => s.kind === 'observe' && mentions(s.left, name),
    );
    this.notes.push(
      `${counted(missing, 'cell')} of \`${name}\` (of ${value.data.length}) ${missing === 1 ? 'is' : 'are'} missing${isObserved ? `; \`observe\` leaves ${missing === 1 ? 'it' : 'them'} out` : ''}.`,
    );
  }

  private defaultInput(
    declaration: TypedData,
    over: readonly BoundDimension[],
  ): GivenInput | undefined {
    const { axes, defaultValue } = declaration;
    if (defaultValue === undefined || !this.isReady(defaultValue)) return undefined;
    const shape = over.map(({ size }) => size);
    const computed = this.evaluateExpression(defaultValue, this.bound());
    return {
      declaration,
      cells: broadcastByName(computed, defaultValue.axes, axes, shape),
      sizes: shape,
      keys: axes.map(() => undefined),
      isFlat: false,
      place: 'its default value',
    };
  }

  /**
   * The limits of the cells of an input, `undefined` while something they refer to is not bound.
   *
   * @param cells where the cells belong; absent where they do not fit, so that limits that vary are none
   */
  private limits(
    { type, axes }: TypedData,
    cells?: { readonly places: Places; readonly shape: Shape },
  ): Limits | undefined {
    const limit = (end: TypedExpression | undefined, none: number): Limit | undefined => {
      if (end === undefined) return none;
      if (end.axes.length === 0) return this.number(end);
      if (!this.isReady(end)) return undefined;
      if (cells === undefined) return none;
      const value = this.evaluateExpression(end, this.bound());
      return inOrderOfCells(broadcastByName(value, end.axes, axes, cells.shape), cells.places);
    };
    const lower = limit(type.lower, Number.NEGATIVE_INFINITY);
    const upper = limit(type.upper, Number.POSITIVE_INFINITY);
    if (lower === undefined || upper === undefined) return undefined;
    return { lower, upper, lowerOpen: type.lowerOpen ?? false };
  }

  /** A scalar expression's value, `undefined` while something it refers to is not bound. */
  private number(expression: TypedExpression): number | undefined {
    return this.isReady(expression)
      ? this.evaluateExpression(expression, this.bound()).data[0]
      : undefined;
  }

  private isReady(expression: TypedExpression): boolean {
    const { dimensions, data } = references(expression, this.model);
    return (
      [...dimensions].every((name) => this.dimensions.has(name)) &&
      [...data].every((name) => this.values.has(name)) &&
      this.misfits(expression).length === 0
    );
  }

  private misfits(expression: TypedExpression): SizeMisfit[] {
    return sizeMisfits(expression, this.dimensions, this.model.source);
  }

  private tellFlat({ declaration, cells }: GivenInput, over: readonly BoundDimension[]): void {
    const sizes = over.map(({ size }) => size);
    this.problems.add(
      declaration.name,
      `\`${declaration.name}\` has ${counted(cells.length, 'value')}, but [${declaration.axes.join(', ')}] is ${sizes.join(' × ')} = ${sizes.reduce((a, b) => a * b, 1)}.`,
    );
  }

  /** What is still pending either lacks a size or needs something that failed or lacks one. */
  private tellWhyPending(statement: TypedDimension | TypedData): void {
    const { name } = statement;
    if (statement.kind === 'data') {
      const given = this.given.get(name);
      const limits = this.limits(statement);
      if (limits === undefined || hasNaN(limits)) return;
      // its shape cannot be known, but its cells can be checked
      if (given !== undefined && statement.type.kind !== 'index') {
        readNumbers(given, limits, this.problems);
      }
      return;
    }
    const { definition } = statement;
    if (definition.kind !== 'data' && definition.kind !== 'integers') return;
    if (definition.kind === 'integers') {
      if (definition.to !== undefined || !this.isReady(definition.from)) return;
    }
    const over = this.model.statements.filter(
      (s) => s.kind === 'data' && (s.axes.includes(name) || s.type.dimension === name),
    ) as TypedData[];
    const isTold = (input: TypedData): boolean =>
      this.failedInputs.has(input.name) ||
      input.axes.some((axis) => this.failedDimensions.has(axis));
    if (over.some(isTold)) return;
    this.problems.add(name, `Nothing in the data gives the size of \`dim ${name}\`.`, {
      hint: this.sizeHint(name, over),
    });
  }

  private sizeHint(name: string, over: readonly TypedData[]): string {
    if (over.length === 0) {
      return `give its size in the model, \`dim ${name} = 5\`, or declare data over it`;
    }
    const flat = over.find((input) => this.given.get(input.name)?.isFlat);
    if (flat === undefined) return `give a value for ${listed(over.map((input) => input.name))}`;
    const { length } = this.given.get(flat.name)!.cells;
    const others = flat.axes.filter((axis) => axis !== name);
    const sizes = others.map((axis) => this.dimensions.get(axis)?.size);
    return sizes.includes(undefined)
      ? `\`${flat.name}\` is one flat array: give it as an array of rows`
      : `\`${flat.name}\` is one flat array of ${counted(length, 'value')}, which do not fill [${flat.axes.join(', ')}] with ${others.map((axis, k) => `${sizes[k]} over \`${axis}\``).join(', ')}`;
  }
}

/** The value of an input of which no cell is given. */
function allMissing({ type }: TypedData, over: readonly BoundDimension[]): BoundValue {
  const shape = over.map(({ size }) => size);
  const count = sizeOf(shape);
  const data =
    type.dimension === undefined ? new Float64Array(count).fill(Number.NaN) : new Int32Array(count);
  return { shape, data };
}

function mentions(expression: TypedExpression, name: string): boolean {
  let found = false;
  visit(expression, (e) => {
    if (e.kind === 'variable' && e.name === name) found = true;
  });
  return found;
}

function hasNaN({ lower, upper }: Limits): boolean {
  return [lower, upper].some((limit) =>
    typeof limit === 'number' ? Number.isNaN(limit) : limit.some(Number.isNaN),
  );
}

function withoutLabels({ name, size }: BoundDimension): BoundDimension {
  return { name, size };
}
