import { mean } from '../graph/composites.ts';
import { layer } from './layer.ts';

/** Keeps the division defined where all units agree; the value of PyTorch and of Ba, Kiros and Hinton's own code. */
const EPSILON = 1e-5;

/**
 * Ba, Kiros and Hinton (2016), Layer normalization: (x − mean) / √(variance + ε) over the last dimension of an example.
 * Without gain and shift of its own: the weights and biases of the layer behind it do what these would.
 */
export const layerNorm = layer({
  name: 'layer_norm',
  summary: 'the last dimension of an example with mean 0 and variance 1',
  settings: {},
  place: ({ input }) =>
    input.length === 0
      ? { problem: '`layer_norm` takes a dimension; here it gets one number' }
      : { output: input },
  build(b, x) {
    const last = x.shape.length - 1;
    const column = [...x.shape.slice(0, last), 1];
    const centred = b.subtract(x, b.reshape(mean(b, x, [last]), column));
    const variance = b.reshape(mean(b, b.square(centred), [last]), column);
    return b.divide(centred, b.sqrt(b.add(variance, EPSILON)));
  },
});
