/** Reductions over one dimension or several: one row a function. */
import type { Builder } from '../graph/builder.ts';
import { mean, product, standardDeviation, variance } from '../graph/composites.ts';
import type { Node } from '../graph/node.ts';
import { GraphError } from '../graph/op-definition.ts';
import type { Reduction } from './function.ts';

export const reductionRows: readonly Reduction[] = [
  {
    name: 'sum',
    summary: 'sum',
    result: 'same',
    build: (b, x, axes) => b.sum(x, axes),
    identity: 0,
  },
  { name: 'mean', summary: 'arithmetic mean', result: 'real', build: mean },
  { name: 'prod', summary: 'product', result: 'same', build: product, identity: 1 },
  {
    name: 'min',
    summary: 'the smallest element',
    result: 'same',
    build: (b, x, axes) => b.min(x, axes),
    identity: Number.POSITIVE_INFINITY,
  },
  {
    name: 'max',
    summary: 'the largest element',
    result: 'same',
    build: (b, x, axes) => b.max(x, axes),
    identity: Number.NEGATIVE_INFINITY,
  },
  {
    name: 'logsumexp',
    summary: 'log of the sum of exponentials',
    result: 'real',
    build: (b, x, axes) => b.logSumExp(x, axes),
    identity: Number.NEGATIVE_INFINITY,
  },
  { name: 'variance', summary: 'variance, divided by n − 1', result: 'real', build: variance },
  { name: 'sd', summary: 'the root of the variance', result: 'real', build: standardDeviation },
  {
    name: 'argmax',
    summary: 'the position of the first largest element, from 1',
    result: 'position',
    build: (b, x, axes) => position(b, b.argMax(x, onlyAxis(axes))),
  },
  {
    name: 'argmin',
    summary: 'the position of the first smallest element, from 1',
    result: 'position',
    build: (b, x, axes) => position(b, b.argMin(x, onlyAxis(axes))),
  },
];

/** A position in the language counts from 1 and is a float, as indices in models are. */
const position = (b: Builder, index: Node): Node => b.add(b.toFloat(index), 1);

function onlyAxis(axes: readonly number[]): number {
  if (axes.length !== 1) throw new GraphError('a position is taken along one axis');
  return axes[0];
}
