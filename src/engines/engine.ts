import type { Graph, TensorData } from '../graph/node.ts';

/** Values by name: of a graph's inputs or outputs, each in row-major order. */
export type NamedValues = Readonly<Record<string, TensorData>>;

/** A graph made ready to run. */
export interface Executable {
  /**
   * Runs the graph once.
   *
   * @param inputs the values of every input by name, of the length of its shape
   * @returns the values of every output by name. The arrays belong to the executable and are
   *   overwritten by the next run: copy what must last.
   */
  run(inputs: NamedValues): NamedValues;
  /** Frees what the engine holds for this graph; `run` must not be called afterwards. */
  dispose(): void;
}

/** Something that can run graphs. An engine knows ops, and neither distributions nor methods. */
export interface Engine {
  readonly name: string;
  /** Of the results: about 1e-15 or 1e-7 relative. */
  readonly precision: 'float64' | 'float32';
  prepare(graph: Graph): Executable;
}
