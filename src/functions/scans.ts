/** Functions that keep the shape and work along one dimension: one row a function. */
import { cumulativeProduct, logSoftmax, softmax, sort, standardise } from '../graph/composites.ts';
import type { Scan } from './function.ts';

export const scanRows: readonly Scan[] = [
  {
    name: 'softmax',
    summary: 'exponentials divided by their sum',
    result: 'real',
    build: softmax,
  },
  {
    name: 'log_softmax',
    summary: 'the logarithm of softmax, x − logsumexp(x)',
    result: 'real',
    build: logSoftmax,
  },
  {
    name: 'cumsum',
    summary: 'cumulative sum',
    result: 'same',
    build: (b, x, axis) => b.cumulativeSum(x, axis),
  },
  { name: 'cumprod', summary: 'cumulative product', result: 'same', build: cumulativeProduct },
  {
    name: 'sort',
    summary: 'in ascending order; the derivative goes with the elements',
    result: 'same',
    build: sort,
  },
  {
    name: 'standardise',
    summary: 'less the mean, divided by the standard deviation (n − 1)',
    result: 'real',
    build: (b, x, axis) => standardise(b, x, [axis]),
  },
];
