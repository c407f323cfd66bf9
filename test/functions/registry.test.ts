import { expect, it } from 'vitest';
import {
  elementwiseFunctions,
  matrixFunctions,
  reductions,
  scans,
} from '../../src/functions/index.ts';

/** The elementwise functions that the language promises. */
const promised =
  'exp log log2 log10 log1p expm1 sqrt abs sign square inv floor ceil round min max clip sin cos tan asin acos atan atan2 sinh cosh tanh sigmoid logit softplus relu gelu silu erf erfc normal_cdf normal_quantile lgamma digamma lbeta lchoose log_add_exp log_diff_exp log1m log1m_exp log1p_exp log_mix';

it('has every elementwise function of the language', () => {
  expect([...elementwiseFunctions.keys()].sort()).toEqual(promised.split(' ').sort());
});

it('has every reduction and scan of the language', () => {
  const reductionNames = 'sum mean prod min max logsumexp variance sd argmax argmin';
  expect([...reductions.keys()].sort()).toEqual(reductionNames.split(' ').sort());
  const scanNames = 'softmax log_softmax cumsum cumprod standardise sort';
  expect([...scans.keys()].sort()).toEqual(scanNames.split(' ').sort());
});

it('has every function of vectors and matrices of the language', () => {
  const names =
    'transpose cholesky solve inverse logdet diag diagonal trace dot outer quad_form kronecker eigenvalues eigenvectors';
  expect([...matrixFunctions.keys()].sort()).toEqual(names.split(' ').sort());
});

it.each([...matrixFunctions.values()])('$name takes as many dimensions as it says', (row) => {
  expect(row.summary).not.toBe('');
  for (const { takes, gives } of row.forms) {
    expect(takes.length).toBe(row.parameters.length);
    for (const letter of gives) {
      expect(takes.join('').includes(letter) || row.sizes?.[letter] !== undefined).toBe(true);
    }
  }
});

it.each([...elementwiseFunctions.values()])('$name takes the arguments it names', (row) => {
  expect(row.build.length - 1).toBe(row.parameters.length);
  expect(row.summary).not.toBe('');
});
