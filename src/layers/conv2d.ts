import type { Builder } from '../graph/builder.ts';
import { type Node, type Shape, sizeOf } from '../graph/node.ts';
import { imageOf, isMisfit } from './image.ts';
import { layer } from './layer.ts';

type Pair = readonly [number, number];

/**
 * Weighted sums over windows of an image, the same weights at each place (cross-correlation, as in TensorFlow and
 * PyTorch): y[r, c, f] = b[f] + Σᵢⱼₖ x[s r + i, s c + j, k] W[i, j, k, f]. With `padding = same` zeros surround the image
 * so that there are ⌈size / stride⌉ places, the odd one behind (TensorFlow's rule).
 */
export const conv2d = layer({
  name: 'conv2d',
  summary: 'weighted sums over windows of an image, the same weights at each place',
  settings: {
    filters: { kind: 'units' },
    kernel: { kind: 'sizes' },
    stride: { kind: 'sizes', standard: [1, 1] },
    padding: { kind: 'word', words: ['valid', 'same'], standard: 'valid' },
  },
  trained: 'weight and bias',
  place({ input, settings: { filters, kernel, stride, padding }, ownAxis }) {
    const image = imageOf('conv2d', input);
    if (isMisfit(image)) return image;
    const places = image.sizes.map((size, k) =>
      Math.ceil((padding === 'same' ? size : size - kernel[k] + 1) / stride[k]),
    );
    const small = places.findIndex((count) => count < 1);
    if (small >= 0) {
      return {
        problem: `a kernel of ${kernel[small]} does not fit into the ${image.sizes[small]} members of \`${input[small].dimension}\``,
        hint: 'make the kernel smaller, or write `padding = same`',
      };
    }
    const window = [ownAxis('kernel_row', kernel[0]), ownAxis('kernel_column', kernel[1])];
    const stays = (k: number): boolean => places[k] === image.sizes[k];
    const output = ['row', 'column'].map((part, k) =>
      stays(k) ? input[k] : ownAxis(part, places[k]),
    );
    return {
      output: [...output, ...filters],
      weights: {
        weight: [...window, ...image.channels, ...filters],
        bias: filters,
        fanIn: [...window, ...image.channels],
        fanOut: [...window, ...filters],
      },
    };
  },
  build(b, x, [weight, bias], output, settings) {
    const windows = windowsOf(b, x, output, settings);
    const filters = sizeOf(output.slice(2));
    const matrix = b.reshape(weight, [windows.shape[1], filters]);
    const result = b.reshape(b.matmul(windows, matrix), [x.shape[0], ...output]);
    return bias === undefined ? result : b.add(result, bias);
  },
  factor: (b, x, _weights, output, settings) => windowsOf(b, x, output, settings),
});

interface Windows {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: string;
}

/** [examples · places, kernel · channels]: what each place of the result sees of the image, row by row. */
function windowsOf(b: Builder, x: Node, output: Shape, { kernel, stride, padding }: Windows): Node {
  const [examples, ...size] = x.shape;
  const places: Pair = [output[0], output[1]];
  const channels = size[2] ?? 1;
  const image = b.reshape(x, [examples, size[0], size[1], channels]);
  const missing = places.map((count, k) =>
    padding === 'same' ? Math.max(0, (count - 1) * stride[k] + kernel[k] - size[k]) : 0,
  );
  const before = missing.map((count) => Math.floor(count / 2));
  const after = missing.map((count, k) => count - before[k]);
  const padded = b.pad(image, [0, before[0], before[1], 0], [0, after[0], after[1], 0]);
  const parts: Node[] = [];
  for (let i = 0; i < kernel[0]; i++) {
    for (let j = 0; j < kernel[1]; j++) {
      const rows = everyNth(b, padded, 1, i, places[0], stride[0]);
      parts.push(everyNth(b, rows, 2, j, places[1], stride[1]));
    }
  }
  const together = b.concatenate(parts, 3);
  const count = examples * places[0] * places[1];
  return b.reshape(together, [count, kernel[0] * kernel[1] * channels]);
}

/** Of an axis the members `begin`, `begin + step`, …, `count` of them. */
function everyNth(
  b: Builder,
  x: Node,
  axis: number,
  begin: number,
  count: number,
  step: number,
): Node {
  const extent = (count - 1) * step + 1;
  const cut = b.slice(
    x,
    x.shape.map((_, k) => (k === axis ? begin : 0)),
    x.shape.map((size, k) => (k === axis ? extent : size)),
  );
  if (step === 1) return cut;
  // filled up to whole steps, of which the first member is kept
  const rest = count * step - extent;
  const whole = b.pad(
    cut,
    cut.shape.map(() => 0),
    cut.shape.map((_, k) => (k === axis ? rest : 0)),
  );
  const split = whole.shape.flatMap((size, k) => (k === axis ? [count, step] : [size]));
  const first = b.slice(
    b.reshape(whole, split),
    split.map(() => 0),
    split.map((size, k) => (k === axis + 1 ? 1 : size)),
  );
  return b.reshape(
    first,
    whole.shape.map((size, k) => (k === axis ? count : size)),
  );
}
