/** The log density estimated from some members of a dimension: their data are inputs of the graph. */
import type { BoundData } from '../binding/bound-data.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { Builder } from '../graph/builder.ts';
import type { Node, Shape } from '../graph/node.ts';
import { axisDimension } from '../semantics/axes.ts';
import { type BatchedModel, batchedModel } from '../semantics/batched-model.ts';
import { eventAxesOf, vectorRankOf } from '../semantics/distribution-facts.ts';
import type { Axis } from '../semantics/typed-expression.ts';
import type { TypedModel, TypedObserve } from '../semantics/typed-model.ts';
import { DropoutMasks, type DroppedInput } from './dropout-masks.ts';
import { type EarlierNormal, EarlierPosterior } from './earlier-posterior.ts';
import { Environment } from './environment.ts';
import { type ExampleModel, type ExampleOutcome, exactInstead, exampleOutcome } from './example.ts';
import { lowerExpression } from './expression.ts';
import { lowerLogDensity } from './law.ts';
import { type LoweredModel, lowerLikelihood, lowerNamedValue, lowerStatements } from './model.ts';
import { outcomeOf } from './observe.ts';
import type { Form } from './parameter.ts';
import { isPartlyMissing } from './partly-missing.ts';
import { WeightNoise } from './weight-noise.ts';

/** How networks are trained. */
export interface TrainedParts {
  /** By MC dropout: the inputs of layers that are switched off, at rates that are given or learned. */
  readonly dropped?: readonly DroppedInput[];
  readonly learnsRates?: boolean;
  /** By independent normals: the weights that are summed out, layer by layer. */
  readonly local?: ReadonlySet<string>;
}

/** What some members add to the log density, number by number: of `observe` that of each event, of `factor` of each element. */
export interface MemberLogs {
  readonly logs: Node;
  /** 1 at events of which something is observed; absent where that is all of them. */
  readonly present?: Node;
}

/** A model for some members. */
export interface LoweredBatch extends LoweredModel {
  /** Their part of the log density, statement by statement. */
  readonly ofMembers: readonly MemberLogs[];
  /** Of independent normals: an estimate of their divergence from the priors, networks by layers. */
  readonly divergences: ReadonlyMap<string, Node>;
}

/** An input of the graph of a batch. */
export interface NamedShape {
  readonly name: string;
  readonly shape: Shape;
}

/** Parameters, and of independent normals their ρ. */
export function parametersOf({ parameters, environment }: LoweredBatch): NamedShape[] {
  const named = parameters.map(({ declaration, unconstrainedShape }) => ({
    name: declaration.name,
    shape: unconstrainedShape,
  }));
  if (environment.noise === undefined) return named;
  return [
    ...named,
    ...named.map(({ name, shape }) => ({ name: WeightNoise.rhoInput(name), shape })),
  ];
}

/** Data that come with each batch. */
export interface RowData {
  /** Of the input of the graph. */
  readonly name: string;
  /** Member after member, `width` numbers each. */
  readonly values: Float64Array;
  readonly width: number;
}

/** Data along a dimension, and the place of its axis in what the graph makes of them. */
interface Rows extends RowData {
  readonly shape: Shape;
  readonly place: number;
}

/** A statement's data along the dimension; nothing where none of it is observed. */
interface ObservedRows {
  readonly values: Rows;
  readonly present?: Rows;
}

/** A bound model whose likelihood is a sum over the members of a dimension, ready to be lowered for some of them. */
export class BatchLowering {
  readonly rows: readonly RowData[];
  private readonly batched: BatchedModel;
  private readonly whole: Environment;
  private readonly dimension: string;
  private readonly forms: ReadonlyMap<string, Form>;
  private readonly training: TrainedParts;
  private readonly earlier: EarlierNormal | undefined;
  private readonly along: ReadonlyMap<string, Rows>;
  private readonly known: ReadonlyMap<string, { data: Float64Array; shape: Shape }>;
  private readonly observed = new Map<TypedObserve, ObservedRows | undefined>();

