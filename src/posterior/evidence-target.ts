import type { EvidenceTarget } from '../evidence/estimator.ts';
import type { Graph } from '../graph/node.ts';
import type { LoweredModel } from '../lowering/model.ts';
import type { Coordinates } from './coordinates.ts';
import { Density, hessianVectorGraph } from './density.ts';

/** A density as estimators of the log evidence see it; what they do not ask for is not compiled. */
export function evidenceTarget(
  density: Density,
  model: LoweredModel,
  coordinates: Coordinates,
): EvidenceTarget {
  let prior: Density | undefined;
  return {
    dimension: density.dimension,
    logDensity: (point) => density.logDensity(point),
    logDensityGradient: (point, gradient) => density.logDensityGradient(point, gradient),
    hessian: (point) => density.hessian(point),
    coordinateName: (coordinate) => density.coordinateName(coordinate),
    get prior() {
      prior ??= new Density(priorOf(model), coordinates, density.engine);
      return prior;
    },
    get isQuadratic() {
      return isConstantInParameters(hessianVectorGraph(model), model);
    },
  };
}

/** The model without what it observes. */
function priorOf(model: LoweredModel): LoweredModel {
  const { builder } = model.environment;
  const terms = model.terms.filter(({ kind }) => kind === 'prior');
  const logDensity = terms.reduce(
    (sum, { node }) => builder.add(sum, node),
    builder.constant(0) as LoweredModel['logDensity'],
  );
  return { ...model, terms, logDensity };
}

/** Whether no parameter is left in the graph; the inputs that are left are tangents. */
function isConstantInParameters(graph: Graph, { parameters }: LoweredModel): boolean {
  const names = new Set(parameters.map(({ declaration }) => declaration.name));
  return graph.inputs.every(({ attributes }) => !names.has(attributes.name!));
}
