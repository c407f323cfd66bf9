/** A density that another engine computes, with its gradient, as an op of TensorFlow.js. */
import type { KernelBackend, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { TfjsModules } from './modules.ts';

export interface DensityFunction {
  readonly dimension: number;
  /** Fills `gradient` and returns the log density. */
  logDensityGradient(point: Float64Array, gradient: Float64Array): number;
}

/** One node that computes the log density in float64: what goes in and comes out is rounded to float32. */
export interface DensityOp {
  /** Of the op in graph models: from the point [n], the log density [] and its gradient [n]. */
  readonly name: string;
  /** The same two as tensors, for programs that call TensorFlow.js; the caller disposes of them. */
  valueAndGradient(point: Tensor): [Tensor, Tensor];
  /** The log density, which `tf.grad` and `tf.variableGrads` differentiate; once, as the gradient has no derivative. */
  logDensity(point: Tensor): Tensor;
  /** Takes the op out of TensorFlow.js: graph models that hold it do not run any more. */
  dispose(): void;
}

/** Of the wasm backend: elements where they are in its memory. */
interface InPlaceBackend extends KernelBackend {
  makeOutput(shape: number[], type: 'float32'): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): Float32Array;
}

/**
 * Registers a density as the op `name`, in place of one that had this name. On the wasm backend, it reads
 * and writes the backend's memory; on others, copies.
 */
export function registerDensityOp(
  { core, converter }: TfjsModules,
  name: string,
  density: DensityFunction,
): DensityOp {
  const n = density.dimension;
  const point = new Float64Array(n);
  const slopes = new Float64Array(n);

  /** Computes the density at a tensor: the value returned, the gradient in `slopes`. */
  const computeAt = (tensor: Tensor): number => {
    if (tensor.dtype !== 'float32' || tensor.shape.length !== 1 || tensor.size !== n) {
      throw new RangeError(
        `${name} takes a float32 tensor of shape [${n}], not ${tensor.dtype} of shape [${tensor.shape}]`,
      );
    }
    const backend = core.backend();
    point.set(
      isInPlace(backend) ? backend.typedArrayFromHeap(tensor) : tensor.dataSync<'float32'>(),
    );
    return density.logDensityGradient(point, slopes);
  };
  const result = (values: ArrayLike<number>, shape: number[]): Tensor => {
    const backend = core.backend();
    if (!isInPlace(backend)) return core.tensor(Float32Array.from(values), shape, 'float32');
    const output = backend.makeOutput(shape, 'float32');
    backend.typedArrayFromHeap(output).set(values);
    return core.engine().makeTensorFromTensorInfo(output);
  };
  const valueAndGradient = (at: Tensor): [Tensor, Tensor] => {
    const value = computeAt(at);
    return [result([value], []), result(slopes, [n])];
  };
  const differentiable = core.customGrad((at, save) => {
    const [value, gradient] = valueAndGradient(at as Tensor);
    (save as (tensors: Tensor[]) => void)([gradient]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => core.mul(dy, saved[0]),
    };
  });
  converter.registerOp(name, ({ inputs: [at] }) => valueAndGradient(at));
  return {
    name,
    valueAndGradient,
    logDensity: (at) => differentiable(at),
    dispose: () => converter.deregisterOp(name),
  };
}

function isInPlace(backend: KernelBackend): backend is InPlaceBackend {
  return 'typedArrayFromHeap' in backend && 'makeOutput' in backend;
}
