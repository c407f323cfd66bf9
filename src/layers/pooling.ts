import type { Builder } from '../graph/builder.ts';
import { mean } from '../graph/composites.ts';
import type { Node } from '../graph/node.ts';
import { imageOf, isMisfit } from './image.ts';
import { type Layer, layer } from './layer.ts';

/** One number for each window of an image; windows lie side by side, and rows and columns that fill none are left out. */
function pooling(
  name: string,
  summary: string,
  reduce: (b: Builder, windows: Node, axes: readonly number[]) => Node,
): Layer {
  return layer({
    name,
    summary,
    settings: { size: { kind: 'sizes' } },
    place({ input, settings: { size }, ownAxis }) {
      const image = imageOf(name, input);
      if (isMisfit(image)) return image;
      const small = size.findIndex((extent, k) => extent > image.sizes[k]);
      if (small >= 0) {
        return {
          problem: `windows of ${size[small]} do not fit into the ${image.sizes[small]} members of \`${input[small].dimension}\``,
        };
      }
      const output = ['row', 'column'].map((part, k) =>
        size[k] === 1 ? input[k] : ownAxis(part, Math.floor(image.sizes[k] / size[k])),
      );
      return { output: [...output, ...image.channels] };
    },
    build(b, x, _weights, output, { size }) {
      const [examples] = x.shape;
      const [rows, columns, ...channels] = output;
      const whole = [examples, rows * size[0], columns * size[1], ...channels];
      const cut = b.slice(
        x,
        whole.map(() => 0),
        whole,
      );
      const windows = b.reshape(cut, [examples, rows, size[0], columns, size[1], ...channels]);
      return reduce(b, windows, [2, 4]);
    },
  });
}

export const maxPool = pooling(
  'max_pool',
  'the largest number of each window of an image',
  (b, windows, axes) => b.max(windows, axes),
);

export const averagePool = pooling(
  'average_pool',
  'the mean of each window of an image',
  (b, windows, axes) => mean(b, windows, axes),
);
