import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { ModelError } from '../../src/diagnostics/diagnostic.ts';

const declarations = `
dim n = 3
dim m = 2
dim nm = size(n) * size(m)
data S[m, n, n]: real
param x[n] ~ Normal(0, 1)
param z[m] ~ Normal(0, 1)
param B[n, m] ~ Normal(0, 1)
let A[i in n, j in n] = x[i] * x[j] + (if i == j then 2 + i else 0)
let W[i in m, j in m] = z[i] * z[j] + (if i == j then 1 else 0.25)
`;
const S = [
  [
    [4, 1, 0.5],
    [1, 3, -0.25],
    [0.5, -0.25, 2],
  ],
  [
    [2, 0.5, 0],
    [0.5, 5, 1],
    [0, 1, 6],
  ],
];

function densityOf(term: string): number[] {
  const posterior = compile(`${declarations}\nfactor ${term}`).bind({ S });
  const slopes = new Float64Array(posterior.dimension);
  const point = Float64Array.from({ length: posterior.dimension }, (_, k) => Math.sin(k + 1));
  return [posterior.logDensityGradient(point, slopes), ...slopes];
}

/** A call beside the same by sums over index variables. */
const pairs: readonly (readonly [string, string])[] = [
  ['dot(x, x)', 'sum[i in n](x[i]^2)'],
  ['dot([1, 2, 3], x)', 'x[1] + 2 * x[2] + 3 * x[3]'],
  ['trace(A)', 'sum[i in n](A[i, i])'],
  ['sum(diagonal(A) * x)', 'sum[i in n](A[i, i] * x[i])'],
  ['sum(transpose(B) @ x)', 'sum[i in n, j in m](B[i, j] * x[i])'],
  ['sum(outer(x, z) * B)', 'sum[i in n, j in m](x[i] * z[j] * B[i, j])'],
  ['quad_form(A, x)', 'sum[i in n, j in n](x[i] * A[i, j] * x[j])'],
  ['trace(quad_form(A, B))', 'sum[i in n, j in n, k in m](B[i, k] * A[i, j] * B[j, k])'],
  ['trace(diag(x) @ A @ diag(x) @ A)', 'sum[i in n, j in n](x[i] * A[i, j] * x[j] * A[j, i])'],
  ['sum((A @ B)[2, :])', 'sum[k in n, j in m](A[2, k] * B[k, j])'],
  [
    'sum[i in n, j in m]((A @ B)[i, j] * x[i])',
    'sum[i in n, k in n, j in m](A[i, k] * B[k, j] * x[i])',
  ],
  // beside index variables
  [
    'sum[j in m](quad_form(A, B[:, j]) * z[j])',
    'sum[j in m, i in n, k in n](B[i, j] * A[i, k] * B[k, j] * z[j])',
  ],
  ['sum[j in m](dot(B[:, j], x) * z[j])', 'sum[j in m, i in n](B[i, j] * x[i] * z[j])'],
  ['sum[j in m]((A @ B[:, j])[2] * z[j])', 'sum[j in m, k in n](A[2, k] * B[k, j] * z[j])'],
  ['sum[i in n, j in m](B[i, :] @ W[:, j])', 'sum[i in n, j in m, k in m](B[i, k] * W[k, j])'],
  [
    'sum[j in m](quad_form(S[j, :, :], x) * z[j])',
    'sum[j in m, i in n, k in n](x[i] * S[j, i, k] * x[k] * z[j])',
  ],
  ['sum[j in m](logdet(S[j, :, :]) * z[j])', 'sum(logdet(S) * z)'],
  [
    'sum[j in m](dot(x, solve(S[j, :, :], x)) * z[j])',
    'sum[j in m](quad_form(inverse(S[j, :, :]), x) * z[j])',
  ],
  ['sum[j in m](trace(cholesky(A * (1 + z[j]^2))))', 'trace(cholesky(A)) * sum(sqrt(1 + z^2))'],
  ['sum(sort[n](B) @ [1, 2])', 'sum(sort(B[:, 1])) + 2 * sum(sort(B[:, 2]))'],
  ['dot(sort(x), [0, 0, 1])', 'max(x)'],
  ['sum(log(eigenvalues(A)))', 'logdet(A)'],
  ['logdet(A)', '2 * logdet(cholesky(A))'],
  ['dot(x, solve(A, x))', 'sum(solve(cholesky(A), x)^2)'],
  ['sum(eigenvectors(A) @ diag(eigenvalues(A)) @ transpose(eigenvectors(A)) @ x)', 'sum(A @ x)'],
  ['logdet(kronecker[nm](A, W))', '2 * logdet(A) + 3 * logdet(W)'],
  ['trace(kronecker[nm](A, W))', 'trace(A) * trace(W)'],
  ['kronecker[nm](A, W)[2, 5]', 'A[1, 3] * W[2, 1]'],
  ['sum(kronecker[n, nm](outer(x, [1]), outer([1], [1, 2, 3, 4, 5, 6])))', '21 * sum(x)'],
  ['trace(inverse([[2, 1], [1, 3]])) * x[1]', 'x[1]'],
];

