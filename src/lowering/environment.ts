import { type BoundData, type BoundValue, isMissingCell } from '../binding/bound-data.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { ModelError } from '../diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../diagnostics/span.ts';
import type { Builder } from '../graph/builder.ts';
import type { Node, Shape } from '../graph/node.ts';
import { axisDimension, listLength } from '../semantics/axes.ts';
import type { Axis, LayerNode, TypedExpression } from '../semantics/typed-expression.ts';
import type { AxisRange, TypedModel, TypedParam } from '../semantics/typed-model.ts';
import type { DropoutMasks } from './dropout-masks.ts';
import type { EarlierPosterior } from './earlier-posterior.ts';
import type { LinearUse } from './example.ts';
import { type Extent, evaluateRange } from './range.ts';
import type { WeightNoise } from './weight-noise.ts';

/** The name of the input that takes the place of what a network gives. */
export const networkInput = (network: number): string => `network ${network}`;

/** Some of the members along axes; the others are in the environment `outer`. */
interface Part {
  readonly isAlong: (axis: Axis) => boolean;
  readonly size: number;
  readonly outer: Environment;
}

/** What expressions are lowered in: a graph under construction and what the names of the model stand for. */
export class Environment {
  readonly builder: Builder;
  readonly source: SourceFile;
  readonly bound: BoundData;
  private readonly model: TypedModel;
  private readonly part: Part | undefined;
  private branches = 0;
  private readonly extents = new Map<Axis, Extent>();
  /** Values declared so far, each of the shape of its declared axes. */
  readonly variables = new Map<string, Node>();
  /** How to build variables that are only wanted if something asks for them. */
  readonly deferred = new Map<string, () => Node>();
  /** Where MC dropout trains; else dropout layers change nothing. */
  dropout: DropoutMasks | undefined;
  /** Where independent normals are trained; else parameters are what they are. */
  noise: WeightNoise | undefined;
  /** Where an earlier fit is the prior; else priors are those of the model. */
  earlier: EarlierPosterior | undefined;
  /** Where the layers of networks are looked into: those met so far that multiply by a weight. */
  linearUses: LinearUse[] | undefined;
  /** The dropout layers met so far, by name. */
  readonly dropouts = new Set<string>();
  /** Expressions lowered so far: inlined functions and shared subtrees are built once. */
  readonly lowered = new Map<TypedExpression, Node>();

  /** @param part where some members only are looked at; then no variables are known */
  constructor(builder: Builder, model: TypedModel, bound: BoundData, part?: Part) {
    this.builder = builder;
    this.source = model.source;
    this.bound = bound;
    this.model = model;
    this.part = part;
    if (part === undefined) this.addData();
  }

  /** For expressions at one member along `axis`, in a graph of their own; it knows no variables. */
  forOneAlong(axis: Axis, builder: Builder): Environment {
    const isAlong = (other: Axis): boolean => other === axis;
    return new Environment(builder, this.model, this.bound, { isAlong, size: 1, outer: this });
  }

  /** For expressions in a graph of their own that knows no variables: what they need is made known in `lowered`. */
  forBody(builder: Builder): Environment {
    const isAlong = (): boolean => false;
    return new Environment(builder, this.model, this.bound, { isAlong, size: 1, outer: this });
  }

  /** For `model` at `size` members of a dimension; of data it knows those along other dimensions. */
  forRowsOf(dimension: string, size: number, builder: Builder, model: TypedModel): Environment {
    const isAlong = (axis: Axis): boolean => axisDimension(axis) === dimension;
    const rows = new Environment(builder, model, this.bound, { isAlong, size, outer: this });
    rows.addData();
    return rows;
  }

  private addData(): void {
    for (const [name, value] of this.bound.values) {
      this.variables.set(name, constantOf(value, this.builder));
    }
  }

  /** Makes results of networks inputs, in place of what their weights give. */
  takeNetworks(networks: readonly LayerNode[]): void {
    networks.forEach((layer, k) => {
      this.lowered.set(layer, this.builder.input(networkInput(k), this.shapeOf(layer.axes)));
    });
  }

  /** What is built inside stands in a branch that may not be chosen. */
  inBranch<T>(build: () => T): T {
    this.branches += 1;
    try {
      return build();
    } finally {
      this.branches -= 1;
    }
  }

  get isInBranch(): boolean {
    return this.branches > 0;
  }

  sizeOfDimension(name: string): number {
    const dimension = this.bound.dimensions.get(name);
    if (dimension === undefined) throw new Error(`dimension ${name} is used before it is bound`);
    return dimension.size;
  }

  sizeOfAxis(axis: Axis): number {
    return this.extentOfAxis(axis).size;
  }

  extentOfAxis(axis: Axis): Extent {
    const known = this.extents.get(axis);
    if (known !== undefined) return known;
    if (this.part !== undefined) {
      const { isAlong, size, outer } = this.part;
      return isAlong(axis) ? { first: 1, size } : outer.extentOfAxis(axis);
    }
    const range = this.model.ranges.get(axis);
    const extent = range === undefined ? this.wholeExtent(axis) : evaluateRange(range, this);
    this.extents.set(axis, extent);
    return extent;
  }

  /** Where the ends of an axis depend on index variables, these ends. */
  varyingRange(axis: Axis): AxisRange | undefined {
    const range = this.model.ranges.get(axis);
    return range && range.from.axes.length + range.to.axes.length > 0 ? range : undefined;
  }

  private wholeExtent(axis: Axis): Extent {
    const dimension = axisDimension(axis);
    const size = dimension === undefined ? listLength(axis)! : this.sizeOfDimension(dimension);
    return { first: 1, size };
  }

  shapeOf(axes: readonly Axis[]): Shape {
    return axes.map((axis) => this.sizeOfAxis(axis));
  }

  /** The declaration of a parameter. */
  parameter(name: string): TypedParam | undefined {
    return this.model.statements.find((s) => s.kind === 'param' && s.name === name) as
      | TypedParam
      | undefined;
  }

  /** What a `let` stands for, where that is not computed element by element. */
  definition(name: string): TypedExpression | undefined {
    const found = this.model.statements.find((s) => s.kind === 'let' && s.name === name);
    return found?.kind === 'let' && found.recurrence === undefined ? found.value : undefined;
  }

  /** Of each cell of data, 1 where it is there and 0 where it is missing. */
  observedCells(name: string): Node {
    const value = this.bound.values.get(name)!;
    const present = Float64Array.from(value.data, (cell) => (isMissingCell(cell, value) ? 0 : 1));
    return this.builder.constant(present, value.shape);
  }

  /** The variable's node, of the element type it was declared with. */
  variable(name: string): Node {
    const node = this.variables.get(name) ?? this.deferred.get(name)?.();
    if (node === undefined) throw new Error(`${name} is used before it is lowered`);
    this.variables.set(name, node);
    return node;
  }

  /** Stops with an error that only data could reveal, at its place in the model. */
  fail(code: string, span: Span, message: string, hint?: string): never {
    const diagnostic: Diagnostic = {
      code,
      severity: 'error',
      message,
      span,
      ...(hint === undefined ? {} : { hint }),
    };
    throw new ModelError(this.source, [diagnostic]);
  }
}

/** Positions without 0, which stands for a missing cell: what is picked there is never used. */
function constantOf(value: BoundValue, builder: Builder): Node {
  const { data, shape } = value;
  return data instanceof Int32Array && data.includes(0)
    ? builder.constant(
        data.map((position) => Math.max(1, position)),
        shape,
      )
    : builder.stored(value, shape);
}
