import type { Graph } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import type { Engine, FlatExecutable, FlatInput } from './engine.ts';

/**
 * A graph as a function of one vector, on any engine.
 *
 * @param inputs in the order of the vector; one that the graph does not read keeps its place
 * @param outputs in the order of the result
 */
export function prepareFlat(
  engine: Engine,
  graph: Graph,
  inputs: readonly FlatInput[],
  outputs: readonly string[],
): FlatExecutable {
  if (engine.prepareFlat !== undefined) return engine.prepareFlat(graph, inputs, outputs);
  const executable = engine.prepare(graph);
  const vector = new Float64Array(inputs.reduce((sum, { size }) => sum + size, 0));
  const named: Record<string, Float64Array> = {};
  let start = 0;
  for (const { name, size } of inputs) {
    named[name] = vector.subarray(start, start + size);
    start += size;
  }
  const sizes = outputs.map((name) => sizeOf(graph.outputs.get(name)!.shape));
  const result = new Float64Array(sizes.reduce((sum, size) => sum + size, 0));
  return {
    inputs: vector,
    outputs: result,
    run() {
      const values = executable.run(named);
      let at = 0;
      outputs.forEach((name, k) => {
        result.set(values[name], at);
        at += sizes[k];
      });
      for (const { name, next } of inputs) {
        if (next !== undefined) named[name].set(values[next]);
      }
    },
    dispose: () => executable.dispose(),
  };
}