  /**
   * @param training of networks: then masks, or scales and noise, are inputs too
   * @param earlier in place of the priors
   * @throws ModelError where the model mixes members of the dimension.
   */
  constructor(
    model: TypedModel,
    bound: BoundData,
    forms: ReadonlyMap<string, Form>,
    dimension: string,
    training: TrainedParts = {},
    earlier?: EarlierNormal,
  ) {
    this.earlier = earlier;
    this.batched = batchedModel(model, dimension);
    this.dimension = dimension;
    this.forms = forms;
    this.training = training;
    this.whole = new Environment(new Builder(), model, bound);
    for (const statement of model.statements) {
      if (statement.kind !== 'let') continue;
      this.whole.deferred.set(statement.name, () => lowerNamedValue(statement, this.whole));
    }
    const along = new Map<string, Rows>();
    const known = new Map<string, { data: Float64Array; shape: Shape }>();
    for (const { name, expression } of this.batched.known) {
      const node = lowerExpression(expression, this.whole);
      const rows = this.rowsOf(name, node, expression.axes);
      if (rows !== undefined) along.set(name, rows);
      else known.set(name, { data: Float64Array.from(evaluate([node])[0]), shape: node.shape });
    }
    this.along = along;
    this.known = known;
    const all: Rows[] = [...along.values()];
    for (const statement of this.batched.batched) {
      if (statement.kind !== 'observe') continue;
      const rows = this.observedRows(statement);
      this.observed.set(statement, rows);
      if (rows !== undefined) all.push(rows.values, ...(rows.present ? [rows.present] : []));
    }
    this.rows = all;
  }

  get size(): number {
    return this.whole.sizeOfDimension(this.dimension);
  }

  /**
   * The model for `count` of `members` members: its log density is the log prior, what of the likelihood does not run
   * along the dimension, and members / count times the rest at these. Its inputs are the parameters, the rows, and
   * rates and masks, or ρ and noise, where networks are trained: then it is what is raised, with the entropy.
   *
   * @param training {} where the parameters are draws
   */
  lower(count: number, members: number, training = this.training): LoweredBatch {
    const environment = this.environmentOf(count);
    const { builder: b } = environment;
    const { model, batched } = this.batched;
    const { dropped, learnsRates = false, local } = training;
    environment.dropout = dropped && new DropoutMasks(dropped, learnsRates);
    environment.noise = local && new WeightNoise(local);
    const scale = members / count;
    const ofMembers: MemberLogs[] = [];
    const lowered = lowerStatements(model, environment, this.forms, (statement) => {
      if (!batched.has(statement)) return lowerLikelihood(statement, environment);
      const own =
        statement.kind === 'factor'
          ? { logs: lowerExpression(statement.value, environment) }
          : this.lowerObserved(statement, environment, count);
      if (own === undefined) return { node: b.constant(0) };
      ofMembers.push(own);
      return { node: b.multiply(b.sum(own.logs), scale) };
    });
    const divergences = divergencesFromPrior(lowered, b);
    const entropies = [environment.dropout?.entropy(b) ?? [], entropiesOf(lowered, b)].flat();
    const logDensity = entropies.reduce((sum, entropy) => b.add(sum, entropy), lowered.logDensity);
    return { ...lowered, ofMembers, divergences, logDensity };
  }

  /**
   * One member: what its observed values follow, and what comes to each dense layer and leaves it. The log density of
   * the model that it gives is that of the prior.
   *
   * @throws ModelError where part of the likelihood follows no family whose Fisher information is known, or does not
   *   run along the dimension
   */
  lowerExample(): ExampleModel {
    const environment = this.environmentOf(1);
    const { batched, model } = this.batched;
    environment.linearUses = [];
    const outcomes: ExampleOutcome[] = [];
    const lowered = lowerStatements(model, environment, this.forms, (statement) => {
      if (!batched.has(statement) || statement.kind === 'factor') {
        return environment.fail(
          'no-information',
          statement.span,
          `this part of the likelihood has no Fisher information for each member of \`${this.dimension}\`, which the curvature is made of`,
          exactInstead,
        );
      }
      const rows = this.observed.get(statement);
      if (rows !== undefined) {
        const present = rows.present && inputOf(environment.builder, rows.present, 1);
        outcomes.push(exampleOutcome(statement, environment, present));
      }
      return { node: environment.builder.constant(0) };
    });
    return { lowered, outcomes, uses: environment.linearUses };
  }

