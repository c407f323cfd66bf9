/**
 * A model run forwards: parameters from their priors or given, then what is observed and the outputs, each drawn
 * once what it depends on is there.
 */
import { type BoundData, isMissingCell } from '../binding/bound-data.ts';
import { outcomesOf } from '../binding/outcomes.ts';
import { references } from '../binding/references.ts';
import type { Distribution } from '../distributions/distribution.ts';
import type { Engine, Executable } from '../engines/engine.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { Builder } from '../graph/builder.ts';
import { type Graph, type Node, type Shape, sizeOf, type TensorData } from '../graph/node.ts';
import { simplify } from '../graph/simplify.ts';
import { definitionOf } from '../lowering/distribution.ts';
import type { SeeFamily } from '../lowering/drawing.ts';
import { Environment } from '../lowering/environment.ts';
import { lowerExpression } from '../lowering/expression.ts';
import { lowerNamedValue } from '../lowering/model.ts';
import { lowerObserve, type Observed, observedMask } from '../lowering/observe.ts';
import { noPriorDraws, priorSampler } from '../lowering/prior-sampler.ts';
import { type Sampler, samplerOf } from '../lowering/sampler.ts';
import type { Random } from '../random/random.ts';
import { vectorFamilyOf } from '../semantics/distribution-facts.ts';
import type { LayerNode, TypedExpression } from '../semantics/typed-expression.ts';
import type { TypedModel, TypedObserve, TypedParam } from '../semantics/typed-model.ts';
import type { Quantity } from './generated.ts';
import { drawnInput, drawValue, type Known, type RandomValue, streamOf } from './random-value.ts';

/** What an `observe` is about: a quantity that is drawn, and what was observed of it. */
export interface Outcome extends Omit<Quantity, 'kind'> {
  readonly kind: 'observed';
  /** The position along each axis at which the drawn elements start, from 1. */
  readonly first: readonly number[];
  /** The observed values in the shape of the quantity, NaN where there is none; undefined without data. */
  readonly observed: Float64Array | undefined;
  /** 1 at the elements that the `observe` is about, NaN at others; undefined where it is about all. */
  readonly included: Float64Array | undefined;
  /** What is known of an element given the parameters, where it follows a family of single numbers. */
  readonly given: 'moments' | { readonly classesOf: string } | undefined;
  /** The family that it follows; undefined of combinators and of families of vectors. */
  readonly family: Distribution | undefined;
  /** Where asked for, and something was observed: the log densities of its events, each a vector, matrix or cell. */
  readonly logDensities: LogDensities | undefined;
}

export interface LogDensities {
  /** Under which a run gives them, of all events. */
  readonly name: string;
  /** Those that are observed. */
  readonly events: readonly number[];
  /** How many there are. */
  readonly of: number;
}

export interface SimulationOptions {
  /** Whether a run also gives the log densities of what was observed. */
  readonly withLogDensities?: boolean;
  /** Results of networks that runs are told, in place of what their weights give. */
  readonly networks?: readonly LayerNode[];
}

export class Simulation {
  readonly parameters: readonly Quantity[];
  readonly outcomes: readonly Outcome[];
  readonly outputs: readonly Quantity[];
  private readonly typed: TypedModel;
  private readonly environment: Environment;
  private readonly engine: Engine;
  /** In the order in which they are drawn; parameters that cannot be drawn have no value here. */
  private readonly drawn: RandomValue[] = [];
  private readonly computed: Executable;
  private readonly bound: BoundData;
  private readonly prepare = (graph: Graph): Executable =>
    this.engine.prepare(simplify(graph, evaluate));

