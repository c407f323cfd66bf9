/** The parts of TensorFlow.js that the engine works with, loaded only when it is asked for. */
export interface TfjsModules {
  readonly core: typeof import('@tensorflow/tfjs-core');
  readonly converter: typeof import('@tensorflow/tfjs-converter');
}
