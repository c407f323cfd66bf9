import { referenceEngine } from '../../src/engines/reference/engine.ts';
import type { Graph, TensorData } from '../../src/graph/node.ts';

/** All outputs of one run, copied. */
export function runOnce(
  graph: Graph,
  inputs: Readonly<Record<string, readonly number[] | TensorData>>,
): Record<string, number[]> {
  const values = Object.fromEntries(
    Object.entries(inputs).map(([name, data]) => [
      name,
      data instanceof Int32Array ? data : Float64Array.from(data),
    ]),
  );
  const outputs = referenceEngine.prepare(graph).run(values);
  return Object.fromEntries(Object.entries(outputs).map(([name, data]) => [name, [...data]]));
}
