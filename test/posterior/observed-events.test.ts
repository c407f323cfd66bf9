/** Observed vectors and matrices that are not what their distribution describes: errors that name the row. */
import { expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';

function problemsOf(text: string, data: Record<string, unknown>): string[] {
  try {
    compile(text).bind(data);
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  return [];
}

const EYE = [
  [1, 0],
  [0, 1],
];

it('a vector with some of its cells missing, of a family of which such a part is of another', () => {
  const text = `
    dim n = ["first", "second", "third"]  dim d = 2
    data y[n, d]: count?
    param m ~ HalfNormal(1)
    observe y ~ DirichletMultinomial(3, m)`;
  const data = { y: { first: [1, null], second: [null, null], third: [1, 2] } };
  expect(problemsOf(text, data)).toEqual([
    'y[first] has cells that are missing and others that are not, but DirichletMultinomial (model.bayes, line 5) takes counts that add up to the number of trials there (leave such rows out by `where`)',
  ]);
});

it('a normal vector with some of its cells missing: the others count', () => {
  const text = `
    dim n = ["first", "second", "third"]  dim d = 2
    data y[n, d]: real?
    data S[d, d]: real
    param m ~ Normal(0, 1)
    observe y ~ MultiNormal(m, cov = S)`;
  const data = { y: { first: [1, null], second: [null, null], third: [1, 2] }, S: EYE };
  const partly = compile(text).bind(data);
  expect(partly.notes).toEqual(['3 cells of `y` (of 6) are missing; `observe` leaves them out.']);
  // three observations and the prior, all standard normal at m = 0
  const expected = -0.5 * (1 + 1 + 4) - 2 * Math.log(2 * Math.PI);
  expect(partly.logDensity(Float64Array.of(0))).toBeCloseTo(expected, 12);
  expect(() => partly.batches(partly.engine, { n: 2 })).toThrow(
    'vectors that lack some of their cells cannot be taken in batches',
  );
  const whole = { y: { first: [1, 3], second: [null, null], third: [1, 2] }, S: EYE };
  expect(compile(text).bind(whole).notes).toEqual([
    '2 cells of `y` (of 6) are missing; `observe` leaves them out.',
  ]);
});

it.each([
  [
    'Wishart(3, S)',
    [
      [2, 0.5],
      [0.25, 1],
    ],
    'is not symmetric: it has 0.25 in row 2, column 1 and 0.5 in row 1, column 2',
  ],
  [
    'Wishart(3, S)',
    [
      [1, 2],
      [2, 1],
    ],
    'is not positive definite',
  ],
  [
    'InverseWishart(3, S)',
    [
      [1, 0],
      [0, 0],
    ],
    'is not positive definite',
  ],
  [
    'LKJ(1)',
    [
      [1, 0.5],
      [0.5, 1.5],
    ],
    'has 1.5 on its diagonal, in row 2',
  ],
  [
    'LKJ(1)',
    [
      [1, -1],
      [-1, 1],
    ],
    'is not positive definite',
  ],
  [
    'LKJCholesky(1)',
    [
      [1, 0],
      [0.5, 0.5],
    ],
    'has squares that sum to 0.5 in row 2',
  ],
  [
    'LKJCholesky(1)',
    [
      [1, 0.5],
      [0.6, 0.8],
    ],
    'has 0.5 above its diagonal, in row 1, column 2',
  ],
  [
    'LKJCholesky(1)',
    [
      [1, 0],
      [0.6, -0.8],
    ],
    'has -0.8 on its diagonal, in row 2',
  ],
])('%s of %j', (distribution, matrix, wrong) => {
  const text = `
    dim n  dim d = 2
    data x[n, d, d]: real
    data S[d, d]: real
    param s ~ HalfNormal(1)
    observe x ~ ${distribution}`;
  const problems = problemsOf(text, { x: [EYE, matrix, EYE], S: EYE });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`x[2] ${wrong}, but `);
});

it('rows that a `where` leaves out are not checked', () => {
  const text = `
    dim n  dim d = 2
    data x[n, d, d]: real
    data use[n]: binary
    param s ~ HalfNormal(1)
    observe x[i in n, :, :] ~ Wishart(3 + s, [[1, 0], [0, 1]]) where use[i] == 1`;
  const x = [
    EYE,
    [
      [1, 2],
      [2, 1],
    ],
  ];
  expect(problemsOf(text, { x, use: [1, 0] })).toEqual([]);
  expect(problemsOf(text, { x, use: [1, 1] })[0]).toContain('[2] is not positive definite');
});

it('counts that do not add up to the number of trials', () => {
  const text = `
    dim n  dim k = 3
    data y[n, k]: count
    data trials[n]: count
    param p[k] ~ Dirichlet(1)
    observe y ~ Multinomial(trials, p)`;
  expect(
    problemsOf(text, {
      y: [
        [1, 2, 3],
        [1, 2, 0],
      ],
      trials: [6, 4],
    }),
  ).toEqual([
    'y[2] sums to 3 where `trials` is 4, but Multinomial (model.bayes, line 6) takes counts that add up to the number of trials there',
  ]);
});

it('matrices as arguments', () => {
  const text = `
    dim n  dim d = 2
    data x[n, d]: real
    data S[n, d, d]: real
    param m[d] ~ MultiNormal(0, chol = [[1, 0.5], [0, 1]])
    observe x ~ MultiNormal(m, cov = S)`;
  const problems = problemsOf(text, {
    x: [
      [0, 0],
      [0, 0],
    ],
    S: [
      EYE,
      [
        [1, 3],
        [3, 1],
      ],
    ],
  });
  expect(problems).toHaveLength(2);
  expect(problems[0]).toContain(
    '[[1, 0.5], [0, 1]] has 0.5 above its diagonal, in row 1, column 2',
  );
  expect(problems[1]).toContain('S[2] is not positive definite, but MultiNormal');
});
