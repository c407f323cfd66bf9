import type { Distribution } from '../distributions/distribution.ts';
import type { Engine, Executable } from '../engines/engine.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import type { Graph, Node, Shape, TensorData } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { simplify } from '../graph/simplify.ts';
import { definitionOf, lowerArguments } from '../lowering/distribution.ts';
import { type LoweredModel, lowerNamedValue } from '../lowering/model.ts';
import type { Random } from '../random/random.ts';
import type { Axis, TypedModel, TypedOutput } from '../semantics/typed-model.ts';
import type { Coordinates } from './coordinates.ts';

/** A quantity of which a fit has draws. */
export interface Quantity {
  readonly name: string;
  readonly kind: 'parameter' | 'output' | 'let';
  readonly axes: readonly Axis[];
  readonly shape: Shape;
}

/** An `output x ~ D`: its arguments are computed by a graph, its values drawn, and fed to what follows. */
interface DrawnOutput {
  readonly name: string;
  readonly position: number;
  readonly shape: Shape;
  readonly definition: Distribution;
  readonly arguments: Executable;
  /** Extent of the event dimension behind each element, 1 where there is none. */
  readonly eventSizes: Readonly<Record<string, number>>;
}

const DRAWN = 'drawn ';

/** From unconstrained coordinates to everything a user may ask for: parameters, lets, outputs. */
export class Generated {
  readonly parameters: readonly Quantity[];
  readonly lets: readonly Quantity[];
  readonly outputs: readonly Quantity[];
  private readonly nodes = new Map<string, Node>();
  private readonly drawn: DrawnOutput[] = [];
  private readonly executables = new Map<string, Executable>();
  private readonly model: LoweredModel;
  private readonly coordinates: Coordinates;
  private readonly engine: Engine;

  constructor(typed: TypedModel, model: LoweredModel, coordinates: Coordinates, engine: Engine) {
    this.model = model;
    this.coordinates = coordinates;
    this.engine = engine;
    const quantities = { param: [] as Quantity[], let: [] as Quantity[], output: [] as Quantity[] };
    const { environment } = model;
    typed.statements.forEach((statement, position) => {
      if (statement.kind !== 'param' && statement.kind !== 'let' && statement.kind !== 'output')
        return;
      if (statement.kind === 'output') {
        environment.variables.set(statement.name, this.lowerOutput(statement, position));
      }
      const { name, axes } = statement;
      const node = environment.variable(name);
      this.nodes.set(name, node);
      const kind = statement.kind === 'param' ? 'parameter' : statement.kind;
      quantities[statement.kind].push({ name, kind, axes, shape: node.shape });
    });
    this.parameters = quantities.param;
    this.lets = quantities.let;
    this.outputs = quantities.output;
  }

  /**
   * The values of the named quantities at one point.
   *
   * @param random where drawn outputs take their randomness from; each takes its own stream, so that
   *   asking for more quantities changes none of them
   * @returns arrays that the next call overwrites
   */
  evaluate(
    names: readonly string[],
    point: Float64Array,
    random: Random,
  ): Readonly<Record<string, TensorData>> {
    const inputs: Record<string, TensorData> = this.coordinates.split(point);
    for (const output of this.drawn) {
      inputs[DRAWN + output.name] = this.draw(output, inputs, random.stream(output.position));
    }
    const values: Record<string, TensorData> = { ...this.executableOf(names).run(inputs) };
    for (const { name } of this.drawn) {
      if (names.includes(name)) values[name] = inputs[DRAWN + name];
    }
    return values;
  }

  dispose(): void {
    for (const executable of this.executables.values()) executable.dispose();
    for (const output of this.drawn) output.arguments.dispose();
  }

  private lowerOutput(statement: TypedOutput, position: number): Node {
    const { environment } = this.model;
    const { name, headAxes, value, distribution } = statement;
    const b = environment.builder;
    if (value !== undefined) {
      return b.withOrigin(statement.span, () =>
        lowerNamedValue({ ...statement, value }, environment),
      );
    }
    const shape = environment.shapeOf(headAxes);
    const definition = definitionOf(distribution!);
    const lowered = lowerArguments(distribution!, headAxes, environment);
    const outputs: Record<string, Node> = {};
    const eventSizes: Record<string, number> = {};
    for (const parameter of definition.parameters) {
      const argument = lowered[parameter.name];
      const eventShape = argument.shape.slice(argument.shape.length - (parameter.eventRank ?? 0));
      outputs[parameter.name] = b.broadcast(argument, [...shape, ...eventShape]);
      eventSizes[parameter.name] = sizeOf(eventShape);
    }
    const arguments_ = this.prepare(b.finish(outputs));
    this.drawn.push({ name, position, shape, definition, arguments: arguments_, eventSizes });
    return b.input(DRAWN + name, shape);
  }

  private draw(
    output: DrawnOutput,
    inputs: Readonly<Record<string, TensorData>>,
    random: Random,
  ): Float64Array {
    const { definition, eventSizes } = output;
    const values = output.arguments.run(inputs);
    const drawn = new Float64Array(sizeOf(output.shape));
    const arguments_: Record<string, number | ArrayLike<number>> = {};
    for (let k = 0; k < drawn.length; k++) {
      for (const { name, eventRank = 0 } of definition.parameters) {
        const extent = eventSizes[name];
        arguments_[name] =
          eventRank === 0 ? values[name][k] : values[name].subarray(k * extent, (k + 1) * extent);
      }
      drawn[k] = definition.sample!(random, arguments_);
    }
    return drawn;
  }

  private executableOf(names: readonly string[]): Executable {
    const drawn = new Set(this.drawn.map((output) => output.name));
    const computed = names.filter((name) => !drawn.has(name));
    const key = computed.join(' ');
    let executable = this.executables.get(key);
    if (executable === undefined) {
      const outputs = Object.fromEntries(computed.map((name) => [name, this.nodes.get(name)!]));
      executable = this.prepare(this.model.environment.builder.finish(outputs));
      this.executables.set(key, executable);
    }
    return executable;
  }

  private prepare(graph: Graph): Executable {
    return this.engine.prepare(simplify(graph, evaluate));
  }
}
