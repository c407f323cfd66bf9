import { unknownSize } from './image.ts';
import { layer } from './layer.ts';

/** All dimensions of an example as one, the last moving fastest. */
export const flatten = layer({
  name: 'flatten',
  summary: 'all dimensions of an example as one, the last moving fastest',
  settings: {},
  place({ input, ownAxis }) {
    const unknown = input.find(({ size }) => size === undefined);
    if (unknown !== undefined) return unknownSize('flatten', unknown);
    const size = input.reduce((product, axis) => product * (axis.size as number), 1);
    return { output: input.length === 1 ? input : [ownAxis('flat', size)] };
  },
  build: (b, x, _weights, output) => b.reshape(x, [x.shape[0], ...output]),
});
