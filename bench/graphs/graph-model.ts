import { gradient } from '../../src/autodiff/gradient.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { prepareFlat } from '../../src/engines/flat.ts';
import { evaluate } from '../../src/engines/reference/evaluate.ts';
import { Builder } from '../../src/graph/builder.ts';
import type { Node } from '../../src/graph/node.ts';
import { sizeOf } from '../../src/graph/node.ts';
import { simplify } from '../../src/graph/simplify.ts';
import type { PreparedDensity } from '../prepared-density.ts';

/** A log density built by hand, for a model that the language cannot express yet. */
export interface GraphModel {
  /** The unconstrained parameters, in the order of the coordinates. */
  readonly inputs: readonly Node[];
  /** A scalar. */
  readonly logDensity: Node;
}

export function prepareGraphModel(
  build: (builder: Builder) => GraphModel,
  engine: Engine,
): PreparedDensity {
  const builder = new Builder();
  const { inputs, logDensity } = build(builder);
  const slopeNames = inputs.map(({ attributes }) => `gradient/${attributes.name}`);
  const slopeNodes = gradient(builder, logDensity, inputs);
  const graph = simplify(
    builder.finish({
      logDensity,
      ...Object.fromEntries(slopeNames.map((name, k) => [name, slopeNodes[k]])),
    }),
    evaluate,
  );
  const flat = prepareFlat(
    engine,
    graph,
    inputs.map(({ attributes, shape }) => ({ name: attributes.name!, size: sizeOf(shape) })),
    ['logDensity', ...slopeNames],
  );
  const dimension = flat.inputs.length;
  return {
    dimension,
    nodes: graph.nodes.length,
    logDensityGradient(point, slopes) {
      for (let k = 0; k < dimension; k++) flat.inputs[k] = point[k];
      flat.run();
      for (let k = 0; k < dimension; k++) slopes[k] = flat.outputs[1 + k];
      return flat.outputs[0];
    },
  };
}
