import { gradient } from '../autodiff/gradient.ts';
import { hessianVectorProduct } from '../autodiff/hessian-vector.ts';
import type { Span } from '../diagnostics/span.ts';
import type { Engine, FlatExecutable, FlatInput, SharedRun } from '../engines/engine.ts';
import { prepareFlat } from '../engines/flat.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { findFirstNaN, type NaNOrigin } from '../engines/reference/first-nan.ts';
import { Builder } from '../graph/builder.ts';
import { graft } from '../graph/graft.ts';
import type { Graph, Node, TensorData } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { SimplifyingBuilder, simplify } from '../graph/simplify.ts';
import type { Target } from '../inference/method.ts';
import type { LoweredModel } from '../lowering/model.ts';
import type { Coordinates } from './coordinates.ts';
import { copy, runGradient } from './run-gradient.ts';

const VALUE = 'logDensity';
const GRADIENT = 'gradient/';
const TANGENT = 'tangent ';
const PRODUCT = 'hessian ';

/**
 * The log joint density, built again in `builder`, and its gradient: outputs `logDensity` and
 * `gradient/NAME` a parameter. A builder that simplifies does so before and after differentiation.
 */
export function densityAndGradient(builder: Builder, model: LoweredModel): Record<string, Node> {
  const { value, inputs } = densityIn(builder, model);
  const slopes = gradient(builder, value, inputs);
  const outputs: Record<string, Node> = { [VALUE]: value };
  model.parameters.forEach(({ declaration }, k) => {
    outputs[GRADIENT + declaration.name] = slopes[k];
  });
  return outputs;
}

/** The names of these outputs, in order. */
export function gradientOutputs({ parameters }: LoweredModel): string[] {
  return [VALUE, ...parameters.map(({ declaration }) => GRADIENT + declaration.name)];
}

/** The parameters as inputs of a graph of one vector, in order. */
export function parameterInputs({ parameters }: LoweredModel): FlatInput[] {
  return parameters.map(({ declaration, unconstrainedShape }) => ({
    name: declaration.name,
    size: sizeOf(unconstrainedShape),
  }));
}

/** The log joint density and the inputs of the parameters, built again in `builder`. */
function densityIn(
  builder: Builder,
  { environment, parameters, logDensity }: LoweredModel,
): { readonly value: Node; readonly inputs: readonly Node[] } {
  const graph = environment.builder.finish({ [VALUE]: logDensity });
  return {
    value: graft(builder, graph)[VALUE],
    inputs: parameters.map(({ input }) => builder.input(input.attributes.name!, input.shape)),
  };
}

/** Products of the Hessian with a vector: inputs the parameters and `tangent NAME`, outputs `hessian NAME`. */
export function hessianVectorGraph(model: LoweredModel): Graph {
  const builder = new SimplifyingBuilder(evaluate);
  const { value, inputs } = densityIn(builder, model);
  const { parameters } = model;
  const tangents = parameters.map((p) =>
    builder.input(TANGENT + p.declaration.name, p.unconstrainedShape),
  );
  const products = hessianVectorProduct(builder, value, inputs, tangents);
  const outputs: Record<string, Node> = {};
  parameters.forEach((p, k) => {
    outputs[PRODUCT + p.declaration.name] = products[k];
  });
  return builder.finish(outputs);
}

/** Of the graph of value and gradient. */
export interface DensitySize {
  /** Nodes before simplification; counted when asked for. */
  readonly nodes: number;
  readonly nodesSimplified: number;
  /** Numbers in the simplified graph, and those among them that each run computes. */
  readonly elements: number;
  readonly computed: number;
  readonly equations: readonly DifferentiatedEquation[];
}

/** A differential equation whose solution is differentiated. */
export interface DifferentiatedEquation {
  /** The part of the model text that it came from. */
  readonly origin: Span | undefined;
  readonly method: 'rk45' | 'bdf';
  /** Elements of its state. */
  readonly states: number;
  /** Numbers that it has derivatives in: unknown ones, and all elements of the initial state. */
  readonly unknowns: number;
}

/** Those in a graph, and in the bodies of its loops. */
function differentiatedEquations({ nodes }: Graph): DifferentiatedEquation[] {
  return nodes.flatMap(({ op, origin, attributes, shape }): DifferentiatedEquation[] => {
    const { rows, method, body } = attributes;
    if (op === 'scan') return differentiatedEquations(body!);
    if (op !== 'odeAdjoint') return [];
    return [{ origin, method: method!, states: rows!, unknowns: shape[0] }];
  });
}