describe('a call is the same as sums over index variables', () => {
  it.each(pairs)('%s', (call, sums) => {
    const [actual, expected] = [densityOf(call), densityOf(sums)];
    actual.forEach((value, k) => {
      const error = Math.abs(value - expected[k]) / Math.max(1, Math.abs(expected[k]));
      expect(error, `${k}: ${value} for ${expected[k]}`).toBeLessThan(1e-12);
    });
  });
});

describe('matrices of data', () => {
  const bind = (term: string, data: readonly (readonly number[])[]): (() => unknown) => {
    const text = `dim n\ndata A[n, n]: real\nparam x[n] ~ Normal(0, 1)\nfactor sum(x) * ${term}`;
    return () => compile(text, { fileName: 'm.bayes' }).bind({ A: data });
  };
  const singular = [
    [1, 2],
    [2, 4],
  ];
  const indefinite = [
    [1, 2],
    [2, 1],
  ];
  const asymmetric = [
    [2, 1],
    [0, 2],
  ];

  it.each([
    ['sum(inverse(A))', singular, 'm.bayes:4:21: `inverse` has no value: `A` is singular'],
    ['logdet(A)', singular, 'm.bayes:4:17: `logdet` has no value: `A` is singular'],
    ['sum(cholesky(A))', indefinite, '`cholesky` has no value: `A` is not positive definite'],
    ['sum(cholesky(A))', asymmetric, '`cholesky` has no value: `A` is not symmetric'],
    ['sum(eigenvalues(A))', asymmetric, '`eigenvalues` has no value: `A` is not symmetric'],
    ['sum(eigenvectors(A))', asymmetric, '`eigenvectors` has no value: `A` is not symmetric'],
  ] as const)('%s of %j', (term, data, message) => {
    expect(bind(term, data)).toThrow(ModelError);
    expect(bind(term, data)).toThrow(message);
  });

  it('are not refused in a branch that is not chosen', () => {
    expect(bind('(if A[1, 1] > 5 then logdet(A) else 0)', singular)).not.toThrow();
  });

  it('tell which of a batch is wrong', () => {
    const text =
      'dim g\ndim n\ndata A[g, n, n]: real\nparam x[g] ~ Normal(0, 1)\nfactor sum(x * logdet(A))';
    expect(() => compile(text).bind({ A: [indefinite, singular] })).toThrow(
      '`A` is singular, number 2 of 2',
    );
  });

  it('give pairs of the size that is named', () => {
    const text =
      'dim n\ndim pair\ndata A[n, n]: real\ndata y[pair]: real\nparam x ~ Normal(0, 1)\nfactor x * sum(kronecker[pair](A, A) @ y)';
    expect(() => compile(text).bind({ A: singular, y: [1, 2, 3] })).toThrow(
      '`pair` has 3 members, the kronecker product 2 × 2 = 4 pairs',
    );
    expect(() => compile(text).bind({ A: singular, y: [1, 2, 3, 4] })).not.toThrow();
  });
});

it('an asymmetric matrix of parameters has no eigenvalues, and the error says where', () => {
  const text = 'dim n = 2\nparam A[n, n] ~ Normal(0, 1)\nfactor sum(eigenvalues(A))';
  const posterior = compile(text, { fileName: 'm.bayes' }).bind({});
  expect(() => posterior.logDensity(Float64Array.of(1, 2, 3, 4))).toThrow(
    'the log density is not a number: `eigenvalues(A)` (m.bayes:3:12) has no value at this point',
  );
  expect(Number.isFinite(posterior.logDensity(Float64Array.of(1, 2, 2, 4)))).toBe(true);
});
