/**
 * A model as a sum over the members of one dimension, so that its log density can be estimated from some of them.
 *
 * What data alone give is taken out under names of its own, to be computed from all members. What is left depends
 * on parameters and must treat the members one by one: what mixes them is refused, at its place in the text.
 */
import { type Diagnostic, ModelError } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { matrixFunctions } from '../functions/index.ts';
import { axisDimension, isVariableAxis } from './axes.ts';
import { eventAxesOf, familyOf, innerAxes } from './distribution-facts.ts';
import { partsOf } from './tree.ts';
import type {
  Axis,
  EquationNode,
  IndexNode,
  LayerNode,
  MatmulNode,
  MatrixFunctionNode,
  RenameNode,
  TypedDistribution,
  TypedExpression,
  TypedItem,
  VariableNode,
} from './typed-expression.ts';
import type {
  AxisRange,
  TypedFactor,
  TypedLet,
  TypedModel,
  TypedObserve,
  TypedParam,
  TypedStatement,
} from './typed-model.ts';
import { isBeyond } from './value-types.ts';

/** What data alone give, under a name that the batched model knows it by. */
export interface KnownPart {
  readonly name: string;
  readonly expression: TypedExpression;
}

export interface BatchedModel {
  /** The parameters, what depends on them, and the likelihood; `dim`, `data` and `output` are left out. */
  readonly model: TypedModel;
  readonly known: readonly KnownPart[];
  /** The statements of the likelihood that run along the dimension; an `observe` has its left side and conditions as they were. */
  readonly batched: ReadonlySet<TypedStatement>;
}

/**
 * @throws ModelError with all places at which members of the dimension are mixed, and where no part of the likelihood
 *   runs along it.
 */
export function batchedModel(model: TypedModel, dimension: string): BatchedModel {
  return new Batching(model, dimension).run();
}

class Batching {
  private readonly model: TypedModel;
  private readonly dimension: string;
  private readonly known: KnownPart[] = [];
  private readonly refusals: Diagnostic[] = [];
  private readonly lets = new Map<string, TypedLet>();
  private readonly rewrittenLets = new Map<string, TypedLet>();
  private readonly ranges = new Map<Axis, AxisRange>();
  private readonly rewritten = new Map<TypedExpression, TypedExpression>();
  private readonly mentioning = new Map<TypedExpression, boolean>();

  constructor(model: TypedModel, dimension: string) {
    this.model = model;
    this.dimension = dimension;
    for (const statement of model.statements) {
      if (statement.kind === 'let') this.lets.set(statement.name, statement);
    }
  }

  run(): BatchedModel {
    const { source, dimensions } = this.model;
    const batched = new Set<TypedStatement>();
    const others: TypedStatement[] = [];
    for (const statement of this.model.statements) {
      if (statement.kind === 'param') others.push(this.param(statement));
      if (statement.kind !== 'observe' && statement.kind !== 'factor') continue;
      const likelihood =
        statement.kind === 'observe' ? this.observe(statement) : this.factor(statement);
      others.push(likelihood);
      const along =
        statement.kind === 'observe' ? statement.left : (likelihood as TypedFactor).value;
      if (this.runsAlong(along.axes)) batched.add(likelihood);
    }
    if (this.refusals.length > 0) throw new ModelError(source, this.refusals);
    if (batched.size === 0) {
      this.refuse(
        dimensions.get(this.dimension)!.nameSpan,
        `no \`observe\` and no \`factor\` runs along \`${this.dimension}\`, so it has no batches`,
      );
      throw new ModelError(source, this.refusals);
    }
    const untouched = [...this.lets.values()].filter(({ value }) => !this.mentions(value));
    // in the order of the text, which is one in which everything comes before it is used
    const statements = [...others, ...untouched, ...this.rewrittenLets.values()].sort(
      (a, b) => a.span.start - b.span.start,
    );
    const ranges = new Map([...this.model.ranges, ...this.ranges]);
    return { model: { ...this.model, statements, ranges }, known: this.known, batched };
  }

