/** Derivatives of the ops that move elements or reduce axes: one row an op. */
import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { keepingAxes } from '../graph/node.ts';
import type { DerivativeRule } from './rule.ts';

/** The result of a reduction laid out so that it broadcasts against what was reduced. */
function spread(b: Builder, reduced: Node, { inputs: [x], attributes }: Node): Node {
  return b.reshape(reduced, keepingAxes(x.shape, attributes.axes!));
}

/** 1 at the elements equal to the result of their reduction, divided by how many there are. */
function equalShares(b: Builder, node: Node): Node {
  const chosen = b.equal(node.inputs[0], spread(b, node, node));
  return b.divide(chosen, spread(b, b.sum(chosen, node.attributes.axes!), node));
}

/** A largest or smallest element; tied elements share the derivative equally. */
const extreme: DerivativeRule = [
  (context, node, cotangent) =>
    context.product(equalShares(context.builder, node), spread(context.builder, cotangent, node)),
];

/**
 * exp(x − logSumExp x). If the sum is infinite, the infinite elements that made it share equally.
 */
function softmax(b: Builder, node: Node): Node {
  const total = spread(b, node, node);
  const infinite = b.equal(b.abs(total), Infinity);
  const ordinary = b.exp(b.subtract(node.inputs[0], b.where(infinite, 0, total)));
  return b.where(infinite, equalShares(b, node), ordinary);
}

export const structuralRules = {
  reshape: [({ builder }, { inputs: [x] }, cotangent) => builder.reshape(cotangent, x.shape)],
  transpose: [
    ({ builder }, { attributes: { permutation } }, cotangent) =>
      builder.transpose(
        cotangent,
        permutation!.map((_, axis) => permutation!.indexOf(axis)),
      ),
  ],
  broadcast: [(_context, _node, cotangent) => cotangent],
  concatenate: [
    ({ builder }, { inputs, attributes: { axis } }, cotangent, input) => {
      const { shape } = inputs[input];
      const begin = inputs.slice(0, input).reduce((sum, part) => sum + part.shape[axis!], 0);
      return builder.slice(
        cotangent,
        new Array<number>(shape.length).fill(0).with(axis!, begin),
        shape,
      );
    },
  ],
  slice: [
    ({ builder }, { inputs: [x], attributes: { begin, size } }, cotangent) =>
      builder.pad(
        cotangent,
        begin!,
        x.shape.map((extent, axis) => extent - begin![axis] - size![axis]),
      ),
  ],
  pad: [
    ({ builder }, { inputs: [x], attributes: { before } }, cotangent) =>
      builder.slice(cotangent, before!, x.shape),
  ],

  sum: [
    ({ builder }, node, cotangent) =>
      builder.broadcast(spread(builder, cotangent, node), node.inputs[0].shape),
  ],
  max: extreme,
  min: extreme,
  logSumExp: [
    (context, node, cotangent) =>
      context.product(softmax(context.builder, node), spread(context.builder, cotangent, node)),
  ],
  argMax: [null],
  argMin: [null],
  argSort: [null],
  cumulativeSum: [
    ({ builder }, { attributes: { axis, reverse } }, cotangent) =>
      builder.cumulativeSum(cotangent, axis!, reverse !== true),
  ],

  gather: [
    ({ builder }, { inputs: [x, indices] }, cotangent) =>
      builder.scatterAdd(cotangent, indices, x.shape[0]),
    null,
  ],
  scatterAdd: [
    ({ builder }, { inputs: [, indices] }, cotangent) => builder.gather(cotangent, indices),
    null,
  ],
} as const satisfies Record<string, DerivativeRule>;
