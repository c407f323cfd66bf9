import type { BoundData } from '../binding/bound-data.ts';
import type { EvidenceTarget } from '../evidence/estimator.ts';
import type { Graph } from '../graph/node.ts';
import type { LoweredModel } from '../lowering/model.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { type Density, hessianVectorGraph } from './density.ts';
import { PriorPoints } from './prior-points.ts';
import { TemperedDensity } from './tempered-density.ts';

/** A density as estimators of the log evidence see it; what they do not ask for is not compiled. */
export function evidenceTarget(
  density: Density,
  typed: TypedModel,
  bound: BoundData,
  model: LoweredModel,
): EvidenceTarget {
  const { engine } = density;
  let tempered: TemperedDensity | undefined;
  let prior: PriorPoints | undefined;
  return {
    dimension: density.dimension,
    logDensity: (point) => density.logDensity(point),
    logDensityGradient: (point, gradient) => density.logDensityGradient(point, gradient),
    hessian: (point) => density.hessian(point),
    coordinateName: (coordinate) => density.coordinateName(coordinate),
    share: density.share,
    get tempered() {
      tempered ??= new TemperedDensity(model, engine);
      return tempered;
    },
    get prior() {
      prior ??= new PriorPoints(typed, bound, model, engine);
      return prior;
    },
    get isQuadratic() {
      return isConstantInParameters(hessianVectorGraph(model), model);
    },
  };
}

/** Whether no parameter is left in the graph; the inputs that are left are tangents. */
function isConstantInParameters(graph: Graph, { parameters }: LoweredModel): boolean {
  const names = new Set(parameters.map(({ declaration }) => declaration.name));
  return graph.inputs.every(({ attributes }) => !names.has(attributes.name!));
}