  private param(statement: TypedParam): TypedParam {
    const { name, nameSpan, axes, headAxes, lower, upper, truncation } = statement;
    if (this.runsAlong(axes)) {
      this.refuse(
        nameSpan,
        `\`${name}\` has a value for each member of \`${this.dimension}\`, and a batch would move a few of them only`,
        'batches need parameters that all members share: leave --batch out',
      );
      return statement;
    }
    const bounds = (ends: TypedParam['truncation']): NonNullable<TypedParam['truncation']> => ({
      ...(ends?.lower && { lower: this.rewrite(ends.lower) }),
      ...(ends?.upper && { upper: this.rewrite(ends.upper) }),
    });
    return {
      ...statement,
      ...bounds({ ...(lower && { lower }), ...(upper && { upper }) }),
      ...(truncation && { truncation: bounds(truncation) }),
      prior: this.distribution(statement.prior, headAxes),
    };
  }

  private observe(statement: TypedObserve): TypedObserve {
    const { left, where, present } = statement;
    const distribution = this.distribution(statement.distribution, left.axes);
    // of a batched statement the lowering takes what is observed from all members
    if (this.runsAlong(left.axes)) return { ...statement, distribution };
    return {
      ...statement,
      left: this.rewrite(left),
      ...(where && { where: this.rewrite(where) }),
      ...(present && { present: this.rewrite(present) }),
      distribution,
    };
  }

  /** `factor sum[i in home](…)` adds what `factor` would of each member. */
  private factor(statement: TypedFactor): TypedFactor {
    const { value } = statement;
    const isPlainSum =
      value.kind === 'reduce' &&
      value.reduction === 'sum' &&
      this.runsAlong(value.over) &&
      value.over.every((axis) => value.operand.axes.includes(axis) && !this.model.ranges.has(axis));
    return { ...statement, value: this.rewrite(isPlainSum ? value.operand : value) };
  }

  private let(name: string): void {
    const statement = this.lets.get(name);
    if (statement === undefined || this.rewrittenLets.has(name)) return;
    this.rewrittenLets.set(name, statement); // it may use itself
    const { recurrence, headAxes, nameSpan } = statement;
    if (recurrence !== undefined && this.isAlong(headAxes[recurrence.along])) {
      this.refuse(
        nameSpan,
        `the elements of \`${name}\` follow from each other along \`${this.dimension}\`, so a batch cannot leave some out`,
      );
      return;
    }
    this.rewrittenLets.set(name, { ...statement, value: this.rewrite(statement.value) });
  }

  private distribution(
    distribution: TypedDistribution,
    outcome: readonly Axis[],
  ): TypedDistribution {
    const { name, span } = distribution;
    if (this.runsAlong(eventAxesOf(distribution, outcome)) || this.hasOwn(distribution)) {
      this.refuse(
        span,
        `\`${name}\` takes all members of \`${this.dimension}\` together, so a batch cannot leave some out`,
      );
      return distribution;
    }
    const rewritten = Object.fromEntries(
      Object.entries(distribution.arguments).map(([key, value]) => [key, this.rewrite(value)]),
    );
    if (distribution.kind === 'family') return { ...distribution, arguments: rewritten };
    const inner = innerAxes(distribution, outcome);
    return {
      ...distribution,
      arguments: rewritten,
      parts: distribution.parts.map((part) => this.distribution(part, inner)),
    };
  }

  /** Whether the dimension is that of a vector or matrix argument, of mixture components or of hidden states. */
  private hasOwn(distribution: TypedDistribution): boolean {
    if (distribution.kind === 'combined') return this.runsAlong(distribution.own);
    return familyOf(distribution).parameters.some(({ name, eventRank = 0 }) => {
      const axes = distribution.arguments[name]?.axes ?? [];
      return this.runsAlong(axes.slice(axes.length - Math.min(eventRank, axes.length)));
    });
  }

