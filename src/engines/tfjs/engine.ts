import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { io, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { Graph, Node, TensorData } from '../../graph/node.ts';
import { sizeOf } from '../../graph/node.ts';
import { GraphError } from '../../graph/op-definition.ts';
import type { Engine, Executable, NamedValues } from '../engine.ts';
import { IndexError } from '../index-error.ts';
import { FailedCheck, registerCustomOps } from './custom-ops.ts';
import { type DensityFunction, type DensityOp, registerDensityOp } from './density-op.ts';
import { exportGraphModel } from './export.ts';
import { lowerGraph } from './lowering.ts';
import type { TfjsModules } from './modules.ts';

export interface TfjsEngine extends Engine {
  /**
   * The graph as a model of TensorFlow.js, with none of our own ops: it can be saved, and is to be
   * disposed of by the caller.
   *
   * @throws NotPortableError where the graph uses a function that TensorFlow.js does not have
   */
  graphModel(graph: Graph): GraphModel<io.IOHandlerSync>;
  /** A density that another engine computes, as an op of TensorFlow.js of this name. */
  densityOp(name: string, density: DensityFunction): DensityOp;
}

/**
 * The engine on TensorFlow.js: float32, on tensors of at most six dimensions. A graph runs as one
 * `GraphModel`.
 *
 * @param backend a backend that has been started; where another one is set, this one is set only while
 *   the engine works
 */
export function createTfjsEngine(modules: TfjsModules, backend: string): TfjsEngine {
  registerCustomOps(modules);
  const { core } = modules;
  const onBackend = <T>(work: () => T): T => {
    const previous = core.getBackend();
    if (previous === backend) return work();
    // a backend that has been started is set before `setBackend` returns
    void core.setBackend(backend);
    try {
      return work();
    } finally {
      if (previous) void core.setBackend(previous);
    }
  };
  const load = (artifacts: io.ModelArtifacts): GraphModel<io.IOHandlerSync> =>
    onBackend(() => modules.converter.loadGraphModelSync(artifacts));
  return {
    name: 'tfjs',
    precision: 'float32',
    graphModel: (graph) => load(exportGraphModel(graph)),
    densityOp: (name, density) => registerDensityOp(modules, name, density),
    prepare: (graph) => executable(core, graph, load(lowerGraph(graph, true)), onBackend),
  };
}

function executable(
  core: TfjsModules['core'],
  graph: Graph,
  model: GraphModel<io.IOHandlerSync>,
  onBackend: <T>(work: () => T) => T,
): Executable {
  const names = [...graph.outputs.keys()];
  const results = Array.from(graph.outputs.values(), ({ type, shape }) =>
    type === 'int' ? new Int32Array(sizeOf(shape)) : new Float64Array(sizeOf(shape)),
  );
  const outputs: NamedValues = Object.fromEntries(names.map((name, k) => [name, results[k]]));
  let disposed = false;

  const tensorOf = (node: Node, given: NamedValues): Tensor => {
    const shape = [...node.shape];
    const values = checkedValues(node, given);
    return node.type === 'int'
      ? core.tensor(Int32Array.from(values), shape, 'int32')
      : core.tensor(Float32Array.from(values), shape, 'float32');
  };

  const runOnce = (given: NamedValues): void => {
    const inputs: NamedTensorMap = {};
    for (const node of graph.inputs) inputs[node.attributes.name!] = tensorOf(node, given);
    const tensors = execute(() => model.execute(inputs, names), graph);
    [tensors].flat().forEach((tensor, k) => {
      results[k].set(tensor.dataSync());
    });
  };

  return {
    run(given) {
      if (disposed) throw new GraphError('a graph cannot run after it was disposed of');
      onBackend(() => core.tidy(() => runOnce(given)));
      return outputs;
    },
    dispose() {
      if (!disposed) model.dispose();
      disposed = true;
    },
  };
}

function checkedValues(node: Node, given: NamedValues): TensorData {
  const name = node.attributes.name!;
  const values = given[name];
  if (values === undefined) throw new GraphError(`no values were given for input ${name}`);
  const size = sizeOf(node.shape);
  if (values.length !== size) {
    throw new GraphError(`input ${name} has ${size} values, but ${values.length} were given`);
  }
  if (node.type === 'int') {
    const wrong = values.find((value) => value !== Math.trunc(value) || value !== (value | 0));
    if (wrong !== undefined) throw new GraphError(`input ${name} holds integers, not ${wrong}`);
  }
  return values;
}

/** A check that fails inside TensorFlow.js is reported at the node it was made for. */
function execute<T>(run: () => T, graph: Graph): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FailedCheck)) throw error;
    throw new IndexError(graph.nodes.find(({ id }) => id === error.nodeId)!, error.message);
  }
}
