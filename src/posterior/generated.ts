import type { Engine, Executable } from '../engines/engine.ts';
import { prepare } from '../engines/reference/engine.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import type { Graph, Node, Shape, TensorData } from '../graph/node.ts';
import { simplify } from '../graph/simplify.ts';
import { type LoweredModel, lowerNamedValue } from '../lowering/model.ts';
import { samplerOf } from '../lowering/sampler.ts';
import type { Random } from '../random/random.ts';
import type { Axis } from '../semantics/typed-expression.ts';
import { isReported, type TypedModel, type TypedOutput } from '../semantics/typed-model.ts';
import type { Coordinates } from './coordinates.ts';
import { drawnInput, drawValue, type RandomValue, streamOf } from './random-value.ts';

/** A quantity of which a fit has draws. */
export interface Quantity {
  readonly name: string;
  readonly kind: 'parameter' | 'output' | 'let';
  readonly axes: readonly Axis[];
  readonly shape: Shape;
}

/** From unconstrained coordinates to everything a user may ask for: parameters, lets, outputs. */
export class Generated {
  readonly parameters: readonly Quantity[];
  readonly lets: readonly Quantity[];
  readonly outputs: readonly Quantity[];
  private readonly nodes = new Map<string, Node>();
  private readonly drawn: RandomValue[] = [];
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
    for (const statement of typed.statements) {
      if (statement.kind !== 'param' && statement.kind !== 'let' && statement.kind !== 'output')
        continue;
      if (statement.kind === 'output') {
        environment.variables.set(statement.name, this.lowerOutput(statement));
      }
      const { name, axes } = statement;
      const node = environment.variable(name);
      this.nodes.set(name, node);
      const quantity = { name, axes, shape: node.shape };
      if (statement.kind === 'param') quantities.param.push({ ...quantity, kind: 'parameter' });
      else if (isReported(statement)) quantities.output.push({ ...quantity, kind: 'output' });
      else quantities.let.push({ ...quantity, kind: 'let' });
    }
    this.parameters = quantities.param;
    this.lets = quantities.let;
    this.outputs = quantities.output;
  }

  /**
   * The values of the named quantities at one point.
   *
   * @param random where drawn outputs take their randomness from; each has the stream of its name, so
   *   that other outputs, in the model or asked for, change nothing in it
   * @param networks what networks give, by input, where the model was lowered with these as inputs
   * @returns arrays that the next call overwrites; NaN where an output's distribution does not exist
   */
  evaluate(
    names: readonly string[],
    point: Float64Array,
    random: Random,
    networks: Readonly<Record<string, TensorData>> = {},
  ): Readonly<Record<string, TensorData>> {
    const inputs: Record<string, TensorData> = { ...this.coordinates.split(point), ...networks };
    // nothing but outputs depends on drawn outputs
    if (this.outputs.some(({ name }) => names.includes(name))) {
      for (const output of this.drawn) {
        const { name } = output;
        inputs[drawnInput(name)] = drawValue(output, inputs, streamOf(name, random));
      }
    }
    const values: Record<string, TensorData> = { ...this.executableOf(names).run(inputs) };
    for (const { name } of this.drawn) {
      if (names.includes(name)) values[name] = inputs[drawnInput(name)];
    }
    return values;
  }

  /**
   * As outputs of a graph: `parameter/NAME` (constrained), `output/NAME`, and for drawn outputs the
   * arguments of their distribution, `output/NAME/ARGUMENT`. What depends on a drawn output takes it
   * as the input `drawn/NAME`.
   */
  graphOutputs(): Record<string, Node> {
    const outputs: Record<string, Node> = {};
    for (const { name } of this.parameters) outputs[`parameter/${name}`] = this.nodes.get(name)!;
    for (const { name } of this.outputs) {
      const drawn = this.drawn.find((output) => output.name === name);
      if (drawn === undefined) outputs[`output/${name}`] = this.nodes.get(name)!;
      for (const [argument, node] of Object.entries(drawn?.sampler.arguments ?? {})) {
        outputs[`output/${name}/${argument}`] = node;
      }
    }
    return outputs;
  }

  dispose(): void {
    for (const executable of this.executables.values()) executable.dispose();
    for (const { executable, sampler } of this.drawn) {
      executable.dispose();
      sampler.dispose();
    }
  }

  private lowerOutput(statement: TypedOutput): Node {
    const { environment } = this.model;
    const { name, headAxes, value, distribution } = statement;
    const b = environment.builder;
    if (value !== undefined) {
      return b.withOrigin(statement.span, () =>
        lowerNamedValue({ ...statement, value }, environment),
      );
    }
    const shape = environment.shapeOf(headAxes);
    const input = b.input(drawnInput(name), shape);
    // what is drawn later may depend on what is drawn earlier
    environment.variables.set(name, input);
    const sampler = samplerOf(distribution!, headAxes, environment, (graph) =>
      // a distribution function is inverted to the last digit
      this.engine.precision === 'float64' ? this.prepare(graph) : prepare(graph),
    );
    const executable = this.prepare(b.finish(sampler.arguments));
    const { along } = statement;
    this.drawn.push({ name, shape, sampler, executable, along });
    return input;
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
