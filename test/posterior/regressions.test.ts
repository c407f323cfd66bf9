/**
 * Generalised linear models are one product with the design matrix, elementwise work and one product
 * with its transpose, however they are written.
 */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { evaluate } from '../../src/engines/reference/evaluate.ts';
import { SimplifyingBuilder } from '../../src/graph/simplify.ts';
import { densityAndGradient } from '../../src/posterior/density.ts';

const ROWS = 60;
const PREDICTORS = 3;

const X = Array.from({ length: ROWS }, (_, row) =>
  Array.from({ length: PREDICTORS }, (_, k) => Math.sin(1 + 5 * row + 17 * k)),
);

const model = (type: string, likelihood: string): string => `
  dim obs dim predictor
  data X[obs, predictor]: real
  data y[obs]: ${type}
  data n[obs]: count
  param alpha ~ Normal(0, 1)
  param beta[predictor] ~ Normal(0, 1)
  let eta = alpha + X @ beta
  observe y ~ ${likelihood}`;

/** The ops of value and gradient with an element a row, but for changes of shape, sorted. */
function rowOps(type: string, likelihood: string): string {
  const y = X.map(([first], row) => (type === 'binary' ? Number(first > 0.2) : (7 * row) % 5));
  const n = y.map((count, row) => count + (row % 3));
  const { lowered } = compile(model(type, likelihood)).bind({ X, y, n });
  const builder = new SimplifyingBuilder(evaluate);
  const { nodes } = builder.finish(densityAndGradient(builder, lowered));
  const isOfRows = (shape: readonly number[]): boolean => shape.includes(ROWS);
  return nodes
    .filter(({ op, shape, inputs }) => {
      if (op === 'constant' || op === 'reshape') return false;
      return isOfRows(shape) || (op === 'matmul' && isOfRows(inputs[0].shape));
    })
    .map(({ op }) => op)
    .sort()
    .join(' ');
}

const LOGISTIC = 'add matmul matmul multiply multiply negate sigmoid softplus';
const POISSON = 'add exp matmul matmul multiplyNoNan subtract subtract subtract';

describe('the graph of a generalised linear model', () => {
  it.each([
    ['binary', 'BernoulliLogit(eta)', LOGISTIC],
    ['binary', 'Bernoulli(sigmoid(eta))', LOGISTIC],
    ['binary', 'Bernoulli(1 / (1 + exp(-eta)))', LOGISTIC],
    ['binary', 'Bernoulli(exp(eta) / (1 + exp(eta)))', LOGISTIC],
    ['count', 'PoissonLog(eta)', POISSON],
    ['count', 'Poisson(exp(eta))', POISSON],
  ])('of %s data with %s repeats nothing', (type, likelihood, expected) => {
    expect(rowOps(type, likelihood)).toBe(expected);
  });

  it.each(['BinomialLogit(n, eta)', 'Binomial(n, sigmoid(eta))'])(
    'of %s has no logarithm of a probability',
    (likelihood) => {
      const ops = rowOps('count', likelihood).split(' ');
      const count = (name: string): number => ops.filter((op) => op === name).length;
      expect([count('matmul'), count('log'), count('exp')]).toEqual([2, 0, 0]);
      expect(count('softplus')).toBe(2);
    },
  );

  it('of normal errors has nothing left with an element a row', () => {
    expect(rowOps('int', 'Normal(eta, 2)')).toBe('');
  });
});
