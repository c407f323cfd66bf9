import type { Builder } from '../graph/builder.ts';
import { type Node, sizeOf } from '../graph/node.ts';
import { describeInput, layer } from './layer.ts';

/** Weighted sums of all inputs: y = x W + b. */
export const dense = layer({
  name: 'dense',
  summary: 'each unit a weighted sum of all inputs and a bias: x W + b',
  settings: { units: { kind: 'units' } },
  trained: 'weight and bias',
  place({ input, settings: { units } }) {
    if (input.length > 1) {
      return {
        problem: `\`dense\` takes one dimension; here it gets ${describeInput(input)}`,
        hint: 'put `flatten()` before it',
      };
    }
    return {
      output: units,
      weights: { weight: [...input, ...units], bias: units, fanIn: input, fanOut: units },
    };
  },
  build(b, x, [weight, bias], output) {
    const [examples] = x.shape;
    const rows = rowsOf(b, x);
    const [, inputs] = rows.shape;
    const units = sizeOf(output);
    const matrix = b.reshape(weight, [inputs, units]);
    const sums = inputs === 1 ? b.multiply(rows, matrix) : b.matmul(rows, matrix);
    const result = b.reshape(sums, [examples, ...output]);
    return bias === undefined ? result : b.add(result, bias);
  },
  factor: rowsOf,
});

/** [examples, inputs] */
function rowsOf(b: Builder, x: Node): Node {
  return b.reshape(x, [x.shape[0], sizeOf(x.shape.slice(1))]);
}
