import type { Graph, Node, TensorData } from '../../graph/node.ts';
import { sizeOf } from '../../graph/node.ts';
import { GraphError } from '../../graph/op-definition.ts';
import type { Engine, Executable, NamedValues } from '../engine.ts';
import type { Plan } from './kernel.ts';
import { kernels } from './kernels.ts';

/** A prepared graph with the array that holds each node's value after a run. */
export interface ReferenceExecutable extends Executable {
  readonly values: ReadonlyMap<Node, TensorData>;
}

/** One array a node, one function a node that has something to compute. */
export function plan(graph: Graph): Plan {
  const values = new Map<Node, TensorData>();
  const steps: (() => void)[] = [];
  for (const node of graph.nodes) {
    if (node.op === 'constant') {
      values.set(node, node.attributes.data!);
    } else if (node.op === 'reshape') {
      values.set(node, values.get(node.inputs[0])!);
    } else {
      const size = sizeOf(node.shape);
      const output = node.type === 'int' ? new Int32Array(size) : new Float64Array(size);
      values.set(node, output);
      if (node.op === 'input') continue;
      const inputs = node.inputs.map((input) => values.get(input)!);
      steps.push(kernels[node.op](node, inputs, output, plan));
    }
  }
  return {
    values,
    compute() {
      for (const step of steps) step();
    },
    release() {
      values.clear();
      steps.length = 0;
    },
  };
}

/** Makes a graph ready to run. */
export function prepare(graph: Graph): ReferenceExecutable {
  const { values, compute, release } = plan(graph);
  const outputs: NamedValues = Object.fromEntries(
    Array.from(graph.outputs, ([name, node]) => [name, values.get(node)!]),
  );
  let disposed = false;
  return {
    values,
    run(inputs) {
      if (disposed) throw new GraphError('a graph cannot run after it was disposed of');
      for (const node of graph.inputs) {
        receive(node.attributes.name!, inputs, values.get(node)!);
      }
      compute();
      return outputs;
    },
    dispose() {
      disposed = true;
      release();
    },
  };
}

function receive(name: string, inputs: NamedValues, target: TensorData): void {
  const given = inputs[name];
  if (given === undefined) throw new GraphError(`no values were given for input ${name}`);
  if (given.length !== target.length) {
    throw new GraphError(
      `input ${name} has ${target.length} values, but ${given.length} were given`,
    );
  }
  target.set(given);
  if (target instanceof Int32Array && !(given instanceof Int32Array)) {
    const wrong = given.find((value, k) => value !== target[k]);
    if (wrong !== undefined) throw new GraphError(`input ${name} holds integers, not ${wrong}`);
  }
}

/** The plain interpreter: float64, one op after the other. What the other engines are tested against. */
export const referenceEngine: Engine = { name: 'reference', precision: 'float64', prepare };