  constructor(
    typed: TypedModel,
    bound: BoundData,
    engine: Engine,
    { withLogDensities = false, networks = [] }: SimulationOptions = {},
  ) {
    this.typed = typed;
    this.bound = bound;
    this.engine = engine;
    const b = new Builder();
    this.environment = new Environment(b, typed, bound);
    this.environment.takeNetworks(networks);
    const quantities = {
      param: [] as Quantity[],
      observe: [] as Outcome[],
      output: [] as Quantity[],
    };
    const computed: Record<string, Node> = {};
    const unused = outcomesOf(typed);
    for (const statement of typed.statements) {
      b.withOrigin(statement.span, () => {
        switch (statement.kind) {
          case 'param':
            quantities.param.push(this.addParameter(statement));
            break;
          case 'let':
            if (unused.has(statement.name)) {
              const value = (): Node => lowerNamedValue(statement, this.environment);
              this.environment.deferred.set(statement.name, value);
            } else {
              const value = lowerNamedValue(statement, this.environment);
              this.environment.variables.set(statement.name, value);
              if (statement.isReported) {
                const { name, axes } = statement;
                computed[name] = value;
                quantities.output.push({ name, kind: 'output', axes, shape: value.shape });
              }
            }
            break;
          case 'observe': {
            const outcome = this.addOutcome(statement, quantities.observe);
            if (withLogDensities && outcome.observed !== undefined) {
              const { logDensities, cells } = this.logDensities(statement, outcome.name);
              computed[logDensities.name] = cells;
              quantities.observe.push({ ...outcome, logDensities });
            } else quantities.observe.push(outcome);
            break;
          }
          case 'output': {
            const { name, axes, headAxes, value, distribution, along } = statement;
            const shape = this.environment.shapeOf(headAxes);
            if (distribution !== undefined) {
              this.add(name, shape, along, () =>
                samplerOf(distribution, headAxes, this.environment, this.prepare),
              );
            } else {
              const node = lowerNamedValue({ ...statement, value: value! }, this.environment);
              this.environment.variables.set(name, node);
              computed[name] = node;
            }
            quantities.output.push({ name, kind: 'output', axes, shape });
            break;
          }
          // data are constants of the environment; a factor changes densities, and draws nothing
          case 'dim':
          case 'data':
          case 'factor':
            break;
        }
      });
    }
    this.parameters = quantities.param;
    this.outcomes = quantities.observe;
    this.outputs = quantities.output;
    this.computed = this.prepare(b.finish(computed));
  }

  /** Why a parameter cannot be drawn from its prior, by its name, in words. */
  get withoutPriorDraws(): ReadonlyMap<string, string> {
    const reasons = this.typed.statements.flatMap((s): [string, string][] => {
      const reason = s.kind === 'param' ? noPriorDraws(s) : undefined;
      return reason === undefined ? [] : [[s.kind === 'param' ? s.name : '', reason]];
    });
    return new Map(reasons);
  }

  /** Parameters of which one draw is a whole vector or matrix along these places of their axes. */
  eventAxesOf(name: string): readonly number[] {
    const value = this.drawn.find((one) => one.name === name);
    if (value === undefined) return [];
    const batch = value.sampler.batch.map(({ slot }) => slot);
    return value.shape.map((_, k) => k).filter((k) => !batch.includes(k));
  }

  /**
   * One run.
   *
   * @param known parameters, or elements of them, that are not drawn; by name
   * @param random each value has the stream of its name
   * @param networks what these give, by `networkInput`
   * @param see told what each element of an outcome with `given` follows, by the outcome's name
   * @returns values by the names of parameters, outcomes and outputs, NaN where a distribution does not exist; of
   *   outcomes also the log densities, where asked for
   */
  run(
    known: ReadonlyMap<string, Known>,
    random: Random,
    see: ReadonlyMap<string, SeeFamily> = new Map(),
    networks: Readonly<Record<string, TensorData>> = {},
  ): Readonly<Record<string, TensorData>> {
    const values: Record<string, TensorData> = {};
    const inputs: Record<string, TensorData> = { ...networks };
    for (const { name } of this.parameters) {
      if (this.drawn.some((value) => value.name === name)) continue;
      values[name] = inputs[drawnInput(name)] = known.get(name)!.values;
    }
    for (const value of this.drawn) {
      const { name } = value;
      const drawn = drawValue(
        value,
        inputs,
        streamOf(name, random),
        known.get(name),
        see.get(name),
      );
      values[name] = inputs[drawnInput(name)] = drawn;
    }
    return { ...this.computed.run(inputs), ...values };
  }

  dispose(): void {
    for (const { executable, sampler } of this.drawn) {
      executable.dispose();
      sampler.dispose();
    }
    this.computed.dispose();
  }

  private addParameter(param: TypedParam): Quantity {
    const { name, axes, along } = param;
    const shape = this.environment.shapeOf(axes);
    if (noPriorDraws(param) === undefined) {
      this.add(name, shape, along, () => priorSampler(param, this.environment, this.prepare));
    } else {
      const input = this.environment.builder.input(drawnInput(name), shape);
      this.environment.variables.set(name, input);
    }
    return { name, kind: 'parameter', axes, shape };
  }

