import { gradient } from '../autodiff/gradient.ts';
import { hessianVectorProduct } from '../autodiff/hessian-vector.ts';
import type { Span } from '../diagnostics/span.ts';
import type { Engine, Executable } from '../engines/engine.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { findFirstNaN } from '../engines/reference/first-nan.ts';
import type { Graph, Node } from '../graph/node.ts';
import { simplify } from '../graph/simplify.ts';
import type { Target } from '../inference/method.ts';
import type { LoweredModel } from '../lowering/model.ts';
import type { Coordinates } from './coordinates.ts';

const VALUE = 'logDensity';
const GRADIENT = 'gradient ';
const TANGENT = 'tangent ';
const PRODUCT = 'hessian ';

/** The log joint density and its gradient as one graph: outputs `logDensity` and `gradient NAME` a parameter. */
export function gradientGraph({ environment, parameters, logDensity }: LoweredModel): Graph {
  const { builder } = environment;
  const slopes = gradient(
    builder,
    logDensity,
    parameters.map((p) => p.input),
  );
  const outputs: Record<string, Node> = { [VALUE]: logDensity };
  parameters.forEach((p, k) => {
    outputs[GRADIENT + p.declaration.name] = slopes[k];
  });
  return builder.finish(outputs);
}

function hessianVectorGraph({ environment, parameters, logDensity }: LoweredModel): Graph {
  const { builder } = environment;
  const inputs = parameters.map((p) => p.input);
  const tangents = parameters.map((p) => builder.input(TANGENT + p.declaration.name, p.shape));
  const products = hessianVectorProduct(builder, logDensity, inputs, tangents);
  const outputs: Record<string, Node> = {};
  parameters.forEach((p, k) => {
    outputs[PRODUCT + p.declaration.name] = products[k];
  });
  return builder.finish(outputs);
}

/** The log joint density of a bound model on its unconstrained space, run by one engine. */
export class Density implements Target {
  readonly engine: Engine;
  /** As it was before and after simplification: for `inspect`. */
  readonly graph: Graph;
  readonly simplified: Graph;
  private readonly model: LoweredModel;
  private readonly coordinates: Coordinates;
  private readonly valueAndGradient: Executable;
  private valueAlone: Executable | undefined;
  private product: Executable | undefined;

  constructor(model: LoweredModel, coordinates: Coordinates, engine: Engine) {
    this.model = model;
    this.coordinates = coordinates;
    this.engine = engine;
    this.graph = gradientGraph(model);
    this.simplified = simplify(this.graph, evaluate);
    this.valueAndGradient = engine.prepare(this.simplified);
  }

  get dimension(): number {
    return this.coordinates.dimension;
  }

  logDensity(point: Float64Array): number {
    this.valueAlone ??= this.engine.prepare(simplify(this.valueGraph(), evaluate));
    return this.valueAlone.run(this.coordinates.split(point))[VALUE][0];
  }

  logDensityGradient(point: Float64Array, slopes: Float64Array): number {
    const values = this.valueAndGradient.run(this.coordinates.split(point));
    this.coordinates.join(values, GRADIENT, slopes);
    return values[VALUE][0];
  }

  hessian(point: Float64Array): Float64Array {
    const n = this.dimension;
    this.product ??= this.engine.prepare(simplify(hessianVectorGraph(this.model), evaluate));
    const hessian = new Float64Array(n * n);
    const tangent = new Float64Array(n);
    const inputs = {
      ...this.coordinates.split(point),
      ...this.coordinates.split(tangent, TANGENT),
    };
    for (let k = 0; k < n; k++) {
      tangent[k] = 1;
      const values = this.product.run(inputs);
      this.coordinates.join(values, PRODUCT, hessian.subarray(k * n, (k + 1) * n));
      tangent[k] = 0;
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

  /** The part of the model text whose value first is NaN at this point, if the log density is. */
  originOfNaN(point: Float64Array): Span | undefined {
    return findFirstNaN(this.valueGraph(), this.coordinates.split(point))?.origin;
  }

  dispose(): void {
    this.valueAndGradient.dispose();
    this.valueAlone?.dispose();
    this.product?.dispose();
  }

  private valueGraph(): Graph {
    return this.model.environment.builder.finish({ [VALUE]: this.model.logDensity });
  }
}