  /** What stands for an expression in the batched model. */
  private rewrite(e: TypedExpression): TypedExpression {
    const found = this.rewritten.get(e);
    if (found !== undefined) return found;
    const result = this.build(e);
    this.rewritten.set(e, result);
    return result;
  }

  private build(e: TypedExpression): TypedExpression {
    if (!this.mentions(e)) return e;
    if (this.runsAlong(e.axes) && e.axes.filter((axis) => this.isAlong(axis)).length > 1) {
      this.refuse(
        e.span,
        `this pairs members of \`${this.dimension}\` with each other, so a batch cannot leave some out`,
      );
      return e;
    }
    if (!isBeyond(e.stage, 'data')) return this.takeOut(e);
    for (const axis of e.axes) this.range(axis);
    const rewrite = (part: TypedExpression): TypedExpression => this.rewrite(part);
    switch (e.kind) {
      case 'variable':
        this.let(e.name);
        return e;
      case 'unary':
        return { ...e, operand: rewrite(e.operand) };
      case 'binary':
        return { ...e, left: rewrite(e.left), right: rewrite(e.right) };
      case 'if': {
        const [condition, then, otherwise] = [e.condition, e.then, e.else].map(rewrite);
        return { ...e, condition, then, else: otherwise };
      }
      case 'list':
        return { ...e, elements: e.elements.map(rewrite) };
      case 'apply':
        return { ...e, arguments: e.arguments.map(rewrite) };
      case 'matmul':
        return this.matmul(e);
      case 'rename':
        return this.rename(e);
      case 'index':
        return this.index(e);
      case 'reduce':
        if (this.runsAlong(e.over)) return this.mixed(e, `\`${e.reduction}\``);
        for (const axis of e.over) this.range(axis);
        return { ...e, operand: rewrite(e.operand) };
      case 'scan':
        if (this.isAlong(e.along)) return this.mixed(e, `\`${e.scan}\``);
        return { ...e, operand: rewrite(e.operand) };
      case 'matrix-function':
        return this.matrixFunction(e);
      case 'layer':
        return this.layer(e);
      case 'equation':
        return this.equation(e);
      case 'log-density':
        return {
          ...e,
          distribution: this.distribution(e.distribution, e.outcome),
          at: rewrite(e.at),
        };
      default:
        // numbers, positions, labels and sizes are never of parameters
        return e;
    }
  }

  /** Ends of a range that depend on members. */
  private range(axis: Axis): void {
    const range = this.model.ranges.get(axis);
    if (range === undefined || this.ranges.has(axis)) return;
    this.ranges.set(axis, { from: this.rewrite(range.from), to: this.rewrite(range.to) });
  }

  private matmul(e: MatmulNode): TypedExpression {
    const last = e.left.axes.findLast((axis) => !isVariableAxis(axis));
    const first = e.right.axes.find((axis) => !isVariableAxis(axis));
    if (this.isAlong(last) || this.isAlong(first)) return this.mixed(e, '`@`');
    return { ...e, left: this.rewrite(e.left), right: this.rewrite(e.right) };
  }

  private rename(e: RenameNode): TypedExpression {
    const keepsMembers = e.axes.every(
      (axis, k) => this.isAlong(axis) === this.isAlong(e.operand.axes[k]),
    );
    return keepsMembers
      ? { ...e, operand: this.rewrite(e.operand) }
      : this.mixed(e, 'this list, or this value along another dimension,');
  }

  private index(e: IndexNode): TypedExpression {
    const { validWhere: _, earlier: __, ...rest } = e; // checked with all members
    const isElsewhere = e.items.some((item, k) => {
      if (item.kind !== 'position' || !this.isAlong(e.target.axes[k])) return false;
      return item.value.kind !== 'positions' || !this.isAlong(item.value.axes[0]);
    });
    if (isElsewhere) return this.mixed(e, 'this element');
    const items = e.items.map((item, k): TypedItem => {
      if (item.kind !== 'position' || this.isAlong(e.target.axes[k])) return item;
      return { kind: 'position', value: this.rewrite(item.value) };
    });
    return { ...rest, target: this.rewrite(e.target), items };
  }

