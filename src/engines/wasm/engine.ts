import type { Graph, Node, TensorData } from '../../graph/node.ts';
import { sizeOf } from '../../graph/node.ts';
import { GraphError } from '../../graph/op-definition.ts';
import { canShareMemory, createMemory, PAGE, webAssembly } from '../../webassembly/host.ts';
import type { Engine, Executable, FlatExecutable, FlatInput, NamedValues } from '../engine.ts';
import { IndexError, positionProblem } from '../index-error.ts';
import type { Failures } from './emit/failure.ts';
import { generate } from './generate.ts';
import { instantiate, type Program } from './instance.ts';
import type { BulkPrecision } from './plan/bulk.ts';
import { lower } from './plan/lower.ts';
import { Workspaces } from './workspaces.ts';

/** Compiles a graph and lays out its memory; a run is one call. */
function prepareFlat(
  graph: Graph,
  inputs: readonly FlatInput[],
  outputs: readonly string[],
  bulk: BulkPrecision,
): FlatExecutable {
  const { Module, RuntimeError } = webAssembly!;
  const generated = generate(lower(graph, bulk), inputs, outputs, canShareMemory, bulk);
  // no closure below may mention the graph or `generated`: they hold the constants a second time
  const { bytes, constants, workspace, failures } = generated;
  const base = Math.ceil(constants.bytes / 16) * 16;
  const memory = createMemory(Math.ceil((base + workspace.bytes) / PAGE));
  constants.write(memory.buffer);
  const readers = constants.readers(memory.buffer);
  const program: Program = {
    module: new Module(bytes),
    memory,
    base,
    inputs: { at: workspace.inputs, size: inputs.reduce((sum, { size }) => sum + size, 0) },
    outputs: {
      at: workspace.outputs,
      size: totalSize(graph, outputs),
    },
  };
  let instance: FlatExecutable | undefined = instantiate(program);
  const explain = (error: Error, at: number): Error =>
    failure(failures, new DataView(memory.buffer, at), error);
  const workspaces = new Workspaces(memory, base, workspace.bytes);
  return {
    inputs: instance.inputs,
    outputs: instance.outputs,
    run() {
      if (instance === undefined) {
        throw new GraphError('a graph cannot run after it was disposed of');
      }
      try {
        instance.run();
      } catch (error) {
        throw error instanceof RuntimeError ? explain(error, base) : error;
      }
    },
    codeBytes: bytes.length,
    readerOf: (data) => readers.get(data),
    ...(canShareMemory && {
      share() {
        const own = workspaces.take();
        return {
          program: { ...program, base: own } satisfies Program,
          explain: (message) => explain(new RuntimeError(message), own),
          release: () => workspaces.giveBack(own),
        };
      },
    }),
    dispose() {
      instance = undefined;
    },
  };
}

function totalSize(graph: Graph, outputs: readonly string[]): number {
  return outputs.reduce((sum, name) => sum + sizeOf(graph.outputs.get(name)!.shape), 0);
}

/** What stopped a run: the position and the node that it left at the start of the workspace. */
function failure(failures: Failures, workspace: DataView, error: Error): Error {
  const node = failures.nodes[workspace.getInt32(8, true)];
  if (node === undefined) return error;
  const value = workspace.getFloat64(0, true);
  if (node.op === 'toInt') {
    return new IndexError(node, `${value} does not fit an integer of 32 bits`);
  }
  const extent = node.op === 'gather' ? node.inputs[0].shape[0] : node.shape[0];
  return new IndexError(node, positionProblem(Float64Array.of(value), extent)!);
}

function prepare(graph: Graph, bulk: BulkPrecision): Executable {
  const inputs = graph.inputs.map(({ attributes, shape }) => ({
    name: attributes.name!,
    size: sizeOf(shape),
  }));
  const names = [...graph.outputs.keys()];
  const flat = prepareFlat(graph, inputs, names, bulk);
  const outputs: Record<string, TensorData> = {};
  /** Integers are float64 in memory. */
  const integers: { readonly from: Float64Array; readonly to: Int32Array }[] = [];
  let at = 0;
  for (const [name, { shape, type }] of graph.outputs) {
    const size = sizeOf(shape);
    const values = flat.outputs.subarray(at, at + size);
    at += size;
    outputs[name] = values;
    if (type === 'int') {
      const converted = new Int32Array(size);
      outputs[name] = converted;
      integers.push({ from: values, to: converted });
    }
  }
  return {
    run(given) {
      let start = 0;
      for (const node of graph.inputs) {
        receive(node, given, flat.inputs, start);
        start += sizeOf(node.shape);
      }
      flat.run();
      for (const { from, to } of integers) to.set(from);
      return outputs;
    },
    dispose: () => flat.dispose(),
  };
}

function receive(node: Node, inputs: NamedValues, target: Float64Array, start: number): void {
  const name = node.attributes.name!;
  const size = sizeOf(node.shape);
  const given = inputs[name];
  if (given === undefined) throw new GraphError(`no values were given for input ${name}`);
  if (given.length !== size) {
    throw new GraphError(`input ${name} has ${size} values, but ${given.length} were given`);
  }
  if (node.type === 'int' && !(given instanceof Int32Array)) {
    const wrong = given.find((value) => value !== (value | 0));
    if (wrong !== undefined) throw new GraphError(`input ${name} holds integers, not ${wrong}`);
  }
  target.set(given, start);
}

const withBulk = (bulk: BulkPrecision): Engine => ({
  name: 'wasm',
  precision: 'float64',
  prepare: (graph) => prepare(graph, bulk),
  prepareFlat: (graph, inputs, outputs) => prepareFlat(graph, inputs, outputs, bulk),
});

/** Graphs compiled to WebAssembly: fused loops over pairs of float64. */
export const wasmEngine: Engine = {
  ...withBulk('float64'),
  forStochasticGradients: withBulk('float32'),
};
