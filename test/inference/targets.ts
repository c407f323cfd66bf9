/** Small targets with exact derivatives, written by hand. */
import type { Target } from '../../src/inference/method.ts';

interface Parts {
  readonly names: readonly string[];
  /** The value, or the value with the gradient filled where an array is given. */
  density(x: Float64Array, gradient: Float64Array): number;
  hessian(x: Float64Array): readonly (readonly number[])[];
}

export function targetOf({ names, density, hessian }: Parts): Target & { gradients: number } {
  return {
    gradients: 0,
    dimension: names.length,
    logDensity: (x) => density(x, new Float64Array(names.length)),
    logDensityGradient(x, gradient) {
      this.gradients++;
      return density(x, gradient);
    },
    hessian: (x) => Float64Array.from(hessian(x).flat()),
    coordinateName: (i) => names[i],
  };
}

/** The normalised normal density times exp(logMass), given by its precision matrix. */
export function gaussian(
  mean: readonly number[],
  precision: readonly (readonly number[])[],
  logConstant = 0,
): ReturnType<typeof targetOf> {
  return targetOf({
    names: mean.map((_, i) => `x[${i + 1}]`),
    density(x, gradient) {
      let value = logConstant;
      mean.forEach((_, i) => {
        gradient[i] = -precision[i].reduce((sum, p, j) => sum + p * (x[j] - mean[j]), 0);
        value += 0.5 * (x[i] - mean[i]) * gradient[i];
      });
      return value;
    },
    hessian: () => precision.map((row) => row.map((p) => -p)),
  });
}

/** a log p + b log(1 − p) at p = sigmoid(x), Jacobian included: Beta(a, b) on the logit scale, unnormalised. */
export function betaOnLogit(a: number, b: number): ReturnType<typeof targetOf> {
  return targetOf({
    names: ['logit(p)'],
    density([x], gradient) {
      const p = 1 / (1 + Math.exp(-x));
      gradient[0] = a - (a + b) * p;
      return -a * Math.log1p(Math.exp(-x)) - b * Math.log1p(Math.exp(x));
    },
    hessian([x]) {
      const p = 1 / (1 + Math.exp(-x));
      return [[-(a + b) * p * (1 - p)]];
    },
  });
}

/** Gamma(shape, rate) on the log scale, unnormalised: shape x − rate eˣ. */
export function gammaOnLog(shape: number, rate: number): ReturnType<typeof targetOf> {
  return targetOf({
    names: ['log(lambda)'],
    density([x], gradient) {
      gradient[0] = shape - rate * Math.exp(x);
      return shape * x - rate * Math.exp(x);
    },
    hessian: ([x]) => [[-rate * Math.exp(x)]],
  });
}

/** y ~ Normal(X b, s), flat priors on b and on s > 0, on the coordinates b and log(s). */
export function regression(
  rows: readonly (readonly number[])[],
  y: readonly number[],
): ReturnType<typeof targetOf> {
  const columns = rows[0].length;
  const residuals = (x: Float64Array): number[] =>
    rows.map((row, i) => y[i] - row.reduce((sum, value, j) => sum + value * x[j], 0));
  return targetOf({
    names: [...rows[0].map((_, j) => `b[${j + 1}]`), 'log(s)'],
    density(x, gradient) {
      const precision = Math.exp(-2 * x[columns]);
      const r = residuals(x);
      const squares = r.reduce((sum, value) => sum + value * value, 0);
      for (let j = 0; j < columns; j++)
        gradient[j] = precision * rows.reduce((sum, row, i) => sum + row[j] * r[i], 0);
      gradient[columns] = precision * squares - rows.length + 1;
      return -0.5 * precision * squares - (rows.length - 1) * x[columns];
    },
    hessian(x) {
      const precision = Math.exp(-2 * x[columns]);
      const r = residuals(x);
      const cross = (f: (i: number) => number): number => rows.reduce((sum, _, i) => sum + f(i), 0);
      const border = rows[0].map((_, j) => -2 * precision * cross((i) => rows[i][j] * r[i]));
      return [
        ...rows[0].map((_, j) => [
          ...rows[0].map((__, k) => -precision * cross((i) => rows[i][j] * rows[i][k])),
          border[j],
        ]),
        [...border, -2 * precision * cross((i) => r[i] * r[i])],
      ];
    },
  });
}