function sizeOfDensity(model: LoweredModel, simplified: Graph): DensitySize {
  const total = (nodes: readonly Node[]): number =>
    nodes.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return {
    get nodes() {
      const builder = new Builder();
      return builder.finish(densityAndGradient(builder, model)).nodes.length;
    },
    nodesSimplified: simplified.nodes.length,
    elements: total(simplified.nodes),
    computed: total(simplified.nodes.filter(({ op }) => op !== 'constant')),
    equations: differentiatedEquations(simplified),
  };
}

/** The log joint density of a bound model on its unconstrained space, run by one engine. */
export class Density implements Target {
  readonly engine: Engine;
  readonly size: DensitySize;
  private readonly model: LoweredModel;
  private readonly coordinates: Coordinates;
  private readonly valueAndGradient: FlatExecutable;
  private valueAlone: FlatExecutable | undefined;
  private product: FlatExecutable | undefined;

  constructor(model: LoweredModel, coordinates: Coordinates, engine: Engine) {
    this.model = model;
    this.coordinates = coordinates;
    this.engine = engine;
    const builder = new SimplifyingBuilder(evaluate);
    const simplified = builder.finish(densityAndGradient(builder, model));
    // the graph is not kept: its constants take as much memory as the data
    this.size = sizeOfDensity(model, simplified);
    this.valueAndGradient = this.prepare(simplified, [''], gradientOutputs(model));
  }

  get dimension(): number {
    return this.coordinates.dimension;
  }

  logDensity(point: Float64Array): number {
    this.valueAlone ??= this.prepare(simplify(this.valueGraph(), evaluate), [''], [VALUE]);
    const { inputs, outputs } = this.valueAlone;
    copy(point, inputs, this.dimension);
    this.valueAlone.run();
    return outputs[0];
  }

  logDensityGradient(point: Float64Array, slopes: Float64Array): number {
    return runGradient(this.valueAndGradient, point, slopes);
  }

  /** Bytes of generated code, by engines that generate code. */
  get codeBytes(): number | undefined {
    return this.valueAndGradient.codeBytes;
  }

  /** Reads data of the model back from the engine's memory, where it has them there. */
  readerOf(data: TensorData): (() => TensorData) | undefined {
    return this.valueAndGradient.readerOf?.(data);
  }

  /** The value and gradient for another thread to run; absent where the engine cannot share them. */
  get share(): (() => SharedRun) | undefined {
    return this.valueAndGradient.share;
  }

  hessian(point: Float64Array): Float64Array {
    const n = this.dimension;
    this.product ??= this.prepare(
      hessianVectorGraph(this.model),
      ['', TANGENT],
      this.names(PRODUCT),
    );
    const { inputs, outputs } = this.product;
    const hessian = new Float64Array(n * n);
    copy(point, inputs, n);
    inputs.fill(0, n);
    for (let k = 0; k < n; k++) {
      inputs[n + k] = 1;
      this.product.run();
      hessian.set(outputs, k * n);
      inputs[n + k] = 0;
    }
    // symmetric but for rounding; make it exactly so
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const mean = (hessian[i * n + j] + hessian[j * n + i]) / 2;
        hessian[i * n + j] = mean;
        hessian[j * n + i] = mean;
      }
    }
    return hessian;
  }

  coordinateName(coordinate: number): string {
    return this.coordinates.name(coordinate);
  }

  /** Where the log density first is NaN at this point, if it is. */
  originOfNaN(point: Float64Array): NaNOrigin | undefined {
    return findFirstNaN(this.valueGraph(), this.coordinates.split(point));
  }

  /** As `originOfNaN`, where the gradient alone has no value. */
  originOfNaNSlope(point: Float64Array): NaNOrigin | undefined {
    const builder = new SimplifyingBuilder(evaluate);
    const graph = builder.finish(densityAndGradient(builder, this.model));
    return findFirstNaN(graph, this.coordinates.split(point));
  }

  dispose(): void {
    this.valueAndGradient.dispose();
    this.valueAlone?.dispose();
    this.product?.dispose();
  }

  /** A graph as a function of the point, or of several vectors of its length one after the other. */
  private prepare(graph: Graph, prefixes: readonly string[], outputs: string[]): FlatExecutable {
    const inputs = prefixes.flatMap((prefix) =>
      this.model.parameters.map(({ declaration, unconstrainedShape }) => ({
        name: prefix + declaration.name,
        size: sizeOf(unconstrainedShape),
      })),
    );
    return prepareFlat(this.engine, graph, inputs, outputs);
  }

  private names(prefix: string): string[] {
    return this.model.parameters.map(({ declaration }) => prefix + declaration.name);
  }

  private valueGraph(): Graph {
    return this.model.environment.builder.finish({ [VALUE]: this.model.logDensity });
  }
}