  private addOutcome(statement: TypedObserve, before: readonly Outcome[]): Outcome {
    const { left, distribution } = statement;
    const { axes } = left;
    const shape = this.environment.shapeOf(axes);
    const text = nameOf(left) ?? statement.leftText;
    const same = before.filter((other) => other.name.replace(/ #\d+$/, '') === text).length;
    const name = same === 0 ? text : `${text} #${same + 1}`;
    this.push(
      name,
      shape,
      undefined,
      samplerOf(distribution, axes, this.environment, this.prepare),
    );
    const first = axes.map((axis) => this.environment.extentOfAxis(axis).first);
    const [observed, included] = [this.observed(statement), this.included(statement)];
    const given = givenOf(statement);
    const isOne = distribution.kind === 'family' && vectorFamilyOf(distribution) === undefined;
    const family = isOne ? definitionOf(distribution) : undefined;
    const logDensities = undefined;
    return {
      name,
      kind: 'observed',
      axes,
      shape,
      first,
      observed,
      included,
      given,
      family,
      logDensities,
    };
  }

  private logDensities(
    statement: TypedObserve,
    outcome: string,
  ): { readonly logDensities: LogDensities; readonly cells: Node } {
    const { cells, present } = lowerObserve(statement, this.environment);
    const of = sizeOf(cells.shape);
    const all = Array.from({ length: of }, (_, event) => event);
    const events = present === undefined ? all : all.filter((event) => present[event]);
    return { logDensities: { name: `log density of ${outcome}`, events, of }, cells };
  }

  /** What the data say of the left side; undefined where they say nothing. */
  private observed(statement: TypedObserve): Float64Array | undefined {
    const { left } = statement;
    const { environment, bound } = this;
    const isAbsent = [...references(left, this.typed).data].some((name) => {
      const value = bound.values.get(name)!;
      return value.data.length > 0 && value.data.every((cell) => isMissingCell(cell, value));
    });
    if (isAbsent) return undefined;
    const b = environment.builder;
    const whole = b.broadcast(lowerExpression(left, environment), environment.shapeOf(left.axes));
    return only(evaluate([whole])[0], observedMask(statement, environment));
  }

  /** 1 where the condition of an `observe` holds; undefined without one. */
  private included({ where, ...statement }: TypedObserve): Float64Array | undefined {
    if (where === undefined) return undefined;
    const { environment } = this;
    const { present: _, ...others } = statement;
    const shape = environment.shapeOf(statement.left.axes);
    const ones = new Float64Array(sizeOf(shape)).fill(1);
    return only(ones, observedMask({ ...others, where }, environment));
  }

  private add(name: string, shape: Shape, along: number | undefined, sampler: () => Sampler): void {
    const input = this.environment.builder.input(drawnInput(name), shape);
    // what is drawn later may depend on what is drawn earlier
    this.environment.variables.set(name, input);
    this.push(name, shape, along, sampler());
  }

  private push(name: string, shape: Shape, along: number | undefined, sampler: Sampler): void {
    const executable = this.prepare(this.environment.builder.finish(sampler.arguments));
    this.drawn.push({ name, shape, sampler, executable, along });
  }
}

/** What is known of an observed value given the parameters. */
function givenOf({ left, distribution }: TypedObserve): Outcome['given'] {
  if (distribution.kind !== 'family' || vectorFamilyOf(distribution) !== undefined)
    return undefined;
  if (definitionOf(distribution).probabilities === undefined) return 'moments';
  return left.type.kind === 'index' ? { classesOf: left.type.dimension } : undefined;
}

/** The values where the mask is 1, NaN elsewhere; the mask may lack the axes of events. */
function only(values: TensorData, observed: Observed | undefined): Float64Array {
  if (observed === undefined) return Float64Array.from(values);
  const [chosen] = evaluate([observed.mask]);
  const extent = values.length / chosen.length;
  return Float64Array.from(values, (value, k) =>
    chosen[Math.floor(k / extent)] === 0 ? Number.NaN : value,
  );
}

/** The name where the left side is a value as a whole. */
function nameOf(left: TypedExpression): string | undefined {
  if (left.kind === 'variable') return left.name;
  const { kind } = left;
  return kind === 'index' || kind === 'rename'
    ? nameOf(kind === 'index' ? left.target : left.operand)
    : undefined;
}