  /** Where the model is lowered for `count` members, in a graph of its own. */
  private environmentOf(count: number): Environment {
    const b = new Builder();
    const environment = this.whole.forRowsOf(this.dimension, count, b, this.batched.model);
    environment.earlier = this.earlier && new EarlierPosterior(this.earlier);
    for (const [name, { data, shape }] of this.known)
      environment.variables.set(name, b.constant(data, shape));
    for (const [name, rows] of this.along) environment.variables.set(name, inputOf(b, rows, count));
    return environment;
  }

  /** Undefined where nothing is observed. */
  private lowerObserved(
    statement: TypedObserve,
    environment: Environment,
    count: number,
  ): MemberLogs | undefined {
    const rows = this.observed.get(statement);
    if (rows === undefined) return undefined;
    const b = environment.builder;
    const { distribution, left } = statement;
    const values = inputOf(b, rows.values, count);
    const present = rows.present && inputOf(b, rows.present, count);
    const logs = lowerLogDensity(distribution, values, left.axes, environment, present);
    if (present === undefined) return { logs };
    const events = eventAxesOf(distribution, left.axes).map((axis) => left.axes.indexOf(axis));
    return { logs, present: b.broadcast(b.max(present, events), logs.shape) };
  }

  private observedRows(statement: TypedObserve): ObservedRows | undefined {
    const outcome = outcomeOf(statement, this.whole);
    if (outcome === undefined) return undefined;
    const { axes, span } = statement.left;
    const isOfVectors = vectorRankOf(statement.distribution) > 0;
    if (isOfVectors && outcome.present && isPartlyMissing(this.whole.builder, outcome.present)) {
      this.whole.fail(
        'missing-cells',
        span,
        'vectors that lack some of their cells cannot be taken in batches',
        'leave such rows out by `where`',
      );
    }
    const name = `observed ${this.observed.size}`;
    const values = this.rowsOf(name, outcome.values, axes)!;
    const present = outcome.present && this.rowsOf(`${name}, present`, outcome.present, axes);
    return { values, ...(present && { present }) };
  }

  /** Undefined where the axes are not along the dimension. */
  private rowsOf(name: string, node: Node, axes: readonly Axis[]): Rows | undefined {
    const place = axes.findIndex((axis) => axisDimension(axis) === this.dimension);
    if (place < 0) return undefined;
    const b = this.whole.builder;
    const order = [place, ...axes.map((_, k) => k).filter((k) => k !== place)];
    const values = Float64Array.from(evaluate([b.transpose(node, order)])[0]);
    const width = node.shape.reduce(
      (product, extent, k) => product * (k === place ? 1 : extent),
      1,
    );
    return { name, values, width, shape: node.shape, place };
  }
}

/** The rows of a batch in the order of their axes. */
function inputOf(b: Builder, { name, shape, place }: Rows, count: number): Node {
  const others = shape.toSpliced(place, 1);
  const input = b.input(name, [count, ...others]);
  const order = shape.map((_, k) => (k === place ? 0 : k < place ? k + 1 : k));
  return b.transpose(input, order);
}

/** Of the normals of each parameter, where there are such. */
function entropiesOf({ parameters, environment }: LoweredModel, b: Builder): Node[] {
  const { noise } = environment;
  if (noise === undefined) return [];
  return parameters.map(({ declaration, unconstrainedShape }) =>
    noise.entropy(b, declaration.name, unconstrainedShape),
  );
}

/** The Kullback-Leibler divergences of these normals from the priors, networks by layers. */
function divergencesFromPrior(lowered: LoweredModel, b: Builder): ReadonlyMap<string, Node> {
  const priors = lowered.terms.filter(({ kind }) => kind === 'prior');
  const divergences = new Map<string, Node>();
  entropiesOf(lowered, b).forEach((entropy, k) => {
    const { name } = lowered.parameters[k].declaration;
    // the weights of a layer are named NETWORK.LAYER.WEIGHT
    const part = name.slice(0, name.includes('.') ? name.lastIndexOf('.') : undefined);
    const own = b.negate(b.add(priors[k].node, entropy));
    const before = divergences.get(part);
    divergences.set(part, before === undefined ? own : b.add(before, own));
  });
  return divergences;
}