  private matrixFunction(e: MatrixFunctionNode): TypedExpression {
    const { takes } = matrixFunctions.get(e.function)!.forms[e.form];
    const mixes = e.arguments.some(({ axes }, k) => {
      const plain = axes.filter((axis) => !isVariableAxis(axis));
      return this.runsAlong(plain.slice(plain.length - takes[k].length));
    });
    if (mixes) return this.mixed(e, `\`${e.function}\``);
    return { ...e, arguments: e.arguments.map((argument) => this.rewrite(argument)) };
  }

  private layer(e: LayerNode): TypedExpression {
    const { input, weights, rank } = e;
    const example = input.axes.slice(input.axes.length - rank);
    if (this.runsAlong([...example, ...weights.flatMap(({ axes }) => axes)])) {
      return this.mixed(e, `\`${e.layer}\``);
    }
    return { ...e, input: this.rewrite(input) };
  }

  private equation(e: EquationNode): TypedExpression {
    const own = [e.initial, e.start, e.times, ...e.arguments];
    const mixes = own.some(({ axes }) =>
      this.runsAlong(axes.filter((axis) => !isVariableAxis(axis))),
    );
    if (mixes) return this.mixed(e, '`ode`');
    const [initial, start, times, ...others] = own.map((part) => this.rewrite(part));
    return { ...e, initial, start, times, arguments: others };
  }

  private mixed(e: TypedExpression, what: string): TypedExpression {
    this.refuse(
      e.span,
      `${what} depends on parameters and on other members of \`${this.dimension}\`, so a batch cannot leave some out`,
      'batches need a likelihood that is a product over the members, given the parameters: leave --batch out',
    );
    return e;
  }

  private takeOut(e: TypedExpression): VariableNode {
    const { axes, type, span } = e;
    const name = `known ${this.known.length}`; // no name of a model has a space
    this.known.push({ name, expression: e });
    // rows that come with each batch are known as little as parameters when the graph is built
    const stage = this.runsAlong(axes) ? 'parameter' : e.stage;
    return { kind: 'variable', name, axes, type, stage, span };
  }

  /** Whether the value depends on which members there are. */
  private mentions(e: TypedExpression): boolean {
    const found = this.mentioning.get(e);
    if (found !== undefined) return found;
    this.mentioning.set(e, false); // a value that uses itself
    const result = this.computeMention(e);
    this.mentioning.set(e, result);
    return result;
  }

  private computeMention(e: TypedExpression): boolean {
    if (this.runsAlong(e.axes)) return true;
    switch (e.kind) {
      case 'size':
      case 'label':
      case 'label-numbers':
        return e.dimension === this.dimension;
      case 'variable': {
        const definition = this.lets.get(e.name);
        return definition !== undefined && this.mentions(definition.value);
      }
      case 'reduce':
        if (this.runsAlong(e.over)) return true;
        break;
    }
    const axes = e.kind === 'reduce' ? [...e.axes, ...e.over] : e.axes;
    const ranges = axes.flatMap((axis) => this.model.ranges.get(axis) ?? []);
    const ends = ranges.flatMap(({ from, to }) => [from, to]);
    return [...partsOf(e), ...ends].some((part) => this.mentions(part));
  }

  private isAlong(axis: Axis | undefined): boolean {
    return axis !== undefined && axisDimension(axis) === this.dimension;
  }

  private runsAlong(axes: readonly Axis[]): boolean {
    return axes.some((axis) => this.isAlong(axis));
  }

  private refuse(span: Span, message: string, hint?: string): void {
    const diagnostic: Diagnostic = { code: 'batch', severity: 'error', message, span };
    this.refusals.push(hint === undefined ? diagnostic : { ...diagnostic, hint });
  }
}
