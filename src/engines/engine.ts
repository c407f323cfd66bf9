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

/** An input of a flat run: its name in the graph and its number of elements. */
export interface FlatInput {
  readonly name: string;
  readonly size: number;
  /**
   * An output of the graph whose elements take the place of the input's after each run: it is computed, or the input
   * itself.
   */
  readonly next?: string;
}

/** A graph made ready to run on one vector. */
export interface FlatExecutable {
  /** The elements of all inputs, one input after the other: set them before a run. */
  readonly inputs: Float64Array;
  /** The elements of all outputs, one output after the other: overwritten by each run. */
  readonly outputs: Float64Array;
  run(): void;
  /** Bytes of the code that was generated for the graph, by engines that generate code. */
  readonly codeBytes?: number;
  /**
   * Reads a constant of the graph back, where the engine has it in memory of its own: then nobody else
   * needs to keep a copy. It works also after `dispose`.
   *
   * @param data the array that the graph had when it was made ready to run
   */
  readerOf?(data: TensorData): (() => TensorData) | undefined;
  /** Lets another thread run the same graph, where the engine and the host can share memory. */
  share?(): SharedRun;
  /** Frees what the engine holds for this graph; `run` must not be called afterwards. */
  dispose(): void;
}

/** The right of one other thread to run a graph, in memory of its own beside the shared constants. */
export interface SharedRun {
  /** What that thread needs: it survives being posted there, nowhere else. */
  readonly program: unknown;
  /** An error of a run there, by its message, as a run here would have thrown it. */
  explain(message: string): Error;
  /** Gives the memory back: the thread must not run the graph any more. */
  release(): void;
}

/** Something that can run graphs. An engine knows ops, and neither distributions nor methods. */
export interface Engine {
  readonly name: string;
  /** Of the results: about 1e-15 or 1e-7 relative. */
  readonly precision: 'float64' | 'float32';
  prepare(graph: Graph): Executable;
  /**
   * The same engine with large products of matrices, and some functions of many elements, in float32, where it has
   * that: for estimates of gradients, whose noise is larger than that rounding.
   */
  readonly forStochasticGradients?: Engine;
  /**
   * The same without names or copies at each run, where the engine can; `prepareFlat` of `flat.ts` serves
   * every engine.
   *
   * @param inputs in the order of the vector; one that the graph does not read keeps its place
   * @param outputs in the order of the vector
   */
  prepareFlat?(
    graph: Graph,
    inputs: readonly FlatInput[],
    outputs: readonly string[],
  ): FlatExecutable;
}
